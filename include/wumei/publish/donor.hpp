#pragma once

#include <wumei/programme/programme.hpp>
#include <wumei/publish/html.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

/// What became of a donor's goods: the paper that goes to whoever gave them. It names no household.
namespace wumei::publish {

/// One line of a delivery. `received` is `given` and `left` and `other` together.
struct DonatedLot {
  ledger::Seq seq = ledger::no_seq;  ///< the delivery
  std::int64_t line = 0;             ///< of it
  Date on;
  ShopId shop;                       ///< that received it
  std::string shop_name;
  Sku sku;
  std::string goods;
  std::string unit;
  std::string restriction;       ///< whom they are kept for; "" for everybody
  std::optional<Date> best_before;
  Quantity received;
  Quantity given;                ///< to households
  Quantity left;                 ///< on the shelf
  Quantity expired;              ///< of those left, past their best-before date
  Quantity other;                ///< left the shelf in no household's hands
  std::int64_t households = 0;   ///< reached by this lot
};

struct ReachedVillage {
  VillageId village;
  std::string name;
  std::int64_t households = 0;
  Quantity pieces;
};

struct DonorReport {
  std::string township;
  DonorId donor;
  std::string name;                  ///< "" for persons
  std::optional<Date> from;          ///< deliveries from this day on
  std::optional<Date> to;            ///< and up to this day
  Date day;                          ///< what became of them until now
  std::vector<DonatedLot> lots;      ///< oldest delivery first; none that was taken back
  std::vector<ReachedVillage> villages;  ///< most households first
  DonatedLot total;                  ///< sums; its households are counted once
  Yuan value;                        ///< of what was received, at its stated unit value
  LogHead log;
};

struct DonorQuery {
  DonorId donor;
  std::optional<Date> from = {};
  std::optional<Date> to = {};
  Date day;
};

/// Reads the entries that moved goods of the same kinds in any shop. Throws Errc::not_found
/// for a donor nobody registered, Errc::bad_input when `from` is after `to`.
[[nodiscard]] DonorReport gather_donor(const programme::Programme& programme,
                                       const DonorQuery& query);

[[nodiscard]] std::string donor_html(const DonorReport& report, Language language);

}  // namespace wumei::publish

#ifndef WUMEI_COMPILED
#include <wumei/publish/impl/donor.ipp>
#endif
