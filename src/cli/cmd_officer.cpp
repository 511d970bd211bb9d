#include "session.hpp"
#include "verbs.hpp"

#include <wumei/base/text.hpp>
#include <wumei/people/pin.hpp>
#include <wumei/programme/find.hpp>
#include <wumei/programme/people_commands.hpp>

/// Who may do what.
namespace wumei::cli {
namespace {

std::string pin_hash_of(const Session& session, const OfficerId& officer,
                        const std::string& pin) {
  if (pin.empty()) return {};
  if (!people::is_pin(pin)) {
    throw bad_input({"", 0, 0, "--new-pin"}, std::to_string(pin.size()) + " characters",
                    "six digits");
  }
  return people::hash_pin(pin, programme::pin_salt(session.state().charter, officer));
}

people::Roles roles_of(const Arguments& arguments) {
  people::Roles roles;
  for (const std::string& text : arguments.list("role")) {
    roles.merge(arguments.reading("role", [&] { return people::parse_roles(to_nfc(text)); }));
  }
  return roles;
}

void appoint(Context& context, const Arguments& arguments) {
  Session session(context, Access::write);
  programme::Appointment asked;
  asked.officer = arguments.id<OfficerId>("officer");
  asked.roles = roles_of(arguments);
  for (const std::string& text : arguments.list("village")) {
    for (const std::string& village : people::split_list(text)) {
      asked.villages.insert(arguments.reading("village", [&] { return VillageId(village); }));
    }
  }
  asked.name = to_nfc(arguments.text("name"));
  asked.pin_hash = pin_hash_of(session, asked.officer, arguments.text("new-pin"));
  session.submit(programme::appointment_command(session.actor(), asked));
}

void dismiss(Context& context, const Arguments& arguments) {
  Session session(context, Access::write);
  session.submit(
      programme::dismissal_command(session.actor(), {arguments.id<OfficerId>("officer")}));
}

Cell role_cell(const Context& context, const people::Roles& roles) {
  const bool zh = context.texts.language() == Language::zh;
  std::string words;
  json::Array stored;
  for (const people::Role role : roles) {
    if (!words.empty()) words += zh ? "、" : ", ";
    words += zh ? chinese(role) : name(role);
    stored.emplace_back(name(role));
  }
  return {words, std::move(stored)};
}

Cell village_cell(const Context& context, const std::set<VillageId>& villages) {
  std::string words = villages.empty() ? context.tr("officer.all_villages") : "";
  json::Array stored;
  for (const VillageId& village : villages) {
    if (!words.empty()) words += " ";
    words += village.text();
    stored.emplace_back(village.text());
  }
  return {words, std::move(stored)};
}

void list(Context& context, const Arguments& arguments) {
  Session session(context, Access::read);
  const VillageId village =
      arguments.has("village") ? arguments.id<VillageId>("village") : VillageId();
  Table table{"officers", {{"officer"}, {"name"}, {"roles"}, {"villages"}, {"state"}}, {}};
  for (const auto& [id, officer] : session.state().people.officers) {
    const bool here = village.empty() || officer.villages.empty() ||
                      officer.villages.contains(village);
    if (!here) continue;
    const std::string known = programme::officer_name(session.programme(), id);
    const char* state = officer.active ? "officer.active" : "officer.dismissed";
    table.rows.push_back({id, known.empty() ? std::string() : mask_name(known),
                          role_cell(context, officer.roles),
                          village_cell(context, officer.villages),
                          Cell(context.tr(state), officer.active ? "active" : "dismissed")});
  }
  context.out.table(table);
}

Verb appoint_verb() {
  return {.name = "appoint",
          .help = {"任用，或更改角色、村和 PIN", "Appoint, or change roles, villages and PIN"},
          .example = "wumei officer appoint o-wang --name 王芳 --role 网格员 --village V03 "
                     "--new-pin 592653",
          .options = {positional("officer", "OFFICER", {"人员编号", "number of the officer"}),
                      many("role", "ROLE", {"角色，如 网格员", "role, such as grid-worker"}),
                      many("village", "VILLAGE", {"只在这些村（全镇）", "only there (all)"}),
                      optional("name", "NAME", {"姓名（不公开）", "name (kept private)"}),
                      optional("new-pin", "PIN", {"此人的六位 PIN", "six digits of the officer"})},
          .run = appoint};
}

}  // namespace

void add_officer(Verbs& verbs) {
  verbs.push_back(
      {.name = "officer",
       .help = {"人员与角色", "Officers and their roles"},
       .verbs = {appoint_verb(),
                 {.name = "dismiss",
                  .help = {"离任", "Dismiss an officer"},
                  .example = "wumei officer dismiss o-wang",
                  .options = {positional("officer", "OFFICER", {"人员编号", "the officer"})},
                  .run = dismiss},
                 {.name = "list",
                  .help = {"人员一览", "List officers"},
                  .example = "wumei officer list --village V03",
                  .options = {optional("village", "VILLAGE", {"只看该村", "of one village"})},
                  .run = list}}});
}

}  // namespace wumei::cli
