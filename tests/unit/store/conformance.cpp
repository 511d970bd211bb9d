#include "conformance.hpp"

#include <catch.hpp>

#include <new>
#include <span>

namespace wumei::testing {
namespace {

using store::Append;
using store::Store;
using store::StoredDetail;
using store::StoredDocument;
using store::StoredTile;

const std::string programme = "guanqiao";

std::vector<std::string> leaves(Store& store, std::int64_t from, std::int64_t until) {
  std::vector<std::string> found;
  store.read(programme, from, until, [&](std::int64_t seq, std::string_view leaf) {
    CHECK(seq == from + static_cast<std::int64_t>(found.size()));
    found.emplace_back(leaf);
    return true;
  });
  return found;
}

void check_entries(const MakeStore& make) {
  const auto store = make();
  const std::int64_t fence = store->become_writer(programme);

  CHECK(store->size(programme) == 0);
  CHECK(store->largest_key(programme).empty());
  store->append(programme, 0, fence, {.entries = {entry(0, "b"), entry(1, "a")}});
  store->append(programme, 2, fence,
                {.entries = {entry(2, "c#1/2"), entry(3, "c#2/2"), entry(4, "d#1/12")}});

  CHECK(store->size(programme) == 5);
  CHECK(store->leaf(programme, 1) == entry(1, "").leaf);
  CHECK_ERROR(store->leaf(programme, 5), Errc::not_found);
  CHECK_ERROR(store->leaf(programme, -1), Errc::not_found);
  CHECK(leaves(*store, 1, 4) ==
        std::vector{entry(1, "").leaf, entry(2, "").leaf, entry(3, "").leaf});
  CHECK(leaves(*store, 3, 99).size() == 2);
  CHECK(leaves(*store, 4, 4).empty());
  CHECK(store->find_key(programme, "a") == 1);
  CHECK_FALSE(store->find_key(programme, "c"));
  CHECK(store->find_first_part(programme, "c") == 2);
  CHECK(store->find_first_part(programme, "d") == 4);
  CHECK_FALSE(store->find_first_part(programme, "a"));
  CHECK(store->largest_key(programme) == "d#1/12");
  store->append(programme, 5, fence, {.entries = {entry(5, "log#1/2")}});
  CHECK(store->largest_key(programme) == "d#1/12");
  store->append(programme, 6, fence,
                {.entries = {entry(6, "day/kind/2"), entry(7, "day/kind/10"), entry(8, "day/kind0"),
                             entry(9, "day/kin/9")}});
  CHECK(store->largest_key_under(programme, "day/kind/") == "day/kind/2");
  CHECK(store->largest_key_under(programme, "day/kin/") == "day/kin/9");
  CHECK(store->largest_key_under(programme, "day/other/").empty());
  CHECK(store->largest_key_under(programme, "a/b/").empty());
  CHECK(store->largest_key_under(programme, "0/b/").empty());
}

void check_reading_stops(const MakeStore& make) {
  const auto store = make();
  const std::int64_t fence = store->become_writer(programme);
  store->append(programme, 0, fence, {.entries = {entry(0, "a"), entry(1, "b"), entry(2, "c")}});
  int seen = 0;

  store->read(programme, 0, 3, [&](std::int64_t, std::string_view) { return ++seen < 2; });

  CHECK(seen == 2);
}

void check_refusals(const MakeStore& make) {
  const auto store = make();
  const std::int64_t fence = store->become_writer(programme);
  store->append(programme, 0, fence, {.entries = {entry(0, "a"), entry(1, "b")}});
  const auto add = [&](std::int64_t size, std::int64_t token, const Append& addition) {
    store->append(programme, size, token, addition);
  };

  CHECK_ERROR(add(1, fence, {.entries = {entry(1, "x")}}), Errc::conflict);
  CHECK_ERROR(add(3, fence, {.entries = {entry(3, "x")}}), Errc::conflict);
  CHECK_ERROR(add(2, fence, {.entries = {entry(3, "x")}}), Errc::conflict);
  CHECK_ERROR(add(2, fence, {.entries = {entry(2, "x"), entry(3, "a")}}), Errc::conflict);
  CHECK_ERROR(add(2, fence, {.entries = {entry(2, "x"), entry(3, "x")}}), Errc::conflict);
  CHECK_ERROR(add(2, fence - 1, {.entries = {entry(2, "x")}}), Errc::busy);

  CHECK(store->size(programme) == 2);
  CHECK_FALSE(store->find_key(programme, "x"));
  CHECK_NOTHROW(add(2, fence, {.entries = {entry(2, "x")}}));
}

/// Stores may write many entries at a time: batches around every such size, and one that fails in
/// its middle.
void check_batches(const MakeStore& make) {
  const auto store = make();
  const std::int64_t fence = store->become_writer(programme);
  const auto batch_of = [&](std::int64_t count) {
    Append batch;
    for (std::int64_t seq = store->size(programme); count > 0; --count, ++seq) {
      batch.entries.push_back(entry(seq, "k" + std::to_string(1'000 + seq)));
    }
    return batch;
  };
  std::vector<std::string> written;
  for (const std::int64_t count : {1, 31, 32, 33, 64, 100}) {
    const Append batch = batch_of(count);
    for (const store::StoredEntry& added : batch.entries) written.push_back(added.leaf);
    store->append(programme, store->size(programme), fence, batch);
  }
  CHECK(leaves(*store, 0, store->size(programme)) == written);

  for (const std::size_t place : {0U, 5U, 31U, 32U, 50U, 69U}) {
    INFO(place);
    Append batch = batch_of(70);
    batch.entries[place].key = "k1003";
    CHECK_ERROR(store->append(programme, store->size(programme), fence, batch), Errc::conflict);
    CHECK(leaves(*store, 0, store->size(programme)) == written);
  }
}

/// Hashes made while the entries go in are stored with them, and undo them when they fail.
void check_parts(const MakeStore& make) {
  const auto store = make();
  const std::int64_t fence = store->become_writer(programme);
  store->append(programme, 0, fence, {.entries = {entry(0, "a")}});
  std::vector<std::vector<store::StoredEntry>> parts = {{entry(2, "c"), entry(3, "d")},
                                                        {entry(4, "e")}, {}};
  Append addition{.entries = {entry(1, "b")}};
  std::size_t next = 0;
  addition.more = [&]() -> std::span<const store::StoredEntry> {
    CHECK(store->find_key(programme, "b") == 1);
    CHECK(store->leaf(programme, 1) == entry(1, "").leaf);
    if (next == 2) addition.details = {{1, "salt", "body"}};
    return parts[next++];
  };

  store->append(programme, 1, fence, addition);

  CHECK(store->size(programme) == 5);
  CHECK(leaves(*store, 2, 5) ==
        std::vector{entry(2, "").leaf, entry(3, "").leaf, entry(4, "").leaf});
  CHECK(store->find_key(programme, "e") == 4);
  CHECK(store->detail(programme, 1)->body == "body");
}

void check_broken_parts(const MakeStore& make) {
  const auto store = make();
  const std::int64_t fence = store->become_writer(programme);
  store->append(programme, 0, fence, {.entries = {entry(0, "a")}});
  const auto refused = [&](const store::StoredEntry& last) {
    const std::vector<store::StoredEntry> part = {last};
    const auto more = [&] { return std::span(part); };
    CHECK_ERROR(store->append(programme, 1, fence, {.entries = {entry(1, "b")}, .more = more}),
                Errc::conflict);
    CHECK(store->size(programme) == 1);
    CHECK_FALSE(store->find_key(programme, "b"));
  };

  refused(entry(3, "c"));
  refused(entry(2, "a"));
  refused(entry(2, "b"));
  const auto throws = []() -> std::span<const store::StoredEntry> { throw std::bad_alloc(); };
  CHECK_THROWS_AS(store->append(programme, 1, fence,
                                {.entries = {entry(1, "b")}, .more = throws}),
                  std::bad_alloc);
  CHECK(store->size(programme) == 1);
  store->append(programme, 1, fence, {.entries = {entry(1, "b")}});
}

void check_late_hashes(const MakeStore& make) {
  const auto store = make();
  const std::int64_t fence = store->become_writer(programme);
  const std::string full(8192, 'f');

  store->append(programme, 0, fence, {.entries = {entry(0, "a")}, .hashes = [&] {
    return store::StoredHashes{{StoredTile{0, 0, 3, full}}, {StoredTile{0, 0, 4, "edge"}}};
  }});
  const auto fail = [&](const auto& failing) {
    store->append(programme, 1, fence, {.entries = {entry(1, "b")}, .hashes = failing});
  };
  CHECK_ERROR(fail([]() -> store::StoredHashes { throw Error(Errc::io, "gone"); }), Errc::io);
  CHECK_THROWS_AS(fail([]() -> store::StoredHashes { throw std::bad_alloc(); }), std::bad_alloc);

  CHECK(store->tile(programme, 0, 0, 3) == full);
  CHECK(store->tile(programme, 0, 0, 4) == "edge");
  CHECK(store->size(programme) == 1);
  CHECK_NOTHROW(store->append(programme, 1, fence, {.entries = {entry(1, "b")}}));
}

/// The edge after an append is the one it gave, level by level, and an append that fails leaves it.
void check_edges(const MakeStore& make) {
  const auto store = make();
  const std::int64_t fence = store->become_writer(programme);
  std::int64_t size = 0;
  const auto add = [&](const std::string& key, const std::vector<StoredTile>& edge) {
    store->append(programme, size, fence,
                  {.entries = {entry(size, key)}, .hashes = [edge] {
                     return store::StoredHashes{{}, edge};
                   }});
    ++size;
  };
  const auto found = [&] {
    return store->tile(programme, 0, 0, 1).value_or("-") + " " +
           store->tile(programme, 0, 0, 2).value_or("-") + " " +
           store->tile(programme, 0, 1, 0).value_or("-");
  };

  add("a", {{0, 0, 1, "a"}, {0, 1, 0, "up"}});
  CHECK(found() == "a - up");
  add("b", {{0, 0, 1, "ab"}, {0, 1, 0, "up"}});
  CHECK(found() == "ab - up");
  CHECK_ERROR(add("b", {{0, 0, 1, "abb"}, {0, 1, 0, "down"}}), Errc::conflict);
  CHECK(found() == "ab - up");
  add("c", {{0, 1, 0, "upper"}});
  CHECK(found() == "- - upper");
  add("d", {{0, 0, 2, "d"}, {0, 1, 0, "upper"}});
  CHECK(found() == "- d upper");
  add("e", {});
  CHECK(found() == "- d upper");
}

void check_side_tables(const MakeStore& make) {
  const auto store = make();
  const std::int64_t fence = store->become_writer(programme);
  const std::string hashes(8192, 'h');
  const std::string salt("s\0lt", 4);
  store->append(programme, 0, fence,
                {.entries = {entry(0, "a"), entry(1, "b")},
                 .details = {StoredDetail{1, salt, "private"}},
                 .documents = {StoredDocument{"sha256:b", "B"}, StoredDocument{"sha256:a", "A"}},
                 .hashes = [&] { return store::StoredHashes{{{0, 0, 7, hashes}}, {}}; }});
  store->append(programme, 2, fence,
                {.entries = {entry(2, "c")}, .documents = {StoredDocument{"sha256:a", "A"}}});

  CHECK(store->tile(programme, 0, 0, 7) == hashes);
  CHECK_FALSE(store->tile(programme, 0, 1, 7));
  CHECK_FALSE(store->tile(programme, 1, 0, 7));
  CHECK(store->detail(programme, 1)->salt == salt);
  CHECK(store->detail(programme, 1)->body == "private");
  CHECK_FALSE(store->detail(programme, 0));
  CHECK(store->document(programme, "sha256:a") == "A");
  CHECK_FALSE(store->document(programme, "sha256:c"));
  std::string seen;
  store->read_documents(programme, [&](const StoredDocument& document) { seen += document.body; });
  store->read_details(programme, [&](const StoredDetail& detail) { seen += detail.body; });
  CHECK(seen == "ABprivate");
}

void check_erasing(const MakeStore& make) {
  const auto store = make();
  const std::int64_t fence = store->become_writer(programme);
  store->append(programme, 0, fence,
                {.entries = {entry(0, "a"), entry(1, "b"), entry(2, "c")},
                 .details = {StoredDetail{0, "s0", "first"}, StoredDetail{2, "s2", "third"}}});

  CHECK_ERROR(store->append(programme, 2, fence, {.entries = {entry(2, "d")}, .erase = {0}}),
              Errc::conflict);
  CHECK(store->detail(programme, 0)->body == "first");

  store->append(programme, 3, fence,
                {.entries = {entry(3, "d")},
                 .details = {StoredDetail{3, "s3", "fourth"}},
                 .erase = {0, 1, 3}});

  CHECK_FALSE(store->detail(programme, 0));
  CHECK_FALSE(store->detail(programme, 3));
  CHECK(store->detail(programme, 2)->body == "third");
  CHECK(store->leaf(programme, 0) == entry(0, "").leaf);
  std::string seen;
  store->read_details(programme, [&](const StoredDetail& detail) { seen += detail.body; });
  CHECK(seen == "third");
}

void check_checkpoints(const MakeStore& make) {
  const auto store = make();
  const std::int64_t fence = store->become_writer(programme);
  store->append(programme, 0, fence, {.entries = {entry(0, "a"), entry(1, "b")}});

  CHECK(store->newest_checkpoint(programme) == std::nullopt);
  store->put_checkpoint(programme, {2, "note 2"}, {StoredTile{0, 0, 0, std::string(64, 'x')}});
  store->put_checkpoint(programme, {1, "note 1"}, {StoredTile{0, 0, 0, std::string(32, 'y')}});
  store->put_checkpoint(programme, {2, "note 2"}, {StoredTile{0, 0, 0, std::string(64, 'z')}});

  CHECK(store->checkpoints(programme) ==
        std::vector<store::StoredCheckpoint>{{1, "note 1"}, {2, "note 2"}});
  CHECK(store->newest_checkpoint(programme) == store::StoredCheckpoint{2, "note 2"});
  CHECK(store->tile(programme, 0, 0, 0) == std::string(64, 'z'));
  CHECK_ERROR(store->put_checkpoint(programme, {2, "other"}, {}), Errc::conflict);
  CHECK(store->tile(programme, 0, 0, 0) == std::string(64, 'z'));
}

void check_cosignatures(const MakeStore& make) {
  const auto store = make();
  const std::int64_t fence = store->become_writer(programme);
  store->append(programme, 0, fence, {.entries = {entry(0, "a"), entry(1, "b")}});
  store->put_checkpoint(programme, {1, "note 1\n"}, {});
  store->put_checkpoint(programme, {2, "note 2\n"}, {});

  store->add_cosignatures(programme, 1, {"z\n", "a\n"});
  store->add_cosignatures(programme, 1, {"a\n", "m\n"});

  CHECK(store->checkpoints(programme) ==
        std::vector<store::StoredCheckpoint>{{1, "note 1\nz\na\nm\n"}, {2, "note 2\n"}});
  store->put_checkpoint(programme, {1, "note 1\n"}, {});
  CHECK_ERROR(store->add_cosignatures(programme, 3, {"a\n"}), Errc::not_found);
  CHECK(store->checkpoints(programme).size() == 2);

  store->add_cosignatures(programme, 2, {"n\n", "b\n"});
  CHECK(store->newest_checkpoint(programme) == store::StoredCheckpoint{2, "note 2\nn\nb\n"});
}

void put_snapshot(store::Store& store, std::int64_t size, std::string_view body) {
  const auto bytes = static_cast<std::int64_t>(body.size());
  const std::string digest = "sha256:" + std::to_string(size);
  store.put_snapshot(programme, {size, digest, bytes}, [&](const store::ByteSink& sink) {
    sink(body.substr(0, 3));
    sink(body.substr(3));
  });
}

std::string body_of(const store::StoredSnapshot& snapshot) {
  std::string body(static_cast<std::size_t>(snapshot.label.bytes), '\0');
  snapshot.read(body.data(), 2);
  snapshot.read(body.data() + 2, body.size() - 2);
  return body;
}

void check_snapshots(const MakeStore& make) {
  const auto store = make();
  static_cast<void>(store->become_writer(programme));
  const std::string body = std::string("bytes\0of a state", 16) + std::string(100'000, 'x');

  CHECK_FALSE(store->snapshot(programme));
  put_snapshot(*store, 5, "older");
  put_snapshot(*store, 9, body);
  const auto fails = [](const store::ByteSink& sink) {
    sink("half");
    throw Error(Errc::io, "no more");
  };
  CHECK_ERROR(store->put_snapshot(programme, {10, "sha256:10", 8}, fails), Errc::io);

  const auto found = store->snapshot(programme);
  REQUIRE(found);
  CHECK(found->label.size == 9);
  CHECK(found->label.digest == "sha256:9");
  CHECK(body_of(*found) == body);
}

void check_large_leaf(const MakeStore& make) {
  const auto store = make();
  const std::int64_t fence = store->become_writer(programme);
  const std::string large(ledger::leaf_max, 'x');

  store->append(programme, 0, fence, {.entries = {{0, std::string(64, 'k'), large}}});

  CHECK(store->leaf(programme, 0) == large);
}

}  // namespace

void check_store(const MakeStore& make) {
  SECTION("entries are kept in order and found by key") { check_entries(make); }
  SECTION("a reader may stop") { check_reading_stops(make); }
  SECTION("a refused append adds nothing") { check_refusals(make); }
  SECTION("batches of any size are kept whole or not at all") { check_batches(make); }
  SECTION("tiles, details and documents are kept") { check_side_tables(make); }
  SECTION("the edge is replaced level by level") { check_edges(make); }
  SECTION("entries may come in parts, which are looked up before the rest is there") {
    check_parts(make);
  }
  SECTION("a part that is refused undoes the parts before") { check_broken_parts(make); }
  SECTION("hashes may come late, and undo what they fail for") { check_late_hashes(make); }
  SECTION("erased details are gone, with the append or not at all") { check_erasing(make); }
  SECTION("checkpoints are kept in order of size, the newest edge with them") {
    check_checkpoints(make);
  }
  SECTION("a checkpoint's note carries the cosignatures added to it, each once") {
    check_cosignatures(make);
  }
  SECTION("one snapshot is kept") { check_snapshots(make); }
  SECTION("the largest leaf fits") { check_large_leaf(make); }
}

}  // namespace wumei::testing
