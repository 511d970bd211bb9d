#pragma once

#include <wumei/config.hpp>
#include <wumei/programme/impl/household_commands.ipp>
#include <wumei/programme/impl/opening_commands.ipp>
#include <wumei/programme/impl/people_commands.ipp>
#include <wumei/programme/kinds.hpp>

// What `verify` checks of the register: every entry is decided anew from its own facts. Laws 7
// and 14, and law 9 where points move.
namespace wumei::programme {
namespace detail {

inline constexpr ledger::Seq founder_appointment = 1;  ///< right behind `log.open`

template <class Identifier>
[[nodiscard]] Identifier people_id(const json::Value& facts, std::string_view field) {
  const std::string& text = facts.at(field).text();
  return text.empty() ? Identifier() : Identifier(text);
}

WUMEI_INLINE std::optional<ledger::Violation> impossible_count(std::int64_t people) {
  if (people >= 1 && people <= people_max) return std::nullopt;
  return ledger::Violation{14, "a household of " + std::to_string(people) + " people"};
}

WUMEI_INLINE std::optional<ledger::Violation> check_village(const State& before,
                                                            const Record& record) {
  const VillageRegistration asked{people_id<VillageId>(record.in, "village"),
                                  record.in.at("name").text()};
  return decided_anew(before, record, asked, &decide_village, 14);
}

WUMEI_INLINE std::optional<ledger::Violation> check_grid(const State& before,
                                                         const Record& record) {
  const GridRegistration asked{people_id<GridId>(record.in, "grid"),
                               people_id<VillageId>(record.in, "village"),
                               people_id<OfficerId>(record.in, "officer")};
  return decided_anew(before, record, asked, &decide_grid, 14);
}

WUMEI_INLINE std::optional<ledger::Violation> check_household(const State& before,
                                                              const Record& record) {
  HouseholdRegistration asked;
  asked.household = people_id<HouseholdId>(record.in, "household");
  asked.village = people_id<VillageId>(record.in, "village");
  asked.group = record.in.at("group").text();
  asked.grid = people_id<GridId>(record.in, "grid");
  asked.status = people::parse_status(record.in.at("status").text());
  asked.people = record.in.at("people").integer();
  asked.passbook = record.in.at("passbook").text();
  asked.card = people_id<CardId>(record.in, "card");
  if (auto broken = impossible_count(asked.people)) return broken;
  return decided_anew(before, record, asked, &decide_household, 14);
}

WUMEI_INLINE std::optional<ledger::Violation> check_household_change(const State& before,
                                                                     const Record& record) {
  HouseholdChange asked;
  asked.household = people_id<HouseholdId>(record.in, "household");
  asked.status = people::parse_status(record.in.at("status").text());
  asked.group = record.in.at("group").text();
  asked.grid = people_id<GridId>(record.in, "grid");
  asked.people = record.in.at("people").integer();
  asked.passbook = record.in.at("passbook").text();
  // The name is private and may be erased; that it changed is seen from the commitment.
  if (!record.entry.detail.empty()) asked.head = "?";
  if (auto broken = impossible_count(asked.people)) return broken;
  return decided_anew(before, record, asked, &decide_household_change, 14);
}

WUMEI_INLINE std::optional<ledger::Violation> check_card(const State& before,
                                                         const Record& record) {
  const CardIssue asked{people_id<HouseholdId>(record.in, "household"),
                        people_id<CardId>(record.in, "card"),
                        people_id<CardId>(record.in, "replaces")};
  return decided_anew(before, record, asked, &decide_card, 14);
}

/// Only the founder, when there is nobody else yet, appoints himself.
WUMEI_INLINE std::optional<ledger::Violation> check_appointment(const State& before,
                                                                const Record& record) {
  Appointment asked;
  asked.officer = people_id<OfficerId>(record.in, "officer");
  for (const json::Value& role : record.in.at("roles").items()) {
    asked.roles.insert(people::parse_role(role.text()));
  }
  for (const json::Value& village : record.in.at("villages").items()) {
    asked.villages.insert(VillageId(village.text()));
  }
  if (asked.roles.empty()) return ledger::Violation{14, "an officer was appointed to nothing"};
  if (record.entry.seq != founder_appointment) {
    return decided_anew(before, record, asked, &decide_appointment, 14);
  }
  if (asked.officer.text() == record.entry.officer() && people_in(asked) == record.in) {
    return std::nullopt;
  }
  return ledger::Violation{7, "the first officer was not appointed by who founded the ledger"};
}

WUMEI_INLINE std::optional<ledger::Violation> check_dismissal(const State& before,
                                                              const Record& record) {
  const Dismissal asked{people_id<OfficerId>(record.in, "officer")};
  return decided_anew(before, record, asked, &decide_dismissal, 14);
}

WUMEI_INLINE std::optional<ledger::Violation> check_donor(const State& before,
                                                          const Record& record) {
  const DonorRegistration asked{people_id<DonorId>(record.in, "donor"),
                                record.in.at("name").text(),
                                people::parse_donor_kind(record.in.at("kind").text())};
  return decided_anew(before, record, asked, &decide_donor, 14);
}

WUMEI_INLINE std::optional<ledger::Violation> check_split(const State& before,
                                                          const Record& record) {
  const HouseholdMerge pair = household_pair(record.in);
  const HouseholdSplit split{pair.household, pair.into, record.in.at("moved").integer(),
                             record.in.at("of").integer()};
  if (!possible_share(split)) return ledger::Violation{9, "a split of an impossible share"};
  return decided_anew(before, record, split, &decide_split, 9);
}

WUMEI_INLINE std::optional<ledger::Violation> check_merge(const State& before,
                                                          const Record& record) {
  return decided_anew(before, record, household_pair(record.in), &decide_merge, 9);
}

/// Law 9 exempts openings from citing a rule, not from citing a paper and keeping to its amounts.
WUMEI_INLINE std::optional<ledger::Violation> check_opening(const State& before,
                                                            const Record& record) {
  OpeningBalance opening;
  opening.household = people_id<HouseholdId>(record.in, "household");
  opening.points = Points::of_units(record.in.at("points").integer());
  opening.honour = Honour::of_units(record.in.at("honour").integer());
  opening.expires = Date::parse(record.in.at("expires").text());
  opening.document = record.in.at("document").text();
  if (opening.document.empty() || opening.points < Points() || opening.honour < Honour()) {
    return ledger::Violation{9, "an opening balance below zero or without a document"};
  }
  return decided_anew(before, record, opening, &decide_opening, 9);
}

}  // namespace detail
}  // namespace wumei::programme
