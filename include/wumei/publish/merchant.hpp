#pragma once

#include <wumei/programme/merchant_commands.hpp>
#include <wumei/programme/programme.hpp>
#include <wumei/publish/html.hpp>

#include <optional>
#include <string>
#include <vector>

/// The paper that a merchant and the township sign for a month. Households stand on it as the
/// merchant's sheet shows them.
namespace wumei::publish {

/// A claimed line and what became of it.
struct StatementClaim {
  market::ClaimLine line;
  std::string goods;
  std::string verdict;           ///< as stored: `differs:yuan`
  std::optional<Yuan> recorded;  ///< what the ledger has for these goods on this slip, if any
};

struct StatementOwed {
  market::Unclaimed line;
  std::string goods;
};

struct MerchantStatement {
  std::string township;
  MerchantId merchant;
  std::string name;
  std::string fund;              ///< name of the village that pays
  std::string contract;          ///< its document
  std::string month;             ///< `2026-04`
  Period period;
  bool sheet = false;            ///< the merchant's sheet was held against the ledger
  std::string number;            ///< of the sheet
  std::string prepared_by;       ///< officers, by id; "" where nobody yet
  std::string approved_by;
  std::string paid_by;
  std::string transfer;          ///< document of the payment
  std::vector<StatementClaim> claims;   ///< in the order of the sheet
  std::vector<StatementOwed> unclaimed; ///< owed and on no sheet, up to the end of the month
  Yuan claimed;
  Yuan payable;
  Yuan disputed;
  Yuan open;                     ///< sum of `unclaimed`
  Yuan owed;                     ///< payable account by now
  LogHead log;
};

/// Without a sheet it lists what the ledger has. Throws Errc::not_found for an unknown merchant,
/// Errc::bad_input for a month that is not one.
[[nodiscard]] MerchantStatement gather_merchant(const programme::Programme& programme,
                                                const MerchantId& merchant,
                                                const std::string& month);

/// The same with a sheet that is not in the ledger yet.
[[nodiscard]] MerchantStatement preview_merchant(const programme::Programme& programme,
                                                 const programme::MerchantClaim& claim);

/// What is said of a claimed line, for people: `与账不符：金额`.
[[nodiscard]] std::string verdict_words(std::string_view verdict, Language language);

[[nodiscard]] std::string merchant_html(const MerchantStatement& statement, Language language);

}  // namespace wumei::publish

#ifndef WUMEI_COMPILED
#include <wumei/publish/impl/merchant.ipp>
#endif
