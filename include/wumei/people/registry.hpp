#pragma once

#include <wumei/base/decision.hpp>
#include <wumei/base/id.hpp>
#include <wumei/base/packed_map.hpp>
#include <wumei/people/role.hpp>

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace wumei::people {

/// Where a household is in its life. Only resident ones count for quotas and averages.
enum class Status : std::uint8_t {
  resident = 1,  ///< 常住
  away = 2,      ///< 外出: members work elsewhere; keeps its points, may earn and redeem
  dormant = 3,   ///< 休眠: long absence; earns nothing, is charged nothing, cannot redeem
  closed = 4,    ///< 销户: final
};

/// Who gives goods or money.
enum class DonorKind : std::uint8_t {
  assistance_unit = 1,  ///< 帮扶单位: unit paired with the village
  company = 2,          ///< 企业
  person = 3,           ///< 个人: the name is private
  organisation = 4,     ///< 社会组织
};

struct Village {
  VillageId id;
  std::string name;
};

/// What a grid's entry said before the present one.
struct GridTerm {
  OfficerId officer;
  std::int64_t seq = 0;
};

/// About fifty households under one grid worker.
struct Grid {
  GridId id;
  VillageId village;
  OfficerId officer;          ///< grid worker; empty while the post is vacant
  std::int64_t seq = 0;       ///< entry that says so
  std::vector<GridTerm> earlier = {};  ///< taken up again when that entry is reversed
};

/// What a household says of itself and may say otherwise later.
struct HouseholdFacts {
  Status status = Status::resident;
  std::string group;
  GridId grid;
  std::int64_t people = 0;
  std::string passbook;
  std::int64_t detail_seq = 0;
  std::int64_t seq = 0;
};

template <class Bytes>
void pack(Bytes& bytes, HouseholdFacts& facts) {
  bytes& facts.status& facts.group& facts.grid& facts.people& facts.passbook;
  bytes& facts.detail_seq& facts.seq;
}

/// The account holder. Names and phones are not here: they lie in the private detail of entry
/// `detail_seq`, where they can be erased.
struct Household {
  HouseholdId id;
  VillageId village;
  std::string group;     ///< 村民小组, as the village writes it
  GridId grid;
  Status status = Status::resident;
  std::int64_t people = 0;
  std::string passbook;  ///< 存折号, "" for none
  CardId card;           ///< the card in use; empty for none
  std::int64_t since_seq = 0;   ///< entry that registered it
  std::int64_t detail_seq = 0;  ///< entry whose detail holds the head's name and phone
  std::int64_t facts_seq = 0;   ///< entry that said what may change, last
  std::vector<HouseholdFacts> earlier;  ///< taken up again when that entry is reversed
};

template <class Bytes>
void pack(Bytes& bytes, Household& household) {
  bytes& household.id& household.village& household.group& household.grid& household.status;
  bytes& household.people& household.passbook& household.card;
  bytes& household.since_seq& household.detail_seq& household.facts_seq& household.earlier;
}

struct Officer {
  OfficerId id;
  Roles roles;
  std::set<VillageId> villages;  ///< empty: all of them
  bool active = true;
  std::int64_t seq = 0;          ///< entry whose private detail holds name and PIN hash
  std::int64_t last_act = 0;     ///< latest entry he wrote since then; 0 for none

  /// True when the officer is active and holds `role` in `village` (an empty id asks for the
  /// role in the township as a whole: only officers of all villages hold it there).
  [[nodiscard]] bool holds(Role role, const VillageId& village) const;
};

struct Donor {
  DonorId id;
  std::string name;  ///< "" for persons
  DonorKind kind = DonorKind::assistance_unit;
  std::int64_t seq = 0;
};

/// Who answers for a household, from the village down; an id is empty where nobody is named.
struct Chain {
  VillageId village;
  GridId grid;
  OfficerId grid_worker;
  bool operator==(const Chain&) const = default;
};

/// Who the programme knows: villages, grids, households, officers, donors, cards, passbooks.
struct Registry {
  std::map<VillageId, Village> villages;
  std::map<GridId, Grid> grids;
  PackedMap<HouseholdId, Household> households;
  std::map<OfficerId, Officer> officers;
  std::map<DonorId, Donor> donors;
  PackedMap<CardId, HouseholdId> cards;            ///< every card ever issued
  std::set<CardId> stopped_cards;                  ///< replaced or lost: never valid again
  PackedMap<std::string, HouseholdId> passbooks;
  /// Balances brought from an earlier scheme: `household/document` and the entry that did it.
  std::map<std::string, std::int64_t> openings;

  std::map<HouseholdId, HouseholdId> merged;  ///< what a closed household became part of

  // nullptr for an id the registry does not know; valid until the registry changes.
  [[nodiscard]] const Village* village(const VillageId& id) const;
  [[nodiscard]] const Grid* grid(const GridId& id) const;
  [[nodiscard]] const Officer* officer(const OfficerId& id) const;
  [[nodiscard]] const Donor* donor(const DonorId& id) const;

  // Households lie packed: each is a copy, and nothing for one the registry does not know.
  [[nodiscard]] std::optional<Household> household(const HouseholdId& id) const;
  /// Who stands for a household now: itself, or the last of those it was merged into.
  [[nodiscard]] const HouseholdId& successor(const HouseholdId& id) const;
  /// The household a card was issued to, also for a stopped card.
  [[nodiscard]] std::optional<Household> household_by_card(const CardId& card) const;
  [[nodiscard]] std::optional<Household> household_by_passbook(std::string_view passbook) const;
};

/// The household that may use this card; refused as card_unknown, card_stopped or
/// household_inactive.
[[nodiscard]] Decision<HouseholdId> present_card(const Registry& registry, const CardId& card);

/// The household of that card, passbook or number, as it was scanned or typed, and the card if it
/// was one.
struct Presented {
  HouseholdId household;
  CardId card;
};
/// Refused as by `present_card`.
[[nodiscard]] Decision<Presented> present_code(const Registry& registry, std::string_view code);

/// Notes that the officer wrote entry `seq`; no effect for one the registry does not know.
void note_act(Registry& registry, std::string_view officer, std::int64_t seq);

/// Why the household may not earn or spend: household_unknown, or household_inactive when it is
/// dormant or closed. Nothing when it may.
[[nodiscard]] std::optional<Refusal> inactive(const Registry& registry,
                                              const HouseholdId& household);

/// Village, grid and grid worker of a household the registry knows.
[[nodiscard]] Chain chain(const Registry& registry, const Household& household);

/// Resident households of a village: the base of quotas and averages.
[[nodiscard]] std::int64_t resident_households(const Registry& registry, const VillageId& village);

/// The one who opened the log: every role in every village.
[[nodiscard]] Officer founder(const OfficerId& officer, std::int64_t seq);

/// Whether a household in this state may earn and redeem.
[[nodiscard]] bool takes_part(Status status);

// Names as stored, the words of spreadsheets, and back. The parsers take either and throw
// Errc::bad_input, listing the words known.
[[nodiscard]] std::string_view name(Status status);
[[nodiscard]] std::string_view chinese(Status status);
[[nodiscard]] Status parse_status(std::string_view text);
[[nodiscard]] std::string_view name(DonorKind kind);
[[nodiscard]] std::string_view chinese(DonorKind kind);
[[nodiscard]] DonorKind parse_donor_kind(std::string_view text);

}  // namespace wumei::people

#ifndef WUMEI_COMPILED
#include <wumei/people/impl/registry.ipp>
#endif
