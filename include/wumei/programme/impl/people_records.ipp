#pragma once

#include <wumei/base/digest.hpp>
#include <wumei/base/json.hpp>
#include <wumei/config.hpp>
#include <wumei/people/pin.hpp>
#include <wumei/programme/people_commands.hpp>

#include <utility>

// How the register's facts are spelled in entries, and the commands that ask for them.
namespace wumei::programme {
namespace detail {

WUMEI_INLINE json::Value people_in(const VillageRegistration& asked) {
  return json::Value::object({{"village", asked.village.text()}, {"name", asked.name}});
}

WUMEI_INLINE json::Value people_in(const GridRegistration& asked) {
  return json::Value::object({{"grid", asked.grid.text()},
                              {"village", asked.village.text()},
                              {"officer", asked.officer.text()}});
}

WUMEI_INLINE json::Value people_in(const HouseholdRegistration& asked) {
  return json::Value::object({{"household", asked.household.text()},
                              {"village", asked.village.text()},
                              {"group", asked.group},
                              {"grid", asked.grid.text()},
                              {"status", people::name(asked.status)},
                              {"people", asked.people},
                              {"passbook", asked.passbook},
                              {"card", asked.card.text()}});
}

WUMEI_INLINE json::Value people_in(const HouseholdChange& asked) {
  return json::Value::object({{"household", asked.household.text()},
                              {"status", people::name(asked.status)},
                              {"group", asked.group},
                              {"grid", asked.grid.text()},
                              {"people", asked.people},
                              {"passbook", asked.passbook}});
}

WUMEI_INLINE json::Value people_in(const CardIssue& asked) {
  return json::Value::object({{"household", asked.household.text()},
                              {"card", asked.card.text()},
                              {"replaces", asked.replaces.text()}});
}

WUMEI_INLINE json::Value people_in(const Appointment& asked) {
  json::Array roles;
  for (const people::Role role : asked.roles) roles.emplace_back(people::name(role));
  json::Array villages;
  for (const VillageId& village : asked.villages) villages.emplace_back(village.text());
  return json::Value::object({{"officer", asked.officer.text()},
                              {"roles", std::move(roles)},
                              {"villages", std::move(villages)}});
}

WUMEI_INLINE json::Value people_in(const Dismissal& asked) {
  return json::Value::object({{"officer", asked.officer.text()}});
}

WUMEI_INLINE json::Value people_in(const DonorRegistration& asked) {
  const bool is_private = asked.kind == people::DonorKind::person;
  return json::Value::object({{"donor", asked.donor.text()},
                              {"name", is_private ? std::string() : asked.name},
                              {"kind", people::name(asked.kind)}});
}

WUMEI_INLINE std::string household_detail(const std::string& head, const std::string& phone) {
  if (head.empty() && phone.empty()) return {};
  return json::write(json::Value::object({{"head", head}, {"phone", phone}}));
}

WUMEI_INLINE std::string donor_detail(const DonorRegistration& asked) {
  if (asked.kind != people::DonorKind::person || asked.name.empty()) return {};
  return json::write(json::Value::object({{"name", asked.name}}));
}

inline constexpr std::int64_t people_max = 99;  ///< of one household

WUMEI_INLINE void check_people_count(std::int64_t people) {
  if (people >= 1 && people <= people_max) return;
  throw Error(Errc::bad_input, "a household has 1 to 99 people, found " + std::to_string(people),
              {{"field", "people"}, {"found", std::to_string(people)}});
}

/// The command of one register entry: its facts, its private text, its decision.
template <class Asked>
[[nodiscard]] Command people_command(
    Actor actor, std::pair<std::string, std::string> kind_and_detail, Asked asked,
    Decision<Drafts> (*decide)(const State&, const Context&, const Asked&)) {
  Command command;
  command.actor = std::move(actor);
  command.kind = std::move(kind_and_detail.first);
  command.detail = std::move(kind_and_detail.second);
  command.in = people_in(asked);
  command.decide = [asked = std::move(asked), decide](const State& state,
                                                      const Context& context) {
    return decide(state, context, asked);
  };
  return command;
}

}  // namespace detail

WUMEI_INLINE Command village_command(Actor actor, VillageRegistration asked) {
  return detail::people_command(std::move(actor), {"village.register", ""}, std::move(asked),
                                decide_village);
}

WUMEI_INLINE Command grid_command(Actor actor, GridRegistration asked) {
  return detail::people_command(std::move(actor), {"grid.register", ""}, std::move(asked),
                                decide_grid);
}

WUMEI_INLINE Command household_command(Actor actor, HouseholdRegistration asked) {
  detail::check_people_count(asked.people);
  std::string text = detail::household_detail(asked.head, asked.phone);
  return detail::people_command(std::move(actor), {"household.register", std::move(text)},
                                std::move(asked), decide_household);
}

WUMEI_INLINE Command household_change_command(Actor actor, HouseholdChange asked) {
  detail::check_people_count(asked.people);
  std::string text = detail::household_detail(asked.head, asked.phone);
  return detail::people_command(std::move(actor), {"household.change", std::move(text)},
                                std::move(asked), decide_household_change);
}

WUMEI_INLINE Command card_command(Actor actor, CardIssue asked) {
  return detail::people_command(std::move(actor), {"card.issue", ""}, std::move(asked),
                                decide_card);
}

WUMEI_INLINE Command appointment_command(Actor actor, Appointment asked) {
  if (asked.roles.empty()) {
    throw Error(Errc::bad_input, "an officer without a role; dismiss instead",
                {{"field", "roles"}});
  }
  std::string text = officer_detail(asked.name, asked.pin_hash);
  return detail::people_command(std::move(actor), {"officer.appoint", std::move(text)},
                                std::move(asked), decide_appointment);
}

WUMEI_INLINE Command dismissal_command(Actor actor, Dismissal asked) {
  return detail::people_command(std::move(actor), {"officer.dismiss", ""}, std::move(asked),
                                decide_dismissal);
}

WUMEI_INLINE Command donor_command(Actor actor, DonorRegistration asked) {
  std::string text = detail::donor_detail(asked);
  return detail::people_command(std::move(actor), {"donor.register", std::move(text)},
                                std::move(asked), decide_donor);
}

WUMEI_INLINE std::string registration_key(std::string_view topic, std::string_view id) {
  return "0/" + std::string(topic) + "/" + std::string(id);
}

WUMEI_INLINE std::string pin_salt(const Charter& charter, const OfficerId& officer) {
  const Digest digest = sha256("wumei/pin/1\n" + charter.origin + "\n" + officer.text());
  return std::string(digest.bytes().substr(0, 16));
}

WUMEI_INLINE std::string officer_detail(const std::string& name, const std::string& pin_hash) {
  return json::write(json::Value::object({{"name", name}, {"pin", pin_hash}}));
}

}  // namespace wumei::programme
