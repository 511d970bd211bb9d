#include <catch.hpp>

#include <wumei/base/sorted_map.hpp>

#include <string>
#include <vector>

using wumei::SortedMap;

TEST_CASE("a sorted map holds each key once, in order, whatever order they came in", "[base]") {
  SortedMap<int, std::string> map;
  map[5] = "five";
  map[9] = "nine";
  map[2] = "two";
  map[5] = "FIVE";

  std::string all;
  for (const auto& [key, value] : map) all += std::to_string(key) + value + " ";
  CHECK(all == "2two 5FIVE 9nine ");
  CHECK(map.size() == 3);
}

TEST_CASE("a sorted map finds what it holds and nothing else", "[base]") {
  SortedMap<int, int> map;
  CHECK(map.find(1) == map.end());
  map[3] = 30;
  map[1] = 10;
  REQUIRE(map.contains(3));
  CHECK(map.find(3)->second == 30);
  CHECK_FALSE(map.contains(2));
  CHECK_FALSE(map.contains(4));
}
