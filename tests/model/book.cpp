#include "book.hpp"

#include "step.hpp"

namespace naive {

namespace {

const std::vector<std::string> cycles{"day", "month", "quarter", "year", "ever"};

Rule fixed(const std::string& id, Num points, std::vector<std::string> chain) {
  Rule rule;
  rule.id = id;
  rule.points = points;
  rule.chain = std::move(chain);
  rule.needs = {"E1"};
  return rule;
}

Rule per(const std::string& id, Dice& dice, Num points) {
  Rule rule = fixed(id, points, {"grid-worker:record", "group-leader:check", "panel:approve"});
  const std::vector<std::string> roundings{"down", "up", "half_up", "half_even"};
  rule.pay = Pay::per;
  rule.quantity = dice.between(1, 4) * 500;
  rule.rounding = dice.pick(roundings);
  rule.needs = {"E1", "E2"};
  return rule;
}

Rule tiered(const std::string& id, Dice& dice) {
  Rule rule = fixed(id, 0, {"panel:approve"});
  rule.pay = Pay::tiers;
  Num min = dice.between(0, 2) * 1000;
  Num points = 0;
  for (int i = 0; i < 3; ++i) {
    points += dice.between(1, 8) * 50;
    rule.tiers.push_back({min, points});
    min += dice.between(1, 4) * 500;
  }
  rule.group = "tidy";
  rule.group_per = dice.one_in(2) ? "month" : "quarter";
  return rule;
}

/// A tidy courtyard, by the score of its outside.
Rule visit(const std::string& id, Dice& dice, Num least) {
  Rule rule = fixed(id, 0, {"grid-worker:approve"});
  rule.pay = Pay::tiers;
  rule.tiers = {{least, dice.between(1, 4) * 50}, {least + 20'000, dice.between(5, 9) * 50}};
  rule.needs = {"sheet"};
  rule.group = "visit";
  rule.group_per = "month";
  rule.on_visit = true;
  return rule;
}

Cap times_cap(Dice& dice) { return {true, dice.between(1, 3), dice.pick(cycles), true}; }

Cap points_cap(Dice& dice) {
  return {false, dice.between(2, 12) * 75, dice.pick(cycles), dice.one_in(3)};
}

std::vector<Rule> gains(Dice& dice) {
  Rule once = fixed("FIX1", dice.between(1, 10) * 50, {"group-leader:check", "panel:approve"});
  once.caps = {times_cap(dice)};
  Rule plain = fixed("FIX2", dice.between(1, 20) * 25, {"panel:approve"});
  Rule hours = per("PER1", dice, dice.between(1, 9) * 33);
  hours.caps = {points_cap(dice)};
  if (dice.one_in(2)) hours.caps.push_back(times_cap(dice));
  Rule instead = fixed("EXC1", dice.between(2, 10) * 50, {"women:approve"});
  instead.excluded_by = {"FIX1", "TIER1"};
  instead.excluded_per = dice.pick(cycles);
  Rule person = fixed("PERS1", dice.between(2, 9) * 100, {"village:check", "township:approve"});
  person.caps = {{true, 1, "person", true}};
  Rule clean = visit("INSP1", dice, 50'000);
  Rule tidy = visit("INSP2", dice, 60'000);
  if (dice.one_in(2)) clean.caps = {times_cap(dice)};
  return {once,    plain,  hours, tiered("TIER1", dice), tiered("TIER2", dice),
          instead, person, clean, tidy};
}

std::vector<Rule> deductions(Dice& dice) {
  Rule fine = fixed("DED1", -dice.between(1, 12) * 50, {"village:approve"});
  Rule debt = per("DED2", dice, -dice.between(1, 9) * 41);
  debt.debt = true;
  debt.caps = {points_cap(dice)};
  return {fine, debt};
}

Num rounded(Num numerator, Num denominator, const std::string& how) {
  const Num whole = numerator / denominator;
  const Num rest = numerator % denominator;
  if (rest == 0 || how == "down") return whole;
  if (how == "up") return whole + 1;
  if (2 * rest != denominator) return whole + (2 * rest > denominator ? 1 : 0);
  if (how == "half_up") return whole + 1;
  return whole + whole % 2;
}

}  // namespace

Num full_points(const Rule& rule, Num quantity) {
  const Num size = rule.points < 0 ? -rule.points : rule.points;
  if (rule.pay == Pay::fixed) return size;
  if (rule.pay == Pay::per) return rounded(quantity * size, rule.quantity, rule.rounding);
  Num reached = 0;
  for (const Tier& tier : rule.tiers) {
    if (quantity >= tier.min) reached = tier.points;
  }
  return reached;
}

const std::vector<SheetItem>& sheet_items() {
  static const std::vector<SheetItem> items{{"D1.1", "D1", 2000, true},
                                            {"D1.2", "D1", 3000, false},
                                            {"D2.1", "D2", 2000, true},
                                            {"D2.2", "D2", 3000, false}};
  return items;
}

Book make_book(std::uint64_t variant, Num version) {
  Dice dice(variant);
  Book book;
  book.version = version;
  book.from = day_of({2026, 4, 1});
  book.until = day_of({2030, 1, 1});
  book.month_cap = dice.one_in(3) ? 0 : dice.between(10, 40) * 100;
  book.year_cap = dice.one_in(2) ? 0 : dice.between(40, 90) * 100;
  book.cap_rejects = dice.one_in(4);
  book.expiry_years = static_cast<int>(dice.between(0, 1));
  book.notice_days = dice.between(1, 3);
  book.objection_days = dice.between(1, 4);
  book.rules = gains(dice);
  for (const Rule& rule : deductions(dice)) book.rules.push_back(rule);
  return book;
}

const Rule* find_rule(const Book& book, const std::string& id) {
  for (const Rule& rule : book.rules) {
    if (rule.id == id) return &rule;
  }
  return nullptr;
}

}  // namespace naive
