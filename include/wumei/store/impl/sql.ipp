#pragma once

#include <array>
#include <cstdint>

/// Every SQL statement of wumei.
namespace wumei::store::sql {

/// "wmei": tells `file` and us that a SQLite file is a ledger.
inline constexpr std::int64_t application_id = 0x776d6569;

/// Schema changes in order; the position counts from 1 and is the file's user_version. A released
/// one is never edited. `entry` may only grow at its end: plain UPDATE and DELETE triggers would
/// miss INSERT OR REPLACE, so the insert trigger demands the next seq.
inline constexpr std::array<const char*, 1> migrations{R"sql(
CREATE TABLE entry(
  seq INTEGER PRIMARY KEY,
  key TEXT NOT NULL UNIQUE,
  leaf TEXT NOT NULL
) STRICT;
CREATE TABLE tile(
  tree INTEGER NOT NULL,
  level INTEGER NOT NULL,
  n INTEGER NOT NULL,
  hashes BLOB NOT NULL CHECK(length(hashes) = 8192),
  PRIMARY KEY(tree, level, n)
) STRICT;
CREATE TABLE edge(
  tree INTEGER NOT NULL,
  level INTEGER NOT NULL,
  n INTEGER NOT NULL,
  hashes BLOB NOT NULL,
  PRIMARY KEY(tree, level)
) STRICT;
CREATE TABLE document(digest TEXT PRIMARY KEY, body TEXT NOT NULL) STRICT;
CREATE TABLE detail(seq INTEGER PRIMARY KEY, salt BLOB NOT NULL, body TEXT NOT NULL) STRICT;
CREATE TABLE checkpoint(size INTEGER PRIMARY KEY, note TEXT NOT NULL) STRICT;
CREATE TABLE cosignature(size INTEGER NOT NULL, line TEXT NOT NULL, UNIQUE(size, line)) STRICT;
CREATE TABLE snapshot(seq INTEGER PRIMARY KEY, digest TEXT NOT NULL, body BLOB NOT NULL) STRICT;

CREATE TRIGGER entry_next BEFORE INSERT ON entry
  WHEN NEW.seq IS NOT (SELECT coalesce(max(seq) + 1, 0) FROM entry)
  BEGIN SELECT RAISE(ABORT, 'an entry is only added at the end of the log'); END;
CREATE TRIGGER entry_update BEFORE UPDATE ON entry
  BEGIN SELECT RAISE(ABORT, 'an entry is never changed'); END;
CREATE TRIGGER entry_delete BEFORE DELETE ON entry
  BEGIN SELECT RAISE(ABORT, 'an entry is never deleted'); END;
CREATE TRIGGER tile_update BEFORE UPDATE ON tile
  BEGIN SELECT RAISE(ABORT, 'a tile is never changed'); END;
CREATE TRIGGER tile_delete BEFORE DELETE ON tile
  BEGIN SELECT RAISE(ABORT, 'a tile is never deleted'); END;
CREATE TRIGGER document_update BEFORE UPDATE ON document
  BEGIN SELECT RAISE(ABORT, 'a document is never changed'); END;
CREATE TRIGGER document_delete BEFORE DELETE ON document
  BEGIN SELECT RAISE(ABORT, 'a document is never deleted'); END;
CREATE TRIGGER detail_update BEFORE UPDATE ON detail
  BEGIN SELECT RAISE(ABORT, 'a private detail is erased, never changed'); END;
CREATE TRIGGER checkpoint_update BEFORE UPDATE ON checkpoint
  BEGIN SELECT RAISE(ABORT, 'a checkpoint is never changed'); END;
CREATE TRIGGER checkpoint_delete BEFORE DELETE ON checkpoint
  BEGIN SELECT RAISE(ABORT, 'a checkpoint is never deleted'); END;
CREATE TRIGGER cosignature_update BEFORE UPDATE ON cosignature
  BEGIN SELECT RAISE(ABORT, 'a cosignature is never changed'); END;
CREATE TRIGGER cosignature_delete BEFORE DELETE ON cosignature
  BEGIN SELECT RAISE(ABORT, 'a cosignature is never deleted'); END;

CREATE VIEW posting AS
  SELECT entry.seq AS seq,
    json_extract(entry.leaf, '$[3]') AS effective,
    json_extract(entry.leaf, '$[4]') AS kind,
    json_extract(entry.leaf, '$[5]') AS actor,
    json_extract(leg.value, '$[0]') AS account,
    json_extract(leg.value, '$[1]') AS lot,
    json_extract(leg.value, '$[2]') AS amount,
    json_extract(leg.value, '$[3]') AS balance
  FROM entry, json_each(entry.leaf, '$[8]') AS leg;
CREATE VIEW balance AS
  SELECT account, sum(amount) AS balance, max(seq) AS last_seq FROM posting GROUP BY account;
CREATE VIEW household_statement AS
  SELECT substr(account, 3, instr(account, ':') - 3) AS household,
    substr(account, instr(account, ':') + 1) AS purpose,
    seq, effective, kind, lot, amount, balance
  FROM posting WHERE account GLOB 'h/*';
)sql"};

inline constexpr int newest_version = static_cast<int>(migrations.size());

inline constexpr auto writer_settings =
    "PRAGMA journal_mode=WAL;"
    "PRAGMA synchronous=FULL;"
    "PRAGMA secure_delete=ON;"
    "PRAGMA cache_size=-65536;"
    "PRAGMA temp_store=MEMORY;"
    "PRAGMA wal_autocheckpoint=4000;";
inline constexpr auto reader_settings =
    "PRAGMA query_only=ON;"
    "PRAGMA cache_size=-1024;"
    "PRAGMA temp_store=MEMORY;"
    "PRAGMA wal_autocheckpoint=0;";
inline constexpr auto writer_cache = "PRAGMA cache_size=-65536";
inline constexpr auto small_cache = "PRAGMA cache_size=-1024";
/// A reader goes through a log once: more pages would push what the laws look up out of the
/// processor's cache, and cost verify a sixteenth of its time.
inline constexpr auto reader_cache = small_cache;
/// A long addition is written while it grows, not all at its end.
inline constexpr auto long_addition_cache = "PRAGMA cache_size=-16384";
inline constexpr auto any_read = "SELECT 1 FROM sqlite_schema LIMIT 1";
inline constexpr auto index_in_memory = "PRAGMA locking_mode=EXCLUSIVE";
inline constexpr auto format_of_file =
    "SELECT (SELECT application_id FROM pragma_application_id),"
    " (SELECT user_version FROM pragma_user_version)";
inline constexpr auto begin = "BEGIN IMMEDIATE";
inline constexpr auto commit = "COMMIT";
inline constexpr auto rollback = "ROLLBACK";

inline constexpr auto size = "SELECT coalesce(max(seq) + 1, 0) FROM entry";
inline constexpr auto insert_entry = "INSERT INTO entry(seq, key, leaf) VALUES(?, ?, ?)";
/// The same for many at once: starting a statement costs as much as a row.
inline constexpr std::size_t entries_at_once = 32;
inline constexpr auto insert_entries =
    "INSERT INTO entry(seq, key, leaf) VALUES(?, ?, ?),"
    "(?,?,?),(?,?,?),(?,?,?),(?,?,?),(?,?,?),(?,?,?),(?,?,?),(?,?,?),(?,?,?),(?,?,?),(?,?,?),"
    "(?,?,?),(?,?,?),(?,?,?),(?,?,?),(?,?,?),(?,?,?),(?,?,?),(?,?,?),(?,?,?),(?,?,?),(?,?,?),"
    "(?,?,?),(?,?,?),(?,?,?),(?,?,?),(?,?,?),(?,?,?),(?,?,?),(?,?,?),(?,?,?)";
inline constexpr auto read_entries =
    "SELECT seq, leaf FROM entry WHERE seq >= ?1 AND seq < ?2 ORDER BY seq";
inline constexpr auto read_rows =
    "SELECT seq, key, leaf FROM entry WHERE seq >= ?1 AND seq < ?2 ORDER BY seq";
/// Every key as the table has it, then as the index has it, in its order; one statement, so that
/// both are of one moment.
inline constexpr auto read_keys =
    "SELECT 0, seq, key FROM entry NOT INDEXED"
    " UNION ALL SELECT 1, seq, key FROM entry INDEXED BY sqlite_autoindex_entry_1";
inline constexpr auto find_leaf = "SELECT leaf FROM entry WHERE seq = ?1";
inline constexpr auto find_key = "SELECT seq FROM entry WHERE key = ?1";
inline constexpr auto find_key_range =
    "SELECT seq FROM entry WHERE key >= ?1 AND key < ?2 ORDER BY key LIMIT 1";
inline constexpr auto largest_key =
    "SELECT coalesce((SELECT key FROM entry WHERE key NOT GLOB 'log*'"
    " ORDER BY key DESC LIMIT 1), '')";
inline constexpr auto largest_key_in =
    "SELECT key FROM entry WHERE key >= ?1 AND key < ?2 ORDER BY key DESC LIMIT 1";

inline constexpr auto insert_tile =
    "INSERT INTO tile(tree, level, n, hashes) VALUES(?1, ?2, ?3, ?4)";
inline constexpr auto find_tile =
    "SELECT hashes FROM tile WHERE tree = ?1 AND level = ?2 AND n = ?3"
    " UNION ALL SELECT hashes FROM edge WHERE tree = ?1 AND level = ?2 AND n = ?3 LIMIT 1";
inline constexpr auto clear_edge = "DELETE FROM edge";
inline constexpr auto clear_edge_level = "DELETE FROM edge WHERE tree = ?1 AND level = ?2";
inline constexpr auto insert_edge =
    "INSERT INTO edge(tree, level, n, hashes) VALUES(?1, ?2, ?3, ?4)";

inline constexpr auto insert_document =
    "INSERT INTO document(digest, body) VALUES(?1, ?2) ON CONFLICT(digest) DO NOTHING";
inline constexpr auto find_document = "SELECT body FROM document WHERE digest = ?1";
inline constexpr auto read_documents = "SELECT digest, body FROM document ORDER BY digest";

inline constexpr auto insert_detail = "INSERT INTO detail(seq, salt, body) VALUES(?1, ?2, ?3)";
inline constexpr auto erase_detail = "DELETE FROM detail WHERE seq = ?1";
/// Where SQLite joins pages it leaves copies of rows behind, and does not wipe them when the row is
/// deleted later. It wipes the pages it gives up (secure_delete), so the table is written anew.
inline constexpr auto rewrite_details =
    "CREATE TEMP TABLE kept AS SELECT seq, salt, body FROM detail;"
    "DELETE FROM detail;"
    "INSERT INTO detail SELECT seq, salt, body FROM kept ORDER BY rowid;"
    "DROP TABLE kept;";
/// What was erased still stands in the log of pages until it is emptied.
inline constexpr auto empty_wal = "PRAGMA wal_checkpoint(TRUNCATE)";
inline constexpr auto find_detail = "SELECT seq, salt, body FROM detail WHERE seq = ?1";
inline constexpr auto read_details = "SELECT seq, salt, body FROM detail ORDER BY seq";

inline constexpr auto insert_checkpoint = "INSERT INTO checkpoint(size, note) VALUES(?1, ?2)";
inline constexpr auto find_checkpoint = "SELECT note FROM checkpoint WHERE size = ?1";
inline constexpr auto insert_cosignature =
    "INSERT INTO cosignature(size, line) VALUES(?1, ?2) ON CONFLICT(size, line) DO NOTHING";
/// A note as the log signed it, and every line that witnesses have added, in a row of its own.
inline constexpr auto read_checkpoints =
    "SELECT checkpoint.size, note, line FROM checkpoint LEFT JOIN cosignature"
    " ON cosignature.size = checkpoint.size ORDER BY checkpoint.size, cosignature.rowid";
inline constexpr auto newest_checkpoint =
    "SELECT checkpoint.size, note, line FROM checkpoint LEFT JOIN cosignature"
    " ON cosignature.size = checkpoint.size"
    " WHERE checkpoint.size = (SELECT max(size) FROM checkpoint) ORDER BY cosignature.rowid";

inline constexpr auto clear_snapshot = "DELETE FROM snapshot";
inline constexpr auto insert_snapshot =
    "INSERT INTO snapshot(seq, digest, body) VALUES(?1, ?2, zeroblob(?3))";
inline constexpr auto find_snapshot =
    "SELECT seq, digest, length(body) FROM snapshot ORDER BY seq DESC LIMIT 1";

}  // namespace wumei::store::sql
