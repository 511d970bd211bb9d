#pragma once

#include <wumei/config.hpp>
#include <wumei/publish/impl/overview_chart.ipp>
#include <wumei/publish/overview.hpp>
#include <wumei/publish/township.hpp>

#include <algorithm>
#include <map>

namespace wumei::publish {
namespace detail {

/// A cell of the board; what a person should look into has a mark and a ground of its own, so that
/// it is seen on a copy as well.
WUMEI_INLINE std::string board_cell(const std::string& words, bool alarm) {
  if (!alarm) return "<td class=\"n\">" + words + "</td>";
  return "<td class=\"n warn\">▲ " + words + "</td>";
}

WUMEI_INLINE std::string or_dash(bool known, const std::string& words) {
  return known ? words : "–";
}

WUMEI_INLINE std::string whole(Points points) { return grouped(plain(points)); }

WUMEI_INLINE std::string days_words(std::int64_t days, Language language) {
  if (days == 0) return pick(language, "今天", "today");
  return std::to_string(days) + pick(language, " 天", days == 1 ? " day" : " days");
}

WUMEI_INLINE std::string silence_words(const ShopOverview& row, Language language) {
  if (!row.silent_days) return pick(language, "从未", "never");
  return days_words(*row.silent_days, language);
}

WUMEI_INLINE std::string used_words(const ShopOverview& row) {
  if (row.lent <= Points()) return "–";
  return std::to_string(percent({row.used.units(), row.lent.units()})) + "%";
}

WUMEI_INLINE std::string coverage_words(const market::Coverage& fund) {
  if (fund.spendable <= Points()) return "–";
  return grouped(std::to_string(percent(fund.ratio()))) + "%";
}

WUMEI_INLINE std::string goods_words(const ShopOverview& row, Language language) {
  const std::int64_t out = row.count(ShelfState::out);
  const std::int64_t low = row.count(ShelfState::low);
  if (out == 0 && low == 0) return "–";
  std::string words;
  if (out > 0) words += pick(language, "缺 ", "out ") + std::to_string(out);
  if (low > 0) {
    words += (words.empty() ? "" : " · ") + pick(language, "少 ", "low ") + std::to_string(low);
  }
  return words;
}

/// Everything behind the shop's name that the sum has as well.
WUMEI_INLINE std::string board_figures(const ShopOverview& row, Language language) {
  const bool doubt = row.doubt_since.has_value();
  const bool goods = row.count(ShelfState::out) + row.count(ShelfState::low) > 0;
  return board_cell(or_dash(!row.exposure.open.is_zero(), whole(row.exposure.open)), false) +
         board_cell(used_words(row), false) +
         board_cell(or_dash(doubt, whole(row.exposure.in_doubt)), doubt) +
         board_cell(or_dash(!row.suspense.is_zero(), whole(row.suspense)),
                    !row.suspense.is_zero()) +
         board_cell(or_dash(!row.short_pieces.is_zero(), plain(row.short_pieces)),
                    !row.short_pieces.is_zero()) +
         board_cell(or_dash(!row.quarantined.empty(), std::to_string(row.quarantined.size())),
                    !row.quarantined.empty()) +
         board_cell(goods_words(row, language), goods) +
         board_cell(coverage_words(row.fund), row.fund.thin()) + "<td class=\"spark\">" +
         row_chart(row.weeks) + "</td>" + board_cell(whole(sum_of(row.weeks)), false);
}

WUMEI_INLINE std::string board_row(const Overview& overview, const ShopOverview& row,
                                   Language language) {
  const auto day = [](const std::optional<Date>& date) {
    return date ? short_date(*date) : std::string("–");
  };
  std::optional<Date> upload;
  if (row.last_upload) upload = row.last_upload->date(overview.offset_minutes);
  return "<tr><td>" + escape_html(row.name) + " <span class=\"small\">" +
         escape_html(row.shop.text()) + "</span></td>" + board_cell(day(row.last_sale), false) +
         board_cell(day(upload), false) +
         board_cell(silence_words(row, language), row.silent()) +
         board_figures(row, language) + "</tr>\n";
}

WUMEI_INLINE std::string board(const Overview& overview, Language language) {
  const std::string weeks = std::to_string(overview.weeks);
  std::string html = "<table class=\"board\">\n<thead>";
  html += table_row("th", {pick(language, "店", "Shop"), pick(language, "末次兑换", "Last sale"),
                           pick(language, "末次上报", "Last upload"),
                           pick(language, "无音讯", "Silent for"),
                           pick(language, "离线额度", "On leases"),
                           pick(language, "已用", "Used"), pick(language, "存疑", "In doubt"),
                           pick(language, "待核积分", "In suspense"),
                           pick(language, "待盘点（件）", "Short (pieces)"),
                           pick(language, "停用终端", "Tills stopped"),
                           pick(language, "缺货", "Goods"),
                           pick(language, "资金覆盖", "Fund covers"),
                           pick(language, "近 " + weeks + " 周", weeks + " weeks"),
                           pick(language, "兑换积分", "Points redeemed")}, 1);
  html += "</thead>\n";
  for (const ShopOverview& row : overview.shops) {
    html += board_row(overview, row, language);
  }
  return html + "<tr class=\"sum\"><td>" + pick(language, "全镇", "Township") +
         "</td><td></td><td></td><td></td>" +
         board_figures(overview.total, language) +
         "</tr>\n</table>\n" +
         element("p",
                 pick(language,
                      "▲ 需要有人看一看，越多的店排在越前。每店的图各有比例，大小看右边的合计。",
                      "▲ somebody should look; shops with most of them come first. Every chart has "
                      "a scale of its own: how much it is stands beside it."),
                 "small");
}

WUMEI_INLINE std::string overview_figures(const Overview& overview, Language language) {
  const auto count = [&](auto which) {
    return std::to_string(std::count_if(overview.shops.begin(), overview.shops.end(), which));
  };
  const auto box = [&](std::string_view zh, std::string_view en, const std::string& figure) {
    return "<div>" + pick(language, zh, en) + "<b>" + figure + "</b></div>\n";
  };
  const ShopOverview& total = overview.total;
  return "<div class=\"figures\">\n" +
         box("一周无音讯（店）", "Shops silent for a week",
             count([](const ShopOverview& row) { return row.silent(); }) + " / " +
                 std::to_string(overview.shops.size())) +
         box("离线额度（分）", "Points on leases",
             whole(total.exposure.open + total.exposure.in_doubt)) +
         box("其中存疑", "Of these in doubt", whole(total.exposure.in_doubt)) +
         box("有缺货的店", "Shops out of some goods", count([](const ShopOverview& row) {
               return row.count(ShelfState::out) > 0;
             })) +
         box("待核积分", "Points in suspense", whole(total.suspense)) +
         box("货架和资金覆盖", "Shelf and fund cover", coverage_words(total.fund)) + "</div>\n";
}

/// What one shop's tills left to be looked into, a sentence each.
WUMEI_INLINE std::vector<std::string> till_matters(const Overview& overview,
                                                   const ShopOverview& row, Language language) {
  std::vector<std::string> matters;
  if (row.doubt_since) {
    matters.push_back(
        pick(language, "离线额度 ", "Points on leases, ") + whole(row.exposure.in_doubt) +
        pick(language, " 分自 ", ", in doubt since ") +
        row.doubt_since->text(overview.offset_minutes).substr(0, 16) +
        pick(language, " 起存疑：让店里联网上报；终端丢了才收回。",
             ": let the till report; take it back only when the till is lost."));
  }
  for (const TillId& till : row.quarantined) {
    matters.push_back(pick(language, "终端 ", "Till ") + till.text() +
                      pick(language, " 流水号重复，已停止授信：查是否有副本或恢复过旧盘。",
                           " used a number twice and gets no lease: look for a copy or an old "
                           "disk."));
  }
  if (!row.suspense.is_zero()) {
    matters.push_back(whole(row.suspense) +
                      pick(language, " 分兑换超出额度，记在户的待核账上。",
                           " points were redeemed beyond leases and stand against suspense."));
  }
  if (!row.short_pieces.is_zero()) {
    matters.push_back(plain(row.short_pieces) +
                      pick(language, " 件给出时账上没有库存：要盘点。",
                           " pieces were given that no recorded shelf had: count it."));
  }
  if (row.flagged > 0) {
    matters.push_back(std::to_string(row.flagged) +
                      pick(language, " 笔离线兑换带待核标记。",
                           row.flagged == 1 ? " offline redemption carries a flag."
                                            : " offline redemptions carry a flag."));
  }
  return matters;
}

WUMEI_INLINE std::string matters_section(const Overview& overview, Language language) {
  std::string items;
  for (const ShopOverview& row : overview.shops) {
    for (const std::string& matter : till_matters(overview, row, language)) {
      items += "<li><b>" + escape_html(row.name) + "</b> " + escape_html(matter) + "</li>\n";
    }
  }
  if (items.empty()) {
    items = "<li>" + pick(language, "没有。", "Nothing.") + "</li>\n";
  }
  return element("h2", pick(language, "要查的事", "To look into")) + "<ul>\n" + items + "</ul>\n";
}

/// One kind of goods over all shops.
struct TownGoods {
  WatchedGoods sum;
  std::vector<std::string> out;  ///< shops that have none
  std::vector<std::string> low;
};

WUMEI_INLINE std::vector<TownGoods> town_goods(const Overview& overview) {
  std::map<Sku, TownGoods> by_sku;
  for (const ShopOverview& row : overview.shops) {
    for (const WatchedGoods& goods : row.goods) {
      TownGoods& town = by_sku[goods.sku];
      town.sum.sku = goods.sku;
      town.sum.name = goods.name;
      town.sum.unit = goods.unit;
      town.sum.left += goods.left;
      town.sum.handed_out += goods.handed_out;
      town.sum.beyond += goods.beyond;
      const std::string since =
          goods.empty_since ? " " + short_date(*goods.empty_since) : std::string();
      if (goods.state == ShelfState::out) town.out.push_back(row.name + since);
      if (goods.state == ShelfState::low) town.low.push_back(row.name);
    }
  }
  std::vector<TownGoods> wanted;
  for (auto& [sku, town] : by_sku) {
    if (!town.out.empty() || !town.low.empty()) wanted.push_back(std::move(town));
  }
  std::stable_sort(wanted.begin(), wanted.end(), [](const auto& a, const auto& b) {
    return a.sum.handed_out > b.sum.handed_out;
  });
  return wanted;
}

WUMEI_INLINE std::string joined(const std::vector<std::string>& words, Language language) {
  std::string text;
  for (const std::string& word : words) {
    text += (text.empty() ? "" : pick(language, "、", ", ")) + escape_html(word);
  }
  return text.empty() ? "–" : text;
}

WUMEI_INLINE std::string goods_section(const Overview& overview, Language language) {
  const std::vector<TownGoods> wanted = town_goods(overview);
  std::string html = element("h2", pick(language, "要补的货", "Goods to bring"));
  if (wanted.empty()) return html + element("p", pick(language, "各店都够。", "Enough in all."));
  const std::string weeks = std::to_string(overview.weeks);
  html += "<table class=\"board\">\n<thead>" +
          table_row("th", {pick(language, "商品", "Goods"), pick(language, "缺货的店（自）",
                                                                 "Shops without (since)"),
                           pick(language, "不够两周的店", "Shops with less than two weeks"),
                           pick(language, "近 " + weeks + " 周换出",
                                "Given in " + weeks + " weeks"),
                           pick(language, "其中账上无货", "Of these not on the shelf"),
                           pick(language, "全镇现有", "Left in the township")}, 3) +
          "</thead>\n";
  for (const TownGoods& town : wanted) {
    html += table_row("td", {escape_html(town.sum.name) + " <span class=\"small\">" +
                                 escape_html(town.sum.sku.text()) + "</span>",
                             joined(town.out, language), joined(town.low, language),
                             grouped(plain(town.sum.handed_out)),
                             or_dash(!town.sum.beyond.is_zero(), plain(town.sum.beyond)),
                             grouped(plain(town.sum.left)) + " " + escape_html(town.sum.unit)},
                      3);
  }
  return html + "</table>\n" +
         element("p",
                 pick(language,
                      "账本记的是给出去的货。没换成的兑换不入账，缺货店的需求比“换出”要大。",
                      "The ledger knows what was given. Who went away without goods is not in it: "
                      "where goods ran out, more was wanted than was given."),
                 "small");
}

}  // namespace detail

WUMEI_INLINE std::string overview_html(const Overview& overview, Language language) {
  const std::string what = pick(language, " 爱心超市总览", ": love supermarkets");
  const PageFrame frame{overview.title + what, language, Paper::a4_landscape, 9};
  return html_page(
      frame, "<header>\n<h1>" + escape_html(overview.title) + what + "</h1>\n<p>" +
                 pick(language, "截至 ", "As of ") + long_date(overview.day, language) +
                 "</p>\n</header>\n<div class=\"top\">\n" +
                 detail::overview_figures(overview, language) + "<div>" +
                 detail::total_chart(overview, language) + "</div>\n</div>\n" +
                 detail::board(overview, language) + "<div class=\"next\">\n" +
                 detail::matters_section(overview, language) +
                 detail::goods_section(overview, language) + "</div>\n" +
                 footer(overview.log, "overview/" + overview.day.text(), language));
}

}  // namespace wumei::publish
