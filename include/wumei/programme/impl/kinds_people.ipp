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
  if (!passbook.empty()) registry.passbooks.set(passbook, household.id);
}

WUMEI_INLINE void fold_village(State& state, const Record& record) {
  const auto id = people_id<VillageId>(record.in, "village");
  state.people.villages[id] = {id, record.in.at("name").text()};
}

WUMEI_INLINE void fold_grid(State& state, const Record& record) {
  const auto id = people_id<GridId>(record.in, "grid");
  people::Grid& grid = state.people.grids[id];
  if (!grid.id.empty()) grid.earlier.push_back({grid.officer, grid.seq});
  grid.id = id;
  grid.village = people_id<VillageId>(record.in, "village");
  grid.officer = people_id<OfficerId>(record.in, "officer");
  grid.seq = record.entry.seq;
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
  household.facts_seq = record.entry.seq;
  fold_passbook(state.people, household, record.in.at("passbook").text());
  if (!household.card.empty()) state.people.cards.set(household.card, household.id);
  state.people.households.set(household.id, household);
}

WUMEI_INLINE void fold_household_change(State& state, const Record& record) {
  const auto id = people_id<HouseholdId>(record.in, "household");
  people::Household household = household_at(state, id);
  household.earlier.push_back({household.status, household.group, household.grid,
                               household.people, household.passbook, household.detail_seq,
                               household.facts_seq});
  household.facts_seq = record.entry.seq;
  household.status = people::parse_status(record.in.at("status").text());
  household.group = record.in.at("group").text();
  household.grid = people_id<GridId>(record.in, "grid");
  household.people = record.in.at("people").integer();
  fold_passbook(state.people, household, record.in.at("passbook").text());
  if (!record.entry.detail.empty()) household.detail_seq = record.entry.seq;
  state.people.households.set(id, household);
  if (household.status == people::Status::closed && !household.card.empty()) {
    state.people.stopped_cards.insert(household.card);
  }
}

WUMEI_INLINE void fold_card(State& state, const Record& record) {
  const auto card = people_id<CardId>(record.in, "card");
  const auto replaces = people_id<CardId>(record.in, "replaces");
  people::Household household =
      household_at(state, people_id<HouseholdId>(record.in, "household"));
  if (!replaces.empty()) state.people.stopped_cards.insert(replaces);
  state.people.cards.set(card, household.id);
  household.card = card;
  state.people.households.set(household.id, household);
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
        ledger::Purpose::suspense, ledger::Purpose::honour}) {
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
  std::optional<people::Household> household = state.people.household(id);
  if (!household) return;
  fold_passbook(state.people, *household, "");
  std::vector<CardId> cards;
  for (const auto& [card, holder] : state.people.cards) {
    if (holder == id) cards.push_back(card);
  }
  for (const CardId& card : cards) state.people.cards.erase(card);
  state.people.households.erase(id);
}

/// The village may go while nobody lives there, works for it or has approved it anything.
WUMEI_INLINE std::optional<Refusal> may_reverse_village(const State& state,
                                                        const Record& original) {
  const auto id = people_id<VillageId>(original.in, "village");
  const auto barred = [&](std::string_view by, const std::string& which) {
    return Refusal{RefusalCode::not_reversible,
                   {{"village", id.text()}, {std::string(by), which}}};
  };
  for (const auto& [grid, known] : state.people.grids) {
    if (known.village == id) return barred("grid", grid.text());
  }
  for (const auto& [household, known] : state.people.households) {
    if (known.village == id) return barred("household", household.text());
  }
  for (const auto& [officer, known] : state.people.officers) {
    if (known.active && known.villages.contains(id)) return barred("officer", officer.text());
  }
  for (const auto& [shop, known] : state.market.shops) {
    if (known.village == id) return barred("shop", shop.text());
  }
  for (const auto& [merchant, known] : state.merchants.known) {
    const market::Contract& contract = known.contract;
    if (contract.fund == id || contract.villages.contains(id)) {
      return barred("merchant", merchant.text());
    }
  }
  for (const auto& [name, lot] : state.market.lots) {
    if (lot.fund == id && !state.book.is_reversed(lot.seq)) return barred("lot", name);
  }
  if (state.book.has_budget(id)) return barred("fund", id.text());
  for (const ledger::Purpose purpose : {ledger::Purpose::cash, ledger::Purpose::topup}) {
    const std::string account = ledger::of_fund(id, purpose);
    if (state.book.balance(account) != 0) return barred("account", account);
  }
  return std::nullopt;
}

WUMEI_INLINE void reverse_village(State& state, const Record& original) {
  state.people.villages.erase(people_id<VillageId>(original.in, "village"));
}

/// What was said after it would be left standing on nothing.
WUMEI_INLINE std::optional<Refusal> said_since(const Record& original, ledger::Seq last) {
  if (original.entry.seq == last) return std::nullopt;
  return Refusal{RefusalCode::not_reversible, {{"seq", std::to_string(original.entry.seq)},
                                               {"later", std::to_string(last)}}};
}

/// The first entry of a grid may go while no household lies in it, a later one while the officer
/// before is still its grid worker.
WUMEI_INLINE std::optional<Refusal> may_reverse_grid(const State& state, const Record& original) {
  const auto id = people_id<GridId>(original.in, "grid");
  const people::Grid& grid = *state.people.grid(id);
  if (auto refusal = said_since(original, grid.seq)) return refusal;
  if (!grid.earlier.empty()) {
    return unfit_grid_worker(state, {id, grid.village, grid.earlier.back().officer});
  }
  for (const auto& [household, known] : state.people.households) {
    if (known.grid != id) continue;
    return Refusal{RefusalCode::not_reversible,
                   {{"grid", id.text()}, {"household", household.text()}}};
  }
  return std::nullopt;
}

WUMEI_INLINE void reverse_grid(State& state, const Record& original) {
  const auto found = state.people.grids.find(people_id<GridId>(original.in, "grid"));
  people::Grid& grid = found->second;
  if (grid.earlier.empty()) {
    state.people.grids.erase(found);
    return;
  }
  grid.officer = grid.earlier.back().officer;
  grid.seq = grid.earlier.back().seq;
  grid.earlier.pop_back();
}

/// A household goes back to what it was: its grid and passbook must be there for it.
WUMEI_INLINE std::optional<Refusal> may_reverse_change(const State& state,
                                                       const Record& original) {
  const auto id = people_id<HouseholdId>(original.in, "household");
  const auto household = state.people.household(id);
  if (!household) {
    return Refusal{RefusalCode::household_unknown, {{"household", id.text()}}};
  }
  if (auto refusal = said_since(original, household->facts_seq)) return refusal;
  // A merge closes a household for good, whatever was said of it before.
  if (household->status != people::parse_status(original.in.at("status").text())) {
    return people::inactive(state.people, id);
  }
  const people::HouseholdFacts& before = household->earlier.back();
  if (auto refusal = people_foreign_grid(state, before.grid, household->village)) return refusal;
  return people_taken_passbook(state, before.passbook, id);
}

WUMEI_INLINE void reverse_change(State& state, const Record& original) {
  people::Household household =
      household_at(state, people_id<HouseholdId>(original.in, "household"));
  const people::HouseholdFacts before = household.earlier.back();
  household.earlier.pop_back();
  if (household.status == people::Status::closed) state.people.stopped_cards.erase(household.card);
  fold_passbook(state.people, household, before.passbook);
  household.status = before.status;
  household.group = before.group;
  household.grid = before.grid;
  household.people = before.people;
  household.detail_seq = before.detail_seq;
  household.facts_seq = before.seq;
  state.people.households.set(household.id, household);
}

WUMEI_INLINE void reverse_card(State& state, const Record& original) {
  const auto card = people_id<CardId>(original.in, "card");
  const auto replaces = people_id<CardId>(original.in, "replaces");
  auto household = state.people.household(people_id<HouseholdId>(original.in, "household"));
  // A later card stays in use, and the cards before it stay stopped.
  if (!household || household->card != card) return;
  state.people.cards.erase(card);
  state.people.stopped_cards.erase(replaces);
  household->card = replaces;
  state.people.households.set(household->id, *household);
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

/// A donor is thanked for what was given and stays.
WUMEI_INLINE std::optional<Refusal> may_reverse_donor(const State& state,
                                                      const Record& original) {
  const auto id = people_id<DonorId>(original.in, "donor");
  for (const auto& [name, lot] : state.market.lots) {
    if (lot.donor != id || state.book.is_reversed(lot.seq)) continue;
    return Refusal{RefusalCode::not_reversible, {{"donor", id.text()}, {"lot", name}}};
  }
  return std::nullopt;
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
      {"village.register", detail::fold_village, detail::check_village,
       detail::reverse_village, detail::may_reverse_village},
      {"grid.register", detail::fold_grid, detail::check_grid,
       detail::reverse_grid, detail::may_reverse_grid},
      {"household.register", detail::fold_household, detail::check_household,
       detail::reverse_household, detail::may_reverse_household},
      {"household.change", detail::fold_household_change, detail::check_household_change,
       detail::reverse_change, detail::may_reverse_change},
      {"household.split", detail::fold_split, detail::check_split},
      {"household.merge", detail::fold_merge, detail::check_merge},
      {"card.issue", detail::fold_card, detail::check_card, detail::reverse_card},
      {"officer.appoint", detail::fold_appointment, detail::check_appointment,
       detail::reverse_appointment, detail::may_reverse_appointment},
      {"officer.dismiss", detail::fold_dismissal, detail::check_dismissal},
      {"donor.register", detail::fold_donor, detail::check_donor,
       detail::reverse_donor, detail::may_reverse_donor},
      {"opening.balance", detail::fold_opening, detail::check_opening, detail::reverse_opening},
  }};
  return kinds;
}

}  // namespace wumei::programme
