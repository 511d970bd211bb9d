#pragma once

#include <wumei/config.hpp>
#include <wumei/ledger/account.hpp>
#include <wumei/programme/impl/people_checks.ipp>
#include <wumei/programme/kinds.hpp>

#include <array>

// How the register follows from its entries.
namespace wumei::programme {
namespace detail {

/// Gives the household its passbook and takes it from whoever of its own had another.
WUMEI_INLINE void fold_passbook(people::Registry& registry, people::Household& household,
                                const std::string& passbook) {
  if (!household.passbook.empty()) registry.passbooks.erase(household.passbook);
  household.passbook = passbook;
  if (!passbook.empty()) registry.passbooks[passbook] = household.id;
}

WUMEI_INLINE void fold_village(State& state, const Record& record) {
  const auto id = people_id<VillageId>(record.in, "village");
  state.people.villages[id] = {id, record.in.at("name").text()};
}

WUMEI_INLINE void fold_grid(State& state, const Record& record) {
  const auto id = people_id<GridId>(record.in, "grid");
  state.people.grids[id] = {id, people_id<VillageId>(record.in, "village"),
                            people_id<OfficerId>(record.in, "officer")};
}

WUMEI_INLINE void fold_household(State& state, const Record& record) {
  people::Household household;
  household.id = people_id<HouseholdId>(record.in, "household");
  household.village = people_id<VillageId>(record.in, "village");
  household.group = record.in.at("group").text();
  household.grid = people_id<GridId>(record.in, "grid");
  household.status = people::parse_status(record.in.at("status").text());
  household.people = record.in.at("people").integer();
  household.card = people_id<CardId>(record.in, "card");
  household.since_seq = record.entry.seq;
  household.detail_seq = record.entry.seq;
  fold_passbook(state.people, household, record.in.at("passbook").text());
  if (!household.card.empty()) state.people.cards[household.card] = household.id;
  state.people.households[household.id] = household;
}

WUMEI_INLINE void fold_household_change(State& state, const Record& record) {
  const auto id = people_id<HouseholdId>(record.in, "household");
  people::Household& household = state.people.households.at(id);
  household.status = people::parse_status(record.in.at("status").text());
  household.group = record.in.at("group").text();
  household.grid = people_id<GridId>(record.in, "grid");
  household.people = record.in.at("people").integer();
  fold_passbook(state.people, household, record.in.at("passbook").text());
  if (!record.entry.detail.empty()) household.detail_seq = record.entry.seq;
  if (household.status == people::Status::closed && !household.card.empty()) {
    state.people.stopped_cards.insert(household.card);
  }
}

WUMEI_INLINE void fold_card(State& state, const Record& record) {
  const auto card = people_id<CardId>(record.in, "card");
  const auto replaces = people_id<CardId>(record.in, "replaces");
  people::Household& household =
      state.people.households.at(people_id<HouseholdId>(record.in, "household"));
  if (!replaces.empty()) state.people.stopped_cards.insert(replaces);
  state.people.cards[card] = household.id;
  household.card = card;
}

WUMEI_INLINE void fold_appointment(State& state, const Record& record) {
  people::Officer officer;
  officer.id = people_id<OfficerId>(record.in, "officer");
  for (const json::Value& role : record.in.at("roles").items()) {
    officer.roles.insert(people::parse_role(role.text()));
  }
  for (const json::Value& village : record.in.at("villages").items()) {
    officer.villages.insert(VillageId(village.text()));
  }
  officer.seq = record.entry.seq;
  state.people.officers[officer.id] = officer;
}

WUMEI_INLINE void fold_dismissal(State& state, const Record& record) {
  state.people.officers.at(people_id<OfficerId>(record.in, "officer")).active = false;
}

WUMEI_INLINE void fold_donor(State& state, const Record& record) {
  const auto id = people_id<DonorId>(record.in, "donor");
  state.people.donors[id] = {id, record.in.at("name").text(),
                             people::parse_donor_kind(record.in.at("kind").text()),
                             record.entry.seq};
}

/// An opening is remembered by household and paper, so that the same paper is not brought twice.
WUMEI_INLINE std::string opening_name(const json::Value& in) {
  return in.at("household").text() + "/" + in.at("document").text();
}

WUMEI_INLINE void fold_opening(State& state, const Record& record) {
  state.people.openings[opening_name(record.in)] = record.entry.seq;
}

/// True when an entry has moved something on the household.
WUMEI_INLINE bool household_touched(const State& state, const HouseholdId& household) {
  for (const ledger::Purpose purpose :
       {ledger::Purpose::pending, ledger::Purpose::spendable, ledger::Purpose::arrears,
        ledger::Purpose::honour}) {
    const std::string account = ledger::of_household(household, purpose);
    if (state.book.last_entry(account) != ledger::no_seq) return true;
  }
  return false;
}

/// A household with a history stays: its points would be out of everybody's reach, its claims and
/// inspections of nobody. It is closed by `household.change` once they are gone.
WUMEI_INLINE std::optional<Refusal> may_reverse_household(const State& state,
                                                          const Record& original) {
  const auto id = people_id<HouseholdId>(original.in, "household");
  if (auto refusal = open_business(state, id)) return refusal;
  const auto visits = state.deeds.inspections.find(id);
  const bool visited = visits != state.deeds.inspections.end() && !visits->second.empty();
  if (!visited && !household_touched(state, id)) return std::nullopt;
  return Refusal{RefusalCode::not_reversible, {{"household", id.text()}}};
}

WUMEI_INLINE void reverse_household(State& state, const Record& original) {
  const auto id = people_id<HouseholdId>(original.in, "household");
  const auto found = state.people.households.find(id);
  if (found == state.people.households.end()) return;
  fold_passbook(state.people, found->second, "");
  std::erase_if(state.people.cards, [&](const auto& item) { return item.second == id; });
  state.people.households.erase(found);
}

WUMEI_INLINE void reverse_card(State& state, const Record& original) {
  const auto card = people_id<CardId>(original.in, "card");
  const auto replaces = people_id<CardId>(original.in, "replaces");
  const auto found =
      state.people.households.find(people_id<HouseholdId>(original.in, "household"));
  // A later card stays in use, and the cards before it stay stopped.
  if (found == state.people.households.end() || found->second.card != card) return;
  state.people.cards.erase(card);
  state.people.stopped_cards.erase(replaces);
  found->second.card = replaces;
}

/// Whoever has acted since stays an officer: his entries would be of nobody. He is dismissed.
WUMEI_INLINE std::optional<Refusal> may_reverse_appointment(const State& state,
                                                            const Record& original) {
  const people::Officer* officer =
      state.people.officer(people_id<OfficerId>(original.in, "officer"));
  const bool acted = officer != nullptr && officer->seq == original.entry.seq &&
                     officer->last_act > original.entry.seq;
  if (!acted) return std::nullopt;
  return Refusal{RefusalCode::not_reversible, {{"officer", officer->id.text()},
                                               {"entry", std::to_string(officer->last_act)}}};
}

WUMEI_INLINE void reverse_appointment(State& state, const Record& original) {
  const auto id = people_id<OfficerId>(original.in, "officer");
  const auto found = state.people.officers.find(id);
  if (found == state.people.officers.end() || found->second.seq != original.entry.seq) return;
  // The founder's own stands: nobody else may be left who can appoint.
  if (original.entry.seq == founder_appointment) return;
  // What the officer was before is not kept, so he is out until somebody appoints him again.
  found->second.active = false;
}

WUMEI_INLINE void reverse_donor(State& state, const Record& original) {
  state.people.donors.erase(people_id<DonorId>(original.in, "donor"));
}

WUMEI_INLINE void reverse_opening(State& state, const Record& original) {
  state.people.openings.erase(opening_name(original.in));
}

}  // namespace detail

WUMEI_INLINE std::span<const Kind> people_kinds() {
  static constexpr std::array<Kind, 11> kinds{{
      {"village.register", detail::fold_village, detail::check_village},
      {"grid.register", detail::fold_grid, detail::check_grid},
      {"household.register", detail::fold_household, detail::check_household,
       detail::reverse_household, detail::may_reverse_household},
      {"household.change", detail::fold_household_change, detail::check_household_change},
      {"household.split", detail::fold_split, detail::check_split},
      {"household.merge", detail::fold_merge, detail::check_merge},
      {"card.issue", detail::fold_card, detail::check_card, detail::reverse_card},
      {"officer.appoint", detail::fold_appointment, detail::check_appointment,
       detail::reverse_appointment, detail::may_reverse_appointment},
      {"officer.dismiss", detail::fold_dismissal, detail::check_dismissal},
      {"donor.register", detail::fold_donor, detail::check_donor, detail::reverse_donor},
      {"opening.balance", detail::fold_opening, detail::check_opening, detail::reverse_opening},
  }};
  return kinds;
}

}  // namespace wumei::programme
