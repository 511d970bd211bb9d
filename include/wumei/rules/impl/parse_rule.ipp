#pragma once

#include <wumei/rules/impl/toml_table.ipp>
#include <wumei/rules/rule.hpp>

#include <set>

namespace wumei::rules::detail {

WUMEI_INLINE constexpr std::int64_t rule_days_max = 366;
/// Far above anything a village gives; keeps every product of a rule within 64 bits.
WUMEI_INLINE constexpr Points rule_points_max = Points::of_units(100'000'000);

WUMEI_INLINE Cycle read_cycle(const TomlTable& table) {
  const std::string word = table.word("per", {"day", "month", "quarter", "year", "ever"});
  for (const Cycle cycle :
       {Cycle::day, Cycle::month, Cycle::quarter, Cycle::year, Cycle::ever}) {
    if (name(cycle) == word) return cycle;
  }
  throw table.wrong("per", word, "a period");
}

WUMEI_INLINE Excess read_excess(const TomlTable& table) {
  if (!table.has("on_exceed")) return Excess::trim;
  return table.word("on_exceed", {"trim", "reject"}) == "trim" ? Excess::trim : Excess::reject;
}

WUMEI_INLINE Points read_points(const TomlTable& table, std::string_view key) {
  const auto points = table.amount<Points>(key);
  if (points.is_zero() || points > rule_points_max || -points > rule_points_max) {
    throw table.wrong(key, points.text(), "points other than 0, up to 1000000");
  }
  return points;
}

/// Points that must be above zero.
WUMEI_INLINE Points read_gain(const TomlTable& table, std::string_view key) {
  const Points points = read_points(table, key);
  if (points < Points()) throw table.wrong(key, points.text(), "points above 0");
  return points;
}

WUMEI_INLINE PerUnit read_per(const TomlTable& rule) {
  const TomlTable table = rule.table("per", {"qty", "unit", "points", "round"});
  PerUnit per;
  per.quantity = table.amount<Measure>("qty");
  if (per.quantity <= Measure()) throw table.wrong("qty", per.quantity.text(), "more than 0");
  per.unit = table.text("unit");
  per.points = read_points(table, "points");
  const std::string round = table.word("round", {"down", "up", "half_up", "half_even"});
  per.rounding = round == "down"      ? Rounding::down
                 : round == "up"      ? Rounding::up
                 : round == "half_up" ? Rounding::half_up
                                      : Rounding::half_even;
  return per;
}

WUMEI_INLINE Tiered read_tiers(const TomlTable& rule) {
  Tiered tiered;
  for (const TomlTable& table : rule.tables("tiers", {"min", "points", "star"})) {
    Tier tier{table.amount<Measure>("min"), read_gain(table, "points"), 0};
    if (table.has("star")) tier.stars = table.integer("star", {0, 10});
    if (!tiered.tiers.empty() && tier.min <= tiered.tiers.back().min) {
      throw table.wrong("min", tier.min.text(), "more than the tier before");
    }
    if (!tiered.tiers.empty() && tier.points <= tiered.tiers.back().points) {
      throw table.wrong("points", tier.points.text(), "more than the tier before");
    }
    tiered.tiers.push_back(tier);
  }
  if (tiered.tiers.empty()) throw rule.wrong("tiers", "", "at least one tier");
  return tiered;
}

WUMEI_INLINE bool takes_points(const Gain& gain) {
  if (const auto* fixed = std::get_if<Fixed>(&gain)) return fixed->points < Points();
  if (const auto* per = std::get_if<PerUnit>(&gain)) return per->points < Points();
  return false;
}

WUMEI_INLINE Gain read_rule_gain(const TomlTable& table) {
  const std::string_view way = table.exactly_one({"points", "per", "tiers"});
  if (way == "per") return read_per(table);
  if (way == "tiers") return read_tiers(table);
  return Fixed{read_points(table, "points")};
}

WUMEI_INLINE Floor read_floor(const TomlTable& table, const Gain& gain) {
  if (!takes_points(gain)) {
    if (!table.has("floor")) return Floor::none;
    throw table.wrong("floor", "floor", "no floor: the rule takes no points");
  }
  constexpr std::string_view expected = "floor = 0 or floor = \"debt\" for a deduction";
  if (!table.has("floor")) throw table.wrong("floor", "", expected);
  if (!table.is_text("floor")) {
    static_cast<void>(table.integer("floor", {0, 0}));
    return Floor::zero;
  }
  if (table.text("floor") == "debt") return Floor::debt;
  throw table.wrong("floor", table.text("floor"), expected);
}

WUMEI_INLINE Cap read_cap(const TomlTable& table, bool deduction) {
  if (table.exactly_one({"times", "points"}) == "times") {
    TimesCap cap{table.integer("times", {1, 100'000}), Cycle::ever, false};
    cap.by_person = table.text("per") == "person";
    if (!cap.by_person) cap.per = read_cycle(table);
    if (table.has("on_exceed") && read_excess(table) == Excess::trim) {
      throw table.wrong("on_exceed", "trim", "reject: a deed cannot count in part");
    }
    return cap;
  }
  const Points points = read_points(table, "points");
  if ((points < Points()) != deduction) {
    throw table.wrong("points", points.text(), "the sign of the rule's own points");
  }
  return PointsCap{deduction ? -points : points, read_cycle(table), read_excess(table)};
}

WUMEI_INLINE std::vector<Cap> read_caps(const TomlTable& table, bool deduction) {
  const TomlKeys keys{"times", "points", "per", "on_exceed"};
  if (table.has("cap") && table.has("caps")) static_cast<void>(table.exactly_one({"cap", "caps"}));
  if (table.has("cap")) return {read_cap(table.table("cap", keys), deduction)};
  std::vector<Cap> caps;
  std::set<std::string> seen;
  for (const TomlTable& item : table.tables("caps", keys)) {
    const std::string kind = item.has("times") ? "times" : "points";
    caps.push_back(read_cap(item, deduction));
    if (!seen.insert(kind + " per " + item.text("per")).second) {
      throw item.wrong("per", item.text("per"), "one cap of a kind for a period");
    }
  }
  return caps;
}

WUMEI_INLINE HighestOnly read_highest(const TomlTable& rule, bool deduction) {
  if (!rule.has("highest_only")) return {};
  if (deduction) throw rule.wrong("highest_only", "highest_only", "no group for a deduction");
  const TomlTable table = rule.table("highest_only", {"group", "per"});
  return {table.text("group"), read_cycle(table)};
}

WUMEI_INLINE ExcludedBy read_excluded(const TomlTable& rule) {
  if (!rule.has("excluded_by")) return {};
  const TomlTable table = rule.table("excluded_by", {"rules", "per"});
  ExcludedBy excluded{{}, read_cycle(table)};
  for (const std::string& text : table.texts("rules")) {
    try {
      excluded.rules.emplace_back(text);
    } catch (const Error&) {
      throw table.wrong("rules", text, "ids of rules");
    }
  }
  if (excluded.rules.empty()) throw table.wrong("rules", "", "at least one rule");
  return excluded;
}

WUMEI_INLINE Step read_step(const TomlTable& table, const std::string& text) {
  constexpr std::string_view expected = "steps like \"panel:check\" (record, check or approve)";
  const std::size_t colon = text.find(':');
  if (colon == std::string::npos) throw table.wrong("chain", text, expected);
  const std::string role = text.substr(0, colon);
  const std::string verb = text.substr(colon + 1);
  Step step;
  try {
    step.role = people::parse_role(role);
  } catch (const Error& error) {
    throw table.wrong("chain", text, "a role that exists; " + error.fact("expected"));
  }
  for (const Verb known : {Verb::record, Verb::check, Verb::approve}) {
    if (name(known) != verb) continue;
    step.verb = known;
    return step;
  }
  throw table.wrong("chain", text, expected);
}

/// Any number of records, then checks, then the one approval.
WUMEI_INLINE std::vector<Step> read_chain(const TomlTable& table) {
  std::vector<Step> chain;
  for (const std::string& text : table.texts("chain")) {
    const Step step = read_step(table, text);
    if (!chain.empty() && (step.verb < chain.back().verb || chain.back().verb == Verb::approve)) {
      throw table.wrong("chain", text, "record before check before one approve");
    }
    chain.push_back(step);
  }
  if (chain.empty() || chain.back().verb != Verb::approve) {
    throw table.wrong("chain", "", "a last step that approves, like \"panel:approve\"");
  }
  return chain;
}

}  // namespace wumei::rules::detail
