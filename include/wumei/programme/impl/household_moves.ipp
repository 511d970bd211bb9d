#pragma once

#include <wumei/config.hpp>
#include <wumei/ledger/account.hpp>
#include <wumei/programme/household_commands.hpp>
#include <wumei/programme/kinds.hpp>

#include <algorithm>

// What moves when households part or come together.
namespace wumei::programme {
namespace detail {

/// 1 or more of up to 99 members leave, but not all.
WUMEI_INLINE bool possible_share(const HouseholdSplit& split) {
  return split.moved >= 1 && split.moved < split.of && split.of <= 99;
}

/// Rounded towards zero, so the old household keeps the remainder of points and of debt alike.
/// `moved` is below 99 and amounts are below 2^53, so the product fits.
WUMEI_INLINE std::int64_t share_of(std::int64_t amount, const HouseholdSplit& split) {
  return amount * split.moved / split.of;
}

WUMEI_INLINE void move_between(std::vector<ledger::Move>& moves, const HouseholdMerge& pair,
                               ledger::Purpose purpose, const ledger::Lot& part) {
  ledger::add_move(moves, ledger::of_household(pair.household, purpose), part.name,
                   -part.amount);
  ledger::add_move(moves, ledger::of_household(pair.into, purpose), part.name, part.amount);
}

WUMEI_INLINE std::vector<ledger::Move> split_moves(const ledger::Book& book,
                                                   const HouseholdSplit& split) {
  using ledger::Purpose;
  const HouseholdMerge pair{split.household, split.into};
  std::vector<ledger::Move> moves;
  for (const ledger::Lot& lot :
       book.lots(ledger::of_household(split.household, Purpose::spendable))) {
    move_between(moves, pair, Purpose::spendable, {lot.name, share_of(lot.amount, split)});
  }
  for (const Purpose purpose : {Purpose::arrears, Purpose::honour}) {
    const std::int64_t balance = book.balance(ledger::of_household(split.household, purpose));
    move_between(moves, pair, purpose, {"", share_of(balance, split)});
  }
  return moves;
}

/// Debt that meets points is paid at once, soonest to expire first, as later earnings would.
WUMEI_INLINE void pay_arrears(std::vector<ledger::Move>& moves, const ledger::Book& book,
                              const HouseholdMerge& pair) {
  using ledger::Purpose;
  const std::string account = ledger::of_household(pair.into, Purpose::spendable);
  std::int64_t debt = -book.balance(ledger::of_household(pair.household, Purpose::arrears)) -
                      book.balance(ledger::of_household(pair.into, Purpose::arrears));
  std::map<std::string, std::int64_t> lots;
  for (const HouseholdId& household : {pair.household, pair.into}) {
    for (const ledger::Lot& lot :
         book.lots(ledger::of_household(household, Purpose::spendable))) {
      lots[lot.name] += lot.amount;
    }
  }
  for (const auto& [name, amount] : lots) {
    const std::int64_t paid = std::min(debt, amount);
    ledger::add_move(moves, account, name, -paid);
    ledger::add_move(moves, ledger::of_household(pair.into, Purpose::arrears), "", paid);
    debt -= paid;
  }
}

WUMEI_INLINE std::vector<ledger::Move> merge_moves(const State& state,
                                                   const HouseholdMerge& pair) {
  using ledger::Purpose;
  const ledger::Book& book = state.book;
  std::vector<ledger::Move> moves;
  for (const ledger::Lot& lot :
       book.lots(ledger::of_household(pair.household, Purpose::spendable))) {
    move_between(moves, pair, Purpose::spendable, lot);
  }
  for (const Purpose purpose : {Purpose::arrears, Purpose::suspense}) {
    move_between(moves, pair, purpose,
                 {"", book.balance(ledger::of_household(pair.household, purpose))});
  }
  pay_arrears(moves, book, pair);

  const std::string from = ledger::of_household(pair.household, Purpose::honour);
  const std::string into = ledger::of_household(pair.into, Purpose::honour);
  const std::int64_t brought = book.balance(from);
  const std::int64_t gained = std::max<std::int64_t>(brought - book.balance(into), 0);
  const VillageId fund = state.people.household(pair.household)->village;
  ledger::add_move(moves, from, "", -brought);
  ledger::add_move(moves, into, "", gained);
  ledger::add_move(moves, ledger::of_fund(fund, Purpose::honour_given), "", brought - gained);
  return moves;
}

WUMEI_INLINE HouseholdMerge household_pair(const json::Value& in) {
  return {HouseholdId(in.at("household").text()), HouseholdId(in.at("into").text())};
}

/// A household that the entry's check has found.
WUMEI_INLINE people::Household household_at(const State& state, const HouseholdId& id) {
  std::optional<people::Household> household = state.people.household(id);
  WUMEI_ASSERT(household.has_value());
  return *std::move(household);
}

WUMEI_INLINE void fold_split(State& /*state*/, const Record& /*record*/) {}

WUMEI_INLINE void fold_merge(State& state, const Record& record) {
  const HouseholdMerge pair = household_pair(record.in);
  people::Household household = household_at(state, pair.household);
  household.status = people::Status::closed;
  state.people.merged[pair.household] = pair.into;
  state.people.households.set(household.id, household);
  if (!household.card.empty()) state.people.stopped_cards.insert(household.card);
}

}  // namespace detail
}  // namespace wumei::programme
