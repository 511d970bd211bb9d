#pragma once

#include <wumei/config.hpp>
#include <wumei/programme/lease_commands.hpp>
#include <wumei/publish/impl/sales.ipp>
#include <wumei/publish/overview.hpp>
#include <wumei/publish/statement.hpp>

#include <algorithm>
#include <map>

namespace wumei::publish {
namespace detail {

/// A shop that was not heard of for so many days is silent.
inline constexpr std::int64_t silent_after = 7;

/// What one row is filled from.
struct OverviewSources {
  const programme::Programme& programme;
  OverviewQuery query;
  Instant now;
};

WUMEI_INLINE void later(std::optional<Instant>& newest, Instant at) {
  if (!newest || *newest < at) newest = at;
}

WUMEI_INLINE std::vector<ShopWeek> empty_weeks(const OverviewQuery& query) {
  std::vector<ShopWeek> weeks;
  const Date from = first_day(query.day, query.weeks);
  for (std::int64_t week = 0; week < query.weeks; ++week) {
    weeks.push_back({from.plus_days(static_cast<std::int32_t>(7 * week)), {}, {}, 0});
  }
  return weeks;
}

WUMEI_INLINE void add_to_week(ShopOverview& row, const ShopSale& sale) {
  const std::int32_t days = sale.on.days() - row.weeks.front().first.days();
  ShopWeek& week = row.weeks[static_cast<std::size_t>(days / 7)];
  week.points += sale.points;
  if (!sale.till.empty()) week.offline += sale.points;
  ++week.redemptions;
  if (!sale.flags.empty()) ++row.flagged;
}

/// Redemptions of the weeks, and the newest one whenever it was. Returns when the shop was heard.
WUMEI_INLINE std::optional<Instant> read_sales(const OverviewSources& sources, ShopOverview& row) {
  const int offset = sources.programme.state().charter.offset_minutes;
  const Date day = sources.query.day;
  const Date from = first_day(day, sources.query.weeks);
  std::optional<Instant> heard;
  Demand demand;
  each_sale(sources.programme, row.shop, [&](const ShopSale& sale) {
    later(heard, sale.recorded);
    if (!sale.till.empty()) later(row.last_upload, sale.recorded);
    row.last_sale = std::max(row.last_sale.value_or(sale.on), sale.on);
    if (sale.recorded.date(offset) < from) return false;
    if (sale.on < from || sale.on > day) return true;
    add_to_week(row, sale);
    add_sale(demand, sale, day);
    return true;
  });
  row.goods = watch_shelf(sources.programme, row.shop, day, demand, sources.query.weeks);
  return heard;
}

/// Points of a lease when it was issued, and what was added to it.
WUMEI_INLINE Points lent_in(const programme::Programme& programme, const market::Lease& lease) {
  json::Parser parser;
  const auto points = [&](ledger::Seq seq, std::string_view part) {
    const std::string leaf = programme.leaf(seq);
    const json::Value data = ledger::parse_data(ledger::decode(leaf), parser);
    return Points::of_units(data.at(part).at("points").integer());
  };
  Points total = points(lease.seq, "out");
  for (const ledger::Seq seq : lease.added) total += points(seq, "in");
  return total;
}

/// When the hub last lent to the till: it was heard then.
WUMEI_INLINE Instant last_lent(const programme::Programme& programme,
                               const market::Lease& lease) {
  if (lease.added.empty()) return lease.issued;
  const std::string leaf = programme.leaf(lease.added.back());
  return ledger::decode(leaf).recorded;
}

/// When the till reported its newest lease but one or the newest itself; nothing: it never did.
WUMEI_INLINE std::optional<Instant> last_report(const programme::Programme& programme,
                                                const TillId& id, const market::Till& till) {
  for (std::int64_t number = till.last(); number > 0 && number > till.last() - 2; --number) {
    const auto seq = programme.find(programme::lease_close_command({}, {id, number, 0, 0}).key);
    if (!seq) continue;
    const std::string leaf = programme.leaf(*seq);
    return ledger::decode(leaf).recorded;
  }
  return std::nullopt;
}

WUMEI_INLINE void read_till(const OverviewSources& sources, const TillId& id,
                            ShopOverview& row, std::optional<Instant>& heard) {
  const market::Till& till = sources.programme.state().leases.tills.at(id);
  ++row.tills;
  if (till.quarantined) row.quarantined.push_back(id);
  if (till.last() > 0) {
    later(heard, last_lent(sources.programme, till.leases.rbegin()->second));
  }
  if (const auto report = last_report(sources.programme, id, till)) {
    later(row.last_upload, *report);
    later(heard, *report);
  }
  const market::Lease* open = till.open();
  if (open == nullptr) return;
  row.lent += lent_in(sources.programme, *open);
  if (!open->in_doubt(sources.now)) return;
  row.doubt_since = std::min(row.doubt_since.value_or(open->stop), open->stop);
}

/// What stands against suspense, by the shop whose tills redeemed it, newest first. What a merge
/// of households moved is of no shop, and in the sum alone.
WUMEI_INLINE std::map<ShopId, Points> suspense_by_shop(const programme::Programme& programme,
                                                       Points& all) {
  const programme::State& state = programme.state();
  const auto read = [&](ledger::Seq seq) { return programme.leaf(seq); };
  std::map<ShopId, Points> shops;
  json::Parser parser;
  state.book.for_each_account([&](std::string_view account, std::int64_t balance) {
    if (balance == 0) return;
    if (ledger::parse_account(account).purpose != ledger::Purpose::suspense) return;
    all -= Points::of_units(balance);
    std::int64_t left = -balance;
    for (const auto& line : ledger::history(account, state.book.last_entry(account), read)) {
      if (left <= 0) break;
      if (line.kind != "lease.redeem" || line.amount >= 0) continue;
      const std::string leaf = read(line.seq);
      const json::Value data = ledger::parse_data(ledger::decode(leaf), parser);
      const market::Till* till = state.leases.till(TillId(data.at("in").at("till").text()));
      if (till == nullptr) continue;
      const std::int64_t part = std::min(left, -line.amount);
      shops[till->shop] += Points::of_units(part);
      left -= part;
    }
  });
  return shops;
}

WUMEI_INLINE Quantity short_of(const programme::State& state, const ShopId& shop) {
  Quantity pieces;
  for (const Sku& sku : known_goods(state.market)) {
    pieces -= Quantity::of_units(state.book.balance(ledger::short_stock(shop, sku)));
  }
  return pieces;
}

WUMEI_INLINE ShopOverview shop_row(const OverviewSources& sources, const market::Shop& shop) {
  const programme::State& state = sources.programme.state();
  ShopOverview row;
  row.shop = shop.id;
  row.name = shop.name;
  row.village = shop.village;
  const auto village = state.people.villages.find(shop.village);
  if (village != state.people.villages.end()) row.village_name = village->second.name;
  row.weeks = empty_weeks(sources.query);
  std::optional<Instant> heard = read_sales(sources, row);
  for (const auto& [id, till] : state.leases.tills) {
    if (till.shop == shop.id) read_till(sources, id, row, heard);
  }
  row.short_pieces = short_of(state, shop.id);
  if (heard) {
    const Date on = heard->date(state.charter.offset_minutes);
    row.silent_days = std::max(0, sources.query.day.days() - on.days());
  }
  return row;
}

WUMEI_INLINE void add_shop(ShopOverview& total, const ShopOverview& row) {
  total.tills += row.tills;
  total.quarantined.insert(total.quarantined.end(), row.quarantined.begin(),
                           row.quarantined.end());
  total.lent += row.lent;
  total.used += row.used;
  total.short_pieces += row.short_pieces;
  total.flagged += row.flagged;
  if (row.doubt_since) {
    total.doubt_since = std::min(total.doubt_since.value_or(*row.doubt_since), *row.doubt_since);
  }
  for (std::size_t i = 0; i < row.weeks.size(); ++i) {
    total.weeks[i].points += row.weeks[i].points;
    total.weeks[i].offline += row.weeks[i].offline;
    total.weeks[i].redemptions += row.weeks[i].redemptions;
  }
}

}  // namespace detail

WUMEI_INLINE std::int64_t ShopOverview::count(ShelfState state) const {
  return std::count_if(goods.begin(), goods.end(),
                       [&](const WatchedGoods& each) { return each.state == state; });
}

WUMEI_INLINE bool ShopOverview::silent() const {
  return !silent_days || *silent_days >= detail::silent_after;
}

WUMEI_INLINE std::int64_t ShopOverview::alarms() const {
  return (silent() ? 1 : 0) + (exposure.in_doubt.is_zero() && !doubt_since ? 0 : 1) +
         (quarantined.empty() ? 0 : 1) + (suspense.is_zero() ? 0 : 1) +
         (short_pieces.is_zero() ? 0 : 1) + (count(ShelfState::out) > 0 ? 1 : 0) +
         (count(ShelfState::low) > 0 ? 1 : 0) + (fund.thin() ? 1 : 0);
}

WUMEI_INLINE Overview gather_overview(const programme::Programme& programme,
                                      const OverviewQuery& query) {
  if (query.weeks < 1 || query.weeks > 26) {
    throw Error(Errc::bad_input, "not 1 to 26 weeks: " + std::to_string(query.weeks));
  }
  const programme::State& state = programme.state();
  const detail::OverviewSources sources{programme, query,
                                        std::max(programme.now(), state.book.last_recorded())};
  Overview overview;
  overview.title = state.charter.title;
  overview.day = query.day;
  overview.weeks = query.weeks;
  overview.offset_minutes = state.charter.offset_minutes;
  overview.log = log_head(programme);
  overview.total.weeks = detail::empty_weeks(query);
  const auto exposures = market::exposure_by_shop(state.leases, state.book, sources.now);
  const auto funds = market::coverage_by_fund(state.book, state.people);
  const auto suspense = detail::suspense_by_shop(programme, overview.total.suspense);
  for (const auto& [id, shop] : state.market.shops) {
    ShopOverview row = detail::shop_row(sources, shop);
    if (const auto held = exposures.find(id); held != exposures.end()) row.exposure = held->second;
    row.used = row.lent - row.exposure.open - row.exposure.in_doubt;
    if (const auto fund = funds.find(shop.village); fund != funds.end()) row.fund = fund->second;
    if (const auto held = suspense.find(id); held != suspense.end()) row.suspense = held->second;
    detail::add_shop(overview.total, row);
    overview.shops.push_back(std::move(row));
  }
  overview.total.exposure = market::total(exposures);
  overview.total.fund = market::total(funds);
  std::stable_sort(overview.shops.begin(), overview.shops.end(),
                   [](const auto& a, const auto& b) { return a.alarms() > b.alarms(); });
  return overview;
}

}  // namespace wumei::publish
