#pragma once

#include <wumei/config.hpp>
#include <wumei/ledger/account.hpp>
#include <wumei/programme/impl/household_moves.ipp>
#include <wumei/programme/impl/opening_commands.ipp>
#include <wumei/programme/kinds.hpp>

#include <array>

// How the register follows from its entries.
namespace wumei::programme {
namespace detail {

inline constexpr ledger::Seq founder_appointment = 1;  ///< right behind `log.open`

template <class Identifier>
[[nodiscard]] Identifier people_id(const json::Value& facts, std::string_view field) {
  const std::string& text = facts.at(field).text();
  return text.empty() ? Identifier() : Identifier(text);
}

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

/// Only the founder, when there is nobody else yet, appoints himself.
WUMEI_INLINE std::optional<ledger::Violation> people_four_eyes(const State& before,
                                                               const Record& record) {
  if (before.people.officers.empty()) return std::nullopt;
  if (record.in.at("officer").text() != record.entry.officer()) return std::nullopt;
  return ledger::Violation{7, "officer " + std::string(record.entry.officer()) +
                                  " appointed or dismissed himself"};
}

/// Law 9 exempts openings from citing a rule, not from citing a paper and keeping to its amounts.
WUMEI_INLINE std::optional<ledger::Violation> check_opening(const State& before,
                                                            const Record& record) {
  if (record.in.at("document").text().empty()) {
    return ledger::Violation{9, "an opening balance cites no document"};
  }
  if (before.people.openings.contains(opening_name(record.in))) {
    return ledger::Violation{9, "the document " + record.in.at("document").text() +
                                    " was brought over before"};
  }
  OpeningBalance opening;
  opening.household = people_id<HouseholdId>(record.in, "household");
  opening.points = Points::of_units(record.in.at("points").integer());
  opening.honour = Honour::of_units(record.in.at("honour").integer());
  opening.expires = Date::parse(record.in.at("expires").text());
  const people::Household* household = before.people.household(opening.household);
  const bool sound = household != nullptr && opening.points >= Points() &&
                     opening.honour >= Honour() &&
                     moves_exactly(record.entry, opening_moves(opening, household->village));
  if (sound) return std::nullopt;
  return ledger::Violation{9, "the legs are not what the opening balance says"};
}

}  // namespace detail

WUMEI_INLINE std::span<const Kind> people_kinds() {
  static constexpr std::array<Kind, 11> kinds{{
      {"village.register", detail::fold_village},
      {"grid.register", detail::fold_grid},
      {"household.register", detail::fold_household, nullptr, detail::reverse_household,
       detail::may_reverse_household},
      {"household.change", detail::fold_household_change},
      {"household.split", detail::fold_split, detail::check_split},
      {"household.merge", detail::fold_merge, detail::check_merge},
      {"card.issue", detail::fold_card, nullptr, detail::reverse_card},
      {"officer.appoint", detail::fold_appointment, detail::people_four_eyes,
       detail::reverse_appointment},
      {"officer.dismiss", detail::fold_dismissal, detail::people_four_eyes},
      {"donor.register", detail::fold_donor, nullptr, detail::reverse_donor},
      {"opening.balance", detail::fold_opening, detail::check_opening, detail::reverse_opening},
  }};
  return kinds;
}

}  // namespace wumei::programme
