#pragma once

#include <wumei/audit/lease_note.hpp>
#include <wumei/base/date.hpp>
#include <wumei/programme/lease_commands.hpp>

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

/// A till of its own: what it must not forget when it sells without the township's ledger.
namespace wumei::terminal {

/// What a till is, from its first start on.
struct TillName {
  TillId till;
  ShopId shop;
  std::string ledger;   ///< by its name at the hub
  std::string log_key;  ///< verifier key of the log that signs its leases
  int offset_minutes = 480;
  bool rehearsal = false;
};

/// A household in a lease as the counter may show it.
struct LeasedHousehold {
  HouseholdId household;
  std::string head;  ///< masked
  std::string group;
  std::int64_t people = 0;
  CardId card;       ///< empty for none
  std::string passbook;
};

/// Numbers are stored.
enum class LeaseStage : std::uint8_t {
  open = 1,      ///< the till may sell under it
  reported = 2,  ///< it sells no more under it; the hub does not know yet
  closed = 3,    ///< the hub has the report
};

/// A lease that was checked, with what is needed to sell under it.
struct TillLease {
  std::string note = {};           ///< the signed document
  audit::LeaseDocument document = {};
  market::PriceList prices = {};
  std::vector<LeasedHousehold> households = {};
  LeaseStage stage = LeaseStage::open;
  std::int64_t acknowledged = 0;   ///< all numbers up to it are booked at the hub, or void
};

/// How far a redemption has come. Numbers are stored.
enum class RecordState : std::uint8_t {
  debited = 1,   ///< the points are gone; nobody has said whether the goods were given
  done = 2,      ///< the goods are with the household: it goes to the hub
  returned = 3,  ///< not given, or brought back before it was sent: it never goes to the hub
};

struct TillRecord {
  programme::OfflineRedemption sale;  ///< its id: till, lease, counter and random part
  RecordState state = RecordState::debited;
  Points points;
  bool sent = false;       ///< a request with it was begun: what it says is fixed for good
  std::string reason = {};  ///< why it was returned
  std::int64_t before = 0;  ///< counter of the record of which this is what was kept; 0 for none
};

/// `03-1-a/2/14/0123456789abcdef`.
[[nodiscard]] std::string id_of(const programme::OfflineRedemption& sale);

/// The household at the counter and its goods so far.
struct TillDraft {
  HouseholdId household = {};
  CardId card = {};
  programme::Receiver receiver = programme::Receiver::self;
  std::vector<market::BasketLine> lines = {};
};

/// The till's journal, a SQLite file. Each change is on disk when its call returns, and no record
/// is ever taken out of it, whether the hub has it or not.
class TillFile {
 public:
  /// Opens or creates it, for its user alone. Throws Errc::busy while another process holds it,
  /// Errc::bad_input for another kind of file, Errc::unsupported for one of a newer version,
  /// Errc::io.
  explicit TillFile(const std::filesystem::path& file);
  ~TillFile();
  TillFile(const TillFile&) = delete;
  TillFile& operator=(const TillFile&) = delete;

  /// Nothing before the first start has reached a hub.
  [[nodiscard]] std::optional<TillName> name() const;
  /// Once and for all. Throws Errc::conflict when it is another till already.
  void put_name(const TillName& name);

  /// Cards that are never good again, as of the last look at the hub, whose time it was.
  [[nodiscard]] std::set<CardId> stopped() const;
  [[nodiscard]] Instant hub_time() const;
  void put_stopped(const std::set<CardId>& cards, Instant hub_time);

  /// The last one; nothing before the first.
  [[nodiscard]] std::optional<TillLease> lease() const;
  /// Keeps a new lease with the raw answers of the hub that it is read from.
  void put_lease(const std::string& note, const std::string& prices,
                 const std::string& households);
  void put_stage(std::int64_t lease, LeaseStage stage);
  void acknowledge(std::int64_t lease, std::int64_t through);

  /// Begins to ask for a lease when the log has `size` entries, unless that is begun: how many it
  /// had then. A lease among those was issued to another disk. By entries, since clocks go back.
  [[nodiscard]] std::int64_t ask_for(std::int64_t lease, std::int64_t size);

  [[nodiscard]] std::optional<TillDraft> draft() const;
  void put_draft(const TillDraft& draft);
  void drop_draft();

  /// In order of counter.
  [[nodiscard]] std::vector<TillRecord> records(std::int64_t lease) const;
  /// Of every lease, from that moment on.
  [[nodiscard]] std::vector<TillRecord> records_since(Instant from) const;
  [[nodiscard]] std::optional<TillRecord> record(std::int64_t lease, std::int64_t counter) const;
  /// When the newest record was made; the epoch for none.
  [[nodiscard]] Instant last_record() const;
  /// Keeps a debit; the draft ends in the same step.
  void debit(const TillRecord& record);
  /// Keeps how far a record has come.
  void put_state(const TillRecord& record);
  /// A record comes back and what is kept of it, if anything, takes its place, in one step.
  void take_back(const TillRecord& record, const std::optional<TillRecord>& kept);
  /// Before they go over the wire.
  void mark_sent(std::int64_t lease, std::int64_t through);

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

}  // namespace wumei::terminal
