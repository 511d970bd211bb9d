#include "sample_log.hpp"

#include <catch.hpp>
#include <wumei/audit/lease_note.hpp>
#include <wumei/base/error.hpp>

#include <simdjson.h>

namespace wumei::audit {
namespace {

namespace dom = simdjson::dom;

struct LeaseVectors {
  dom::parser parser;
  dom::element top =
      parser.load(std::string(WUMEI_SOURCE_DIR) + "/tests/vectors/lease.json");
  VerifierKey key = VerifierKey::parse(text("log_key"));

  [[nodiscard]] std::string text(const char* name) const {
    return std::string(std::string_view(top[name]));
  }
  [[nodiscard]] std::int64_t number(const char* name) const { return std::int64_t(top[name]); }
};

/// The code of what is thrown; nothing when nothing is.
template <class Call>
std::optional<Errc> thrown(Call call) {
  try {
    static_cast<void>(call());
    return std::nullopt;
  } catch (const Error& error) {
    return error.code();
  }
}

LeaseDocument lease_of(const LeaseVectors& vectors, const char* name) {
  return open_lease(vectors.text(name), vectors.key);
}

TEST_CASE("the vector of a lease says what it says", "[audit]") {
  const LeaseVectors vectors;

  const LeaseDocument lease = lease_of(vectors, "note");

  CHECK(lease.entry == vectors.number("entry"));
  CHECK(to_hex(lease.hash.bytes()) == vectors.text("hash"));
  CHECK(lease.till == vectors.text("till"));
  CHECK(lease.number == vectors.number("number"));
  CHECK(lease.stop == vectors.number("stop"));
  std::int64_t points = 0;
  std::size_t at = 0;
  const dom::array lots = vectors.top["lots"];
  for (const LeasedHousehold& leased : lease.households) {
    points += leased.points;
    for (const ledger::Lot& lot : leased.lots) {
      const dom::array row = lots.at(at++);
      CHECK(std::string_view(row.at(0)) == leased.household);
      CHECK(std::string_view(row.at(1)) == lot.name);
      CHECK(std::int64_t(row.at(2)) == lot.amount);
    }
  }
  CHECK(points == vectors.number("points"));
  CHECK(at == lots.size());
  CHECK(lease_text(lease) == parse_note(vectors.text("note")).text);
}

TEST_CASE("a lease says what was added to it, and is the till's as long as it grows", "[audit]") {
  const LeaseVectors vectors;
  const LeaseDocument before = lease_of(vectors, "note");
  const LeaseDocument grown = lease_of(vectors, "grown");

  CHECK_FALSE(before.added);
  REQUIRE(grown.added);
  CHECK(grown.added->seq == vectors.number("added"));
  CHECK(to_hex(grown.added->hash.bytes()) == vectors.text("added_hash"));
  CHECK(grown.entry == before.entry);
  REQUIRE(grown.households.size() == 2);
  CHECK(grown.households[0] == before.households[0]);
  CHECK(grown.households[1].points == 40);
  CHECK(lease_text(grown) == parse_note(vectors.text("grown")).text);
  CHECK(parse_lease(lease_text(grown)) == grown);
}

TEST_CASE("a lease in a till's hands is replaced by itself with more, and nothing else",
          "[audit]") {
  const LeaseVectors vectors;
  const LeaseDocument before = lease_of(vectors, "note");
  const LeaseDocument grown = lease_of(vectors, "grown");
  const auto grows = [](const LeaseDocument& older, const LeaseDocument& newer) {
    return thrown([&] {
      check_grows(older, newer);
      return 0;
    });
  };
  const auto refuses = [&](void (*change)(LeaseDocument&)) {
    LeaseDocument other = grown;
    change(other);
    return grows(before, other) == Errc::conflict;
  };

  CHECK(grows(before, grown) == std::nullopt);
  CHECK(grows(before, before) == std::nullopt);
  CHECK(grows(grown, grown) == std::nullopt);
  CHECK(grows(grown, before) == Errc::conflict);
  CHECK(grows(lease_of(vectors, "before"), grown) == Errc::conflict);
  CHECK(refuses([](LeaseDocument& other) { other.till = "01-1-b"; }));
  CHECK(refuses([](LeaseDocument& other) { ++other.number; }));
  CHECK(refuses([](LeaseDocument& other) { --other.entry; }));
  CHECK(refuses([](LeaseDocument& other) { other.hash = *other.previous; }));
  CHECK(refuses([](LeaseDocument& other) { other.origin = "wumei.example/other/e1"; }));
  LeaseDocument older = grown;
  --older.added->seq;
  CHECK(grows(grown, older) == Errc::conflict);
  LeaseDocument epoch = grown;
  epoch.origin = "wumei.example/village/e2";
  CHECK(grows(before, epoch) == std::nullopt);
}

TEST_CASE("what no lease says is refused although the log signed it", "[audit]") {
  const LeaseVectors vectors;

  for (const dom::element wrong : dom::array(vectors.top["reject"])) {
    const std::string note{std::string_view(wrong["note"])};
    INFO(std::string_view(wrong["why"]));
    REQUIRE(is_signed_by(parse_note(note), vectors.key) == Signed::yes);
    CHECK(thrown([&] { return open_lease(note, vectors.key); }) == Errc::bad_input);
  }
}

TEST_CASE("a lease that the log did not sign is refused", "[audit]") {
  const LeaseVectors vectors;

  CHECK(thrown([&] { return lease_of(vectors, "unsigned"); }) == Errc::unauthorised);
  CHECK(thrown([&] { return lease_of(vectors, "other_key"); }) == Errc::unauthorised);
  CHECK(thrown([&] { return open_lease("no note\n", vectors.key); }) == Errc::bad_input);
}

TEST_CASE("a lease follows the one before it, of the same till, and no other", "[audit]") {
  const LeaseVectors vectors;
  const LeaseDocument before = lease_of(vectors, "before");
  const LeaseDocument next = lease_of(vectors, "note");
  const auto follows = [&](const LeaseDocument& older, const LeaseDocument& newer) {
    return thrown([&] {
      check_follows(older, newer);
      return 0;
    });
  };

  CHECK(follows(before, next) == std::nullopt);
  CHECK(follows(next, before) == Errc::conflict);
  CHECK(follows(next, next) == Errc::conflict);
  LeaseDocument other = before;
  other.till = "01-1-b";
  CHECK(follows(other, next) == Errc::conflict);
  other = before;
  other.hash = next.hash;  // another entry of that number: one of the two is no lease
  CHECK(follows(other, next) == Errc::conflict);
}

TEST_CASE("a lease signed here is opened here", "[audit]") {
  const LeaseVectors vectors;
  const LeaseDocument lease = lease_of(vectors, "note");
  const auto signer = signer_from_seed(vectors.key.name(), testing::log_seed);

  CHECK(sign_lease(lease, *signer) == vectors.text("note"));
}

}  // namespace
}  // namespace wumei::audit
