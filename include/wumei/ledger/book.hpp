#pragma once

#include <wumei/ledger/account.hpp>
#include <wumei/ledger/entry.hpp>
#include <wumei/ledger/lots.hpp>
#include <wumei/ledger/name_index.hpp>

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace wumei::ledger {

/// A law an entry breaks: the law's number in `laws.hpp` and a sentence with the values.
struct Violation {
  int law = 0;
  std::string what;
};

/// A month in which a fund would have issued more than its budgets released by then.
struct Overdraft {
  std::string account;      ///< `f/V03:issued/2026`
  Date month;               ///< its first day
  std::int64_t issued = 0;  ///< from the start through that month, what came back taken off
  std::int64_t left = 0;    ///< released by then
};

/// Where a book keeps the accounts of an entry's legs, as `Book::check` found them: `Book::apply`
/// then need not look for them again. Good until the book changes.
class FoundAccounts {
 public:
  /// True when a leg moves points.
  [[nodiscard]] bool move_points() const;

 private:
  friend class Book;
  std::vector<std::uint32_t> slots_;  ///< one for each leg
  std::vector<Purpose> purposes_;
};

/// The fold of the log as far as quantities go: every account's balance, lots and last entry,
/// what was reversed, which period is closed, how much each fund may issue.
class Book {
 public:
  /// Entries folded so far; the seq the next one gets.
  [[nodiscard]] Seq size() const { return size_; }
  [[nodiscard]] Instant last_recorded() const { return last_recorded_; }

  /// Balance over all lots; 0 for an account no entry has touched.
  [[nodiscard]] std::int64_t balance(std::string_view account) const;
  [[nodiscard]] std::int64_t lot_balance(std::string_view account, std::string_view lot) const;
  /// Non-empty lots in name order.
  [[nodiscard]] std::vector<Lot> lots(std::string_view account) const;
  /// Latest entry that touched the account, or `no_seq`.
  [[nodiscard]] Seq last_entry(std::string_view account) const;

  /// Points that fund may still issue on `effective`: budget released by then (whole months)
  /// less what it has issued in that year.
  [[nodiscard]] std::int64_t issuable(const VillageId& fund, Date effective) const;

  /// The first month that would not be covered if the budget approved by that entry were taken
  /// back; nothing when all would be, or when the entry approved none that stands.
  [[nodiscard]] std::optional<Overdraft> overdrawn_without(Seq budget) const;
  /// True while a budget of the fund stands.
  [[nodiscard]] bool has_budget(const VillageId& fund) const;

  [[nodiscard]] bool is_reversed(Seq seq) const { return reversed_.contains(seq); }
  [[nodiscard]] bool is_reversal(Seq seq) const { return reversals_.contains(seq); }
  /// Last closed accounting day; nothing while no period is closed.
  [[nodiscard]] std::optional<Date> closed_through() const { return closed_through_; }
  /// The accounting day that entry approves although its period is closed; nothing when it is no
  /// late approval.
  [[nodiscard]] std::optional<Date> late_day(Seq approval) const;
  /// True when that entry is a late approval for this very accounting day.
  [[nodiscard]] bool admits_late(Seq approval, Date effective) const;
  /// Minutes east of UTC that entry 0 fixed.
  [[nodiscard]] int offset_minutes() const { return offset_minutes_; }

  /// Calls `visit(account, balance)` in name order: the order does not depend on history.
  template <class Visit>
  void for_each_account(Visit visit) const {
    for (const std::uint32_t slot : by_name()) visit(accounts_.name(slot), slots_[slot].balance);
  }

  /// Sorts `moves` by account and lot, the order of legs in an entry, and gives each its balance
  /// and previous pointer as the next entry would carry them. The legs' views point into `moves`.
  [[nodiscard]] std::vector<Leg> legs_for(std::vector<Move>& moves) const;

  /// The first law of 1, 2, 3, 4, 6, 8 that `entry` would break here; nothing if it may follow.
  [[nodiscard]] std::optional<Violation> check(const Entry& entry) const;
  [[nodiscard]] std::optional<Violation> check(const Entry& entry, FoundAccounts& found) const;

  /// Folds an entry that `check` has passed. Not repeating the check keeps replay fast; an entry
  /// that does not follow is caught by its seq (InvariantViolation).
  void apply(const Entry& entry);
  void apply(const Entry& entry, const FoundAccounts& found);

 private:
  friend struct BookArchive;

  struct Slot {
    std::int64_t balance = 0;
    /// The last entry and, in the lowest byte, the purpose: a county has half a million accounts.
    std::int64_t last_and_purpose = joined(no_seq, Purpose::pending);
    Lots lots;

    [[nodiscard]] Seq last() const { return last_and_purpose >> 8; }
    [[nodiscard]] Purpose purpose() const {
      return static_cast<Purpose>(last_and_purpose & 0xff);
    }
    [[nodiscard]] static constexpr std::int64_t joined(Seq last, Purpose purpose) {
      return last * 256 + static_cast<std::int64_t>(purpose);
    }
  };
  struct Release {
    Date from;
    std::int64_t amount = 0;
    Seq budget = no_seq;  ///< the entry that approved it
  };
  [[nodiscard]] std::vector<std::uint32_t> by_name() const;
  [[nodiscard]] const Slot* find(std::string_view account) const;
  [[nodiscard]] Slot& slot(std::string_view account);
  [[nodiscard]] std::int64_t released(std::string_view account, Date effective) const;
  void find_accounts(std::span<const Leg> legs, FoundAccounts& found) const;
  [[nodiscard]] std::optional<Violation> check_account(std::span<const Leg> legs,
                                                       const Slot* known, Date effective) const;
  void apply_controls(const Entry& entry);
  void apply_budget(Seq seq, const json::Value& in);
  void apply_reversal(const Entry& entry);

  Seq size_ = 0;
  Instant last_recorded_;
  NameIndex accounts_;
  std::vector<Slot> slots_;  ///< by the account's number
  std::map<std::string, std::vector<Release>, std::less<>> releases_;  ///< of budgets that stand
  /// What each issued account gave, by the first day of the month of its accounting date.
  std::map<std::string, std::map<Date, std::int64_t>, std::less<>> issues_;
  std::set<Seq> reversed_;
  std::set<Seq> reversals_;
  std::map<Seq, Date> late_approvals_;  ///< and the one day each admits
  std::optional<Date> closed_through_;
  int offset_minutes_ = 480;
};

/// Moves that take `amount` from the household's spendable lots, soonest to expire first, skipping
/// lots that have expired before `on`. Fewer than `amount` when the lots hold less.
[[nodiscard]] std::vector<Move> take_from_lots(const Book& book, std::string_view account,
                                               std::int64_t amount, Date on);

/// Spendable points on `on`: lots that have not expired before that day.
[[nodiscard]] std::int64_t spendable_on(const Book& book, const HouseholdId& household, Date on);

}  // namespace wumei::ledger

#ifndef WUMEI_COMPILED
#include <wumei/ledger/impl/book.ipp>
#endif
