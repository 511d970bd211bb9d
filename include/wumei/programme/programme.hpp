#pragma once

#include <wumei/audit/signer.hpp>
#include <wumei/audit/tree.hpp>
#include <wumei/base/clock.hpp>
#include <wumei/ledger/history.hpp>
#include <wumei/programme/command.hpp>
#include <wumei/store/store.hpp>

#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

namespace wumei::programme {

/// What `create` writes into entry 0 besides the charter.
struct Founding {
  Charter charter;
  Actor founder;               ///< becomes the first officer, with every role
  std::string founder_detail;  ///< private JSON of the founder: name and PIN hash
};

/// `log.open` and the founder's `officer.appoint`, with every role.
[[nodiscard]] Command open_log_command(const Founding& founding);

/// When the entries of a batch go to the store.
enum class Inserting : std::uint8_t {
  at_commit = 1,  ///< nothing is written before `commit`
  beside = 2,     ///< a second thread inserts and hashes a long batch while it is decided: nobody
                  ///< but the programme uses its store meanwhile
};

namespace detail {
class Inserter;
class KeyTops;
}

/// One open ledger: decides commands against the state, makes their entries durable, folds them.
/// Not thread-safe: one writer.
class Programme {
 public:
  Programme(Programme&&) noexcept;
  Programme& operator=(Programme&&) noexcept;
  ~Programme();

  /// Writes entry 0 into an empty store. Throws Errc::conflict when the store has entries.
  [[nodiscard]] static Programme create(store::Store& store, Clock& clock, IdSource& ids,
                                        const Founding& founding);

  /// Folds the stored log: from the trusted snapshot with that digest if the store has it (`""`
  /// for none), else from entry 0. `write` false opens for reading: no lock is taken and
  /// commands throw. Throws Errc::corrupt naming the first entry that breaks a law.
  struct Opening {
    store::ProgrammeId programme = {};
    std::string snapshot_digest = {};
    bool write = true;
  };
  [[nodiscard]] static Programme open(store::Store& store, Clock& clock, IdSource& ids,
                                      const Opening& opening);

  [[nodiscard]] const State& state() const { return *state_; }
  [[nodiscard]] std::int64_t size() const { return state_->book.size(); }
  /// RFC 6962 root over all entries but those of a batch under way.
  [[nodiscard]] Digest root() const { return tree_.root(); }
  [[nodiscard]] store::Store& store() const { return *store_; }
  [[nodiscard]] const store::ProgrammeId& id() const { return id_; }
  [[nodiscard]] Instant now() const { return clock_->now(); }
  [[nodiscard]] Date today() const;

  /// Decides, makes durable, folds. The same key with the same content returns the stored receipt;
  /// with other content it is refused (`key.conflict`, naming what differs, by whom and
  /// when the entry was written). A refusal leaves the log as it was.
  [[nodiscard]] Decision<Receipt> submit(const Command& command);

  /// Several commands that become durable together. Each is decided against the state that the
  /// earlier ones leave. Nobody sees it before `commit`; `abandon` (or a throw) undoes all. Throws
  /// Errc::conflict within a batch, which stays open.
  void begin(Inserting how = Inserting::at_commit);
  [[nodiscard]] std::int64_t commit();  ///< entries added; one durable transaction
  void abandon();
  [[nodiscard]] bool in_batch() const { return in_batch_; }

  /// First entry of the command with that key, in the batch under way or the store.
  [[nodiscard]] std::optional<ledger::Seq> find(const std::string& key) const;

  /// Balance of any account as of a log position and an accounting date (of all entries by
  /// default): the sum over the account's own entries, one read each.
  [[nodiscard]] std::int64_t balance(std::string_view account,
                                     const ledger::AsOf& as_of = {}) const;

  /// Entry `seq`, from the batch under way or the store. Throws Errc::not_found.
  [[nodiscard]] std::string leaf(ledger::Seq seq) const;
  /// Private detail of entry `seq`; "" when there is none or it was erased.
  [[nodiscard]] std::string detail(ledger::Seq seq) const;

  /// Serialises the state into the store; returns the digest to keep in the head file. Done after
  /// `worth_a_snapshot` entries, whoever opens the log next need not replay them.
  [[nodiscard]] std::string save_snapshot();
  static constexpr std::int64_t worth_a_snapshot = 500;

 private:
  Programme(store::Store& store, Clock& clock, IdSource& ids, store::ProgrammeId id);

  [[nodiscard]] Context context(const Command& command) const;
  [[nodiscard]] std::optional<Decision<Receipt>> replay(const Command& command) const;
  [[nodiscard]] bool says_as_before(const Command& command, ledger::Seq seq) const;
  [[nodiscard]] static std::string_view other_terms(const Command& command,
                                                    const ledger::Entry& entry);
  [[nodiscard]] std::optional<ledger::Seq> find_pending(const std::string& key) const;
  [[nodiscard]] Receipt write(const Command& command, const Context& context, Drafts drafts);
  void seal(const Context& context, ledger::Draft& draft, const std::string& key);
  [[nodiscard]] store::StoredEntry spare_entry();
  void insert_beside();
  [[nodiscard]] store::Store& settled_store() const;
  [[nodiscard]] store::StoredHashes hash_pending();
  void forget_pending();
  void load(const std::string& snapshot_digest);
  void rebuild(const std::string& snapshot_digest);

  store::Store* store_;
  Clock* clock_;
  IdSource* ids_;
  store::ProgrammeId id_;
  std::unique_ptr<State> state_;
  audit::Tree tree_;
  json::Parser parser_;
  std::string encoded_;   ///< the entry being written; kept for its capacity, as is the next
  ledger::Entry sealed_;  ///< the entry being folded
  ledger::FoundAccounts found_;  ///< of the entry checked last
  std::string largest_key_;
  store::Append pending_;
  /// First entry by command key, of the first `indexed_` pending ones: keys that grow are never
  /// looked up, so the index is made when one is.
  mutable std::unordered_map<std::string, ledger::Seq> pending_keys_;
  mutable std::size_t indexed_ = 0;
  std::unique_ptr<detail::Inserter> inserter_;  ///< of the batch under way, once it is long
  mutable std::unique_ptr<detail::KeyTops> tops_;  ///< of the batch under way, when it is long
  std::vector<store::StoredEntry> spare_;       ///< inserted entries, for the room they have
  Inserting inserting_ = Inserting::at_commit;
  ledger::Seq batch_first_ = 0;
  std::int64_t fence_ = 0;
  bool writable_ = false;
  bool in_batch_ = false;
  bool broken_ = false;
};

namespace detail {

/// Undoes the batch that is open when the scope is left, unless released. What the undoing itself
/// throws is swallowed: the programme then stays closed for writing, and the next command says so.
class Undo {
 public:
  explicit Undo(Programme& programme) : programme_(&programme) {}
  Undo(const Undo&) = delete;
  Undo& operator=(const Undo&) = delete;
  ~Undo();
  void release() { programme_ = nullptr; }

 private:
  Programme* programme_;
};

}  // namespace detail

/// A batch that is undone when the scope is left, unless it was committed: neither a refusal nor a
/// throw in it leaves it open to whoever uses the programme next.
class OpenBatch {
 public:
  /// `Programme::begin`.
  explicit OpenBatch(Programme& programme, Inserting how = Inserting::at_commit);

 private:
  detail::Undo undo_;
};

}  // namespace wumei::programme

#ifndef WUMEI_COMPILED
#include <wumei/programme/impl/programme.ipp>
// The engine folds every kind, so it brings all slices along, each through its own header. They
// stand here and not in kinds.hpp, which the slices themselves include.
#include <wumei/programme/award_commands.hpp>
#include <wumei/programme/claim_commands.hpp>
#include <wumei/programme/control_commands.hpp>
#include <wumei/programme/epoch_commands.hpp>
#include <wumei/programme/erase_commands.hpp>
#include <wumei/programme/inspection_commands.hpp>
#include <wumei/programme/lease_commands.hpp>
#include <wumei/programme/market_commands.hpp>
#include <wumei/programme/merchant_commands.hpp>
#include <wumei/programme/notice_commands.hpp>
#include <wumei/programme/people_commands.hpp>
#include <wumei/programme/rules_commands.hpp>
#include <wumei/programme/stock_commands.hpp>
#include <wumei/programme/suspense_commands.hpp>
// Their tables of kinds.
#include <wumei/programme/impl/kinds_awards.ipp>
#include <wumei/programme/impl/kinds_epoch.ipp>
#include <wumei/programme/impl/kinds_leases.ipp>
#include <wumei/programme/impl/kinds_log.ipp>
#include <wumei/programme/impl/kinds_market.ipp>
#include <wumei/programme/impl/kinds_merchant.ipp>
#include <wumei/programme/impl/kinds_notice.ipp>
#include <wumei/programme/impl/kinds_people.ipp>
#include <wumei/programme/impl/kinds_rules.ipp>
#include <wumei/programme/impl/kinds_scoring.ipp>
#include <wumei/programme/impl/kinds_stock.ipp>
#include <wumei/programme/impl/kinds_suspense.ipp>
#endif
