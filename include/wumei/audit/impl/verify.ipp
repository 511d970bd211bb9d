#pragma once

#include <wumei/audit/impl/verify_entries.ipp>
#include <wumei/audit/verify.hpp>

#include <iterator>
#include <limits>

namespace wumei::audit {

namespace detail {

class QuantityReplay final : public Replay {
 public:
  [[nodiscard]] std::optional<ledger::Violation> check(const ledger::Entry& entry,
                                                       const json::Value& /*data*/) override {
    return book_.check(entry);
  }
  void apply(const ledger::Entry& entry, const json::Value& /*data*/) override {
    book_.apply(entry);
  }
  [[nodiscard]] bool knows(std::string_view /*kind*/) const override { return true; }

 private:
  ledger::Book book_;
};

/// A checkpoint with the note it came from.
struct HeldNote {
  std::string note;
  Note parsed;
  Checkpoint checkpoint;
};

WUMEI_INLINE HeldNote read_note(const std::string& note, Verdict verdict, int law) {
  try {
    Note parsed = parse_note(note);
    Checkpoint checkpoint = parse_checkpoint(parsed.text);
    return {note, std::move(parsed), std::move(checkpoint)};
  } catch (const Error& error) {
    throw Fault{verdict, ledger::no_seq, law, error.what()};
  }
}

WUMEI_INLINE std::string origin_at(const std::vector<Epoch>& epochs, std::int64_t size) {
  std::string origin;
  for (const Epoch& epoch : epochs) {
    if (epoch.from <= size) origin = epoch.origin;
  }
  return origin;
}

WUMEI_INLINE std::string size_words(const HeldNote& held) {
  return "the checkpoint of size " + std::to_string(held.checkpoint.head.size);
}

/// The checks of everything beside the entries: checkpoints, documents, private details.
class SideChecks {
 public:
  SideChecks(const LogReader& log, const VerifyOptions& options, Finding& finding)
      : log_(log), options_(options), finding_(finding) {
    log.checkpoints([&](std::int64_t size, const std::string& note) {
      stored_.push_back(read_note(note, Verdict::failed, law_checkpoint));
      if (stored_.back().checkpoint.head.size == size) return;
      throw Fault{Verdict::failed, ledger::no_seq, law_checkpoint,
                  size_words(stored_.back()) + " is stored as one of size " +
                      std::to_string(size)};
    });
    for (const std::string& note : options.held_notes) {
      held_.push_back(read_note(note, Verdict::could_not_check, law_held));
    }
  }

  std::set<std::int64_t> sizes() const {
    std::set<std::int64_t> all;
    for (const auto* notes : {&stored_, &held_}) {
      for (const HeldNote& note : *notes) all.insert(note.checkpoint.head.size);
    }
    return all;
  }

  void run(const Walk& walk) {
    check_known_key(walk);
    check_equivocation(walk);
    for (const HeldNote& note : stored_) {
      check_stored(note, walk);
      ++finding_.checkpoints;
    }
    for (const HeldNote& note : held_) {
      check_held(note, walk);
      ++finding_.held;
    }
    check_key_has_signed(walk);
    if (log_.documents) check_documents(walk);
    if (log_.details) check_details(walk);
  }

 private:
  /// The key that signs a head of this size; nullptr for none.
  static const VerifierKey* key_at(const Walk& walk, std::int64_t size) {
    const VerifierKey* key = nullptr;
    for (const KeySpan& span : walk.keys) {
      if (span.from <= size) key = &span.key;
    }
    return key;
  }

  static bool is_signed(const HeldNote& note, const Walk& walk) {
    const VerifierKey* key = key_at(walk, note.checkpoint.head.size);
    return key != nullptr && is_signed_by(note.parsed, *key) == Signed::yes;
  }

  static bool is_signed_by_former(const HeldNote& note, const Walk& walk) {
    return std::any_of(walk.keys.begin(), walk.keys.end(), [&](const KeySpan& span) {
      return is_signed_by(note.parsed, span.key) == Signed::yes;
    });
  }

  void check_known_key(const Walk& walk) const {
    if (options_.log_key.empty()) return;
    const bool known = std::any_of(walk.keys.begin(), walk.keys.end(), [&](const KeySpan& span) {
      return span.key.text() == options_.log_key;
    });
    if (known) return;
    throw Fault{Verdict::failed, 0, law_held,
                "the log names the key " +
                    (walk.keys.empty() ? "" : walk.keys.front().key.text()) + ", not " +
                    options_.log_key};
  }

  /// A key that followed another vouches for what went before only by a head that it has signed:
  /// its word for the change of keys could be copied into any log.
  void check_key_has_signed(const Walk& walk) const {
    for (const KeySpan& span : walk.keys) {
      if (span.key.text() != options_.log_key) continue;
      if (span.from == 0 || span.from <= sound_until_) return;
      throw Fault{Verdict::could_not_check, ledger::no_seq, law_held,
                  "the key you hold has signed nothing in this log yet"};
    }
  }

  void check_equivocation(const Walk& walk) const {
    std::map<std::pair<std::string, std::int64_t>, const HeldNote*> heads;
    for (const auto* notes : {&stored_, &held_}) {
      for (const HeldNote& note : *notes) {
        if (!is_signed(note, walk)) continue;
        const Checkpoint& claim = note.checkpoint;
        const auto [place, added] = heads.try_emplace({claim.origin, claim.head.size}, &note);
        if (added || place->second->checkpoint == claim) continue;
        throw Fault{Verdict::equivocation, ledger::no_seq, law_held,
                    "two signed checkpoints of size " + std::to_string(claim.head.size) +
                        " have different roots: keep both, they are proof",
                    {place->second->note, note.note}};
      }
    }
  }

  void check_stored(const HeldNote& note, const Walk& walk) {
    const TreeHead& head = note.checkpoint.head;
    const auto refuse = [&](const std::string& why) {
      return Fault{Verdict::failed, ledger::no_seq, law_checkpoint, size_words(note) + why};
    };
    if (!is_signed(note, walk)) {
      throw refuse(is_signed_by_former(note, walk) ? " is signed by a key not in use at that size"
                                                   : " is not signed by the log's key");
    }
    if (head.size > log_.size) {
      throw refuse(": the log has only " + std::to_string(log_.size) + " entries");
    }
    if (note.checkpoint.origin != origin_at(walk.epochs, head.size)) {
      throw refuse(" is of another log, " + note.checkpoint.origin);
    }
    if (head.size == 0 || walk.roots.at(head.size) != head.root) {
      throw refuse(" has another root than the entries: one from " +
                   std::to_string(sound_until_) + " to " + std::to_string(head.size - 1) +
                   " was changed after it was signed");
    }
    sound_until_ = head.size;
  }

  void check_held(const HeldNote& note, const Walk& walk) {
    const TreeHead& head = note.checkpoint.head;
    const auto refuse = [&](Verdict verdict, const std::string& why) {
      return Fault{verdict, ledger::no_seq, law_held, size_words(note) + " that you hold" + why};
    };
    if (!is_signed(note, walk)) {
      if (is_signed_by_former(note, walk)) {
        throw refuse(Verdict::failed, " is signed by a key not in use at that size");
      }
      throw refuse(Verdict::could_not_check, " is not signed by this log's key");
    }
    const bool known = std::any_of(
        walk.epochs.begin(), walk.epochs.end(),
        [&](const Epoch& epoch) { return epoch.origin == note.checkpoint.origin; });
    if (!known) {
      throw refuse(Verdict::could_not_check, " is of another log, " + note.checkpoint.origin);
    }
    if (head.size > log_.size) {
      throw Fault{Verdict::failed, ledger::no_seq, law_held,
                  "the log is shorter than a checkpoint you hold: " + std::to_string(log_.size) +
                      " entries, the checkpoint has " + std::to_string(head.size)};
    }
    if (note.checkpoint.origin != origin_at(walk.epochs, head.size)) {
      throw refuse(Verdict::failed, " names entries that were lost when the log was restored");
    }
    if (head.size == 0 || walk.roots.at(head.size) != head.root) {
      throw refuse(Verdict::failed, " has another root: the log was rewritten since");
    }
    sound_until_ = std::max(sound_until_, head.size);
  }

  void check_documents(const Walk& walk) {
    std::set<std::string> stored;
    log_.documents([&](const std::string& name, const std::string& body) {
      if (document_name(body) != name) {
        throw Fault{Verdict::failed, ledger::no_seq, law_document,
                    "the stored document " + name + " has other bytes than its name says"};
      }
      ++finding_.documents;
      stored.insert(name);
    });
    for (const auto& [name, seq] : walk.published) {
      if (stored.contains(name)) continue;
      throw Fault{Verdict::failed, seq, law_document,
                  "the document " + name + " that entry " + std::to_string(seq) +
                      " published is missing"};
    }
  }

  void check_details(const Walk& walk) {
    std::vector<ledger::Seq> kept;
    log_.details([&](ledger::Seq seq, const std::string& salt, const std::string& body) {
      if (seq >= log_.size) return;  // of an entry written since the walk began
      if (seq < 0) {
        throw Fault{Verdict::failed, ledger::no_seq, law_detail,
                    "a private detail is kept for entry " + std::to_string(seq)};
      }
      const std::string leaf = log_.leaf(seq);
      if (ledger::decode(leaf).detail != ledger::commitment(salt, body)) {
        throw Fault{Verdict::failed, seq, law_detail,
                    "the private detail of entry " + std::to_string(seq) +
                        " is not the one it was written with"};
      }
      if (walk.erased.contains(seq)) {
        throw Fault{Verdict::failed, seq, law_detail,
                    "the private detail of entry " + std::to_string(seq) +
                        " is still kept, although entry " +
                        std::to_string(walk.erased.at(seq)) + " erased it"};
      }
      ++finding_.details;
      kept.push_back(seq);
    });
    std::sort(kept.begin(), kept.end());
    std::vector<ledger::Seq> gone;
    std::set_difference(walk.committed.begin(), walk.committed.end(), kept.begin(), kept.end(),
                        std::back_inserter(gone));
    if (!gone.empty()) check_erased(walk, gone);
  }

  /// A writer at work may have erased since the walk: its entries come after those walked.
  void check_erased(const Walk& walk, const std::vector<ledger::Seq>& gone) {
    std::map<ledger::Seq, ledger::Seq> erased = walk.erased;
    log_.read(log_.size, std::numeric_limits<ledger::Seq>::max(), [&](const StoredRow& row) {
      const ledger::Entry entry = ledger::decode(row.leaf);
      if (entry.kind == erasing_kind && !entry.refs.empty()) {
        erased.emplace(entry.refs.front(), row.seq);
      }
      return true;
    });
    for (const ledger::Seq seq : gone) {
      const auto by = erased.find(seq);
      if (by == erased.end()) {
        throw Fault{Verdict::failed, seq, law_detail,
                    "the private detail of entry " + std::to_string(seq) +
                        " is gone, and no entry says that it was erased"};
      }
      finding_.erasures.push_back({seq, by->second});
    }
    finding_.erased = static_cast<std::int64_t>(finding_.erasures.size());
  }

  const LogReader& log_;
  const VerifyOptions& options_;
  Finding& finding_;
  std::vector<HeldNote> stored_;
  std::vector<HeldNote> held_;
  std::int64_t sound_until_ = 0;  ///< size of the largest checkpoint so far that fits
};

WUMEI_INLINE void conclude(Finding& finding, const Walk& walk, const VerifyOptions& options) {
  finding.head = {walk.tree.size(), walk.tree.root()};
  finding.origin = walk.epochs.back().origin;
  if (options.no_older_than && walk.last_recorded < *options.no_older_than) {
    finding.verdict = Verdict::stale;
    finding.message = "sound, but the last entry is older than asked for";
  } else if (finding.unknown > 0) {
    finding.verdict = Verdict::could_not_check;
    finding.message = std::to_string(finding.unknown) +
                      " entries are of kinds this version does not know: their quantities and "
                      "hashes hold, their rules were not checked";
  } else {
    finding.verdict = Verdict::verified;
    finding.message = "every law holds";
  }
}

}  // namespace detail

WUMEI_INLINE std::unique_ptr<Replay> quantity_replay() {
  return std::make_unique<detail::QuantityReplay>();
}

WUMEI_INLINE std::string_view name(Verdict verdict) {
  switch (verdict) {
    case Verdict::verified: return "verified";
    case Verdict::failed: return "failed";
    case Verdict::could_not_check: return "could_not_check";
    case Verdict::stale: return "stale";
    case Verdict::equivocation: return "equivocation";
  }
  return "";
}

WUMEI_INLINE Finding verify(const LogReader& log, Replay& replay, const VerifyOptions& options) {
  Finding finding;
  if (log.size == 0) {
    finding.message = "the log is empty: nothing was checked";
    return finding;
  }
  try {
    replay.begin(log);
    detail::SideChecks side(log, options, finding);
    const std::set<std::int64_t> sizes = side.sizes();
    const detail::Walk walk = detail::EntryWalk(log, replay, options, finding, sizes).run();
    side.run(walk);
    detail::conclude(finding, walk, options);
  } catch (const detail::Fault& fault) {
    finding.verdict = fault.verdict;
    finding.seq = fault.seq;
    finding.law = fault.law;
    finding.message = fault.message;
    finding.evidence = fault.evidence;
  }
  return finding;
}

}  // namespace wumei::audit
