#pragma once

#include <wumei/rules/impl/parse_award.ipp>
#include <wumei/rules/impl/parse_example.ipp>
#include <wumei/rules/impl/parse_rule.ipp>
#include <wumei/rules/rule_book.hpp>

namespace wumei::rules {
namespace detail {

/// What a rule has when it does not say otherwise.
struct RuleDefaults {
  std::vector<Step> chain;
  std::int64_t notice_days = 0;
  std::int64_t objection_days = 0;
};

WUMEI_INLINE void read_validity(const TomlTable& top, RuleBook& book) {
  const TomlTable valid = top.table("valid", {"from", "until"});
  book.from = valid.date("from");
  book.until = valid.date("until");
  if (book.until <= book.from) {
    throw valid.wrong("until", book.until.text(), "a day after " + book.from.text());
  }
}

WUMEI_INLINE HouseholdCap read_household_cap(const TomlTable& defaults) {
  HouseholdCap cap;
  if (!defaults.has("household_cap")) return cap;
  const TomlTable table = defaults.table("household_cap", {"month", "year", "on_exceed"});
  if (table.has("month")) cap.month = read_gain(table, "month");
  if (table.has("year")) cap.year = read_gain(table, "year");
  cap.on_exceed = read_excess(table);
  return cap;
}

WUMEI_INLINE RuleDefaults read_defaults(const TomlTable& top, RuleBook& book) {
  const TomlTable table = top.table("defaults", {"household_cap", "expiry", "notice_days",
                                                 "objection_days", "answer_days", "chain"});
  book.household_cap = read_household_cap(table);
  const TomlTable expiry = table.table("expiry", {"years", "end_of"});
  book.expiry_years = expiry.integer("years", {0, 50});
  static_cast<void>(expiry.word("end_of", {"year"}));
  book.notice_days = table.integer("notice_days", {0, rule_days_max});
  book.objection_days = table.integer("objection_days", {0, rule_days_max});
  book.answer_days = table.integer("answer_days", {0, rule_days_max});
  return {read_chain(table), book.notice_days, book.objection_days};
}

WUMEI_INLINE void read_evidence_kinds(const TomlTable& top, RuleBook& book) {
  for (const auto& [id, table] : top.named_tables("evidence", {"name", "name_en", "system"})) {
    book.evidence.push_back(
        {id, table.text("name"), table.text("name_en"), table.flag_or("system", false)});
  }
}

WUMEI_INLINE std::vector<std::string> read_needs(const TomlTable& table, const RuleBook& book) {
  std::vector<std::string> needs = table.texts("needs_any");
  TomlKeys known;
  for (const EvidenceKind& kind : book.evidence) known.push_back(kind.id);
  for (const std::string& need : needs) {
    if (std::find(known.begin(), known.end(), need) != known.end()) continue;
    throw table.wrong("needs_any", need, expected_words(need, known));
  }
  return needs;
}

WUMEI_INLINE void read_rule_dates(const TomlTable& table, const RuleBook& book, Rule& rule) {
  rule.from = book.from;
  rule.until = book.until;
  if (!table.has("valid")) return;
  const TomlTable valid = table.table("valid", {"from", "until"});
  if (valid.has("from")) rule.from = valid.date("from");
  if (valid.has("until")) rule.until = valid.date("until");
  if (rule.from < book.from || rule.until > book.until || rule.until <= rule.from) {
    throw table.wrong("valid", rule.from.text() + " to " + rule.until.text(),
                      "dates within the book's: " + book.from.text() + " to " +
                          book.until.text());
  }
}

WUMEI_INLINE void read_rule_way(const TomlTable& table, const RuleDefaults& defaults,
                                Rule& rule) {
  rule.chain = table.has("chain") ? read_chain(table) : defaults.chain;
  rule.notice_days = table.has("notice_days")
                         ? table.integer("notice_days", {0, rule_days_max})
                         : defaults.notice_days;
  rule.objection_days = table.has("objection_days")
                            ? table.integer("objection_days", {0, rule_days_max})
                            : defaults.objection_days;
}

WUMEI_INLINE Rule read_rule(const TomlTable& table, const RuleBook& book,
                            const RuleDefaults& defaults) {
  Rule rule;
  rule.id = table.id<RuleId>("id");
  if (book.find(rule.id) != nullptr) {
    throw table.wrong("id", rule.id.text(), "an id that is not used twice");
  }
  rule.name = table.text("name");
  rule.name_en = table.text("name_en");
  if (table.has("event")) rule.event = table.word("event", known_events());
  rule.gain = read_rule_gain(table);
  rule.floor = read_floor(table, rule.gain);
  rule.caps = read_caps(table, rule.is_deduction());
  rule.highest_only = read_highest(table, rule.is_deduction());
  rule.excluded_by = read_excluded(table);
  rule.needs_any = read_needs(table, book);
  read_rule_way(table, defaults, rule);
  read_rule_dates(table, book, rule);
  if (!rule.event.empty() && rule.is_deduction()) {
    throw table.wrong("event", rule.event, "no event: a deduction is always claimed");
  }
  return rule;
}

WUMEI_INLINE TomlKeys rule_keys() {
  return {"id",    "name",   "name_en",      "event",       "points",         "per",
          "tiers", "floor",  "cap",          "caps",        "highest_only",   "excluded_by",
          "chain", "valid",  "needs_any",    "notice_days", "objection_days"};
}

WUMEI_INLINE void read_rules(const TomlTable& top, const RuleDefaults& defaults,
                             RuleBook& book) {
  const std::vector<TomlTable> tables = top.tables("rule", rule_keys());
  for (const TomlTable& table : tables) book.rules.push_back(read_rule(table, book, defaults));
  if (book.rules.empty()) throw top.wrong("rule", "", "at least one [[rule]]");
  for (std::size_t i = 0; i < tables.size(); ++i) {
    for (const RuleId& other : book.rules[i].excluded_by.rules) {
      if (book.find(other) != nullptr && other != book.rules[i].id) continue;
      throw tables[i].wrong("excluded_by", other.text(), "another rule of this book");
    }
  }
}

WUMEI_INLINE void read_award_section(const TomlTable& top, RuleBook& book) {
  if (!top.has("award")) return;
  const TomlTable table = top.table(
      "award", {"level", "tie_break", "veto", "notice_working_days", "barred_months"});
  book.award = read_award(table);
  for (const LevelTerms& terms : book.award.levels) {
    const Rule* rule = book.find(terms.rule);
    if (rule != nullptr && !rule->is_deduction()) continue;
    throw table.wrong("level", terms.rule.text(), "rules of this book that give points");
  }
}

WUMEI_INLINE Adoption read_adoption(const TomlTable& top) {
  const TomlTable table = top.table("adopted", {"by", "on", "doc"});
  return {table.text("by"), table.date("on"), table.text("doc")};
}

}  // namespace detail

WUMEI_INLINE RuleBook parse_book(std::string_view toml, const std::string& file) {
  const toml::table document = detail::parse_toml(toml, file);
  const detail::TomlTable top(document, file, "",
                              {"schema", "book", "version", "title", "title_en", "valid",
                               "adopted", "defaults", "evidence", "rule", "award", "example"});
  detail::check_schema(top);
  RuleBook book;
  book.id = top.id<RuleId>("book").text();
  book.version = top.integer("version", {1, 9999});
  book.title = top.text("title");
  book.title_en = top.text_or("title_en", book.title);
  detail::read_validity(top, book);
  book.adopted = detail::read_adoption(top);
  const detail::RuleDefaults defaults = detail::read_defaults(top, book);
  detail::read_evidence_kinds(top, book);
  detail::read_rules(top, defaults, book);
  detail::read_award_section(top, book);
  const detail::TomlKeys keys{"title", "given", "expect"};
  for (const detail::TomlTable& table : top.tables("example", keys)) {
    book.examples.push_back(detail::read_example(table, book));
  }
  return book;
}

}  // namespace wumei::rules
