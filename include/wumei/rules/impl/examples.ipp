#pragma once

#include <wumei/config.hpp>
#include <wumei/rules/examples.hpp>

namespace wumei::rules {
namespace detail {

/// What a deed of an example brought, in the words of `ExampleResult`.
WUMEI_INLINE ExampleResult example_outcome(const RuleBook& book, const ExampleDeed& given,
                                           GrantList& grants) {
  Deed deed{given.rule, HouseholdId(given.household), given.on, given.quantity, given.evidence,
            given.person};
  if (!given.event.empty()) {
    const Rule* rule = book.best_for_event(given.event, given.quantity, given.on);
    if (rule == nullptr) return {{}, {}, std::string(name(RefusalCode::below_first_tier))};
    deed.rule = rule->id;
  }
  const Decision<Earned> earned = evaluate(book, deed, grants);
  if (!earned) return {deed.rule, {}, std::string(name(earned.refusal().code))};
  grants.add({deed.household, deed.rule, deed.on, earned->points, deed.person});
  const bool trimmed = !earned->trims.empty();
  return {deed.rule, earned->points,
          trimmed ? std::string(name(earned->trims.front().code)) : std::string()};
}

WUMEI_INLINE std::string example_text(const ExampleResult& result) {
  std::string text = result.rule.text() + (result.rule.empty() ? "" : " ") + result.points.text();
  if (!result.why.empty()) text += " (" + result.why + ")";
  return text;
}

}  // namespace detail

WUMEI_INLINE std::vector<ExampleFailure> run_examples(const RuleBook& book) {
  std::vector<ExampleFailure> failures;
  for (const Example& example : book.examples) {
    GrantList grants;
    for (std::size_t i = 0; i < example.given.size(); ++i) {
      const ExampleResult got = detail::example_outcome(book, example.given[i], grants);
      const ExampleResult& expected = example.expect[i];
      const bool same_rule = expected.rule.empty() || expected.rule == got.rule;
      if (same_rule && expected.points == got.points && expected.why == got.why) continue;
      failures.push_back({example.title, example.line, static_cast<std::int64_t>(i) + 1,
                          detail::example_text(expected), detail::example_text(got)});
    }
  }
  return failures;
}

}  // namespace wumei::rules
