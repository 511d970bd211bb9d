#include <catch.hpp>
#include <rapidcheck.h>

#include <wumei/base/id.hpp>
#include <wumei/base/packed_map.hpp>

#include <cstdint>
#include <limits>
#include <map>
#include <string>
#include <vector>

namespace wumei {
namespace {

template <class Map, class Key, class Value>
void same(const Map& map, const std::map<Key, Value>& model) {
  RC_ASSERT(map.size() == model.size());
  auto expected = model.begin();
  for (const auto& [key, value] : map) {
    RC_ASSERT(key == expected->first);
    RC_ASSERT(value == expected->second);
    ++expected;
  }
}

/// Sets, erases and asks some hundreds of times; keys come in any order or in their own.
template <class Key, class MakeKey, class MakeValue>
void agrees(const std::string& what, MakeKey make_key, MakeValue make_value) {
  CHECK(rc::check(what, [&] {
    PackedMap<Key, std::string> map;
    std::map<Key, std::string> model;
    const bool in_order = *rc::gen::arbitrary<bool>();
    for (int i = 0; i < 300; ++i) {
      const Key key = make_key(in_order ? i : *rc::gen::inRange(0, 200));
      if (*rc::gen::inRange(0, 4) == 0) {
        RC_ASSERT(map.erase(key) == (model.erase(key) > 0));
      } else {
        model[key] = make_value(*rc::gen::inRange(0, 2'000));
        map.set(key, model[key]);
      }
      const Key asked = make_key(*rc::gen::inRange(0, 300));
      const auto known = model.find(asked);
      RC_ASSERT(map.contains(asked) == (known != model.end()));
      RC_ASSERT(map.find(asked).value_or("none") ==
                (known == model.end() ? "none" : known->second));
    }
    same(map, model);
    RC_ASSERT(map == map);
  }));
}

std::string some_bytes(int size) {
  return std::string(static_cast<std::size_t>(size % 97 == 0 ? size : size % 60), 'v');
}

TEST_CASE("a packed map holds what a map holds", "[base]") {
  agrees<std::int64_t>("numbers", [](int i) { return (i - 100) * std::int64_t{1'000'000'007}; },
                       some_bytes);
  agrees<std::string>("texts", [](int i) { return std::to_string(i * 7); }, some_bytes);
  agrees<HouseholdId>("ids", [](int i) { return HouseholdId("03" + std::to_string(i)); },
                      some_bytes);
}

TEST_CASE("a packed map keeps the outermost numbers apart", "[base]") {
  PackedMap<std::int64_t, std::int64_t> map;
  constexpr std::int64_t least = std::numeric_limits<std::int64_t>::min();
  constexpr std::int64_t most = std::numeric_limits<std::int64_t>::max();
  map.set(0, most);
  map.set(most, least);
  map.set(least, -1);

  CHECK(map.find(least) == -1);
  CHECK(map.find(0) == most);
  CHECK(map.find(most) == least);
  CHECK((*map.begin()).first == least);
}

TEST_CASE("maps of equal items are equal, whatever became of them before", "[base]") {
  PackedMap<std::int64_t, std::string> one;
  PackedMap<std::int64_t, std::string> other;
  for (std::int64_t key = 0; key < 500; ++key) {
    one.set(key, "value");
    other.set(499 - key, "other");
  }
  CHECK_FALSE(one == other);
  for (std::int64_t key = 0; key < 500; ++key) other.set(key, "value");
  CHECK(one == other);
  other.erase(250);
  CHECK_FALSE(one == other);
}

TEST_CASE("a packed list gives back what was put in, in order", "[base]") {
  CHECK(rc::check("numbers and texts", [](const std::vector<std::int64_t>& numbers,
                                          const std::vector<std::string>& texts) {
    RC_ASSERT(PackedList<std::int64_t>(numbers).values() == numbers);
    RC_ASSERT(PackedList<std::string>(texts).values() == texts);
    RC_ASSERT(PackedList<std::int64_t>(numbers).empty() == numbers.empty());
  }));
}

TEST_CASE("packed bytes that end early are damaged", "[base]") {
  std::string packed;
  PackWriter(packed) & std::vector<std::string>{"one", "two"} & std::int64_t{-300};
  for (std::size_t size = 0; size <= packed.size(); ++size) {
    std::vector<std::string> texts;
    std::int64_t number = 0;
    const auto read = [&] {
      PackReader(std::string_view(packed).substr(0, size)) & texts & number;
    };
    INFO(size);
    if (size < packed.size()) {
      CHECK_THROWS_AS(read(), Error);
    } else {
      CHECK_NOTHROW(read());
      CHECK(number == -300);
    }
  }
  std::uint64_t number = 0;
  CHECK_THROWS_AS(PackReader(std::string(11, '\xff')) & number, Error);
}

}  // namespace
}  // namespace wumei
