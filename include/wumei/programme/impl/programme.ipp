#pragma once

#include <wumei/base/assert.hpp>
#include <wumei/config.hpp>
#include <wumei/programme/control_commands.hpp>
#include <wumei/programme/impl/rollback.ipp>
#include <wumei/programme/kinds.hpp>
#include <wumei/programme/programme.hpp>
#include <wumei/programme/snapshot.hpp>
#include <wumei/store/hashes.hpp>

#include <algorithm>
#include <future>

namespace wumei::programme {
namespace detail {

WUMEI_INLINE std::string spell_actor(const Actor& actor) {
  return actor.officer.text() + "@" + actor.device.text();
}

WUMEI_INLINE Refusal refuse(RefusalCode code, Facts facts) { return {code, std::move(facts)}; }

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

/// A claim that the rules refuse is written as `claim.refuse`, so a retry finds that kind.
WUMEI_INLINE bool same_kind(std::string_view asked, std::string_view stored) {
  return asked == stored || (asked.starts_with("claim.") && stored == "claim.refuse");
}

}  // namespace detail

WUMEI_INLINE Programme::Programme(store::Store& store, Clock& clock, IdSource& ids,
                                  store::ProgrammeId id)
    : store_(&store), clock_(&clock), ids_(&ids), id_(std::move(id)),
      state_(std::make_unique<State>()) {}

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

/// A key above the largest cannot exist, so keys that grow with time cost no look-up. The keys
/// of the first entries sort behind every date and are left out of that.
WUMEI_INLINE std::optional<ledger::Seq> Programme::find(const std::string& key) const {
  if (key.empty()) return std::nullopt;
  if (key > largest_key_ && !key.starts_with(store::founding_key)) return std::nullopt;
  if (const auto pending = find_pending(key)) return pending;
  const std::optional<ledger::Seq> stored = store_->find_key(id_, key);
  return stored ? stored : store_->find_first_part(id_, key);
}

WUMEI_INLINE std::optional<ledger::Seq> Programme::find_pending(const std::string& key) const {
  for (; indexed_ < pending_.entries.size(); ++indexed_) {
    const store::StoredEntry& entry = pending_.entries[indexed_];
    const ledger::KeyPart part = ledger::parse_key(entry.key).value();
    if (part.part == 1) pending_keys_.emplace(part.command, entry.seq);
  }
  const auto pending = pending_keys_.find(key);
  return pending == pending_keys_.end() ? std::nullopt : std::optional(pending->second);
}

/// What was said privately is the same, or was drawn, or was erased and nobody can tell any more.
WUMEI_INLINE bool Programme::says_as_before(const Command& command, ledger::Seq seq) const {
  return command.draws || state_->erased.contains(seq) || detail(seq) == command.detail;
}

/// What else a command asks otherwise than the entry under its key: the officer only when that is
/// all, so that a row which somebody else brought before is told from one that was changed.
WUMEI_INLINE std::string_view Programme::other_terms(const Command& command,
                                                     const ledger::Entry& entry) {
  if (!detail::same_kind(command.kind, entry.kind)) return "kind";
  if (command.effective && *command.effective != entry.effective) return "effective";
  if (entry.officer() != command.actor.officer.text()) return "officer";
  return entry.actor == detail::spell_actor(command.actor) ? "" : "device";
}

/// The stored receipt when the key is known and asks the same, the conflict when it asks something
/// else, nothing for a new key.
WUMEI_INLINE std::optional<Decision<Receipt>> Programme::replay(const Command& command) const {
  const std::optional<ledger::Seq> seq = find(command.key);
  if (!seq) return std::nullopt;
  const std::string bytes = leaf(*seq);
  const ledger::Entry entry = ledger::decode(bytes);
  const json::Value data = ledger::parse_data(entry);
  const std::string_view differs = data.at("in") != command.in        ? "facts"
                                   : !says_as_before(command, *seq) ? "detail"
                                                                    : other_terms(command, entry);
  if (!differs.empty()) {
    return Decision<Receipt>(detail::refuse(
        RefusalCode::key_conflict,
        {{"key", command.key},
         {"seq", std::to_string(*seq)},
         {"differs", std::string(differs)},
         {"by", std::string(entry.officer())},
         {"recorded", entry.recorded.date(state_->charter.offset_minutes).text()}}));
  }
  Receipt receipt;
  receipt.first = *seq;
  receipt.count = ledger::parse_key(entry.key).value().parts;
  receipt.replayed = true;
  receipt.kind = entry.kind;
  receipt.out = data.at("out");
  return Decision<Receipt>(std::move(receipt));
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
  detail::Rollback rollback(*this);
  for (const std::string& body : command.documents) {
    pending_.documents.push_back({document_name(body), body});
  }
  ledger::KeyPart part{key, 0, static_cast<std::int64_t>(drafts.size())};
  for (ledger::Draft& draft : drafts) {
    ++part.part;
    seal(context, draft, ledger::spell_key(part));
  }
  rollback.release();
  Receipt receipt;
  receipt.first = context.next;
  receipt.count = static_cast<std::int64_t>(drafts.size());
  receipt.kind = std::move(drafts.front().kind);
  receipt.out = std::move(drafts.front().out);
  return receipt;
}

/// Places the draft at the end of the log. Its moves are left sorted; the rest stays as it was.
WUMEI_INLINE void Programme::seal(const Context& context, ledger::Draft& draft, std::string key) {
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
  std::string bytes = ledger::encode(position, draft, legs);
  ledger::decode(bytes, sealed_);
  if (const auto violation = state_->book.check(sealed_, found_)) {
    throw InvariantViolation("the draft of " + draft.kind + " breaks law " +
                             std::to_string(violation->law) + ": " + violation->what);
  }
  fold(*state_, sealed_, found_, parser_);
  if (key > largest_key_ && !key.starts_with(store::founding_key)) largest_key_ = key;
  pending_.erase.insert(pending_.erase.end(), draft.erase.begin(), draft.erase.end());
  pending_.entries.push_back({seq, std::move(key), std::move(bytes)});
}

WUMEI_INLINE void Programme::begin() {
  WUMEI_ASSERT(!in_batch_);
  in_batch_ = true;
}

/// Grows the tree by the pending entries.
WUMEI_INLINE store::StoredHashes Programme::hash_pending() {
  for (const store::StoredEntry& entry : pending_.entries) tree_.append(entry.leaf);
  return store::take_hashes(tree_);
}

WUMEI_INLINE std::int64_t Programme::commit() {
  WUMEI_ASSERT(in_batch_);
  const auto added = static_cast<std::int64_t>(pending_.entries.size());
  detail::Rollback rollback(*this);
  if (added > 0) {
    // Starting a thread costs as much as hashing a hundred entries.
    const bool beside = added >= detail::hashed_beside;
    std::future<store::StoredHashes> hashing =
        std::async(beside ? std::launch::async | std::launch::deferred : std::launch::deferred,
                   [this] { return hash_pending(); });
    pending_.hashes = [&hashing] { return hashing.get(); };
    store_->append(id_, state_->book.size() - added, fence_, pending_);
  }
  rollback.release();
  forget_pending();
  return added;
}

WUMEI_INLINE void Programme::forget_pending() {
  pending_ = {};
  pending_keys_.clear();
  indexed_ = 0;
  in_batch_ = false;
}

WUMEI_INLINE void Programme::abandon() {
  const bool dirty = !pending_.entries.empty();
  forget_pending();
  if (!dirty) return;
  broken_ = true;  // stays so when the rebuild itself fails
  rebuild({});
  broken_ = false;
}

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
  return store_->leaf(id_, seq);
}

WUMEI_INLINE std::string Programme::detail(ledger::Seq seq) const {
  if (state_->erased.contains(seq)) return {};
  const auto pending = std::lower_bound(
      pending_.details.begin(), pending_.details.end(), seq,
      [](const store::StoredDetail& known, ledger::Seq wanted) { return known.seq < wanted; });
  if (pending != pending_.details.end() && pending->seq == seq) return pending->body;
  const std::optional<store::StoredDetail> stored = store_->detail(id_, seq);
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
