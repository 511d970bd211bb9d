#include "generate.hpp"

#include <algorithm>

namespace sim {

using naive::Fields;
using naive::Model;
using naive::Step;

void Generator::visit(const Model& model) {
  static const std::vector<std::string> statuses{"absent", "refused", "exempt"};
  const bool whole = dice_.one_in(3);
  const bool scored = !dice_.one_in(8);
  std::string marks;
  for (const naive::SheetItem& item : naive::sheet_items()) {
    if (!scored || (!whole && !item.outside)) continue;
    const auto most = item.max / 50;
    const auto mark = dice_.one_in(90) ? item.max + 50 : dice_.between(most / 3, most) * 50;
    marks += (marks.empty() ? "" : ",") + std::to_string(mark);
  }
  const char* roles = "grid-worker,panel,women,village,township";
  ask(model, "visit", roles,
      {{"household", household(model)},
       {"on", dice_.one_in(30) ? naive::text(model.today() + 1) : past(model, 8)},
       {"part", whole ? "whole" : "outside"},
       {"judge", officer(model, roles)},
       {"status", scored ? "scored" : dice_.pick(statuses)},
       {"marks", marks}});
}

void Generator::redeem(const Model& model) {
  naive::Num seq = -1;
  static_cast<void>(model.list_on(model.today(), &seq));
  int prices = step_of(model, seq);
  if (dice_.one_in(12)) prices = step_of_any(model, model.facts.lists);
  if (prices == 0) return;
  const std::string restriction = dice_.one_in(6) ? "::R" : "";
  std::string lines = "rice:" + number(1, dice_.one_in(8) ? 9 : 2) + restriction;
  if (dice_.one_in(3)) lines = "soap:" + number(1, 4) + restriction;
  if (dice_.one_in(4)) lines = "rice:" + number(1, 2) + ",soap:" + number(1, 2);
  if (dice_.one_in(40)) lines = "rice:1,rice:1";
  if (dice_.one_in(40)) lines = "salt:1";
  if (dice_.one_in(60)) lines = "";
  std::string home = household(model);
  for (int tries = 0; tries < 4 && model.spendable_on(home, model.today()) < 600; ++tries) {
    home = household(model);
  }
  Step& step = ask(model, "redeem", "keeper",
                   {{"shop", dice_.one_in(3) ? "S2" : "S1"},
                    {"slip", dice_.one_in(15) ? "1" : std::to_string(next_id_)},
                    {"household", home},
                    {"on", dice_.one_in(6) ? past(model, 12) : naive::text(model.today())},
                    {"prices", std::to_string(prices)},
                    {"lines", lines}});
  if (dice_.one_in(3)) {
    const auto known = model.facts.households.find(home);
    if (known != model.facts.households.end()) step.fields["card"] = known->second.card;
    if (dice_.one_in(4)) step.fields["card"] = "C" + number(1, 9);
    if (step.fields["card"].empty()) step.fields.erase("card");
  }
  if (dice_.one_in(50)) step.fields["shop"] = "S9";
  asked_.back() = step;
}

void Generator::receive(const Model& model) {
  std::string lines = (dice_.one_in(2) ? "rice:" : "soap:") + number(1, 12) + ":" + number(50, 300);
  lines += dice_.one_in(5) ? ":R" : ":";
  if (dice_.one_in(3)) {
    lines += ":" + naive::text(model.today() + static_cast<naive::Day>(dice_.between(-3, 60)));
  }
  if (dice_.one_in(4)) lines += ",soap:" + number(1, 9) + ":" + number(50, 300) + ":";
  const bool second = dice_.one_in(3);
  Fields fields{{"shop", second ? "S2" : "S1"},
                {"source", "donor"},
                {"delivery", "DN" + std::to_string(next_id_)},
                {"on", past(model, 3)},
                {"witness", officer(model, "shop-supervisor,supervisor,village,township")},
                {"lines", lines}};
  const auto source = dice_.between(1, 4);
  if (source <= 2) {
    fields["donor"] = dice_.one_in(12) ? "D9" : "D1";
  } else {
    fields["source"] = source == 3 ? "purchase" : "opening";
    if (dice_.one_in(2)) fields["fund"] = second ? "V02" : "V01";
  }
  ask(model, "receive", "keeper", fields);
}

void Generator::deposit(const Model& model) {
  ask(model, "deposit", "township",
      {{"fund", dice_.one_in(20) ? "V09" : "V01"},
       {"yuan", number(1, 50) + "00"},
       {"document", "D" + std::to_string(next_id_)},
       {"on", dice_.one_in(12) ? naive::text(model.today() + 2) : past(model, 4)}});
}

void Generator::prices(const Model& model) {
  std::string goods = "rice:" + number(2, 4) + "00:" + number(2, 6);
  goods += ",soap:" + number(1, 3) + "50:" + number(2, 8);
  ask(model, "prices", "township",
      {{"version", std::to_string(next_id_)},
       {"from", naive::text(model.today() + static_cast<naive::Day>(dice_.between(-1, 9)))},
       {"minimum", std::to_string(dice_.between(0, 5) * 100)},
       {"goods", goods}});
}

void Generator::opening(const Model& model) {
  const naive::Day last = model.today() + static_cast<naive::Day>(dice_.between(-2, 120));
  Step& step = ask(model, "opening", "township",
                   {{"household", household(model)},
                    {"points", std::to_string(dice_.between(0, 20) * 10)},
                    {"honour", dice_.one_in(2) ? "0" : number(0, 900)},
                    {"expires", naive::text(last)},
                    {"document", "O" + number(1, 30)}});
  if (dice_.one_in(2)) step.fields["points"] = number(1, 15) + "00";
  fresh_key(step);
}

void Generator::expire(const Model& model) {
  const auto ahead = static_cast<naive::Day>(dice_.one_in(12) ? 1 : 0);
  fresh_key(ask(model, "expire", "township", {{"day", naive::text(model.today() + ahead)}}));
}

void Generator::budget(const Model& model) {
  const int year = naive::civil(model.today()).year;
  const auto from = dice_.between(1, 12);
  fresh_key(ask(model, "budget", "township",
                {{"fund", dice_.one_in(20) ? "V09" : dice_.one_in(3) ? "V02" : "V01"},
                 {"year", std::to_string(year)},
                 {"from", std::to_string(from)},
                 {"until", number(from, 12)},
                 {"monthly", number(1, 30) + "00"},
                 {"document", "B" + std::to_string(next_id_)}}));
}

void Generator::rules(const Model& model) {
  // A book holds from a day within its own years, or its maker throws.
  const naive::Day first = naive::day_of({2026, 4, 1});
  const naive::Day last = naive::day_of({2029, 12, 31});
  const auto later = static_cast<naive::Day>(dice_.between(0, 12));
  ask(model, "rules", "township",
      {{"version", dice_.one_in(6) ? "1" : std::to_string(next_id_)},
       {"variant", number(1, 1000)},
       {"from", naive::text(std::clamp(model.today() - 1 + later, first, last))}});
}

void Generator::close(const Model& model) {
  if (dice_.one_in(2)) {
    const std::string day = dice_.one_in(10) ? naive::text(model.today() + 1) : past(model, 2);
    ask(model, "close-day", "township,keeper", {{"day", day}});
    return;
  }
  if (!dice_.one_in(3)) return;
  fresh_key(ask(model, "close-period", "township",
                {{"through", dice_.one_in(8) ? naive::text(model.today()) : past(model, 40)}}));
}

void Generator::late(const Model& model) {
  std::string on = past(model, 40);
  if (model.facts.closed_through && dice_.one_in(2)) on = naive::text(*model.facts.closed_through);
  fresh_key(ask(model, "late", "township", {{"on", on}}));
}

void Generator::people(const Model& model) {
  static const std::vector<std::string> statuses{"resident", "away", "dormant", "resident",
                                                 "closed"};
  const std::string id = household(model);
  const auto known = model.facts.households.find(id);
  if (known == model.facts.households.end() || dice_.one_in(4)) {
    const std::string made = "01020" + number(10, 20);
    fresh_key(ask(model, "household", "admin,village",
                  {{"household", made}, {"village", dice_.one_in(15) ? "V09" : "V01"},
                   {"status", "resident"}, {"people", number(1, 9)},
                   {"passbook", "P" + number(1, 30)}, {"card", "C" + number(6, 40)}}));
    return;
  }
  const naive::HouseholdFacts& facts = known->second.facts;
  fresh_key(ask(model, "change", "admin,village",
                {{"household", id},
                 {"status", dice_.one_in(3) ? facts.status : dice_.pick(statuses)},
                 {"people", dice_.one_in(3) ? number(1, 9) : std::to_string(facts.people)},
                 {"passbook", dice_.one_in(8) ? "P" + number(1, 30) : facts.passbook}}));
}

void Generator::card(const Model& model) {
  const std::string id = household(model);
  const auto known = model.facts.households.find(id);
  Step& step = ask(model, "card", "admin,village",
                   {{"household", id}, {"card", "C" + number(1, 60)}});
  if (known != model.facts.households.end() && !known->second.card.empty()) {
    step.fields["replaces"] = dice_.one_in(8) ? "C3" : known->second.card;
  }
  fresh_key(step);
}

void Generator::pair(const Model& model) {
  std::vector<std::string> ids;
  for (const auto& [id, known] : model.facts.households) ids.push_back(id);
  const std::string from = ids.empty() || dice_.one_in(6) ? household(model) : dice_.pick(ids);
  const std::string into = ids.empty() || dice_.one_in(6) ? household(model) : dice_.pick(ids);
  if (dice_.one_in(3)) {
    fresh_key(ask(model, "merge", "village", {{"household", from}, {"into", into}}));
    return;
  }
  const auto of = dice_.between(2, 9);
  fresh_key(ask(model, "split", "village",
                {{"household", from}, {"into", into}, {"moved", number(1, of - 1)},
                 {"of", std::to_string(of)}}));
}

void Generator::officers(const Model& model) {
  static const std::vector<std::string> some{"o-many", "o-v1", "o-v2", "o-women", "o-new",
                                             "o-keeper"};
  static const std::vector<std::string> roles{"panel,women", "village", "keeper,group-leader",
                                              "township", "supervisor,grid-worker"};
  static const std::vector<std::string> villages{"", "", "V01", "V02", "V01,V02", "V09"};
  if (dice_.one_in(3)) {
    fresh_key(ask(model, "dismiss", "admin,township", {{"officer", dice_.pick(some)}}));
    return;
  }
  Step& step = ask(model, "appoint", "admin,township",
                   {{"officer", dice_.pick(some)}, {"roles", dice_.pick(roles)}});
  const std::string where = dice_.pick(villages);
  if (!where.empty()) step.fields["villages"] = where;
  fresh_key(step);
}

void Generator::reverse(const Model& model) {
  static const std::set<std::string> left_out{"village.register", "donor.register",
                                              "shop.register"};
  std::vector<int> found;
  for (const auto& [step, seq] : model.facts.seq_of) {
    const naive::Entry& entry = model.facts.log[static_cast<std::size_t>(seq)];
    if (left_out.contains(entry.kind)) continue;
    const auto age = static_cast<naive::Num>(model.facts.log.size()) - seq;
    if (age < 25 || dice_.one_in(20)) found.push_back(step);
  }
  if (found.empty()) return;
  fresh_key(ask(model, "reverse", "township", {{"seq", std::to_string(dice_.pick(found))}}));
}

void Generator::erase(const Model& model) {
  static const std::set<std::string> with_words{"household.register", "officer.appoint",
                                                "notice.object", "notice.decide", "day.close"};
  std::vector<int> found;
  for (const auto& [step, seq] : model.facts.seq_of) {
    const naive::Entry& entry = model.facts.log[static_cast<std::size_t>(seq)];
    if (with_words.contains(entry.kind) || dice_.one_in(40)) found.push_back(step);
  }
  if (found.empty()) return;
  fresh_key(ask(model, "erase", "township", {{"seq", std::to_string(dice_.pick(found))}}));
}

/// What a till sends again because no answer came, or only now because there was no network.
void Generator::resend(const Model& /*model*/) {
  if (asked_.empty()) return;
  const auto window = std::min<std::int64_t>(static_cast<std::int64_t>(asked_.size()), 40);
  const auto back = dice_.between(1, window);
  const auto at = asked_.size() - static_cast<std::size_t>(back);
  add("send", {{"of", std::to_string(asked_[at].id)}});
}

/// The same words under another number, or other words under the same key.
void Generator::twist(const Model& model) {
  if (asked_.empty()) return;
  Step step = asked_[static_cast<std::size_t>(
      dice_.between(0, static_cast<std::int64_t>(asked_.size()) - 1))];
  step.id = next_id_++;
  step.fields.erase("hold");
  const auto what = dice_.between(1, 5);
  if (what == 1) step.fields["at"] = "till-9";
  if (what == 2) step.fields["as"] = officer(model, "township");
  for (const char* field : {"points", "qty", "yuan", "monthly", "people"}) {
    if (what == 3 && step.has(field)) step.fields[field] = number(1, 9) + "00";
  }
  if (what == 4 && step.has("household")) step.fields["household"] = household(model);
  if (step.has("people")) step.fields["people"] = number(1, 9);
  queue_.push_back(step);
  asked_.push_back(step);
}

void Generator::group(const Model& model) {
  static const std::vector<Make> makes{&Generator::claim, &Generator::check, &Generator::redeem,
                                       &Generator::opening};
  std::string of;
  for (int i = 0; i < 4; ++i) {
    const std::size_t before = queue_.size();
    (this->*dice_.pick(makes))(model);
    if (queue_.size() == before) continue;
    // A quantity that the rule cannot count throws, and then so does the group.
    if (queue_.back().text("qty") == "0") queue_.back().fields["qty"] = "1000";
    queue_.back().fields["hold"] = "1";
    of += (of.empty() ? "" : ",") + std::to_string(queue_.back().id);
  }
  add("group", {{"of", of}});
}

/// Rows that come as a file, the same file again, or all of one taken back.
void Generator::file(const Model& model) {
  if (!model.facts.imports.empty() && dice_.one_in(3)) {
    const int of = step_of_any(model, model.facts.imports);
    add("unimport", {{"of", std::to_string(of)}, {"as", officer(model, "township")}});
    return;
  }
  static const std::vector<Make> makes{&Generator::claim, &Generator::opening, &Generator::visit,
                                       &Generator::receive, &Generator::card};
  const Make make = dice_.pick(makes);
  std::string of;
  for (auto left = dice_.between(1, 5); left > 0; --left) {
    (this->*make)(model);
    queue_.back().fields["hold"] = "1";
    of += (of.empty() ? "" : ",") + std::to_string(queue_.back().id);
  }
  // Now and then with a row that was sent before.
  if (dice_.one_in(2)) of += "," + std::to_string(dice_.pick(asked_).id);
  Step& step = add("import", {{"of", of}, {"as", officer(model, "township")},
                              {"file", "F" + number(1, 40)}});
  if (dice_.one_in(2)) step.fields["skip"] = "1";
  if (dice_.one_in(6)) step.fields["dry"] = "1";
}

void Generator::batch(const Model& model) {
  static const std::vector<std::string> ends{"commit", "commit", "abandon", "crash"};
  static const std::vector<Make> makes{&Generator::claim,  &Generator::check,  &Generator::redeem,
                                       &Generator::opening, &Generator::reverse,
                                       &Generator::resend, &Generator::confirm};
  add("begin");
  for (auto left = dice_.between(1, 5); left > 0; --left) (this->*dice_.pick(makes))(model);
  add(dice_.pick(ends));
}

void Generator::fate(const Model& model) {
  static const std::vector<std::string> ways{"none", "some", "torn", "all"};
  switch (dice_.between(1, 7)) {
    case 1: add("snapshot"); return;
    case 2: add("crash", {{"how", "snapshot"}}); return;
    case 3: add("crash", {{"how", "replay"}}); return;
    case 4: add("check-all"); return;
    case 5:
      add("trouble", {{"kind", dice_.one_in(2) ? "full" : "error"}, {"at", number(0, 3)}});
      break;
    default:
      add("power", {{"at", number(0, 2)}, {"survivors", dice_.pick(ways)}});
      break;
  }
  if (dice_.one_in(2)) {
    opening(model);
  } else {
    deposit(model);
  }
}

}  // namespace sim
