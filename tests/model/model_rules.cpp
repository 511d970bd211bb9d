#include "model.hpp"

#include <algorithm>

namespace naive {

namespace {

/// Takes what is over `room`, or everything when `reject`, and writes down the reason.
template <class Given>
void leave(Given& left, Num room, bool reject, const std::string& code) {
  if (left.points <= room) return;
  const Num kept = reject ? 0 : std::max<Num>(room, 0);
  const Num taken = left.points - kept;
  left.trimmed[code] += taken;
  left.trims += code + ":" + std::to_string(taken) + ",";
  left.points = kept;
  if (kept == 0) left.code = code;
}

}  // namespace

/// How often, or for how much, the household did this before in the period around the deed.
Num Model::count_grants(const Claim& claim, const std::string& rule, const std::string& per,
                        bool points) const {
  Num sum = 0;
  const auto found = facts.grants.find(claim.household);
  if (found == facts.grants.end()) return 0;
  const auto [first, last] = period(per == "person" ? "ever" : per, claim.on);
  for (const Grant& grant : found->second) {
    if (grant.on < first || grant.on > last) continue;
    if (!rule.empty() && grant.rule != rule) continue;
    if (rule.empty() && grant.points < 0) continue;
    if (per == "person" && !claim.person.empty() && grant.person != claim.person) continue;
    sum += points ? grant.points : 1;
  }
  return sum;
}

void Model::limit(Evaluated& left, const Rule& rule, const Book& book, const Claim& claim) const {
  const bool deduction = rule.points < 0;
  for (const Cap& cap : rule.caps) {
    if (left.points == 0) return;
    if (defect_ == (cap.counts_times ? Defect::forgets_times : Defect::forgets_points)) continue;
    const Num used = count_grants(claim, rule.id, cap.per, !cap.counts_times);
    if (!cap.counts_times) {
      leave(left, cap.most - (deduction ? -used : used), cap.rejects, "cap.points");
    } else if (used >= cap.most) {
      leave(left, 0, true, "cap.times");
    }
  }
  if (left.points == 0) return;
  if (!rule.group.empty()) {
    Num others = 0;
    for (const Rule& other : book.rules) {
      if (other.group == rule.group) others += count_grants(claim, other.id, rule.group_per, true);
    }
    if (others > 0) leave(left, left.points - others, false, "rule.excluded");
  }
  for (const std::string& other : rule.excluded_by) {
    if (left.points == 0) return;
    if (count_grants(claim, other, rule.excluded_per, false) > 0) {
      leave(left, 0, true, "rule.excluded");
    }
  }
  if (deduction) return;
  for (const auto& [most, per] : {std::pair{book.month_cap, "month"}, {book.year_cap, "year"}}) {
    if (most == 0 || left.points == 0) continue;
    leave(left, most - count_grants(claim, "", per, true), book.cap_rejects, "cap.household");
  }
}

Model::Evaluated Model::evaluate(const Claim& claim) const {
  const Book* book = book_on(claim.on);
  if (book == nullptr) return {.code = "rule.not_in_force"};
  const Rule* rule = find_rule(*book, claim.rule);
  if (rule == nullptr) return {.code = "rule.unknown"};
  if (std::string no = inactive(claim.household); !no.empty()) return {.code = no};
  const bool deduction = rule->points < 0;
  if (deduction && facts.households.at(claim.household).facts.status == "away") {
    return {.code = "household.inactive"};
  }
  bool shown = rule->needs.empty();
  for (const std::string& kind : split(claim.evidence, ',')) {
    shown = shown || std::find(rule->needs.begin(), rule->needs.end(), kind) != rule->needs.end();
  }
  if (!shown) return {.code = "evidence.missing"};
  Evaluated left;
  left.book = book->seq;
  left.points = full_points(*rule, claim.quantity);
  if (left.points == 0) return {.code = "tier.below"};
  limit(left, *rule, *book, claim);
  if (deduction) {
    left.points = -left.points;
    for (auto& [code, taken] : left.trimmed) taken = -taken;
  }
  return left;
}

}  // namespace naive
