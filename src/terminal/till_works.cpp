#include "till_station.hpp"

#include "failure.hpp"
#include "shape.hpp"
#include "works.hpp"

#include <http/asked.hpp>
#include <wumei/base/text.hpp>

#include <algorithm>
#include <memory>

/// What a clerk can ask of a leased till.
namespace wumei::terminal {
namespace {

using http::Asked;

constexpr std::size_t households_most = 50;

http::Response goods(TillDesk& desk, const Call& /*call*/) {
  return json_response(goods_json(desk));
}

/// Asks the hub who stands here, as far as it answers: what the ledger's rules say against him
/// holds, and without a network the lease does.
void meet(TillDesk& desk, const std::string& code) {
  if (!desk.sync.heard()) return desk.hub.meet_nobody();
  if (!desk.hub.meet(code)) desk.sync.nudge();
}

/// Goods of the lease's price list; a name that is not on it is no file's.
http::Response picture(TillDesk& desk, const Call& call) {
  const Sku sku(call.parts[0]);
  if (!desk.till.need_lease().prices.goods.contains(sku)) throw Stop("not_found");
  return picture_response(desk.pictures, sku, call.request);
}

http::Response card(TillDesk& desk, const Call& call) {
  const json::Value body = body_of(call.request);
  const std::string code = Asked(body).text("code");
  meet(desk, code);
  return json_response(asked_json(customer_of(desk, desk.till.find(code))));
}

/// Names are masked here too: only the family name, the group or the number finds anybody.
http::Response households(TillDesk& desk, const Call& call) {
  const std::string words = to_nfc(std::string(trim(call.request.parameter("q").value_or(""))));
  std::vector<Customer> found;
  for (const LeasedHousehold& known : desk.till.need_lease().households) {
    const std::string text = known.head + " " + known.group + " " + known.household.text();
    if (words.empty() || text.find(words) == std::string::npos) continue;
    found.push_back(customer_of(desk, known));
  }
  const bool more = found.size() > households_most;
  if (more) found.resize(households_most);
  return json_response(
      Json::object({{"households", Json::array(found, household_json)}, {"more", more}}));
}

http::Response visit(TillDesk& desk, const Call& /*call*/) {
  const std::optional<TillDraft> draft = desk.file.draft();
  if (!draft) throw Stop("visit.none");
  return json_response(visit_json(desk, *draft));
}

http::Response start_visit(TillDesk& desk, const Call& call) {
  const json::Value body = body_of(call.request);
  const Asked asked(body);
  Identification known;
  known.household = HouseholdId(asked.text("household"));
  const std::string shown = asked.text_or_none("card");
  if (!shown.empty()) known.card = CardId(shown);
  known.answer = asked.text_or_none("answer");
  known.receiver = receiver(asked.text("receiver"));
  known.proxy = asked.text_or_none("proxy");
  begin_visit(desk, known);
  return visit(desk, call);
}

http::Response end_visit(TillDesk& desk, const Call& /*call*/) {
  desk.till.end_visit();
  return json_response(Json::object({}));
}

http::Response put_cart(TillDesk& desk, const Call& call) {
  const json::Value body = body_of(call.request);
  return json_response(cart_json(desk.till.put_cart(basket(Asked(body).items("lines")))));
}

http::Response shown(const TillDesk& desk, const TillRecord& record) {
  return json_response(
      redemption_json(sold_of(desk.file, desk.till, record)).add("sent", record.sent));
}

/// What the lease lacks for the cart is added to it first.
TillRecord confirm(TillDesk& desk, const TillSale& sale, const OfficerId& clerk) {
  try {
    return desk.till.confirm(sale, clerk);
  } catch (const Stop& stop) {
    const bool lacks = stop.code() == name(RefusalCode::not_enough_points);
    if (!lacks || desk.till.cart().problem) throw;
  }
  desk.hub.cover();
  return desk.till.confirm(sale, clerk);
}

http::Response redeem(TillDesk& desk, const Call& call) {
  const json::Value body = body_of(call.request);
  const Asked asked(body);
  const TillSale sale{asked.text("id"), basket(asked.items("lines")), asked.integer("prices")};
  return shown(desk, confirm(desk, sale, call.clerk));
}

std::vector<TillRecord> records_on(const TillDesk& desk, Date day) {
  const Instant midnight = Instant::parse(day.text() + "T00:00:00Z");
  std::vector<TillRecord> records = desk.file.records_since(  // whatever the time zone
      Instant::from_millis(midnight.millis() - 86'400'000));
  std::erase_if(records, [&](const TillRecord& record) {
    return desk.till.day_of(record.sale.at) != day;
  });
  std::reverse(records.begin(), records.end());
  return records;
}

http::Response redemptions(TillDesk& desk, const Call& call) {
  const auto day = call.request.parameter("day");
  const Date asked = day ? Date::parse(*day) : desk.till.today();
  return json_response(
      Json::object({{"redemptions", briefs_json(desk, records_on(desk, asked))}}));
}

http::Response redemption(TillDesk& desk, const Call& call) {
  return shown(desk, record_of(desk, call.parts[0]));
}

/// A record of the lease that is in use; those before it are the hub's.
TillRecord open_record(const TillDesk& desk, const std::string& code) {
  TillRecord record = record_of(desk, code);
  if (record.sale.lease == desk.till.state().lease) return record;
  throw Stop("return.sent", {{"id", id_of(record.sale)}});
}

http::Response handed(TillDesk& desk, const Call& call) {
  const TillRecord record = record_of(desk, call.parts[0]);
  if (record.state == RecordState::done) return shown(desk, record);
  const TillRecord done =
      desk.till.handed_over(open_record(desk, call.parts[0]).sale.counter);
  desk.sync.nudge();
  return shown(desk, done);
}

http::Response not_handed(TillDesk& desk, const Call& call) {
  const json::Value body = body_of(call.request);
  const TillRecord record = open_record(desk, call.parts[0]);
  return shown(desk,
               desk.till.not_handed_over(record.sale.counter, Asked(body).text("reason")));
}

http::Response take_return(TillDesk& desk, const Call& call) {
  const json::Value body = body_of(call.request);
  const Asked asked(body);
  if (asked.has("exchange") && !asked.items("exchange").empty()) throw Stop("exchange.leased");
  const TillRecord record = open_record(desk, call.parts[0]);
  if (record.sent) throw Stop("return.sent", {{"id", id_of(record.sale)}});
  const bool own =
      record.sale.clerk == call.clerk && desk.till.day_of(record.sale.at) == desk.till.today();
  if (asked.has("supervisor")) {
    const Asked person = asked.object("supervisor");
    static_cast<void>(desk.clerks.second(call.clerk, OfficerId(person.text("officer")),
                                         person.text("pin")));
  } else if (!own) {
    throw Stop("supervisor.needed", {{"id", id_of(record.sale)}});
  }
  const std::optional<TillRecord> kept = desk.till.take_return(
      record.sale.counter, basket(asked.items("lines")), asked.text("reason"));
  const TillRecord returned = *desk.file.record(record.sale.random);
  const auto sold = [&](const TillRecord& each) {
    return redemption_json(sold_of(desk.file, desk.till, each));
  };
  return json_response(Json::object(
      {{"returned", sold(returned)}, {"again", kept ? sold(*kept) : Json(nullptr)}}));
}

/// A slip that may not have come out is not counted: it is no copy yet.
http::Response print(TillDesk& desk, const Call& call) {
  const TillRecord record = record_of(desk, call.parts[0]);
  const SoldSlip sold = sold_of(desk.file, desk.till, record);
  std::int64_t copies = record.copies;
  const PrinterState state =
      desk.printer.print(till_ticket(sold, desk.roll, desk.language, copies + 1));
  if (state == PrinterState::ok) {
    desk.file.count_copy(record);
    ++copies;
  }
  return json_response(Json::object({{"printer", printer_json(state)}, {"copies", copies}}));
}

http::Response slip(TillDesk& desk, const Call& call) {
  const TillRecord record = record_of(desk, call.parts[0]);
  return slip_page(sold_of(desk.file, desk.till, record), call.request, desk.roll);
}

http::Response day(TillDesk& desk, const Call& /*call*/) {
  const TillDay day = day_of(desk);
  const auto counted = [](const OnShelf& goods) {
    return Json::object({{"sku", goods.sku}, {"name", goods.name}, {"unit", goods.unit}});
  };
  return json_response(Json::object({{"day", day.day},
                                     {"redemptions", day.sales},
                                     {"points", day.points},
                                     {"returns", day.returns},
                                     {"unresolved", briefs_json(desk, desk.till.unresolved())},
                                     {"count", Json::array(day.to_count, counted)},
                                     {"closed", day.closed}}));
}

http::Response close(TillDesk& desk, const Call& call) {
  const json::Value body = body_of(call.request);
  const Asked asked(body);
  const std::vector<Count> counted = counts_of(asked, desk.till.today());
  const Asked person = asked.object("second");
  const OfficerId witness = desk.clerks.second(call.clerk, OfficerId(person.text("officer")),
                                               person.text("pin"));
  std::vector<Difference> differences;
  try {
    differences = close_day(desk, counted, call.clerk, witness);
  } catch (const Stop& stop) {
    if (stop.code() != "count.reason") throw;
    return failed(unexplained(counted, stop, [&](const Sku& sku) {
      for (const OnShelf& line : shelf_of(desk.file)) {
        if (line.sku == sku) return line.name;
      }
      return sku.text();
    }));
  }
  desk.sync.nudge();
  // The page shows the same; a printer without paper does not open the day again.
  static_cast<void>(desk.printer.print(till_day_ticket(desk, differences)));
  return json_response(Json::object({{"differences", Json::array(differences, difference_json)},
                                     {"head", nullptr},
                                     {"note", ""}}));
}

http::Response lease(TillDesk& desk, const Call& /*call*/) {
  return json_response(lease_json(desk));
}

http::Response sync(TillDesk& desk, const Call& call) {
  desk.sync.nudge();
  return lease(desk, call);
}

/// Ends the lease before its time; what it did not spend goes back with the next sync.
http::Response end_lease(TillDesk& desk, const Call& call) {
  static_cast<void>(desk.till.report());
  return sync(desk, call);
}

/// It needs the ledger, which is not here.
http::Response elsewhere(TillDesk& /*desk*/, const Call& /*call*/) {
  throw Stop("till.elsewhere");
}

constexpr Work<TillDesk> all[] = {
    {"GET", "/api/goods", goods},
    {"GET", "/api/pictures/*", picture},
    {"GET", "/api/shelf", elsewhere},
    {"POST", "/api/card", card},
    {"GET", "/api/households", households},
    {"POST", "/api/visit", start_visit},
    {"GET", "/api/visit", visit},
    {"DELETE", "/api/visit", end_visit},
    {"PUT", "/api/cart", put_cart},
    {"POST", "/api/redemptions", redeem},
    {"GET", "/api/redemptions", redemptions},
    {"GET", "/api/redemptions/*", redemption},
    {"POST", "/api/redemptions/*/handed", handed},
    {"POST", "/api/redemptions/*/not-handed", not_handed},
    {"POST", "/api/redemptions/*/return", take_return},
    {"POST", "/api/redemptions/*/print", print},
    {"GET", "/api/redemptions/*/slip.html", slip},
    {"GET", "/api/day", day},
    {"POST", "/api/day/close", close},
    {"POST", "/api/goods-in", elsewhere},
    {"GET", "/api/donors", elsewhere},
    {"GET", "/api/lease", lease},
    {"POST", "/api/lease/sync", sync},
    {"POST", "/api/lease/end", end_lease},
};

Json state_of(const TillDesk& desk, bool clerk) {
  const TillShop shop = shop_of(desk.file);
  const TillName name = *desk.file.name();
  const auto minute = [&](Instant at) { return at.text(name.offset_minutes).substr(0, 16); };
  const std::optional<TillDraft> draft = clerk ? desk.file.draft() : std::nullopt;
  const bool can_go_on = draft && desk.till.state().stage == LeaseStage::open;
  return Json::object(
      {{"shop", Json::object({{"id", name.shop}, {"name", shop.name}})},
       {"village", Json::object({{"id", shop.village}, {"name", shop.village_name}})},
       {"township", shop.township},
       {"now", minute(desk.till.now())},
       {"today", desk.till.today()},
       {"mode", "leased"},
       {"lease", lease_json(desk)},
       {"rehearsal", name.rehearsal},
       {"clock", Json::object({{"ok", desk.till.clock_ok()},
                               {"last", minute(desk.till.last_seen())}})},
       {"closed_today", desk.file.sheet(desk.till.today()).has_value()},
       {"unresolved", clerk ? briefs_json(desk, desk.till.unresolved()) : Json::array()},
       {"visit", can_go_on ? visit_json(desk, *draft) : Json(nullptr)}});
}

}  // namespace

Station station_of(TillDesk desk) {
  // Shared by every function of the station.
  const auto kept = std::make_shared<TillDesk>(std::move(desk));
  return {
      .clerks = [kept] { return kept->clerks.clerks(); },
      .sign_in = [kept](const OfficerId& officer,
                        const std::string& pin) { return kept->clerks.sign_in(officer, pin); },
      .state = [kept](bool clerk) { return state_of(*kept, clerk); },
      .services = services_of<TillDesk>(kept, all),
      .printer = kept->printer,
      .disk = kept->disk,
      .uptime = kept->uptime};
}

}  // namespace wumei::terminal
