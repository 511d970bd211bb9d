#include "model.hpp"

#include <algorithm>

namespace naive {

namespace {

Decided refuse(const std::string& code) { return {.code = code}; }

}  // namespace

Decided Model::sheet(const Asked& asked) const {
  if (std::string no = lacks(asked.officer(), "township", ""); !no.empty()) return refuse(no);
  if (asked.day("from") < asked.today) return refuse("date.not_yet");
  if (facts.sheet_from != 0) return refuse("duplicate");
  return {.draft = {.kind = "sheet.publish"}};
}

void Model::fold_sheet(const Asked& asked, Num /*seq*/) { facts.sheet_from = asked.day("from"); }

/// What a deed earns waits under the number of its entry, out of the fund's budget of that year. A
/// deduction moves nothing yet.
std::string Model::issue(const Asked& asked, const std::string& household, Num points,
                         Moves& moves) const {
  if (points <= 0) return "";
  const std::string& village = facts.households.at(household).village;
  const std::string year = std::to_string(civil(asked.effective).year);
  const std::string issued = "f/" + village + ":issued/" + year;
  const Num left = released(issued, asked.effective, -1) + balance(issued);
  if (points > left) return "budget.exhausted";
  moves[{issued, ""}] = -points;
  moves[{"h/" + household + ":pending", std::to_string(asked.next)}] = points;
  return "";
}

std::string Model::may_visit(const Asked& asked) const {
  const std::string roles = "grid-worker,panel,women,village,township";
  const auto household = facts.households.find(asked.text("household"));
  if (household == facts.households.end()) return "household.unknown";
  if (household->second.facts.status == "closed") return "household.inactive";
  if (asked.day("on") > asked.today) return "date.future";
  const std::string& village = household->second.village;
  if (std::string no = lacks(asked.officer(), roles, village); !no.empty()) return no;
  if (std::string no = lacks(asked.text("judge"), roles, village); !no.empty()) return no;
  const bool sheet = facts.sheet_from != 0 && facts.sheet_from <= asked.day("on");
  return sheet ? "" : "rule.not_in_force";
}

/// A visit is written down whatever it earns; what it does not earn is a trim with its reason.
Decided Model::visit(const Asked& asked) const {
  if (std::string no = may_visit(asked); !no.empty()) return refuse(no);
  Decided decided{.draft = {.kind = "inspection.record"}};
  Draft& draft = decided.draft;
  draft.out["points"] = 0;
  draft.shown = "points=0 trims=";
  if (asked.text("status") != "scored") return decided;
  const std::vector<std::string> marks = split(asked.text("marks"), ',');
  Num sums[2][2] = {};  // marks and full marks, of all and of the outside
  std::size_t next = 0;
  for (const SheetItem& item : sheet_items()) {
    if (!item.outside && asked.text("part") == "outside") continue;
    const Num mark = std::stoll(marks.at(next++));
    if (mark > item.max) return refuse("!bad_input");
    sums[0][0] += mark;
    sums[0][1] += item.max;
    sums[1][0] += item.outside ? mark : 0;
    sums[1][1] += item.outside ? item.max : 0;
  }
  const Num outside = 10000 * sums[1][0] / sums[1][1];
  Claim deed{asked.text("household"), "", asked.day("on"), outside * 10, "sheet", ""};
  const Book* book = book_on(deed.on);
  Num full = 0;
  for (const Rule& rule : book == nullptr ? std::vector<Rule>() : book->rules) {
    if (!rule.on_visit || full_points(rule, deed.quantity) <= full) continue;
    full = full_points(rule, deed.quantity);
    deed.rule = rule.id;
  }
  Evaluated given;
  if (full == 0) given.code = "tier.below";
  if (given.code.empty()) given = evaluate(deed);
  if (given.code.empty()) {
    given.code = issue(asked, deed.household, given.points, draft.moves);
  }
  if (!given.code.empty()) {
    given = {given.code, 0, given.code + ":" + std::to_string(full) + ",", {{given.code, full}}};
  }
  draft.out = given.trimmed;
  draft.out["points"] = given.points;
  draft.out["book"] = book == nullptr ? -1 : book->seq;
  draft.shown = "points=" + std::to_string(given.points) + " rule=" + deed.rule + " score=" +
                std::to_string(10000 * sums[0][0] / sums[0][1]) + " outside=" +
                std::to_string(outside) + " trims=" + given.trims;
  draft.code = deed.rule;
  return decided;
}

void Model::fold_visit(const Asked& asked, Num seq) {
  const Entry& entry = facts.log[static_cast<std::size_t>(seq)];
  const std::string household = asked.text("household");
  for (const auto& [name, amount] : entry.out) {
    if (name.find('.') != std::string::npos) facts.trims[name] += amount;
  }
  if (entry.out.at("points") != 0) {
    Earning earning{household,      facts.households.at(household).village,
                    entry.code,     "",
                    asked.day("on"), entry.out.at("points"),
                    entry.out.at("book"), civil(asked.effective).year,
                    {asked.officer()}};
    if (asked.text("judge") != asked.officer()) earning.officers.push_back(asked.text("judge"));
    grant(seq, earning);
  }
  const bool kept = asked.text("part") == "whole" && asked.text("status") == "scored";
  if (kept) facts.visits[household].push_back(seq);
}

}  // namespace naive
