#pragma once

#include <wumei/programme/command.hpp>
#include <wumei/programme/kinds.hpp>
#include <wumei/programme/programme.hpp>

#include <map>
#include <string>

/// Commands about the log itself: founding, budgets, closes, reversals.
namespace wumei::programme {

/// `budget.approve`: fund `fund` may issue `monthly` more points from the 1st of each of the months
/// `from` to `until` of `year` (both 1 to 12). Role: township. Refused with village_unknown.
struct Budget {
  VillageId fund;
  int year = 0;
  int from = 1;
  int until = 12;
  Points monthly;
  std::string document;  ///< number of the paper that approved it
};
[[nodiscard]] Command budget_command(const Actor& actor, const Budget& budget);

/// `period.close`: no later entry may carry an accounting date on or before `through`. Role:
/// township. Refused (not_yet_valid) while its own accounting date would lie in the period.
[[nodiscard]] Command close_period_command(const Actor& actor, Date through);

/// `period.late`: lets entries that cite it (`Command::late`) carry the day `on` although that lies
/// in a closed period. Role: township.
struct LateApproval {
  Date on;
  std::string reason;
  std::string document;
};
[[nodiscard]] Command late_command(const Actor& actor, const LateApproval& approval);

/// What the ledger holds, by kind of account. Points and honour in 0.01, yuan in fen.
struct Totals {
  std::int64_t issued = 0;     ///< net of reversals; positive
  std::int64_t pending = 0;
  std::int64_t spendable = 0;
  std::int64_t arrears = 0;    ///< zero or negative
  std::int64_t redeemed = 0;
  std::int64_t expired = 0;
  std::int64_t penalty = 0;
  std::int64_t opening = 0;    ///< brought from earlier schemes; positive
  std::int64_t escrow = 0;     ///< spendable points that tills hold on leases
  std::int64_t suspense = 0;   ///< zero or negative: redeemed beyond a lease
  std::int64_t honour = 0;
  std::int64_t cash = 0;
  std::int64_t stock_cost = 0;
  std::map<std::string, std::int64_t> stock;  ///< pieces on the shelves by SKU
  bool operator==(const Totals&) const = default;
};
[[nodiscard]] Totals totals(const ledger::Book& book);
/// The same for each village: its fund, households and shops. One pass over the accounts; a village
/// without any is left out.
[[nodiscard]] std::map<VillageId, Totals> totals_by_village(const State& state);
[[nodiscard]] json::Value to_json(const Totals& totals);

/// `day.close`: writes the totals and the root of all accounts as the last entry before the day's
/// checkpoint; the secret that blinds the accounts is its private detail. Role: township,
/// village or keeper. A day is closed once and no earlier than the day closed before it.
[[nodiscard]] Command close_day_command(const Actor& actor, Date day);

/// Laws 6 and 7 of an `entry.reverse`, decided again from the bytes of the entry it takes back.
[[nodiscard]] std::optional<ledger::Violation> check_reversal(const State& before,
                                                              const Record& record,
                                                              const std::string& original);

/// `points.expire`: moves every spendable lot whose last day lies before `day` to the expired sink
/// of its village, so many households an entry as fit. Role: township. Refused (nothing_to_do) when
/// no lot has expired. The order is by household, so the same ledger gives the same entries.
[[nodiscard]] Command expire_command(const Actor& actor, Date day);

/// `entry.reverse`: takes entry `seq` back, lot by lot. What spendable lots no longer hold
/// (spent) becomes arrears; goods that left the shelf cannot be taken back (not_reversible), nor a
/// budget without which a month would not be covered (budget_exhausted): approve the right one
/// first.
/// Role: township, or the officer who wrote the entry, on the day it was written.
[[nodiscard]] Command reverse_command(const Programme& programme, const Actor& actor,
                                      ledger::Seq seq, const std::string& reason);

/// Reverses every entry of an import, last first, all or none. Role: township. Returns how many
/// were taken back; the refusal names the entry that cannot be.
struct ImportReversal {
  ledger::Seq record = ledger::no_seq;  ///< entry that closed the import
  std::string reason;
  bool dry_run = false;  ///< decide everything, write nothing
};
[[nodiscard]] Decision<std::int64_t> reverse_import(Programme& programme, const Actor& actor,
                                                    const ImportReversal& asked);

}  // namespace wumei::programme

#ifndef WUMEI_COMPILED
#include <wumei/programme/impl/control_commands.ipp>
#include <wumei/programme/impl/expiry.ipp>
#include <wumei/programme/impl/kinds_control.ipp>
#include <wumei/programme/impl/reverse.ipp>
#endif
