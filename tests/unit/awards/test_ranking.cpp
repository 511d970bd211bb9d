#include "award_fixture.hpp"

#include <catch.hpp>

#include <algorithm>
#include <tuple>

namespace wumei::awards {
namespace {

using rules::Level;

const Placing& of(const std::vector<Placing>& placings, std::string_view household) {
  const auto found = std::find_if(placings.begin(), placings.end(), [&](const Placing& placing) {
    return placing.household.text() == household;
  });
  REQUIRE(found != placings.end());
  return *found;
}

Candidate in_village(Candidate candidate, std::string_view village) {
  candidate.village = VillageId(village);
  return candidate;
}

TEST_CASE("nobody is ranked when nobody was scored", "[awards]") {
  CHECK(rank_round(township_terms(), {}, {}).empty());
}

TEST_CASE("a vetoed household keeps its rank and wins nothing", "[awards]") {
  const std::vector<Candidate> candidates{candidate("0101001", "99"), candidate("0101002", "85")};

  const auto placings = rank_round(township_terms(), candidates, {HouseholdId("0101001")});

  CHECK(of(placings, "0101001").rank == 1);
  CHECK(of(placings, "0101001").level == std::nullopt);
  CHECK(of(placings, "0101001").held_back == RefusalCode::vetoed);
  CHECK(of(placings, "0101002").rank == 2);
}

TEST_CASE("a hundredth below the threshold wins nothing, the threshold itself does", "[awards]") {
  const std::vector<Candidate> candidates{candidate("0101001", "80"),
                                          candidate("0101002", "79.99")};

  const auto placings = rank_round(township_terms(), candidates, {});

  CHECK(of(placings, "0101001").level == Level::qualified);
  CHECK(of(placings, "0101001").held_back == std::nullopt);
  CHECK(of(placings, "0101002").level == std::nullopt);
  CHECK(of(placings, "0101002").held_back == RefusalCode::below_threshold);
}

TEST_CASE("one weak dimension keeps a household from a level whatever its total", "[awards]") {
  Candidate weak = candidate("0101001", "89", "95");
  weak.dimensions[4] = score("59.99");

  const auto placings = rank_round(township_terms(), std::vector{weak}, {});

  CHECK(placings.front().level == std::nullopt);
  CHECK(placings.front().held_back == RefusalCode::below_threshold);
}

TEST_CASE("who misses the quota of a level falls to the next and is told so", "[awards]") {
  // Five homes: 20 % is one demonstration household; 3 % of five is no model household.
  std::vector<Candidate> candidates{candidate("0101001", "94"), candidate("0101002", "93"),
                                    candidate("0101003", "50"), candidate("0101004", "50"),
                                    candidate("0101005", "50")};

  const auto placings = rank_round(township_terms(), candidates, {});

  CHECK(of(placings, "0101001").level == Level::demonstration);
  CHECK(of(placings, "0101001").held_back == std::nullopt);
  CHECK(of(placings, "0101002").level == Level::qualified);
  CHECK(of(placings, "0101002").held_back == RefusalCode::quota_full);
}

TEST_CASE("with every quota full a household that reaches a level has none", "[awards]") {
  Terms terms = township_terms();
  terms.award.levels.erase(terms.award.levels.begin());  // no level without a quota is left

  const auto placings = rank_round(terms, std::vector{candidate("0101001", "94")}, {});

  CHECK(placings.front().level == std::nullopt);
  CHECK(placings.front().held_back == RefusalCode::quota_full);
}

TEST_CASE("the vetoed count in the base of a quota but take no place of it", "[awards]") {
  std::vector<Candidate> candidates;
  for (int i = 0; i < 5; ++i) candidates.push_back(candidate("010100" + std::to_string(i), "94"));

  const auto placings = rank_round(township_terms(), candidates, {HouseholdId("0101000")});

  const auto winners = std::count_if(placings.begin(), placings.end(), [](const Placing& placing) {
    return placing.level == Level::demonstration;
  });
  CHECK(winners == 1);
}

TEST_CASE("a round ranked by hand comes out the same", "[awards]") {
  // Fifteen homes, 10 % of them are one model household; of the exact shares 10/15 and 5/15 the
  // larger remainder is V01's. Demonstration: two in V01, one in V02.
  Candidate best_yard = candidate("0101003", "96");
  best_yard.dimensions[0] = score("96");
  Candidate ordered = candidate("0101005", "92");
  ordered.open_orders = 1;
  Candidate uneven = candidate("0101006", "91", "95");
  uneven.dimensions[2] = score("65");
  Candidate weak = candidate("0101009", "85", "95");
  weak.dimensions[1] = score("59.99");
  std::vector<Candidate> candidates{
      candidate("0101001", "97"),        candidate("0101002", "96"), best_yard,
      candidate("0101004", "92"),        ordered,                    uneven,
      candidate("0101007", "80", "60"),  candidate("0101008", "79.99"), weak,
      candidate("0101010", "50", "50")};
  for (int i = 1; i <= 5; ++i) {
    candidates.push_back(in_village(
        candidate("020100" + std::to_string(i), i == 1 ? "99" : "60", "70"), "V02"));
  }

  const auto placings =
      rank_round(township_terms("10"), candidates, {HouseholdId("0101001")});

  REQUIRE(placings.size() == 15);
  using Line = std::tuple<std::string, std::int64_t, std::optional<Level>,
                          std::optional<RefusalCode>>;
  const auto full = RefusalCode::quota_full;
  const auto below = RefusalCode::below_threshold;
  const std::vector<Line> expected{{"0101001", 1, std::nullopt, RefusalCode::vetoed},
                                   {"0101003", 2, Level::model, std::nullopt},
                                   {"0101002", 3, Level::demonstration, full},
                                   {"0101004", 4, Level::demonstration, std::nullopt},
                                   {"0101005", 5, Level::qualified, full},
                                   {"0101006", 6, Level::qualified, std::nullopt},
                                   {"0101009", 7, std::nullopt, below},
                                   {"0101007", 8, Level::qualified, std::nullopt},
                                   {"0101008", 9, std::nullopt, below},
                                   {"0101010", 10, std::nullopt, below},
                                   {"0201001", 1, Level::demonstration, full}};
  for (std::size_t i = 0; i < expected.size(); ++i) {
    const Placing& got = placings[i];
    INFO(got.household.text());
    CHECK(Line{got.household.text(), got.rank, got.level, got.held_back} == expected[i]);
  }
}

TEST_CASE("ties go by D1, then D3, then open orders", "[awards]") {
  Candidate third_wall = candidate("0101001", "85");
  third_wall.dimensions[2] = score("90");
  Candidate orders = candidate("0101002", "85");
  orders.open_orders = 2;
  Candidate plain = candidate("0101003", "85");
  Candidate yard = candidate("0101004", "85");
  yard.dimensions[0] = score("81");
  const std::vector<Candidate> candidates{orders, plain, third_wall, yard};

  const auto placings = rank_round(township_terms(), candidates, {});

  CHECK(placings[0].household == yard.household);
  CHECK(placings[1].household == third_wall.household);
  CHECK(placings[2].household == plain.household);
  CHECK(placings[3].household == orders.household);
}

TEST_CASE("the last tie is broken by a draw that anyone can repeat", "[awards]") {
  // The tickets are what Python's hashlib gives for sha256(b"draw-2026" + household).
  CHECK(to_hex(draw_ticket("draw-2026", HouseholdId("0101001")).bytes()) ==
        "13d742aca319c6cd17a19d3b41a1f4a2c71d36250e6710e4a71130a5e2bee17c");
  const std::vector<Candidate> tied{candidate("0101001", "85"), candidate("0101002", "85"),
                                    candidate("0101003", "85")};

  const auto placings = rank_round(township_terms(), tied, {});

  CHECK(placings[0].household.text() == "0101001");
  CHECK(placings[1].household.text() == "0101003");
  CHECK(placings[2].household.text() == "0101002");
}

TEST_CASE("another seed may draw another winner", "[awards]") {
  std::vector<Candidate> tied;
  for (int i = 100; i < 150; ++i) tied.push_back(candidate("0101" + std::to_string(i), "85"));
  Terms other = township_terms();
  other.seed = "draw-2027";

  CHECK(rank_round(township_terms(), tied, {}) != rank_round(other, tied, {}));
}

TEST_CASE("a tie-break that names no dimension of the sheet decides nothing", "[awards]") {
  Terms terms = township_terms();
  terms.award.tie_break = {{rules::TieBreak::dimension, "D9"}};
  const std::vector<Candidate> tied{candidate("0101001", "85"), candidate("0101002", "85")};

  CHECK(rank_round(terms, tied, {}) == rank_round(township_terms(), tied, {}));
}

TEST_CASE("township quotas are shared out by largest remainder", "[awards]") {
  // 3 % of 240 homes are 7.2, so 7. Exact shares 3.50, 2.45, 1.05: 3, 2, 1, and the one left goes
  // to V01, whose remainder is the largest.
  const std::map<VillageId, std::int64_t> homes{
      {VillageId("V01"), 120}, {VillageId("V02"), 84}, {VillageId("V03"), 36}};

  const Quotas places = quotas(township_terms().award, homes);

  CHECK(places.at(VillageId("V01")).at(Level::model) == 4);
  CHECK(places.at(VillageId("V02")).at(Level::model) == 2);
  CHECK(places.at(VillageId("V03")).at(Level::model) == 1);
  CHECK(places.at(VillageId("V01")).at(Level::demonstration) == 24);
  CHECK(places.at(VillageId("V02")).at(Level::demonstration) == 16);  // 16.8 rounded down
  CHECK(places.at(VillageId("V03")).at(Level::qualified) == 36);
}

}  // namespace
}  // namespace wumei::awards
