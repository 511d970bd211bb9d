#pragma once

#include <wumei/base/amount.hpp>
#include <wumei/base/assert.hpp>
#include <wumei/config.hpp>
#include <wumei/ledger/book.hpp>
#include <wumei/ledger/laws.hpp>

#include <algorithm>
#include <numeric>

namespace wumei::ledger {
namespace detail {

WUMEI_INLINE Violation broken(int law, std::string what) { return {law, std::move(what)}; }

WUMEI_INLINE Date month_of(Date day) { return Date::of(day.year(), day.month(), 1); }

/// What is released by `by`, leaving out one budget.
template <class Releases>
[[nodiscard]] std::int64_t released_by(const Releases& releases, Date by, Seq without = no_seq) {
  std::int64_t sum = 0;
  for (const auto& release : releases) {
    if (release.from > by || release.budget == without) continue;
    if (__builtin_add_overflow(sum, release.amount, &sum)) wumei::detail::amount_overflow();
  }
  return sum;
}

}  // namespace detail

WUMEI_INLINE const Book::Slot* Book::find(std::string_view account) const {
  const std::uint32_t at = accounts_.find(account);
  return at == NameIndex::none ? nullptr : &slots_[at];
}

WUMEI_INLINE Book::Slot& Book::slot(std::string_view account) {
  if (const std::uint32_t at = accounts_.find(account); at != NameIndex::none) return slots_[at];
  accounts_.add(account);
  slots_.push_back({});
  slots_.back().last_and_purpose = Slot::joined(no_seq, parse_account(account).purpose);
  return slots_.back();
}

WUMEI_INLINE std::vector<std::uint32_t> Book::by_name() const {
  std::vector<std::uint32_t> order(accounts_.size());
  std::iota(order.begin(), order.end(), 0U);
  std::sort(order.begin(), order.end(), [this](std::uint32_t a, std::uint32_t b) {
    return accounts_.name(a) < accounts_.name(b);
  });
  return order;
}

WUMEI_INLINE std::int64_t Book::balance(std::string_view account) const {
  const Slot* known = find(account);
  return known == nullptr ? 0 : known->balance;
}

WUMEI_INLINE std::int64_t Book::lot_balance(std::string_view account, std::string_view lot) const {
  const Slot* known = find(account);
  return known == nullptr ? 0 : known->lots.amount(lot);
}

WUMEI_INLINE std::vector<Lot> Book::lots(std::string_view account) const {
  const Slot* known = find(account);
  return known == nullptr ? std::vector<Lot>{} : known->lots.list();
}

WUMEI_INLINE Seq Book::last_entry(std::string_view account) const {
  const Slot* known = find(account);
  return known == nullptr ? no_seq : known->last();
}

WUMEI_INLINE std::int64_t Book::released(std::string_view account, Date effective) const {
  const auto known = releases_.find(account);
  return known == releases_.end() ? 0 : detail::released_by(known->second, effective);
}

WUMEI_INLINE std::int64_t Book::issuable(const VillageId& fund, Date effective) const {
  const std::string account = issued(fund, effective.year());
  return released(account, effective) + balance(account);
}

WUMEI_INLINE std::optional<Date> Book::late_day(Seq approval) const {
  const auto known = late_approvals_.find(approval);
  return known == late_approvals_.end() ? std::nullopt : std::optional<Date>(known->second);
}

/// Between two months of issues no sum changes but the released one, which only grows.
WUMEI_INLINE std::optional<Overdraft> Book::overdrawn_without(Seq budget) const {
  for (const auto& [account, releases] : releases_) {
    const auto known = issues_.find(account);
    if (known == issues_.end()) continue;
    std::int64_t issued = 0;
    for (const auto& [month, amount] : known->second) {
      issued += amount;
      const std::int64_t left = detail::released_by(releases, month, budget);
      const bool falls = left < detail::released_by(releases, month);
      if (falls && issued > left) return Overdraft{account, month, issued, left};
    }
  }
  return std::nullopt;
}

WUMEI_INLINE bool Book::has_budget(const VillageId& fund) const {
  const std::string prefix = "f/" + fund.text() + ":issued/";
  const auto first = releases_.lower_bound(prefix);
  return first != releases_.end() && first->first.starts_with(prefix);
}

WUMEI_INLINE bool Book::admits_late(Seq approval, Date effective) const {
  return late_day(approval) == effective;
}

WUMEI_INLINE std::vector<Leg> Book::legs_for(std::vector<Move>& moves) const {
  std::sort(moves.begin(), moves.end(), [](const Move& a, const Move& b) {
    return a.account != b.account ? a.account < b.account : a.lot < b.lot;
  });
  std::vector<Leg> legs;
  legs.reserve(moves.size());
  for (const Move& move : moves) {
    Leg leg{move.account, move.lot, move.amount, 0, no_seq};
    std::int64_t before = 0;
    if (!legs.empty() && legs.back().account == move.account) {
      before = legs.back().balance;
      leg.previous = legs.back().previous;
    } else if (const Slot* known = find(move.account)) {
      before = known->balance;
      leg.previous = known->last();
    }
    if (__builtin_add_overflow(before, move.amount, &leg.balance)) {
      wumei::detail::amount_overflow();
    }
    legs.push_back(leg);
  }
  return legs;
}

/// `legs` are all legs of one account, `known` what the book has of it.
WUMEI_INLINE std::optional<Violation> Book::check_account(std::span<const Leg> legs,
                                                          const Slot* known,
                                                          Date effective) const {
  const std::string_view account = legs.front().account;
  const Purpose purpose = known != nullptr ? known->purpose() : parse_account(account).purpose;
  const Bound limit = bound(purpose);
  std::int64_t balance = known != nullptr ? known->balance : 0;
  for (const Leg& leg : legs) {
    if (!laws::continues_chain(leg, balance, known != nullptr ? known->last() : no_seq)) {
      return detail::broken(3, std::string(account) + " stood at " + std::to_string(balance) +
                                   " after entry " +
                                   std::to_string(known != nullptr ? known->last() : no_seq) +
                                   "; the leg says " + std::to_string(leg.balance) + " after " +
                                   std::to_string(leg.previous));
    }
    balance = leg.balance;
    if (has_lots(purpose) == leg.lot.empty()) {
      return detail::broken(2, std::string(account) + ": lot \"" + std::string(leg.lot) +
                                   "\" does not fit the account");
    }
    if (!has_lots(purpose)) continue;
    const std::int64_t lot_before = known != nullptr ? known->lots.amount(leg.lot) : 0;
    if (!laws::within_bound(limit, lot_before + leg.amount, 0)) {
      return detail::broken(2, std::string(account) + " lot " + std::string(leg.lot) +
                                   " would stand at " + std::to_string(lot_before + leg.amount));
    }
  }
  // What comes back to a fund is never refused, also when it is dated before a later release.
  const bool falls = balance < (known != nullptr ? known->balance : 0);
  const bool floored = limit == Bound::floor && falls;
  const std::int64_t floor = floored ? -released(account, effective) : balance;
  if (!laws::within_bound(limit, balance, floor)) {
    return detail::broken(2, std::string(account) + " would stand at " + std::to_string(balance) +
                                 (floored ? ", floor " + std::to_string(floor) : ""));
  }
  return std::nullopt;
}

WUMEI_INLINE bool FoundAccounts::move_points() const {
  return std::any_of(purposes_.begin(), purposes_.end(), [](Purpose purpose) {
    return detail::row(purpose).unit == detail::Unit::points;
  });
}

/// Every leg's account is looked up once an entry; its name is taken apart when it is new only.
WUMEI_INLINE void Book::find_accounts(std::span<const Leg> legs, FoundAccounts& found) const {
  found.slots_.clear();
  found.purposes_.clear();
  for (std::size_t i = 0; i < legs.size(); ++i) {
    const bool again = i > 0 && legs[i].account == legs[i - 1].account;
    const std::uint32_t at = again ? found.slots_.back() : accounts_.find(legs[i].account);
    found.slots_.push_back(at);
    found.purposes_.push_back(at != NameIndex::none ? slots_[at].purpose()
                                                    : parse_account(legs[i].account).purpose);
  }
}

WUMEI_INLINE std::optional<Violation> Book::check(const Entry& entry) const {
  FoundAccounts found;
  return check(entry, found);
}

WUMEI_INLINE std::optional<Violation> Book::check(const Entry& entry,
                                                  FoundAccounts& found) const {
  if (!laws::follows(entry, size_, last_recorded_)) {
    return detail::broken(4, "entry " + std::to_string(entry.seq) + " stands at place " +
                                 std::to_string(size_) + ", recorded " +
                                 std::to_string(entry.recorded.millis()) + " after " +
                                 std::to_string(last_recorded_.millis()));
  }
  if (!laws::in_open_period(entry, *this)) {
    return detail::broken(8, "effective " + entry.effective.text() +
                                 " is closed or after the day of recording");
  }
  if (!laws::reverses_once(entry, *this)) {
    return detail::broken(6, "the reversal names an entry that is reversed already, is a " +
                                 std::string("reversal, or names none"));
  }
  if (entry.kind == "entry.reverse") {
    if (const auto over = overdrawn_without(entry.refs.front())) {
      return detail::broken(2, over->account + " has issued " + std::to_string(over->issued) +
                                   " through " + over->month.text().substr(0, 7) +
                                   "; without that budget " + std::to_string(over->left) +
                                   " are released");
    }
  }
  find_accounts(entry.legs, found);
  if (!laws::legs_balance(entry.legs, found.purposes_)) {
    return detail::broken(1, "the legs do not sum to zero in every unit, or one stands twice");
  }
  for (std::size_t first = 0; first < entry.legs.size();) {
    std::size_t last = first + 1;
    while (last < entry.legs.size() && entry.legs[last].account == entry.legs[first].account) {
      ++last;
    }
    const std::span<const Leg> legs(entry.legs.data() + first, last - first);
    const std::uint32_t at = found.slots_[first];
    const Slot* known = at == NameIndex::none ? nullptr : &slots_[at];
    if (auto violation = check_account(legs, known, entry.effective)) return violation;
    first = last;
  }
  return std::nullopt;
}

WUMEI_INLINE void Book::apply(const Entry& entry) {
  FoundAccounts found;
  for (const Leg& leg : entry.legs) found.slots_.push_back(accounts_.find(leg.account));
  apply(entry, found);
}

WUMEI_INLINE void Book::apply(const Entry& entry, const FoundAccounts& found) {
  WUMEI_ASSERT(entry.seq == size_ && found.slots_.size() == entry.legs.size());
  for (std::size_t i = 0; i < entry.legs.size(); ++i) {
    const Leg& leg = entry.legs[i];
    const std::uint32_t at = found.slots_[i];
    Slot& account = at == NameIndex::none ? slot(leg.account) : slots_[at];
    account.balance = leg.balance;
    account.last_and_purpose = Slot::joined(entry.seq, account.purpose());
    if (!leg.lot.empty()) account.lots.add(leg.lot, leg.amount);
    if (account.purpose() == Purpose::issued) {
      issues_[std::string(leg.account)][detail::month_of(entry.effective)] -= leg.amount;
    }
  }
  ++size_;
  last_recorded_ = entry.recorded;
  apply_controls(entry);
}

WUMEI_INLINE void Book::apply_controls(const Entry& entry) {
  if (entry.kind == "entry.reverse") {
    apply_reversal(entry);
  } else if (entry.kind == "period.late") {
    late_approvals_[entry.seq] = Date::parse(parse_data(entry).at("in").at("on").text());
  } else if (entry.kind == "log.open") {
    const std::int64_t minutes = parse_data(entry).at("in").at("offset").integer();
    offset_minutes_ = static_cast<int>(minutes);
  } else if (entry.kind == "budget.approve") {
    apply_budget(entry.seq, parse_data(entry).at("in"));
  } else if (entry.kind == "period.close") {
    closed_through_ = Date::parse(parse_data(entry).at("in").at("through").text());
  }
}

WUMEI_INLINE void Book::apply_reversal(const Entry& entry) {
  const Seq original = entry.refs.front();
  reversed_.insert(original);
  reversals_.insert(entry.seq);
  for (auto& [account, releases] : releases_) {
    std::erase_if(releases, [&](const Release& known) { return known.budget == original; });
  }
  std::erase_if(releases_, [](const auto& fund) { return fund.second.empty(); });
}

WUMEI_INLINE void Book::apply_budget(Seq seq, const json::Value& in) {
  const int year = static_cast<int>(in.at("year").integer());
  const std::string account = issued(VillageId(in.at("fund").text()), year);
  std::vector<Release>& releases = releases_[account];
  const std::int64_t until = in.at("until").integer();
  for (std::int64_t month = in.at("from").integer(); month <= until; ++month) {
    releases.push_back(
        {Date::of(year, static_cast<int>(month), 1), in.at("monthly").integer(), seq});
  }
}

WUMEI_INLINE std::vector<Move> take_from_lots(const Book& book, std::string_view account,
                                              std::int64_t amount, Date on) {
  std::vector<Move> moves;
  const std::string day = on.text();
  for (const Lot& lot : book.lots(account)) {
    if (amount == 0) break;
    if (lot.name < day) continue;
    const std::int64_t taken = std::min(amount, lot.amount);
    moves.push_back({std::string(account), lot.name, -taken});
    amount -= taken;
  }
  return moves;
}

WUMEI_INLINE std::int64_t spendable_on(const Book& book, const HouseholdId& household, Date on) {
  std::int64_t sum = 0;
  const std::string day = on.text();
  for (const Lot& lot : book.lots(of_household(household, Purpose::spendable))) {
    if (lot.name >= day) sum += lot.amount;
  }
  return sum;
}

}  // namespace wumei::ledger
