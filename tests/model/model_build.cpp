#include "model.hpp"

namespace naive {

namespace {

/// Fields that say who, where and under which name, and not what.
const std::set<std::string> about{"as", "at", "key", "eff", "late", "hold", "n"};

const std::map<std::string, std::string>& kinds() {
  static const std::map<std::string, std::string> names{
      {"village", "village.register"},   {"appoint", "officer.appoint"},
      {"dismiss", "officer.dismiss"},    {"donor", "donor.register"},
      {"household", "household.register"}, {"change", "household.change"},
      {"card", "card.issue"},            {"opening", "opening.balance"},
      {"split", "household.split"},      {"merge", "household.merge"},
      {"sheet", "sheet.publish"},        {"visit", "inspection.record"},
      {"erase", "detail.erase"},
      {"rules", "rules.publish"},        {"budget", "budget.approve"},
      {"close-period", "period.close"},  {"late", "period.late"},
      {"close-day", "day.close"},        {"expire", "points.expire"},
      {"claim", "claim.record"},         {"check", "claim.check"},
      {"withdraw", "claim.withdraw"},    {"notice", "notice.open"},
      {"object", "notice.object"},       {"decide", "notice.decide"},
      {"confirm", "notice.confirm"},     {"shop", "shop.register"},
      {"prices", "prices.publish"},      {"deposit", "fund.deposit"},
      {"receive", "goods.receive"},      {"redeem", "redeem.confirm"},
      {"count", "stock.count"},          {"transfer", "stock.transfer"},
      {"terms", "lease.terms"},          {"lend", "lease.issue"},
      {"lend-more", "lease.add"},
      {"offline", "lease.redeem"},       {"report", "lease.close"},
      {"recall", "lease.recall"},        {"force", "lease.force"},
      {"merchant", "merchant.register"}, {"sell", "merchant.redeem"},
      {"match", "merchant.claim"},       {"settle", "merchant.settle"},
      {"pay", "merchant.pay"},           {"repay", "suspense.repay"},
      {"propose", "suspense.propose"},   {"waive", "suspense.waive"},
      {"reverse", "entry.reverse"}};
  return names;
}

/// A key that follows from what is asked, where the manual names one.
std::string natural_key(const Step& step) {
  const auto field = [&](const char* name) { return step.text(name); };
  if (step.op == "claim") {
    return field("on") + "/claim/" + field("household") + "/" + field("rule") + "/" + field("n");
  }
  if (step.op == "visit") {
    return field("on") + "/insp/" + field("household") + "/" + field("part");
  }
  if (step.op == "sheet") return field("from") + "/sheet/sim/1";
  if (step.op == "rules") return field("from") + "/rules/sim/" + field("version");
  if (step.op == "close-day") return field("day") + "/close";
  if (step.op == "shop") return "0/shop/" + field("shop");
  if (step.op == "prices") return "0/prices/goods/" + field("version");
  if (step.op == "deposit") {
    return field("on") + "/deposit/" + field("fund") + "/" + field("document");
  }
  if (step.op == "redeem") {
    return field("on") + "/redeem/" + field("shop") + "/" + field("slip");
  }
  if (step.op == "count") {
    return field("on") + "/count/" + field("shop") + "/" + field("sheet");
  }
  if (step.op == "transfer") {
    return field("on") + "/transfer/" + field("from") + "/" + field("to") + "/" + field("slip");
  }
  if (step.op == "merchant") return "0/merchant/" + field("merchant");
  if (step.op == "sell") {
    return field("on") + "/merchant/" + field("merchant") + "/" + field("slip");
  }
  if (step.op == "match") {
    return "0/merchant-claim/" + field("merchant") + "/" + field("month") + "/" +
           field("statement");
  }
  if (step.op == "pay") {
    return field("on") + "/merchant-pay/" + field("merchant") + "/" + field("month") + "/" +
           field("document");
  }
  if (step.op == "repay") {
    return field("on") + "/suspense/" + field("household") + "/" + field("consent");
  }
  if (step.op == "lend") return "0/lease/" + field("till") + "/" + field("number");
  if (step.op == "lend-more") {
    return "0/lease-add/" + field("till") + "/" + field("lease") + "/" + field("random");
  }
  if (step.op == "report") return "0/lease-close/" + field("till") + "/" + field("lease");
  if (step.op == "offline") {
    return "0/lease-redeem/" + field("till") + "/" + field("lease") + "/" + field("counter") +
           "/" + field("random");
  }
  if (step.op != "receive") return "";
  if (field("source") != "opening") {
    return field("on") + "/receive/" + field("shop") + "/" + field("delivery");
  }
  const std::string origin = step.has("donor") ? field("donor") : field("fund");
  return "0/opening-stock/" + field("shop") + "/" + origin + "/" + field("delivery");
}

std::string spell(const std::string& op, const Fields& in) {
  std::string content = op;
  for (const auto& [name, value] : in) {
    if (!about.contains(name)) content += " " + name + "=" + value;
  }
  return content;
}

}  // namespace

/// A step of a claim is asked for as the claim stands when the device writes it down.
std::optional<Command> Model::build(const Step& step) const {
  const auto kind = kinds().find(step.op);
  if (kind == kinds().end()) return std::nullopt;
  Command command{step.op, step.fields, step.text("as"), step.text("at"), step.text("key"),
                  kind->second, ""};
  for (const char* name : {"claim", "entry", "prices", "seq", "late", "proposal"}) {
    if (!step.has(name)) continue;
    const auto seq = facts.seq_of.find(static_cast<int>(step.number(name)));
    if (seq == facts.seq_of.end()) return std::nullopt;
    command.in[name] = std::to_string(seq->second);
  }
  if (command.key.empty()) command.key = natural_key(step);
  if (step.has("eff")) command.effective = parse_day(step.text("eff"));
  if (step.has("late")) command.late = std::stoll(command.in.at("late"));
  command.content = spell(step.op, command.in);
  if (step.op == "decide" && !step.has("by")) command.content += " by=" + command.officer;
  if (step.op != "check") return command;

  const Num seq = std::stoll(command.in.at("claim"));
  const auto claim = facts.claims.find(seq);
  if (claim == facts.claims.end()) {
    if (!facts.answers.contains(seq)) return std::nullopt;
    command.in["step"] = "0";
    command.content = "nothing";
    return command;
  }
  bool last = false;
  static_cast<void>(may_check(command.officer, claim->second, &last));
  const bool pass = !step.has("reason");
  command.kind = !pass ? "claim.refuse" : last ? "claim.settle" : "claim.check";
  command.in["step"] = std::to_string(claim->second.steps + 1);
  command.content = spell("", command.in);
  return command;
}

}  // namespace naive
