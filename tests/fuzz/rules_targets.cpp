#include "fuzz.hpp"

#include <wumei/base/text.hpp>
#include <wumei/rules/examples.hpp>
#include <wumei/rules/rule_book.hpp>
#include <wumei/rules/score_sheet.hpp>

/// The two documents in TOML.
namespace wumei::fuzz {
namespace {

/// What goes into an entry or on a page must be text that both take.
void demand_text(const std::string& text) { demand(is_nfc(text), "text that no entry takes"); }

}  // namespace

void rule_book(std::string_view input) {
  const rules::RuleBook book = rules::parse_book(input, "rulebook.toml");
  demand(rules::diff(book, book).empty(), "a book differs from itself");
  demand(!book.rules.empty() && book.from < book.until, "a book without rules or days");
  for (const std::string* text : {&book.id, &book.title, &book.title_en, &book.adopted.by}) {
    demand_text(*text);
  }
  for (const rules::EvidenceKind& kind : book.evidence) {
    demand_text(kind.id);
    demand(book.find_evidence(kind.id) != nullptr, "evidence that is not found");
  }
  for (const rules::Rule& rule : book.rules) {
    demand(book.find(rule.id) == &rule, "a rule that is not found by its id");
    demand_text(must("a gain cannot be spelled", [&] { return rules::gain_text(rule); }));
    demand_text(must("caps cannot be spelled", [&] { return rules::caps_text(rule); }));
    for (const std::string& need : rule.needs_any) {
      demand(book.find_evidence(need) != nullptr, "a rule needs evidence that is no kind");
    }
  }
  static_cast<void>(rules::run_examples(book));
}

void score_sheet(std::string_view input) {
  const rules::ScoreSheet sheet = rules::parse_sheet(input, "sheet.toml");
  demand(sheet.full_marks(rules::Part::whole) == Score::parse("100"), "not of 100 points");
  Score by_dimension;
  for (const rules::Dimension& dimension : sheet.dimensions) {
    demand_text(dimension.name);
    by_dimension += sheet.full_marks(dimension.id);
  }
  demand(by_dimension == sheet.full_marks(rules::Part::whole), "dimensions do not sum to it");
  for (const rules::SheetItem& item : sheet.items) {
    demand_text(item.name);
    demand(sheet.find(item.code) == &item, "an item that is not found by its code");
    demand(item.max.units() > 0 && item.max.units() % sheet.step.units() == 0,
           "full marks of an item that cannot be given");
  }
}

}  // namespace wumei::fuzz
