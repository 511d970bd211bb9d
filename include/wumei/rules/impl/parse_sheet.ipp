#pragma once

#include <wumei/base/id.hpp>
#include <wumei/config.hpp>
#include <wumei/rules/impl/toml_table.ipp>
#include <wumei/rules/score_sheet.hpp>

namespace wumei::rules {
namespace detail {

WUMEI_INLINE void read_dimensions(const TomlTable& top, ScoreSheet& sheet) {
  for (const TomlTable& table : top.tables("dimension", {"id", "name", "name_en"})) {
    const std::string id = table.text("id");
    const std::string expected = "D" + std::to_string(sheet.dimensions.size() + 1);
    if (id != expected) throw table.wrong("id", id, expected + ": dimensions count up from D1");
    sheet.dimensions.push_back({id, table.text("name"), table.text("name_en")});
  }
  if (sheet.dimensions.empty()) throw top.wrong("dimension", "", "at least one [[dimension]]");
}

WUMEI_INLINE SheetItem read_sheet_item(const TomlTable& table, const ScoreSheet& sheet) {
  SheetItem item;
  item.code = table.id<RuleId>("code").text();
  if (sheet.find(item.code) != nullptr) {
    throw table.wrong("code", item.code, "a code that is not used twice");
  }
  TomlKeys known;
  for (const Dimension& dimension : sheet.dimensions) known.push_back(dimension.id);
  item.dimension = table.word("dimension", known);
  if (!sheet.items.empty() && item.dimension < sheet.items.back().dimension) {
    throw table.wrong("dimension", item.dimension, "items in the order of their dimensions");
  }
  item.name = table.text("name");
  item.name_en = table.text("name_en");
  item.max = table.amount<Score>("max");
  if (item.max <= Score() || item.max.units() % sheet.step.units() != 0) {
    throw table.wrong("max", item.max.text(), "a multiple of step " + sheet.step.text());
  }
  item.part = parse_part(table.word("part", {"outside", "whole"}));
  return item;
}

WUMEI_INLINE void check_full_marks(const TomlTable& top, const ScoreSheet& sheet) {
  const Score total = sheet.full_marks(Part::whole);
  if (total != Score::of_units(10'000)) {
    throw top.wrong("item", total.text() + " in all", "items whose max sums to 100");
  }
  if (sheet.full_marks(Part::outside).is_zero()) {
    throw top.wrong("item", "no outside item", "at least one item with part = \"outside\"");
  }
  for (const Dimension& dimension : sheet.dimensions) {
    if (!sheet.full_marks(dimension.id).is_zero()) continue;
    throw top.wrong("dimension", dimension.id, "at least one item in every dimension");
  }
}

}  // namespace detail

WUMEI_INLINE ScoreSheet parse_sheet(std::string_view toml, const std::string& file) {
  const toml::table document = detail::parse_toml(toml, file);
  const detail::TomlTable top(document, file, "",
                              {"schema", "sheet", "version", "title", "title_en", "valid", "step",
                               "dimension", "item"});
  detail::check_schema(top);
  ScoreSheet sheet;
  sheet.id = top.id<RuleId>("sheet").text();
  sheet.version = top.integer("version", {1, 9999});
  sheet.title = top.text("title");
  sheet.title_en = top.text_or("title_en", sheet.title);
  sheet.from = top.table("valid", {"from"}).date("from");
  sheet.step = top.amount<Score>("step");
  if (sheet.step <= Score()) throw top.wrong("step", sheet.step.text(), "more than 0");
  detail::read_dimensions(top, sheet);
  const detail::TomlKeys keys{"code", "dimension", "name", "name_en", "max", "part"};
  for (const detail::TomlTable& table : top.tables("item", keys)) {
    sheet.items.push_back(detail::read_sheet_item(table, sheet));
  }
  detail::check_full_marks(top, sheet);
  return sheet;
}

}  // namespace wumei::rules
