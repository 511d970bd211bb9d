#pragma once

#include <wumei/config.hpp>
#include <wumei/publish/merchant.hpp>
#include <wumei/publish/statement.hpp>
#include <wumei/publish/township.hpp>

#include <array>
#include <utility>

namespace wumei::publish {
namespace detail {

struct VerdictWords {
  std::string_view stored;
  std::string_view zh;
  std::string_view en;
};

inline constexpr std::array<VerdictWords, 10> verdict_table{{
    {"matched", "相符", "matched"},
    {"missing", "账上没有", "not in the ledger"},
    {"differs", "与账不符", "differs"},
    {"duplicate", "重复", "claimed twice"},
    {"outside", "不在本月", "not of this month"},
    {"claimed", "已在前单", "on an earlier sheet"},
    {"on", "日期", "date"},
    {"holder", "户或卡", "household or card"},
    {"quantity", "数量", "quantity"},
    {"yuan", "金额", "amount"},
}};

WUMEI_INLINE std::string verdict_word(std::string_view stored, Language language) {
  for (const VerdictWords& known : verdict_table) {
    if (known.stored == stored) return pick(language, known.zh, known.en);
  }
  return std::string(stored);
}

WUMEI_INLINE std::string goods_named(const programme::State& state, const Sku& sku) {
  const market::Goods* goods = state.market.goods(sku);
  return goods == nullptr ? sku.text() : goods->name;
}

WUMEI_INLINE std::string officer_of(const programme::Programme& programme, ledger::Seq seq) {
  if (seq == ledger::no_seq) return {};
  const std::string leaf = programme.leaf(seq);
  return std::string(ledger::decode(leaf).officer());
}

/// The claimed lines with what is said of them.
WUMEI_INLINE void add_lines(const programme::State& state, const market::Merchant& merchant,
                            const std::vector<market::ClaimLine>& lines,
                            const std::vector<std::string>& verdicts,
                            MerchantStatement& statement) {
  for (std::size_t i = 0; i < lines.size(); ++i) {
    StatementClaim row{lines[i], goods_named(state, lines[i].sku), verdicts.at(i), {}};
    const auto sale = merchant.sales.find(lines[i].slip);
    const market::SaleLine* known =
        sale == merchant.sales.end() ? nullptr : sale->second.line(lines[i].sku);
    if (known != nullptr) row.recorded = known->yuan;
    statement.claims.push_back(std::move(row));
  }
}

/// The sheet that is in the ledger, and whose hands it went through.
WUMEI_INLINE void add_sheet(const programme::Programme& programme,
                            const market::Merchant& merchant,
                            const market::MonthlySettlement& month,
                            MerchantStatement& statement) {
  statement.number = month.statement;
  statement.prepared_by = month.prepared_by.text();
  statement.approved_by = month.approved_by.text();
  statement.paid_by = officer_of(programme, month.pay);
  statement.payable = month.payable;
  statement.disputed = month.disputed;
  const std::string leaf = programme.leaf(month.claim);
  const json::Value data = ledger::parse_data(ledger::decode(leaf));
  const programme::MerchantClaim claim = programme::merchant_claim_of(data.at("in"));
  std::vector<std::string> verdicts;
  for (const json::Value& verdict : data.at("out").at("verdicts").items()) {
    verdicts.push_back(verdict.text());
  }
  add_lines(programme.state(), merchant, claim.lines, verdicts, statement);
  if (month.pay == ledger::no_seq) return;
  const std::string paid = programme.leaf(month.pay);
  statement.transfer = ledger::parse_data(ledger::decode(paid)).at("in").at("document").text();
}

WUMEI_INLINE void add_unclaimed(const programme::State& state,
                                std::vector<market::Unclaimed> lines,
                                MerchantStatement& statement) {
  for (market::Unclaimed& line : lines) {
    statement.open += line.yuan;
    std::string goods = goods_named(state, line.sku);
    statement.unclaimed.push_back({std::move(line), std::move(goods)});
  }
}

/// All but the lines. Throws for an unknown merchant.
WUMEI_INLINE MerchantStatement merchant_frame(const programme::Programme& programme,
                                              const MerchantId& id, const std::string& month) {
  const programme::State& state = programme.state();
  const market::Merchant* known = state.merchants.merchant(id);
  if (known == nullptr) throw Error(Errc::not_found, "merchant " + id.text());
  MerchantStatement statement;
  statement.township = state.charter.title;
  statement.merchant = id;
  statement.name = known->name;
  const people::Village* fund = state.people.village(known->contract.fund);
  statement.fund = fund == nullptr ? known->contract.fund.text() : fund->name;
  statement.contract = known->contract.document;
  statement.month = month;
  statement.period = market::month_period(market::parse_month(month));
  statement.owed =
      -Yuan::of_units(state.book.balance(ledger::payable(id, known->contract.fund)));
  statement.log = log_head(programme);
  return statement;
}

WUMEI_INLINE std::string claim_rows(const MerchantStatement& statement, Language language) {
  std::string html = element("h2", pick(language, "商户申报的各笔", "What the merchant claims")) +
                     "<table class=\"dense\">\n<thead>" +
                     table_row("th", {pick(language, "小票号", "Slip"),
                                      pick(language, "日期", "Date"),
                                      pick(language, "户或卡", "Household or card"),
                                      pick(language, "商品", "Goods"),
                                      pick(language, "核对结果", "Verdict"),
                                      pick(language, "数量", "Quantity"),
                                      pick(language, "申报（元）", "Claimed (yuan)"),
                                      pick(language, "账上（元）", "Ledger (yuan)")}, 5) +
                     "</thead>\n";
  for (const StatementClaim& row : statement.claims) {
    html += table_row("td", {escape_html(row.line.slip), row.line.on.text(),
                             escape_html(row.line.holder), escape_html(row.goods),
                             escape_html(verdict_words(row.verdict, language)),
                             plain(row.line.quantity), row.line.yuan.text(),
                             row.recorded ? row.recorded->text() : "–"}, 5);
  }
  return html + "</table>\n";
}

WUMEI_INLINE std::string unclaimed_rows(const MerchantStatement& statement, Language language) {
  if (statement.unclaimed.empty()) return {};
  const std::string head =
      statement.sheet ? pick(language, "账上有、单上没有的各笔（仍欠，可在下月申报）",
                             "In the ledger and not on the sheet: owed, for a later month")
                      : pick(language, "账上未结的各笔", "Open in the ledger");
  std::string html = element("h2", head) + "<table class=\"dense\">\n<thead>" +
                     table_row("th", {pick(language, "小票号", "Slip"),
                                      pick(language, "日期", "Date"),
                                      pick(language, "商品", "Goods"),
                                      pick(language, "数量", "Quantity"),
                                      pick(language, "金额（元）", "Yuan")}, 3) + "</thead>\n";
  for (const StatementOwed& row : statement.unclaimed) {
    html += table_row("td", {escape_html(row.line.slip), row.line.on.text(),
                             escape_html(row.goods), plain(row.line.quantity),
                             row.line.yuan.text()}, 3);
  }
  return html + "</table>\n";
}

WUMEI_INLINE std::string merchant_figures(const MerchantStatement& statement,
                                          Language language) {
  const auto box = [&](std::string_view zh, std::string_view en, Yuan yuan) {
    return "<div>" + pick(language, zh, en) + "<b>" + grouped(yuan.text()) + "</b></div>\n";
  };
  return "<div class=\"figures\">\n" + box("申报（元）", "Claimed (yuan)", statement.claimed) +
         box("应付（元）", "Payable (yuan)", statement.payable) +
         box("有争议（元）", "Disputed (yuan)", statement.disputed) +
         box("未申报（元）", "Not claimed (yuan)", statement.open) + "</div>\n";
}

/// Both sides sign on the paper; who signed in the ledger stands there in print.
WUMEI_INLINE std::string signatures(const MerchantStatement& statement, Language language) {
  const auto row = [&](const std::string& role, const std::string& who) {
    return table_row("td", {role, escape_html(who), "&nbsp;", "&nbsp;"}, 4);
  };
  std::string transfer = statement.paid_by;
  if (!statement.transfer.empty()) {
    transfer += pick(language, "，凭证 ", ", transfer ") + statement.transfer;
  }
  return "<section>\n" + element("h2", pick(language, "签字盖章", "Signatures")) +
         "<table>\n<thead>" +
         table_row("th", {pick(language, "经手", "Who"), pick(language, "账上", "In the ledger"),
                          pick(language, "签名、盖章", "Signature and seal"),
                          pick(language, "日期", "Date")}, 4) + "</thead>\n" +
         row(pick(language, "商户", "Merchant"), statement.name) +
         row(pick(language, "核对人", "Prepared by"), statement.prepared_by) +
         row(pick(language, "乡镇审批", "Approved by, township"), statement.approved_by) +
         row(pick(language, "付款人", "Paid by"), transfer) + "</table>\n</section>\n";
}

}  // namespace detail

WUMEI_INLINE MerchantStatement gather_merchant(const programme::Programme& programme,
                                               const MerchantId& merchant,
                                               const std::string& month) {
  const programme::State& state = programme.state();
  MerchantStatement statement = detail::merchant_frame(programme, merchant, month);
  const market::Merchant& known = *state.merchants.merchant(merchant);
  const std::int32_t number = market::parse_month(month);
  const market::MonthlySettlement* settled = known.month(number);
  statement.sheet = settled != nullptr;
  if (statement.sheet) detail::add_sheet(programme, known, *settled, statement);
  statement.claimed = statement.payable + statement.disputed;
  std::vector<market::ClaimLine> claimed;
  for (const StatementClaim& row : statement.claims) claimed.push_back(row.line);
  detail::add_unclaimed(state, market::match(known, number, claimed).unclaimed, statement);
  return statement;
}

WUMEI_INLINE MerchantStatement preview_merchant(const programme::Programme& programme,
                                                const programme::MerchantClaim& claim) {
  const programme::State& state = programme.state();
  MerchantStatement statement = detail::merchant_frame(programme, claim.merchant, claim.month);
  const market::Merchant& known = *state.merchants.merchant(claim.merchant);
  const market::Matching matching =
      market::match(known, market::parse_month(claim.month), claim.lines);
  statement.sheet = true;
  statement.number = claim.statement;
  statement.payable = matching.payable;
  statement.disputed = matching.disputed;
  statement.claimed = matching.payable + matching.disputed;
  std::vector<std::string> verdicts;
  for (const market::LineVerdict& verdict : matching.verdicts) {
    verdicts.push_back(market::text(verdict));
  }
  detail::add_lines(state, known, claim.lines, verdicts, statement);
  detail::add_unclaimed(state, matching.unclaimed, statement);
  return statement;
}

WUMEI_INLINE std::string verdict_words(std::string_view verdict, Language language) {
  const std::size_t colon = verdict.find(':');
  std::string words = detail::verdict_word(verdict.substr(0, colon), language);
  if (colon == std::string_view::npos) return words;
  std::string_view fields = verdict.substr(colon + 1);
  std::string before = pick(language, "：", ": ");
  while (!fields.empty()) {
    const std::size_t comma = std::min(fields.find(','), fields.size());
    words += std::exchange(before, pick(language, "、", ", ")) +
             detail::verdict_word(fields.substr(0, comma), language);
    fields.remove_prefix(std::min(comma + 1, fields.size()));
  }
  return words;
}

WUMEI_INLINE std::string merchant_html(const MerchantStatement& statement, Language language) {
  const std::string title = statement.name + " " + statement.month;
  const PageFrame frame{title, language, Paper::a4, 12};
  std::string head = "<header>\n<h1>" + escape_html(statement.name) +
                     pick(language, "：积分兑换月结算单", ": monthly settlement of redemptions") +
                     "</h1>\n<p>" + escape_html(statement.township) +
                     pick(language, "　", ". ") + statement.period.first.text() +
                     pick(language, " 至 ", " to ") + statement.period.last.text() +
                     pick(language, "　合同 ", ". Contract ") + escape_html(statement.contract) +
                     pick(language, "　付款资金 ", ". Paid by the fund of ") +
                     escape_html(statement.fund);
  if (statement.sheet) {
    head += pick(language, "　结算单号 ", ". Sheet ") + escape_html(statement.number);
  }
  head += "</p>\n</header>\n";
  std::string body = head + detail::merchant_figures(statement, language);
  if (statement.sheet) body += detail::claim_rows(statement, language);
  body += detail::unclaimed_rows(statement, language);
  body += element("p", pick(language,
                            "只付与账本逐笔相符的。不符的写明原因，留待查清，不改原单。",
                            "Only lines that match the ledger are paid. The others stand with "
                            "their reason until they are cleared up; no sheet is edited."),
                  "small");
  body += detail::signatures(statement, language);
  return html_page(frame, body + footer(statement.log,
                                        statement.merchant.text() + "-" + statement.month,
                                        language));
}

}  // namespace wumei::publish
