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

WUMEI_INLINE bool is_covered(const programme::Programme& programme, ledger::Seq seq) {
  const auto newest = programme.store().newest_checkpoint(programme.id());
  return newest && newest->size > seq;
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
  // The lots are those of today: they are this slip's only while nothing has moved since.
  if (state.book.last_entry(account) != slip.seq) return;
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
  slip.slip = data.at("in").at("slip").text();
  slip.seq = seq;
  slip.on = Date::parse(data.at("in").at("on").text());
  slip.recorded = entry.recorded.text(state.charter.offset_minutes).substr(0, 16);
  slip.household = HouseholdId(data.at("in").at("household").text());
  const std::string head = programme::head_of(programme, slip.household).name;
  slip.head = head.empty() ? head : mask_name(head);
  slip.lines = detail::receipt_lines(state, data.at("out"));
  slip.points = Points::of_units(data.at("out").at("points").integer());
  detail::fill_slip_balances(state, entry, slip);
  slip.covered = detail::is_covered(programme, seq);
  slip.log = log_head(programme);
  return slip;
}

WUMEI_INLINE std::string receipt_html(const RedemptionSlip& slip, Language language,
                                      Paper paper) {
  const std::string colon = pick(language, "：", ": ");
  const auto line = [&](std::string_view zh, std::string_view en, const std::string& value) {
    return "<p>" + pick(language, zh, en) + colon + escape_html(value) + "</p>\n";
  };
  std::string html = element("h1", slip.shop) + "\n<p style=\"text-align:center\">" +
                     escape_html(slip.township) +
                     pick(language, " 积分兑换小票", ": points redeemed") + "</p>\n";
  html += line("户", "Household", slip.household.text() + " " + slip.head);
  html += line("兑换日期", "Day", long_date(slip.on, language));
  html += line("小票号", "Slip", slip.slip);
  // What a leased till sold is in no ledger yet.
  const bool booked = slip.seq != ledger::no_seq;
  if (booked) html += line("账本序号", "Entry", std::to_string(slip.seq));
  html += line(booked ? "登记时间" : "时间", booked ? "Recorded" : "Time", slip.recorded);
  html += detail::receipt_goods(slip, language);
  html += "<p><b>" + (booked ? pick(language, "剩余可用积分：", "Points left: ")
                             : pick(language, "可在本店离线使用：", "To be used here: ")) +
          plain(slip.after);
  html += "</b>" + pick(language, "（兑换前 ", " (before: ") + plain(slip.before) +
          pick(language, "）", ")") + "</p>\n";
  if (!slip.next_expiring.is_zero()) {
    html += line("最先到期", "Next to expire",
                 plain(slip.next_expiring) + pick(language, " 分，用到 ", " by ") +
                     long_date(slip.next_expiry, language));
  }
  html += "<div class=\"small\" style=\"border-top:1pt solid #000\">" +
          note_block(slip.log.checkpoint, language);
  if (!slip.covered) {
    html += element("p", booked ? pick(language, "本笔在下一次日结时签入凭据。",
                                       "This entry will be signed at the next close of day.")
                                : pick(language, "报送乡镇后记入账本。",
                                       "It enters the ledger when the till reports."));
  }
  html += "</div>\n";
  html += element("p", pick(language, "对小票有疑问，请当日告诉店长。",
                            "Is something wrong? Tell the keeper today."), "small");
  html += element("p", pick(language, "打印时间 ", "Printed ") + slip.log.printed, "small");
  const PageFrame frame{pick(language, "小票 ", "Receipt ") +
                            (booked ? std::to_string(slip.seq) : slip.slip), language,
                        paper, paper == Paper::roll58 ? 10 : 11};
  return html_page(frame, html);
}

}  // namespace wumei::publish
