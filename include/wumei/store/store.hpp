#pragma once

#include <wumei/ledger/entry.hpp>

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

/// Where entries are kept. The interface is small and one conformance suite
/// (`tests/unit/store/conformance.hpp`) runs against every implementation.
namespace wumei::store {

using ledger::Seq;

/// Names the log inside a store that can hold several; an embedded file holds one.
using ProgrammeId = std::string;

/// How the keys of the first entries begin. They sort behind keys that begin with a date, as most
/// do.
inline constexpr std::string_view founding_key = "log";

struct StoredEntry {
  Seq seq = 0;
  std::string key;
  std::string leaf;
};
struct StoredTile {
  int tree = 0;   ///< 0: the log's SHA-256 tree
  int level = 0;  ///< 0: tiles of leaf hashes
  std::int64_t n = 0;
  std::string hashes;  ///< 256 hashes of 32 bytes; fewer at the right edge
  bool operator==(const StoredTile&) const = default;
};
struct StoredDetail {
  Seq seq = 0;
  std::string salt;
  std::string body;
};
struct StoredDocument {
  std::string digest;  ///< `sha256:...`
  std::string body;
};
struct StoredCheckpoint {
  std::int64_t size = 0;
  std::string note;
  bool operator==(const StoredCheckpoint&) const = default;
};
/// A snapshot without its bytes.
struct SnapshotLabel {
  std::int64_t size = 0;   ///< entries folded into it
  std::string digest;      ///< `sha256:...`, by which the one to trust is known
  std::int64_t bytes = 0;  ///< how long it is
};
/// Takes the next bytes of something too long for one string.
using ByteSink = std::function<void(std::string_view)>;
/// Puts so many of the next bytes at `to`; the caller knows how many there are. Throws Errc::io or
/// Errc::corrupt.
using ByteSource = std::function<void(char* to, std::size_t count)>;
/// A snapshot that is kept. While it lives its bytes stay as they are, whoever writes; the store
/// must outlive it and keeps no other meanwhile.
struct StoredSnapshot {
  SnapshotLabel label;
  ByteSource read;
};

struct StoredHashes {
  std::vector<StoredTile> tiles = {};  ///< those that an addition completed
  /// The unfinished tiles afterwards, replacing those before; none leaves them as they are. They
  /// hold the hashes of the newest entries, so that a change of one is noticed and named.
  std::vector<StoredTile> edge = {};
};

/// Everything one command (or one batch of commands) adds: durable together or not at all.
struct Append {
  std::vector<StoredEntry> entries = {};
  /// Asked for the entries that follow, again and again until it gives none; they stay until it is
  /// asked once more. What else the addition holds need only be there by then. While it is waited
  /// for, another thread may look up the entries given so far, which the rest of the world does not
  /// see. What it throws undoes the addition.
  std::function<std::span<const StoredEntry>()> more = {};
  std::vector<StoredDetail> details = {};
  std::vector<StoredDocument> documents = {};  ///< one already there with that digest is kept
  /// Entries whose private detail goes, salt and body; one that has none is left as it is.
  std::vector<Seq> erase = {};
  /// Asked once the entries are in: a large batch is hashed while it is inserted. What it throws
  /// undoes the addition; an empty one stores no hashes.
  std::function<StoredHashes()> hashes = {};
};

/// Something that is held for as long as it lives.
using Hold = std::shared_ptr<void>;

class Store {
 public:
  virtual ~Store() = default;

  /// While the result lives, what this store reads is all of one moment, and costs less: a store in
  /// a file takes its locks once. It keeps no writer waiting. For one answer, not for long: what is
  /// written meanwhile stays in the write-ahead log.
  [[nodiscard]] virtual Hold hold() { return {}; }

  /// Entries in the log.
  [[nodiscard]] virtual std::int64_t size(const ProgrammeId& programme) = 0;

  /// Appends after entry `expected_size - 1`. Durable when it returns. Throws Errc::conflict when
  /// the log has another size or a key exists, Errc::busy when `fence` is not the newest writer's,
  /// Errc::io when the disk is full; in each case nothing was added.
  virtual void append(const ProgrammeId& programme, std::int64_t expected_size, std::int64_t fence,
                      const Append& addition) = 0;

  /// Makes this caller the one writer and returns its fence token; throws Errc::busy when another
  /// process holds the ledger.
  [[nodiscard]] virtual std::int64_t become_writer(const ProgrammeId& programme) = 0;

  /// Calls `visit(seq, leaf)` for entries `from` to `until - 1` in order; stops early when it
  /// returns false. The leaf is valid during the call only.
  virtual void read(const ProgrammeId& programme, Seq from, Seq until,
                    const std::function<bool(Seq, std::string_view)>& visit) = 0;
  /// One leaf; throws Errc::not_found.
  [[nodiscard]] virtual std::string leaf(const ProgrammeId& programme, Seq seq) = 0;
  [[nodiscard]] virtual std::optional<Seq> find_key(const ProgrammeId& programme,
                                                    std::string_view key) = 0;
  /// Seq of the entry with key `<key>#1/n`: the first of a command of several entries.
  [[nodiscard]] virtual std::optional<Seq> find_first_part(const ProgrammeId& programme,
                                                           std::string_view key) = 0;
  /// Largest key in byte order of those that do not begin with `founding_key`, "" for none:
  /// another such key above it cannot exist yet.
  [[nodiscard]] virtual std::string largest_key(const ProgrammeId& programme) = 0;
  /// Largest key in byte order of those that begin with `prefix`, which ends in '/'; "" for none.
  [[nodiscard]] virtual std::string largest_key_under(const ProgrammeId& programme,
                                                      std::string_view prefix) = 0;

  /// The hashes of a tile: 256 when it is complete, fewer when it lay at the right edge at the last
  /// append or checkpoint, nothing when the log had not reached it then.
  [[nodiscard]] virtual std::optional<std::string> tile(const ProgrammeId& programme, int tree,
                                                        int level, std::int64_t n) = 0;

  [[nodiscard]] virtual std::optional<std::string> document(const ProgrammeId& programme,
                                                            std::string_view digest) = 0;
  /// Calls `visit` for every document, in order of digest.
  virtual void read_documents(const ProgrammeId& programme,
                              const std::function<void(const StoredDocument&)>& visit) = 0;
  [[nodiscard]] virtual std::optional<StoredDetail> detail(const ProgrammeId& programme,
                                                           Seq seq) = 0;
  /// Calls `visit` for every private detail, in order of seq.
  virtual void read_details(const ProgrammeId& programme,
                            const std::function<void(const StoredDetail&)>& visit) = 0;

  /// Keeps a signed checkpoint and the unfinished tiles at its size (`audit::Tree::edge_tiles`),
  /// which replace those of the checkpoint before. The same one again changes nothing; throws
  /// Errc::conflict for another note at a size that has one.
  virtual void put_checkpoint(const ProgrammeId& programme, const StoredCheckpoint& checkpoint,
                              const std::vector<StoredTile>& edge) = 0;
  /// Keeps signature lines of witnesses with the checkpoint of that size, whose note carries them
  /// from then on; a line that is there is not added twice. Verifies nothing. Throws
  /// Errc::not_found when there is no such checkpoint.
  virtual void add_cosignatures(const ProgrammeId& programme, std::int64_t size,
                                const std::vector<std::string>& lines) = 0;
  /// Checkpoints in order of size, each as the log signed it and then as witnesses cosigned it.
  [[nodiscard]] virtual std::vector<StoredCheckpoint> checkpoints(const ProgrammeId& programme) = 0;
  /// The last of them, without reading the others: a slip is printed with it.
  [[nodiscard]] virtual std::optional<StoredCheckpoint> newest_checkpoint(
      const ProgrammeId& programme) = 0;

  /// Replaces the one snapshot kept by the `label.bytes` bytes that `write` hands on, which need
  /// never lie in memory together. A snapshot is a cache: losing it loses nothing. What `write`
  /// throws leaves the one before.
  virtual void put_snapshot(const ProgrammeId& programme, const SnapshotLabel& label,
                            const std::function<void(const ByteSink&)>& write) = 0;
  [[nodiscard]] virtual std::optional<StoredSnapshot> snapshot(const ProgrammeId& programme) = 0;
};

}  // namespace wumei::store
