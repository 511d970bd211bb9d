#pragma once

#include <wumei/base/text.hpp>
#include <wumei/config.hpp>
#include <wumei/programme/find.hpp>
#include <wumei/publish/receipt.hpp>
#include <wumei/publish/statement.hpp>

namespace wumei::publish {
namespace detail {

WUMEI_INLINE std::vector<ReceiptLine> receipt_lines(const programme::State& state,
                                                    const json::Value& out) {
  std::vector<ReceiptLine> lines;
  for (const json::Value& line : out.at("lines").items()) {
    const Sku sku(line.at("sku").text());
    const market::Goods* goods = state.market.goods(sku);
    lines.push_back({goods == nullptr ? sku.text() : goods->name,
                     goods == nullptr ? std::string() : goods->unit,
                     Quantity::of_units(line.at("quantity").integer()),
                     Points::of_units(line.at("price").integer()),
                     Points::of_units(line.at("points").integer())});
  }
  return lines;
}

WUMEI_INLINE std::string newest_checkpoint(const programme::Programme& programme) {
  const auto checkpoints = programme.store().checkpoints(programme.id());
  return checkpoints.empty() ? std::string() : checkpoints.back().note;
}

/// Balance after the sale as its own legs tell it, so a slip printed later says the same.
WUMEI_INLINE void fill_slip_balances(const programme::State& state, const ledger::Entry& entry,
                                     RedemptionSlip& slip) {
  const std::string account =
      ledger::of_household(slip.household, ledger::Purpose::spendable);
  for (const ledger::Leg& leg : entry.legs) {
    if (leg.account == account) slip.after = Points::of_units(leg.balance);
  }
  slip.before = slip.after + slip.points;
  const std::vector<ledger::Lot> lots = state.book.lots(account);
  if (lots.empty()) return;
  slip.next_expiry = Date::parse(lots.front().name);
  slip.next_expiring = Points::of_units(lots.front().amount);
}

WUMEI_INLINE std::string receipt_goods(const RedemptionSlip& slip, Language language) {
  std::string html = "<table>\n";
  html += table_row("th", {pick(language, "商品", "Goods"), pick(language, "数量", "Qty"),
                           pick(language, "积分", "Points")}, 1);
  for (const ReceiptLine& line : slip.lines) {
    const std::string count = line.quantity.text() + escape_html(line.unit);
    html += table_row("td", {escape_html(line.goods), count + " × " + plain(line.price),
                             plain(line.points)}, 1);
  }
  std::string sum = table_row("td", {pick(language, "合计", "Total"), "", plain(slip.points)}, 1);
  sum.replace(0, 4, "<tr class=\"sum\">");
  return html + sum + "</table>\n";
}

}  // namespace detail

WUMEI_INLINE RedemptionSlip gather_receipt(const programme::Programme& programme,
                                           ledger::Seq seq) {
  const std::string leaf = programme.leaf(seq);
  const ledger::Entry entry = ledger::decode(leaf);
  if (entry.kind != "redeem.confirm") {
    throw bad_input({"", 0, 0, "seq"}, std::string(entry.kind), "a redemption");
  }
  const programme::State& state = programme.state();
  const json::Value data = ledger::parse_data(entry);
  const ShopId shop(data.at("in").at("shop").text());
  RedemptionSlip slip;
  slip.township = state.charter.title;
  slip.shop = state.market.shop(shop) == nullptr ? shop.text() : state.market.shop(shop)->name;
  slip.slip = std::string(entry.key);
  slip.seq = seq;
  slip.time = entry.recorded.text(state.charter.offset_minutes).substr(0, 16);
  slip.household = HouseholdId(data.at("in").at("household").text());
  const std::string head = programme::head_of(programme, slip.household).name;
  slip.head = head.empty() ? head : mask_name(head);
  slip.lines = detail::receipt_lines(state, data.at("out"));
  slip.points = Points::of_units(data.at("out").at("points").integer());
  detail::fill_slip_balances(state, entry, slip);
  slip.checkpoint = detail::newest_checkpoint(programme);
  slip.log = log_head(programme);
  return slip;
}

WUMEI_INLINE std::string receipt_html(const RedemptionSlip& slip, Language language) {
  const std::string colon = pick(language, "：", ": ");
  const auto line = [&](std::string_view zh, std::string_view en, const std::string& value) {
    return "<p>" + pick(language, zh, en) + colon + escape_html(value) + "</p>\n";
  };
  std::string html = element("h1", slip.shop) + "\n<p style=\"text-align:center\">" +
                     escape_html(slip.township) + pick(language, " 积分兑换小票", " receipt") +
                     "</p>\n";
  html += line("户", "Household", slip.household.text() + " " + slip.head);
  html += line("时间", "Time", slip.time);
  html += line("凭证号", "Entry", std::to_string(slip.seq));
  html += detail::receipt_goods(slip, language);
  html += "<p><b>" + pick(language, "剩余可用积分：", "Points left: ") + plain(slip.after);
  html += "</b>" + pick(language, "（兑换前 ", " (before: ") + plain(slip.before) +
          pick(language, "）", ")") + "</p>\n";
  if (!slip.next_expiring.is_zero()) {
    html += line("最先到期", "Next to expire",
                 plain(slip.next_expiring) + pick(language, " 分，用到 ", " by ") +
                     long_date(slip.next_expiry, language));
  }
  html += "<div class=\"note\" style=\"height:38mm;text-align:center\">" +
          pick(language, "（二维码凭据位置）", "(place of the QR code)") + "</div>\n";
  if (!slip.checkpoint.empty()) {
    html += element("p", pick(language, "签名凭据（核验用，请留好）：",
                              "Signed checkpoint (keep it, anyone can check it):"), "small");
    html += "<pre class=\"hash\" style=\"white-space:pre-wrap;font-size:.7em;margin:2pt 0\">" +
            escape_html(slip.checkpoint) + "</pre>\n";
  }
  html += element("p", pick(language, "对小票有疑问，请当日告诉店长。",
                            "Is something wrong? Tell the keeper today."), "small");
  const PageFrame frame{pick(language, "小票 ", "Receipt ") + std::to_string(slip.seq), language,
                        Paper::roll80, 11};
  return html_page(frame, html);
}

}  // namespace wumei::publish
