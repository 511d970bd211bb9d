#pragma once

#include <wumei/market/merchants.hpp>
#include <wumei/programme/command.hpp>
#include <wumei/programme/market_commands.hpp>

#include <cstdint>
#include <string>
#include <vector>

/// Commands of merchants (合作商户): goods that are not the township's go out for points, and the
/// merchant is paid month by month. Two people settle a month and neither alone pays it: one holds
/// the merchant's sheet against the ledger (`merchant.claim`), another fixes the amount
/// (`merchant.settle`), and whoever pays is not who fixed it (`merchant.pay`).
namespace wumei::programme {

/// `merchant.register`. Role: township. Refused: duplicate; village_unknown. It is taken back only
/// while the merchant has no redemption.
struct MerchantRegistration {
  MerchantId merchant;
  std::string name;  ///< public, as that of a shop
  market::Contract contract;
};

/// `merchant.redeem`: points by the price list, and what the merchant is owed for them, line by
/// line at the rate of its contract. Nothing leaves our shelves; what the household took counts
/// towards its monthly limits all the same. Role: keeper, village or township, in the household's
/// village. Refused: merchant_unknown; merchant_contract for a day that it does not cover;
/// village_mismatch; already_settled for a month that was settled; duplicate for a slip that the
/// merchant has used; and as for redemptions at a shop. `entry.reverse` takes it back until it is
/// on a sheet that stands.
struct MerchantRedemption {
  MerchantId merchant;
  std::string slip;  ///< the merchant's own number, used once
  HouseholdId household;
  CardId card = {};  ///< empty when the passbook was shown
  Date on;
  ledger::Seq prices = ledger::no_seq;
  std::vector<market::BasketLine> lines;  ///< none restricted: those goods are on our shelves
  Receiver receiver = Receiver::self;
};

/// `merchant.claim`: the merchant's sheet of a month with a verdict for every line. What matched is
/// on this sheet and on no other from now on. Role: village or township, at the fund that pays.
/// Refused: month_open until the month is over; already_settled while the month has a sheet.
struct MerchantClaim {
  MerchantId merchant;
  std::string month;      ///< `2026-04`
  std::string statement;  ///< number of the sheet
  std::vector<market::ClaimLine> lines;
};

/// `merchant.settle`: fixes what is payable, which is what matched, and closes the month. Role:
/// township, and not who prepared the sheet. Refused: settlement_unknown without a sheet;
/// already_settled. It is taken back until it is paid.
struct MerchantSettlement {
  MerchantId merchant;
  std::string month;
};

/// `merchant.pay`: out of the fund's cash. Role: township, and not who approved it. Refused:
/// settlement_unknown without a settlement that stands; already_settled once paid; nothing_to_do
/// when nothing is payable; not_enough_cash.
struct MerchantPayment {
  MerchantId merchant;
  std::string month;
  std::string document;  ///< number of the transfer
  Date on;
};

[[nodiscard]] Decision<Drafts> decide_merchant(const State& state, const Context& context,
                                               const MerchantRegistration& asked);
[[nodiscard]] Decision<Drafts> decide_merchant_redemption(const State& state,
                                                          const Context& context,
                                                          const MerchantRedemption& asked);
[[nodiscard]] Decision<Drafts> decide_merchant_claim(const State& state, const Context& context,
                                                     const MerchantClaim& asked);
[[nodiscard]] Decision<Drafts> decide_merchant_settlement(const State& state,
                                                          const Context& context,
                                                          const MerchantSettlement& asked);
[[nodiscard]] Decision<Drafts> decide_merchant_payment(const State& state, const Context& context,
                                                       const MerchantPayment& asked);

// The makers throw Errc::bad_input for what no state could accept: no name, villages or document, a
// rate of zero or less, a term that ends before it begins, no slip, restricted goods, a sheet of
// more than `market::claim_lines`, a holder that is masked to fewer than three characters.
[[nodiscard]] Command merchant_command(const Actor& actor, const MerchantRegistration& asked);
[[nodiscard]] Command merchant_redemption_command(const Actor& actor,
                                                  const MerchantRedemption& asked);
[[nodiscard]] Command merchant_claim_command(const Actor& actor, const MerchantClaim& asked);
[[nodiscard]] Command merchant_settlement_command(const Actor& actor,
                                                  const MerchantSettlement& asked);
[[nodiscard]] Command merchant_payment_command(const Actor& actor, const MerchantPayment& asked);

/// The sheet of a `merchant.claim`, from its `data.in`: statements print it again.
[[nodiscard]] MerchantClaim merchant_claim_of(const json::Value& in);

}  // namespace wumei::programme

#ifndef WUMEI_COMPILED
#include <wumei/programme/impl/kinds_merchant.ipp>
#include <wumei/programme/impl/merchant_commands.ipp>
#include <wumei/programme/impl/merchant_facts.ipp>
#include <wumei/programme/impl/merchant_settlement.ipp>
#endif
