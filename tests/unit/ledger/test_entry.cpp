#include <catch.hpp>
#include <log_writer.hpp>

#include <wumei/base/amount.hpp>

#include <rapidcheck.h>

#include <algorithm>
#include <set>
#include <tuple>

using namespace wumei;
using ledger::Draft;
using ledger::Entry;

namespace {

const char* const sample =
    R"(["wumei/entry/1",7,1775620800000,"2026-04-08","ledger.transfer","o-lin@till-1",)"
    R"("k-7",[3],[["f/V03:issued/2026","",-500,-500,-1],["h/0301017:pending","7",500,500,-1]],)"
    R"({"in":{"note":"张\"三"},"out":{}},""])";

std::string changed(std::string from, std::string_view what, std::string_view with) {
  const std::size_t at = from.find(what);
  REQUIRE(at != std::string::npos);
  return from.replace(at, what.size(), with);
}

}  // namespace

TEST_CASE("an entry's bytes are read field by field", "[ledger]") {
  const Entry entry = ledger::decode(std::string_view(sample));

  CHECK(entry.seq == 7);
  CHECK(entry.recorded.millis() == 1775620800000);
  CHECK(entry.effective == Date::of(2026, 4, 8));
  CHECK(entry.officer() == "o-lin");
  CHECK(entry.refs == std::vector<ledger::Seq>{3});
  REQUIRE(entry.legs.size() == 2);
  CHECK(entry.legs[1].account == "h/0301017:pending");
  CHECK(entry.legs[1].amount == 500);
  CHECK(ledger::parse_data(entry).at("in").at("note").text() == "张\"三");
}

TEST_CASE("bytes that are not exactly one spelling of an entry are corrupt", "[ledger]") {
  const std::string good = sample;
  const std::vector<std::pair<const char*, const char*>> edits = {
      {"entry/1", "entry/x"},     {",7,", ", 7,"},
      {"entry/1", "entry/1 "},    {"k-7", "k#7"},
      {",7,", ",07,"},            {",7,", ",7.0,"},
      {",7,", ",-0,"},            {"04-08", "02-30"},
      {"[3]", "[3,]"},            {"[3]", "[\"3\"]"},
      {"\"k-7\"", "\"\""},        {",\"\"]", ",\"\"] "},
      {",\"\"]", ",null]"},       {"o-lin", "o\\u002dlin"},
      {"-500,-500", "-500,-5e2"}, {",\"\"]", ",\"abc\"]"},
      {"1775620800000", "9007199254740993"},
      {"1775620800000", "9007199254740992"},
      {"1775620800000", "17756208000000000"},
      {",7,", ",,"},              {",7,", ",-,"},
      {",7,", ",-07,"},           {",7,", ",+7,"}};
  for (const auto& [what, with] : edits) {
    INFO(what << " -> " << with);
    CHECK_ERROR(ledger::decode(changed(good, what, with)), Errc::corrupt);
  }
  CHECK_ERROR(ledger::decode(std::string_view("")), Errc::corrupt);
  CHECK_ERROR(ledger::decode(good.substr(0, good.size() - 1)), Errc::corrupt);
}

TEST_CASE("an entry of another version of the format says which, and what to do", "[ledger]") {
  const auto message = [](std::string_view tag) -> std::string {
    try {
      static_cast<void>(ledger::decode(changed(sample, "wumei/entry/1", tag)));
    } catch (const Error& error) {
      CHECK(error.code() == Errc::unsupported);
      return error.what();
    }
    return "";
  };

  CHECK(message("wumei/entry/0") ==
        "the entry has the format wumei/entry/0, this program reads wumei/entry/1 only: it was "
        "written before the format was settled; read it with the wumei that wrote it, and found a "
        "new ledger");
  CHECK(message("wumei/entry/12") ==
        "the entry has the format wumei/entry/12, this program reads wumei/entry/1 only: use a "
        "newer wumei");
}

TEST_CASE("the largest integers of an entry are read exactly", "[ledger]") {
  const std::string bytes = changed(sample, "-500,-500", "-9007199254740991,9007199254740991");
  const Entry entry = ledger::decode(std::string_view(bytes));

  CHECK(entry.legs[0].amount == -exact_max);
  CHECK(entry.legs[0].balance == exact_max);
}

TEST_CASE("an entry cut off anywhere is corrupt", "[ledger]") {
  const std::string whole = sample;
  for (std::size_t length = 0; length < whole.size(); ++length) {
    INFO(length);
    const std::string cut(whole, 0, length);
    CHECK_ERROR(ledger::decode(cut), Errc::corrupt);
  }
}

TEST_CASE("data that is not canonical JSON is corrupt", "[ledger]") {
  for (const auto& [what, with] : std::vector<std::pair<const char*, const char*>>{
           {"{\"in\"", "{ \"in\""},
           {"\"out\":{}", "\"out\":1.5"},
           {"\"out\":{}", "\"out\":null"},
           {"\"out\":{}", "\"out\":{\"a\":1,\"a\":2}"},
           {"张", "\\u5f20"},
           {"\"out\":{}", "\"also\":{}"}}) {
    const std::string bytes = changed(sample, what, with);
    INFO(bytes);
    CHECK_ERROR(ledger::parse_data(ledger::decode(bytes)), Errc::corrupt);
  }
}

TEST_CASE("what cannot be stored is refused before it is stored", "[ledger]") {
  const ledger::Position place{0, Instant(), Date(), "a@b", "k", ""};
  ledger::Position long_key = place;
  const std::string key(65, 'k');
  long_key.key = key;

  CHECK_ERROR(ledger::encode(long_key, {.kind = "x"}, {}), Errc::bad_input);
  CHECK_ERROR(ledger::encode(place, {.kind = "中"}, {}), Errc::bad_input);
  CHECK_ERROR(ledger::encode(place, {.kind = "x", .in = json::Value(std::string(70'000, 'a'))}, {}),
              Errc::overflow);
  const ledger::Leg leg{"f/V:cash", "", INT64_MAX, 0, -1};
  CHECK_ERROR(ledger::encode(place, {.kind = "x"}, std::span(&leg, 1)), Errc::overflow);
}

TEST_CASE("a key tells the parts of a command apart", "[ledger]") {
  using ledger::KeyPart;
  using ledger::parse_key;
  CHECK(parse_key("2026-04-08/insp/1") == KeyPart{"2026-04-08/insp/1", 1, 1});
  CHECK(parse_key("a/b#1/2") == KeyPart{"a/b", 1, 2});
  CHECK(parse_key("a#12/999999999") == KeyPart{"a", 12, 999'999'999});
  CHECK(parse_key(std::string(64, 'k')).has_value());
  for (const std::string_view none :
       {"", "#", "a#", "a#1", "a#/2", "a#1/", "a#0/2", "a#3/2", "a#-1/2", "a#1/2x", "a#x/2",
        "a#1/1000000000", "1/2#", "#1/2", "a#1/1", "a#01/2", "a#1/02", "a#b#1/2", "a#1/2#1/2"}) {
    INFO(none);
    CHECK_FALSE(parse_key(none).has_value());
  }
  CHECK_FALSE(parse_key(std::string(65, 'k')).has_value());
}

TEST_CASE("the parts of a command are spelled as they are read", "[ledger]") {
  CHECK(ledger::spell_key({"k", 1, 1}) == "k");
  CHECK(ledger::spell_key({"k", 3, 12}) == "k#3/12");
  const bool holds = rc::check("key round trip", [] {
    const auto parts = *rc::gen::inRange<std::int64_t>(2, 100'000);
    const auto part = *rc::gen::inRange<std::int64_t>(1, parts + 1);
    const std::string key = ledger::spell_key({"2026-04-08/n", part, parts});
    RC_ASSERT(ledger::parse_key(key) == (ledger::KeyPart{"2026-04-08/n", part, parts}));
  });
  CHECK(holds);
}

TEST_CASE("the commitment hides the length and depends on salt and text", "[ledger]") {
  const std::string one = ledger::commitment("salt", "张三");

  CHECK(one.size() == 43);
  CHECK(one == ledger::commitment("salt", "张三"));
  CHECK(one != ledger::commitment("Salt", "张三"));
  CHECK(one != ledger::commitment("salt", "李四"));
}

TEST_CASE("encode and decode are inverse for any numbers", "[ledger]") {
  const bool holds = rc::check("entry round trip", [] {
    const auto amount = *rc::gen::inRange<std::int64_t>(-1'000'000, 1'000'000);
    RC_PRE(amount != 0);
    const auto balance = *rc::gen::inRange<std::int64_t>(-exact_max, exact_max);
    const auto note = *rc::gen::container<std::string>(rc::gen::inRange<char>(1, 127));
    const ledger::Leg leg{"h/1:arrears", "", amount, balance, 5};
    Draft draft{.kind = "t", .refs = {1, 2}};
    draft.in = json::Value::object({{"note", json::Value(note)}});

    const std::string bytes =
        ledger::encode({9, Instant::from_millis(1), Date::of(2026, 1, 2), "a@b", "k", ""}, draft,
                       std::span(&leg, 1));
    const Entry entry = ledger::decode(bytes);

    RC_ASSERT(entry.legs.front().amount == amount);
    RC_ASSERT(entry.legs.front().balance == balance);
    RC_ASSERT(ledger::parse_data(entry).at("in") == draft.in);
  });
  CHECK(holds);
}

TEST_CASE("an entry decoded for some accounts has their legs and all else", "[ledger]") {
  const std::vector<std::string> names = {"f/V03:issued/2026", "h/0301017:pending", "h/03010171:p",
                                          "h/0301017:pending2", "h/0301018:spendable"};
  const bool holds = rc::check("as the whole entry, but for the legs", [&] {
    const auto chosen = *rc::gen::container<std::vector<std::size_t>>(
        rc::gen::inRange<std::size_t>(0, names.size() * 2));
    std::vector<ledger::Leg> legs;
    for (const std::size_t one : std::set<std::size_t>(chosen.begin(), chosen.end())) {
      // Two lots of an account are two legs; the legs are in the order of entries.
      legs.push_back({names[one / 2], one % 2 == 0 ? "2026-12-31" : "2027-12-31", 5, 5, -1});
    }
    std::sort(legs.begin(), legs.end(), [](const ledger::Leg& a, const ledger::Leg& b) {
      return std::tie(a.account, a.lot) < std::tie(b.account, b.lot);
    });
    Draft draft{.kind = "x", .refs = {3}};
    draft.in = json::Value::object({{"note", "[\"h/0301017:pending\",\"a\",1,1,-1]],{\"in\":"}});
    draft.out = json::Value(json::Object{});
    const std::string leaf = ledger::encode({7, Instant::from_millis(1), Date::of(2026, 4, 8),
                                             "o-lin@till-1", "k-7", ""}, draft, legs);

    const std::vector<std::string_view> asked = {names[3], names[1], "h/none:pending"};
    Entry some;
    ledger::decode(leaf, asked, some);

    const Entry whole = ledger::decode(leaf);
    std::vector<std::pair<std::string_view, std::string_view>> expected;
    for (const std::string_view account : asked) {
      for (const ledger::Leg& leg : whole.legs) {
        if (leg.account == account) expected.emplace_back(leg.account, leg.lot);
      }
    }
    std::vector<std::pair<std::string_view, std::string_view>> found;
    for (const ledger::Leg& leg : some.legs) found.emplace_back(leg.account, leg.lot);
    RC_ASSERT(found == expected);
    RC_ASSERT(some.refs == whole.refs);
    RC_ASSERT(some.data == whole.data);
    RC_ASSERT(some.key == whole.key);
  });
  CHECK(holds);
}

TEST_CASE("an entry cut off anywhere is corrupt for some accounts too", "[ledger]") {
  const std::string good = sample;
  const std::vector<std::string_view> asked = {"h/0301017:pending"};
  Entry entry;
  for (std::size_t length = 0; length < good.size(); ++length) {
    CHECK_ERROR(ledger::decode(std::string_view(good).substr(0, length), asked, entry),
                Errc::corrupt);
  }
  CHECK_ERROR(ledger::decode(changed(good, "500,500", "500;500"), asked, entry), Errc::corrupt);
}
