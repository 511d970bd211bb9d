#pragma once

#include <wumei/base/amount.hpp>
#include <wumei/base/date.hpp>
#include <wumei/base/id.hpp>
#include <wumei/ledger/entry.hpp>

#include <compare>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace wumei::market {

/// Best-before date of goods that do not spoil: the last day there is, so it sorts after all.
inline constexpr Date keeps = Date::from_days(2'932'896);

/// A love supermarket (爱心超市): its stock is its own, its money is its village's fund.
struct Shop {
  ShopId id;
  VillageId village;
  std::string name;
  ledger::Seq seq = ledger::no_seq;
};

/// One line of a price list.
struct Goods {
  Sku sku;
  std::string name;        ///< 商品名称
  std::string unit;        ///< 袋, 块, 桶
  Points price;            ///< for one piece
  Yuan reference_cost;     ///< what a piece costs in wholesale; the receipt has the true cost
  Quantity monthly_limit;  ///< pieces a household may take in a calendar month
  bool operator==(const Goods&) const = default;
};

/// A published price list. The one in force on the day of a sale prices the sale.
struct PriceList {
  std::string list;
  std::int64_t version = 0;
  Date from;
  ledger::Seq seq = ledger::no_seq;  ///< entry that published it; redemptions cite this
  Points minimum;                    ///< smallest redemption, by its total
  std::map<Sku, Goods> goods;
};

/// Where goods on the shelf came from. Numbers are stable, names are stored.
enum class Source : std::uint8_t {
  donor = 1,     ///< given in kind, carried at a stated unit value
  purchase = 2,  ///< bought out of a fund's cash
  opening = 3,   ///< on the shelf when the ledger began; cites a document
};

[[nodiscard]] std::string_view name(Source source);
/// Throws Errc::corrupt for a name no version wrote.
[[nodiscard]] Source source(std::string_view stored_name);

/// What a receiving line says about the pieces of its lot. How many are left is in the book.
struct StockLot {
  ledger::Seq seq = ledger::no_seq;
  std::int64_t line = 0;  ///< 1 for the first line of the delivery
  ShopId shop;            ///< that received it; pieces may have gone on to another
  Sku sku;
  Source source = Source::donor;
  DonorId donor;            ///< empty unless given by a donor
  VillageId fund;           ///< whose `stock_cost` carries the lot
  Quantity received;
  Yuan unit_cost;
  std::string restriction;  ///< who it is for (残疾人户); "" for everyone
  Date best_before = keeps;
};

/// `seq.line`: the name of the lot in stock accounts.
[[nodiscard]] std::string lot_name(ledger::Seq seq, std::int64_t line);

/// What a household took of one SKU in one calendar month: what limits count.
struct TakenKey {
  HouseholdId household;
  Sku sku;
  std::int32_t month = 0;  ///< year * 12 + month - 1
  auto operator<=>(const TakenKey&) const = default;
};

[[nodiscard]] std::int32_t month_number(Date date);

/// What became of a donor's goods: thank-you lists and donor reports read this.
struct DonorTally {
  std::map<Sku, Quantity> given;
  std::map<Sku, Quantity> handed_out;
  std::map<HouseholdId, Quantity> reached;  ///< households and the pieces they took
  Yuan value;                               ///< of what was given, at its stated unit value
};

/// Shops, price lists by version, stock lots, what households took and what donors gave.
struct Market {
  std::map<ShopId, Shop> shops;
  std::map<ledger::Seq, PriceList> lists;  ///< by publishing entry
  std::map<std::string, StockLot, std::less<>> lots;
  std::map<TakenKey, Quantity> taken;
  std::map<DonorId, DonorTally> donors;

  [[nodiscard]] const Shop* shop(const ShopId& id) const;
  /// Price list that holds on that day, or nullptr: the latest `from` not after it, and of two
  /// with the same `from` the one published later.
  [[nodiscard]] const PriceList* list_on(Date day) const;
  [[nodiscard]] const PriceList* list_by_seq(ledger::Seq seq) const;
  /// The goods in the newest list that names them, or nullptr for a SKU no list ever had.
  [[nodiscard]] const Goods* goods(const Sku& sku) const;
  [[nodiscard]] const StockLot* lot(std::string_view name) const;
  [[nodiscard]] Quantity taken_in_month(const HouseholdId& household, const Sku& sku,
                                        Date day) const;
};

/// Adds a received lot to the lots and to its donor's tally.
void receive(Market& market, const StockLot& lot);
/// Takes a lot out of its donor's tally again; the book has emptied it already.
void unreceive(Market& market, std::string_view lot);

/// Pieces of one lot that one household took.
struct Handover {
  HouseholdId household;
  std::string_view lot;
  Quantity quantity;  ///< negative when a reversal brings them back
  Date on;            ///< day of the sale
};

void hand_over(Market& market, const Handover& handover);
/// Pieces that were on no shelf count towards the household's limit all the same.
void hand_over_short(Market& market, const HouseholdId& household, const Sku& sku,
                     Quantity quantity, Date on);

}  // namespace wumei::market

#ifndef WUMEI_COMPILED
#include <wumei/market/impl/market.ipp>
#endif
