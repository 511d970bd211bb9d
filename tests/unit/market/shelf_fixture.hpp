#pragma once

#include <wumei/ledger/book.hpp>
#include <wumei/market/basket.hpp>

#include <string>
#include <utility>
#include <vector>

namespace wumei::market {

/// Folds moves into a book as one entry, the way a programme does.
inline ledger::Seq post(ledger::Book& book, std::vector<ledger::Move> moves) {
  const ledger::Seq seq = book.size();
  const Instant recorded = Instant::parse("2026-04-30T20:00:00+08:00");
  ledger::Draft draft;
  draft.kind = "test.post";
  draft.moves = std::move(moves);
  const std::vector<ledger::Leg> legs = book.legs_for(draft.moves);
  const std::string key = "post/" + std::to_string(seq);
  const std::string leaf = ledger::encode(
      {seq, recorded, Date::of(2026, 4, 30), "o-test@desk", key, ""}, draft, legs);
  book.apply(ledger::decode(leaf));
  return seq;
}

/// One shop with a price list of three goods, and ways to fill its shelf.
struct ShelfFixture {
  Market market;
  ledger::Book book;
  PriceList list;
  Visit visit{HouseholdId("0301017"), ShopId("03-1"), Date::of(2026, 4, 8)};

  ShelfFixture() {
    list.list = "shop";
    list.version = 1;
    list.from = Date::of(2026, 4, 1);
    list.minimum = Points::parse("5.00");
    add("G04", "肥皂", "3", 5);
    add("G17", "大米", "30", 2);
    add("G26", "花种花苗", "2.5", 4);
    market.lists[0] = list;
  }

  void add(const std::string& sku, const std::string& name, const std::string& price,
           std::int64_t limit) {
    list.goods[Sku(sku)] = {Sku(sku),           name, "件", Points::parse(price), Yuan::parse("1"),
                            Quantity::of_units(limit)};
  }

  /// Puts a lot on the shelf; returns its name.
  std::string stock(StockLot lot, std::int64_t pieces) {
    lot.seq = book.size();
    lot.line = 1;
    lot.shop = visit.shop;
    lot.fund = VillageId("V03");
    lot.received = Quantity::of_units(pieces);
    const std::string name = lot_name(lot.seq, lot.line);
    receive(market, lot);
    post(book, {{ledger::bought(lot.fund, lot.sku), "", -pieces},
                {ledger::stock(lot.shop, lot.sku), name, pieces}});
    return name;
  }
};

inline StockLot lot_of(const std::string& sku, const std::string& cost) {
  StockLot lot;
  lot.sku = Sku(sku);
  lot.unit_cost = Yuan::parse(cost);
  return lot;
}

inline Quantity pieces(std::int64_t count) { return Quantity::of_units(count); }

}  // namespace wumei::market
