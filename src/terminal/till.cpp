#include "till.hpp"

#include <wumei/base/digest.hpp>
#include <wumei/base/text.hpp>

#include <algorithm>
#include <map>

namespace wumei::terminal {
namespace {

const audit::LeasedHousehold* leased(const TillLease& lease, const HouseholdId& household) {
  for (const audit::LeasedHousehold& known : lease.document.households) {
    if (known.household == household.text()) return &known;
  }
  return nullptr;
}

/// Takes `points` from lots that have not ended on `day`, soonest to end first, as the ledger will;
/// what they do not cover, from those that had.
void spend(std::vector<ledger::Lot>& lots, std::int64_t points, const std::string& day) {
  for (const bool ended : {false, true}) {
    for (ledger::Lot& lot : lots) {
      if ((lot.name < day) != ended) continue;
      const std::int64_t taken = std::min(points, lot.amount);
      lot.amount -= taken;
      points -= taken;
    }
  }
}

/// Units of the lots whose last day has not passed.
std::int64_t usable(const std::vector<ledger::Lot>& lots, const std::string& today) {
  std::int64_t left = 0;
  for (const ledger::Lot& lot : lots) left += lot.name >= today ? lot.amount : 0;
  return left;
}

}  // namespace

LeasedTill::LeasedTill(TillFile& file, std::function<Instant()> now)
    : file_(file), now_(std::move(now)) {}

Date LeasedTill::day_of(Instant at) const {
  const std::optional<TillName> name = file_.name();
  return at.date(name ? name->offset_minutes : 0);
}

bool LeasedTill::clock_ok() const { return now_() >= last_seen(); }

Instant LeasedTill::last_seen() const {
  const std::optional<TillLease> lease = file_.lease();
  const Instant issued = Instant::from_millis(lease ? lease->document.issued : 0);
  return std::max({file_.last_record(), file_.hub_time(), issued});
}

TillState LeasedTill::state() const {
  TillState state;
  state.hub_time = file_.hub_time();
  const std::optional<TillLease> lease = file_.lease();
  if (!lease) return state;
  const std::vector<TillRecord> records = file_.records(lease->document.number);
  state.lease = lease->document.number;
  state.stage = lease->stage;
  state.stop = Instant::from_millis(lease->document.stop);
  state.over = now_() > state.stop;
  state.records_left = lease->document.records - std::ssize(records);
  state.unsent = std::count_if(records.begin(), records.end(), [&](const TillRecord& record) {
    return stands(record) && record.sale.counter > lease->acknowledged;
  });
  return state;
}

TillLease LeasedTill::need_lease() const {
  std::optional<TillLease> lease = file_.lease();
  if (!lease || lease->stage != LeaseStage::open) throw Stop("lease.none");
  return std::move(*lease);
}

void LeasedTill::check_selling(const TillLease& lease) const {
  const Instant now = now_();
  const Instant last = last_seen();
  const int offset = file_.name()->offset_minutes;
  if (now < last) throw Stop("clock.wrong", {{"last", last.text(offset)}});
  const Instant stop = Instant::from_millis(lease.document.stop);
  if (now > stop) throw Stop("lease.over", {{"stop", stop.text(offset)}});
  if (std::ssize(file_.records(lease.document.number)) >= lease.document.records) {
    throw Stop("lease.full");
  }
}

LeasedHousehold LeasedTill::find(std::string_view code) const {
  const TillLease lease = need_lease();
  const std::string typed = half_width(std::string(trim(code)));
  if (typed.empty()) throw Stop("lease.household", {{"card", typed}});
  const std::set<CardId> stopped = file_.stopped();
  const auto same = [&](const CardId& card) { return card.text() == typed; };
  if (std::any_of(stopped.begin(), stopped.end(), same)) {
    throw Stop(Refusal{RefusalCode::card_stopped, {{"card", typed}}});
  }
  const auto by = [&](auto fits) {
    return std::find_if(lease.households.begin(), lease.households.end(), fits);
  };
  auto found = by([&](const LeasedHousehold& known) { return known.card.text() == typed; });
  const bool shown = found != lease.households.end();
  if (!shown) found = by([&](const auto& known) { return known.passbook == typed; });
  if (found == lease.households.end()) {
    found = by([&](const auto& known) { return known.household.text() == typed; });
  }
  if (found == lease.households.end()) throw Stop("lease.household", {{"card", typed}});
  LeasedHousehold household = *found;
  if (!shown) household.card = CardId();
  return household;
}

Points LeasedTill::left(const TillLease& lease, const HouseholdId& household,
                        std::int64_t through) const {
  const std::vector<ledger::Lot> lots = lots_left(lease, household, through);
  return Points::of_units(usable(lots, day_of(now_()).text()));
}

std::vector<ledger::Lot> LeasedTill::lots_left(const TillLease& lease,
                                               const HouseholdId& household,
                                               std::int64_t through) const {
  const audit::LeasedHousehold* known = leased(lease, household);
  if (known == nullptr) return {};
  std::vector<ledger::Lot> lots = known->lots;
  for (const TillRecord& record : file_.records(lease.document.number)) {
    const bool counts = stands(record) && record.sale.counter <= through;
    if (!counts || record.sale.household != household) continue;
    spend(lots, record.points.units(), day_of(record.sale.at).text());
  }
  return lots;
}

Points LeasedTill::left(const HouseholdId& household) const {
  return left(need_lease(), household);
}

Points LeasedTill::reach(const TillLease& lease, const HouseholdId& household) const {
  Points points = left(lease, household);
  for (const LeasedHousehold& known : lease.households) {
    if (known.household == household) points += known.addable;
  }
  return points;
}

Points LeasedTill::reach(const HouseholdId& household) const {
  return reach(need_lease(), household);
}

Points LeasedTill::points_left() const {
  const std::optional<TillLease> lease = file_.lease();
  if (!lease || lease->stage != LeaseStage::open) return {};
  std::map<std::string, std::vector<ledger::Lot>> held;
  for (const audit::LeasedHousehold& known : lease->document.households) {
    held[known.household] = known.lots;
  }
  for (const TillRecord& record : file_.records(lease->document.number)) {
    const auto lots = held.find(record.sale.household.text());
    if (!stands(record) || lots == held.end()) continue;
    spend(lots->second, record.points.units(), day_of(record.sale.at).text());
  }
  const std::string today = day_of(now_()).text();
  std::int64_t left = 0;
  for (const auto& [household, lots] : held) left += usable(lots, today);
  return Points::of_units(left);
}

Points LeasedTill::left_after(const TillRecord& record) const {
  const std::optional<TillLease> lease = file_.lease(record.sale.lease);
  if (!lease) return {};
  return left(*lease, record.sale.household, record.sale.counter);
}

std::vector<ledger::Lot> LeasedTill::lots(const HouseholdId& household) const {
  std::vector<ledger::Lot> lots = lots_left(need_lease(), household);
  const std::string today = day_of(now_()).text();
  std::erase_if(lots, [&](const ledger::Lot& lot) { return lot.amount == 0 || lot.name < today; });
  return lots;
}

void LeasedTill::refuse_while_unresolved() const {
  const std::vector<TillRecord> open = unresolved();
  if (!open.empty()) throw Stop("unresolved", {{"id", id_of(open.front().sale)}});
}

void LeasedTill::begin(const std::string& code, programme::Receiver receiver,
                       const std::string& proxy) {
  refuse_while_unresolved();
  check_selling(need_lease());
  const LeasedHousehold household = find(code);
  const std::optional<TillDraft> open = file_.draft();
  if (open && open->household != household.household) {
    throw Stop("visit.open", {{"household", open->household.text()}});
  }
  TillDraft draft = open.value_or(TillDraft());
  draft.household = household.household;
  draft.card = household.card;
  draft.receiver = receiver;
  draft.proxy = receiver == programme::Receiver::proxy ? proxy : std::string();
  if (draft.random.empty()) draft.random = to_hex(random_bytes(8));
  file_.put_draft(draft);
}

void LeasedTill::end_visit() {
  if (!file_.draft()) throw Stop("visit.none");
  file_.drop_draft();
}

Quantity LeasedTill::taken_this_month(const TillDraft& draft, const Sku& sku) const {
  const std::string month = day_of(now_()).text().substr(0, 7);
  const Instant from = Instant::from_millis(now_().millis() - 32LL * 86'400'000);
  Quantity taken;
  for (const TillRecord& record : file_.records_since(from)) {
    const bool counts = stands(record) && record.sale.household == draft.household &&
                        day_of(record.sale.at).text().starts_with(month);
    if (!counts) continue;
    for (const market::BasketLine& line : record.sale.lines) {
      if (line.sku == sku) taken += line.quantity;
    }
  }
  return taken;
}

std::vector<TillLimit> LeasedTill::limits() const {
  const TillLease lease = need_lease();
  const std::optional<TillDraft> draft = file_.draft();
  if (!draft) throw Stop("visit.none");
  std::vector<TillLimit> limits;
  for (const auto& [sku, goods] : lease.prices.goods) {
    const Quantity taken = taken_this_month(*draft, sku);
    limits.push_back({sku, std::max(Quantity(), goods.monthly_limit - taken)});
  }
  return limits;
}

std::optional<Stop> LeasedTill::problem_of(const TillLease& lease, const TillDraft& draft,
                                           const TillCart& cart) const {
  if (cart.lines.empty()) return Stop(Refusal{RefusalCode::nothing_to_do, {}});
  for (const TillLine& line : cart.lines) {
    const Quantity limit = lease.prices.goods.at(line.asked.sku).monthly_limit;
    const Quantity taken = taken_this_month(draft, line.asked.sku);
    if (taken + line.asked.quantity > limit) {
      return Stop(Refusal{RefusalCode::goods_limit,
                          {{"sku", line.asked.sku.text()},
                           {"taken", taken.text()},
                           {"limit", limit.text()}}});
    }
  }
  const Points most = Points::of_units(lease.document.redemption);
  if (cart.points > most) return Stop("lease.redemption", {{"limit", most.text()}});
  if (cart.points < lease.prices.minimum) {
    return Stop(Refusal{RefusalCode::below_minimum, {{"minimum", lease.prices.minimum.text()}}});
  }
  if (cart.left < Points()) {
    return Stop(Refusal{RefusalCode::not_enough_points, {{"missing", (-cart.left).text()}}});
  }
  return std::nullopt;
}

TillCart LeasedTill::priced(const TillLease& lease, const TillDraft& draft) const {
  TillCart cart;
  for (const market::BasketLine& line : draft.lines) {
    const auto goods = lease.prices.goods.find(line.sku);
    if (goods == lease.prices.goods.end()) {
      throw Stop(Refusal{RefusalCode::goods_unknown, {{"sku", line.sku.text()}}});
    }
    const Points price = goods->second.price;
    cart.lines.push_back({line, goods->second.name, goods->second.unit, price,
                          price * line.quantity.units()});
    cart.points += cart.lines.back().points;
  }
  cart.left = reach(lease, draft.household) - cart.points;
  cart.lacking = std::max(Points(), cart.points - left(lease, draft.household));
  cart.problem = problem_of(lease, draft, cart);
  return cart;
}

TillCart LeasedTill::put_cart(std::vector<market::BasketLine> lines) {
  std::optional<TillDraft> draft = file_.draft();
  if (!draft) throw Stop("visit.none");
  for (const market::BasketLine& line : lines) {
    const auto same = [&](const auto& other) { return other.sku == line.sku; };
    if (line.quantity < Quantity::of_units(1) ||
        std::count_if(lines.begin(), lines.end(), same) > 1) {
      throw bad_input({"", 0, 0, "quantity"}, line.sku.text() + " " + line.quantity.text(),
                      "one or more pieces, goods once");
    }
  }
  draft->lines = std::move(lines);
  TillCart cart = priced(need_lease(), *draft);
  file_.put_draft(*draft);
  return cart;
}

TillCart LeasedTill::cart() const {
  const std::optional<TillDraft> draft = file_.draft();
  if (!draft) throw Stop("visit.none");
  return priced(need_lease(), *draft);
}

std::vector<TillRecord> LeasedTill::unresolved() const {
  const std::optional<TillLease> lease = file_.lease();
  if (!lease) return {};
  std::vector<TillRecord> records = file_.records(lease->document.number);
  std::erase_if(records, [](const TillRecord& record) {
    return record.state != RecordState::debited;
  });
  return records;
}

std::vector<TillRecord> LeasedTill::sales() const {
  const std::optional<TillLease> lease = file_.lease();
  if (!lease) return {};
  std::vector<TillRecord> records = file_.records(lease->document.number);
  std::reverse(records.begin(), records.end());
  return records;
}

TillReport LeasedTill::report() {
  const std::optional<TillLease> lease = file_.lease();
  if (!lease) throw Stop("lease.none");
  if (lease->stage == LeaseStage::open) {
    refuse_while_unresolved();
    if (const std::optional<TillDraft> open = file_.draft()) {
      throw Stop("visit.open", {{"household", open->household.text()}});
    }
    file_.put_stage(lease->document.number, LeaseStage::reported);
  }
  return report_of(file_, lease->document.number);
}

TillReport report_of(const TillFile& file, std::int64_t lease) {
  TillReport report{lease, 0, 0};
  for (const TillRecord& record : file.records(lease)) {
    report.last = record.sale.counter;
    report.records += stands(record) ? 1 : 0;
  }
  return report;
}

}  // namespace wumei::terminal
