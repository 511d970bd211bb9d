#pragma once

#include <wumei/market/coverage.hpp>
#include <wumei/market/leases.hpp>
#include <wumei/programme/programme.hpp>
#include <wumei/publish/html.hpp>
#include <wumei/publish/sales.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

/// What whoever runs a township's love supermarkets looks at each morning: which shop is silent,
/// what is out on leases, what is to be looked into, what runs out, and whether the money is there.
namespace wumei::publish {

/// Seven days of redemptions, the last week ending on the day of the overview.
struct ShopWeek {
  Date first;
  Points points;               ///< of all redemptions
  Points offline;              ///< of these under leases
  std::int64_t redemptions = 0;
};

struct ShopOverview {
  ShopId shop;
  std::string name;
  VillageId village;
  std::string village_name;
  std::optional<Date> last_sale;             ///< day of the newest redemption that stands
  std::optional<Instant> last_upload;        ///< newest offline redemption or report of a till
  std::optional<std::int64_t> silent_days;   ///< since anything was heard; nothing: never
  std::int64_t tills = 0;
  std::vector<TillId> quarantined;           ///< tills that get no further lease
  Points lent;                               ///< in the leases that are out, with all additions
  Points used;                               ///< of these redeemed, as far as it was uploaded
  market::Exposure exposure;
  std::optional<Instant> doubt_since;        ///< end of the oldest lease in doubt
  Points suspense;                           ///< redeemed beyond leases and not settled
  Quantity short_pieces;                     ///< handed over beyond the recorded stock, not settled
  std::int64_t flagged = 0;                  ///< offline redemptions of the weeks with a flag
  std::vector<WatchedGoods> goods;
  market::Coverage fund;                     ///< of the shop's village
  std::vector<ShopWeek> weeks;               ///< oldest first

  [[nodiscard]] std::int64_t count(ShelfState state) const;
  /// Nothing was heard for a week or ever.
  [[nodiscard]] bool silent() const;
  /// How many things a person should look into: the shops with most of them come first.
  [[nodiscard]] std::int64_t alarms() const;
};

struct Overview {
  std::string title;
  Date day;
  std::int64_t weeks = 0;
  int offset_minutes = 480;
  std::vector<ShopOverview> shops;  ///< most to look into first, then by number
  ShopOverview total;               ///< its goods and dates are empty
  LogHead log;
};

struct OverviewQuery {
  Date day;
  std::int64_t weeks = 8;  ///< 1 to 26
};

/// Reads the shops' redemptions of those weeks, one entry each, and a few more a shop. Throws
/// Errc::bad_input for another number of weeks.
[[nodiscard]] Overview gather_overview(const programme::Programme& programme,
                                       const OverviewQuery& query);

/// A4 landscape: the shops and their weeks on the first sheet, goods and till matters behind.
[[nodiscard]] std::string overview_html(const Overview& overview, Language language);

}  // namespace wumei::publish

#ifndef WUMEI_COMPILED
#include <wumei/publish/impl/overview.ipp>
#include <wumei/publish/impl/overview_chart.ipp>
#include <wumei/publish/impl/overview_gather.ipp>
#endif
