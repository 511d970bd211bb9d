#include "disk.hpp"

#include <wumei/base/json.hpp>

#include <sqlite3.h>

namespace wumei::terminal {

Errc errc_of(int code) {
  switch (code & 0xff) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return Errc::busy;
    case SQLITE_NOTADB:
      return Errc::bad_input;
    case SQLITE_FULL:
    case SQLITE_IOERR:
    case SQLITE_CANTOPEN:
    case SQLITE_PERM:
    case SQLITE_READONLY:
      return Errc::io;
  }
  return Errc::corrupt;
}

std::string write_lines(const std::vector<market::BasketLine>& lines) {
  json::Array cells;
  for (const market::BasketLine& line : lines) {
    cells.push_back(json::Array{line.sku.text(), line.quantity.units(), line.restriction});
  }
  return json::write(std::move(cells));
}

std::vector<market::BasketLine> read_lines(std::string_view text) {
  std::vector<market::BasketLine> lines;
  const json::Value parsed = json::parse(text);
  for (const json::Value& line : parsed.items()) {
    const json::Array& cells = line.items();
    if (cells.size() != 3) throw Error(Errc::corrupt, "a line of goods with other than 3 cells");
    lines.push_back({Sku(cells[0].text()), Quantity::of_units(cells[1].integer()),
                     cells[2].text()});
  }
  return lines;
}

Tries read_tries(SQLite::Database& database, std::string_view subject) {
  SQLite::Statement row(database, "SELECT wrong, last FROM tries WHERE subject = ?");
  row.bind(1, std::string(subject));
  if (!row.executeStep()) return {};
  return {row.getColumn(0).getInt64(), Instant::from_millis(row.getColumn(1).getInt64())};
}

void write_tries(SQLite::Database& database, std::string_view subject, const Tries& tries) {
  SQLite::Statement put(database, "INSERT OR REPLACE INTO tries VALUES(?, ?, ?)");
  put.bind(1, std::string(subject));
  put.bind(2, tries.wrong);
  put.bind(3, tries.last.millis());
  put.exec();
}

CardId card_of(const std::string& text) { return text.empty() ? CardId() : CardId(text); }

void take_file(SQLite::Database& database, const std::string& file, int application,
               std::span<const std::function<void()>> steps) {
  keep_private(file);
  database.exec("PRAGMA locking_mode=EXCLUSIVE; PRAGMA journal_mode=WAL;"
                "PRAGMA synchronous=FULL; PRAGMA secure_delete=ON;");
  SQLite::Transaction change(database, SQLite::TransactionBehavior::IMMEDIATE);
  const int found = database.execAndGet("PRAGMA application_id").getInt();
  const bool fresh =
      found == 0 && database.execAndGet("SELECT count(*) FROM sqlite_schema").getInt() == 0;
  if (!fresh && found != application) {
    throw Error(Errc::bad_input, file + " is not the journal of a till");
  }
  const int format = fresh ? 0 : database.execAndGet("PRAGMA user_version").getInt();
  const int newest = static_cast<int>(steps.size());
  if (format > newest) {
    throw Error(Errc::unsupported, file + " has format " + std::to_string(format) +
                                       ", this program reads up to " + std::to_string(newest) +
                                       ": update it");
  }
  for (int step = format; step < newest; ++step) steps[static_cast<std::size_t>(step)]();
  if (fresh) database.exec("PRAGMA application_id=" + std::to_string(application));
  if (format < newest) database.exec("PRAGMA user_version=" + std::to_string(newest));
  change.commit();
}

void keep_private(const std::filesystem::path& path) {
  using std::filesystem::perms;
  std::error_code unsupported;
  if (!std::filesystem::is_empty(path, unsupported)) return;
  std::filesystem::permissions(path, perms::owner_read | perms::owner_write, unsupported);
}

}  // namespace wumei::terminal
