#include "world.hpp"

namespace sim {

namespace {

std::string decimal(naive::Num units, int places) {
  const bool below = units < 0;
  std::string digits = std::to_string(below ? -units : units);
  while (digits.size() <= static_cast<std::size_t>(places)) digits.insert(0, "0");
  digits.insert(digits.size() - static_cast<std::size_t>(places), ".");
  return (below ? "\"-" : "\"") + digits + "\"";
}

std::string points(naive::Num units) { return decimal(units, 2); }

std::string words(const std::vector<std::string>& list) {
  std::string text;
  for (const std::string& word : list) text += (text.empty() ? "\"" : ", \"") + word + "\"";
  return "[" + text + "]";
}

std::string pay(const naive::Rule& rule) {
  switch (rule.pay) {
    case naive::Pay::fixed: return "points = " + points(rule.points) + "\n";
    case naive::Pay::per:
      return "per = { qty = " + decimal(rule.quantity, 3) + ", unit = \"h\", points = " +
             points(rule.points) + ", round = \"" + rule.rounding + "\" }\n";
    case naive::Pay::tiers: break;
  }
  std::string tiers;
  for (const naive::Tier& tier : rule.tiers) {
    tiers += std::string(tiers.empty() ? "" : ", ") + "{ min = " + decimal(tier.min, 3) +
             ", points = " + points(tier.points) + " }";
  }
  return "tiers = [" + tiers + "]\n";
}

std::string cap(const naive::Cap& cap, bool deduction) {
  if (cap.counts_times) {
    return "{ times = " + std::to_string(cap.most) + ", per = \"" + cap.per + "\" }";
  }
  return "{ points = " + points(deduction ? -cap.most : cap.most) + ", per = \"" + cap.per +
         "\", on_exceed = \"" + (cap.rejects ? "reject" : "trim") + "\" }";
}

std::string rule_text(const naive::Rule& rule) {
  std::string text = "[[rule]]\nid = \"" + rule.id + "\"\nname = \"条目\"\nname_en = \"line\"\n";
  text += pay(rule) + "chain = " + words(rule.chain) + "\nneeds_any = " + words(rule.needs) + "\n";
  const bool deduction = rule.points < 0;
  if (rule.on_visit) text += "event = \"inspection.scored\"\n";
  if (deduction) text += rule.debt ? "floor = \"debt\"\n" : "floor = 0\n";
  std::string caps;
  for (const naive::Cap& one : rule.caps) caps += (caps.empty() ? "" : ", ") + cap(one, deduction);
  if (!caps.empty()) text += "caps = [" + caps + "]\n";
  if (!rule.group.empty()) {
    text += "highest_only = { group = \"" + rule.group + "\", per = \"" + rule.group_per + "\" }\n";
  }
  if (!rule.excluded_by.empty()) {
    text += "excluded_by = { rules = " + words(rule.excluded_by) + ", per = \"" +
            rule.excluded_per + "\" }\n";
  }
  return text;
}

std::string household_cap(const naive::Book& book) {
  std::string inside;
  if (book.month_cap > 0) inside += "month = " + points(book.month_cap) + ", ";
  if (book.year_cap > 0) inside += "year = " + points(book.year_cap) + ", ";
  if (inside.empty()) return "";
  return "household_cap = { " + inside + "on_exceed = \"" +
         (book.cap_rejects ? "reject" : "trim") + "\" }\n";
}

}  // namespace

std::string book_text(const naive::Book& book) {
  std::string text = "schema = 1\nbook = \"sim\"\nversion = " + std::to_string(book.version) +
                     "\ntitle = \"样本\"\nvalid = { from = " + naive::text(book.from) +
                     ", until = " + naive::text(book.until) +
                     " }\nadopted = { by = \"镇\", on = 2026-03-01, doc = \"1\" }\n[defaults]\n";
  text += household_cap(book);
  text += "expiry = { years = " + std::to_string(book.expiry_years) + ", end_of = \"year\" }\n";
  text += "notice_days = " + std::to_string(book.notice_days) +
          "\nobjection_days = " + std::to_string(book.objection_days) +
          "\nanswer_days = 10\nchain = [\"panel:approve\"]\n";
  for (const char* kind : {"E1", "E2"}) {
    const std::string id = kind;
    text += "[evidence." + id + "]\nname = \"照片" + id + "\"\nname_en = \"photo " + id + "\"\n";
  }
  text += "[evidence.sheet]\nname = \"检查表\"\nname_en = \"sheet\"\nsystem = true\n";
  for (const naive::Rule& rule : book.rules) text += rule_text(rule);
  return text;
}

std::string sheet_text() {
  std::string text = "schema = 1\nsheet = \"sim\"\nversion = 1\ntitle = \"评分表\"\n"
                     "valid = { from = 2026-04-01 }\nstep = \"0.5\"\n";
  for (const char* id : {"D1", "D2"}) {
    text += "[[dimension]]\nid = \"" + std::string(id) + "\"\nname = \"美\"\nname_en = \"d\"\n";
  }
  for (const naive::SheetItem& item : naive::sheet_items()) {
    text += "[[item]]\ncode = \"" + item.code + "\"\ndimension = \"" + item.dimension +
            "\"\nname = \"项\"\nname_en = \"i\"\nmax = " + points(item.max) + "\npart = \"" +
            (item.outside ? "outside" : "whole") + "\"\n";
  }
  return text;
}

}  // namespace sim
