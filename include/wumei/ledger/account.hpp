#pragma once

#include <wumei/base/id.hpp>

#include <cstdint>
#include <string>
#include <string_view>

namespace wumei::ledger {

/// What an account is for. The purpose is the text after the colon, up to a slash:
/// `h/0301017:spendable`, `f/V03:issued/2026`, `s/03-1:stock/G04`.
enum class Purpose : std::uint8_t {
  issued = 1,         ///< points issued against a fund and year; at or below zero, above its floor
  pending = 2,        ///< earned, in public notice; lot = seq of the earning entry
  spendable = 3,      ///< lots by expiry date
  arrears = 4,        ///< debt; never above zero
  honour = 5,         ///< cumulative standing of a household
  honour_given = 6,   ///< contra of honour
  redeemed = 7,       ///< sink
  expired = 8,        ///< sink
  penalty = 9,        ///< sink
  escrow = 10,        ///< leased to one till; keeps the lots' dates
  suspense = 11,      ///< accepted by a till beyond its lease
  opening = 12,       ///< contra of balances brought from an earlier scheme
  given = 13,         ///< goods given by a donor; at or below zero
  bought = 14,        ///< goods bought by a fund; at or below zero
  stock = 15,         ///< goods on the shelf; lot = `seq.line` of the receiving entry
  out = 16,           ///< goods handed over
  variance = 17,      ///< count differences
  short_stock = 18,   ///< handed over beyond the recorded stock (`short/G04`)
  cash = 19,          ///< money of a fund
  stock_cost = 20,    ///< stock at cost
  spent = 21,         ///< cost of goods handed over or lost
  topup = 22,         ///< contra of money paid into a fund; at or below zero
  payable = 23,       ///< owed to a merchant; at or below zero
  donated_value = 24, ///< contra of donated stock at its stated unit value; at or below zero
};

/// Which way an account may lie.
enum class Bound : std::uint8_t { at_least_zero = 1, at_most_zero = 2, floor = 3, none = 4 };

/// An account name taken apart; the views point into the name.
struct AccountName {
  std::string_view holder;  ///< `h/0301017`
  Purpose purpose = Purpose::pending;
  std::string_view detail;  ///< after the slash: year, SKU or household; empty for most
};

/// Goods are their own unit: called `points`, `honour` or `yuan` they would balance against those.
[[nodiscard]] bool names_goods(std::string_view sku);

/// Throws Errc::bad_input for text that is not `holder:purpose` or `holder:purpose/detail`, and for
/// goods that `names_goods` does not know as such.
[[nodiscard]] AccountName parse_account(std::string_view account);

[[nodiscard]] std::string_view name(Purpose purpose);
[[nodiscard]] Bound bound(Purpose purpose);

/// Unit of an account: `points`, `honour`, `yuan`, or the SKU of goods (`G04`).
[[nodiscard]] std::string_view unit(const AccountName& account);
/// That of an account whose purpose is known: of goods alone the name says more.
[[nodiscard]] std::string_view unit(Purpose purpose, std::string_view account);

/// True where lots are kept: pending, spendable, escrow and stock. Elsewhere the lot is "".
[[nodiscard]] bool has_lots(Purpose purpose);

// The spelling of every account, in one place.
[[nodiscard]] std::string issued(const VillageId& fund, int year);
[[nodiscard]] std::string of_fund(const VillageId& fund, Purpose purpose);
[[nodiscard]] std::string of_household(const HouseholdId& household, Purpose purpose);
[[nodiscard]] std::string stock(const ShopId& shop, const Sku& sku);
[[nodiscard]] std::string out(const ShopId& shop, const Sku& sku);
[[nodiscard]] std::string short_stock(const ShopId& shop, const Sku& sku);
[[nodiscard]] std::string variance(const ShopId& shop, const Sku& sku);
[[nodiscard]] std::string escrow(const TillId& till, const HouseholdId& household);
[[nodiscard]] std::string given(const DonorId& donor, const Sku& sku);
[[nodiscard]] std::string bought(const VillageId& fund, const Sku& sku);
/// What the fund owes the merchant.
[[nodiscard]] std::string payable(const MerchantId& merchant, const VillageId& fund);

}  // namespace wumei::ledger

#ifndef WUMEI_COMPILED
#include <wumei/ledger/impl/account.ipp>
#endif
