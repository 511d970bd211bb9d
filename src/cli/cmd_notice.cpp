#include "session.hpp"
#include "verbs.hpp"

#include <wumei/base/text.hpp>
#include <wumei/programme/notice_commands.hpp>
#include <wumei/programme/programme.hpp>

/// Public notice of points: posted, objected to, decided, confirmed.
namespace wumei::cli {
namespace {

/// `N-2026-04-25-V03`, and `-2` when that was used.
NoticeId fresh_notice_id(const notice::Board& board, const VillageId& village, Date through) {
  const std::string stem = "N-" + through.text() + "-" + village.text();
  NoticeId id(stem);
  for (int again = 2; board.notices.contains(id); ++again) {
    id = NoticeId(stem + "-" + std::to_string(again));
  }
  return id;
}

/// The villages meant by --village or --all.
std::vector<VillageId> villages_of(const Context& context, const programme::State& state,
                                   const Arguments& arguments) {
  if (arguments.has("village") == arguments.flag("all")) {
    throw Usage(context.tr("notice.village_or_all"));
  }
  if (arguments.has("village")) return {arguments.id<VillageId>("village")};
  std::vector<VillageId> villages;
  for (const auto& [id, village] : state.people.villages) villages.push_back(id);
  return villages;
}

bool has_unposted(const programme::State& state, const VillageId& village, Date through) {
  for (const ledger::Seq seq : scoring::earnings_of(state.deeds, village, through)) {
    if (!state.notices.notice_of.contains(seq)) return true;
  }
  return false;
}

void open_notice(Context& context, const Arguments& arguments) {
  Session session(context, Access::write);
  const programme::State& state = session.state();
  const Date through = arguments.has("through") ? arguments.date("through") : session.today();
  const std::int64_t days = arguments.has("days")
                                ? arguments.integer("days")
                                : programme::notice_days(state, session.today());
  std::vector<programme::Command> commands;
  Table table{"notices", {{"notice"}, {"village"}}, {}};
  for (const VillageId& village : villages_of(context, state, arguments)) {
    if (arguments.flag("all") && !has_unposted(state, village, through)) continue;
    const NoticeId id = arguments.has("id") && !arguments.flag("all")
                            ? arguments.id<NoticeId>("id")
                            : fresh_notice_id(state.notices, village, through);
    commands.push_back(
        programme::notice_open_command(session.actor(), {id, village, through, days}));
    table.rows.push_back({id, village});
  }
  if (commands.empty()) throw Refused({RefusalCode::nothing_to_do, {}});
  session.submit_all(std::move(commands), OnRefusal::stop);
  context.out.table(table);
}

void object(Context& context, const Arguments& arguments) {
  Session session(context, Access::write);
  programme::NoticeObject objection;
  objection.subject.entry = arguments.integer("entry");
  objection.on = arguments.has("on") ? arguments.date("on") : session.today();
  if (arguments.has("ground")) objection.ground = notice::parse_ground(arguments.text("ground"));
  session.submit(programme::objection_command(session.actor(), objection,
                                              to_nfc(arguments.text("words"))));
}

void decide_objection(Context& context, const Arguments& arguments) {
  Session session(context, Access::write);
  programme::NoticeDecide verdict;
  verdict.subject.entry = arguments.integer("entry");
  verdict.on = session.today();
  verdict.verdict = notice::parse_verdict(arguments.text("verdict"));
  if (arguments.has("points")) verdict.points = arguments.amount<Points>("points");
  if (verdict.verdict == notice::Verdict::amended && !arguments.has("points")) {
    throw Usage(context.tr("notice.points_needed"));
  }
  session.submit(programme::verdict_command(session.actor(), verdict,
                                            to_nfc(arguments.text("words"))));
}

/// The notices meant: one by id, or those of a village (or of all) whose window is over.
std::vector<NoticeId> notices_to_confirm(const Context& context, const Session& session,
                                         const Arguments& arguments) {
  if (arguments.has("notice")) return {arguments.id<NoticeId>("notice")};
  const programme::State& state = session.state();
  std::vector<NoticeId> due;
  for (const VillageId& village : villages_of(context, state, arguments)) {
    for (const NoticeId& id :
         notice::open_notices(state.notices, notice::Scope::points, village)) {
      if (notice::confirmable(state.notices, id, session.effective())) due.push_back(id);
    }
  }
  if (due.empty()) throw Refused({RefusalCode::nothing_to_do, {}});
  return due;
}

void confirm(Context& context, const Arguments& arguments) {
  Session session(context, Access::write);
  const std::vector<NoticeId> notices = notices_to_confirm(context, session, arguments);
  std::vector<programme::Command> commands;
  for (const NoticeId& id : notices) {
    commands.push_back(programme::confirm_command(session.actor(), id));
  }
  // One village where this officer had a hand in something does not hold up the others.
  const OnRefusal on_refusal = notices.size() == 1 ? OnRefusal::stop : OnRefusal::skip;
  const Batch batch = session.submit_all(std::move(commands), on_refusal);
  Table refused{"refused", {{"notice"}, {"code"}, {"reason"}}, {}};
  for (const auto& [index, refusal] : batch.refused) {
    refused.rows.push_back({notices[index], name(refusal.code),
                            context.texts.sentence(refusal)});
  }
  if (context.out.json() || !refused.rows.empty()) context.out.table(refused);
  if (batch.receipts.empty()) throw Refused(batch.refused.front().second);
}

void list_notices(Context& context, const Arguments& arguments) {
  const Session session(context, Access::read);
  const notice::Board& board = session.state().notices;
  Table table{"notices",
              {{"notice"},
               {"village"},
               {"from"},
               {"until"},
               {"entries", Align::right},
               {"waiting", Align::right},
               {"objections", Align::right}},
              {}};
  for (const auto& [id, notice] : board.notices) {
    if (notice.waiting.empty() && !arguments.flag("closed")) continue;
    if (arguments.has("village") && notice.village != arguments.id<VillageId>("village")) continue;
    std::int64_t open = 0;
    for (const ledger::Seq entry : notice.waiting) {
      if (board.open_objections.contains(entry)) ++open;
    }
    table.rows.push_back({id, notice.village, notice.posted, notice.until, notice.entries,
                          static_cast<std::int64_t>(notice.waiting.size()), open});
  }
  context.out.table(table);
}

/// The entries of one notice that still wait.
void show_notice(Context& context, const Arguments& arguments) {
  const Session session(context, Access::read);
  const programme::State& state = session.state();
  const auto found = state.notices.notices.find(arguments.id<NoticeId>("notice"));
  if (found == state.notices.notices.end()) {
    throw Error(Errc::not_found, "no notice is called " + arguments.text("notice"));
  }
  Table table{"waiting",
              {{"entry", Align::right},
               {"household"},
               {"rule"},
               {"on"},
               {"points", Align::right},
               {"objection", Align::right}},
              {}};
  for (const ledger::Seq entry : found->second.waiting) {
    const auto earning = state.deeds.earnings.find(entry);
    if (earning == state.deeds.earnings.end()) continue;
    const auto objection = state.notices.open_objections.find(entry);
    const Cell against = objection == state.notices.open_objections.end()
                             ? Cell("") : Cell(objection->second);
    table.rows.push_back({entry, earning->second.household, earning->second.rule,
                          earning->second.on, earning->second.points, against});
  }
  context.out.fact("notice", found->first);
  context.out.fact("until", found->second.until);
  context.out.table(table);
}

Option village_option() {
  return optional("village", "VILLAGE", {"该村", "this village"});
}
Option all_option() { return flag("all", {"所有村", "every village"}); }
Option entry_option() {
  return positional("entry", "SEQ", {"计分条目号", "entry that earned the points"});
}

Verb open_verb() {
  return {.name = "open",
          .help = {"张贴积分公示", "Post what was earned"},
          .example = "wumei -L guanqiao.wumei --as o-wu --pin 271828 notice open --all --through "
                     "2026-04-25",
          .options = {village_option(), all_option(),
                      optional("through", "DATE", {"事实发生日截至（今天）",
                                                   "deeds done by this day (today)"}),
                      optional("days", "N", {"公示天数（按规则册）",
                                             "days of notice (the rule book's)"}),
                      optional("id", "NOTICE", {"公示编号", "number of the notice"})},
          .run = open_notice};
}

Verb decide_verb() {
  return {.name = "decide",
          .help = {"处理异议", "Decide the open objection against an entry"},
          .example = "wumei -L guanqiao.wumei --as o-jian --pin 161803 notice decide 1310 "
                     "--verdict amended --points 2.5",
          .options = {entry_option(),
                      one_of(required("verdict", "VERDICT",
                                      {"dismissed 维持，upheld 撤销，amended 更正",
                                       "dismissed, upheld or amended"}),
                             {"dismissed", "upheld", "amended"}),
                      optional("points", "POINTS", {"更正后的分值", "what is left"}),
                      optional("words", "TEXT", {"答复（不公开）", "the answer, kept private"})},
          .run = decide_objection};
}

Verb object_verb() {
  return {.name = "object",
          .help = {"登记异议", "Write down an objection"},
          .example = "wumei -L guanqiao.wumei --as o-lin --pin 482913 notice object 1310 "
                     "--ground amount --words \"只做了一小时\"",
          .options = {entry_option(),
                      one_of(optional("ground", "GROUND", {"事由（other）", "ground (other)"}),
                             {"not-done", "amount", "other"}),
                      optional("words", "TEXT", {"异议内容（不公开）",
                                                 "what was said, kept private"}),
                      optional("on", "DATE", {"提出日期（今天）", "day it was brought (today)"})},
          .run = object};
}

Verb confirm_verb() {
  return {.name = "confirm",
          .help = {"公示期满，积分生效", "Bring a notice into force"},
          .example = "wumei -L guanqiao.wumei --as o-zhen --pin 141421 notice confirm --all",
          .options = {Option{Shape::positional_optional, "notice", "NOTICE",
                             {"公示编号", "number of the notice"}},
                      village_option(), all_option()},
          .run = confirm};
}

}  // namespace

void add_notice(Verbs& verbs) {
  Verb notice{.name = "notice", .help = {"积分公示与异议", "Public notice and objections"}};
  notice.verbs = {
      open_verb(),
      object_verb(),
      decide_verb(),
      confirm_verb(),
      {.name = "list",
       .help = {"公示一览", "Notices"},
       .example = "wumei -L guanqiao.wumei notice list --closed",
       .options = {village_option(), flag("closed", {"含已办结的", "also finished ones"})},
       .run = list_notices},
      {.name = "show",
       .help = {"一份公示中待生效的条目", "Entries of a notice that still wait"},
       .example = "wumei -L guanqiao.wumei notice show N-2026-04-25-V03",
       .options = {positional("notice", "NOTICE", {"公示编号", "number of the notice"})},
       .run = show_notice}};
  verbs.push_back(std::move(notice));
}

}  // namespace wumei::cli
