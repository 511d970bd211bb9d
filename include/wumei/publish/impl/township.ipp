#pragma once

#include <wumei/config.hpp>
#include <wumei/publish/bulletin.hpp>
#include <wumei/publish/township.hpp>

#include <algorithm>
#include <array>

namespace wumei::publish {
namespace detail {

/// Widths of a bar in the picture; the longest bar is this wide.
inline constexpr std::int64_t bar_width = 460;
inline constexpr std::int64_t bar_left = 120;
inline constexpr std::int64_t bar_step = 16;

WUMEI_INLINE std::string township_figures(const Township& township, Language language) {
  const VillageRow& total = township.total;
  const auto box = [&](std::string_view zh, std::string_view en, Points points) {
    return "<div>" + pick(language, zh, en) + "<b>" + grouped(points.text()) + "</b></div>\n";
  };
  return "<div class=\"figures\">\n" + box("已发放（分）", "Points issued", total.issued) +
         box("公示中", "In notice", total.pending) +
         box("已兑换", "Spent", total.redeemed) +
         box("未兑换", "Outstanding", total.spendable) + "</div>\n";
}

/// Why the columns agree: what came in is what was spent, waits, may be spent or was taken.
WUMEI_INLINE std::string township_sum(const VillageRow& total, Language language) {
  const auto part = [&](std::string_view zh, std::string_view en, Points points) {
    return pick(language, zh, en) + grouped(points.text());
  };
  std::string words = part("已发放 ", "Issued ", total.issued);
  if (!total.opening.is_zero()) {
    words += part(" + 原有积分转入 ", " + brought from an earlier scheme ", total.opening);
  }
  words += part(" = 已兑换 ", " = spent ", total.redeemed) +
           part(" + 未兑换 ", " + outstanding ", total.spendable) +
           part(" + 公示中 ", " + in notice ", total.pending);
  if (!total.taken.is_zero()) {
    words += part(" + 扣减和过期 ", " + deducted and expired ", total.taken);
  }
  return words + pick(language, "。", ".");
}

WUMEI_INLINE std::string township_table(const Township& township, Language language) {
  std::string html =
      "<section>" + element("h2", pick(language, "各村积分", "Points by village"));
  html += "<table class=\"dense\">\n<thead>";
  html += table_row("th", {pick(language, "村", "Village"), pick(language, "户数", "Households"),
                           pick(language, "已发放", "Issued"),
                           pick(language, "公示中", "In notice"),
                           pick(language, "已兑换", "Spent"),
                           pick(language, "未兑换", "Outstanding"),
                           pick(language, "户均发放", "Issued per household")}, 1);
  html += "</thead>\n";
  const auto row_of = [&](const VillageRow& row) {
    const std::int64_t mean =
        row.households == 0
            ? 0
            : multiply(row.issued.units(), {1, row.households}, Rounding::half_up);
    return table_row("td", {escape_html(row.name), grouped(std::to_string(row.households)),
                            grouped(row.issued.text()), grouped(row.pending.text()),
                            grouped(row.redeemed.text()), grouped(row.spendable.text()),
                            grouped(Points::of_units(mean).text())}, 1);
  };
  for (const VillageRow& row : township.villages) html += row_of(row);
  std::string sum = row_of(township.total);
  sum.replace(0, 4, "<tr class=\"sum\">");
  html += sum + "</table>\n";
  html += element("p", township_sum(township.total, language), "small");
  return html + "</section>\n";
}

/// One piece of a bar, `part` of `most` wide; moves `x` to its end.
WUMEI_INLINE std::string bar_piece(std::int64_t& x, std::int64_t y, Points part, Points most,
                                   std::string_view fill) {
  if (part <= Points() || most <= Points()) return "";
  const std::int64_t width =
      multiply(bar_width, {part.units(), most.units()}, Rounding::half_up);
  std::string rect = "<rect x=\"" + std::to_string(x) + "\" y=\"" + std::to_string(y) +
                     "\" width=\"" + std::to_string(width) + "\" height=\"14\" fill=\"" +
                     std::string(fill) + "\" stroke=\"#000\" stroke-width=\".6\"/>\n";
  x += width;
  return rect;
}

WUMEI_INLINE std::string svg_text(std::int64_t x, std::int64_t y, std::string_view text,
                                  std::string_view anchor) {
  return "<text x=\"" + std::to_string(x) + "\" y=\"" + std::to_string(y) +
         "\" text-anchor=\"" + std::string(anchor) + "\">" + escape_html(text) + "</text>\n";
}

/// Where the points of each village are: spent, to be spent, in notice, in shades any printer has.
WUMEI_INLINE std::string township_bars(const Township& township, Language language) {
  const auto all = [](const VillageRow& row) {
    return row.redeemed + row.spendable + row.pending;
  };
  Points most;
  for (const VillageRow& row : township.villages) most = std::max(most, all(row));
  const auto count = static_cast<std::int64_t>(township.villages.size());
  const std::string height = std::to_string((count + 2) * bar_step);
  std::string svg = "<svg viewBox=\"0 0 700 " + height +
                    "\" role=\"img\" font-size=\"13\" font-family=\"inherit\">\n";
  std::int64_t y = bar_step + 4;
  std::int64_t legend = bar_left;
  for (const auto& [fill, words] : {std::pair{"#333", pick(language, "已兑换", "spent")},
                                    std::pair{"#999", pick(language, "未兑换", "outstanding")},
                                    std::pair{"#fff", pick(language, "公示中", "in notice")}}) {
    svg += "<rect x=\"" + std::to_string(legend) +
           "\" y=\"2\" width=\"13\" height=\"13\" fill=\"" + fill +
           "\" stroke=\"#000\" stroke-width=\".6\"/>\n";
    svg += svg_text(legend + 18, 13, words, "start");
    legend += 110;
  }
  for (const VillageRow& row : township.villages) {
    y += bar_step;
    std::int64_t x = bar_left;
    svg += svg_text(bar_left - 6, y - 4, row.name, "end");
    svg += bar_piece(x, y - bar_step + 1, row.redeemed, most, "#333");
    svg += bar_piece(x, y - bar_step + 1, row.spendable, most, "#999");
    svg += bar_piece(x, y - bar_step + 1, row.pending, most, "#fff");
    svg += svg_text(x + 6, y - 4, grouped(all(row).text()), "start");
  }
  return "<section>" + element("h2", pick(language, "积分在哪里", "Where the points are")) + svg +
         "</svg></section>\n";
}

WUMEI_INLINE std::string township_awards(const Township& township, Language language) {
  if (township.rounds.empty()) return "";
  std::string rounds;
  for (const std::string& round : township.rounds) {
    rounds += (rounds.empty() ? "" : pick(language, "、", ", ")) + round;
  }
  const std::string title =
      pick(language, "五美庭院评选（户） ", "Five-beauty courtyards, round ") + rounds;
  std::string html = "<section>" + element("h2", title);
  html += "<table class=\"dense\">\n<thead>";
  const std::array<rules::Level, 3> levels{rules::Level::model, rules::Level::demonstration,
                                           rules::Level::qualified};
  std::vector<std::string> head{pick(language, "村", "Village")};
  for (const rules::Level level : levels) head.push_back(level_name(level, language));
  head.push_back(pick(language, "合计", "Total"));
  html += table_row("th", head, 1) + "</thead>\n";
  const auto row_of = [&](const VillageRow& row) {
    std::vector<std::string> cells{escape_html(row.name)};
    std::int64_t sum = 0;
    for (const rules::Level level : levels) {
      const auto found = row.winners.find(level);
      const std::int64_t count = found == row.winners.end() ? 0 : found->second;
      sum += count;
      cells.push_back(grouped(std::to_string(count)));
    }
    cells.push_back(grouped(std::to_string(sum)));
    return table_row("td", cells, 1);
  };
  for (const VillageRow& row : township.villages) html += row_of(row);
  std::string sum = row_of(township.total);
  sum.replace(0, 4, "<tr class=\"sum\">");
  return html + sum + "</table></section>\n";
}

WUMEI_INLINE std::string township_coverage(const Township& township, Language language) {
  std::string html =
      "<section>" + element("h2", pick(language, "货架和资金够不够", "Shelf and fund coverage"));
  html += element(
      "p", pick(language,
                "覆盖率 =（货架存货成本 + 资金余额）÷ 未兑换积分，一分按一元；"
                "低于 120% 要补货或注资。",
                "Coverage = (stock at cost + cash) / outstanding points at one yuan a point; "
                "below 120% the shelf needs goods or the fund money."), "small");
  html += "<table class=\"dense\">\n<thead>";
  html += table_row("th", {pick(language, "村", "Village"),
                           pick(language, "货架存货（元）", "Shelf (yuan)"),
                           pick(language, "资金余额（元）", "Cash (yuan)"),
                           pick(language, "未兑换积分", "Outstanding"),
                           pick(language, "覆盖率", "Coverage")}, 1);
  html += "</thead>\n";
  const auto row_of = [&](const VillageRow& row) {
    const std::int64_t covered = percent(row.coverage);
    const std::string shown = row.spendable.is_zero() ? "—" : std::to_string(covered) + "%";
    const bool thin = !row.spendable.is_zero() && covered < 120;
    return table_row("td", {escape_html(row.name), grouped(row.stock.text()),
                            grouped(row.cash.text()), grouped(row.spendable.text()),
                            thin ? "<b>" + shown + pick(language, " 不足", " low") + "</b>"
                                 : shown}, 1);
  };
  for (const VillageRow& row : township.villages) html += row_of(row);
  std::string sum = row_of(township.total);
  sum.replace(0, 4, "<tr class=\"sum\">");
  return html + sum + "</table></section>\n";
}

WUMEI_INLINE std::string township_reasons(const std::string& title, const std::string& unit,
                                          const std::vector<CountedReason>& counts,
                                          Language language) {
  if (counts.empty()) return "";
  std::string html = "<section>" + element("h2", title) + "<table class=\"dense\">\n";
  html += table_row("th", {pick(language, "原因", "Reason"), unit}, 1);
  for (const CountedReason& counted : counts) {
    html += table_row("td", {escape_html(counted.reason), grouped(std::to_string(counted.count))},
                      1);
  }
  return html + "</table></section>\n";
}

WUMEI_INLINE std::string township_size(const Township& township, Language language) {
  std::string html = "<p class=\"note\">" + pick(language, "账本共 ", "The ledger holds ") +
                     grouped(std::to_string(township.log.size)) +
                     pick(language, " 笔", " entries");
  if (township.bytes > 0) {
    html += pick(language, "，", ", ") + grouped(std::to_string(township.bytes)) +
            pick(language, " 字节", " bytes");
  }
  if (!township.seconds.empty()) {
    html += pick(language, "，全程用时 ", ", made in ") + escape_html(township.seconds) +
            pick(language, " 秒", " seconds");
  }
  return html + pick(language, "。", ".") + "</p>\n";
}

}  // namespace detail

WUMEI_INLINE std::int64_t percent(Ratio ratio) { return multiply(100, ratio, Rounding::down); }

WUMEI_INLINE std::string grouped(std::string decimal) {
  const std::size_t point = decimal.find('.');
  const std::size_t first = decimal.starts_with('-') ? 1 : 0;
  std::size_t at = point == std::string::npos ? decimal.size() : point;
  while (at > first + 3) {
    at -= 3;
    decimal.insert(at, ",");
  }
  return decimal;
}

WUMEI_INLINE std::string township_html(const Township& township, Language language) {
  const PageFrame frame{township.title + pick(language, " 积分情况", ": points"), language,
                        Paper::a4, 12};
  const std::string head = "<header>\n<h1>" + escape_html(township.title) +
                           pick(language, " 积分情况一览", ": the points at a glance") +
                           "</h1>\n<p>" + pick(language, "截至 ", "As of ") +
                           long_date(township.day, language) + "</p>\n</header>\n";
  return html_page(
      frame,
      head + detail::township_figures(township, language) +
          detail::township_table(township, language) +
          "<div class=\"pair\">" +
          detail::township_reasons(
              pick(language, "按规则没有计分的申报", "Claims the rules refused"),
              pick(language, "次数", "Claims"), township.refused, language) +
          detail::township_reasons(pick(language, "按规则少计的积分", "Points the rules cut"),
                                   pick(language, "积分", "Points"), township.trimmed, language) +
          "</div>\n" +
          detail::township_bars(township, language) + detail::township_awards(township, language) +
          detail::township_coverage(township, language) +
          detail::township_size(township, language) +
          footer(township.log, township.day.text(), language));
}

}  // namespace wumei::publish
