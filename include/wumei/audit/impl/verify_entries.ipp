#pragma once

#include <wumei/audit/impl/verify_chunk.ipp>
#include <wumei/audit/key_rotation.hpp>
#include <wumei/audit/verify.hpp>
#include <wumei/base/assert.hpp>
#include <wumei/base/error.hpp>
#include <wumei/config.hpp>

#include <algorithm>
#include <future>
#include <map>
#include <new>
#include <optional>
#include <set>
#include <utility>

namespace wumei::audit::detail {

/// An entry of another version of the format is not wrong: who knows that version can judge it.
WUMEI_INLINE Verdict verdict_of(const Error& error) {
  return error.code() == Errc::unsupported ? Verdict::could_not_check : Verdict::failed;
}

/// Ends a verification at its first fault; caught by `verify` alone.
struct Fault {
  Verdict verdict = Verdict::failed;
  ledger::Seq seq = ledger::no_seq;
  int law = law_none;
  std::string message;
  std::vector<std::string> evidence = {};
};

/// From this many entries on, the log goes by this name.
struct Epoch {
  std::int64_t from = 0;
  std::string origin;
};

inline constexpr std::string_view erasing_kind = "detail.erase";

/// From a head of this many entries on, checkpoints are signed by this key.
struct KeySpan {
  std::int64_t from = 0;
  VerifierKey key;
};

/// What the pass over the entries leaves for the checks after it.
struct Walk {
  Tree tree;
  std::vector<Epoch> epochs;
  std::vector<KeySpan> keys;  ///< empty when entry 0 names none
  std::map<std::int64_t, Digest> roots;  ///< at the sizes of all checkpoints
  std::vector<ledger::Seq> committed;    ///< entries with a commitment, in order
  std::map<ledger::Seq, ledger::Seq> erased;     ///< entries whose detail went, and by which
  std::map<std::string, ledger::Seq> published;  ///< documents, and the entry that needs each
  Instant last_recorded;
};

/// Law 5: every key once, and the entries of one command together, all of them.
class KeyCheck {
 public:
  void see(ledger::Seq seq, std::string_view key) {
    const ledger::KeyPart part = ledger::parse_key(key).value();  // decoded: it is a key
    const bool follows = part.part == next_part_ && part.parts == parts_ &&
                         (part.part == 1 || part.command == command_);
    const bool starts = next_part_ == 1 && part.part == 1;
    if (!starts && !follows) {
      throw Fault{Verdict::failed, seq, 5,
                  "the key \"" + std::string(key) + "\" breaks up a command of several entries"};
    }
    if (part.part == 1) {
      const bool larger = command_ < part.command;
      if (!disordered_from_ && !larger) disordered_from_ = seq;
      if (disordered_from_) hashes_.push_back(hash_of(part));
      command_ = part.command;
      parts_ = part.parts;
    }
    next_part_ = part.part == part.parts ? 1 : part.part + 1;
  }

  /// Throws the Fault of the first entry that repeats a key. Equal hashes are only a suspicion:
  /// the suspects are read again and compared.
  void finish(const LogReader& log) {
    if (next_part_ != 1) {
      throw Fault{Verdict::failed, log.size - 1, 5,
                  "the log ends inside a command of several entries"};
    }
    if (!disordered_from_) return;
    for_each_command(log, *disordered_from_, [&](ledger::Seq, const ledger::KeyPart& part) {
      hashes_.push_back(hash_of(part));
    });
    std::sort(hashes_.begin(), hashes_.end());
    std::set<std::uint64_t> twice;
    for (std::size_t i = 1; i < hashes_.size(); ++i) {
      if (hashes_[i] == hashes_[i - 1]) twice.insert(hashes_[i]);
    }
    if (!twice.empty()) compare(log, twice);
  }

 private:
  static void compare(const LogReader& log, const std::set<std::uint64_t>& suspects) {
    std::map<std::string, ledger::Seq, std::less<>> seen;
    for_each_command(log, log.size, [&](ledger::Seq seq, const ledger::KeyPart& part) {
      if (!suspects.contains(hash_of(part))) return;
      const auto [place, added] = seen.emplace(part.command, seq);
      if (added) return;
      throw Fault{Verdict::failed, seq, 5,
                  "the key \"" + std::string(part.command) + "\" was used by entry " +
                      std::to_string(place->second) + " already"};
    });
  }

  /// Reads again: calls `visit(seq, key)` for the first entry of each command before `until`.
  template <class Visit>
  static void for_each_command(const LogReader& log, ledger::Seq until, Visit visit) {
    ledger::Entry entry;
    log.read(0, until, [&](const StoredRow& row) {
      ledger::decode(row.leaf, entry);
      const ledger::KeyPart part = ledger::parse_key(entry.key).value();
      if (part.part == 1) visit(row.seq, part);
      return true;
    });
  }

  static std::uint64_t hash_of(const ledger::KeyPart& part) {
    return std::hash<std::string_view>{}(part.command);
  }

  std::vector<std::uint64_t> hashes_;
  /// The first command whose key is not larger than the one before: none before it came twice, and
  /// from it on all are hashed.
  std::optional<ledger::Seq> disordered_from_;
  std::string command_;
  std::int64_t parts_ = 1;
  std::int64_t next_part_ = 1;
};

/// Entries against the stored tiles of their hashes: names the very entry that was changed.
class TileCheck {
 public:
  TileCheck(const LogReader& log, Finding& finding) : log_(log), finding_(finding) {}

  void see_leaf(ledger::Seq seq, const Digest& hash) {
    if (seq % tile_width == 0) tile_ = read(0, seq / tile_width);
    const auto at = static_cast<std::size_t>(seq % tile_width) * hash_bytes;
    if (at + hash_bytes > tile_.size()) return;
    if (std::string_view(tile_).substr(at, hash_bytes) == hash.bytes()) return;
    throw Fault{Verdict::failed, seq, law_tile,
                "entry " + std::to_string(seq) + " is not the one whose hash was stored"};
  }

  /// The tiles that the entry seen last completes; that of level 0 is at hand.
  void see_complete(const std::vector<Tile>& tiles) {
    for (const Tile& tile : tiles) {
      const bool same =
          tile.level == 0 ? tile_ == tile.hashes : read(tile.level, tile.n) == tile.hashes;
      if (!same) {
        throw Fault{Verdict::failed, ledger::no_seq, law_tile,
                    "stored tile " + std::to_string(tile.level) + "/" + std::to_string(tile.n) +
                        " is missing or differs from the entries"};
      }
      ++finding_.tiles;
    }
  }

  /// The stored edge may be older or, beside a writer at work, newer than the walk: what both
  /// have must agree.
  void see_edge(const std::vector<Tile>& tiles) {
    for (const Tile& tile : tiles) {
      const std::string stored = read(tile.level, tile.n);
      const std::size_t common = std::min(stored.size(), tile.hashes.size());
      if (std::string_view(stored).substr(0, common) ==
          std::string_view(tile.hashes).substr(0, common)) {
        continue;
      }
      throw Fault{Verdict::failed, ledger::no_seq, law_tile,
                  "the stored edge tile " + std::to_string(tile.level) + "/" +
                      std::to_string(tile.n) + " differs from the entries"};
    }
  }

 private:
  std::string read(int level, std::int64_t n) const { return log_.tile(level, n).value_or(""); }

  const LogReader& log_;
  Finding& finding_;
  std::string tile_;
};

/// The pass over all entries in order. While one chunk of them is judged and the next one is read,
/// the one between is hashed and decoded: in a thread of its own if there may be two.
class EntryWalk {
 public:
  /// `sizes` are those whose roots the checkpoints need.
  EntryWalk(const LogReader& log, Replay& replay, const VerifyOptions& options, Finding& finding,
            const std::set<std::int64_t>& sizes)
      : log_(log), replay_(replay), options_(options), finding_(finding), tiles_(log, finding),
        preparation_(sizes), reading_(options.threads), prepared_(options.threads) {}

  Walk run() {
    log_.read(0, log_.size, [&](const StoredRow& row) {
      reading_.add(row);
      if (reading_.full()) turn();
      return true;
    });
    turn();
    turn();
    if (finding_.entries != log_.size) {
      throw Fault{Verdict::failed, finding_.entries, 4,
                  "the log ends at " + std::to_string(finding_.entries) + " of " +
                      std::to_string(log_.size) + " entries"};
    }
    keys_.finish(log_);
    walk_.tree = std::move(preparation_.tree);
    walk_.roots = std::move(preparation_.roots);
    tiles_.see_edge(walk_.tree.edge_tiles());
    return std::move(walk_);
  }

 private:
  /// Has what was read prepared, and judges what has been.
  void turn() {
    if (preparing_.valid()) preparing_.get();
    std::swap(prepared_, reading_);
    const auto when = options_.threads > 1 ? std::launch::async | std::launch::deferred
                                           : std::launch::deferred;
    preparing_ = std::async(when, [this] { preparation_.run(prepared_); });
    const std::span<ReadEntry> rows = reading_.rows();
    for (std::size_t i = 0; i < rows.size(); ++i) judge(rows[i], reading_.hashes[i]);
    reading_.clear();
  }

  void judge(const ReadEntry& read, const Digest& hash) {
    if (read.seq != finding_.entries) {
      throw Fault{Verdict::failed, finding_.entries, 4,
                  "entry " + std::to_string(finding_.entries) + " is missing"};
    }
    tiles_.see_leaf(read.seq, hash);
    if ((read.seq + 1) % tile_width == 0) tiles_.see_complete(reading_.completed.at(read.seq));
    see(read);
    ++finding_.entries;
    if (options_.progress && finding_.entries % 65'536 == 0) options_.progress(finding_.entries);
  }

  void see(const ReadEntry& read) {
    const ledger::Seq seq = read.seq;
    const json::Value& data = read.data;
    const ledger::Entry& entry = read.entry;
    try {
      if (read.fault) std::rethrow_exception(read.fault);
      if (read.filed && reading_.filed_key(read) != entry.key) {
        throw Fault{Verdict::failed, seq, 5,
                    "entry " + std::to_string(seq) + " is filed under the key \"" +
                        std::string(reading_.filed_key(read)) + "\", which is not its own"};
      }
      check(seq, entry, data);
      if (seq == 0 || entry.kind == "epoch.open") see_charter(entry, data);
      if (entry.kind == rotation_kind) see_rotation(entry, data.at("in"));
      if (entry.kind == erasing_kind) walk_.erased[data.at("in").at("seq").integer()] = seq;
      if (std::string name = replay_.published(entry, data); !name.empty()) {
        walk_.published.emplace(std::move(name), seq);
      }
      replay_.apply(entry, data);
    } catch (const Error& error) {
      if (error.code() == Errc::io) throw;
      throw Fault{verdict_of(error), seq, law_encoding,
                  "entry " + std::to_string(seq) + ": " + error.what()};
    } catch (const std::bad_alloc&) {
      throw;
    } catch (const std::exception& fault) {
      // The log is untrusted: a fold that trips over it (an InvariantViolation, a household that
      // no entry registered) has found a bad entry, not a bug.
      throw Fault{Verdict::failed, seq, law_encoding,
                  "entry " + std::to_string(seq) + " cannot be folded: " + fault.what()};
    }
  }

  void check(ledger::Seq seq, const ledger::Entry& entry, const json::Value& data) {
    if (entry.seq != seq) {
      throw Fault{Verdict::failed, seq, 4,
                  "the entry at " + std::to_string(seq) + " calls itself " +
                      std::to_string(entry.seq)};
    }
    if (const auto broken = replay_.check(entry, data)) {
      throw Fault{Verdict::failed, seq, broken->law,
                  "entry " + std::to_string(seq) + ": " + broken->what};
    }
    keys_.see(seq, entry.key);
    if (!replay_.knows(entry.kind)) ++finding_.unknown;
    if (!entry.detail.empty()) walk_.committed.push_back(seq);
    walk_.last_recorded = entry.recorded;
  }

  void see_charter(const ledger::Entry& entry, const json::Value& data) {
    const json::Value& in = data.at("in");
    if (entry.seq == 0) {
      if (entry.kind != "log.open") {
        throw Error(Errc::corrupt, "the first entry must be log.open");
      }
      const std::string& key = in.at("log_key").text();
      if (!key.empty()) walk_.keys.push_back({0, VerifierKey::parse(key)});
      walk_.epochs.push_back({0, in.at("origin").text()});
    } else {
      walk_.epochs.push_back({entry.seq + 1, in.at("origin_new").text()});
    }
  }

  void see_rotation(const ledger::Entry& entry, const json::Value& in) {
    const std::string old_key = walk_.keys.empty() ? "" : walk_.keys.back().key.text();
    try {
      walk_.keys.push_back(
          {entry.seq + 1,
           check_rotation(in, {walk_.epochs.back().origin, entry.seq}, old_key)});
    } catch (const Error& error) {
      throw Fault{Verdict::failed, entry.seq, law_key,
                  "entry " + std::to_string(entry.seq) + ": " + error.what()};
    }
  }

  const LogReader& log_;
  Replay& replay_;
  const VerifyOptions& options_;
  Finding& finding_;
  TileCheck tiles_;
  KeyCheck keys_;
  Walk walk_;
  Preparation preparation_;
  Chunk reading_;                   ///< being filled; judged before that
  Chunk prepared_;                  ///< hashed and decoded, or about to be
  std::future<void> preparing_;     ///< the last member: destroying it waits for the thread
};

}  // namespace wumei::audit::detail
