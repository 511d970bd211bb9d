#pragma once

#include <wumei/base/text.hpp>
#include <wumei/config.hpp>
#include <wumei/people/impl/role.ipp>
#include <wumei/people/registry.hpp>

#include <algorithm>
#include <array>

namespace wumei::people {
namespace detail {

template <class Map, class Key>
[[nodiscard]] const typename Map::mapped_type* look_up(const Map& map, const Key& key) {
  const auto found = map.find(key);
  return found == map.end() ? nullptr : &found->second;
}

struct StatusWords {
  Status status;
  std::string_view stored;
  std::string_view chinese;
};
inline constexpr std::array<StatusWords, 4> status_words{{
    {Status::resident, "resident", "常住"},
    {Status::away, "away", "外出"},
    {Status::dormant, "dormant", "休眠"},
    {Status::closed, "closed", "销户"},
}};

struct DonorWords {
  DonorKind kind;
  std::string_view stored;
  std::string_view chinese;
};
inline constexpr std::array<DonorWords, 4> donor_words{{
    {DonorKind::assistance_unit, "assistance-unit", "帮扶单位"},
    {DonorKind::company, "company", "企业"},
    {DonorKind::person, "person", "个人"},
    {DonorKind::organisation, "organisation", "社会组织"},
}};

}  // namespace detail

WUMEI_INLINE bool Officer::holds(Role role, const VillageId& village) const {
  const bool here = villages.empty() || villages.contains(village);
  return active && here && roles.contains(role);
}

WUMEI_INLINE const Village* Registry::village(const VillageId& id) const {
  return detail::look_up(villages, id);
}

WUMEI_INLINE const Grid* Registry::grid(const GridId& id) const {
  return detail::look_up(grids, id);
}

WUMEI_INLINE std::optional<Household> Registry::household(const HouseholdId& id) const {
  return households.find(id);
}

WUMEI_INLINE const Officer* Registry::officer(const OfficerId& id) const {
  return detail::look_up(officers, id);
}

WUMEI_INLINE const Donor* Registry::donor(const DonorId& id) const {
  return detail::look_up(donors, id);
}

WUMEI_INLINE const HouseholdId& Registry::successor(const HouseholdId& id) const {
  const HouseholdId* last = &id;
  for (auto next = merged.find(id); next != merged.end(); next = merged.find(*last)) {
    last = &next->second;
  }
  return *last;
}

WUMEI_INLINE std::optional<Household> Registry::household_by_card(const CardId& card) const {
  const std::optional<HouseholdId> holder = cards.find(card);
  return holder ? household(*holder) : std::nullopt;
}

WUMEI_INLINE std::optional<Household> Registry::household_by_passbook(
    std::string_view passbook) const {
  const std::optional<HouseholdId> holder = passbooks.find(std::string(passbook));
  return holder ? household(*holder) : std::nullopt;
}

WUMEI_INLINE Decision<HouseholdId> present_card(const Registry& registry, const CardId& card) {
  const std::optional<Household> holder = registry.household_by_card(card);
  if (!holder) return Refusal{RefusalCode::card_unknown, {{"card", card.text()}}};
  if (registry.stopped_cards.contains(card)) {
    return Refusal{RefusalCode::card_stopped,
                   {{"card", card.text()}, {"household", holder->id.text()}}};
  }
  if (const auto refusal = inactive(registry, holder->id)) return *refusal;
  return holder->id;
}

WUMEI_INLINE Decision<Presented> present_code(const Registry& registry, std::string_view code) {
  const std::string typed = half_width(std::string(trim(code)));
  const bool may_be_id = !typed.empty() && typed.size() <= 40 &&
                         std::all_of(typed.begin(), typed.end(), [](unsigned char c) {
                           return std::isalnum(c) != 0 || c == '-' || c == '_' || c == '.';
                         });
  if (may_be_id && registry.household_by_card(CardId(typed))) {
    const Decision<HouseholdId> holder = present_card(registry, CardId(typed));
    if (!holder) return holder.refusal();
    return Presented{*holder, CardId(typed)};
  }
  std::optional<Household> household = registry.household_by_passbook(typed);
  if (!household && may_be_id) household = registry.household(HouseholdId(typed));
  if (!household) return Refusal{RefusalCode::card_unknown, {{"card", typed}}};
  if (const auto refusal = inactive(registry, household->id)) return *refusal;
  return Presented{household->id, {}};
}

WUMEI_INLINE std::optional<Refusal> inactive(const Registry& registry,
                                             const HouseholdId& household) {
  const std::optional<Household> known = registry.household(household);
  if (!known) {
    return Refusal{RefusalCode::household_unknown, {{"household", household.text()}}};
  }
  if (takes_part(known->status)) return std::nullopt;
  return Refusal{RefusalCode::household_inactive,
                 {{"household", household.text()}, {"status", std::string(name(known->status))}}};
}

WUMEI_INLINE Chain chain(const Registry& registry, const Household& household) {
  Chain chain{household.village, household.grid, {}};
  if (const Grid* grid = registry.grid(household.grid)) chain.grid_worker = grid->officer;
  return chain;
}

WUMEI_INLINE void note_act(Registry& registry, std::string_view officer, std::int64_t seq) {
  const auto known = registry.officers.find(OfficerId(officer));
  if (known != registry.officers.end()) known->second.last_act = seq;
}

WUMEI_INLINE std::int64_t resident_households(const Registry& registry,
                                              const VillageId& village) {
  return std::count_if(registry.households.begin(), registry.households.end(),
                       [&](const auto& item) {
                         const Household& household = item.second;
                         return household.village == village &&
                                household.status == Status::resident;
                       });
}

WUMEI_INLINE Officer founder(const OfficerId& officer, std::int64_t seq) {
  return Officer{officer, all_roles(), {}, true, seq, 0};
}

WUMEI_INLINE bool takes_part(Status status) {
  switch (status) {
    case Status::resident:
    case Status::away:
      return true;
    case Status::dormant:
    case Status::closed:
      return false;
  }
  throw InvariantViolation("a household status without a number");
}

WUMEI_INLINE std::string_view name(Status status) {
  for (const auto& words : detail::status_words) {
    if (words.status == status) return words.stored;
  }
  throw InvariantViolation("a household status without a name");
}

WUMEI_INLINE std::string_view chinese(Status status) {
  for (const auto& words : detail::status_words) {
    if (words.status == status) return words.chinese;
  }
  throw InvariantViolation("a household status without a word");
}

WUMEI_INLINE Status parse_status(std::string_view text) {
  const std::string_view word = trim(text);
  for (const auto& words : detail::status_words) {
    if (word == words.stored || word == words.chinese) return words.status;
  }
  throw detail::unknown_word(word, detail::status_words);
}

WUMEI_INLINE std::string_view name(DonorKind kind) {
  for (const auto& words : detail::donor_words) {
    if (words.kind == kind) return words.stored;
  }
  throw InvariantViolation("a kind of donor without a name");
}

WUMEI_INLINE std::string_view chinese(DonorKind kind) {
  for (const auto& words : detail::donor_words) {
    if (words.kind == kind) return words.chinese;
  }
  throw InvariantViolation("a kind of donor without a word");
}

WUMEI_INLINE DonorKind parse_donor_kind(std::string_view text) {
  const std::string_view word = trim(text);
  for (const auto& words : detail::donor_words) {
    if (word == words.stored || word == words.chinese) return words.kind;
  }
  throw detail::unknown_word(word, detail::donor_words);
}

}  // namespace wumei::people
