#pragma once

#include "api.hpp"
#include "blind_count.hpp"
#include "sync_loop.hpp"
#include "till_slip.hpp"

namespace wumei::terminal {

/// A leased till behind the page. All of it outlives the station.
struct TillDesk {
  TillFile& file;
  LeasedTill& till;
  TillClerks& clerks;
  SyncLoop& sync;
  TillSync& hub;  ///< asked while a clerk waits, so it gives up soon
  Printer& printer;
  std::filesystem::path disk;  ///< the till's file
  std::function<std::chrono::milliseconds()> uptime;
  Roll roll = Roll::mm80;
  publish::Language language = publish::Language::zh;  ///< of slips
  Pictures pictures = {};                              ///< of goods
};

/// The page over a leased till. What a till without a ledger cannot do is refused with what to do
/// instead: `till.elsewhere`, `exchange.leased`, `return.sent`. Its answers are asked for while
/// the sync thread keeps still.
[[nodiscard]] Station station_of(TillDesk desk);

// What the station is made of.

/// Who is known under that code, as the counter may show it.
[[nodiscard]] Customer customer_of(const TillDesk& desk, const LeasedHousehold& household);
/// Starts the visit of who gave the right answer: `identity.wrong`, `identity.locked`, and all that
/// `LeasedTill::begin` refuses.
void begin_visit(TillDesk& desk, const Identification& identification);
/// By its random part, `LEASE-COUNTER`, or the number on a slip. Throws Errc::not_found.
[[nodiscard]] TillRecord record_of(const TillDesk& desk, const std::string& code);

/// The shelf as the hub told of it last, less what was sold since.
[[nodiscard]] std::vector<OnShelf> shelf_of(const TillFile& file);
struct TillDay {
  Date day;
  std::int64_t sales = 0;
  Points points;
  std::int64_t returns = 0;
  std::vector<OnShelf> to_count;  ///< blind: pieces are not shown
  bool closed = false;
};
[[nodiscard]] TillDay day_of(const TillDesk& desk);
/// Keeps the count of the day, which goes to the ledger behind the sales before it. Works without a
/// network. What differs from the books as the hub told of them. `unresolved`, `visit.open`,
/// `count.reason`, `role.four_eyes`; `role.missing` for a second person who may not witness;
/// `duplicate` when the day is closed.
std::vector<Difference> close_day(TillDesk& desk, const std::vector<Count>& counts,
                                  const OfficerId& clerk, const OfficerId& second);
/// The summary of a closed day, with what the lease stands at.
[[nodiscard]] std::string till_day_ticket(const TillDesk& desk,
                                          const std::vector<Difference>& differences);

[[nodiscard]] Json lease_json(const TillDesk& desk);
[[nodiscard]] Json visit_json(const TillDesk& desk, const TillDraft& draft);
[[nodiscard]] Json cart_json(const TillCart& cart);
[[nodiscard]] Json goods_json(const TillDesk& desk);
[[nodiscard]] Json briefs_json(const TillDesk& desk, const std::vector<TillRecord>& records);

}  // namespace wumei::terminal
