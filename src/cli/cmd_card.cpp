#include "session.hpp"
#include "verbs.hpp"

#include <wumei/base/text.hpp>
#include <wumei/programme/household_commands.hpp>
#include <wumei/programme/people_commands.hpp>

/// Cards, and what changes about a household.
namespace wumei::cli {
namespace {

people::Household known_household(const Session& session, const HouseholdId& household) {
  const auto known = session.state().people.household(household);
  if (!known) {
    throw Refused({RefusalCode::household_unknown, {{"household", household.text()}}});
  }
  return *known;
}

void issue_card(Context& context, const Arguments& arguments) {
  Session session(context, Access::write);
  programme::CardIssue asked;
  asked.household = arguments.id<HouseholdId>("household");
  asked.card = arguments.id<CardId>("card");
  asked.replaces = known_household(session, asked.household).card;
  session.submit(programme::card_command(session.actor(), asked));
  if (!asked.replaces.empty() && !session.dry_run()) {
    context.out.tr("card.stopped", {{"card", asked.replaces.text()}});
    context.out.set("stopped", json::Value(asked.replaces.text()));
  }
}

/// What is not given stays as it is.
void change_household(Context& context, const Arguments& arguments) {
  Session session(context, Access::write);
  const people::Household& known =
      known_household(session, arguments.id<HouseholdId>("household"));
  programme::HouseholdChange asked{known.id, known.status, known.group, known.grid,
                                   known.people, known.passbook, "", ""};
  if (arguments.has("status")) {
    asked.status = people::parse_status(to_nfc(arguments.text("status")));
  }
  if (arguments.has("group")) asked.group = to_nfc(arguments.text("group"));
  if (arguments.has("grid")) asked.grid = arguments.id<GridId>("grid");
  if (arguments.has("people")) asked.people = arguments.integer("people");
  if (arguments.has("passbook")) asked.passbook = to_nfc(arguments.text("passbook"));
  if (arguments.has("name")) asked.head = to_nfc(arguments.text("name"));
  if (arguments.has("phone")) asked.phone = arguments.text("phone");
  session.submit(programme::household_change_command(session.actor(), asked));
}

void split_household(Context& context, const Arguments& arguments) {
  Session session(context, Access::write);
  const programme::HouseholdSplit asked{
      arguments.id<HouseholdId>("household"), arguments.id<HouseholdId>("into"),
      arguments.integer("members"), arguments.integer("of")};
  session.submit(programme::split_command(session.actor(), asked));
}

void merge_household(Context& context, const Arguments& arguments) {
  Session session(context, Access::write);
  session.submit(programme::merge_command(
      session.actor(),
      {arguments.id<HouseholdId>("household"), arguments.id<HouseholdId>("into")}));
}

Verb split_verb() {
  return {.name = "split",
          .help = {"分户：按人数把积分分给已登记的新户", "Share points with a new household"},
          .example = "wumei household split 0301017 --into 0301099 --members 2 --of 5",
          .options = {positional("household", "HOUSEHOLD", {"原户", "the old household"}),
                      required("into", "HOUSEHOLD", {"新户（先登记）", "the new one"}),
                      required("members", "COUNT", {"分出的人数", "members who leave"}),
                      required("of", "COUNT", {"分户前的人数", "members before"})},
          .run = split_household};
}

Verb merge_verb() {
  return {.name = "merge",
          .help = {"并户：积分并入另一户，本户销户", "Join another household and close this one"},
          .example = "wumei household merge 0301017 --into 0301018",
          .options = {positional("household", "HOUSEHOLD", {"并出的户", "the one that joins"}),
                      required("into", "HOUSEHOLD", {"并入的户", "the one that stays"})},
          .run = merge_household};
}

Verb change_verb() {
  return {.name = "change",
          .help = {"变更状态、小组、网格、人口、户主", "Change status, group, grid, people, head"},
          .example = "wumei household change 0301017 --status 外出",
          .options = {positional("household", "HOUSEHOLD", {"户编号", "the household"}),
                      optional("status", "STATUS",
                               {"常住、外出、休眠、销户", "resident, away, dormant, closed"}),
                      optional("group", "GROUP", {"村民小组", "villagers' group"}),
                      optional("grid", "GRID", {"网格编号", "grid"}),
                      optional("people", "COUNT", {"人口", "members"}),
                      optional("passbook", "NUMBER", {"存折号", "passbook"}),
                      optional("name", "NAME", {"户主（不公开）", "head (kept private)"}),
                      optional("phone", "PHONE", {"电话（不公开）", "phone (kept private)"})},
          .run = change_household};
}

}  // namespace

void add_card(Verbs& verbs) {
  verbs.push_back(
      {.name = "card",
       .help = {"积分卡", "Cards of households"},
       .verbs = {{.name = "issue",
                  .help = {"发卡或换卡，旧卡即停用", "Issue a card; the one before stops"},
                  .example = "wumei card issue 0301017 --card C0301017-2",
                  .options = {positional("household", "HOUSEHOLD", {"户编号", "the household"}),
                              required("card", "CARD", {"新卡号", "number of the new card"})},
                  .run = issue_card}}});
  verbs.push_back({.name = "household",
                   .help = {"农户变更", "Changes of households"},
                   .verbs = {change_verb(), split_verb(), merge_verb()}});
}

}  // namespace wumei::cli
