#pragma once

#include <wumei/config.hpp>
#include <wumei/ledger/laws.hpp>

#include <algorithm>

#include <boost/container/small_vector.hpp>

namespace wumei::ledger::laws {

WUMEI_INLINE bool legs_balance(std::span<const Leg> legs, std::span<const Purpose> purposes) {
  struct Sum {
    std::string_view unit;
    std::int64_t total = 0;
  };
  boost::container::small_vector<Sum, 4> sums;  // an entry of goods has as many units as goods
  const Leg* before = nullptr;
  for (std::size_t i = 0; i < legs.size(); ++i) {
    const Leg& leg = legs[i];
    const bool in_order = before == nullptr || before->account < leg.account ||
                          (before->account == leg.account && before->lot < leg.lot);
    if (!in_order || leg.amount == 0) return false;
    before = &leg;
    const std::string_view leg_unit = unit(purposes[i], leg.account);
    auto sum = std::find_if(sums.begin(), sums.end(),
                            [&](const Sum& known) { return known.unit == leg_unit; });
    if (sum == sums.end()) sum = sums.insert(sums.end(), Sum{leg_unit, 0});
    if (__builtin_add_overflow(sum->total, leg.amount, &sum->total)) return false;
  }
  return std::all_of(sums.begin(), sums.end(), [](const Sum& sum) { return sum.total == 0; });
}

WUMEI_INLINE bool within_bound(Bound bound, std::int64_t balance, std::int64_t floor) {
  switch (bound) {
    case Bound::at_least_zero: return balance >= 0;
    case Bound::at_most_zero: return balance <= 0;
    case Bound::floor: return balance <= 0 && balance >= floor;
    case Bound::none: return true;
  }
  return false;
}

WUMEI_INLINE bool continues_chain(const Leg& leg, std::int64_t balance_before, Seq last_entry) {
  std::int64_t after = 0;
  return leg.previous == last_entry &&
         !__builtin_add_overflow(balance_before, leg.amount, &after) && after == leg.balance;
}

WUMEI_INLINE bool follows(const Entry& entry, Seq size, Instant last_recorded) {
  return entry.seq == size && entry.recorded >= last_recorded &&
         std::all_of(entry.refs.begin(), entry.refs.end(),
                     [&](Seq ref) { return ref >= 0 && ref < entry.seq; });
}

WUMEI_INLINE bool reverses_once(const Entry& entry, const Book& book) {
  if (entry.kind != "entry.reverse") return true;
  return !entry.refs.empty() && !book.is_reversed(entry.refs.front()) &&
         !book.is_reversal(entry.refs.front());
}

WUMEI_INLINE bool in_open_period(const Entry& entry, const Book& book) {
  if (entry.effective > entry.recorded.date(book.offset_minutes())) return false;
  const auto closed = book.closed_through();
  if (!closed || entry.effective > *closed) return true;
  return std::any_of(entry.refs.begin(), entry.refs.end(),
                     [&](Seq ref) { return book.admits_late(ref, entry.effective); });
}

}  // namespace wumei::ledger::laws
