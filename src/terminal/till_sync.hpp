#pragma once

#include "till.hpp"

#include <functional>
#include <string>

namespace wumei::terminal {

/// One request to the hub of a till's ledger, and its answer.
struct HubRequest {
  std::string method;
  std::string target;  ///< path and query as they go over the wire
  std::string body = {};
};
struct HubAnswer {
  int status = 0;
  std::string body;
};
/// Throws Error when the hub cannot be reached or its answer is lost; then nobody knows whether it
/// acted.
using AskHub = std::function<HubAnswer(const HubRequest&)>;

/// Why the hub says no: `hub.refused` with its code and facts; `hub.away` for what is no answer of
/// a hub.
[[nodiscard]] Stop refused_by_hub(const HubAnswer& answer);

/// What a sync came to.
struct Synced {
  std::int64_t sent = 0;      ///< redemptions that the hub acknowledged now
  std::int64_t counted = 0;   ///< counts of closed days that the hub has now
  bool closed = false;        ///< the hub has the report of the lease
  std::int64_t renewed = 0;   ///< number of the lease that came; 0 for none
};

/// Takes what a till did to the hub and brings what it needs. Every step can be cut at any point
/// and is done again by the next sync: what is asked twice is answered as before. A record stays in
/// the file and in line until the hub has it; none is passed over.
class TillSync {
 public:
  TillSync(TillFile& file, LeasedTill& till, AskHub ask);

  /// Names a till at its first start: asks the hub for its ledger and the key of the log. Throws
  /// Errc::conflict when the file is of another till.
  void name_till(const TillId& till, const ShopId& shop);

  /// The stop list; the outbox in order, with the counts of closed days where they belong; the
  /// shop's people and shelf; the report of a lease that is over, or was reported; and then a new
  /// lease. Stop `hub.away` when the hub does not answer, `hub.refused` with its code when it says
  /// no, `lease.forged`, `lease.lost`.
  Synced run();

  /// While a clerk waits: learns from the hub who shows that code and what it would add to the
  /// lease for one cart. `lease.none`, or what the ledger's rules say against him. Where there is
  /// no answer, or one about the till, the lease alone counts. False when there was none.
  bool meet(const std::string& code);
  /// The lease alone counts, without asking. `lease.none`.
  void meet_nobody();
  /// Has the hub add to the lease what the cart at the counter lacks, if anything. Asked again
  /// after an answer was lost, it adds nothing twice. `hub.away`, `hub.refused`, `lease.forged`, or
  /// what the rules say.
  void cover();

 private:
  [[nodiscard]] std::string below(const std::string& path) const;
  [[nodiscard]] HubAnswer asked(const HubRequest& request) const;
  /// The body of an answer that is no error; throws `hub.refused` for one that is.
  [[nodiscard]] std::string need(const HubRequest& request) const;
  void bring_stopped();
  void bring_post();
  /// All that was sold up to `last`, in order.
  std::int64_t upload(std::int64_t number, std::int64_t last);
  /// Counts of closed days, each behind what was sold before it.
  void bring_sheets(Synced& synced);
  void send_sheet(CountSheet sheet);
  /// Follows changes of the log's key that both keys signed, from the one the till knows. False
  /// when there are none.
  bool follow_keys(const TillName& name);
  /// `tills/03-1-a/leases/2`.
  [[nodiscard]] std::string lease_path(std::int64_t number) const;
  [[nodiscard]] audit::LeaseDocument opened(const std::string& note, std::int64_t number);
  bool close(const TillLease& lease);
  std::int64_t renew(const std::optional<TillLease>& before);

  TillFile& file_;
  LeasedTill& till_;
  AskHub ask_;
  std::int64_t size_ = 0;  ///< of the log, at the last look
};

}  // namespace wumei::terminal
