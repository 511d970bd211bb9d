#include "session.hpp"
#include "verbs.hpp"

#include <wumei/base/text.hpp>
#include <wumei/programme/natural_key.hpp>
#include <wumei/programme/programme.hpp>
#include <wumei/programme/suspense_commands.hpp>

#include <string>

/// Who settles what tills handed over beyond their leases.
namespace wumei::cli {
namespace {

HouseholdId household_of(const Arguments& arguments) {
  return arguments.id<HouseholdId>("household");
}

void list(Context& context, const Arguments& /*arguments*/) {
  Session session(context, Access::read);
  const programme::State& state = session.state();
  Table table{"households", {{"household"}, {"suspense", Align::right},
                             {"spendable", Align::right}}, {}};
  for (const auto& [id, known] : state.people.households) {
    const auto held = state.book.balance(ledger::of_household(id, ledger::Purpose::suspense));
    if (held == 0) continue;
    table.rows.push_back({id, Points::of_units(-held),
                          Points::of_units(ledger::spendable_on(state.book, id,
                                                                session.today()))});
  }
  context.out.table(table);
  Table asked{"proposals", {{"seq", Align::right}, {"household"}, {"points", Align::right},
                            {"proposed_by"}}, {}};
  for (const auto& [seq, known] : state.merchants.write_offs) {
    asked.rows.push_back({seq, known.household, known.points, known.proposed_by});
  }
  if (!context.out.json() && asked.rows.empty()) return;
  context.out.line("");
  context.out.line(context.tr("suspense.proposals"));
  context.out.table(asked);
}

void repay(Context& context, const Arguments& arguments) {
  Session session(context, Access::write);
  programme::Command command = programme::suspense_repayment_command(
      session.actor(),
      {household_of(arguments), arguments.amount<Points>("points"),
       to_nfc(arguments.text("consent")),
       arguments.has("on") ? arguments.date("on") : session.today()});
  command.key = programme::key_after_reversals(session.programme(), command.key);
  session.submit(std::move(command));
}

void propose(Context& context, const Arguments& arguments) {
  Session session(context, Access::write);
  session.submit(programme::suspense_proposal_command(
      session.actor(), {household_of(arguments), arguments.amount<Points>("points"),
                        to_nfc(arguments.text("reason"))}));
}

void waive(Context& context, const Arguments& arguments) {
  Session session(context, Access::write);
  const programme::Receipt receipt = session.submit(programme::suspense_waiver_command(
      session.actor(), {arguments.integer("proposal")}));
  context.out.fact("household", receipt.out.at("household").text());
  context.out.fact("points", Points::of_units(receipt.out.at("points").integer()));
}

Option household_option() {
  return positional("household", "HOUSEHOLD", {"户编号", "the household"});
}

Option points_option() { return required("points", "POINTS", {"积分", "how much of it"}); }

Verb list_verb() {
  return {.name = "list",
          .help = {"待核的各户与待批的核销", "Households in suspense, proposals that wait"},
          .example = "wumei -L guanqiao.wumei suspense list",
          .run = list};
}

Verb repay_verb() {
  return {.name = "repay",
          .help = {"经该户同意，用其积分结清", "Settle it out of its points, with its consent"},
          .example = "wumei -L guanqiao.wumei --as KP03 suspense repay 0301017 --points 5 "
                     "--consent 同意书3号",
          .options = {household_option(), points_option(),
                      required("consent", "NO", {"户主签字的同意书号", "the paper it signed"}),
                      optional("on", "DATE", {"日期（今天）", "day (today)"})},
          .run = repay};
}

Verb propose_verb() {
  return {.name = "propose",
          .help = {"提出核销（第一人）", "Ask for a write-off: the first person"},
          .example = "wumei -L guanqiao.wumei --as SV03 suspense propose 0301017 --points 5 "
                     "--reason 终端离线超额",
          .options = {household_option(), points_option(),
                      required("reason", "TEXT", {"理由", "why"})},
          .run = propose};
}

Verb waive_verb() {
  return {.name = "waive",
          .help = {"批准核销，由资金额度承担（第二人）",
                   "Write it off against the fund's budget: the second person"},
          .example = "wumei -L guanqiao.wumei --as o-lin suspense waive 1520",
          .options = {positional("proposal", "SEQ", {"申请的条号", "the proposal, by entry"})},
          .run = waive};
}

}  // namespace

void add_suspense(Verbs& verbs) {
  verbs.push_back({.name = "suspense",
                   .help = {"待核积分：结清或核销",
                            "Suspense: what tills gave beyond their leases"},
                   .verbs = {list_verb(), repay_verb(), propose_verb(), waive_verb()}});
}

}  // namespace wumei::cli
