#include "model.hpp"

#include <algorithm>

namespace naive {

namespace {

Decided refuse(const std::string& code) { return {.code = code}; }

bool contains(const std::vector<std::string>& list, const std::string& text) {
  return std::find(list.begin(), list.end(), text) != list.end();
}

}  // namespace

Decided Model::post_notice(const Asked& asked) const {
  const std::string village = asked.text("village");
  if (std::string no = lacks(asked.officer(), "village,township", village); !no.empty()) {
    return refuse(no);
  }
  if (facts.notices.contains(asked.text("notice"))) return refuse("duplicate");
  if (asked.day("through") > asked.today) return refuse("date.future");
  const Book* book = book_on(asked.today);
  const Num least = book == nullptr ? 0 : std::max(book->notice_days, book->objection_days);
  if (asked.number("days") < least) return refuse("points.minimum");
  Decided decided{.draft = {.kind = "notice.open"}};
  for (const auto& [seq, earning] : facts.earnings) {
    if (earning.village != village || earning.on > asked.day("through")) continue;
    if (!facts.notice_of.contains(seq)) decided.draft.list.push_back(seq);
  }
  if (decided.draft.list.empty()) return refuse("nothing");
  return decided;
}

void Model::fold_notice(const Asked& asked, Num seq) {
  Notice notice{asked.text("village"), asked.effective + static_cast<Day>(asked.number("days")),
                asked.officer()};
  for (const Num entry : facts.log[static_cast<std::size_t>(seq)].list) {
    notice.waiting.insert(entry);
    facts.notice_of[entry] = asked.text("notice");
  }
  facts.notices[asked.text("notice")] = notice;
}

/// The earning in notice that is meant, by its entry or by household and rule; -1 for none.
Num Model::subject(const Asked& asked, bool objected) const {
  if (asked.command.in.contains("entry")) {
    const Num entry = asked.number("entry");
    return facts.earnings.contains(entry) && facts.notice_of.contains(entry) ? entry : -1;
  }
  Num latest = -1;
  for (const auto& [seq, earning] : facts.earnings) {
    if (earning.household != asked.text("household")) continue;
    if (earning.rule != asked.text("rule")) continue;
    if (earning.on > asked.day("on") || !facts.notice_of.contains(seq)) continue;
    if (facts.open_objections.contains(seq) != objected) continue;
    const bool later = latest < 0 || earning.on >= facts.earnings.at(latest).on;
    if (later) latest = seq;
  }
  return latest;
}

Decided Model::object(const Asked& asked) const {
  if (asked.day("on") > asked.today) return refuse("date.future");
  const Num entry = subject(asked, false);
  if (entry < 0) return refuse("state.wrong");
  const Earning& earning = facts.earnings.at(entry);
  const std::string no = lacks_for(asked.officer(),
                                   "grid-worker,group-leader,village,supervisor,township",
                                   earning.household);
  if (!no.empty()) return refuse(no);
  if (asked.day("on") > facts.notices.at(facts.notice_of.at(entry)).until) {
    return refuse("objection.late");
  }
  if (facts.open_objections.contains(entry)) return refuse("objection.open");
  Decided decided{.draft = {.kind = "notice.object"}};
  decided.draft.out["entry"] = entry;
  return decided;
}

void Model::fold_object(const Asked& asked, Num seq) {
  const Num entry = facts.log[static_cast<std::size_t>(seq)].out.at("entry");
  facts.objections[seq] = {entry, facts.notice_of.at(entry), asked.officer()};
  facts.open_objections[entry] = seq;
}

std::string Model::may_answer(const std::string& officer, Num entry) const {
  const Earning& earning = facts.earnings.at(entry);
  if (std::string no = lacks(officer, "supervisor,township", earning.village); !no.empty()) {
    return no;
  }
  const Objection& objection = facts.objections.at(facts.open_objections.at(entry));
  const bool hand = contains(earning.officers, officer) || objection.filer == officer;
  return hand ? "role.four_eyes" : "";
}

Decided Model::decide(const Asked& asked) const {
  const Num entry = subject(asked, true);
  if (entry < 0 || !facts.open_objections.contains(entry)) return refuse("state.wrong");
  if (std::string no = may_answer(asked.officer(), entry); !no.empty()) return refuse(no);
  if (asked.command.in.contains("by")) {
    if (std::string no = may_answer(asked.text("by"), entry); !no.empty()) return refuse(no);
  }
  const Earning& earning = facts.earnings.at(entry);
  const std::string verdict = asked.text("verdict");
  Num left = verdict == "dismissed" ? earning.points : 0;
  if (verdict == "amended") {
    left = asked.number("points");
    if (left == 0 || (left < 0) != (earning.points < 0)) return refuse("points.minimum");
    if (std::abs(left) >= std::abs(earning.points)) return refuse("points.short");
  }
  Decided decided{.draft = {.kind = "notice.decide"}};
  Draft& draft = decided.draft;
  draft.out = {{"entry", entry},
               {"objection", facts.open_objections.at(entry)},
               {"before", earning.points},
               {"after", left}};
  if (earning.points > 0) {
    const Num back = earning.points - left;
    draft.moves[{"h/" + earning.household + ":pending", std::to_string(entry)}] = -back;
    draft.moves[{"f/" + earning.village + ":issued/" + std::to_string(earning.year), ""}] = back;
  }
  return decided;
}

void Model::fold_decide(const Asked& asked, Num seq) {
  const Entry& entry = facts.log[static_cast<std::size_t>(seq)];
  const Num earning = entry.out.at("entry");
  Objection& objection = facts.objections.at(entry.out.at("objection"));
  objection.open = false;
  objection.verdict = asked.text("verdict");
  facts.open_objections.erase(earning);
  if (entry.out.at("after") == 0) {
    release(earning);
    facts.set_aside[earning] = facts.earnings.at(earning);
  }
  amend(earning, entry.out.at("after"));
}

/// Takes an earning off the board, with an objection that is open against it.
void Model::release(Num entry) {
  const auto posted = facts.notice_of.find(entry);
  if (posted == facts.notice_of.end()) return;
  facts.notices.at(posted->second).waiting.erase(entry);
  facts.notice_of.erase(posted);
  const auto open = facts.open_objections.find(entry);
  if (open == facts.open_objections.end()) return;
  facts.objections.at(open->second).open = false;
  facts.open_objections.erase(open);
}

Decided Model::confirm(const Asked& asked) const {
  const auto found = facts.notices.find(asked.text("notice"));
  if (found == facts.notices.end() || found->second.waiting.empty()) return refuse("state.wrong");
  const Notice& notice = found->second;
  const Day until = notice.until - (defect_ == Defect::confirms_early ? 1 : 0);
  if (asked.effective <= until) return refuse("notice.running");
  Decided decided{.draft = {.kind = "notice.confirm"}};
  Draft& draft = decided.draft;
  for (const Num entry : notice.waiting) {
    if (!facts.open_objections.contains(entry)) draft.list.push_back(entry);
  }
  if (draft.list.empty()) return refuse("objection.open");
  const std::string no = lacks(asked.officer(), "village,supervisor,township", notice.village);
  if (!no.empty()) return refuse(no);
  if (notice.officer == asked.officer()) return refuse("role.four_eyes");
  Num points = 0;
  for (const Num entry : draft.list) {
    if (contains(facts.earnings.at(entry).officers, asked.officer())) {
      return refuse("role.four_eyes");
    }
    points += facts.earnings.at(entry).points;
  }
  for (const Num entry : draft.list) confirm_one(entry, asked.effective, draft.moves);
  draft.shown = "points=" + std::to_string(points);
  return decided;
}

/// One earning into force, on top of what `moves` did already: debt is paid first; a deduction
/// takes what expires first.
void Model::confirm_one(Num seq, Day effective, Moves& moves) const {
  const Earning& earning = facts.earnings.at(seq);
  const std::string home = "h/" + earning.household;
  const std::string fund = "f/" + earning.village;
  moves[{home + ":honour", ""}] += earning.points;
  moves[{fund + ":honour_given", ""}] -= earning.points;
  const Book* book = nullptr;
  for (const Book& known : facts.books) {
    if (known.seq == earning.book) book = &known;
  }
  if (earning.points > 0) {
    moves[{home + ":pending", std::to_string(seq)}] -= earning.points;
    const Num debt = -(balance(home + ":arrears") + moves[{home + ":arrears", ""}]);
    const Num repaid = std::min(debt, earning.points);
    moves[{home + ":arrears", ""}] += repaid;
    const Day last = day_of({civil(earning.on).year + book->expiry_years, 12, 31});
    moves[{home + ":spendable", text(last)}] += earning.points - repaid;
    return;
  }
  Num due = -earning.points;
  std::map<std::string, Num> lots = account(home + ":spendable").lots;
  for (const auto& [place, amount] : moves) {
    if (place.first == home + ":spendable") lots[place.second] += amount;
  }
  for (const auto& [lot, amount] : lots) {
    if (amount <= 0 || parse_day(lot) < effective) continue;
    const Num taken = std::min(due, amount);
    moves[{home + ":spendable", lot}] -= taken;
    moves[{fund + ":penalty", ""}] += taken;
    due -= taken;
  }
  if (!find_rule(*book, earning.rule)->debt) {
    // What a till holds of the household's points is not out of reach: it is owed.
    const auto till = facts.leased.find(earning.household);
    if (till == facts.leased.end()) return;
    const Num owed = -(balance(home + ":arrears") + moves[{home + ":arrears", ""}]);
    const Num held = balance("t/" + till->second + ":escrow/" + earning.household);
    due = std::min(due, std::max<Num>(held - owed, 0));
  }
  moves[{home + ":arrears", ""}] -= due;
  moves[{fund + ":penalty", ""}] += due;
}

void Model::fold_confirm(const Asked& asked, Num seq) {
  facts.notices.at(asked.text("notice")).confirmed = seq;
  for (const Num entry : facts.log[static_cast<std::size_t>(seq)].list) {
    facts.earnings.erase(entry);
    release(entry);
  }
}

}  // namespace naive
