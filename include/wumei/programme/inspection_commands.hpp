#pragma once

#include <wumei/programme/command.hpp>
#include <wumei/programme/kinds.hpp>
#include <wumei/scoring/sheet_score.hpp>

#include <vector>

/// Inspections (检查): one visit to one courtyard, scored by the published sheet.
namespace wumei::programme {

struct InspectionRecord {
  HouseholdId household;
  Date on;
  scoring::Part part = scoring::Part::outside;
  OfficerId judge;                       ///< who looked; may differ from who types
  scoring::Outcome status = scoring::Outcome::scored;
  std::vector<Score> marks = {};         ///< of the part's items in sheet order; none unless scored
};

/// Records a visit and, by the rules for `inspection.scored`, what it earns: pending points, and
/// nothing when absent, refused or exempt, below the first tier, dormant, or beyond a cap or the
/// budget (the reason is in `out.trims`). The rules look at the outside part alone, also on a visit
/// of the whole sheet. Refuses household_unknown, household_inactive for a closed account,
/// date_in_future, role_missing, officer_unknown, and rule_not_in_force when no sheet is in force
/// that day. Throws Errc::bad_input for marks the sheet does not allow.
[[nodiscard]] Decision<Drafts> decide_inspection(const State& state, const Context& context,
                                                 const InspectionRecord& inspection);

/// Key `<on>/insp/<household>/<part>`.
[[nodiscard]] Command inspection_command(Actor actor, InspectionRecord inspection);

}  // namespace wumei::programme

#ifndef WUMEI_COMPILED
#include <wumei/programme/impl/inspection_commands.ipp>
#endif
