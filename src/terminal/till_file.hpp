#pragma once

#include "journal.hpp"

#include <wumei/audit/lease_note.hpp>
#include <wumei/base/date.hpp>
#include <wumei/programme/lease_commands.hpp>
#include <wumei/programme/stock_commands.hpp>

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
  std::string phone_end = {};  ///< the phone's last two digits, to ask for; "" for none
  Points addable = {};         ///< what the hub would add for one cart, when it was asked last
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
  std::string proxy = {};   ///< who collects it; private, so it never leaves the till
  std::int64_t copies = 0;  ///< slips printed
};

/// False for one that was given back.
[[nodiscard]] inline bool stands(const TillRecord& record) {
  return record.state != RecordState::returned;
}

/// `03-1-a/2/14/0123456789abcdef`.
[[nodiscard]] std::string id_of(const programme::OfflineRedemption& sale);

/// The household at the counter and its goods so far.
struct TillDraft {
  HouseholdId household = {};
  CardId card = {};
  programme::Receiver receiver = programme::Receiver::self;
  std::vector<market::BasketLine> lines = {};
  std::string random = {};  ///< of its record to be: asked for twice, it is debited once
  std::string proxy = {};
};

/// A clerk's PIN as the till keeps it once the hub has confirmed it.
struct KeptPin {
  std::int64_t entry = 0;  ///< that the officer was registered by when it was right
  std::string hash;        ///< with a salt of this till
};

/// A place in the order of records: all up to it.
struct RecordPlace {
  std::int64_t lease = 0;
  std::int64_t counter = 0;
  auto operator<=>(const RecordPlace&) const = default;
};

/// What the hub told of the shop, as it came; "" before the first time.
struct TillPost {
  std::string people = {};  ///< the shop and its clerks
  std::string shelf = {};
  RecordPlace through = {};  ///< records that the hub had when it told of the shelf
};

/// How far the blind count of a day has come. Numbers are stored.
enum class SheetState : std::uint8_t {
  waiting = 1,  ///< the hub does not have it yet
  booked = 2,
  refused = 3,  ///< the ledger does not take it: the township is to look into it
};

/// What two people counted at the close of a day.
struct CountSheet {
  Date day;
  SheetState state = SheetState::waiting;
  OfficerId clerk = {};
  OfficerId witness = {};
  std::vector<programme::CountedLine> lines = {};
  RecordPlace through = {};  ///< what was sold before the count goes to the hub before it
  std::string said = {};     ///< code of the refusal
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

  [[nodiscard]] const std::string& path() const;
  /// Nothing before the first start has reached a hub.
  [[nodiscard]] std::optional<TillName> name() const;
  /// Once and for all. Throws Errc::conflict when it is another till already.
  void put_name(const TillName& name);
  /// The log has another key since; the caller has seen that both sign for it.
  void follow_key(const std::string& log_key);
  /// 32 bytes drawn when the file was made: proof codes are made of them.
  [[nodiscard]] std::string secret() const;

  [[nodiscard]] TillPost post() const;
  void put_post(const TillPost& post);
  [[nodiscard]] std::optional<KeptPin> pin(const OfficerId& officer) const;
  void put_pin(const OfficerId& officer, const KeptPin& pin);
  [[nodiscard]] Tries tries(std::string_view subject) const;
  void put_tries(std::string_view subject, const Tries& tries);

  /// Cards that are never good again, as of the last look at the hub, whose time it was.
  [[nodiscard]] std::set<CardId> stopped() const;
  [[nodiscard]] Instant hub_time() const;
  void put_stopped(const std::set<CardId>& cards, Instant hub_time);

  /// The last one; nothing before the first.
  [[nodiscard]] std::optional<TillLease> lease() const;
  [[nodiscard]] std::optional<TillLease> lease(std::int64_t number) const;
  /// Keeps a new lease with the raw answers of the hub that it is read from.
  void put_lease(const std::string& note, const std::string& prices,
                 const std::string& households);
  /// Keeps what the hub told of a household that stands here, in place of what was known of it.
  void put_visitor(std::int64_t lease, const std::string& household);
  /// Nothing can be added any more until the hub is asked again.
  void forget_addable(std::int64_t lease);
  /// The same lease with more in it; the caller has checked that it is.
  void put_note(std::int64_t lease, const std::string& note);
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
  /// By its 64 random bits, of whatever lease.
  [[nodiscard]] std::optional<TillRecord> record(const std::string& random) const;
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
  /// One more slip was printed.
  void count_copy(const TillRecord& record);

  /// Nothing for a day that is not closed.
  [[nodiscard]] std::optional<CountSheet> sheet(Date day) const;
  /// Those that are not booked, oldest first.
  [[nodiscard]] std::vector<CountSheet> open_sheets() const;
  /// Keeps it in place of what was known of its day.
  void put_sheet(const CountSheet& sheet);

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

}  // namespace wumei::terminal
