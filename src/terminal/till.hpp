#pragma once

#include "counter.hpp"
#include "till_file.hpp"

#include <functional>

namespace wumei::terminal {

/// Where a till stands.
struct TillState {
  std::int64_t lease = 0;       ///< number of its last one; 0 before the first
  LeaseStage stage = LeaseStage::closed;
  bool over = false;            ///< past its end: nothing can be sold under it
  Instant stop;
  std::int64_t records_left = 0;
  std::int64_t unsent = 0;      ///< redemptions that the hub has not acknowledged
  Instant hub_time;             ///< of the last look at the hub; the epoch for never
};

struct TillLine {
  market::BasketLine asked;
  std::string name;
  std::string unit;
  Points price;
  Points points;
};

/// A cart, priced by the lease's list.
struct TillCart {
  std::vector<TillLine> lines;
  Points points;
  Points left;                  ///< of the household after it; below zero if short
  Points lacking;               ///< what the hub is to add to the lease before it can be debited
  std::optional<Stop> problem;  ///< why it cannot be debited as it stands
};

/// How many more pieces the household may take this month, as far as this till knows.
struct TillLimit {
  Sku sku;
  Quantity left;
};

/// What the page confirms.
struct TillSale {
  std::string id = {};                          ///< the draft's `random`
  std::vector<market::BasketLine> lines = {};
  ledger::Seq prices = ledger::no_seq;          ///< the list that was shown
};

/// What a till says when it spends no more under a lease.
struct TillReport {
  std::int64_t lease = 0;
  std::int64_t records = 0;
  std::int64_t last = 0;
};

/// A counter under a lease (租约): it sells to the households of the lease, as far as the lease
/// goes, with no ledger and no network. Nothing here asks the hub: see `TillSync`. Not thread-safe.
/// Everything throws Stop for a "no" and Error for bad input and disks (Errc::io: nothing was
/// debited).
///
/// Debit on disk, hand over, tick, as at the counter beside a ledger. What ends the process between
/// two of these leaves a record `debited`, which must be answered before anything else is sold.
class LeasedTill {
 public:
  /// `now` is the till's clock. The file is named already, or nothing can be sold.
  LeasedTill(TillFile& file, std::function<Instant()> now);

  [[nodiscard]] TillState state() const;

  /// What was scanned or typed: a card, a passbook or a number of a household in the lease.
  /// `lease.none`, `card.stopped`, `lease.household` for anybody else, who is to come when there is
  /// a network.
  [[nodiscard]] LeasedHousehold find(std::string_view code) const;
  /// Points of the household that the till may still spend today: lots of the lease whose last day
  /// has not passed, less what was debited.
  [[nodiscard]] Points left(const HouseholdId& household) const;
  /// With what the hub would add for one cart, as it said when the household came.
  [[nodiscard]] Points reach(const HouseholdId& household) const;
  /// The lots that these are, soonest to end first; named by their last day.
  [[nodiscard]] std::vector<ledger::Lot> lots(const HouseholdId& household) const;
  /// Of all households together.
  [[nodiscard]] Points points_left() const;
  /// What was left when that record had been debited.
  [[nodiscard]] Points left_after(const TillRecord& record) const;
  /// The till's clock.
  [[nodiscard]] Instant now() const { return now_(); }
  [[nodiscard]] Date day_of(Instant at) const;
  [[nodiscard]] Date today() const { return day_of(now_()); }
  /// False while the clock stands before `last_seen`: then nothing can be sold.
  [[nodiscard]] bool clock_ok() const;
  /// The latest moment that the till knows of: of its last record, the hub or its lease.
  [[nodiscard]] Instant last_seen() const;

  /// `unresolved`, `visit.open` while another household stands here, and all that keeps the till
  /// from selling: `lease.none`, `lease.over`, `lease.full`, `clock.wrong`.
  void begin(const std::string& code, programme::Receiver receiver,
             const std::string& proxy = {});
  [[nodiscard]] std::optional<TillDraft> draft() const { return file_.draft(); }
  void end_visit();  ///< `visit.none`
  TillCart put_cart(std::vector<market::BasketLine> lines);
  [[nodiscard]] TillCart cart() const;
  [[nodiscard]] std::vector<TillLimit> limits() const;  ///< `visit.none`, `lease.none`
  /// The lease, if it is open. `lease.none`.
  [[nodiscard]] TillLease need_lease() const;

  /// Debits the cart: the id with its 64 random bits is on disk when this returns. `visit.none`, or
  /// why the cart cannot be debited: `not_enough_points` also for what is lacking.
  TillRecord confirm(const OfficerId& clerk);
  /// The same for what a page showed. The same id and goods again: the same record, and nothing is
  /// debited. `id.conflict` for other goods, `prices.stale` for another list than the lease's.
  TillRecord confirm(const TillSale& asked, const OfficerId& clerk);
  /// The goods were given. Again: the same.
  TillRecord handed_over(std::int64_t counter);
  /// They were not: the points are back and the record never goes to the hub. Again: the same.
  /// `state.wrong` once they were handed over.
  TillRecord not_handed_over(std::int64_t counter, const std::string& reason);
  /// Goods come back before the record went to the hub. It ends, and what the household keeps is a
  /// record of its own with the time of the sale. What is kept; nothing when all came back.
  /// `return.sent` once a request with it was begun: the township reverses what the hub has.
  std::optional<TillRecord> take_return(std::int64_t counter,
                                        const std::vector<market::BasketLine>& back,
                                        const std::string& reason);

  /// Debited and not answered yet, oldest first.
  [[nodiscard]] std::vector<TillRecord> unresolved() const;
  /// Under the last lease, newest first.
  [[nodiscard]] std::vector<TillRecord> sales() const;

  /// Ends the lease: nothing is sold under it from now on. Again: the same. `unresolved`,
  /// `visit.open`, `lease.none`.
  TillReport report();

 private:
  /// Throws what keeps the till from selling.
  void check_selling(const TillLease& lease) const;
  void refuse_while_unresolved() const;
  [[nodiscard]] TillRecord known(std::int64_t counter) const;
  /// After the records of the lease up to that counter.
  [[nodiscard]] Points left(const TillLease& lease, const HouseholdId& household,
                            std::int64_t through = exact_max) const;
  [[nodiscard]] std::vector<ledger::Lot> lots_left(const TillLease& lease,
                                                   const HouseholdId& household,
                                                   std::int64_t through = exact_max) const;
  [[nodiscard]] Points reach(const TillLease& lease, const HouseholdId& household) const;
  [[nodiscard]] TillCart priced(const TillLease& lease, const TillDraft& draft) const;
  [[nodiscard]] std::optional<Stop> problem_of(const TillLease& lease, const TillDraft& draft,
                                               const TillCart& cart) const;
  [[nodiscard]] Quantity taken_this_month(const TillDraft& draft, const Sku& sku) const;
  [[nodiscard]] TillRecord new_record(const TillLease& lease) const;

  TillFile& file_;
  std::function<Instant()> now_;
};

/// What stands of a lease, for its report.
[[nodiscard]] TillReport report_of(const TillFile& file, std::int64_t lease);

}  // namespace wumei::terminal
