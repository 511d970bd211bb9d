#include "ledger.hpp"
#include "table.hpp"

namespace wumei::python {
namespace {

bool reversed(const Seen& seen) {
  return seen.ledger.look([&](const programme::Programme& programme) {
    return programme.state().book.is_reversed(seen.entry.seq);
  });
}

/// What a redemption at the counter, one of a till and one at a merchant have in common.
struct Sale {
  std::string shop, slip, till;
  Date on;
  std::string merchant = {};
};

Sale sale_of(const Seen& seen, const json::Value& in) {
  if (const json::Value* shop = in.find("shop")) {
    return {shop->text(), in.at("slip").text(), "", Date::parse(in.at("on").text())};
  }
  if (const json::Value* merchant = in.find("merchant")) {
    return {"", in.at("slip").text(), "", Date::parse(in.at("on").text()), merchant->text()};
  }
  const std::string till = in.at("till").text();
  const std::string slip =
      std::to_string(in.at("lease").integer()) + "-" + std::to_string(in.at("counter").integer());
  return seen.ledger.look([&](const programme::Programme& programme) {
    const programme::State& state = programme.state();
    const market::Till* known = state.leases.till(TillId(till));
    return Sale{known == nullptr ? "" : known->shop.text(), slip, till,
                Instant::from_millis(in.at("at").integer()).date(state.charter.offset_minutes)};
  });
}

/// That of the shop; a merchant serves several, so there it is the household's.
std::int32_t village_of(const Seen& seen, const Sale& sale, const json::Value& in) {
  return sale.merchant.empty()
             ? seen.places.village_of_shop(sale.shop)
             : seen.places.village_of_household(in.at("household").text());
}

void read_redemption(const Seen& seen, Rows& rows) {
  const json::Value data = ledger::parse_data(seen.entry, seen.parser);
  const json::Value& in = data.at("in");
  const Sale sale = sale_of(seen, in);
  const std::int32_t village = village_of(seen, sale, in);
  if (!seen.sieve.has_village(village)) return;
  const bool undone = reversed(seen);
  std::int64_t line = 0;
  for (const json::Value& item : data.at("out").at("lines").items()) {
    rows.integer(seen.entry.seq).integer(++line).instant(seen.entry.recorded);
    rows.date(seen.entry.effective).date(sale.on).word(sale.shop);
    rows.word(village, seen.places.villages()).word(in.at("household").text());
    rows.text(sale.slip).word(sale.till).word(item.at("sku").text());
    rows.integer(item.at("quantity").integer()).hundredths(item.at("price").integer());
    rows.hundredths(item.at("points").integer()).word(in.at("receiver").text());
    rows.flag(undone).word(sale.merchant).end();
  }
}

void read_budget(const Seen& seen, Rows& rows) {
  const json::Value data = ledger::parse_data(seen.entry, seen.parser);
  const json::Value& in = data.at("in");
  const std::int32_t village = seen.places.village(in.at("fund").text());
  if (!seen.sieve.has_village(village)) return;
  const std::int64_t months = in.at("until").integer() - in.at("from").integer() + 1;
  rows.integer(seen.entry.seq).instant(seen.entry.recorded).date(seen.entry.effective);
  rows.word(village, seen.places.villages()).integer(in.at("year").integer());
  rows.integer(in.at("from").integer()).integer(in.at("until").integer());
  rows.hundredths(in.at("monthly").integer()).hundredths(in.at("monthly").integer() * months);
  rows.text(in.at("document").text()).word(seen.entry.officer()).flag(reversed(seen)).end();
}

}  // namespace

std::vector<Definition> market_tables() {
  return {
      {.name = "redemptions", .about = "goods taken for points: one row a line of a slip",
       .fields = {{"seq", Type::integer, false, "the entry"},
                  {"line", Type::integer, false, "line of the slip, from 1"},
                  {"recorded", Type::instant, false, "when it was written"},
                  {"effective", Type::date, false, "accounting date"},
                  {"on", Type::date, false, "day of the sale"},
                  {"shop", Type::word, true, "where, unless at a merchant"},
                  {"village", Type::word, true, "of the shop; at a merchant, of the household"},
                  {"household", Type::word, false, "who took them"},
                  {"slip", Type::text, true, "number of the slip; lease-counter of a till"},
                  {"till", Type::word, true, "the till, for one without a network"},
                  {"sku", Type::word, false, "the goods"},
                  {"quantity", Type::integer, false, "pieces"},
                  {"price", Type::decimal, false, "points for one piece"},
                  {"points", Type::decimal, false, "points of the line"},
                  {"receiver", Type::word, true, "head, member or proxy"},
                  {"reversed", Type::flag, false, "taken back since"},
                  {"merchant", Type::word, true, "where, unless at a shop"}},
       .kinds = {"redeem.confirm", "lease.redeem", "merchant.redeem"},
       .read = read_redemption},
      {.name = "budgets", .about = "points that funds may issue: one row an approval",
       .fields = {{"seq", Type::integer, false, "the entry"},
                  {"recorded", Type::instant, false, "when it was written"},
                  {"effective", Type::date, false, "accounting date"},
                  {"village", Type::word, true, "whose fund"},
                  {"year", Type::integer, false, "of the issued account"},
                  {"from", Type::integer, false, "first month"},
                  {"until", Type::integer, false, "last month"},
                  {"monthly", Type::decimal, false, "points released on the 1st of each"},
                  {"total", Type::decimal, false, "over these months"},
                  {"document", Type::text, true, "paper that approved it"},
                  {"officer", Type::word, false, "who wrote it down"},
                  {"reversed", Type::flag, false, "taken back since"}},
       .kinds = {"budget.approve"}, .read = read_budget},
  };
}

}  // namespace wumei::python
