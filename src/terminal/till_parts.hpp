#pragma once

#include "disk.hpp"
#include "till_file.hpp"

#include <wumei/base/digest.hpp>
#include <wumei/base/json.hpp>

#include <array>
#include <functional>

/// What the file of a leased till is made of; for the two sources of `TillFile` alone.
namespace wumei::terminal {

/// "wmlt": tells the file from a ledger and from the journal beside one.
inline constexpr int till_application = 0x776d6c74;
inline constexpr auto till_schema = R"sql(
CREATE TABLE till(one INTEGER PRIMARY KEY CHECK(one = 1), till TEXT NOT NULL, shop TEXT NOT NULL,
  ledger TEXT NOT NULL, log_key TEXT NOT NULL, offset_minutes INTEGER NOT NULL,
  rehearsal INTEGER NOT NULL) STRICT;
CREATE TABLE seen(one INTEGER PRIMARY KEY CHECK(one = 1), stopped TEXT NOT NULL,
  hub_time INTEGER NOT NULL) STRICT;
CREATE TABLE lease(number INTEGER PRIMARY KEY, note TEXT NOT NULL, prices TEXT NOT NULL,
  households TEXT NOT NULL, stage INTEGER NOT NULL, acknowledged INTEGER NOT NULL) STRICT;
CREATE TABLE asking(lease INTEGER PRIMARY KEY, size INTEGER NOT NULL) STRICT;
CREATE TABLE draft(one INTEGER PRIMARY KEY CHECK(one = 1), household TEXT NOT NULL,
  card TEXT NOT NULL, receiver INTEGER NOT NULL, lines TEXT NOT NULL) STRICT;
CREATE TABLE record(lease INTEGER NOT NULL, counter INTEGER NOT NULL, random TEXT NOT NULL,
  state INTEGER NOT NULL, household TEXT NOT NULL, card TEXT NOT NULL, at INTEGER NOT NULL,
  clerk TEXT NOT NULL, lines TEXT NOT NULL, receiver INTEGER NOT NULL, points INTEGER NOT NULL,
  sent INTEGER NOT NULL, reason TEXT NOT NULL, before INTEGER NOT NULL,
  PRIMARY KEY(lease, counter)) STRICT;
CREATE INDEX record_at ON record(at);
)sql";
/// What version 2 added: the page needs it, and files of version 1 get it when they are opened.
inline constexpr auto till_schema_2 = R"sql(
ALTER TABLE draft ADD COLUMN random TEXT NOT NULL DEFAULT '';
ALTER TABLE draft ADD COLUMN proxy TEXT NOT NULL DEFAULT '';
ALTER TABLE record ADD COLUMN proxy TEXT NOT NULL DEFAULT '';
ALTER TABLE record ADD COLUMN copies INTEGER NOT NULL DEFAULT 0;
CREATE INDEX record_random ON record(random);
CREATE TABLE own(one INTEGER PRIMARY KEY CHECK(one = 1), secret BLOB NOT NULL) STRICT;
CREATE TABLE post(one INTEGER PRIMARY KEY CHECK(one = 1), known TEXT NOT NULL,
  shelf TEXT NOT NULL, lease INTEGER NOT NULL, through INTEGER NOT NULL) STRICT;
CREATE TABLE pin(officer TEXT PRIMARY KEY, entry INTEGER NOT NULL, hash TEXT NOT NULL) STRICT;
CREATE TABLE tries(subject TEXT PRIMARY KEY, wrong INTEGER NOT NULL, last INTEGER NOT NULL) STRICT;
CREATE TABLE sheet(day TEXT PRIMARY KEY, state INTEGER NOT NULL, clerk TEXT NOT NULL,
  witness TEXT NOT NULL, lines TEXT NOT NULL, lease INTEGER NOT NULL, last INTEGER NOT NULL,
  said TEXT NOT NULL) STRICT;
)sql";

inline constexpr auto record_columns =
    "SELECT lease, counter, random, state, household, card, at, clerk, lines, receiver, points,"
    " sent, reason, before, proxy, copies FROM record ";

struct TillFile::Parts {
  explicit Parts(const std::filesystem::path& path)
      : file(path.string()), database(file, SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE) {
    const std::array<std::function<void()>, 2> formats{[this] { database.exec(till_schema); },
                                                       [this] { upgrade(); }};
    take_file(database, file, till_application, formats);
    const std::optional<TillName> known = name();
    if (known) till = known->till;
  }

  void upgrade() {
    database.exec(till_schema_2);
    SQLite::Statement own(database, "INSERT INTO own VALUES(1, ?)");
    const std::string drawn = random_bytes(32);
    own.bind(1, drawn.data(), static_cast<int>(drawn.size()));
    own.exec();
  }

  [[nodiscard]] std::optional<TillName> name() const {
    SQLite::Statement row(database, "SELECT till, shop, ledger, log_key, offset_minutes,"
                                    " rehearsal FROM till");
    if (!row.executeStep()) return std::nullopt;
    return TillName{TillId(row.getColumn(0).getString()), ShopId(row.getColumn(1).getString()),
                    row.getColumn(2).getString(),         row.getColumn(3).getString(),
                    row.getColumn(4).getInt(),            row.getColumn(5).getInt() != 0};
  }

  void insert(const TillRecord& record) {
    SQLite::Statement put(database,
                          "INSERT INTO record VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?,"
                          " ?, 0)");
    put.bind(1, record.sale.lease);
    put.bind(2, record.sale.counter);
    put.bind(3, record.sale.random);
    put.bind(4, static_cast<int>(record.state));
    put.bind(5, record.sale.household.text());
    put.bind(6, record.sale.card.text());
    put.bind(7, record.sale.at.millis());
    put.bind(8, record.sale.clerk.text());
    put.bind(9, write_lines(record.sale.lines));
    put.bind(10, static_cast<int>(record.sale.receiver));
    put.bind(11, record.points.units());
    put.bind(12, record.sent ? 1 : 0);
    put.bind(13, record.reason);
    put.bind(14, record.before);
    put.bind(15, record.proxy);
    put.exec();
  }

  /// Reads the households of that lease and writes what `change` makes of them.
  template <class Change>
  void change_households(std::int64_t lease, Change change) {
    guarded(file, [&] {
      SQLite::Transaction whole(database);
      SQLite::Statement row(database, "SELECT households FROM lease WHERE number = ?");
      row.bind(1, lease);
      if (!row.executeStep()) return;
      const json::Value read = json::parse_lenient(row.getColumn(0).getString());
      SQLite::Statement put(database, "UPDATE lease SET households = ? WHERE number = ?");
      put.bind(1, change(read.at("households").items()));
      put.bind(2, lease);
      put.exec();
      whole.commit();
    });
  }

  void update(const TillRecord& record) {
    SQLite::Statement put(database,
                          "UPDATE record SET state = ?, reason = ? WHERE lease = ? AND"
                          " counter = ?");
    put.bind(1, static_cast<int>(record.state));
    put.bind(2, record.reason);
    put.bind(3, record.sale.lease);
    put.bind(4, record.sale.counter);
    put.exec();
  }

  [[nodiscard]] std::vector<TillRecord> read(SQLite::Statement& rows) const {
    std::vector<TillRecord> records;
    while (rows.executeStep()) {
      TillRecord record;
      record.sale.till = till;
      record.sale.lease = rows.getColumn(0).getInt64();
      record.sale.counter = rows.getColumn(1).getInt64();
      record.sale.random = rows.getColumn(2).getString();
      record.state = static_cast<RecordState>(rows.getColumn(3).getInt());
      record.sale.household = HouseholdId(rows.getColumn(4).getString());
      record.sale.card = card_of(rows.getColumn(5).getString());
      record.sale.at = Instant::from_millis(rows.getColumn(6).getInt64());
      record.sale.clerk = OfficerId(rows.getColumn(7).getString());
      record.sale.lines = read_lines(rows.getColumn(8).getString());
      record.sale.receiver = static_cast<programme::Receiver>(rows.getColumn(9).getInt());
      record.points = Points::of_units(rows.getColumn(10).getInt64());
      record.sent = rows.getColumn(11).getInt() != 0;
      record.reason = rows.getColumn(12).getString();
      record.before = rows.getColumn(13).getInt64();
      record.proxy = rows.getColumn(14).getString();
      record.copies = rows.getColumn(15).getInt64();
      records.push_back(std::move(record));
    }
    return records;
  }

  std::string file;
  mutable SQLite::Database database;
  TillId till;
};

}  // namespace wumei::terminal
