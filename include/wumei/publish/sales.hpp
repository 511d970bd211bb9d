#pragma once

#include <wumei/programme/programme.hpp>

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

/// What a shop handed out, read from the log, and what that says about its shelf.
namespace wumei::publish {

struct SoldLine {
  Sku sku;
  Quantity quantity;
  Quantity beyond;  ///< of these, pieces that were on no recorded shelf
};

/// A redemption that stands: what was reversed is none.
struct ShopSale {
  ledger::Seq seq = ledger::no_seq;
  Instant recorded;
  Date on;                          ///< day of the sale, by the till's clock for an offline one
  Points points;
  TillId till;                      ///< empty unless it was redeemed under a lease
  std::vector<std::string> flags;   ///< what a person should look into, as stored
  std::vector<SoldLine> lines;
};

/// Shows the shop's redemptions, newest recorded first, until `visit` says false. Reads one entry a
/// redemption, whatever else is in the log. Throws Errc::corrupt.
void each_sale(const programme::Programme& programme, const ShopId& shop,
               const std::function<bool(const ShopSale&)>& visit);

/// Pieces by SKU over some weeks.
struct Demand {
  std::map<Sku, Quantity> handed_out;  ///< with those beyond the shelf
  std::map<Sku, Quantity> beyond;      ///< on no recorded shelf
  std::map<Sku, Quantity> recent;      ///< of `handed_out`, in the last four weeks
};

/// Numbers are stable, names are stored.
enum class ShelfState : std::uint8_t {
  enough = 1,
  /// There, but gone in less than two weeks at the pace of the last four, or of fewer looked at.
  low = 2,
  out = 3,  ///< nothing that could be given to anybody
};
[[nodiscard]] std::string_view name(ShelfState state);

/// One of the goods in the price list that the shop has had.
struct WatchedGoods {
  Sku sku;
  std::string name;
  std::string unit;
  Quantity left;        ///< for everybody, and fit to be given
  Quantity restricted;  ///< kept for certain households
  Quantity spoiled;     ///< past their best-before date
  Quantity handed_out;  ///< over the weeks
  Quantity beyond;      ///< of these on no recorded shelf: wanted goods the ledger had not
  ShelfState state = ShelfState::enough;
  std::optional<Date> empty_since;  ///< day the last piece went; nothing while any kind is left
};

/// The goods of the list in force on `day` that the shop has ever had, by SKU; none without a list.
/// `demand` is of the `weeks` up to `day`.
[[nodiscard]] std::vector<WatchedGoods> watch_shelf(const programme::Programme& programme,
                                                    const ShopId& shop, Date day,
                                                    const Demand& demand, std::int64_t weeks);

/// The same with the demand of those weeks read from the log. `weeks` is above zero.
[[nodiscard]] std::vector<WatchedGoods> watch_shelf(const programme::Programme& programme,
                                                    const ShopId& shop, Date day,
                                                    std::int64_t weeks);

}  // namespace wumei::publish

#ifndef WUMEI_COMPILED
#include <wumei/publish/impl/sales.ipp>
#endif
