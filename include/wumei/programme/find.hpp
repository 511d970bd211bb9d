#pragma once

#include <wumei/programme/programme.hpp>

#include <map>
#include <string>
#include <vector>

/// Questions that need private detail. Everything here reads the store.
namespace wumei::programme {

struct Person {
  std::string name;
  std::string phone;
  bool erased = false;  ///< there was a name, and it was erased
  bool operator==(const Person&) const = default;
};

/// Head of one household. Throws Errc::not_found for an unknown household.
[[nodiscard]] Person head_of(const Programme& programme, const HouseholdId& household);

/// Heads of all households, in one pass over the details.
[[nodiscard]] std::map<HouseholdId, Person> heads(const Programme& programme);

/// Name of an officer; empty after erasure or for an unknown one.
[[nodiscard]] std::string officer_name(const Programme& programme, const OfficerId& officer);

/// Fields left empty do not restrict; all others must fit.
struct HouseholdQuery {
  std::string any = {};   ///< number or its start, group, card, passbook, or part of the name
  std::string name = {};  ///< part of the head's name
  std::string group = {};
  std::string card = {};  ///< also one that was stopped
  std::string passbook = {};
  VillageId village = {};
};

enum class Names : std::uint8_t { masked = 1, full = 2 };

/// Who looks. Full names are for officers with a role in the household's village; anyone else gets
/// masked ones whatever he asks.
struct Viewer {
  Names names = Names::masked;
  OfficerId officer;  ///< authenticated by the caller; empty for nobody
};

struct HouseholdMatch {
  people::Household household;
  Person head;  ///< masked or full; the phone is "" when masked
};

/// In order of village and household number.
[[nodiscard]] std::vector<HouseholdMatch> find_households(const Programme& programme,
                                                          const HouseholdQuery& query,
                                                          const Viewer& viewer);

/// Proves that the caller is that officer. Throws Errc::unauthorised for an unknown or dismissed
/// officer and for a wrong PIN, with one message for all: it says nothing about which it was.
void authenticate(const Programme& programme, const OfficerId& officer, std::string_view pin);

}  // namespace wumei::programme

#ifndef WUMEI_COMPILED
#include <wumei/programme/impl/find.ipp>
#endif
