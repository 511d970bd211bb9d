#pragma once

#include <wumei/config.hpp>
#include <wumei/publish/statement.hpp>

namespace wumei::publish {
namespace detail {

WUMEI_INLINE std::string statement_head(const Statement& statement, Language language) {
  const std::string colon = pick(language, "：", ": ");
  const auto fact = [&](std::string_view zh, std::string_view en, const std::string& value) {
    return value.empty() ? std::string()
                         : "<span>" + pick(language, zh, en) + colon + "<b>" + escape_html(value) +
                               "</b></span>";
  };
  return "<header>\n<h1>" + escape_html(statement.township) +
         pick(language, " 积分对账单", ": statement of points") + "</h1>\n<p class=\"facts\">" +
         fact("户编号", "Household", statement.household.text()) +
         fact("户主", "Head", statement.head) + fact("村", "Village", statement.village) +
         fact("组", "Group", statement.group) +
         fact("截至", "As of", long_date(statement.day, language)) + "</p>\n</header>\n";
}

WUMEI_INLINE std::string statement_figures(const Statement& statement, Language language) {
  const auto box = [&](std::string_view zh, std::string_view en, const std::string& figure) {
    return "<div>" + pick(language, zh, en) + "<b>" + figure + "</b></div>\n";
  };
  std::string html = "<div class=\"figures\">\n" +
                     box("可用积分", "May be spent", statement.spendable.text()) +
                     box("公示中", "In public notice", statement.pending.text()) +
                     box("荣誉积分", "Honour", statement.honour.text());
  if (!statement.leased.is_zero()) {
    html += box("超市离线额度", "Held by a shop's till", statement.leased.text());
  }
  if (!statement.arrears.is_zero()) {
    html += box("欠分（先抵扣）", "Owed", statement.arrears.text());
  }
  return html + "</div>\n";
}

WUMEI_INLINE std::string statement_lots(const Statement& statement, Language language) {
  if (statement.lots.empty()) return "";
  std::string html = element("h2", pick(language, "可用积分用到哪天", "Spend them by"));
  html += "<table>\n";
  html += table_row("th", {pick(language, "有效期至（含当天）", "Valid through"),
                           pick(language, "积分", "Points")}, 1);
  for (const ExpiringLot& lot : statement.lots) {
    html += table_row("td", {long_date(lot.expires, language), lot.points.text()}, 1);
  }
  return html + "</table>\n";
}

WUMEI_INLINE std::string waiting_state(const WaitingLine& line, Language language) {
  if (line.disputed) return pick(language, "有异议，处理中", "objection being decided");
  if (!line.posted) return pick(language, "待公示", "not posted yet");
  return pick(language, "公示至 ", "until ") + long_date(line.until, language);
}

WUMEI_INLINE std::string statement_waiting(const Statement& statement, Language language) {
  if (statement.waiting.empty()) return "";
  std::string html = element("h2", pick(language, "公示中的积分", "Points in public notice"));
  html += element("p", pick(language, "有异议请在公示期内向村里提出；期满无异议即可使用。",
                            "Object at the village office while the notice runs; afterwards the "
                            "points may be spent."), "small");
  html += "<table>\n";
  html += table_row("th", {pick(language, "日期", "Day"), pick(language, "事项", "For"),
                           pick(language, "公示", "Notice"), pick(language, "积分", "Points")}, 3);
  for (const WaitingLine& line : statement.waiting) {
    html += table_row("td", {element("span", line.on.text(), "day"), escape_html(line.what),
                             waiting_state(line, language), change(line.points)}, 3);
  }
  return html + "</table>\n";
}

WUMEI_INLINE std::string statement_history(const Statement& statement, Language language) {
  std::string html =
      element("h2", pick(language, "积分明细（按登记先后，新的在前）",
                         "Movements, last recorded first"));
  if (statement.lines.empty()) {
    return html + element("p", pick(language, "还没有积分记录。", "No points have moved yet."));
  }
  html += "<table>\n<thead>";
  html += table_row("th", {pick(language, "日期", "Day"),
                           pick(language, "事项和原因", "What and why"),
                           pick(language, "账本序号", "Entry"),
                           pick(language, "公示中", "In notice"),
                           pick(language, "可用", "Spendable")}, 2);
  html += "</thead>\n";
  for (const StatementLine& line : statement.lines) {
    std::string what = escape_html(line.what);
    if (!line.why.empty()) what += "<br>" + element("span", line.why, "small");
    html += table_row("td", {element("span", line.on.text(), "day"), what, std::to_string(line.seq),
                             change(line.pending), change(line.spendable)}, 2);
  }
  html += "</table>\n";
  if (statement.more) {
    html += element("p", pick(language, "更早的明细可在村里查询。",
                              "Older movements can be seen at the village office."), "small");
  }
  return html;
}

WUMEI_INLINE std::string statement_refused(const Statement& statement, Language language) {
  if (statement.refused.empty()) return "";
  std::string html =
      element("h2", pick(language, "没有计分的申报", "Claims that brought no points"));
  html += "<table>\n";
  html += table_row("th", {pick(language, "日期", "Day"), pick(language, "事项", "For"),
                           pick(language, "原因", "Why"), pick(language, "账本序号", "Entry")}, 3);
  for (const RefusedLine& line : statement.refused) {
    html += table_row("td", {element("span", line.on.text(), "day"), escape_html(line.what),
                             escape_html(line.why), std::to_string(line.seq)}, 3);
  }
  return html + "</table>\n";
}

WUMEI_INLINE std::string statement_advice(Language language) {
  return element("p", pick(language, "对哪一条有疑问，请报户编号和账本序号到村里查询或提出异议。",
                           "Is a line wrong? Ask or object at the village office, with the "
                           "numbers of your household and of the entry."), "note");
}

}  // namespace detail

WUMEI_INLINE std::string statement_html(const Statement& statement, Language language) {
  const PageFrame frame{pick(language, "积分对账单 ", "Statement ") + statement.household.text(),
                        language, Paper::a4, 14};
  return html_page(frame, detail::statement_head(statement, language) +
                              detail::statement_figures(statement, language) +
                              detail::statement_lots(statement, language) +
                              detail::statement_waiting(statement, language) +
                              detail::statement_history(statement, language) +
                              detail::statement_refused(statement, language) +
                              detail::statement_advice(language) +
                              footer(statement.log, statement.household.text(), language));
}

}  // namespace wumei::publish
