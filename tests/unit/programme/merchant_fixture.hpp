#pragma once

#include "lease_fixture.hpp"

#include <wumei/programme/merchant_commands.hpp>
#include <wumei/programme/natural_key.hpp>
#include <wumei/programme/suspense_commands.hpp>

#include <string>
#include <utility>
#include <vector>

namespace wumei::test {

/// The counter with merchant M01, which serves V03, whose fund pays it 1.00 yuan a point.
struct MerchantCounter : LeaseCounter {
  const MerchantId shop{"M01"};

  MerchantCounter() { accept(programme::merchant_command(township, registration())); }

  [[nodiscard]] static programme::MerchantRegistration registration(const char* id = "M01") {
    programme::MerchantRegistration asked;
    asked.merchant = MerchantId(id);
    asked.name = "老李粮油店";
    asked.contract.villages = {VillageId("V03")};
    asked.contract.fund = VillageId("V03");
    asked.contract.term = {Date::of(2026, 4, 1), Date::of(2026, 12, 31)};
    asked.contract.document = "合同〔2026〕7号";
    return asked;
  }

  [[nodiscard]] programme::MerchantRedemption bought(std::vector<market::BasketLine> lines,
                                                     const std::string& slip = "L-1") const {
    programme::MerchantRedemption asked;
    asked.merchant = shop;
    asked.slip = slip;
    asked.household = home;
    asked.on = book->today();
    asked.prices = prices;
    asked.lines = std::move(lines);
    return asked;
  }
  programme::Receipt buy(const programme::MerchantRedemption& asked) {
    return accept(programme::merchant_redemption_command(keeper, asked));
  }
  RefusalCode refused(const programme::MerchantRedemption& asked) {
    return refusal(programme::merchant_redemption_command(keeper, asked));
  }

  /// Two pieces of G04 on slip L-1 and four of G26 on L-2, 16 yuan together, on 2026-04-08; then it
  /// is 2 May.
  void april() {
    buy(bought({line("G04", 2)}));
    buy(bought({line("G26", 4)}, "L-2"));
    set_day("2026-05-02");
  }
  [[nodiscard]] static market::ClaimLine claimed(const char* slip, const char* sku,
                                                 std::int64_t quantity, const char* yuan) {
    return {slip, Date::of(2026, 4, 8), "0301***", Sku(sku), pieces(quantity), Yuan::parse(yuan)};
  }
  /// The sheet of April with a wrong amount for the second slip: 6 yuan match.
  [[nodiscard]] programme::MerchantClaim sheet() const {
    return {shop, "2026-04", "JS-4",
            {claimed("L-1", "G04", 2, "6"), claimed("L-2", "G26", 4, "12")}};
  }
  programme::Receipt claim(const programme::MerchantClaim& asked) {
    return accept(programme::merchant_claim_command(officer("village"), asked));
  }
  programme::Receipt settle() {
    return accept(programme::merchant_settlement_command(township, {shop, "2026-04"}));
  }
  [[nodiscard]] programme::MerchantPayment payment(const std::string& document = "付-1") const {
    return {shop, "2026-04", document, book->today()};
  }
  /// The founder pays: he is neither who prepared nor who approved.
  programme::Receipt pay() {
    return accept(programme::merchant_payment_command(head, payment()));
  }
  [[nodiscard]] std::int64_t payable() const { return balance("m/M01:payable/V03"); }
  [[nodiscard]] const market::Merchant& merchant() const {
    return *book->state().merchants.merchant(shop);
  }

  programme::Receipt reverse(ledger::Seq seq) {
    return accept(programme::reverse_command(*book, township, seq, "误记"));
  }
  RefusalCode refused_reversal(ledger::Seq seq) {
    return refusal(programme::reverse_command(*book, township, seq, "误记"));
  }
};

}  // namespace wumei::test
