#include "remote.hpp"
#include "session.hpp"
#include "verbs.hpp"

#include <wumei/base/text.hpp>
#include <wumei/programme/find.hpp>
#include <wumei/publish/person.hpp>

/// Looking a household up at the counter.
namespace wumei::cli {
namespace {

/// Full names need an officer and his PIN, though nothing is written and no lock is taken.
programme::Viewer viewer_of(const Context& context, const programme::Programme& programme,
                            const Arguments& arguments) {
  if (!arguments.flag("full")) return {};
  if (context.options.as.empty()) throw Usage(context.tr("usage.no_officer"));
  const OfficerId officer(context.options.as);
  programme::authenticate(programme, officer, context.options.pin);
  return {programme::Names::full, officer};
}

programme::HouseholdQuery query_of(const Context& context, const Arguments& arguments) {
  programme::HouseholdQuery query;
  query.any = to_nfc(arguments.text("text"));
  query.name = to_nfc(arguments.text("name"));
  query.group = to_nfc(arguments.text("group"));
  query.card = arguments.text("card");
  query.passbook = to_nfc(arguments.text("passbook"));
  if (arguments.has("village")) query.village = arguments.id<VillageId>("village");
  const bool anything = !query.any.empty() || !query.name.empty() || !query.group.empty() ||
                        !query.card.empty() || !query.passbook.empty() || !query.village.empty();
  if (!anything) throw Usage(context.tr("usage.find_what"));
  return query;
}

Table table_of_found(bool full) {
  Table table{"households",
              {{"household"}, {"head"}, {"village"}, {"group"}, {"grid"}, {"grid_worker"},
               {"status"}, {"card"}, {"passbook"}},
              {}};
  if (full) table.columns.push_back({"phone"});
  return table;
}

Cell status_cell(const Context& context, people::Status status) {
  const bool zh = context.texts.language() == Language::zh;
  return Cell(std::string(zh ? chinese(status) : name(status)), name(status));
}

void print_found(Context& context, const Table& table) {
  if (table.rows.empty()) context.out.tr("find.nothing");
  if (context.out.json() || !table.rows.empty()) context.out.table(table);
}

void find(Context& context, const Arguments& arguments) {
  const programme::HouseholdQuery query = query_of(context, arguments);
  Session session(context, Access::read);
  const programme::Viewer viewer = viewer_of(context, session.programme(), arguments);
  const auto matches = programme::find_households(session.programme(), query, viewer);
  const bool full = viewer.names == programme::Names::full;
  Table table = table_of_found(full);
  for (const programme::HouseholdMatch& match : matches) {
    const people::Household& household = match.household;
    const people::Chain chain = people::chain(session.state().people, household);
    const std::string head = publish::shown_name(match.head, false, context.texts.language());
    table.rows.push_back({household.id, head, household.village, household.group,
                          household.grid, chain.grid_worker,
                          status_cell(context, household.status), household.card,
                          household.passbook});
    if (full) table.rows.back().push_back(match.head.phone);
  }
  print_found(context, table);
}

void find_over_hub(Context& context, const Arguments& arguments) {
  const programme::HouseholdQuery query = query_of(context, arguments);
  const Remote remote(context);
  const bool full = arguments.flag("full");
  const json::Value found = remote.get(
      "households", {{"q", query.any}, {"name", query.name}, {"group", query.group},
                     {"card", query.card}, {"passbook", query.passbook},
                     {"village", query.village.text()}, {"full", full ? "true" : ""},
                     {"limit", "200"}});
  Table table = table_of_found(full);
  for (const json::Value& household : found.at("households").items()) {
    std::vector<Cell> row;
    for (const Column& column : table.columns) {
      row.push_back(column.key == "status"
                        ? status_cell(context, people::parse_status(
                                                   household.at("status").text()))
                        : Cell(text_or_none(household, column.key)));
    }
    table.rows.push_back(std::move(row));
  }
  print_found(context, table);
}

}  // namespace

void add_find(Verbs& verbs) {
  Option text = positional("text", "TEXT", {"户编号、姓名、小组、卡号或存折号",
                                            "number, name, group, card or passbook"});
  text.shape = Shape::positional_optional;
  verbs.push_back(
      {.name = "find",
       .help = {"查找农户", "Find a household"},
       .example = "wumei find 张 --village V03",
       .options = {text, optional("name", "NAME", {"姓名的一部分", "part of the name"}),
                   optional("group", "GROUP", {"村民小组", "villagers' group"}),
                   optional("card", "CARD", {"卡号，停用的也可", "card, also a stopped one"}),
                   optional("passbook", "NUMBER", {"存折号", "passbook"}),
                   optional("village", "VILLAGE", {"村编号", "village"}),
                   flag("full", {"显示全名和电话，需 --as 和 --pin",
                                 "whole names and phones; needs --as and --pin"})},
       .run = find,
       .over_hub = find_over_hub});
}

}  // namespace wumei::cli
