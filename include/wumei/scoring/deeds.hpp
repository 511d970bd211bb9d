#pragma once

#include <wumei/base/amount.hpp>
#include <wumei/base/date.hpp>
#include <wumei/base/decision.hpp>
#include <wumei/base/id.hpp>
#include <wumei/base/packed_map.hpp>

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// Deeds of households: claims on their way through the checks, inspections, and what was granted
/// so far, which is what caps count.
namespace wumei::scoring {

/// Position of an entry in the log, as `ledger::Seq`.
using Seq = std::int64_t;

/// Where a claim is. What happens to its points afterwards (objected to, confirmed) is told by the
/// notice board.
enum class ClaimState : std::uint8_t {
  recorded = 1,   ///< 申报: written down, waits for the first check
  checked = 2,    ///< 初审: some steps of the chain done, waits for the next
  settled = 3,    ///< 通过: points pending, or a deduction waiting for its notice
  refused = 4,    ///< 不予计分
  withdrawn = 5,  ///< 撤回
  reversed = 6,   ///< 冲正: its settlement or its record was reversed
};

/// What shows that the deed was done: a kind (`E1` ... `E5`) and a number or digest, never a name.
struct Evidence {
  std::string kind;
  std::string ref;
  bool operator==(const Evidence&) const = default;
};

/// Who brought the claim.
enum class ClaimedBy : std::uint8_t { self = 1, proxy = 2, grid = 3 };

/// A claim that still waits for an answer.
struct Claim {
  Seq seq = 0;
  HouseholdId household;
  RuleId rule;
  Date on;                          ///< day of the deed
  std::string person;               ///< pseudonym within the household, for caps per person
  Measure quantity;
  std::vector<Evidence> evidence;
  ClaimedBy by = ClaimedBy::self;
  std::int32_t steps = 0;           ///< steps of the rule's chain done after the recording
  std::vector<OfficerId> officers;  ///< who recorded it, then who did each step: all different
  bool operator==(const Claim&) const = default;
};

/// How a claim ended: the entry that says so, and where that led.
struct Answer {
  ClaimState state = ClaimState::settled;
  Seq seq = 0;
  bool operator==(const Answer&) const = default;
};

template <class Bytes>
void pack(Bytes& bytes, Answer& answer) {
  bytes& answer.state& answer.seq;
}

/// Points earned or deducted but not yet in force: they wait for notice and confirmation.
struct Earning {
  Seq seq = 0;                      ///< the settlement or inspection; names the pending lot
  HouseholdId household;
  VillageId village;                ///< whose fund issued the points
  RuleId rule;
  Date on;                          ///< day of the deed: picks rule book, caps and expiry
  std::string person;
  Points points;                    ///< below zero for a deduction
  Seq rules = 0;                    ///< entry that published the rule book
  std::int32_t year = 0;            ///< of the issued account
  std::vector<OfficerId> officers;  ///< everyone who had a hand in it: none of them confirms it
  bool operator==(const Earning&) const = default;
};

/// By what caps tell grants apart, beside household and day.
struct CapSubject {
  RuleId rule;
  std::string person;
  auto operator<=>(const CapSubject&) const = default;
};

/// Every subject there ever was, each once: a county has millions of grants of a few hundred.
class CapSubjects {
 public:
  /// The subject's number, given on its first grant.
  [[nodiscard]] std::uint32_t number(const CapSubject& subject);
  [[nodiscard]] const CapSubject& operator[](std::uint32_t number) const { return all_[number]; }
  [[nodiscard]] std::size_t size() const { return all_.size(); }

 private:
  friend struct CapSubjectsArchive;
  std::vector<CapSubject> all_;
  std::map<CapSubject, std::uint32_t> numbers_;
};

/// One grant as caps see it. Void grants are removed, amended ones hold the new figure.
struct Grant {
  Seq seq = 0;
  Points points;
  Date on;
  std::uint32_t subject = 0;  ///< in `Deeds::subjects`
  bool operator==(const Grant&) const = default;
};

/// Most of a county's state is grants: about nine bytes each. Days near this one take two.
inline constexpr Date grants_near = Date::from_days(20'454);

template <class Bytes>
void pack(Bytes& bytes, Grant& grant) {
  std::int64_t day = std::int64_t{grant.on.days()} - grants_near.days();
  bytes& grant.seq& grant.points& day& grant.subject;
  grant.on = Date::from_days(static_cast<std::int32_t>(day + grants_near.days()));
}

/// The latest inspection of the whole sheet, from which awards are ranked.
struct WholeInspection {
  Seq seq = 0;
  Date on;
  Seq sheet = 0;                    ///< entry that published the sheet
  Score total;                      ///< of 100.00
  std::vector<Score> dimensions;    ///< per cent of its own maximum, in sheet order
  bool operator==(const WholeInspection&) const = default;
};

/// Everything the log says about deeds. Plain data: the folds of `programme` fill it.
struct Deeds {
  std::map<Seq, Claim> claims;       ///< open ones, by the entry that recorded them
  PackedMap<Seq, Answer> answers;    ///< closed ones
  std::map<HouseholdId, std::vector<Seq>> refused;  ///< entries that refused a claim, in order
  std::map<Seq, Earning> earnings;   ///< pending ones, and deductions not yet taken
  std::map<Seq, Earning> set_aside;  ///< void by the verdict on an objection, as they were before
  CapSubjects subjects;              ///< what the grants below count for
  PackedMap<HouseholdId, PackedList<Grant>> grants;  ///< in order of their entries
  std::map<HouseholdId, std::vector<WholeInspection>> inspections;  ///< scored ones, by date
  std::map<RefusalCode, std::int64_t> refusals;  ///< refused claims by reason
  std::map<RefusalCode, Points> trims;           ///< points cut from settled deeds by reason
  std::map<std::string, std::int64_t> outcomes;  ///< inspections by `part/status`
};

/// Where the claim recorded at `seq` is. Throws Errc::not_found for a seq that recorded none.
[[nodiscard]] ClaimState claim_state(const Deeds& deeds, Seq seq);

/// The latest scored whole-sheet inspection of the household within the period, or nullptr.
[[nodiscard]] const WholeInspection* latest_whole(const Deeds& deeds, const HouseholdId& household,
                                                  const Period& period);

/// Deductions granted to the household within the period (a tie-break of award rounds).
[[nodiscard]] std::int64_t deductions(const Deeds& deeds, const HouseholdId& household,
                                      const Period& period);

/// The grant of entry `seq` while it counts, if it does. A walk over the household's grants.
[[nodiscard]] std::optional<Grant> standing_grant(const Deeds& deeds,
                                                  const HouseholdId& household, Seq seq);

/// What entry `seq` counts for now: less than it granted after an amended objection, zero when it
/// is void or granted nothing.
[[nodiscard]] Points granted(const Deeds& deeds, const HouseholdId& household, Seq seq);

/// Everything that counts for the household, in order of its entries.
[[nodiscard]] PackedList<Grant> grants_of(const Deeds& deeds, const HouseholdId& household);

/// The household for which entry `seq` counts now, if there is one. A walk over all grants.
[[nodiscard]] std::optional<HouseholdId> granted_to(const Deeds& deeds, Seq seq);

/// Earnings of a village (all villages for an empty id) whose deed was done by `through`, in order.
[[nodiscard]] std::vector<Seq> earnings_of(const Deeds& deeds, const VillageId& village,
                                           Date through);

// Changes, for folds.

/// Adds an earning to those that wait and to what caps count.
void grant(Deeds& deeds, const Earning& earning);
/// Sets what the grant of entry `seq` counts for; zero removes it. Pending or not.
void amend(Deeds& deeds, Seq seq, Points points);
/// Makes an earning that waits void, in a way that `put_back` can undo.
void set_aside(Deeds& deeds, Seq seq);
void put_back(Deeds& deeds, Seq seq);
/// Takes a confirmed earning off those that wait; it still counts towards caps.
void settle_earning(Deeds& deeds, Seq seq);
/// Undoes what entry `seq` did to this state: a record, settlement, refusal or inspection. Called
/// when the entry is reversed. No effect for other entries.
void reverse(Deeds& deeds, Seq seq);

// Names as stored. The parser throws Errc::bad_input and also takes the words of spreadsheets:
// 本人, 代办, 网格员代报.
[[nodiscard]] std::string_view name(ClaimState state);
[[nodiscard]] std::string_view name(ClaimedBy by);
[[nodiscard]] ClaimedBy parse_claimed_by(std::string_view text);

}  // namespace wumei::scoring

#ifndef WUMEI_COMPILED
#include <wumei/scoring/impl/deeds.ipp>
#endif
