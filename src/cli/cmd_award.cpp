#include "session.hpp"
#include "verbs.hpp"

#include <wumei/base/digest.hpp>
#include <wumei/base/text.hpp>
#include <wumei/programme/award_commands.hpp>
#include <wumei/programme/find.hpp>
#include <wumei/programme/natural_key.hpp>
#include <wumei/programme/programme.hpp>
#include <wumei/publish/language.hpp>

#include <algorithm>
#include <map>
#include <tuple>

/// Rounds of the five-beauty courtyard, from the announcement to the plaques.
namespace wumei::cli {
namespace {

using awards::Placing;
using rules::Level;

Cell level_cell(const Context& context, std::optional<Level> level) {
  if (!level) return Cell("", json::Value(""));
  const std::string stored(rules::name(*level));
  return {context.tr("award.level." + stored), json::Value(stored)};
}

Cell reason_cell(const Context& context, std::optional<RefusalCode> reason) {
  if (!reason) return Cell("", json::Value(""));
  return {std::string(publish::reason(*reason, context.texts.language())),
          json::Value(name(*reason))};
}

/// The round, or exit 1.
const awards::Round& needed_round(const Session& session, const RoundId& id) {
  const awards::Round* round = awards::find_round(session.state().awards, id);
  if (round == nullptr) throw Refused({RefusalCode::round_unknown, {{"round", id.text()}}});
  return *round;
}

void open(Context& context, const Arguments& arguments) {
  Session session(context, Access::write);
  programme::AwardOpening opening;
  opening.round = arguments.id<RoundId>("round");
  opening.from = arguments.date("from");
  opening.until = arguments.date("until");
  opening.seed = arguments.has("seed") ? arguments.text("seed") : to_hex(random_bytes(16));
  opening.on = session.today();
  session.submit(programme::award_opening_command(session.actor(), opening));
  context.out.fact("seed", opening.seed);
}

void veto(Context& context, const Arguments& arguments) {
  Session session(context, Access::write);
  programme::AwardVeto veto;
  veto.round = arguments.id<RoundId>("round");
  veto.household = arguments.id<HouseholdId>("household");
  veto.reason = arguments.text("reason");
  veto.on = session.today();
  veto.detail = arguments.text("note");
  session.submit(programme::award_veto_command(session.actor(), veto));
}

/// Homes scored and plaques of each level, village by village.
Table levels_by_village(const std::vector<Placing>& placings) {
  std::map<VillageId, std::map<std::optional<Level>, std::int64_t>> counts;
  for (const Placing& placing : placings) counts[placing.village][placing.level] += 1;
  Table table{"villages", {{"village"}}, {}};
  for (const char* column : {"homes", "model", "demonstration", "qualified"}) {
    table.columns.push_back({column, Align::right});
  }
  for (auto& [village, levels] : counts) {
    std::int64_t homes = 0;
    for (const auto& [level, count] : levels) homes += count;
    table.rows.push_back({village, homes, levels[Level::model], levels[Level::demonstration],
                          levels[Level::qualified]});
  }
  return table;
}

void rank(Context& context, const Arguments& arguments) {
  Session session(context, Access::write);
  const auto id = arguments.id<RoundId>("round");
  static_cast<void>(needed_round(session, id));
  const Table table = levels_by_village(programme::ranking_now(session.state(), id));
  session.submit(programme::award_ranking_command(session.actor(), {id, session.today()}));
  context.out.table(table);
}

void publish_ranking(Context& context, const Arguments& arguments) {
  Session session(context, Access::write);
  const auto id = arguments.id<RoundId>("round");
  const programme::Receipt receipt =
      session.submit(programme::award_notice_command(session.actor(), {id, session.today()}));
  context.out.tr("award.published", {{"round", id.text()},
                                     {"until", receipt.out.at("until").text()}});
}

void object(Context& context, const Arguments& arguments) {
  Session session(context, Access::write);
  programme::AwardObjection objection;
  objection.round = arguments.id<RoundId>("round");
  objection.household = arguments.id<HouseholdId>("household");
  objection.on = session.today();
  objection.detail = arguments.text("note");
  session.submit(programme::award_objection_command(session.actor(), objection));
}

void decide(Context& context, const Arguments& arguments) {
  Session session(context, Access::write);
  programme::AwardAnswer answer;
  answer.round = arguments.id<RoundId>("round");
  answer.objection = arguments.integer("objection");
  answer.upheld = arguments.text("verdict") == "upheld";
  answer.on = session.today();
  session.submit(programme::award_answer_command(session.actor(), answer));
  if (answer.upheld) context.out.tr("award.reopened", {{"round", answer.round.text()}});
}

/// Grants and closing in one step: all the plaques, or none.
void confirm(Context& context, const Arguments& arguments) {
  Session session(context, Access::write);
  const auto id = arguments.id<RoundId>("round");
  static_cast<void>(needed_round(session, id));
  std::vector<programme::Command> commands;
  for (const auto& grant : programme::grants_due(session.state(), id, session.today())) {
    programme::Command command = programme::award_grant_command(session.actor(), grant);
    command.key = programme::key_after_reversals(session.programme(), command.key);
    commands.push_back(std::move(command));
  }
  const auto grants = static_cast<std::int64_t>(commands.size());
  commands.push_back(programme::award_closing_command(session.actor(), {id, session.today()}));
  const Batch batch = session.submit_all(std::move(commands), OnRefusal::stop);
  const Points points = Points::of_units(batch.receipts.back().out.at("points").integer());
  context.out.tr("award.confirmed", {{"round", id.text()},
                                     {"count", std::to_string(grants)},
                                     {"points", points.text()}});
  context.out.set("grants", json::Value(grants));
  context.out.set("points", json::Value(points.text()));
}

void list_rounds(const Session& session, Context& context) {
  Table table{"rounds", {{"round"}, {"state"}, {"from"}, {"until"}}, {}};
  for (const char* column : {"homes", "vetoes", "model", "demonstration", "qualified"}) {
    table.columns.push_back({column, Align::right});
  }
  for (const auto& [id, round] : session.state().awards.rounds) {
    std::map<Level, std::int64_t> levels;
    for (const auto& [household, winner] : round.winners) levels[winner.level] += 1;
    const std::string state(awards::name(round.state));
    table.rows.push_back({id, Cell(context.tr("award.state." + state), json::Value(state)),
                          round.from, round.until, round.candidates,
                          static_cast<std::int64_t>(round.vetoes.size()), levels[Level::model],
                          levels[Level::demonstration], levels[Level::qualified]});
  }
  context.out.table(table);
}

/// Every placing of the latest ranking, as the log holds it.
std::vector<Placing> placings_of(Session& session, const awards::Round& round) {
  std::vector<Placing> placings;
  std::int64_t parts = round.winners.empty() && round.candidates == 0 ? 0 : 1;
  for (std::int64_t part = 0; part < parts; ++part) {
    const std::string leaf = session.programme().leaf(round.ranking + part);
    const json::Value out = ledger::parse_data(ledger::decode(leaf)).at("out");
    parts = out.at("parts").integer();
    for (Placing& placing : programme::placings_in(out)) placings.push_back(std::move(placing));
  }
  return placings;
}

void list_placings(Session& session, Context& context, const Arguments& arguments) {
  const awards::Round& round = needed_round(session, arguments.id<RoundId>("round"));
  std::vector<Placing> placings = placings_of(session, round);
  const VillageId village =
      arguments.has("village") ? arguments.id<VillageId>("village") : VillageId();
  std::erase_if(placings, [&](const Placing& placing) {
    return (!village.empty() && placing.village != village) ||
           (!arguments.flag("all") && !placing.level);
  });
  const auto heads = programme::heads(session.programme());
  Table table{"placings", {{"village"}, {"rank", Align::right}, {"household"}, {"name"},
                           {"score", Align::right}, {"level"}, {"reason"}}, {}};
  for (const Placing& placing : placings) {
    const auto head = heads.find(placing.household);
    table.rows.push_back({placing.village, placing.rank, placing.household,
                          mask_name(head == heads.end() ? "" : head->second.name),
                          placing.total, level_cell(context, placing.level),
                          reason_cell(context, placing.held_back)});
  }
  context.out.table(table);
}

void list(Context& context, const Arguments& arguments) {
  Session session(context, Access::read);
  if (arguments.has("round")) {
    list_placings(session, context, arguments);
  } else {
    list_rounds(session, context);
  }
}

Option round_option() { return positional("round", "ROUND", {"评选轮次", "the round"}); }

Verb open_verb() {
  return {.name = "open", .help = {"启动一轮评选", "Announce a round"},
          .example = "wumei award open 2026H1 --from 2026-04-01 --until 2026-06-20",
          .options = {round_option(),
                      required("from", "DATE", {"季检起始日", "first day of inspections"}),
                      required("until", "DATE", {"季检截止日", "last day of inspections"}),
                      optional("seed", "TEXT",
                               {"抽签种子，8至64字（随机）", "seed of the draw (random)"})},
          .run = open};
}

Verb veto_verb() {
  return {.name = "veto", .help = {"一票否决一户", "Shut a household out of the round"},
          .example = "wumei award veto 2026H1 0301017 --reason open-burning",
          .options = {round_option(),
                      positional("household", "HOUSEHOLD", {"户编号", "the household"}),
                      required("reason", "CODE",
                               {"规则册中的否决代码", "code of a veto of the rule book"}),
                      optional("note", "TEXT", {"说明（不公开）", "private note"})},
          .run = veto};
}

Verb object_verb() {
  return {.name = "object", .help = {"登记一条异议", "Write down an objection"},
          .example = "wumei award object 2026H1 0301017 --note 院内仍有违建",
          .options = {round_option(),
                      positional("household", "HOUSEHOLD", {"户编号", "about which household"}),
                      required("note", "TEXT", {"异议内容（不公开）", "what is said (private)"})},
          .run = object};
}

Verb decide_verb() {
  return {.name = "decide", .help = {"答复异议", "Decide an objection"},
          .example = "wumei award decide 2026H1 5120 --verdict dismissed",
          .options = {round_option(),
                      positional("objection", "SEQ", {"异议的序号", "entry of the objection"}),
                      one_of(required("verdict", "VERDICT",
                                      {"dismissed 维持，upheld 成立并重新排序",
                                       "dismissed, or upheld: the round is ranked again"}),
                             {"dismissed", "upheld"})},
          .run = decide};
}

Verb list_verb() {
  Option round = round_option();
  round.shape = Shape::positional_optional;
  return {.name = "list", .help = {"各轮评选，或一轮的名次", "Rounds, or the placings of one"},
          .example = "wumei award list 2026H1 --village V03",
          .options = {round, optional("village", "VILLAGE", {"村编号", "one village only"}),
                      flag("all", {"含未入选户及原因", "also who won nothing, and why"})},
          .run = list};
}

}  // namespace

void add_award(Verbs& verbs) {
  verbs.push_back(
      {.name = "award", .help = {"五美庭院评选", "Rounds of the five-beauty courtyard"},
       .verbs = {
           open_verb(), veto_verb(),
           {.name = "rank", .help = {"按季检成绩排序", "Rank the round"},
            .example = "wumei award rank 2026H1", .options = {round_option()}, .run = rank},
           {.name = "publish", .help = {"公示排序结果", "Put the ranking on public notice"},
            .example = "wumei award publish 2026H1", .options = {round_option()},
            .run = publish_ranking},
           object_verb(), decide_verb(),
           {.name = "confirm", .help = {"公示期满，发放奖励积分", "Grant the points and close"},
            .example = "wumei award confirm 2026H1", .options = {round_option()},
            .run = confirm},
           list_verb()}});
}

}  // namespace wumei::cli
