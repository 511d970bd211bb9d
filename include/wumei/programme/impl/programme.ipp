#pragma once

#include <wumei/base/assert.hpp>
#include <wumei/config.hpp>
#include <wumei/programme/control_commands.hpp>
#include <wumei/programme/impl/inserter.ipp>
#include <wumei/programme/impl/key_tops.ipp>
#include <wumei/programme/impl/replay.ipp>
#include <wumei/programme/kinds.hpp>
#include <wumei/programme/programme.hpp>
#include <wumei/programme/snapshot.hpp>
#include <wumei/store/hashes.hpp>

#include <algorithm>
#include <exception>
#include <future>
#include <system_error>

namespace wumei::programme {
namespace detail {

/// Why a command may not cite the late approval it names.
WUMEI_INLINE std::optional<Refusal> late_unfit(const ledger::Book& book, const Command& command,
                                               Date effective) {
  if (!command.late || book.admits_late(*command.late, effective)) return std::nullopt;
  Refusal unfit = refuse(RefusalCode::late_unfit, {{"late", std::to_string(*command.late)},
                                                   {"effective", effective.text()}});
  if (const auto day = book.late_day(*command.late)) unfit.facts.push_back({"on", day->text()});
  return unfit;
}

/// Law 8 for what was decided.
WUMEI_INLINE std::optional<Refusal> closed_to(const ledger::Book& book, const Drafts& drafts,
                                              Date effective) {
  const auto closed = book.closed_through();
  if (!closed || effective > *closed) return std::nullopt;
  const bool late = std::all_of(drafts.begin(), drafts.end(), [&](const ledger::Draft& draft) {
    return std::any_of(draft.refs.begin(), draft.refs.end(), [&](ledger::Seq ref) {
      return book.admits_late(ref, effective);
    });
  });
  if (late) return std::nullopt;
  return refuse(RefusalCode::period_closed, {{"effective", effective.text()},
                                             {"closed_through", closed->text()}});
}

/// A batch of so many entries is hashed while it is inserted.
inline constexpr std::int64_t hashed_beside = 1'000;

}  // namespace detail

WUMEI_INLINE Programme::Programme(store::Store& store, Clock& clock, IdSource& ids,
                                  store::ProgrammeId id)
    : store_(&store), clock_(&clock), ids_(&ids), id_(std::move(id)),
      state_(std::make_unique<State>()) {}

WUMEI_INLINE Programme::Programme(Programme&&) noexcept = default;
WUMEI_INLINE Programme& Programme::operator=(Programme&&) noexcept = default;
WUMEI_INLINE Programme::~Programme() = default;

WUMEI_INLINE Programme Programme::create(store::Store& store, Clock& clock, IdSource& ids,
                                         const Founding& founding) {
  Programme programme(store, clock, ids, founding.charter.programme);
  programme.fence_ = store.become_writer(programme.id_);
  if (store.size(programme.id_) != 0) {
    throw Error(Errc::conflict, "this ledger has entries already; it is never founded twice");
  }
  programme.writable_ = true;
  const Command command = open_log_command(founding);
  Decision<Drafts> drafts = command.decide(*programme.state_, programme.context(command));
  programme.begin();
  static_cast<void>(
      programme.write(command, programme.context(command), std::move(drafts).value()));
  static_cast<void>(programme.commit());
  return programme;
}

WUMEI_INLINE Programme Programme::open(store::Store& store, Clock& clock, IdSource& ids,
                                       const Opening& opening) {
  Programme programme(store, clock, ids, opening.programme);
  if (opening.write) {
    programme.fence_ = store.become_writer(opening.programme);
    programme.writable_ = true;
  }
  programme.rebuild(opening.snapshot_digest);
  return programme;
}

/// Takes up the snapshot with that digest if the store has it and it is of this log.
WUMEI_INLINE void Programme::load(const std::string& snapshot_digest) {
  const std::optional<store::StoredSnapshot> snapshot = store_->snapshot(id_);
  if (!snapshot || snapshot->label.digest != snapshot_digest) return;
  if (snapshot->label.size > store_->size(id_)) return;
  static_cast<void>(ledger::decode(leaf(0)));  // a snapshot does not tell the entries' format
  load_snapshot(*snapshot, snapshot_digest, {*state_, tree_});
}

WUMEI_INLINE void Programme::rebuild(const std::string& snapshot_digest) {
  state_ = std::make_unique<State>();
  tree_ = audit::Tree();
  if (!snapshot_digest.empty()) load(snapshot_digest);
  ledger::Entry entry;
  const auto visit = [&](ledger::Seq seq, std::string_view leaf) {
    try {
      ledger::decode(leaf, entry);
    } catch (const Error& error) {
      if (error.code() == Errc::unsupported) throw;
      throw Error(Errc::corrupt, "entry " + std::to_string(seq) + ": " + error.what(),
                  {{"seq", std::to_string(seq)}});
    }
    if (const auto violation = state_->book.check(entry, found_)) {
      throw Error(Errc::corrupt,
                  "entry " + std::to_string(seq) + " breaks law " +
                      std::to_string(violation->law) + ": " + violation->what,
                  {{"seq", std::to_string(seq)}, {"law", std::to_string(violation->law)}});
    }
    fold(*state_, entry, found_, parser_);
    tree_.append(leaf);
    return true;
  };
  store_->read(id_, state_->book.size(), store_->size(id_), visit);
  static_cast<void>(tree_.take_complete_tiles());
  largest_key_ = store_->largest_key(id_);
}

WUMEI_INLINE Date Programme::today() const {
  return clock_->now().date(state_->charter.offset_minutes);
}

WUMEI_INLINE Context Programme::context(const Command& command) const {
  Context context;
  context.now = std::max(clock_->now(), state_->book.last_recorded());
  context.today = context.now.date(state_->charter.offset_minutes);
  context.effective = command.effective.value_or(context.today);
  context.actor = command.actor;
  context.next = state_->book.size();
  if (command.draws) context.chance = ids_->salt();
  context.late = command.late;
  return context;
}

WUMEI_INLINE Decision<Receipt> Programme::submit(const Command& command) {
  if (broken_) throw Error(Errc::corrupt, "an earlier fault closed this ledger for writing");
  if (!writable_) throw Error(Errc::unauthorised, "the ledger was opened for reading only");
  if (command.key.find('#') != std::string::npos) {
    throw Error(Errc::bad_input, "the key " + command.key + " holds '#', which tells the entries "
                                 "of one command apart; leave it out of numbers and names");
  }
  if (auto known = replay(command)) return *std::move(known);
  const Context now = context(command);
  if (now.effective > now.today) {
    return detail::refuse(RefusalCode::date_in_future, {{"effective", now.effective.text()},
                                                        {"today", now.today.text()}});
  }
  if (auto refusal = detail::late_unfit(state_->book, command, now.effective)) return *refusal;
  Decision<Drafts> decided = command.decide(*state_, now);
  if (!decided) return decided.refusal();
  Drafts drafts = std::move(decided).value();
  WUMEI_ASSERT(!drafts.empty() && drafts.front().in == command.in);
  if (command.late) {
    for (ledger::Draft& draft : drafts) draft.refs.push_back(*command.late);
  }
  if (auto refusal = detail::closed_to(state_->book, drafts, now.effective)) return *refusal;
  const bool alone = !in_batch_;
  if (alone) begin();
  Receipt receipt = write(command, now, std::move(drafts));
  if (alone) static_cast<void>(commit());
  return receipt;
}

WUMEI_INLINE Receipt Programme::write(const Command& command, const Context& context,
                                      Drafts drafts) {
  const std::string key = command.key.empty() ? ids_->next_key(context.now) : command.key;
  // A draft that cannot be stored, or that breaks a law, leaves a half-folded state behind.
  detail::Undo undo(*this);
  for (const std::string& body : command.documents) {
    pending_.documents.push_back({document_name(body), body});
  }
  ledger::KeyPart part{key, 0, static_cast<std::int64_t>(drafts.size())};
  for (ledger::Draft& draft : drafts) {
    ++part.part;
    seal(context, draft, ledger::spell_key(part));
  }
  insert_beside();
  undo.release();
  Receipt receipt;
  receipt.first = context.next;
  receipt.count = static_cast<std::int64_t>(drafts.size());
  receipt.kind = std::move(drafts.front().kind);
  receipt.out = std::move(drafts.front().out);
  return receipt;
}

/// Places the draft at the end of the log. Its moves are left sorted; the rest stays as it was.
WUMEI_INLINE void Programme::seal(const Context& context, ledger::Draft& draft,
                                  const std::string& key) {
  const std::string actor = detail::spell_actor(context.actor);
  std::string commitment;
  const ledger::Seq seq = state_->book.size();
  if (!draft.detail.empty()) {
    const std::string salt = ids_->salt();
    commitment = ledger::commitment(salt, draft.detail);
    pending_.details.push_back({seq, salt, draft.detail});
  }
  const std::vector<ledger::Leg> legs = state_->book.legs_for(draft.moves);
  const ledger::Position position{seq, context.now, context.effective, actor, key, commitment};
  ledger::encode(position, draft, legs, encoded_);
  ledger::decode(encoded_, sealed_);
  if (const auto violation = state_->book.check(sealed_, found_)) {
    throw InvariantViolation("the draft of " + draft.kind + " breaks law " +
                             std::to_string(violation->law) + ": " + violation->what);
  }
  fold(*state_, sealed_, found_, parser_);
  if (key > largest_key_ && !key.starts_with(store::founding_key)) largest_key_ = key;
  if (tops_) tops_->take(key);
  pending_.erase.insert(pending_.erase.end(), draft.erase.begin(), draft.erase.end());
  store::StoredEntry entry = spare_entry();
  entry.seq = seq;
  entry.key = key;
  entry.leaf = encoded_;
  pending_.entries.push_back(std::move(entry));
}

WUMEI_INLINE store::StoredEntry Programme::spare_entry() {
  if (spare_.empty()) return {};
  store::StoredEntry entry = std::move(spare_.back());
  spare_.pop_back();
  return entry;
}

WUMEI_INLINE void Programme::begin(Inserting how) {
  if (in_batch_) {
    throw Error(Errc::conflict, "a batch is open already, and what is a batch itself, as an import "
                                "or a dry run, does not go within");
  }
  in_batch_ = true;
  inserting_ = how;
  if (how == Inserting::beside) tops_ = std::make_unique<detail::KeyTops>();
  batch_first_ = state_->book.size();
}

/// Hands what a long batch has gathered to the thread that inserts it.
WUMEI_INLINE void Programme::insert_beside() {
  const bool enough = pending_.entries.size() >= detail::inserted_at_once;
  if (inserting_ != Inserting::beside || !enough) return;
  if (!inserter_) {
    const ledger::Seq first = pending_.entries.front().seq;
    try {
      inserter_ = std::make_unique<detail::Inserter>(
          *store_, detail::Inserter::Place{id_, first, fence_}, tree_);
    } catch (const std::system_error&) {
      inserting_ = Inserting::at_commit;  // no thread to be had
      return;
    }
  }
  inserter_->give(pending_.entries);
  spare_ = std::exchange(pending_.entries, {});
  pending_keys_.clear();
  indexed_ = 0;
}

/// The store, with all that was handed over in it.
WUMEI_INLINE store::Store& Programme::settled_store() const {
  if (inserter_) inserter_->settle();
  return *store_;
}

/// Grows the tree by the pending entries.
WUMEI_INLINE store::StoredHashes Programme::hash_pending() {
  store::grow(tree_, pending_.entries);
  return store::take_hashes(tree_);
}

WUMEI_INLINE std::int64_t Programme::commit() {
  WUMEI_ASSERT(in_batch_);
  const std::int64_t added = state_->book.size() - batch_first_;
  detail::Undo undo(*this);
  if (inserter_) {
    tree_ = inserter_->finish(std::move(pending_));
  } else if (added > 0) {
    // Starting a thread costs as much as hashing a hundred entries.
    const bool beside = added >= detail::hashed_beside;
    std::future<store::StoredHashes> hashing =
        std::async(beside ? std::launch::async | std::launch::deferred : std::launch::deferred,
                   [this] { return hash_pending(); });
    pending_.hashes = [&hashing] { return hashing.get(); };
    store_->append(id_, batch_first_, fence_, pending_);
  }
  undo.release();
  forget_pending();
  return added;
}

WUMEI_INLINE void Programme::forget_pending() {
  inserter_.reset();
  tops_.reset();
  pending_ = {};
  spare_ = {};
  pending_keys_.clear();
  indexed_ = 0;
  in_batch_ = false;
}

WUMEI_INLINE void Programme::abandon() {
  const bool dirty = state_->book.size() > batch_first_;
  forget_pending();
  if (!dirty) return;
  broken_ = true;  // stays so when the rebuild itself fails
  rebuild({});
  broken_ = false;
}

WUMEI_INLINE detail::Undo::~Undo() {
  if (programme_ == nullptr || !programme_->in_batch()) return;
  try {
    programme_->abandon();
  } catch (const std::exception&) {
    return;  // `abandon` has left it broken
  }
}

/// Nothing is undone before it has begun: a batch that was open already stays open.
WUMEI_INLINE OpenBatch::OpenBatch(Programme& programme, Inserting how)
    : undo_((programme.begin(how), programme)) {}

WUMEI_INLINE std::int64_t Programme::balance(std::string_view account,
                                             const ledger::AsOf& as_of) const {
  return ledger::balance(account, state_->book.last_entry(account), as_of,
                         [this](ledger::Seq seq) { return leaf(seq); });
}

WUMEI_INLINE std::string Programme::leaf(ledger::Seq seq) const {
  const std::vector<store::StoredEntry>& pending = pending_.entries;
  if (!pending.empty() && seq >= pending.front().seq && seq < state_->book.size()) {
    return pending[static_cast<std::size_t>(seq - pending.front().seq)].leaf;
  }
  return settled_store().leaf(id_, seq);
}

WUMEI_INLINE std::string Programme::detail(ledger::Seq seq) const {
  if (state_->erased.contains(seq)) return {};
  const auto pending = std::lower_bound(
      pending_.details.begin(), pending_.details.end(), seq,
      [](const store::StoredDetail& known, ledger::Seq wanted) { return known.seq < wanted; });
  if (pending != pending_.details.end() && pending->seq == seq) return pending->body;
  const std::optional<store::StoredDetail> stored = settled_store().detail(id_, seq);
  return stored ? stored->body : std::string();
}

WUMEI_INLINE std::string Programme::save_snapshot() {
  WUMEI_ASSERT(!in_batch_);
  const SnapshotView view{*state_, tree_};
  const SnapshotIndex index = index_snapshot(view);
  store_->put_snapshot(id_, index.label, [&](const store::ByteSink& sink) {
    write_snapshot(view, index, sink);
  });
  return index.label.digest;
}

}  // namespace wumei::programme
