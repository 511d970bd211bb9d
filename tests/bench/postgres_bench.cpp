#include "grown.hpp"

#ifdef WUMEI_BENCH_POSTGRES
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <map>

#include <libpq-fe.h>
#endif

/// The bench's transfers through PostgreSQL, over a connection that the environment names (PGHOST,
/// PGPORT, PGUSER). `postgres.py` starts such a server.
namespace wumei::bench {

#ifdef WUMEI_BENCH_POSTGRES
namespace {

constexpr auto schema =
    "SET client_min_messages = warning; DROP TABLE IF EXISTS transfer, account;"
    "CREATE TABLE account(id int PRIMARY KEY, floor bigint NOT NULL, balance bigint NOT NULL,"
    " CHECK(balance >= floor));"
    "CREATE TABLE transfer(seq bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,"
    " key text NOT NULL UNIQUE, debit int NOT NULL, credit int NOT NULL,"
    " amount bigint NOT NULL CHECK(amount > 0));"
    // Account 0 is the fund, the others are households that must not fall below zero.
    "INSERT INTO account SELECT n, CASE n WHEN 0 THEN -1000000000000 ELSE 0 END, 0"
    " FROM generate_series(0, 10000) AS n;"
    "ANALYZE account; CHECKPOINT;";

constexpr auto one_transfer =
    "WITH written AS (INSERT INTO transfer(key, debit, credit, amount) VALUES($1, $2, $3, $4)),"
    " taken AS (UPDATE account SET balance = balance - $4 WHERE id = $2)"
    " UPDATE account SET balance = balance + $4 WHERE id = $3";

constexpr auto many_transfers =
    "WITH written AS (INSERT INTO transfer(key, debit, credit, amount)"
    "  SELECT * FROM unnest($1::text[], $2::int[], $3::int[], $4::bigint[])"
    "  RETURNING debit, credit, amount),"
    " change AS (SELECT id, sum(amount) AS amount FROM"
    "  (SELECT debit AS id, -amount AS amount FROM written"
    "   UNION ALL SELECT credit, amount FROM written) AS leg GROUP BY id)"
    " UPDATE account SET balance = account.balance + change.amount FROM change"
    " WHERE account.id = change.id";

constexpr auto copied_rows =
    "COPY transfer(key, debit, credit, amount) FROM STDIN (FORMAT binary)";
constexpr auto copied_changes =
    "UPDATE account SET balance = account.balance + change.amount"
    " FROM unnest($1::int[], $2::bigint[]) AS change(id, amount) WHERE account.id = change.id";

constexpr Oid oid_int8 = 20;
constexpr Oid oid_int4 = 23;
constexpr Oid oid_text = 25;

/// Bytes in PostgreSQL's binary format: big endian, a length before every value.
struct Wire {
  std::string bytes;

  template <class Integer>
  void number(Integer value) {
    for (int shift = (static_cast<int>(sizeof value) - 1) * 8; shift >= 0; shift -= 8) {
      bytes.push_back(static_cast<char>(value >> shift));
    }
  }
  void value(std::int32_t number_) { number(std::int32_t{4}), number(number_); }
  void value(std::int64_t number_) { number(std::int32_t{8}), number(number_); }
  void value(const std::string& text) {
    number(static_cast<std::int32_t>(text.size()));
    bytes += text;
  }
  void array(Oid element, std::size_t size) {
    for (const auto head : {1, 0, static_cast<int>(element), static_cast<int>(size), 1}) {
      number(std::int32_t{head});
    }
  }
};

std::int32_t account_of(const Transfer& transfer) {
  return static_cast<std::int32_t>(transfer.household) + 1;
}

class Peer {
 public:
  enum class Mode { one, unnest, copy };

  Peer() : connection_(PQconnectdb("dbname=postgres")) {
    if (PQstatus(connection_) != CONNECTION_OK) fail("connect");
  }
  ~Peer() { PQfinish(connection_); }
  Peer(const Peer&) = delete;
  Peer& operator=(const Peer&) = delete;

  void fresh() {
    query("DEALLOCATE ALL");
    query(schema);
    prepare("one", one_transfer);
    prepare("many", many_transfers);
    prepare("changes", copied_changes);
  }

  void append(std::int64_t entries, std::int64_t batch, Mode mode) {
    for (std::int64_t from = 0; from < entries; from += batch) {
      switch (mode) {
        case Mode::one: append_one(from); break;
        case Mode::unnest: append_unnest(from, batch); break;
        case Mode::copy: append_copy(from, batch); break;
      }
    }
  }

  [[nodiscard]] std::int64_t entries() {
    PGresult* result = PQexec(connection_, "SELECT count(*) FROM transfer");
    const std::int64_t count = std::atoll(PQgetvalue(result, 0, 0));
    PQclear(result);
    return count;
  }

 private:
  [[noreturn]] void fail(const char* what) const {
    std::fprintf(stderr, "postgres, %s: %s\n", what, PQerrorMessage(connection_));
    std::abort();
  }

  void done(PGresult* result, const char* what) {
    const ExecStatusType status = PQresultStatus(result);
    if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK && status != PGRES_COPY_IN) {
      fail(what);
    }
    PQclear(result);
  }
  void query(const char* text) { done(PQexec(connection_, text), text); }
  void prepare(const char* name, const char* text) {
    done(PQprepare(connection_, name, text, 0, nullptr), text);
  }

  void execute(const char* name, const std::vector<std::string>& values) {
    std::vector<const char*> bytes;
    std::vector<int> sizes;
    for (const std::string& value : values) {
      bytes.push_back(value.data());
      sizes.push_back(static_cast<int>(value.size()));
    }
    const std::vector<int> binary(values.size(), 1);
    done(PQexecPrepared(connection_, name, static_cast<int>(values.size()), bytes.data(),
                        sizes.data(), binary.data(), 1),
         name);
  }

  void append_one(std::int64_t number) {
    const Transfer transfer = transfer_of(number);
    Wire debit;
    Wire credit;
    Wire amount;
    debit.number(std::int32_t{0});
    credit.number(account_of(transfer));
    amount.number(transfer.points);
    execute("one", {transfer.key, debit.bytes, credit.bytes, amount.bytes});
  }

  void append_unnest(std::int64_t from, std::int64_t batch) {
    Wire keys;
    Wire debits;
    Wire credits;
    Wire amounts;
    const auto size = static_cast<std::size_t>(batch);
    keys.array(oid_text, size);
    debits.array(oid_int4, size);
    credits.array(oid_int4, size);
    amounts.array(oid_int8, size);
    for (std::int64_t number = from; number < from + batch; ++number) {
      const Transfer transfer = transfer_of(number);
      keys.value(transfer.key);
      debits.value(std::int32_t{0});
      credits.value(account_of(transfer));
      amounts.value(transfer.points);
    }
    execute("many", {keys.bytes, debits.bytes, credits.bytes, amounts.bytes});
  }

  void append_copy(std::int64_t from, std::int64_t batch) {
    Wire rows;
    rows.bytes.assign("PGCOPY\n\377\r\n\0\0\0\0\0\0\0\0\0", 19);
    std::map<std::int32_t, std::int64_t> changes;
    for (std::int64_t number = from; number < from + batch; ++number) {
      const Transfer transfer = transfer_of(number);
      rows.number(std::int16_t{4});
      rows.value(transfer.key);
      rows.value(std::int32_t{0});
      rows.value(account_of(transfer));
      rows.value(transfer.points);
      changes[0] -= transfer.points;
      changes[account_of(transfer)] += transfer.points;
    }
    rows.number(std::int16_t{-1});
    Wire ids;
    Wire amounts;
    ids.array(oid_int4, changes.size());
    amounts.array(oid_int8, changes.size());
    for (const auto& [id, amount] : changes) ids.value(id), amounts.value(amount);
    query("BEGIN");
    query(copied_rows);
    PQputCopyData(connection_, rows.bytes.data(), static_cast<int>(rows.bytes.size()));
    PQputCopyEnd(connection_, nullptr);
    done(PQgetResult(connection_), copied_rows);
    while (PGresult* rest = PQgetResult(connection_)) PQclear(rest);
    execute("changes", {ids.bytes, amounts.bytes});
    query("COMMIT");
  }

  PGconn* connection_;
};

/// The mode in which a few batches of that size go fastest.
Peer::Mode faster_mode(Peer& peer, std::int64_t batch) {
  if (batch == 1) return Peer::Mode::one;
  const auto seconds = [&](Peer::Mode mode) {
    peer.fresh();
    const auto start = std::chrono::steady_clock::now();
    peer.append(batch * (batch > 1'000 ? 5 : 100), batch, mode);
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  };
  const double copying = seconds(Peer::Mode::copy);
  return copying < seconds(Peer::Mode::unnest) ? Peer::Mode::copy : Peer::Mode::unnest;
}

struct Server {
  std::unique_ptr<Peer> peer;
  Peer::Mode mode = Peer::Mode::one;
};

Figure postgres_figure(const Scratch& scratch, std::int64_t entries, std::int64_t batch) {
  const auto grown = std::make_shared<Grown>();
  const auto server = std::make_shared<Server>();
  const std::string name = "peer.postgres.batch" + std::to_string(batch);
  Figure figure;
  figure.name = name;
  figure.unit = "1/s";
  figure.baseline_name =
      "PostgreSQL, synchronous_commit on, one prepared statement or COPY a batch (the faster)";
  figure.candidate = {[=, &scratch] { grown->fresh(scratch, name); },
                      [=] { return grown->append(entries, batch); }};
  figure.baseline = {[=] {
    if (!server->peer) {
      server->peer = std::make_unique<Peer>();
      server->mode = faster_mode(*server->peer, batch);
    }
    server->peer->fresh();
  }, [=] {
    server->peer->append(entries, batch, server->mode);
    return server->peer->entries();
  }};
  figure.bars = {{Bar::Of::ratio, Bar::Sense::at_least, 1}};
  return figure;
}

}  // namespace

void add_postgres_rows(Rows& rows, const Scratch& scratch) {
  if (std::getenv("PGHOST") == nullptr) return;
  add_row(rows, postgres_figure(scratch, 400'000, bulk_batch));
  add_row(rows, postgres_figure(scratch, 100'000, 100));
  add_row(rows, postgres_figure(scratch, 2'000, 1));
}

#else

void add_postgres_rows(Rows& /*rows*/, const Scratch& /*scratch*/) {}

#endif

}  // namespace wumei::bench
