#pragma once

#include <wumei/config.hpp>
#include <wumei/publish/bulletin.hpp>
#include <wumei/publish/township.hpp>

namespace wumei::publish {
namespace detail {

WUMEI_INLINE std::string stage_words(const Bulletin& bulletin, Language language) {
  const std::string day = "<b>" + long_date(bulletin.until, language) + "</b>";
  switch (bulletin.stage) {
    case NoticeStage::unposted:
      return pick(language, "本页是草稿：部分积分还没有公示，请勿张贴。",
                  "A draft: some points were not posted yet. Not for the wall.");
    case NoticeStage::running:
      return pick(language, "公示期至 ", "You may object until ") + day +
             pick(language,
                  "（含当天）。对任何一条有异议，请在此前向村两委或评议小组提出，可以不公开姓名。",
                  " at the village committee or with the appraisal panel; your name need not be "
                  "made public.");
    case NoticeStage::over:
      return pick(language, "公示期已于 ", "The notice ended on ") + day +
             pick(language, " 期满，积分待村两委确认后生效。",
                  "; the points take force when the village confirms them.");
    case NoticeStage::in_force:
      return pick(language, "本期公示已满，积分已经生效。有疑问可随时到村里查询。",
                  "The notice is over and the points are in force. Questions are answered at the "
                  "village office at any time.");
  }
  return "";
}

WUMEI_INLINE std::string bulletin_head(const Bulletin& bulletin, Language language) {
  std::string html = "<header>\n<h1>" + escape_html(bulletin.township + " " + bulletin.village) +
                     pick(language, " 积分公示", ": points of the month") + "</h1>\n";
  html += "<p>" + escape_html(bulletin.month) + pick(language, " 账期（", " (") +
          long_date(bulletin.period.first, language) + pick(language, " 至 ", " to ") +
          long_date(bulletin.period.last, language) + pick(language, "）", ")") + "</p>\n";
  for (const Period& window : bulletin.windows) {
    html += "<p>" + pick(language, "张贴 ", "Posted ") + long_date(window.first, language) +
            pick(language, "，公示至 ", ", objections until ") + long_date(window.last, language) +
            "</p>\n";
  }
  html += "</header>\n<p class=\"note\">" + stage_words(bulletin, language);
  return html + "</p>\n";
}

WUMEI_INLINE Points bulletin_sum(const std::vector<RuleTotal>& totals) {
  Points sum;
  for (const RuleTotal& total : totals) sum += total.points;
  return sum;
}

WUMEI_INLINE std::int64_t bulletin_times(const std::vector<RuleTotal>& totals) {
  std::int64_t times = 0;
  for (const RuleTotal& total : totals) times += total.times;
  return times;
}

WUMEI_INLINE std::string bulletin_figures(const Bulletin& bulletin, Language language) {
  std::size_t active = 0;
  for (const BulletinGroup& group : bulletin.groups) active += group.rows.size();
  const auto box = [&](std::string_view zh, std::string_view en, const std::string& figure) {
    return "<div>" + pick(language, zh, en) + "<b>" + figure + "</b></div>\n";
  };
  return "<div class=\"figures\">\n" +
         box("得分合计（分）", "Points earned", grouped(plain(bulletin_sum(bulletin.gains)))) +
         box("有变动户数 / 全村", "Households listed / all",
             std::to_string(active) + " / " + std::to_string(bulletin.households)) +
         box("扣分（次）", "Deductions",
             std::to_string(bulletin_times(bulletin.deductions))) + "</div>\n";
}

WUMEI_INLINE std::string bulletin_households(const Bulletin& bulletin, Language language) {
  std::string html = element("h2", pick(language, "各组各户", "By group and household"));
  if (bulletin.groups.empty()) {
    return html + element("p", pick(language, "本期没有积分变动。", "No points this month."));
  }
  html += "<div class=\"two\">\n";
  for (const BulletinGroup& group : bulletin.groups) {
    html += element("h3", group.name) + "\n<table>\n<thead>";
    html += table_row("th", {pick(language, "户编号", "Household"), pick(language, "户主", "Head"),
                             pick(language, "得分", "Earned"), pick(language, "扣分", "Deducted")},
                      2);
    html += "</thead>\n";
    for (const BulletinRow& row : group.rows) {
      html += table_row("td", {row.household.text(), escape_html(row.head),
                               change(row.earned), change(row.deducted)}, 2);
    }
    html += "</table>\n";
  }
  html += "</div>\n";
  return html + element("p", pick(language, "没有列出的户本期没有变动。",
                                  "Households not listed had no change."), "small");
}

WUMEI_INLINE std::string bulletin_rules(const std::string& title,
                                        const std::vector<RuleTotal>& totals, Language language) {
  if (totals.empty()) return "";
  std::string html = "<section>" + element("h2", title) + "<table class=\"dense\">\n<thead>";
  html += table_row("th", {pick(language, "条目", "Rule"), pick(language, "内容", "For"),
                           pick(language, "次数", "Times"), pick(language, "积分", "Points")}, 2);
  html += "</thead>\n";
  for (const RuleTotal& total : totals) {
    html += table_row("td", {total.rule.text(), escape_html(total.name),
                             std::to_string(total.times), change(total.points)}, 2);
  }
  std::string sum = table_row("td", {pick(language, "合计", "Total"), "",
                                     std::to_string(bulletin_times(totals)),
                                     change(bulletin_sum(totals))}, 2);
  sum.replace(0, 4, "<tr class=\"sum\">");
  return html + sum + "</table></section>\n";
}

WUMEI_INLINE std::string bulletin_awards(const Bulletin& bulletin, Language language) {
  std::string html;
  for (const AwardList& list : bulletin.awards) {
    html += element("h2", pick(language, "五美庭院评选 ", "Five-beauty courtyards, round ") +
                              list.round + pick(language, "：", ": ") + list.level +
                              pick(language, "（", " (") + std::to_string(list.winners.size()) +
                              pick(language, " 户）", ")"));
    if (!list.granted) {
      html += element("p", pick(language, "公示至 ", "Objections until ") +
                               long_date(list.until, language), "small");
    }
    html += "<p class=\"names\">";
    for (const AwardWinner& winner : list.winners) {
      html += element("span", winner.household.text() + " " + winner.head) + "\n";
    }
    html += "</p>\n";
  }
  return html;
}

}  // namespace detail

WUMEI_INLINE std::string bulletin_html(const Bulletin& bulletin, Language language) {
  const PageFrame frame{bulletin.village + pick(language, " 积分公示 ", " ") + bulletin.month,
                        language, Paper::a4, 12};
  return html_page(
      frame,
      detail::bulletin_head(bulletin, language) + detail::bulletin_figures(bulletin, language) +
          detail::bulletin_households(bulletin, language) +
          detail::bulletin_rules(pick(language, "得分条目", "Gains by rule"), bulletin.gains,
                                 language) +
          detail::bulletin_rules(pick(language, "扣分条目", "Deductions by rule"),
                                 bulletin.deductions, language) +
          detail::bulletin_awards(bulletin, language) +
          footer(bulletin.log, bulletin.id.text() + "/" + bulletin.month, language));
}

}  // namespace wumei::publish
