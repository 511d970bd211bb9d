#pragma once

#include <example_text.hpp>

#include <wumei/rules/examples.hpp>

#include <string>

namespace wumei::rules::sample {

inline const std::string head = R"(schema = 1
book = "sample"
version = 1
title = "样本"
valid = { from = 2026-01-01, until = 2027-01-01 }
adopted = { by = "镇政府", on = 2025-12-01, doc = "样〔2025〕1号" }
)";

inline const std::string defaults = R"([defaults]
expiry = { years = 1, end_of = "year" }
notice_days = 3
objection_days = 3
answer_days = 10
chain = ["group-leader:check", "panel:approve"]
[evidence.E1]
name = "照片"
name_en = "photo"
[evidence.E2]
name = "两人见证"
name_en = "two witnesses"
)";

/// A rule of that id with the lines given; evidence E1 unless they say otherwise.
inline std::string rule(const std::string& id, const std::string& lines) {
  std::string text = "[[rule]]\nid = \"" + id + "\"\nname = \"条目\"\nname_en = \"line\"\n" + lines;
  if (lines.find("needs_any") == std::string::npos) text += "\nneeds_any = [\"E1\"]";
  return text + "\n";
}

inline std::string text(const std::string& rules) { return head + defaults + rules; }

inline RuleBook book(const std::string& rules) { return parse_book(text(rules), "sample.toml"); }

inline Deed deed(const std::string& rule, const std::string& on,
                 const std::string& quantity = "1") {
  return {RuleId(rule), HouseholdId("0301017"), Date::parse(on), Measure::parse(quantity),
          {"E1"}, {}};
}

/// Evaluates and, when something was earned, remembers it.
inline Decision<Earned> settle(const RuleBook& book, const Deed& deed, GrantList& grants) {
  Decision<Earned> earned = evaluate(book, deed, grants);
  if (earned) grants.add({deed.household, deed.rule, deed.on, earned->points, deed.person});
  return earned;
}

}  // namespace wumei::rules::sample
