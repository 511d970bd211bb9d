#include "journal.hpp"

#include "disk.hpp"

#include <wumei/base/digest.hpp>
#include <wumei/base/json.hpp>

#include <SQLiteCpp/SQLiteCpp.h>

#include <array>
#include <cstdio>
#include <functional>

namespace wumei::terminal {
namespace {

/// "wmtl": tells the file from a ledger.
constexpr int application_id = 0x776d746c;
constexpr auto schema = R"sql(
CREATE TABLE till(name TEXT NOT NULL, secret BLOB NOT NULL, slips INTEGER NOT NULL) STRICT;
CREATE TABLE draft(one INTEGER PRIMARY KEY CHECK(one = 1), id TEXT NOT NULL,
  household TEXT NOT NULL, card TEXT NOT NULL, receiver INTEGER NOT NULL, proxy TEXT NOT NULL,
  clerk TEXT NOT NULL, lines TEXT NOT NULL) STRICT;
CREATE TABLE sale(id TEXT PRIMARY KEY, stage INTEGER NOT NULL, seq INTEGER NOT NULL,
  day TEXT NOT NULL, household TEXT NOT NULL, card TEXT NOT NULL, clerk TEXT NOT NULL,
  receiver INTEGER NOT NULL, proxy TEXT NOT NULL, prices INTEGER NOT NULL, lines TEXT NOT NULL,
  kept INTEGER NOT NULL, before TEXT NOT NULL, copies INTEGER NOT NULL) STRICT;
CREATE INDEX sale_day ON sale(day);
CREATE INDEX sale_seq ON sale(seq);
CREATE INDEX sale_open ON sale(stage) WHERE stage < 3;
CREATE TABLE tries(subject TEXT PRIMARY KEY, wrong INTEGER NOT NULL, last INTEGER NOT NULL) STRICT;
CREATE TABLE closed(day TEXT PRIMARY KEY) STRICT;
CREATE TABLE count(day TEXT NOT NULL, sku TEXT NOT NULL, book INTEGER NOT NULL,
  counted INTEGER NOT NULL, reason TEXT NOT NULL, PRIMARY KEY(day, sku)) STRICT;
)sql";

/// What version 2 added: a count is kept before the ledger gets it.
constexpr auto schema_2 = R"sql(
CREATE TABLE closing(one INTEGER PRIMARY KEY CHECK(one = 1), day TEXT NOT NULL,
  clerk TEXT NOT NULL, second TEXT NOT NULL, counts TEXT NOT NULL) STRICT;
)sql";

/// `[["G04",18,17,"missing"],...]`: goods, pieces in the books, pieces counted, why.
std::string write_counts(const std::vector<Count>& counts) {
  json::Array cells;
  for (const Count& count : counts) {
    cells.push_back(json::Array{count.sku.text(), count.book.units(), count.counted.units(),
                                count.reason});
  }
  return json::write(std::move(cells));
}

std::vector<Count> read_counts(std::string_view text, Date day) {
  std::vector<Count> counts;
  const json::Value parsed = json::parse(text);
  for (const json::Value& count : parsed.items()) {
    const json::Array& cells = count.items();
    counts.push_back({day, Sku(cells.at(0).text()), Quantity::of_units(cells.at(1).integer()),
                      Quantity::of_units(cells.at(2).integer()), cells.at(3).text()});
  }
  return counts;
}

std::string till_name() {
  std::string name;
  for (const char byte : random_bytes(4)) {
    name += code_letters[static_cast<unsigned char>(byte) % 32];
  }
  return name;
}

constexpr auto sale_columns =
    "SELECT id, stage, seq, day, household, card, clerk, receiver, proxy, prices, lines, kept,"
    " before, copies FROM sale ";

Sale read_sale(SQLite::Statement& row) {
  Sale sale;
  sale.id = row.getColumn(0).getString();
  sale.stage = static_cast<Stage>(row.getColumn(1).getInt());
  sale.seq = row.getColumn(2).getInt64();
  sale.on = Date::parse(row.getColumn(3).getString());
  sale.household = HouseholdId(row.getColumn(4).getString());
  sale.card = card_of(row.getColumn(5).getString());
  sale.clerk = OfficerId(row.getColumn(6).getString());
  sale.receiver = static_cast<programme::Receiver>(row.getColumn(7).getInt());
  sale.proxy = row.getColumn(8).getString();
  sale.prices = row.getColumn(9).getInt64();
  sale.lines = read_lines(row.getColumn(10).getString());
  sale.kept = row.getColumn(11).getInt() != 0;
  sale.before = row.getColumn(12).getString();
  sale.copies = row.getColumn(13).getInt64();
  return sale;
}

std::vector<Sale> read_sales(SQLite::Statement& rows) {
  std::vector<Sale> sales;
  while (rows.executeStep()) sales.push_back(read_sale(rows));
  return sales;
}

std::optional<Sale> read_one(SQLite::Statement& rows) {
  if (!rows.executeStep()) return std::nullopt;
  return read_sale(rows);
}

}  // namespace

struct Journal::Parts {
  explicit Parts(const std::filesystem::path& path)
      : file(path.string()), database(file, SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE) {
    const std::array<std::function<void()>, 2> formats{[this] { make(); },
                                                       [this] { database.exec(schema_2); }};
    take_file(database, file, application_id, formats);
    SQLite::Statement row(database, "SELECT name, secret FROM till");
    if (!row.executeStep()) throw Error(Errc::corrupt, file + " names no till");
    name = row.getColumn(0).getString();
    secret = row.getColumn(1).getString();
  }

  void make() {
    database.exec(schema);
    SQLite::Statement insert(database, "INSERT INTO till(name, secret, slips) VALUES(?, ?, 0)");
    const std::string drawn = random_bytes(32);
    insert.bind(1, till_name());
    insert.bind(2, drawn.data(), static_cast<int>(drawn.size()));
    insert.exec();
  }

  void write_sale(const Sale& sale) {
    SQLite::Statement put(database,
                          "INSERT OR REPLACE INTO sale VALUES(?,?,?,?,?,?,?,?,?,?,?,?,?,?)");
    put.bind(1, sale.id);
    put.bind(2, static_cast<int>(sale.stage));
    put.bind(3, sale.seq);
    put.bind(4, sale.on.text());
    put.bind(5, sale.household.text());
    put.bind(6, sale.card.text());
    put.bind(7, sale.clerk.text());
    put.bind(8, static_cast<int>(sale.receiver));
    put.bind(9, sale.proxy);
    put.bind(10, sale.prices);
    put.bind(11, write_lines(sale.lines));
    put.bind(12, sale.kept ? 1 : 0);
    put.bind(13, sale.before);
    put.bind(14, sale.copies);
    put.exec();
  }

  std::string file;
  mutable SQLite::Database database;
  std::string name;
  std::string secret;
};

Journal::Journal(const std::filesystem::path& file) {
  guarded(file.string(), [&] { parts_ = std::make_unique<Parts>(file); });
}

Journal::~Journal() = default;

const std::string& Journal::till() const { return parts_->name; }
const std::string& Journal::secret() const { return parts_->secret; }

std::string Journal::next_slip() {
  return guarded(parts_->file, [&] {
    SQLite::Statement next(parts_->database, "UPDATE till SET slips = slips + 1 RETURNING slips");
    next.executeStep();
    const long long number = next.getColumn(0).getInt64();
    next.reset();
    std::array<char, 32> text{};
    std::snprintf(text.data(), text.size(), "-%06lld", number);
    return parts_->name + text.data();
  });
}

std::optional<Draft> Journal::draft() const {
  return guarded(parts_->file, [&]() -> std::optional<Draft> {
    SQLite::Statement row(parts_->database,
                          "SELECT id, household, card, receiver, proxy, clerk, lines FROM draft");
    if (!row.executeStep()) return std::nullopt;
    Draft draft;
    draft.id = row.getColumn(0).getString();
    draft.household = HouseholdId(row.getColumn(1).getString());
    draft.card = card_of(row.getColumn(2).getString());
    draft.receiver = static_cast<programme::Receiver>(row.getColumn(3).getInt());
    draft.proxy = row.getColumn(4).getString();
    draft.clerk = OfficerId(row.getColumn(5).getString());
    draft.lines = read_lines(row.getColumn(6).getString());
    return draft;
  });
}

void Journal::put_draft(const Draft& draft) {
  guarded(parts_->file, [&] {
    SQLite::Statement put(parts_->database,
                          "INSERT OR REPLACE INTO draft VALUES(1, ?, ?, ?, ?, ?, ?, ?)");
    put.bind(1, draft.id);
    put.bind(2, draft.household.text());
    put.bind(3, draft.card.text());
    put.bind(4, static_cast<int>(draft.receiver));
    put.bind(5, draft.proxy);
    put.bind(6, draft.clerk.text());
    put.bind(7, write_lines(draft.lines));
    put.exec();
  });
}

void Journal::drop_draft() {
  guarded(parts_->file, [&] { parts_->database.exec("DELETE FROM draft"); });
}

std::optional<Sale> Journal::sale(std::string_view id) const {
  return guarded(parts_->file, [&] {
    SQLite::Statement row(parts_->database, std::string(sale_columns) + "WHERE id = ?");
    row.bind(1, std::string(id));
    return read_one(row);
  });
}

std::optional<Sale> Journal::sale_of(ledger::Seq seq) const {
  return guarded(parts_->file, [&] {
    SQLite::Statement row(parts_->database, std::string(sale_columns) + "WHERE seq = ?");
    row.bind(1, seq);
    return read_one(row);
  });
}

std::vector<Sale> Journal::sales(Date day) const {
  return guarded(parts_->file, [&] {
    SQLite::Statement rows(parts_->database,
                           std::string(sale_columns) + "WHERE day = ? ORDER BY id DESC");
    rows.bind(1, day.text());
    return read_sales(rows);
  });
}

std::vector<Sale> Journal::unresolved() const {
  return guarded(parts_->file, [&] {
    SQLite::Statement rows(parts_->database,
                           std::string(sale_columns) + "WHERE stage < 3 ORDER BY id");
    return read_sales(rows);
  });
}

void Journal::put_sale(const Sale& sale, bool drop) {
  guarded(parts_->file, [&] {
    SQLite::Transaction change(parts_->database);
    parts_->write_sale(sale);
    if (drop) parts_->database.exec("DELETE FROM draft");
    change.commit();
  });
}

void Journal::forget_sale(std::string_view id) {
  guarded(parts_->file, [&] {
    SQLite::Statement forget(parts_->database, "DELETE FROM sale WHERE id = ? AND stage = 1");
    forget.bind(1, std::string(id));
    forget.exec();
  });
}

Tries Journal::tries(std::string_view subject) const {
  return guarded(parts_->file, [&] { return read_tries(parts_->database, subject); });
}

void Journal::put_tries(std::string_view subject, const Tries& tries) {
  guarded(parts_->file, [&] { write_tries(parts_->database, subject, tries); });
}

void Journal::begin_close(const Closing& closing) {
  guarded(parts_->file, [&] {
    SQLite::Statement put(parts_->database,
                          "INSERT OR REPLACE INTO closing VALUES(1, ?, ?, ?, ?)");
    put.bind(1, closing.day.text());
    put.bind(2, closing.clerk.text());
    put.bind(3, closing.second.text());
    put.bind(4, write_counts(closing.counts));
    put.exec();
  });
}

std::optional<Closing> Journal::closing() const {
  return guarded(parts_->file, [&]() -> std::optional<Closing> {
    SQLite::Statement row(parts_->database, "SELECT day, clerk, second, counts FROM closing");
    if (!row.executeStep()) return std::nullopt;
    const Date day = Date::parse(row.getColumn(0).getString());
    return Closing{day, OfficerId(row.getColumn(1).getString()),
                   OfficerId(row.getColumn(2).getString()),
                   read_counts(row.getColumn(3).getString(), day)};
  });
}

void Journal::drop_closing() {
  guarded(parts_->file, [&] { parts_->database.exec("DELETE FROM closing"); });
}

bool Journal::close(Date day, const std::vector<Count>& counts) {
  return guarded(parts_->file, [&] {
    SQLite::Transaction change(parts_->database);
    parts_->database.exec("DELETE FROM closing");
    SQLite::Statement close(parts_->database, "INSERT OR IGNORE INTO closed VALUES(?)");
    close.bind(1, day.text());
    if (close.exec() == 0) return false;
    for (const Count& count : counts) {
      SQLite::Statement put(parts_->database, "INSERT INTO count VALUES(?, ?, ?, ?, ?)");
      put.bind(1, day.text());
      put.bind(2, count.sku.text());
      put.bind(3, count.book.units());
      put.bind(4, count.counted.units());
      put.bind(5, count.reason);
      put.exec();
    }
    change.commit();
    return true;
  });
}

bool Journal::is_closed(Date day) const {
  return guarded(parts_->file, [&] {
    SQLite::Statement row(parts_->database, "SELECT 1 FROM closed WHERE day = ?");
    row.bind(1, day.text());
    return row.executeStep();
  });
}

std::vector<Count> Journal::counts(Date day) const {
  return guarded(parts_->file, [&] {
    SQLite::Statement rows(parts_->database,
                           "SELECT sku, book, counted, reason FROM count WHERE day = ?"
                           " ORDER BY sku");
    rows.bind(1, day.text());
    std::vector<Count> counts;
    while (rows.executeStep()) {
      counts.push_back({day, Sku(rows.getColumn(0).getString()),
                        Quantity::of_units(rows.getColumn(1).getInt64()),
                        Quantity::of_units(rows.getColumn(2).getInt64()),
                        rows.getColumn(3).getString()});
    }
    return counts;
  });
}

}  // namespace wumei::terminal
