#pragma once

#include <wumei/market/basket.hpp>
#include <wumei/programme/command.hpp>

#include <string>
#include <string_view>
#include <vector>

/// Commands of the love supermarket: shops, prices, money, goods in, goods out.
namespace wumei::programme {

/// `shop.register`. Role: township.
struct ShopRegistration {
  ShopId shop;
  VillageId village;
  std::string name;
};

/// `prices.publish`. Role: township. The entry holds every price, so a fold needs only the log;
/// the file it came from is kept by its digest.
struct PricePublication {
  std::string list;
  std::int64_t version = 0;
  Date from;
  Points minimum;
  std::vector<market::Goods> goods;
  std::string document;  ///< text of the file
};

/// `fund.deposit`. Role: township.
struct Deposit {
  VillageId fund;
  Yuan yuan;
  std::string document;  ///< number of the paper that moved the money
  Date on;
};

struct ReceivedLine {
  Sku sku;
  Quantity quantity;
  Yuan unit_cost;
  std::string restriction = {};
  Date best_before = market::keeps;
};

/// `goods.receive`. Role: keeper of the shop's village, and as witness a second officer who is shop
/// supervisor, supervisor, village or township there (stock that was there before the ledger cites
/// a document instead).
struct Receiving {
  ShopId shop;
  market::Source source = market::Source::donor;
  DonorId donor = {};     ///< who gave it; for opening stock, if known
  VillageId fund = {};    ///< who paid for it; empty: the shop's village
  std::string delivery;   ///< delivery note; document of opening stock
  Date on;
  OfficerId witness = {};
  std::vector<ReceivedLine> lines;
};

/// Who carried the goods home.
enum class Receiver : std::uint8_t { self = 1, family = 2, proxy = 3 };

[[nodiscard]] std::string_view name(Receiver receiver);
[[nodiscard]] Receiver receiver(std::string_view stored_name);

/// `redeem.confirm`: points, goods and cost move in one entry. Role: keeper of the shop's village.
struct Redemption {
  ShopId shop;
  std::string slip;                     ///< 小票号; with day and shop it is the key
  HouseholdId household;
  CardId card = {};                     ///< empty when the passbook was shown
  Date on;
  ledger::Seq prices = ledger::no_seq;  ///< price list the till showed, by publishing entry
  std::vector<market::BasketLine> lines;
  Receiver receiver = Receiver::self;
};

[[nodiscard]] Decision<Drafts> decide_shop(const State& state, const Context& context,
                                           const ShopRegistration& shop);
[[nodiscard]] Decision<Drafts> decide_prices(const State& state, const Context& context,
                                             const PricePublication& prices);
[[nodiscard]] Decision<Drafts> decide_deposit(const State& state, const Context& context,
                                              const Deposit& deposit);
[[nodiscard]] Decision<Drafts> decide_receiving(const State& state, const Context& context,
                                                const Receiving& receiving);
[[nodiscard]] Decision<Drafts> decide_redemption(const State& state, const Context& context,
                                                 const Redemption& redemption);

// The makers throw Errc::bad_input for what no state could accept: a price or cost of zero or
// less, a list or delivery without lines, a SKU twice in a list.
[[nodiscard]] Command shop_command(const Actor& actor, const ShopRegistration& shop);
[[nodiscard]] Command prices_command(const Actor& actor, const PricePublication& prices);
[[nodiscard]] Command deposit_command(const Actor& actor, const Deposit& deposit);
[[nodiscard]] Command receiving_command(const Actor& actor, const Receiving& receiving);
[[nodiscard]] Command redemption_command(const Actor& actor, const Redemption& redemption);

}  // namespace wumei::programme

#ifndef WUMEI_COMPILED
#include <wumei/programme/impl/kinds_market.ipp>
#include <wumei/programme/impl/market_commands.ipp>
#include <wumei/programme/impl/market_facts.ipp>
#include <wumei/programme/impl/redemption.ipp>
#endif
