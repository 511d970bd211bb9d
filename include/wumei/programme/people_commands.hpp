#pragma once

#include <wumei/programme/command.hpp>

#include <string>

/// The register of people. Names, phones and PIN hashes travel in the private detail of an entry,
/// never in its data.
namespace wumei::programme {

struct VillageRegistration {
  VillageId village;
  std::string name;
};
struct GridRegistration {
  GridId grid;
  VillageId village;
  OfficerId officer;  ///< grid worker; empty while the post is vacant
};
struct HouseholdRegistration {
  HouseholdId household;
  VillageId village;
  std::string group;
  GridId grid;
  people::Status status = people::Status::resident;
  std::int64_t people = 1;
  std::string passbook;  ///< "" for none
  CardId card;           ///< empty for none
  std::string head;      ///< private
  std::string phone;     ///< private
};
/// All facts as they shall be from now on. Village and card have entries of their own.
struct HouseholdChange {
  HouseholdId household;
  people::Status status = people::Status::resident;
  std::string group;
  GridId grid;
  std::int64_t people = 1;
  std::string passbook;
  std::string head;   ///< private; "" with "" phone keeps what is known
  std::string phone;  ///< private
};
struct CardIssue {
  HouseholdId household;
  CardId card;
  CardId replaces;  ///< the card in use, which stops; empty for the first
};
struct Appointment {
  OfficerId officer;
  people::Roles roles;
  std::set<VillageId> villages;  ///< empty: all
  std::string name;              ///< private
  std::string pin_hash;          ///< private, of `people::hash_pin`
};
struct Dismissal {
  OfficerId officer;
};
struct DonorRegistration {
  DonorId donor;
  std::string name;  ///< public, but private when the donor is a person
  people::DonorKind kind = people::DonorKind::assistance_unit;
};

// Refusals of all: officer_unknown, officer_dismissed, role_missing. Those of one follow it.
/// duplicate.
[[nodiscard]] Decision<Drafts> decide_village(const State&, const Context&,
                                              const VillageRegistration&);
/// village_unknown, officer_unknown, role_missing (of the grid worker), duplicate. A known grid
/// with another grid worker is a change of post.
[[nodiscard]] Decision<Drafts> decide_grid(const State&, const Context&, const GridRegistration&);
/// village_unknown, grid_unknown, village_mismatch (of the grid), duplicate (household, card or
/// passbook).
[[nodiscard]] Decision<Drafts> decide_household(const State&, const Context&,
                                                const HouseholdRegistration&);
/// household_unknown, village_mismatch, duplicate (passbook), wrong_state (closed already, or
/// closing with points left), nothing_to_do.
[[nodiscard]] Decision<Drafts> decide_household_change(const State&, const Context&,
                                                       const HouseholdChange&);
/// household_unknown, household_inactive, duplicate, wrong_state (another card is in use).
[[nodiscard]] Decision<Drafts> decide_card(const State&, const Context&, const CardIssue&);
/// four_eyes (nobody appoints himself), village_unknown.
[[nodiscard]] Decision<Drafts> decide_appointment(const State&, const Context&,
                                                  const Appointment&);
/// four_eyes, officer_dismissed.
[[nodiscard]] Decision<Drafts> decide_dismissal(const State&, const Context&, const Dismissal&);
/// duplicate.
[[nodiscard]] Decision<Drafts> decide_donor(const State&, const Context&,
                                            const DonorRegistration&);

[[nodiscard]] Command village_command(Actor actor, VillageRegistration asked);
[[nodiscard]] Command grid_command(Actor actor, GridRegistration asked);
/// Throws Errc::bad_input unless 1 to 99 people live there.
[[nodiscard]] Command household_command(Actor actor, HouseholdRegistration asked);
[[nodiscard]] Command household_change_command(Actor actor, HouseholdChange asked);
[[nodiscard]] Command card_command(Actor actor, CardIssue asked);
/// Throws Errc::bad_input without a role.
[[nodiscard]] Command appointment_command(Actor actor, Appointment asked);
[[nodiscard]] Command dismissal_command(Actor actor, Dismissal asked);
[[nodiscard]] Command donor_command(Actor actor, DonorRegistration asked);

/// Natural key of an imported registration, `0/household/0301017`: the same on any day, so a row
/// that is read again is known. The leading 0 sorts it before keys that begin with a date, which
/// keeps those at the growing end of the index.
[[nodiscard]] std::string registration_key(std::string_view topic, std::string_view id);

/// Salt for an officer's PIN. Fixed by log and officer, so that a row of an officers' file asks
/// the same each time it is read; the detail that holds the hash has a random salt besides.
[[nodiscard]] std::string pin_salt(const Charter& charter, const OfficerId& officer);

/// Private text of an officer's entry, as `Founding::founder_detail` needs it.
[[nodiscard]] std::string officer_detail(const std::string& name, const std::string& pin_hash);

}  // namespace wumei::programme

#ifndef WUMEI_COMPILED
#include <wumei/programme/impl/people_commands.ipp>
#endif
