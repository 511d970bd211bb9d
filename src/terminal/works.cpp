#include "works.hpp"

#include "shape.hpp"

#include <http/asked.hpp>

#include <algorithm>
#include <memory>

/// What a clerk can ask for, each a few lines around one flow of the counter.
namespace wumei::terminal {
namespace {

using http::Asked;

constexpr std::size_t households_most = 50;

/// The second person, by PIN.
OfficerId second(Desk& desk, const Call& call, const Asked& person) {
  return desk.counter.second(call.clerk, OfficerId(person.text("officer")), person.text("pin"));
}

http::Response goods(Desk& desk, const Call& /*call*/) {
  return json_response(shelf_json(desk.counter.shelf(), desk.pictures));
}

/// Goods that the ledger knows; a name that it does not know is no file's.
http::Response picture(Desk& desk, const Call& call) {
  const Sku sku(call.parts[0]);
  if (desk.counter.programme().state().market.goods(sku) == nullptr) throw Stop("not_found");
  return picture_response(desk.pictures, sku, call.request);
}

http::Response card(Desk& desk, const Call& call) {
  const json::Value body = body_of(call.request);
  return json_response(asked_json(desk.counter.find(Asked(body).text("code"))));
}

http::Response households(Desk& desk, const Call& call) {
  std::vector<Customer> found =
      desk.counter.search(call.request.parameter("q").value_or(""), households_most);
  const bool more = found.size() > households_most;
  if (more) found.resize(households_most);
  return json_response(
      Json::object({{"households", Json::array(found, household_json)}, {"more", more}}));
}

http::Response visit(Desk& desk, const Call& /*call*/) {
  const std::optional<Visit> open = desk.counter.visit();
  if (!open) throw Stop("visit.none");
  return json_response(visit_json(*open));
}

http::Response begin_visit(Desk& desk, const Call& call) {
  const json::Value body = body_of(call.request);
  const Asked asked(body);
  Identification known;
  known.household = HouseholdId(asked.text("household"));
  const std::string card = asked.text_or_none("card");
  if (!card.empty()) known.card = CardId(card);
  known.answer = asked.text_or_none("answer");
  known.receiver = receiver(asked.text("receiver"));
  known.proxy = asked.text_or_none("proxy");
  desk.counter.begin_visit(known, call.clerk);
  return visit(desk, call);
}

http::Response end_visit(Desk& desk, const Call& /*call*/) {
  desk.counter.end_visit();
  return json_response(Json::object({}));
}

http::Response put_cart(Desk& desk, const Call& call) {
  const json::Value body = body_of(call.request);
  return json_response(cart_json(desk.counter.put_cart(basket(Asked(body).items("lines")))));
}

http::Response redeem(Desk& desk, const Call& call) {
  const json::Value body = body_of(call.request);
  const Asked asked(body);
  return json_response(redemption_json(desk.counter.confirm(
      asked.text("id"), basket(asked.items("lines")), asked.integer("prices"), call.clerk)));
}

http::Response redemptions(Desk& desk, const Call& call) {
  const auto day = call.request.parameter("day");
  const Date asked = day ? Date::parse(*day) : desk.counter.programme().today();
  return json_response(Json::object(
      {{"redemptions", briefs_json(desk.counter, desk.counter.sales(asked))}}));
}

http::Response redemption(Desk& desk, const Call& call) {
  return json_response(redemption_json(desk.counter.sold(call.parts[0])));
}

http::Response handed(Desk& desk, const Call& call) {
  return json_response(redemption_json(desk.counter.handed_over(call.parts[0])));
}

http::Response not_handed(Desk& desk, const Call& call) {
  const json::Value body = body_of(call.request);
  return json_response(redemption_json(
      desk.counter.not_handed_over(call.parts[0], Asked(body).text("reason"), call.clerk)));
}

http::Response take_return(Desk& desk, const Call& call) {
  const json::Value body = body_of(call.request);
  const Asked asked(body);
  Return back;
  back.id = call.parts[0];
  back.lines = basket(asked.items("lines"));
  if (asked.has("exchange")) back.instead = basket(asked.items("exchange"));
  back.reason = asked.text("reason");
  if (asked.has("supervisor")) back.supervisor = second(desk, call, asked.object("supervisor"));
  const Returned returned = desk.counter.take_return(back, call.clerk);
  return json_response(
      Json::object({{"returned", redemption_json(returned.sale)},
                    {"again", returned.kept ? redemption_json(*returned.kept) : Json(nullptr)}}));
}

/// A slip that may not have come out is not counted: it is no copy yet.
http::Response print(Desk& desk, const Call& call) {
  const std::string& id = call.parts[0];
  const SoldSlip sold = desk.counter.sold(id);
  std::int64_t copies = sold.sale.copies;
  const PrinterState state =
      desk.printer.print(sale_ticket(sold, desk.roll, desk.language, copies + 1));
  if (state == PrinterState::ok) copies = desk.counter.count_copy(id);
  return json_response(Json::object({{"printer", printer_json(state)}, {"copies", copies}}));
}

http::Response slip(Desk& desk, const Call& call) {
  return slip_page(desk.counter.sold(call.parts[0]), call.request, desk.roll);
}

http::Response day(Desk& desk, const Call& /*call*/) {
  const DayClose day = desk.counter.day();
  const auto counted = [](const market::Goods& goods) {
    return Json::object({{"sku", goods.sku}, {"name", goods.name}, {"unit", goods.unit}});
  };
  return json_response(Json::object({{"day", day.day},
                                     {"redemptions", day.sales},
                                     {"points", day.points},
                                     {"returns", day.returns},
                                     {"unresolved", briefs_json(desk.counter, day.unresolved)},
                                     {"count", Json::array(day.to_count, counted)},
                                     {"closed", day.closed}}));
}

http::Response close_day(Desk& desk, const Call& call) {
  const json::Value body = body_of(call.request);
  const Asked asked(body);
  const programme::Programme& programme = desk.counter.programme();
  const std::vector<Count> counted = counts_of(asked, programme.today());
  const OfficerId witness = second(desk, call, asked.object("second"));
  ClosedDay closed;
  try {
    closed = desk.counter.close_day(counted, call.clerk, witness);
  } catch (const Stop& stop) {
    if (stop.code() != "count.reason") throw;
    return failed(unexplained(counted, stop, [&](const Sku& sku) {
      const market::Goods* goods = programme.state().market.goods(sku);
      return goods == nullptr ? sku.text() : goods->name;
    }));
  }
  const std::string note = signed_note(desk);
  // The page shows the same; a printer without paper does not open the day again.
  static_cast<void>(desk.printer.print(
      day_ticket(programme, desk.counter.day(), closed, desk.roll, desk.language)));
  const publish::LogHead head = publish::log_head(programme);
  return json_response(
      Json::object({{"differences", Json::array(closed.differences, difference_json)},
                    {"head", Json::object({{"size", head.size}, {"root", head.root}})},
                    {"note", note}}));
}

programme::ReceivedLine received(Desk& desk, const Asked& line) {
  programme::ReceivedLine received;
  received.sku = Sku(line.text("sku"));
  received.quantity = Quantity::parse(line.text("quantity"));
  const std::string cost = line.text_or_none("unit_cost");
  const market::Goods* known = desk.counter.programme().state().market.goods(received.sku);
  if (!cost.empty()) {
    received.unit_cost = Yuan::parse(cost);
  } else if (known != nullptr) {
    received.unit_cost = known->reference_cost;  // what is given comes without a bill
  }
  received.restriction = line.text_or_none("restriction");
  const std::string until = line.text_or_none("best_before");
  if (!until.empty()) received.best_before = Date::parse_lenient(until);
  return received;
}

http::Response goods_in(Desk& desk, const Call& call) {
  const json::Value body = body_of(call.request);
  const Asked asked(body);
  const std::string& source = asked.text("source");
  if (source != "donor" && source != "purchase") {
    throw bad_input({"", 0, 0, "source"}, source, "donor or purchase");
  }
  programme::Receiving receiving;
  receiving.source = source == "donor" ? market::Source::donor : market::Source::purchase;
  if (source == "donor") receiving.donor = DonorId(asked.text("donor"));
  if (source == "purchase") receiving.fund = desk.counter.shop().village;
  receiving.delivery = asked.text("delivery");
  for (const json::Value& line : asked.items("lines")) {
    receiving.lines.push_back(received(desk, Asked(line)));
  }
  receiving.witness = second(desk, call, asked.object("second"));
  return json_response(
      Json::object({{"seq", desk.counter.take_in(std::move(receiving), call.clerk)}}));
}

http::Response donors(Desk& desk, const Call& /*call*/) {
  const auto donor = [](const auto& known) {
    return Json::object({{"id", known.first}, {"name", known.second.name}});
  };
  const auto& donors = desk.counter.programme().state().people.donors;
  return json_response(Json::object({{"donors", Json::array(donors, donor)}}));
}

constexpr Work<Desk> all[] = {
    {"GET", "/api/goods", goods},
    {"GET", "/api/pictures/*", picture},
    {"GET", "/api/shelf", shelf_watch},
    {"POST", "/api/card", card},
    {"GET", "/api/households", households},
    {"POST", "/api/visit", begin_visit},
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
    {"POST", "/api/day/close", close_day},
    {"POST", "/api/goods-in", goods_in},
    {"GET", "/api/donors", donors},
};

}  // namespace

std::string signed_note(const Desk& desk) {
  try {
    return desk.sign ? desk.sign() : "";
  } catch (const Error&) {
    return "";
  }
}

Json briefs_json(const Counter& counter, const std::vector<Sale>& sales) {
  return Json::array(sales,
                     [&](const Sale& sale) { return brief_json(counter.sold(sale.id)); });
}

std::vector<market::BasketLine> basket(const json::Array& lines) {
  std::vector<market::BasketLine> basket;
  for (const json::Value& line : lines) {
    const Asked asked(line);
    basket.push_back({Sku(asked.text("sku")), Quantity::parse(asked.text("quantity")),
                      asked.text_or_none("restriction")});
  }
  return basket;
}

programme::Receiver receiver(const std::string& text) {
  for (const auto known :
       {programme::Receiver::self, programme::Receiver::family, programme::Receiver::proxy}) {
    if (text == programme::name(known)) return known;
  }
  throw bad_input({"", 0, 0, "receiver"}, text, "self, family or proxy");
}

std::vector<Count> counts_of(const Asked& asked, Date today) {
  std::vector<Count> counts;
  for (const json::Value& item : asked.items("counts")) {
    const Asked count(item);
    counts.push_back({today, Sku(count.text("sku")), Quantity(),
                      Quantity::parse(count.text("counted")), count.text_or_none("reason")});
  }
  return counts;
}

Failure unexplained(const std::vector<Count>& counts, const Stop& stop,
                    const std::function<std::string(const Sku&)>& name_of) {
  Json differences = Json::array();
  for (const Fact& fact : stop.facts()) {
    const auto count = std::find_if(counts.begin(), counts.end(), [&](const Count& known) {
      return known.sku.text() == fact.name;
    });
    if (count == counts.end()) continue;
    Difference difference{*count, name_of(count->sku)};
    difference.count.book = count->counted - Quantity::parse(fact.value);
    differences.add(difference_json(difference));
  }
  return failure_with(stop.code(), Json::object({{"differences", differences}}));
}

http::Response picture_response(const Pictures& pictures, const Sku& sku,
                                const http::Request& request) {
  std::optional<Picture> picture = pictures.read(sku);
  if (!picture) throw Stop("not_found");
  const std::string tag = "\"" + picture->tag + "\"";
  http::Response response;
  response.headers = {{"ETag", tag}, {"Cache-Control", "private, no-cache"}};
  if (request.header("If-None-Match") == tag) {
    response.status = 304;
    return response;
  }
  response.content_type = picture->content_type;
  response.body = std::move(picture->bytes);
  return response;
}

http::Response slip_page(const SoldSlip& sold, const http::Request& request, Roll roll) {
  const bool english = request.parameter("lang") == "en";
  const auto paper = roll == Roll::mm58 ? publish::Paper::roll58 : publish::Paper::roll80;
  const auto language = english ? publish::Language::en : publish::Language::zh;
  return {200,
          "text/html; charset=utf-8",
          publish::receipt_html(sold.slip, language, paper),
          {{"Content-Security-Policy",
            "default-src 'none'; style-src 'unsafe-inline'; img-src data:; "
            "frame-ancestors 'none'; base-uri 'none'; form-action 'none'"}}};
}

namespace {

Json state_of(const Desk& desk, bool clerk) {
  Counter& counter = desk.counter;
  const programme::Programme& programme = counter.programme();
  const programme::Charter& charter = programme.state().charter;
  const auto minute = [&](Instant instant) {
    return instant.text(charter.offset_minutes).substr(0, 16);
  };
  const market::Shop& shop = counter.shop();
  const people::Village* village = programme.state().people.village(shop.village);
  const std::optional<Visit> visit = clerk ? counter.visit() : std::nullopt;
  return Json::object(
      {{"shop", Json::object({{"id", shop.id}, {"name", shop.name}})},
       {"village",
        Json::object({{"id", shop.village}, {"name", village == nullptr ? "" : village->name}})},
       {"township", charter.title},
       {"now", minute(programme.now())},
       {"today", programme.today()},
       {"mode", "alone"},
       {"lease", nullptr},
       {"rehearsal", charter.rehearsal},
       {"clock", Json::object({{"ok", counter.clock_ok()},
                               {"last", minute(programme.state().book.last_recorded())}})},
       {"closed_today", desk.journal.is_closed(programme.today())},
       {"unresolved", clerk ? briefs_json(counter, counter.unresolved()) : Json::array()},
       {"visit", visit ? visit_json(*visit) : Json(nullptr)}});
}

}  // namespace

Station station_of(Desk desk) {
  const auto kept = std::make_shared<Desk>(std::move(desk));  // by every function of the station
  return {
      .clerks = [kept] { return kept->counter.clerks(); },
      .sign_in = [kept](const OfficerId& officer,
                        const std::string& pin) { return kept->counter.sign_in(officer, pin); },
      .state = [kept](bool clerk) { return state_of(*kept, clerk); },
      .services = services_of<Desk>(kept, all),
      .printer = kept->printer,
      .disk = kept->ledger,
      .uptime = kept->uptime};
}

}  // namespace wumei::terminal
