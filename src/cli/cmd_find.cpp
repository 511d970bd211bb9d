#include "guest.hpp"
#include "session.hpp"
#include "verbs.hpp"

#include <wumei/base/text.hpp>
#include <wumei/programme/find.hpp>
#include <wumei/publish/person.hpp>

/// Looking a household up at the counter.
namespace wumei::cli {
namespace {

/// The query as a look at it is written down.
std::string words_of(const Arguments& arguments) {
  std::string words;
  for (const char* name : {"text", "name", "group", "card", "passbook", "village"}) {
    if (arguments.has(name)) words += (words.empty() ? "" : " ") + to_nfc(arguments.text(name));
  }
  return words;
}

/// Full names need an officer and his PIN, though nothing is written and no lock is taken.
programme::Viewer viewer_of(const Context& context, const programme::Programme& programme,
                            const Arguments& arguments) {
  if (!arguments.flag("full")) return {};
  return {programme::Names::full,
          proven_officer(context, programme, "find " + words_of(arguments))};
}

/// Whom a guest is about to see.
void note_seen(const Guest& guest, const std::vector<programme::HouseholdMatch>& matches) {
  std::string seen;
  for (const programme::HouseholdMatch& match : matches) seen += " " + match.household.id.text();
  if (!seen.empty()) guest.look("households" + seen);
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
  if (full && context.guest != nullptr) note_seen(*context.guest, matches);
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
       .run = find});
}

}  // namespace wumei::cli
