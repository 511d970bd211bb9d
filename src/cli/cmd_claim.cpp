#include "session.hpp"
#include "verbs.hpp"

#include <wumei/base/text.hpp>
#include <wumei/programme/claim_commands.hpp>
#include <wumei/programme/programme.hpp>

/// Claims: what a household says it did, step by step to its points.
namespace wumei::cli {
namespace {

/// `E3:签到-0412`, or `E3` alone.
scoring::Evidence parse_evidence(const std::string& text) {
  const std::size_t colon = text.find(':');
  const std::string kind = text.substr(0, colon);
  if (kind.empty()) throw bad_input({"", 0, 0, "--evidence"}, text, "KIND or KIND:NUMBER");
  return {kind, colon == std::string::npos ? "" : to_nfc(text.substr(colon + 1))};
}

programme::ClaimRecord claim_of(const Arguments& arguments, Date today) {
  programme::ClaimRecord claim;
  claim.household = arguments.id<HouseholdId>("household");
  claim.rule = arguments.id<RuleId>("rule");
  claim.on = arguments.has("on") ? arguments.date("on") : today;
  if (arguments.has("quantity")) claim.quantity = arguments.amount<Measure>("quantity");
  for (const std::string& text : arguments.list("evidence")) {
    claim.evidence.push_back(parse_evidence(text));
  }
  if (arguments.has("by")) claim.by = scoring::parse_claimed_by(arguments.text("by"));
  claim.person = arguments.text("person");
  if (arguments.has("number")) claim.number = arguments.integer("number");
  if (claim.number < 1) {
    throw bad_input({"", 0, 0, "--number"}, arguments.text("number"), "1 or more");
  }
  return claim;
}

void record_claim(Context& context, const Arguments& arguments) {
  Session session(context, Access::write);
  session.submit(programme::claim_command(session.actor(), claim_of(arguments, session.today())));
}

void check_claim(Context& context, const Arguments& arguments) {
  Session session(context, Access::write);
  programme::ClaimCheck check;
  check.claim = arguments.integer("claim");
  check.pass = !arguments.flag("reject");
  if (arguments.has("reason")) check.reason = refusal_code(arguments.text("reason"));
  session.submit(programme::check_command(session.state(), session.actor(), check,
                                          to_nfc(arguments.text("words"))));
}

programme::ClaimFilter filter_of(const Arguments& arguments) {
  programme::ClaimFilter filter;
  if (arguments.has("village")) filter.village = arguments.id<VillageId>("village");
  if (arguments.has("through")) filter.through = arguments.date("through");
  if (arguments.has("step")) filter.step = static_cast<std::int32_t>(arguments.integer("step"));
  return filter;
}

/// What became of the claims, by kind of entry and reason.
void print_answers(Context& context, const Batch& batch) {
  std::map<std::string, std::int64_t> kinds;
  std::map<std::string, std::int64_t> reasons;
  for (const programme::Receipt& receipt : batch.receipts) {
    ++kinds[receipt.kind];
    if (receipt.kind == "claim.refuse") ++reasons[receipt.out.at("code").text()];
  }
  Table table{"answers", {{"kind"}, {"count", Align::right}}, {}};
  for (const auto& [kind, count] : kinds) table.rows.push_back({kind, count});
  context.out.table(table);
  if (reasons.empty() && !context.out.json()) return;
  Table refused{"reasons", {{"code"}, {"reason"}, {"count", Align::right}}, {}};
  for (const auto& [code, count] : reasons) {
    refused.rows.push_back({code, context.texts.sentence({refusal_code(code), {}}), count});
  }
  context.out.table(refused);
}

void approve_claims(Context& context, const Arguments& arguments) {
  if (arguments.has("claim") == arguments.flag("all")) throw Usage(context.tr("claim.one_or_all"));
  Session session(context, Access::write);
  std::vector<ledger::Seq> claims;
  if (arguments.flag("all")) {
    claims = programme::claims_waiting(session.state(), session.actor().officer,
                                       filter_of(arguments));
    if (claims.empty()) throw Refused({RefusalCode::nothing_to_do, {}});
  } else {
    claims.push_back(arguments.integer("claim"));
  }
  std::vector<programme::Command> commands;
  commands.reserve(claims.size());
  for (const ledger::Seq claim : claims) {
    programme::ClaimCheck check;
    check.claim = claim;
    commands.push_back(programme::check_command(session.state(), session.actor(), check, ""));
  }
  print_answers(context, session.submit_all(std::move(commands), OnRefusal::stop));
}

void withdraw_claim(Context& context, const Arguments& arguments) {
  Session session(context, Access::write);
  session.submit(programme::withdraw_command(session.actor(), arguments.integer("claim")));
}

Table table_of_claims() {
  return {"claims",
          {{"claim", Align::right},
           {"on"},
           {"household"},
           {"rule"},
           {"quantity", Align::right},
           {"state"},
           {"recorder"}},
          {}};
}

Cell state_cell(const Context& context, std::string_view where) {
  return {context.tr("claim." + std::string(where)), json::Value(where)};
}

void list_claims(Context& context, const Arguments& arguments) {
  const Session session(context, Access::read);
  const programme::ClaimFilter filter = filter_of(arguments);
  const programme::State& state = session.state();
  Table table = table_of_claims();
  for (const auto& [seq, claim] : state.deeds.claims) {
    const VillageId village = state.people.household(claim.household)->village;
    if (!filter.village.empty() && village != filter.village) continue;
    if (claim.on > filter.through) continue;
    if (filter.step != 0 && claim.steps + 1 != filter.step) continue;
    table.rows.push_back({seq, claim.on, claim.household, claim.rule, claim.quantity,
                          state_cell(context, name(scoring::claim_state(state.deeds, seq))),
                          claim.officers.front()});
  }
  context.out.table(table);
}

/// A refusal as its entry keeps it, as a sentence.
std::string why(const Context& context, const json::Value& out) {
  Refusal refusal{refusal_code(out.at("code").text()), {}};
  for (const auto& [fact, value] : out.at("facts").members()) {
    refusal.facts.push_back({fact, value.text()});
  }
  return context.texts.sentence(refusal);
}

/// What answered a claim, and the notice its points wait in.
struct Answered {
  ledger::Seq entry = 0;
  std::string kind;
  json::Value out;
  std::string notice = {};  ///< "" when they wait in none
  std::string until = {};
};

/// Points given, what was cut from them and why, and whether they count yet.
void show_answer(Context& context, const Answered& answer) {
  context.out.fact("entry", answer.entry);
  if (answer.kind == "claim.refuse") {
    context.out.fact("why", Cell(why(context, answer.out), answer.out.at("code")));
  }
  if (answer.kind != "claim.settle") return;
  context.out.fact("points", Points::of_units(answer.out.at("points").integer()));
  for (const json::Value& trim : answer.out.at("trims").items()) {
    const RefusalCode code = refusal_code(trim.at("code").text());
    context.out.fact("trimmed", Points::of_units(trim.at("points").integer()));
    context.out.fact("why", Cell(context.texts.sentence({code, {}}), json::Value(name(code))));
  }
  if (answer.notice.empty()) return;
  context.out.fact("notice", answer.notice);
  context.out.fact("until", answer.until);
}

Answered answer_of(Session& session, ledger::Seq seq) {
  const std::string leaf = session.programme().leaf(seq);
  const ledger::Entry entry = ledger::decode(leaf);
  Answered answer{seq, std::string(entry.kind), ledger::parse_data(entry).at("out")};
  const notice::Board& board = session.state().notices;
  const auto posted = board.notice_of.find(seq);
  if (posted == board.notice_of.end()) return answer;
  answer.notice = posted->second.text();
  answer.until = board.notices.at(posted->second).until.text();
  return answer;
}

/// Where a claim is and, when it was answered, why it got what it got.
void show_claim(Context& context, const Arguments& arguments) {
  Session session(context, Access::read);
  const ledger::Seq seq = arguments.integer("claim");
  const scoring::Deeds& deeds = session.state().deeds;
  const std::string_view where = name(scoring::claim_state(deeds, seq));
  const std::string leaf = session.programme().leaf(seq);
  const json::Value in = ledger::parse_data(ledger::decode(leaf)).at("in");
  context.out.fact("claim", seq);
  context.out.fact("household", in.at("household").text());
  context.out.fact("rule", in.at("rule").text());
  context.out.fact("on", in.at("on").text());
  context.out.fact("quantity", Measure::of_units(in.at("quantity").integer()));
  context.out.fact("state", state_cell(context, where));
  const auto answered = deeds.answers.find(seq);
  if (answered) show_answer(context, answer_of(session, answered->seq));
}

Option claim_number() {
  return positional("claim", "SEQ", {"申报的条目号", "entry that recorded the claim"});
}

std::vector<Option> filter_options() {
  return {optional("village", "VILLAGE", {"只看该村", "this village only"}),
          optional("through", "DATE", {"事实发生日截至", "deeds done by this day"}),
          optional("step", "N", {"只看等待第 N 步的", "only those waiting for step N"})};
}

Verb record_verb() {
  return {.name = "record",
          .help = {"登记一件申报", "Record a claim"},
          .example = "wumei -L guanqiao.wumei --as o-lin --pin 482913 claim record --household "
                     "0301017 --rule VOL01 --quantity 2 --evidence E3:0412 --on 2026-04-12",
          .options = {required("household", "HOUSEHOLD", {"户编号", "household"}),
                      required("rule", "RULE", {"条目编号", "rule of the rule book"}),
                      optional("on", "DATE", {"事实发生日（今天）", "day of the deed (today)"}),
                      optional("quantity", "N", {"数量（1）", "quantity (1)"}),
                      many("evidence", "KIND:NUMBER", {"证据", "evidence, as E3:0412"}),
                      one_of(optional("by", "WHO", {"申报方式（self）", "who brings it (self)"}),
                             {"self", "proxy", "grid"}),
                      optional("person", "CODE", {"人员代号", "person's code, not a name"}),
                      optional("number", "N", {"同日同条目第几件（1）",
                                               "which one of that rule and day (1)"})},
          .run = record_claim};
}

Verb check_verb() {
  return {.name = "check",
          .help = {"审核下一步：通过或不予计分", "Do the next step of one claim"},
          .example = "wumei -L guanqiao.wumei --as o-wu --pin 271828 claim check 1204 --reject "
                     "--reason evidence.missing",
          .options = {claim_number(), flag("reject", {"不予计分", "refuse it"}),
                      optional("reason", "CODE", {"理由代码（evidence.missing）",
                                                  "code of the reason (evidence.missing)"}),
                      optional("words", "TEXT", {"说明（不公开）", "explanation, kept private"})},
          .run = check_claim};
}

Verb approve_verb() {
  std::vector<Option> options = filter_options();
  options.insert(options.begin(), flag("all", {"全部可办的", "every one this officer may do"}));
  options.insert(options.begin(), Option{Shape::positional_optional, "claim", "SEQ",
                                         {"申报的条目号", "entry that recorded the claim"}});
  return {.name = "approve",
          .help = {"通过下一步（可批量）", "Pass the next step of one claim or of all"},
          .example = "wumei -L guanqiao.wumei --as o-wu --pin 271828 claim approve --all "
                     "--village V03 --through 2026-04-25 --step 1",
          .options = std::move(options),
          .run = approve_claims};
}

}  // namespace

void add_claim(Verbs& verbs) {
  Verb claim{.name = "claim", .help = {"申报与审核", "Claims and their checks"}};
  claim.verbs = {
      record_verb(),
      check_verb(),
      approve_verb(),
      {.name = "withdraw",
       .help = {"撤回申报", "Take a claim back"},
       .example = "wumei -L guanqiao.wumei --as o-lin --pin 482913 claim withdraw 1204",
       .options = {claim_number()},
       .run = withdraw_claim},
      {.name = "list",
       .help = {"待审核的申报", "Claims that wait for a step"},
       .example = "wumei -L guanqiao.wumei claim list --village V03",
       .options = filter_options(),
       .run = list_claims},
      {.name = "show",
       .help = {"一件申报的进展与理由", "Where one claim is, and why"},
       .example = "wumei -L guanqiao.wumei claim show 1204",
       .options = {claim_number()},
       .run = show_claim}};
  verbs.push_back(std::move(claim));
}

}  // namespace wumei::cli
