#pragma once

#include <wumei/base/rational.hpp>
#include <wumei/programme/programme.hpp>
#include <wumei/publish/html.hpp>

#include <map>
#include <string>
#include <vector>

/// The page a township head reads: what was given, what waits, what was spent, what stands behind
/// the rest, and what the rules refused.
namespace wumei::publish {

struct VillageRow {
  VillageId village;
  std::string name;
  std::int64_t households = 0;
  Points issued;
  Points pending;
  Points spendable;
  Points redeemed;
  Points opening;   ///< brought from an earlier scheme: part of spendable, not of issued
  Points taken;     ///< deducted or expired, less what is still owed
  std::map<rules::Level, std::int64_t> winners;  ///< confirmed or in notice, all rounds of `from`
  Yuan stock;       ///< on the shelf, at cost
  Yuan cash;
  Ratio coverage;   ///< (stock + cash) / spendable points
};

struct CountedReason {
  std::string reason;
  std::int64_t count = 0;
};

struct Township {
  std::string title;
  Date day;
  std::vector<VillageRow> villages;
  VillageRow total;
  std::vector<std::string> rounds;      ///< award rounds counted in `winners`
  std::vector<CountedReason> refused;   ///< claims, most frequent first
  std::vector<CountedReason> trimmed;   ///< points cut (in whole points, rounded down)
  std::int64_t bytes = 0;               ///< of the ledger file, 0 when not told
  std::string seconds;                  ///< of the run that made it, "" when not told
  LogHead log;
};

struct TownshipQuery {
  Date day;
  Language language = Language::zh;
};

[[nodiscard]] Township gather_township(const programme::Programme& programme,
                                       const TownshipQuery& query);

[[nodiscard]] std::string township_html(const Township& township, Language language);

/// Per cent, rounded down: 118 for 1.18.
[[nodiscard]] std::int64_t percent(Ratio ratio);
/// `12,345.50`: grouped in thousands.
[[nodiscard]] std::string grouped(std::string decimal);

}  // namespace wumei::publish

#ifndef WUMEI_COMPILED
#include <wumei/publish/impl/township.ipp>
#include <wumei/publish/impl/township_gather.ipp>
#endif
