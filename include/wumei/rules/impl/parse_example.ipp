#pragma once

#include <wumei/base/decision.hpp>
#include <wumei/rules/impl/toml_table.ipp>
#include <wumei/rules/rule_book.hpp>

namespace wumei::rules::detail {

/// What machinery reports. A book that listens to anything else would wait for ever.
WUMEI_INLINE TomlKeys known_events() { return {"inspection.scored"}; }

WUMEI_INLINE void read_example_subject(const TomlTable& table, const RuleBook& book,
                                       ExampleDeed& deed) {
  if (table.exactly_one({"rule", "event"}) == "event") {
    deed.event = table.word("event", known_events());
    return;
  }
  deed.rule = table.id<RuleId>("rule");
  if (book.find(deed.rule) == nullptr) {
    throw table.wrong("rule", deed.rule.text(), "a rule of this book");
  }
}

WUMEI_INLINE ExampleDeed read_example_deed(const TomlTable& table, const RuleBook& book) {
  ExampleDeed deed;
  read_example_subject(table, book, deed);
  deed.on = table.date("on");
  deed.quantity = Measure::of_units(1000);
  if (table.has("quantity") || table.has("score")) {
    deed.quantity = table.amount<Measure>(table.exactly_one({"quantity", "score"}));
  }
  deed.household = table.text_or("household", "example");
  deed.person = table.text_or("person", "");
  if (table.has("evidence")) {
    deed.evidence = table.texts("evidence");
  } else {
    for (const EvidenceKind& kind : book.evidence) deed.evidence.push_back(kind.id);
  }
  try {
    static_cast<void>(HouseholdId(deed.household));
    const Rule* rule = book.find(deed.rule);
    if (rule != nullptr) static_cast<void>(points_before_caps(*rule, deed.quantity));
  } catch (const Error& error) {
    throw table.wrong("", error.what(), "a deed that can be evaluated");
  }
  return deed;
}

WUMEI_INLINE ExampleResult read_example_result(const TomlTable& table) {
  ExampleResult result;
  if (table.has("rule")) result.rule = table.id<RuleId>("rule");
  result.points = table.amount<Points>("points");
  if (!table.has("why")) return result;
  result.why = table.text("why");
  try {
    static_cast<void>(refusal_code(result.why));
  } catch (const Error&) {
    throw table.wrong("why", result.why, "the name of a refusal, like \"cap.times\"");
  }
  return result;
}

WUMEI_INLINE Example read_example(const TomlTable& table, const RuleBook& book) {
  Example example{table.text("title"), table.line(), {}, {}};
  const TomlKeys deed_keys{"rule",     "event",     "on",     "quantity",
                           "score", "household", "person", "evidence"};
  for (const TomlTable& deed : table.tables("given", deed_keys)) {
    example.given.push_back(read_example_deed(deed, book));
  }
  for (const TomlTable& result : table.tables("expect", {"rule", "points", "why"})) {
    example.expect.push_back(read_example_result(result));
  }
  if (example.given.empty()) throw table.wrong("given", "", "at least one deed");
  if (example.given.size() != example.expect.size()) {
    throw table.wrong("expect", std::to_string(example.expect.size()) + " results",
                      "as many as deeds given: " + std::to_string(example.given.size()));
  }
  return example;
}

}  // namespace wumei::rules::detail
