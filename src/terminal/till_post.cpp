#include "till_parts.hpp"

#include <wumei/base/json.hpp>

/// What the file keeps for the page: the shop's people, wrong answers, counts of closed days.
namespace wumei::terminal {
namespace {

/// `[["G04",17,"missing"],...]`.
std::string write_counted(const std::vector<programme::CountedLine>& lines) {
  json::Array cells;
  for (const programme::CountedLine& line : lines) {
    cells.push_back(json::Array{line.sku.text(), line.counted.units(),
                                std::string(programme::name(line.reason))});
  }
  return json::write(std::move(cells));
}

std::vector<programme::CountedLine> read_counted(std::string_view text) {
  std::vector<programme::CountedLine> lines;
  const json::Value parsed = json::parse(text);
  for (const json::Value& line : parsed.items()) {
    const json::Array& cells = line.items();
    lines.push_back({Sku(cells.at(0).text()), Quantity::of_units(cells.at(1).integer()),
                     programme::count_reason(cells.at(2).text())});
  }
  return lines;
}

std::vector<CountSheet> read_sheets(SQLite::Statement& rows) {
  std::vector<CountSheet> sheets;
  while (rows.executeStep()) {
    sheets.push_back({Date::parse(rows.getColumn(0).getString()),
                      static_cast<SheetState>(rows.getColumn(1).getInt()),
                      OfficerId(rows.getColumn(2).getString()),
                      OfficerId(rows.getColumn(3).getString()),
                      read_counted(rows.getColumn(4).getString()),
                      {rows.getColumn(5).getInt64(), rows.getColumn(6).getInt64()},
                      rows.getColumn(7).getString()});
  }
  return sheets;
}

constexpr auto sheet_columns =
    "SELECT day, state, clerk, witness, lines, lease, last, said FROM sheet ";

}  // namespace

const std::string& TillFile::path() const { return parts_->file; }

void TillFile::follow_key(const std::string& log_key) {
  guarded(parts_->file, [&] {
    SQLite::Statement put(parts_->database, "UPDATE till SET log_key = ?");
    put.bind(1, log_key);
    put.exec();
  });
}

std::string TillFile::secret() const {
  return guarded(parts_->file, [&] {
    return parts_->database.execAndGet("SELECT secret FROM own").getString();
  });
}

TillPost TillFile::post() const {
  return guarded(parts_->file, [&]() -> TillPost {
    SQLite::Statement row(parts_->database, "SELECT known, shelf, lease, through FROM post");
    if (!row.executeStep()) return {};
    return {row.getColumn(0).getString(), row.getColumn(1).getString(),
            {row.getColumn(2).getInt64(), row.getColumn(3).getInt64()}};
  });
}

void TillFile::put_post(const TillPost& post) {
  guarded(parts_->file, [&] {
    SQLite::Statement put(parts_->database, "INSERT OR REPLACE INTO post VALUES(1, ?, ?, ?, ?)");
    put.bind(1, post.people);
    put.bind(2, post.shelf);
    put.bind(3, post.through.lease);
    put.bind(4, post.through.counter);
    put.exec();
  });
}

std::optional<KeptPin> TillFile::pin(const OfficerId& officer) const {
  return guarded(parts_->file, [&]() -> std::optional<KeptPin> {
    SQLite::Statement row(parts_->database, "SELECT entry, hash FROM pin WHERE officer = ?");
    row.bind(1, officer.text());
    if (!row.executeStep()) return std::nullopt;
    return KeptPin{row.getColumn(0).getInt64(), row.getColumn(1).getString()};
  });
}

void TillFile::put_pin(const OfficerId& officer, const KeptPin& pin) {
  guarded(parts_->file, [&] {
    SQLite::Statement put(parts_->database, "INSERT OR REPLACE INTO pin VALUES(?, ?, ?)");
    put.bind(1, officer.text());
    put.bind(2, pin.entry);
    put.bind(3, pin.hash);
    put.exec();
  });
}

Tries TillFile::tries(std::string_view subject) const {
  return guarded(parts_->file, [&] { return read_tries(parts_->database, subject); });
}

void TillFile::put_tries(std::string_view subject, const Tries& tries) {
  guarded(parts_->file, [&] { write_tries(parts_->database, subject, tries); });
}

std::optional<TillRecord> TillFile::record(const std::string& random) const {
  return guarded(parts_->file, [&]() -> std::optional<TillRecord> {
    SQLite::Statement rows(parts_->database, std::string(record_columns) + "WHERE random = ?");
    rows.bind(1, random);
    std::vector<TillRecord> found = parts_->read(rows);
    if (found.empty()) return std::nullopt;
    return std::move(found.front());
  });
}

void TillFile::count_copy(const TillRecord& record) {
  guarded(parts_->file, [&] {
    SQLite::Statement put(parts_->database,
                          "UPDATE record SET copies = copies + 1 WHERE lease = ? AND counter = ?");
    put.bind(1, record.sale.lease);
    put.bind(2, record.sale.counter);
    put.exec();
  });
}

std::optional<CountSheet> TillFile::sheet(Date day) const {
  return guarded(parts_->file, [&]() -> std::optional<CountSheet> {
    SQLite::Statement rows(parts_->database, std::string(sheet_columns) + "WHERE day = ?");
    rows.bind(1, day.text());
    std::vector<CountSheet> found = read_sheets(rows);
    if (found.empty()) return std::nullopt;
    return std::move(found.front());
  });
}

std::vector<CountSheet> TillFile::open_sheets() const {
  return guarded(parts_->file, [&] {
    SQLite::Statement rows(parts_->database,
                           std::string(sheet_columns) + "WHERE state <> 2 ORDER BY day");
    return read_sheets(rows);
  });
}

void TillFile::put_sheet(const CountSheet& sheet) {
  guarded(parts_->file, [&] {
    SQLite::Statement put(parts_->database,
                          "INSERT OR REPLACE INTO sheet VALUES(?, ?, ?, ?, ?, ?, ?, ?)");
    put.bind(1, sheet.day.text());
    put.bind(2, static_cast<int>(sheet.state));
    put.bind(3, sheet.clerk.text());
    put.bind(4, sheet.witness.text());
    put.bind(5, write_counted(sheet.lines));
    put.bind(6, sheet.through.lease);
    put.bind(7, sheet.through.counter);
    put.bind(8, sheet.said);
    put.exec();
  });
}

}  // namespace wumei::terminal
