#include <catch.hpp>
#include <rapidcheck.h>

#include <wumei/base/assert.hpp>
#include <wumei/base/clock.hpp>
#include <wumei/base/decision.hpp>
#include <wumei/base/error.hpp>
#include <wumei/base/id.hpp>

#include <set>
#include <string>
#include <unordered_set>

/// Ids, errors, decisions, clocks: the small words everything else is said with.
namespace wumei {
namespace {

TEST_CASE("text that cannot be an id is refused", "[base]") {
  for (const char* text : {"", "a b", "户1", "a/b", "a:b", "a#1", "a@b", "é"}) {
    INFO(text);
    CHECK_ERROR(HouseholdId(text), Errc::bad_input);
  }
  CHECK_ERROR(HouseholdId(std::string(41, 'a')), Errc::bad_input);
  CHECK(HouseholdId(std::string(40, 'a')).text().size() == 40);
}

TEST_CASE("ids order and hash by their text, only the default one is empty", "[base]") {
  const std::unordered_set<Sku> known{Sku("G04")};

  CHECK(VillageId("V02") < VillageId("V03"));
  CHECK(known.contains(Sku("G04")));
  CHECK(VillageId().empty());
  CHECK_FALSE(VillageId("V03").empty());
}

TEST_CASE("every failure has a stable name", "[base]") {
  CHECK(name(Errc::bad_input) == "bad_input");
  CHECK(name(Errc::not_found) == "not_found");
  CHECK(name(Errc::conflict) == "conflict");
  CHECK(name(Errc::busy) == "busy");
  CHECK(name(Errc::io) == "io");
  CHECK(name(Errc::corrupt) == "corrupt");
  CHECK(name(Errc::overflow) == "overflow");
  CHECK(name(Errc::unsupported) == "unsupported");
  CHECK(name(Errc::unauthorised) == "unauthorised");
  CHECK(name(Errc::cancelled) == "cancelled");
}

TEST_CASE("bad input says where it is, what was found and what was expected", "[base]") {
  const Error error = bad_input({"claims.csv", 17, 3, "日期"}, "2026-02-30", "a date");

  CHECK(error.code() == Errc::bad_input);
  CHECK(std::string(error.what()) ==
        "claims.csv:17:3: 日期: found \"2026-02-30\", expected a date");
  CHECK(error.fact("line") == "17");
  CHECK(error.fact("field") == "日期");
  CHECK(error.fact("found") == "2026-02-30");
  CHECK(error.fact("nothing") == "");
  CHECK(std::string(error.where().file_name()).ends_with("error.ipp"));
}

TEST_CASE("bad input without a place still says what was found", "[base]") {
  const Error error = bad_input({}, "", "a number");

  CHECK(std::string(error.what()) == "found nothing, expected a number");
  CHECK(error.fact("file") == "");
}

TEST_CASE("a refusal name that no version wrote is corrupt", "[base]") {
  CHECK_ERROR(refusal_code("cap.time"), Errc::corrupt);
  CHECK_ERROR(refusal_code(""), Errc::corrupt);
}

TEST_CASE("every refusal has a name of its own that reads back", "[base]") {
  std::set<std::string_view> names;
  std::size_t count = 0;
  for (int number = 1; number < 256; ++number) {
    const auto code = static_cast<RefusalCode>(number);
    std::string_view text;
    try {
      text = name(code);
    } catch (const InvariantViolation&) {
      continue;  // no code has this number
    }
    ++count;
    names.insert(text);
    CHECK(refusal_code(text) == code);
  }
  CHECK(names.size() == count);
  CHECK(names.contains("cap.times"));
}

TEST_CASE("asking a decision for what it does not hold is a bug", "[base]") {
  const Decision<int> yes = 7;
  const Decision<int> no = Refusal{RefusalCode::cap_times, {{"limit", "1"}}};

  CHECK(*yes == 7);
  CHECK(yes);
  CHECK_FALSE(no);
  CHECK(no.refusal().facts.front() == Fact{"limit", "1"});
  CHECK_THROWS_AS(no.value(), InvariantViolation);
  CHECK_THROWS_AS(yes.refusal(), InvariantViolation);
  CHECK_THROWS_AS(Decision<int>(no).value(), InvariantViolation);
}

TEST_CASE("a broken invariant names the condition and the place", "[base]") {
  try {
    WUMEI_ASSERT(1 + 1 == 3);
    FAIL("no exception");
  } catch (const InvariantViolation& violation) {
    const std::string what = violation.what();
    CHECK(what.find("1 + 1 == 3") != std::string::npos);
    CHECK(what.find("test_vocabulary.cpp:") != std::string::npos);
  }
}

TEST_CASE("a fixed clock stands until it is set", "[base]") {
  FixedClock clock(Instant::from_millis(5));
  CHECK(clock.now().millis() == 5);
  clock.set(Instant::from_millis(9));
  CHECK(clock.now().millis() == 9);
  CHECK(SystemClock().now() > Instant::parse("2024-01-01T00:00Z"));
}

TEST_CASE("counted keys are the same for the same seed and sort in order of time", "[base]") {
  CountedIds one(7);
  CountedIds same(7);
  CountedIds other(8);
  const Instant now = Instant::parse("2026-04-08T09:30:00+08:00");

  const std::string first = one.next_key(now);

  CHECK(first == same.next_key(now));
  CHECK(first != other.next_key(now));
  CHECK(first < one.next_key(now));
  CHECK(one.next_key(now) < one.next_key(Instant::from_millis(now.millis() + 1)));
  CHECK(one.salt().size() == 32);
  CHECK(one.salt() != one.salt());
}

TEST_CASE("random keys differ and later ones sort after earlier ones", "[base]") {
  RandomIds ids;
  const Instant now = Instant::parse("2026-04-08T09:30:00+08:00");

  CHECK(ids.next_key(now) != ids.next_key(now));
  CHECK(ids.next_key(now) < ids.next_key(Instant::from_millis(now.millis() + 1)));
  CHECK(ids.next_key(now).size() <= 64);
  CHECK(ids.salt().size() == 32);
}

}  // namespace
}  // namespace wumei
