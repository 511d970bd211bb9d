#pragma once

#include <wumei/base/amount.hpp>
#include <wumei/base/date.hpp>
#include <wumei/base/id.hpp>
#include <wumei/ledger/entry.hpp>

#include <cstdint>
#include <map>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

/// Merchants (合作商户): shops of their own that hand out their own goods for points. They are paid
/// in yuan, month by month, for what both their sheet and the ledger know.
namespace wumei::market {

/// Lines of a merchant's monthly sheet, so that it fits an entry.
inline constexpr std::size_t claim_lines = 500;

/// What merchant and township agreed on. A new contract is a new merchant id.
struct Contract {
  std::set<VillageId> villages;  ///< whose households may redeem there
  VillageId fund;                ///< which owes and pays
  std::int64_t rate = 100;       ///< fen for one point, 1.00
  Period term;                   ///< days of sale that it covers
  std::string document;
};

/// One of the goods on a slip, which is what a merchant is paid for.
struct SaleLine {
  Sku sku;
  Quantity quantity;
  Yuan yuan;
  ledger::Seq claim = ledger::no_seq;  ///< the standing `merchant.claim` that it matched
};

/// A standing redemption.
struct Sale {
  ledger::Seq seq = ledger::no_seq;
  Date on;
  HouseholdId household;
  CardId card;
  std::vector<SaleLine> lines;

  [[nodiscard]] const SaleLine* line(const Sku& sku) const;
};

/// A month of a merchant, from its sheet to the money.
struct MonthlySettlement {
  ledger::Seq claim = ledger::no_seq;   ///< `merchant.claim`
  OfficerId prepared_by;
  std::string statement;                ///< number of the merchant's sheet
  Yuan payable;                         ///< of the lines that matched
  Yuan disputed;                        ///< of those that did not, as claimed
  ledger::Seq settle = ledger::no_seq;  ///< `merchant.settle`; none: not approved
  OfficerId approved_by;
  ledger::Seq pay = ledger::no_seq;     ///< `merchant.pay`; none: not paid
};

struct Merchant {
  MerchantId id;
  std::string name;
  Contract contract;
  ledger::Seq seq = ledger::no_seq;
  std::map<std::string, Sale> sales;                  ///< by slip number
  std::map<std::int32_t, MonthlySettlement> months;   ///< by `month_number`

  /// nullptr for a month without a sheet.
  [[nodiscard]] const MonthlySettlement* month(std::int32_t number) const;
};

/// Yuan for the points of a line, rounded down to the fen.
[[nodiscard]] Yuan worth(const Contract& contract, Points points);

/// The calendar month called `2026-04`, as `month_number` counts. Throws Errc::bad_input.
[[nodiscard]] std::int32_t parse_month(std::string_view text);
[[nodiscard]] std::string month_text(std::int32_t number);
[[nodiscard]] Period month_period(std::int32_t number);

/// A line of the merchant's sheet, as claimed.
struct ClaimLine {
  std::string slip;
  Date on;
  std::string holder;  ///< household or card, `*` for what is masked: `0301***`
  Sku sku;
  Quantity quantity;
  Yuan yuan;
  auto operator<=>(const ClaimLine&) const = default;
};

/// What became of a claimed line; each has exactly one. Names are stored.
enum class Verdict : std::uint8_t {
  matched = 1,    ///< payable
  missing = 2,    ///< the ledger has no such goods on such a slip
  differs = 3,    ///< it has, with another date, household, quantity or amount
  duplicate = 4,  ///< the slip's goods stand in the sheet another time
  outside = 5,    ///< not of this month
  claimed = 6,    ///< on the sheet of an earlier settlement already
};

[[nodiscard]] std::string_view name(Verdict verdict);

struct LineVerdict {
  Verdict verdict = Verdict::missing;
  std::vector<std::string_view> fields = {};  ///< that differ: `on`, `holder`, `quantity`, `yuan`
  bool operator==(const LineVerdict&) const = default;
};

/// As stored: `matched`, `differs:on,yuan`.
[[nodiscard]] std::string text(const LineVerdict& verdict);

/// A line of the ledger that is open and that the sheet does not claim. It stays owed and can stand
/// in the sheet of a later month.
struct Unclaimed {
  std::string slip;
  ledger::Seq seq = ledger::no_seq;
  Date on;
  HouseholdId household;
  Sku sku;
  Quantity quantity;
  Yuan yuan;
  bool operator==(const Unclaimed&) const = default;
};

struct Matching {
  std::vector<LineVerdict> verdicts;  ///< of the claimed lines, in their order
  std::vector<Unclaimed> unclaimed;   ///< by slip and goods
  Yuan payable;
  Yuan disputed;
};

/// Holds a sheet against what is open up to the end of the month, line by line. A line of an
/// earlier month that nobody claimed yet matches too. The verdicts do not hang on the order of the
/// lines: of several for the same goods on one slip the one that agrees with the ledger is matched.
[[nodiscard]] Matching match(const Merchant& merchant, std::int32_t month,
                             std::span<const ClaimLine> lines);

/// True for id characters and stars, three or more in the clear: `*` alone would fit everybody.
[[nodiscard]] bool shows_holder(std::string_view text);

/// True when what the sheet shows of household or card fits the sale's.
[[nodiscard]] bool fits_holder(std::string_view shown, const Sale& sale);

/// A write-off of suspense that one officer asked for and nobody has decided yet.
struct WriteOff {
  HouseholdId household;
  Points points;
  OfficerId proposed_by;
};

/// Merchants with what they redeemed, and write-offs that wait for the second person.
struct Merchants {
  std::map<MerchantId, Merchant> known;
  std::map<ledger::Seq, WriteOff> write_offs;  ///< by their `suspense.propose`

  /// nullptr for an unknown one.
  [[nodiscard]] const Merchant* merchant(const MerchantId& id) const;
};

}  // namespace wumei::market

#ifndef WUMEI_COMPILED
#include <wumei/market/impl/merchants.ipp>
#endif
