#pragma once

#include <wumei/rules/award_terms.hpp>
#include <wumei/rules/impl/toml_table.ipp>

namespace wumei::rules::detail {

WUMEI_INLINE Score read_percent(const TomlTable& table, std::string_view key) {
  const auto percent = table.amount<Score>(key);
  if (percent < Score() || percent > Score::of_units(10'000)) {
    throw table.wrong(key, percent.text(), "a number from 0 to 100");
  }
  return percent;
}

WUMEI_INLINE Score read_quota(const TomlTable& table, std::string_view key) {
  return table.has(key) ? read_percent(table, key) : Score::of_units(10'000);
}

WUMEI_INLINE std::vector<LevelTerms> read_levels(const TomlTable& award) {
  const TomlKeys keys{"level", "rule",          "total",
                      "dimension", "village_quota", "township_quota"};
  std::vector<LevelTerms> levels;
  for (const TomlTable& table : award.tables("level", keys)) {
    LevelTerms terms;
    terms.level = parse_level(table.word("level", {"qualified", "demonstration", "model"}));
    terms.rule = table.id<RuleId>("rule");
    terms.total = read_percent(table, "total");
    terms.dimension_percent = read_percent(table, "dimension");
    terms.village_quota = read_quota(table, "village_quota");
    terms.township_quota = read_quota(table, "township_quota");
    if (!levels.empty() && terms.level <= levels.back().level) {
      throw table.wrong("level", name(terms.level), "levels from the lowest up, each once");
    }
    if (!levels.empty() && terms.total < levels.back().total) {
      throw table.wrong("total", terms.total.text(), "no less than the level below");
    }
    levels.push_back(terms);
  }
  if (levels.empty()) throw award.wrong("level", "", "at least one [[award.level]]");
  return levels;
}

WUMEI_INLINE std::vector<TieStep> read_tie_break(const TomlTable& award) {
  std::vector<TieStep> steps;
  for (const std::string& word : award.texts("tie_break")) {
    TieStep step;
    if (word == "open-orders") {
      step.by = TieBreak::open_orders;
    } else if (word != "draw") {
      if (word.size() != 2 || word[0] != 'D' || word[1] < '1' || word[1] > '9') {
        throw award.wrong("tie_break", word, "a dimension like D1, open-orders or draw");
      }
      step = {TieBreak::dimension, word};
    }
    const bool known = std::any_of(steps.begin(), steps.end(), [&](const TieStep& earlier) {
      return earlier.by == step.by && earlier.dimension == step.dimension;
    });
    if (known || (!steps.empty() && steps.back().by == TieBreak::draw)) {
      throw award.wrong("tie_break", word, "each step once, the draw last");
    }
    steps.push_back(step);
  }
  if (steps.empty() || steps.back().by != TieBreak::draw) {
    throw award.wrong("tie_break", "", "\"draw\" as the last step");
  }
  return steps;
}

WUMEI_INLINE std::vector<Veto> read_vetoes(const TomlTable& award) {
  std::vector<Veto> vetoes;
  const TomlKeys keys{"code", "name", "name_en", "barred_months"};
  for (const TomlTable& table : award.tables("veto", keys)) {
    Veto veto{table.id<RuleId>("code").text(), table.text("name"), table.text("name_en"), 0};
    if (table.has("barred_months")) veto.barred_months = table.integer("barred_months", {0, 120});
    const bool known = std::any_of(vetoes.begin(), vetoes.end(),
                                   [&](const Veto& other) { return other.code == veto.code; });
    if (known) throw table.wrong("code", veto.code, "a code that is not used twice");
    vetoes.push_back(std::move(veto));
  }
  return vetoes;
}

WUMEI_INLINE AwardTerms read_award(const TomlTable& award) {
  AwardTerms terms;
  terms.levels = read_levels(award);
  terms.tie_break = read_tie_break(award);
  terms.vetoes = read_vetoes(award);
  terms.notice_working_days = award.integer("notice_working_days", {0, 60});
  terms.barred_months = award.integer("barred_months", {0, 120});
  return terms;
}

}  // namespace wumei::rules::detail
