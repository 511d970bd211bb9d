#pragma once

#include <wumei/base/assert.hpp>
#include <wumei/config.hpp>
#include <wumei/market/market.hpp>

#include <array>
#include <utility>

namespace wumei::market {
namespace detail {

inline constexpr std::array<std::pair<Source, std::string_view>, 3> source_names{{
    {Source::donor, "donor"},
    {Source::purchase, "purchase"},
    {Source::opening, "opening"},
}};

/// Adds to a tally and drops it at zero, so that a state after a reversal equals the one before.
template <class Key>
void tally(std::map<Key, Quantity>& counts, const Key& key, Quantity quantity) {
  const auto [place, is_new] = counts.try_emplace(key);
  place->second += quantity;
  if (place->second.is_zero()) counts.erase(place);
}

}  // namespace detail

WUMEI_INLINE std::string_view name(Source source) {
  for (const auto& [known, text] : detail::source_names) {
    if (known == source) return text;
  }
  throw InvariantViolation("a source of goods without a name");
}

WUMEI_INLINE Source source(std::string_view stored_name) {
  for (const auto& [known, text] : detail::source_names) {
    if (text == stored_name) return known;
  }
  throw Error(Errc::corrupt, "\"" + std::string(stored_name) + "\" is not a source of goods");
}

WUMEI_INLINE std::string lot_name(ledger::Seq seq, std::int64_t line) {
  return std::to_string(seq) + "." + std::to_string(line);
}

WUMEI_INLINE std::int32_t month_number(Date date) { return date.year() * 12 + date.month() - 1; }

WUMEI_INLINE const Shop* Market::shop(const ShopId& id) const {
  const auto place = shops.find(id);
  return place == shops.end() ? nullptr : &place->second;
}

WUMEI_INLINE const PriceList* Market::list_on(Date day) const {
  const PriceList* in_force = nullptr;
  for (const auto& [seq, list] : lists) {
    if (list.from > day) continue;
    if (in_force == nullptr || in_force->from <= list.from) in_force = &list;
  }
  return in_force;
}

WUMEI_INLINE const PriceList* Market::list_by_seq(ledger::Seq seq) const {
  const auto place = lists.find(seq);
  return place == lists.end() ? nullptr : &place->second;
}

WUMEI_INLINE const Goods* Market::goods(const Sku& sku) const {
  for (auto list = lists.rbegin(); list != lists.rend(); ++list) {
    const auto place = list->second.goods.find(sku);
    if (place != list->second.goods.end()) return &place->second;
  }
  return nullptr;
}

WUMEI_INLINE const StockLot* Market::lot(std::string_view name) const {
  const auto place = lots.find(name);
  return place == lots.end() ? nullptr : &place->second;
}

WUMEI_INLINE Quantity Market::taken_in_month(const HouseholdId& household, const Sku& sku,
                                             Date day) const {
  const auto place = taken.find(TakenKey{household, sku, month_number(day)});
  return place == taken.end() ? Quantity() : place->second;
}

WUMEI_INLINE void receive(Market& market, const StockLot& lot) {
  market.lots.insert_or_assign(lot_name(lot.seq, lot.line), lot);
  if (lot.donor.empty()) return;
  DonorTally& donor = market.donors[lot.donor];
  detail::tally(donor.given, lot.sku, lot.received);
  donor.value += lot.unit_cost * lot.received.units();
}

WUMEI_INLINE void unreceive(Market& market, std::string_view name) {
  const StockLot* lot = market.lot(name);
  WUMEI_ASSERT(lot != nullptr);
  if (lot->donor.empty()) return;
  DonorTally& donor = market.donors[lot->donor];
  detail::tally(donor.given, lot->sku, -lot->received);
  donor.value -= lot->unit_cost * lot->received.units();
}

WUMEI_INLINE void hand_over(Market& market, const Handover& handover) {
  const StockLot* lot = market.lot(handover.lot);
  WUMEI_ASSERT(lot != nullptr);
  const TakenKey key{handover.household, lot->sku, month_number(handover.on)};
  detail::tally(market.taken, key, handover.quantity);
  if (lot->donor.empty()) return;
  DonorTally& donor = market.donors[lot->donor];
  detail::tally(donor.handed_out, lot->sku, handover.quantity);
  detail::tally(donor.reached, handover.household, handover.quantity);
}

WUMEI_INLINE void hand_over_short(Market& market, const HouseholdId& household, const Sku& sku,
                                  Quantity quantity, Date on) {
  detail::tally(market.taken, TakenKey{household, sku, month_number(on)}, quantity);
}

}  // namespace wumei::market
