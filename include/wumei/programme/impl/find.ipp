#pragma once

#include <wumei/base/json.hpp>
#include <wumei/base/text.hpp>
#include <wumei/config.hpp>
#include <wumei/people/pin.hpp>
#include <wumei/programme/find.hpp>

#include <algorithm>

namespace wumei::programme {
namespace detail {

WUMEI_INLINE Person person_in(std::string_view body) {
  if (body.empty()) return {};
  const json::Value detail = json::parse(body);
  const json::Value* head = detail.find("head");
  const json::Value* phone = detail.find("phone");
  return {head == nullptr ? "" : head->text(), phone == nullptr ? "" : phone->text(), false};
}

WUMEI_INLINE bool find_contains(std::string_view whole, std::string_view part) {
  return whole.find(part) != std::string_view::npos;
}

/// Who has or had the card of that number, or nobody. A linear search over texts, once a question:
/// what was typed need not be a card number at all.
WUMEI_INLINE HouseholdId find_card_holder(const people::Registry& registry,
                                          const std::string& card) {
  if (card.empty()) return {};
  for (const auto& [known, household] : registry.cards) {
    if (known.text() == card) return household;
  }
  return {};
}

/// The households that the cards of a question lead to.
struct FindCards {
  HouseholdId by_card;
  HouseholdId by_any;
};

WUMEI_INLINE bool find_fits_any(const people::Household& household, const Person& head,
                                const std::string& any) {
  return household.id.text().starts_with(any) || household.group == any ||
         household.card.text() == any || household.passbook == any ||
         find_contains(head.name, any);
}

WUMEI_INLINE bool find_fits(const HouseholdQuery& query, const FindCards& cards,
                            const HouseholdMatch& match) {
  const people::Household& household = match.household;
  if (!query.village.empty() && household.village != query.village) return false;
  if (!query.group.empty() && household.group != query.group) return false;
  if (!query.passbook.empty() && household.passbook != query.passbook) return false;
  if (!query.name.empty() && !find_contains(match.head.name, query.name)) return false;
  if (!query.card.empty() && household.id != cards.by_card) return false;
  if (query.any.empty()) return true;
  return find_fits_any(household, match.head, query.any) || household.id == cards.by_any;
}

/// Full names are for those who work in that village.
WUMEI_INLINE bool find_may_see(const people::Registry& registry, const Viewer& viewer,
                          const VillageId& village) {
  if (viewer.names == Names::masked || viewer.officer.empty()) return false;
  const people::Officer* officer = registry.officer(viewer.officer);
  if (officer == nullptr) return false;
  return std::any_of(officer->roles.begin(), officer->roles.end(),
                     [&](people::Role role) { return officer->holds(role, village); });
}

}  // namespace detail

WUMEI_INLINE Person head_of(const Programme& programme, const HouseholdId& household) {
  const auto known = programme.state().people.household(household);
  if (!known) {
    throw Error(Errc::not_found, "no household " + household.text() + " in this ledger",
                {{"household", household.text()}});
  }
  if (programme.state().erased.contains(known->detail_seq)) return {"", "", true};
  return detail::person_in(programme.detail(known->detail_seq));
}

WUMEI_INLINE std::map<HouseholdId, Person> heads(const Programme& programme) {
  std::map<ledger::Seq, HouseholdId> wanted;
  std::map<HouseholdId, Person> found;
  for (const auto& [id, household] : programme.state().people.households) {
    wanted[household.detail_seq] = id;
    found[id].erased = programme.state().erased.contains(household.detail_seq);
  }
  programme.store().read_details(programme.id(), [&](const store::StoredDetail& detail) {
    const auto household = wanted.find(detail.seq);
    if (household != wanted.end()) found[household->second] = detail::person_in(detail.body);
  });
  return found;
}

WUMEI_INLINE std::string officer_name(const Programme& programme, const OfficerId& officer) {
  const people::Officer* known = programme.state().people.officer(officer);
  if (known == nullptr) return {};
  const std::string body = programme.detail(known->seq);
  if (body.empty()) return {};
  const json::Value detail = json::parse(body);
  const json::Value* name = detail.find("name");
  return name == nullptr ? std::string() : name->text();
}

WUMEI_INLINE std::vector<HouseholdMatch> find_households(const Programme& programme,
                                                         const HouseholdQuery& query,
                                                         const Viewer& viewer) {
  const people::Registry& registry = programme.state().people;
  const std::map<HouseholdId, Person> known = heads(programme);
  const detail::FindCards cards{detail::find_card_holder(registry, query.card),
                                detail::find_card_holder(registry, query.any)};
  std::vector<HouseholdMatch> matches;
  for (const auto& [id, household] : registry.households) {
    HouseholdMatch match{household, known.at(id)};
    if (!detail::find_fits(query, cards, match)) continue;
    if (!detail::find_may_see(registry, viewer, household.village)) {
      match.head.name = match.head.name.empty() ? "" : mask_name(match.head.name);
      match.head.phone.clear();
    }
    matches.push_back(std::move(match));
  }
  std::stable_sort(matches.begin(), matches.end(), [](const auto& a, const auto& b) {
    return a.household.village < b.household.village;
  });
  return matches;
}

WUMEI_INLINE void authenticate(const Programme& programme, const OfficerId& officer,
                               std::string_view pin) {
  const auto refuse = [&] {
    return Error(Errc::unauthorised,
                 "officer " + officer.text() + " is not known, not in office, or the PIN is wrong",
                 {{"officer", officer.text()}});
  };
  const people::Officer* known = programme.state().people.officer(officer);
  if (known == nullptr || !known->active) throw refuse();
  const std::string body = programme.detail(known->seq);
  if (body.empty()) throw refuse();
  const json::Value detail = json::parse(body);
  const json::Value* hash = detail.find("pin");
  if (hash == nullptr || hash->text().empty() || !people::pin_matches(pin, hash->text())) {
    throw refuse();
  }
}

}  // namespace wumei::programme
