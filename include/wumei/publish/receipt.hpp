#pragma once

#include <wumei/programme/programme.hpp>
#include <wumei/publish/html.hpp>

#include <string>
#include <vector>

/// The slip a household gets at the counter, 80 or 58 mm wide.
namespace wumei::publish {

struct ReceiptLine {
  std::string goods;
  std::string unit;
  Quantity quantity;
  Points price;
  Points points;
};

struct RedemptionSlip {
  std::string township;
  std::string shop;
  std::string slip;        ///< number of the shop's slip
  ledger::Seq seq = 0;
  Date on;                 ///< day of the redemption
  std::string recorded;    ///< `2026-04-08 09:30`
  HouseholdId household;
  std::string head;        ///< masked
  std::vector<ReceiptLine> lines;
  Points points;
  Points before;           ///< spendable before and after this redemption
  Points after;
  Date next_expiry;        ///< meaningless when `next_expiring` is zero
  Points next_expiring;    ///< of what is left; zero when points moved since this redemption
  bool covered = false;    ///< the checkpoint of `log` signs this entry too
  LogHead log;
};

/// The slip of a `redeem.confirm`. Throws Errc::not_found for no such entry and Errc::bad_input for
/// an entry of another kind.
[[nodiscard]] RedemptionSlip gather_receipt(const programme::Programme& programme,
                                            ledger::Seq seq);

/// A page to print; `paper` is a roll.
[[nodiscard]] std::string receipt_html(const RedemptionSlip& slip, Language language,
                                       Paper paper = Paper::roll80);

}  // namespace wumei::publish

#ifndef WUMEI_COMPILED
#include <wumei/publish/impl/receipt.ipp>
#endif
