#pragma once

#include <wumei/config.hpp>
#include <wumei/publish/donor.hpp>
#include <wumei/publish/statement.hpp>
#include <wumei/publish/township.hpp>

#include <algorithm>
#include <map>
#include <tuple>

namespace wumei::publish {
namespace detail {

/// Pieces of each lot that each household took.
using LotHands = std::map<std::string, std::map<HouseholdId, Quantity>, std::less<>>;

/// Reads every movement of one kind of goods in one shop back to `first`. What was reversed is
/// left out with its reversal.
WUMEI_INLINE void read_hands(const programme::Programme& programme, const std::string& account,
                             ledger::Seq first, LotHands& hands) {
  const ledger::Book& book = programme.state().book;
  json::Parser parser;
  ledger::Seq next = book.last_entry(account);
  while (next != ledger::no_seq && next > first) {
    const std::string leaf = programme.leaf(next);
    const ledger::Entry entry = ledger::decode(leaf);
    const bool sale = entry.kind == "redeem.confirm" || entry.kind == "lease.redeem";
    HouseholdId household;
    if (sale && !book.is_reversed(entry.seq)) {
      household = HouseholdId(ledger::parse_data(entry, parser).at("in").at("household").text());
    }
    for (const ledger::Leg& leg : entry.legs) {
      if (leg.account != account) continue;
      next = leg.previous;
      if (household.empty()) continue;
      hands[std::string(leg.lot)][household] += Quantity::of_units(-leg.amount);
    }
  }
}

/// The day of the delivery; nothing when it was taken back or lies outside the period.
WUMEI_INLINE std::optional<Date> delivered(const programme::Programme& programme,
                                           const DonorQuery& query, const market::StockLot& lot) {
  if (programme.state().book.is_reversed(lot.seq)) return std::nullopt;
  const std::string leaf = programme.leaf(lot.seq);
  json::Parser parser;
  const json::Value data = ledger::parse_data(ledger::decode(leaf), parser);
  const Date on = Date::parse(data.at("in").at("on").text());
  if ((query.from && on < *query.from) || (query.to && on > *query.to)) return std::nullopt;
  return on;
}

WUMEI_INLINE DonatedLot donated_lot(const programme::State& state, const market::StockLot& lot,
                                    Date on, Date day) {
  DonatedLot row;
  row.seq = lot.seq;
  row.line = lot.line;
  row.on = on;
  row.shop = lot.shop;
  const market::Shop* shop = state.market.shop(lot.shop);
  row.shop_name = shop == nullptr ? lot.shop.text() : shop->name;
  row.sku = lot.sku;
  const market::Goods* goods = state.market.goods(lot.sku);
  row.goods = goods == nullptr ? lot.sku.text() : goods->name;
  row.unit = goods == nullptr ? "" : goods->unit;
  row.restriction = lot.restriction;
  if (lot.best_before != market::keeps) row.best_before = lot.best_before;
  row.received = lot.received;
  const std::string name = market::lot_name(lot.seq, lot.line);
  for (const auto& [id, any] : state.market.shops) {  // pieces may have gone on to another shop
    row.left += Quantity::of_units(state.book.lot_balance(ledger::stock(id, lot.sku), name));
  }
  if (lot.best_before < day) row.expired = row.left;
  return row;
}

/// Counts the lot's hands into its row, the sum and the households reached.
WUMEI_INLINE void count_hands(const LotHands& hands, const std::string& name, DonatedLot& row,
                              std::map<HouseholdId, Quantity>& reached) {
  const auto took = hands.find(name);
  if (took != hands.end()) {
    for (const auto& [household, pieces] : took->second) {
      row.given += pieces;
      ++row.households;
      reached[household] += pieces;
    }
  }
  row.other = row.received - row.given - row.left;
}

WUMEI_INLINE void add_lot(DonatedLot& total, const DonatedLot& row) {
  total.received += row.received;
  total.given += row.given;
  total.left += row.left;
  total.expired += row.expired;
  total.other += row.other;
}

WUMEI_INLINE std::vector<ReachedVillage> reached_villages(
    const people::Registry& people, const std::map<HouseholdId, Quantity>& reached) {
  std::map<VillageId, ReachedVillage> villages;
  for (const auto& [id, pieces] : reached) {
    const auto household = people.household(id);
    if (!household) continue;
    ReachedVillage& village = villages[household->village];
    village.village = household->village;
    ++village.households;
    village.pieces += pieces;
  }
  std::vector<ReachedVillage> rows;
  for (auto& [id, village] : villages) {
    const auto known = people.villages.find(id);
    village.name = known == people.villages.end() ? id.text() : known->second.name;
    rows.push_back(std::move(village));
  }
  std::stable_sort(rows.begin(), rows.end(), [](const auto& a, const auto& b) {
    return a.households > b.households;
  });
  return rows;
}

WUMEI_INLINE DonorReport empty_report(const programme::Programme& programme,
                                      const DonorQuery& query) {
  const people::Registry& people = programme.state().people;
  const auto donor = people.donors.find(query.donor);
  if (donor == people.donors.end()) {
    throw Error(Errc::not_found, "donor " + query.donor.text());
  }
  if (query.from && query.to && *query.from > *query.to) {
    throw Error(Errc::bad_input, "a period that ends before it begins");
  }
  DonorReport report;
  report.township = programme.state().charter.title;
  report.donor = query.donor;
  report.name = donor->second.name;
  report.from = query.from;
  report.to = query.to;
  report.day = query.day;
  report.log = log_head(programme);
  return report;
}

WUMEI_INLINE std::string donor_name(const DonorReport& report) {
  return escape_html(report.name.empty() ? report.donor.text() : report.name);
}

/// The sentence the paper is for.
WUMEI_INLINE std::string donor_sentence(const DonorReport& report, Language language) {
  const DonatedLot& total = report.total;
  const auto bold = [](const std::string& words) { return "<b>" + words + "</b>"; };
  const auto pieces = [&](Quantity quantity) { return bold(grouped(plain(quantity))); };
  std::string words = pick(language, "捐赠的 ", "Of the ") + pieces(total.received) +
                      pick(language, " 件物品，已有 ", " pieces given, ") + pieces(total.given) +
                      pick(language, " 件送到 ", " reached ") +
                      bold(grouped(std::to_string(total.households))) +
                      pick(language, " 户，分布在 ",
                           total.households == 1 ? " household in " : " households in ") +
                      bold(std::to_string(report.villages.size()));
  const bool one = report.villages.size() == 1;
  words += pick(language, " 个村。", one ? " village." : " villages.");
  return "<p class=\"note\" style=\"font-size:1.25em\">" + words + "</p>\n";
}

WUMEI_INLINE std::string donor_figures(const DonorReport& report, Language language) {
  const DonatedLot& total = report.total;
  const auto box = [&](std::string_view zh, std::string_view en, const std::string& figure) {
    return "<div>" + pick(language, zh, en) + "<b>" + figure + "</b></div>\n";
  };
  std::string html = "<div class=\"figures\">\n" +
                     box("收到（件）", "Pieces received", grouped(plain(total.received))) +
                     box("已发给农户", "Handed out", grouped(plain(total.given))) +
                     box("还在货架", "On the shelf", grouped(plain(total.left))) +
                     box("其中过期", "Of these expired", grouped(plain(total.expired)));
  if (!total.other.is_zero()) {
    html += box("其他减少", "Gone otherwise", grouped(plain(total.other)));
  }
  return html + "</div>\n";
}

/// What was given of each kind of goods, over all deliveries.
WUMEI_INLINE std::string donor_goods(const DonorReport& report, Language language) {
  std::map<Sku, DonatedLot> kinds;
  for (const DonatedLot& row : report.lots) {
    DonatedLot& kind = kinds[row.sku];
    kind.goods = row.goods;
    kind.unit = row.unit;
    add_lot(kind, row);
  }
  std::string html = element("h2", pick(language, "各种商品", "By goods")) +
                     "<table class=\"dense\">\n<thead>" +
                     table_row("th", {pick(language, "商品", "Goods"),
                                      pick(language, "收到", "Received"),
                                      pick(language, "已发放", "Given"),
                                      pick(language, "货架", "Left"),
                                      pick(language, "其中过期", "Of these expired")}, 1) +
                     "</thead>\n";
  for (const auto& [sku, kind] : kinds) {
    html += table_row("td", {escape_html(kind.goods),
                             grouped(plain(kind.received)) + " " + escape_html(kind.unit),
                             grouped(plain(kind.given)), grouped(plain(kind.left)),
                             kind.expired.is_zero() ? "–" : grouped(plain(kind.expired))}, 1);
  }
  return html + "</table>\n";
}

WUMEI_INLINE std::string donor_lots(const DonorReport& report, Language language) {
  const bool other = !report.total.other.is_zero();
  std::vector<std::string> head{
      pick(language, "收货日", "Received on"), pick(language, "爱心超市", "Shop"),
      pick(language, "商品", "Goods"),         pick(language, "收到", "Received"),
      pick(language, "已发放", "Given"),       pick(language, "户数", "Households"),
      pick(language, "货架", "Left"),          pick(language, "过期", "Expired")};
  if (other) head.push_back(pick(language, "其他减少", "Otherwise"));
  // No section: a long table may break over pages.
  std::string html = element("h2", pick(language, "各批次", "Deliveries")) +
                     "<table class=\"dense\">\n<thead>" + table_row("th", head, 3) + "</thead>\n";
  for (const DonatedLot& row : report.lots) {
    std::string goods = escape_html(row.goods);
    if (!row.restriction.empty()) {
      goods += "<br><span class=\"small\">" + pick(language, "限", "kept for ") +
               escape_html(row.restriction) + "</span>";
    }
    if (row.best_before) {
      goods += "<br><span class=\"small\">" + pick(language, "保质期至 ", "best before ") +
               row.best_before->text() + "</span>";
    }
    std::vector<std::string> cells{
        row.on.text(), escape_html(row.shop_name), goods,
        grouped(plain(row.received)) + " " + escape_html(row.unit), grouped(plain(row.given)),
        grouped(std::to_string(row.households)), grouped(plain(row.left)),
        row.expired.is_zero() ? "–" : grouped(plain(row.expired))};
    if (other) cells.push_back(grouped(plain(row.other)));
    html += table_row("td", cells, 3);
  }
  return html + "</table>\n";
}

WUMEI_INLINE std::string donor_villages(const DonorReport& report, Language language) {
  if (report.villages.empty()) return "";
  std::string html = element("h2", pick(language, "到了哪些村", "Where they went")) +
                     "<table class=\"dense\">\n<thead>" +
                     table_row("th", {pick(language, "村", "Village"),
                                      pick(language, "户数", "Households"),
                                      pick(language, "件数", "Pieces")}, 1) + "</thead>\n";
  for (const ReachedVillage& village : report.villages) {
    html += table_row("td", {escape_html(village.name),
                             grouped(std::to_string(village.households)),
                             grouped(plain(village.pieces))}, 1);
  }
  return html + "</table>" +
         element("p", pick(language, "每户只数一次。报告不列农户姓名。",
                           "Every household is counted once. None is named."), "small");
}

WUMEI_INLINE std::string donor_period(const DonorReport& report, Language language) {
  std::string words;
  if (report.from) {
    words += long_date(*report.from, language) + pick(language, "起", " and later");
  }
  if (report.from && report.to) words += pick(language, "、", ", ");
  if (report.to) {
    words += pick(language, "", "up to ") + long_date(*report.to, language) +
             pick(language, "止", "");
  }
  if (words.empty()) words = pick(language, "全部", "all");
  return pick(language, "收货：", "Deliveries: ") + words + pick(language, "。截至 ", ". As of ") +
         long_date(report.day, language);
}

}  // namespace detail

WUMEI_INLINE DonorReport gather_donor(const programme::Programme& programme,
                                      const DonorQuery& query) {
  const programme::State& state = programme.state();
  DonorReport report = detail::empty_report(programme, query);
  std::map<std::string, DonatedLot> rows;     // by lot
  std::map<Sku, ledger::Seq> kinds;           // and their first delivery
  for (const auto& [name, lot] : state.market.lots) {
    if (lot.donor != query.donor) continue;
    const std::optional<Date> on = detail::delivered(programme, query, lot);
    if (!on) continue;
    rows.emplace(name, detail::donated_lot(state, lot, *on, query.day));
    const auto place = kinds.emplace(lot.sku, lot.seq).first;
    place->second = std::min(place->second, lot.seq);
    report.value += lot.unit_cost * lot.received.units();
  }
  detail::LotHands hands;
  for (const auto& [sku, first] : kinds) {
    for (const auto& [shop, known] : state.market.shops) {
      detail::read_hands(programme, ledger::stock(shop, sku), first, hands);
    }
  }
  std::map<HouseholdId, Quantity> reached;
  for (auto& [name, row] : rows) {
    detail::count_hands(hands, name, row, reached);
    detail::add_lot(report.total, row);
    report.lots.push_back(row);
  }
  std::stable_sort(report.lots.begin(), report.lots.end(), [](const auto& a, const auto& b) {
    return std::tuple(a.on, a.seq, a.line) < std::tuple(b.on, b.seq, b.line);
  });
  report.total.households = static_cast<std::int64_t>(reached.size());
  report.villages = detail::reached_villages(state.people, reached);
  return report;
}

WUMEI_INLINE std::string donor_html(const DonorReport& report, Language language) {
  const std::string title = report.name.empty() ? report.donor.text() : report.name;
  const PageFrame frame{title, language, Paper::a4, 12};
  const std::string head = "<header>\n<h1>" + detail::donor_name(report) +
                           pick(language, "：捐赠物资去向", ": what became of your goods") +
                           "</h1>\n<p>" + escape_html(report.township) +
                           pick(language, "　", ". ") + detail::donor_period(report, language) +
                           "</p>\n</header>\n";
  std::string body = head + detail::donor_sentence(report, language) +
                     detail::donor_figures(report, language) +
                     detail::donor_villages(report, language) +
                     detail::donor_goods(report, language);
  if (!report.value.is_zero()) {
    body += "<p>" +
            pick(language, "按捐赠时申报的单价，共值 ", "Worth at the stated unit value: ") +
            grouped(report.value.text()) + pick(language, " 元。", " yuan.") + "</p>\n";
  }
  body += detail::donor_lots(report, language);
  return html_page(frame, body + footer(report.log, report.donor.text(), language));
}

}  // namespace wumei::publish
