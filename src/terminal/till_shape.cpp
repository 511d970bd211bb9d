#include "till_station.hpp"

#include "failure.hpp"
#include "shape.hpp"
#include "works.hpp"

#include <algorithm>

/// What a leased till knows, as the page gets it.
namespace wumei::terminal {
namespace {

std::string_view name(LeaseStage stage) {
  switch (stage) {
    case LeaseStage::open: return "open";
    case LeaseStage::reported: return "reported";
    case LeaseStage::closed: return "closed";
  }
  return "closed";
}

std::string_view name(SheetState state) {
  switch (state) {
    case SheetState::waiting: return "waiting";
    case SheetState::booked: return "booked";
    case SheetState::refused: return "refused";
  }
  return "waiting";
}

std::string minute(const TillDesk& desk, Instant at) {
  if (at.millis() == 0) return {};
  return at.text(desk.file.name()->offset_minutes).substr(0, 16);
}

/// A limit of the month is of one line; all else is of the whole cart.
bool is_of_line(const Stop& problem, const Sku& sku) {
  if (problem.code() != name(RefusalCode::goods_limit)) return false;
  return std::any_of(problem.facts().begin(), problem.facts().end(), [&](const Fact& fact) {
    return fact.name == "sku" && fact.value == sku.text();
  });
}

Json sheet_json(const CountSheet& sheet) {
  Json shown = Json::object({{"day", sheet.day}, {"state", name(sheet.state)}});
  return shown.add("problem", sheet.said.empty() ? Json(nullptr) : failure(sheet.said).error);
}

Json line_json(const TillLine& line, const std::optional<Stop>& problem) {
  const bool wrong = problem && is_of_line(*problem, line.asked.sku);
  return Json::object(
      {{"sku", line.asked.sku},
       {"name", line.name},
       {"unit", line.unit},
       {"quantity", line.asked.quantity},
       {"price", line.price},
       {"points", line.points},
       {"restriction", line.asked.restriction},
       {"problem", wrong ? failure(problem->code(), problem->facts()).error : Json(nullptr)}});
}

/// An empty cart is no problem to be shown, only not ready.
Json problems_json(const TillCart& cart) {
  Json problems = Json::array();
  if (!cart.problem || cart.lines.empty()) return problems;
  const bool of_line = std::any_of(
      cart.lines.begin(), cart.lines.end(),
      [&](const TillLine& line) { return is_of_line(*cart.problem, line.asked.sku); });
  if (!of_line) problems.add(failure(cart.problem->code(), cart.problem->facts()).error);
  return problems;
}

}  // namespace

Json lease_json(const TillDesk& desk) {
  const TillState state = desk.till.state();
  const std::int64_t millis = desk.till.now().millis() - state.hub_time.millis();
  const bool known = state.hub_time.millis() != 0;
  const std::optional<Stop>& trouble = desk.sync.trouble();
  const auto open = [&](const CountSheet& sheet) { return sheet_json(sheet); };
  return Json::object(
      {{"till", desk.file.name()->till},
       {"number", state.lease},
       {"stage", state.lease == 0 ? "none" : name(state.stage)},
       {"over", state.over},
       {"stop", state.lease == 0 ? std::string() : minute(desk, state.stop)},
       {"records_left", std::max<std::int64_t>(0, state.records_left)},
       {"points_left", desk.till.points_left()},
       {"unsent", state.unsent},
       {"synced", minute(desk, state.hub_time)},
       {"synced_minutes", known ? std::max<std::int64_t>(0, millis / 60'000) : -1},
       {"syncing", desk.sync.running()},
       {"away", !desk.sync.heard()},
       {"trouble", trouble ? failure(trouble->code(), trouble->facts()).error : Json(nullptr)},
       {"sheets", Json::array(desk.file.open_sheets(), open)}});
}

Json cart_json(const TillCart& cart) {
  const auto line = [&](const TillLine& each) { return line_json(each, cart.problem); };
  return Json::object({{"lines", Json::array(cart.lines, line)},
                       {"points", cart.points},
                       {"after", cart.left},
                       {"problems", problems_json(cart)},
                       {"ready", !cart.problem.has_value()}});
}

Json visit_json(const TillDesk& desk, const TillDraft& draft) {
  const TillLease lease = desk.till.need_lease();
  const auto household = std::find_if(
      lease.households.begin(), lease.households.end(),
      [&](const LeasedHousehold& known) { return known.household == draft.household; });
  if (household == lease.households.end()) {
    throw Stop("lease.household", {{"card", draft.household.text()}});
  }
  const Date resets = calendar_period(Cycle::month, desk.till.today()).last.plus_days(1);
  Json limits = Json::object({});
  for (const TillLimit& limit : desk.till.limits()) {
    limits.add(limit.sku.text(), Json::object({{"left", limit.left}, {"resets", resets}}));
  }
  const auto lot = [](const ledger::Lot& held) {
    return Json::object({{"points", Points::of_units(held.amount)}, {"on", held.name}});
  };
  return Json::object(
      {{"redemption", draft.random},
       {"household", household_json(customer_of(desk, *household))},
       {"receiver", programme::name(draft.receiver)},
       {"prices", lease.prices.seq},
       {"balance", Json::object({{"available", desk.till.reach(draft.household)},
                                 {"pending", Json::array()},
                                 {"expiring", Json::array(desk.till.lots(draft.household), lot)},
                                 {"arrears", Points()},
                                 {"honour", Points()}})},
       {"limits", limits},
       {"cart", cart_json(desk.till.cart())}});
}

Json goods_json(const TillDesk& desk) {
  const TillLease lease = desk.till.need_lease();
  std::map<Sku, Quantity> held;
  for (const OnShelf& line : shelf_of(desk.file)) held[line.sku] = line.pieces;
  const auto goods = [&](const auto& item) {
    const market::Goods& known = item.second;
    return Json::object({{"sku", known.sku},
                         {"name", known.name},
                         {"unit", known.unit},
                         {"price", known.price},
                         {"monthly_limit", known.monthly_limit},
                         {"on_shelf", held[known.sku]},
                         {"restrictions", Json::array()},
                         {"best_before", ""},
                         {"picture", desk.pictures.tag(known.sku)}});
  };
  return Json::object({{"list", lease.prices.list},
                       {"version", lease.prices.version},
                       {"prices", lease.prices.seq},
                       {"minimum", lease.prices.minimum},
                       {"goods", Json::array(lease.prices.goods, goods)}});
}

Json briefs_json(const TillDesk& desk, const std::vector<TillRecord>& records) {
  return Json::array(records, [&](const TillRecord& record) {
    return brief_json(sold_of(desk.file, desk.till, record)).add("sent", record.sent);
  });
}

}  // namespace wumei::terminal
