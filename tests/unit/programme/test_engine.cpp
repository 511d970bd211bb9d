#include <catch.hpp>
#include <counted_store.hpp>
#include <snapshot_bytes.hpp>
#include <township.hpp>

#include <wumei/programme/snapshot.hpp>

using namespace wumei;
using programme::Command;
using programme::Context;
using programme::Drafts;
using programme::State;
using test::Township;

namespace {

/// Honour from the fund to household 1, through the bare ledger kind.
Command gift(std::int64_t points, std::string key) {
  Command command;
  command.actor = {OfficerId("o-head"), DeviceId("unit")};
  command.kind = "ledger.transfer";
  command.key = std::move(key);
  command.in = json::Value::object({{"points", points}});
  command.decide = [points, in = command.in](const State&, const Context&) -> Decision<Drafts> {
    return Drafts{{.kind = "ledger.transfer",
                   .moves = {{"h/0301001:honour", "", points}, {"f/V03:honour_given", "", -points}},
                   .in = in}};
  };
  return command;
}

std::int64_t honour(const programme::Programme& book) {
  return book.state().book.balance("h/0301001:honour");
}

}  // namespace

TEST_CASE("a command tried twice is written once and gives the same receipt", "[programme]") {
  Township town;
  const programme::Receipt first = town.accept(gift(5, "tap"));
  const programme::Receipt again = town.accept(gift(5, "tap"));

  CHECK_FALSE(first.replayed);
  CHECK(again.replayed);
  CHECK(again.first == first.first);
  CHECK(honour(*town.book) == 5);
}

TEST_CASE("a known key with other content is refused for ever", "[programme]") {
  Township town;
  town.accept(gift(5, "tap"));
  town.set_day("2026-06-01");

  CHECK(town.refusal(gift(6, "tap")) == RefusalCode::key_conflict);
  Command other_officer = gift(5, "tap");
  other_officer.actor.officer = OfficerId("o-village");
  CHECK(town.refusal(other_officer) == RefusalCode::key_conflict);
  Command other_day = gift(5, "tap");
  other_day.effective = Date::of(2026, 5, 1);
  CHECK(town.refusal(other_day) == RefusalCode::key_conflict);
}

TEST_CASE("a known key says what differs, and by whom and when it was used", "[programme]") {
  Township town;
  const ledger::Seq first = town.accept(gift(5, "tap")).first;
  town.set_day("2026-06-01");
  const auto differs = [&](const Command& command) {
    const Refusal refusal = town.book->submit(command).refusal();
    CHECK(refusal.code == RefusalCode::key_conflict);
    const Facts expected{{"key", "tap"},
                         {"seq", std::to_string(first)},
                         {"differs", refusal.facts.at(2).value},
                         {"by", "o-head"},
                         {"recorded", "2026-04-01"}};
    CHECK(refusal.facts == expected);
    return refusal.facts.at(2).value;
  };
  Command command = gift(5, "tap");
  command.actor.device = DeviceId("till");
  CHECK(differs(command) == "device");
  command.actor.officer = OfficerId("o-village");
  CHECK(differs(command) == "officer");
  command.effective = Date::of(2026, 5, 1);
  CHECK(differs(command) == "effective");
  command.kind = "ledger.gift";
  CHECK(differs(command) == "kind");
  command.detail = "why";
  CHECK(differs(command) == "detail");
  command.in = gift(6, "tap").in;
  CHECK(differs(command) == "facts");
}

TEST_CASE("a retry of a command of several entries is recognised by its first", "[programme]") {
  Township town;
  Command pair = gift(5, "pair");
  pair.decide = [in = pair.in](const State&, const Context&) -> Decision<Drafts> {
    return Drafts{{.kind = "ledger.transfer", .in = in}, {.kind = "ledger.transfer"}};
  };
  const programme::Receipt first = town.accept(pair);
  const programme::Receipt again = town.accept(pair);

  CHECK(first.count == 2);
  CHECK(again.replayed);
  CHECK(again.first == first.first);
  CHECK(again.count == 2);
}

TEST_CASE("nothing of an abandoned batch remains", "[programme]") {
  Township town;
  const std::int64_t before = town.book->size();
  const Digest root = town.book->root();

  town.book->begin();
  town.accept(gift(5, "a"));
  town.accept(gift(7, "b"));
  CHECK(honour(*town.book) == 12);
  town.book->abandon();

  CHECK(town.book->size() == before);
  CHECK(town.book->root() == root);
  CHECK(honour(*town.book) == 0);
  town.accept(gift(1, "a"));
  CHECK(honour(town.reopened()) == 1);
}

TEST_CASE("a batch sees its own keys and becomes durable at once", "[programme]") {
  Township town;
  const std::int64_t before = town.store.size("test");

  town.book->begin();
  town.accept(gift(5, "a"));
  CHECK(town.accept(gift(5, "a")).replayed);
  CHECK(town.store.size("test") == before);
  CHECK(town.book->commit() == 1);

  CHECK(town.store.size("test") == before + 1);
}

TEST_CASE("a batch within a batch is refused, and the outer one goes on", "[programme]") {
  Township town;

  town.book->begin();
  town.accept(gift(5, "a"));
  CHECK_ERROR(town.book->begin(), Errc::conflict);
  CHECK_ERROR(programme::import_rows(*town.book, town.head, {"t.csv", "gifts", "bytes"},
                                     std::vector<programme::ImportRow>{{gift(7, "b"), {}}}),
              Errc::conflict);
  town.accept(gift(9, "c"));
  CHECK(town.book->commit() == 2);

  CHECK(honour(town.reopened()) == 14);
}

TEST_CASE("a batch left open ends with its scope, and a committed one stays", "[programme]") {
  Township town;
  const std::int64_t before = town.book->size();

  {
    const programme::OpenBatch undone(*town.book);
    town.accept(gift(5, "a"));
    CHECK_ERROR(programme::OpenBatch(*town.book), Errc::conflict);
    CHECK(town.book->in_batch());
    CHECK(honour(*town.book) == 5);
  }
  CHECK_FALSE(town.book->in_batch());
  CHECK(town.book->size() == before);

  {
    const programme::OpenBatch kept(*town.book);
    town.accept(gift(7, "a"));
    CHECK(town.book->commit() == 1);
  }
  CHECK(honour(town.reopened()) == 7);
}

TEST_CASE("what cannot be undone closes the ledger for writing, and the log is whole",
          "[programme]") {
  Township town;
  test::CountedStore store(town.store);
  programme::Programme book =
      programme::Programme::open(store, town.clock, town.ids, {.programme = "test"});
  {
    const programme::OpenBatch undone(book);
    CHECK(book.submit(gift(5, "a")));
    store.unreadable = true;
  }

  CHECK_FALSE(book.in_batch());
  CHECK_ERROR(book.submit(gift(1, "b")), Errc::corrupt);
  CHECK(honour(town.reopened()) == 0);
}

TEST_CASE("a draft that breaks a law is a bug and leaves the ledger as it was", "[programme]") {
  Township town;
  Command lost = gift(5, "lost");
  lost.decide = [in = lost.in](const State&, const Context&) -> Decision<Drafts> {
    return Drafts{{.kind = "ledger.transfer", .moves = {{"h/0301001:honour", "", 5}}, .in = in}};
  };
  const Digest root = town.book->root();

  CHECK_THROWS_AS(town.book->submit(lost), InvariantViolation);
  CHECK(town.book->root() == root);
  CHECK(town.accept(gift(5, "next")).count == 1);
}

TEST_CASE("dates after today are refused", "[programme]") {
  Township town;
  Command tomorrow = gift(5, "t");
  tomorrow.effective = Date::of(2026, 4, 2);

  CHECK(town.refusal(tomorrow) == RefusalCode::date_in_future);
}

TEST_CASE("a ledger opened for reading refuses to write", "[programme]") {
  Township town;
  programme::Programme reader = town.reopened();

  CHECK_ERROR(reader.submit(gift(5, "t")), Errc::unauthorised);
}

TEST_CASE("a log is founded once", "[programme]") {
  Township town;

  CHECK_ERROR(programme::Programme::create(town.store, town.clock, town.ids,
                                           {town.book->state().charter, town.head, "{}"}),
              Errc::conflict);
}

TEST_CASE("replay and snapshot give the same state", "[programme]") {
  Township town;
  town.budget(Points::parse("100"));
  town.accept(gift(5, "a"));
  const std::string digest = town.book->save_snapshot();
  town.accept(gift(7, "b"));

  const auto replayed = town.reopened();
  const auto loaded = programme::Programme::open(
      town.store, town.clock, town.ids,
      {.programme = "test", .snapshot_digest = digest, .write = false});

  CHECK(replayed.root() == town.book->root());
  CHECK(loaded.root() == town.book->root());
  CHECK(honour(loaded) == 12);
  CHECK(programme::totals(loaded.state().book) == programme::totals(town.book->state().book));
  CHECK(loaded.state().book.issuable(VillageId("V03"), Date::of(2026, 4, 30)) == 10'000);
  CHECK(loaded.state().people.households.size() == 3);
}

TEST_CASE("a log of an older format is not opened, by its snapshot neither", "[programme]") {
  Township town;
  const std::string digest = town.book->save_snapshot();
  store::MemoryStore old;
  const std::int64_t fence = old.become_writer("test");
  town.store.read("test", 0, town.store.size("test"), [&](ledger::Seq seq, std::string_view leaf) {
    std::string bytes(leaf);
    bytes.replace(bytes.find("entry/1"), 7, "entry/0");
    const std::string key(ledger::decode(leaf).key);
    old.append("test", seq, fence, {.entries = {{seq, key, std::move(bytes)}}});
    return true;
  });
  const store::StoredSnapshot kept = town.store.snapshot("test").value();
  const std::string body = test::bytes_of(kept);
  old.put_snapshot("test", kept.label, [&](const store::ByteSink& sink) { sink(body); });

  for (const std::string& trusted : {digest, std::string()}) {
    CHECK_ERROR(programme::Programme::open(
                    old, town.clock, town.ids,
                    {.programme = "test", .snapshot_digest = trusted, .write = false}),
                Errc::unsupported);
  }
}

TEST_CASE("a snapshot that is not the trusted one is never opened", "[programme]") {
  Township town;
  const std::string digest = town.book->save_snapshot();
  const store::StoredSnapshot kept = town.store.snapshot("test").value();
  const std::string body = test::bytes_of(kept);
  const std::size_t tag = body.find('\n');
  // The length, the digest of the first piece, the archive's first byte and its last.
  for (const std::size_t place : {tag + 1, tag + 9, body.size() - 500, body.size() - 1}) {
    std::string changed = body;
    changed[place] = static_cast<char>(changed[place] ^ 1);
    State state;
    audit::Tree tree;
    INFO(place);

    CHECK_FALSE(programme::load_snapshot(test::stored_snapshot(kept.label, changed), digest,
                                         {state, tree}));
    CHECK(state.book.size() == 0);
  }
}

TEST_CASE("a snapshot that cannot be read is a cache missed, not a ledger lost", "[programme]") {
  Township town;
  const std::string digest = town.book->save_snapshot();
  const test::SnapshotBytes kept{test::bytes_of(town.store.snapshot("test").value()), 0, digest};
  State state;
  audit::Tree tree;
  const std::size_t archive = kept.bytes.find("serialization::archive") - 8;
  const std::string_view half =
      std::string_view(kept.bytes).substr(archive, (kept.bytes.size() - archive) / 2);

  CHECK_FALSE(test::SnapshotBytes::of_archive(half).load(state, tree));
  CHECK_FALSE(test::SnapshotBytes{kept.bytes.substr(0, kept.bytes.size() / 2), 0, digest}.load(
      state, tree));
  CHECK(state.book.size() == 0);
  CHECK(test::SnapshotBytes::of_archive(kept.bytes.substr(archive)).digest == digest);
  CHECK(kept.load(state, tree));
}

TEST_CASE("a log with a broken entry does not open and the entry is named", "[programme]") {
  Township town;
  store::Append forged;
  ledger::Draft draft{.kind = "ledger.transfer"};
  const ledger::Leg leg{"h/0301001:honour", "", 5, 5, -1};
  const std::int64_t size = town.book->size();
  forged.entries.push_back(
      {size, "zz",
       ledger::encode({size, town.clock.now(), town.book->today(), "a@b", "zz", ""}, draft,
                      std::span(&leg, 1))});
  town.store.append("test", size, town.store.become_writer("test"), forged);

  try {
    static_cast<void>(town.reopened());
    FAIL("opened");
  } catch (const Error& error) {
    CHECK(error.code() == Errc::corrupt);
    CHECK(error.fact("seq") == std::to_string(size));
    CHECK(error.fact("law") == "1");
  }
}
