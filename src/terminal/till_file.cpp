#include "till_file.hpp"

#include "till_parts.hpp"

#include <wumei/base/json.hpp>

namespace wumei::terminal {
namespace {

market::PriceList prices_of(const std::string& text) {
  const json::Value read = json::parse_lenient(text);
  market::PriceList list;
  list.seq = read.at("prices").integer();
  list.list = read.at("list").text();
  list.version = read.at("version").integer();
  list.from = Date::parse(read.at("from").text());
  list.minimum = Points::parse(read.at("minimum").text());
  for (const json::Value& item : read.at("goods").items()) {
    market::Goods goods;
    goods.sku = Sku(item.at("sku").text());
    goods.name = item.at("name").text();
    goods.unit = item.at("unit").text();
    goods.price = Points::parse(item.at("price").text());
    goods.monthly_limit = Quantity::parse(item.at("monthly_limit").text());
    list.goods[goods.sku] = goods;
  }
  return list;
}

/// Hubs of before did not tell it.
std::string phone_end(const json::Value& item) {
  const json::Value* end = item.find("phone_end");
  return end == nullptr ? std::string() : end->text();
}

LeasedHousehold household_of(const json::Value& item) {
  const json::Value* addable = item.find("addable");
  return {HouseholdId(item.at("household").text()),
          item.at("head").text(),
          item.at("group").text(),
          item.at("people").integer(),
          card_of(item.at("card").text()),
          item.at("passbook").text(),
          phone_end(item),
          addable == nullptr ? Points() : Points::parse(addable->text())};
}

std::vector<LeasedHousehold> households_of(const std::string& text) {
  const json::Value read = json::parse_lenient(text);
  std::vector<LeasedHousehold> households;
  for (const json::Value& item : read.at("households").items()) {
    households.push_back(household_of(item));
  }
  return households;
}

std::string text_of(json::Array households) {
  return json::write(json::Value::object({{"households", std::move(households)}}));
}

/// With what may be added under a name of its own: `points` are those of the lease.
json::Value visitor_of(const std::string& text) {
  const json::Value read = json::parse_lenient(text);
  json::Value visitor;
  for (const auto& [name, value] : read.members()) {
    visitor.add(name == "points" ? "addable" : name, value);
  }
  static_cast<void>(household_of(visitor));
  return visitor;
}

json::Value without_addable(const json::Value& household) {
  json::Value kept;
  for (const auto& [name, value] : household.members()) {
    if (name != "addable") kept.add(name, value);
  }
  return kept;
}

/// The text that was signed; the signature was checked before it was kept.
audit::LeaseDocument document_of(const std::string& note) {
  return audit::parse_lease(note.substr(0, note.find("\n\n") + 1));
}

constexpr auto lease_columns =
    "SELECT note, prices, households, stage, acknowledged FROM lease ";

std::optional<TillLease> lease_of(SQLite::Statement& row) {
  if (!row.executeStep()) return std::nullopt;
  TillLease lease;
  lease.note = row.getColumn(0).getString();
  lease.document = document_of(lease.note);
  lease.prices = prices_of(row.getColumn(1).getString());
  lease.households = households_of(row.getColumn(2).getString());
  lease.stage = static_cast<LeaseStage>(row.getColumn(3).getInt());
  lease.acknowledged = row.getColumn(4).getInt64();
  return lease;
}

}  // namespace

std::string id_of(const programme::OfflineRedemption& sale) {
  return sale.till.text() + "/" + std::to_string(sale.lease) + "/" +
         std::to_string(sale.counter) + "/" + sale.random;
}

TillFile::TillFile(const std::filesystem::path& file) {
  guarded(file.string(), [&] { parts_ = std::make_unique<Parts>(file); });
}

TillFile::~TillFile() = default;

std::optional<TillName> TillFile::name() const {
  return guarded(parts_->file, [&] { return parts_->name(); });
}

void TillFile::put_name(const TillName& name) {
  guarded(parts_->file, [&] {
    const std::optional<TillName> known = parts_->name();
    if (known && (known->till != name.till || known->shop != name.shop ||
                  known->ledger != name.ledger || known->log_key != name.log_key)) {
      throw Error(Errc::conflict, parts_->file + " is of till " + known->till.text(),
                  {{"till", known->till.text()}, {"shop", known->shop.text()}});
    }
    if (known) return;
    SQLite::Statement put(parts_->database, "INSERT INTO till VALUES(1, ?, ?, ?, ?, ?, ?)");
    put.bind(1, name.till.text());
    put.bind(2, name.shop.text());
    put.bind(3, name.ledger);
    put.bind(4, name.log_key);
    put.bind(5, name.offset_minutes);
    put.bind(6, name.rehearsal ? 1 : 0);
    put.exec();
    parts_->till = name.till;
  });
}

std::set<CardId> TillFile::stopped() const {
  return guarded(parts_->file, [&] {
    std::set<CardId> cards;
    SQLite::Statement row(parts_->database, "SELECT stopped FROM seen");
    if (!row.executeStep()) return cards;
    const json::Value read = json::parse(row.getColumn(0).getString());
    for (const json::Value& card : read.items()) cards.insert(CardId(card.text()));
    return cards;
  });
}

Instant TillFile::hub_time() const {
  return guarded(parts_->file, [&] {
    SQLite::Statement row(parts_->database, "SELECT hub_time FROM seen");
    return Instant::from_millis(row.executeStep() ? row.getColumn(0).getInt64() : 0);
  });
}

void TillFile::put_stopped(const std::set<CardId>& cards, Instant hub_time) {
  guarded(parts_->file, [&] {
    json::Array list;
    for (const CardId& card : cards) list.emplace_back(card.text());
    SQLite::Statement put(parts_->database, "INSERT OR REPLACE INTO seen VALUES(1, ?, ?)");
    put.bind(1, json::write(std::move(list)));
    put.bind(2, hub_time.millis());
    put.exec();
  });
}

std::optional<TillLease> TillFile::lease() const {
  return guarded(parts_->file, [&] {
    SQLite::Statement row(parts_->database, std::string(lease_columns) +
                                                "ORDER BY number DESC LIMIT 1");
    return lease_of(row);
  });
}

std::optional<TillLease> TillFile::lease(std::int64_t number) const {
  return guarded(parts_->file, [&] {
    SQLite::Statement row(parts_->database, std::string(lease_columns) + "WHERE number = ?");
    row.bind(1, number);
    return lease_of(row);
  });
}

void TillFile::put_lease(const std::string& note, const std::string& prices,
                         const std::string& households) {
  const audit::LeaseDocument document = document_of(note);
  static_cast<void>(prices_of(prices));
  static_cast<void>(households_of(households));
  guarded(parts_->file, [&] {
    SQLite::Statement put(parts_->database, "INSERT INTO lease VALUES(?, ?, ?, ?, 1, 0)");
    put.bind(1, document.number);
    put.bind(2, note);
    put.bind(3, prices);
    put.bind(4, households);
    put.exec();
  });
}

void TillFile::put_visitor(std::int64_t lease, const std::string& household) {
  const json::Value visitor = visitor_of(household);
  parts_->change_households(lease, [&](json::Array known) {
    std::erase_if(known, [&](const json::Value& item) {
      return item.at("household").text() == visitor.at("household").text();
    });
    known.push_back(visitor);
    return text_of(std::move(known));
  });
}

void TillFile::forget_addable(std::int64_t lease) {
  parts_->change_households(lease, [](json::Array known) {
    for (json::Value& household : known) household = without_addable(household);
    return text_of(std::move(known));
  });
}

void TillFile::put_note(std::int64_t lease, const std::string& note) {
  static_cast<void>(document_of(note));
  guarded(parts_->file, [&] {
    SQLite::Statement put(parts_->database, "UPDATE lease SET note = ? WHERE number = ?");
    put.bind(1, note);
    put.bind(2, lease);
    put.exec();
  });
}

void TillFile::put_stage(std::int64_t lease, LeaseStage stage) {
  guarded(parts_->file, [&] {
    SQLite::Statement put(parts_->database, "UPDATE lease SET stage = ? WHERE number = ?");
    put.bind(1, static_cast<int>(stage));
    put.bind(2, lease);
    put.exec();
  });
}

void TillFile::acknowledge(std::int64_t lease, std::int64_t through) {
  guarded(parts_->file, [&] {
    SQLite::Statement put(parts_->database, "UPDATE lease SET acknowledged = ? WHERE number = ?");
    put.bind(1, through);
    put.bind(2, lease);
    put.exec();
  });
}

std::int64_t TillFile::ask_for(std::int64_t lease, std::int64_t size) {
  return guarded(parts_->file, [&] {
    SQLite::Statement begin(parts_->database, "INSERT OR IGNORE INTO asking VALUES(?, ?)");
    begin.bind(1, lease);
    begin.bind(2, size);
    begin.exec();
    SQLite::Statement row(parts_->database, "SELECT size FROM asking WHERE lease = ?");
    row.bind(1, lease);
    row.executeStep();
    return static_cast<std::int64_t>(row.getColumn(0).getInt64());
  });
}

std::optional<TillDraft> TillFile::draft() const {
  return guarded(parts_->file, [&]() -> std::optional<TillDraft> {
    SQLite::Statement row(parts_->database,
                          "SELECT household, card, receiver, lines, random, proxy FROM draft");
    if (!row.executeStep()) return std::nullopt;
    return TillDraft{HouseholdId(row.getColumn(0).getString()),
                     card_of(row.getColumn(1).getString()),
                     static_cast<programme::Receiver>(row.getColumn(2).getInt()),
                     read_lines(row.getColumn(3).getString()),
                     row.getColumn(4).getString(),
                     row.getColumn(5).getString()};
  });
}

void TillFile::put_draft(const TillDraft& draft) {
  guarded(parts_->file, [&] {
    SQLite::Statement put(parts_->database,
                          "INSERT OR REPLACE INTO draft VALUES(1, ?, ?, ?, ?, ?, ?)");
    put.bind(1, draft.household.text());
    put.bind(2, draft.card.text());
    put.bind(3, static_cast<int>(draft.receiver));
    put.bind(4, write_lines(draft.lines));
    put.bind(5, draft.random);
    put.bind(6, draft.proxy);
    put.exec();
  });
}

void TillFile::drop_draft() {
  guarded(parts_->file, [&] { parts_->database.exec("DELETE FROM draft"); });
}

std::vector<TillRecord> TillFile::records(std::int64_t lease) const {
  return guarded(parts_->file, [&] {
    SQLite::Statement rows(parts_->database,
                           std::string(record_columns) + "WHERE lease = ? ORDER BY counter");
    rows.bind(1, lease);
    return parts_->read(rows);
  });
}

std::vector<TillRecord> TillFile::records_since(Instant from) const {
  return guarded(parts_->file, [&] {
    SQLite::Statement rows(parts_->database, std::string(record_columns) +
                                                 "WHERE at >= ? ORDER BY lease, counter");
    rows.bind(1, from.millis());
    return parts_->read(rows);
  });
}

std::optional<TillRecord> TillFile::record(std::int64_t lease, std::int64_t counter) const {
  return guarded(parts_->file, [&]() -> std::optional<TillRecord> {
    SQLite::Statement rows(parts_->database,
                           std::string(record_columns) + "WHERE lease = ? AND counter = ?");
    rows.bind(1, lease);
    rows.bind(2, counter);
    std::vector<TillRecord> found = parts_->read(rows);
    if (found.empty()) return std::nullopt;
    return std::move(found.front());
  });
}

Instant TillFile::last_record() const {
  return guarded(parts_->file, [&] {
    return Instant::from_millis(
        parts_->database.execAndGet("SELECT coalesce(max(at), 0) FROM record").getInt64());
  });
}

void TillFile::debit(const TillRecord& record) {
  guarded(parts_->file, [&] {
    SQLite::Transaction change(parts_->database);
    parts_->insert(record);
    parts_->database.exec("DELETE FROM draft");
    change.commit();
  });
}

void TillFile::put_state(const TillRecord& record) {
  guarded(parts_->file, [&] { parts_->update(record); });
}

void TillFile::take_back(const TillRecord& record, const std::optional<TillRecord>& kept) {
  guarded(parts_->file, [&] {
    SQLite::Transaction change(parts_->database);
    parts_->update(record);
    if (kept) parts_->insert(*kept);
    change.commit();
  });
}

void TillFile::mark_sent(std::int64_t lease, std::int64_t through) {
  guarded(parts_->file, [&] {
    SQLite::Statement put(parts_->database,
                          "UPDATE record SET sent = 1 WHERE lease = ? AND counter <= ?"
                          " AND sent = 0");
    put.bind(1, lease);
    put.bind(2, through);
    put.exec();
  });
}

}  // namespace wumei::terminal
