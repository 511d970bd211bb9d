#pragma once

#include <wumei/market/basket.hpp>
#include <wumei/programme/command.hpp>
#include <wumei/programme/market_commands.hpp>

#include <string>
#include <string_view>
#include <vector>

/// What people find on a shelf, and goods that go from one shop to another.
namespace wumei::programme {

/// Why a shelf holds other than the books say.
enum class CountReason : std::uint8_t {
  none = 0,        ///< no difference
  damaged = 1,     ///< 损坏
  expired = 2,     ///< 过期
  miscounted = 3,  ///< 记错、点错; a surplus may have it too
  missing = 4,     ///< 短少
  found = 5,       ///< 盘盈; for a surplus alone
};

/// As stored, "" for none.
[[nodiscard]] std::string_view name(CountReason reason);
/// Throws Errc::bad_input for a text that is no reason.
[[nodiscard]] CountReason count_reason(std::string_view text);

struct CountedLine {
  Sku sku;
  Quantity counted;  ///< pieces on the shelf, of all lots, spoiled and restricted ones too; from 0
  CountReason reason = CountReason::none;
};

/// `stock.count`: what is on the shelf, counted blind: what the books say stands in the entry
/// alone, never in what was asked. It is held against the books as they are when it is booked, so a
/// day that was closed since is too late; tills on leases should have reported. What is short goes
/// out of the lots that end first, at their cost, from `stock_cost` to `spent` of the fund that
/// carries each; what is over goes into the newest lot that the shop had, at its unit cost, out of
/// `donated_value`, since nobody paid for it. Both stand against `variance`. What tills handed over
/// beyond the books (`short`) is settled first: it left the shelf. Points never move.
///
/// Role: keeper of the shop's village, and as witness a second officer who may witness deliveries.
/// Neither of them reverses it. Refuses shop_unknown, role_missing, four_eyes, date_in_future,
/// wrong_state (a day that was closed), goods_unknown (on no list; a surplus of what never came to
/// the shop) and count_reason, which does not tell how much is amiss, nor on which side.
struct StockCount {
  ShopId shop;
  std::string sheet;  ///< 盘点单号; with day and shop it is the key
  Date on;
  OfficerId witness;
  std::vector<CountedLine> lines;
};

/// `stock.transfer`: goods of one shop are now on another one's shelf. The lots keep their names
/// and with them donor or purchase, fund, unit cost, restriction and best-before date; no yuan
/// moves.
///
/// One entry, by the keeper who received the goods. Until he signs, the shop that sent them
/// answers for every piece, and from then on he does: nobody gets rid of goods by sending them
/// away, and no officer takes himself off the books. What left and did not arrive stays with the
/// sending shop until its next count, where two people say why. A difference of its own would be a
/// second way to write goods off, and an entry of the sender's a claim that nobody answers for.
///
/// Role: keeper of the receiving shop's village; the sender is another officer who is keeper, shop
/// supervisor, village or township where the goods come from. Neither of them reverses it. Refuses
/// shop_unknown, nothing_to_do (the same shop), role_missing, four_eyes, date_in_future,
/// wrong_state (a day that was closed), goods_unknown, not_enough_stock and restricted_goods;
/// goods spoiled on the day stay where they are.
struct StockTransfer {
  ShopId from;
  ShopId to;
  std::string slip;  ///< 调拨单号; with day and both shops it is the key
  Date on;
  OfficerId sender;
  std::vector<market::BasketLine> lines;  ///< what arrived
};

[[nodiscard]] Decision<Drafts> decide_count(const State& state, const Context& context,
                                            const StockCount& count);
[[nodiscard]] Decision<Drafts> decide_stock_transfer(const State& state, const Context& context,
                                                     const StockTransfer& transfer);

// The makers throw Errc::bad_input for what no state could accept: no lines, the same goods twice,
// fewer than no pieces, no number of the paper, nobody besides.
[[nodiscard]] Command count_command(const Actor& actor, const StockCount& count);
[[nodiscard]] Command stock_transfer_command(const Actor& actor, const StockTransfer& transfer);

}  // namespace wumei::programme

#ifndef WUMEI_COMPILED
#include <wumei/programme/impl/kinds_stock.ipp>
#include <wumei/programme/impl/stock_commands.ipp>
#include <wumei/programme/impl/stock_facts.ipp>
#endif
