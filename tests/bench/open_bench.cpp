#include "bench.hpp"
#include "made.hpp"

#include <wumei/audit/proof.hpp>
#include <wumei/publish/statement.hpp>
#include <wumei/store/log_reader.hpp>

#include <algorithm>
#include <cstdlib>
#include <memory>

/// What people wait for on a ledger that has grown: opening it, a statement, a proof.
namespace wumei::bench {
namespace {

constexpr std::int64_t proven_entries = 10'000'000;
constexpr int asked_at_once = 50;

Bar at_most(double seconds) { return {Bar::Of::value, Bar::Sense::at_most, seconds}; }

std::int64_t open_once(const std::filesystem::path& ledger, const std::string& digest) {
  Opened opened(ledger);
  opened.open(digest);
  return opened.programme->size() > 0 ? 1 : 0;
}

std::int64_t read_snapshot(const std::filesystem::path& ledger) {
  store::SqliteStore store(ledger, store::Access::read);
  const store::StoredSnapshot snapshot = store.snapshot({}).value();
  Sha256 sha;
  std::string piece(262'144, '\0');
  for (std::int64_t left = snapshot.label.bytes; left > 0;) {
    const std::int64_t size = std::min<std::int64_t>(left, 262'144);
    snapshot.read(piece.data(), static_cast<std::size_t>(size));
    static_cast<void>(sha.digest(piece));
    left -= size;
  }
  return 1;
}

Figure open_figure(const Places& places, const std::string& name, const Scheme& scheme,
                   double seconds) {
  const auto ledger = std::make_shared<std::filesystem::path>();
  const auto made = [=] { if (ledger->empty()) *ledger = made_scheme(places.kept, scheme); };
  Figure figure{name, "s", {}, {}, "reading the snapshot's bytes and their digest"};
  figure.candidate = {made, [=] { return open_once(*ledger, trusted_snapshot(*ledger)); }};
  figure.baseline = {made, [=] { return read_snapshot(*ledger); }};
  figure.bars = {at_most(seconds)};
  return figure;
}

/// A ledger of `scheme` that is opened when the first run asks.
struct Kept {
  std::filesystem::path file;
  std::unique_ptr<Opened> opened;

  void open(const Places& places, const Scheme& scheme) {
    if (opened) return;
    file = made_scheme(places.kept, scheme);
    opened = std::make_unique<Opened>(file);
    opened->open(trusted_snapshot(file));
  }
};

/// Households spread over the scheme.
HouseholdId asked_household(int number) {
  return scheme_household(number % million_scheme.villages + 1,
                          number * 7 % million_scheme.households + 1);
}

std::int64_t print_statements(const Opened& opened) {
  const programme::Programme& programme = *opened.programme;
  for (int number = 0; number < asked_at_once; ++number) {
    publish::StatementQuery query;
    query.household = asked_household(number);
    query.day = programme.state().book.last_recorded().date(480);
    query.lines_max = 50;
    const publish::Statement statement = publish::gather_statement(programme, query);
    if (statement.lines.size() != 50) std::abort();
    if (publish::statement_html(statement, query.language).empty()) std::abort();
  }
  return asked_at_once;
}

/// The entries behind those statements, by the pointers of the pending account alone.
std::int64_t read_histories(const Opened& opened) {
  const programme::Programme& programme = *opened.programme;
  const auto read = [&](ledger::Seq seq) { return programme.leaf(seq); };
  for (int number = 0; number < asked_at_once; ++number) {
    const std::string account =
        ledger::of_household(asked_household(number), ledger::Purpose::pending);
    const ledger::Seq last = programme.state().book.last_entry(account);
    if (ledger::history(account, last, read, 50).size() != 50) std::abort();
  }
  return asked_at_once;
}

Figure statement_figure(const Places& places) {
  const auto kept = std::make_shared<Kept>();
  const auto open = [=] { kept->open(places, million_scheme); };
  return {"statement.50", "s",
          {open, [=] { return print_statements(*kept->opened); }},
          {open, [=] { return read_histories(*kept->opened); }},
          "the account's last 50 entries, read and decoded",
          5, {at_most(0.001)}};
}

std::int64_t run(const std::string& command) {
  if (std::system((command + " >/dev/null").c_str()) != 0) std::abort();
  return 1;
}

Figure process_figure(const Places& places) {
  const auto ledger = std::make_shared<std::filesystem::path>();
  const auto made = [=] { *ledger = made_scheme(places.kept, million_scheme); };
  const std::string wumei = "'" + places.wumei.string() + "'";
  return {"statement.50.process", "s",
          {made, [=] {
             return run(wumei + " -L '" + ledger->string() + "' statement " +
                        asked_household(0).text());
           }},
          {made, [=] { return run(wumei + " --version"); }},
          "starting the command line for nothing", 5};
}

std::int64_t prove(store::SqliteStore& store) {
  const audit::HashReader log = store::hash_reader(store, {});
  for (std::int64_t number = 0; number < asked_at_once; ++number) {
    const std::int64_t index = number * 7'919'321 % proven_entries;
    const audit::ProofFile proof{log.leaf(index), index,
                                 audit::inclusion_proof(log, index, proven_entries), "\n"};
    if (audit::write_proof(proof).empty()) std::abort();
  }
  return asked_at_once;
}

std::int64_t read_leaves(store::SqliteStore& store) {
  for (std::int64_t number = 0; number < asked_at_once; ++number) {
    if (store.leaf({}, number * 7'919'321 % proven_entries).empty()) std::abort();
  }
  return asked_at_once;
}

Figure proof_figure(const Places& places) {
  const auto store = std::make_shared<std::unique_ptr<store::SqliteStore>>();
  const auto open = [=] {
    if (*store) return;
    *store = std::make_unique<store::SqliteStore>(made_log(places.kept, proven_entries),
                                                  store::Access::read);
  };
  return {"proof.10m", "s", {open, [=] { return prove(**store); }},
          {open, [=] { return read_leaves(**store); }}, "reading the entry alone", 5,
          {at_most(0.001)}};
}

}  // namespace

void add_open_rows(Rows& rows, const Places& places) {
  add_row(rows, open_figure(places, "open.snapshot", million_scheme, 0.150));
  add_row(rows, statement_figure(places));
  add_row(rows, process_figure(places));
  add_row(rows, proof_figure(places));
  add_row(rows, open_figure(places, "open.snapshot.county", county_scheme, 1.0));
}

}  // namespace wumei::bench
