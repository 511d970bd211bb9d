#include "session.hpp"
#include "verbs.hpp"

#include <wumei/programme/inspection_commands.hpp>
#include <wumei/programme/programme.hpp>

/// Inspections of courtyards.
namespace wumei::cli {
namespace {

void record_inspection(Context& context, const Arguments& arguments) {
  Session session(context, Access::write);
  programme::InspectionRecord inspection;
  inspection.household = arguments.id<HouseholdId>("household");
  inspection.on = arguments.has("on") ? arguments.date("on") : session.today();
  if (arguments.has("part")) inspection.part = scoring::parse_visit(arguments.text("part"));
  if (arguments.has("status")) {
    inspection.status = scoring::parse_outcome(arguments.text("status"));
  }
  inspection.judge = arguments.has("judge") ? arguments.id<OfficerId>("judge")
                                            : session.actor().officer;
  for (const std::string& mark : arguments.list("mark")) {
    inspection.marks.push_back(Score::parse(mark));
  }
  session.submit(programme::inspection_command(session.actor(), std::move(inspection)));
}

/// The latest whole-sheet score of every household that has one.
void list_inspections(Context& context, const Arguments& arguments) {
  const Session session(context, Access::read);
  const programme::State& state = session.state();
  const Period ever{Date(), Date::of(9999, 12, 31)};
  Table table{"inspections",
              {{"household"},
               {"on"},
               {"score", Align::right},
               {"dimensions"},
               {"entry", Align::right}},
              {}};
  for (const auto& [household, visits] : state.deeds.inspections) {
    const bool here = !arguments.has("village") ||
                      state.people.household(household)->village ==
                          arguments.id<VillageId>("village");
    const scoring::WholeInspection* visit = scoring::latest_whole(state.deeds, household, ever);
    if (!here || visit == nullptr) continue;
    std::string dimensions;
    for (const Score percent : visit->dimensions) {
      dimensions += (dimensions.empty() ? "" : " ") + percent.text();
    }
    table.rows.push_back({household, visit->on, visit->total, dimensions, visit->seq});
  }
  context.out.table(table);
}

/// How many visits came to what, by part.
void count_visits(Context& context, const Arguments& /*arguments*/) {
  const Session session(context, Access::read);
  Table table{"visits", {{"visit"}, {"count", Align::right}}, {}};
  for (const auto& [outcome, count] : session.state().deeds.outcomes) {
    table.rows.push_back({Cell(context.tr("visit." + outcome), json::Value(outcome)), count});
  }
  context.out.table(table);
}

}  // namespace

void add_inspect(Verbs& verbs) {
  Verb inspect{.name = "inspect", .help = {"庭院检查", "Inspections of courtyards"}};
  inspect.verbs = {
      {.name = "record",
       .help = {"登记一次检查", "Record one visit"},
       .example = "wumei -L guanqiao.wumei --as o-lin --pin 482913 inspect record --household "
                  "0301017 --mark 6 --mark 5.5 --mark 5 --mark 4 --mark 4 --mark 6 --mark 5 "
                  "--mark 4",
       .options = {required("household", "HOUSEHOLD", {"户编号", "household"}),
                   many("mark", "MARK", {"得分，按评分表顺序", "marks, in the sheet's order"}),
                   one_of(optional("part", "PART", {"outside 月检（默认），whole 季检",
                                                    "outside (the default) or whole"}),
                          {"outside", "whole"}),
                   one_of(optional("status", "STATUS", {"结果（scored）", "outcome (scored)"}),
                          {"scored", "absent", "refused", "exempt"}),
                   optional("judge", "OFFICER", {"检查人（本人）", "who looked (the actor)"}),
                   optional("on", "DATE", {"检查日期（今天）", "day of the visit (today)"})},
       .run = record_inspection},
      {.name = "list",
       .help = {"各户最近一次全表得分", "Latest whole-sheet score of each household"},
       .example = "wumei -L guanqiao.wumei inspect list --village V03",
       .options = {optional("village", "VILLAGE", {"只看该村", "this village only"})},
       .run = list_inspections},
      {.name = "count",
       .help = {"检查次数与结果", "How many visits came to what"},
       .example = "wumei -L guanqiao.wumei inspect count",
       .run = count_visits}};
  verbs.push_back(std::move(inspect));
}

}  // namespace wumei::cli
