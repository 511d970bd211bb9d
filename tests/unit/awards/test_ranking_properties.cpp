#include "award_fixture.hpp"

#include <catch.hpp>
#include <rapidcheck.h>

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <tuple>
#include <utility>

namespace wumei::awards {
namespace {

using rules::Level;

/// A round with few distinct scores, so that ties are common.
struct RandomRound {
  Terms terms;
  std::vector<Candidate> candidates;
  std::set<HouseholdId> vetoes;
};

RandomRound random_round() {
  RandomRound round;
  round.terms = township_terms(std::to_string(*rc::gen::inRange(0, 60)));
  round.terms.award.levels[1].village_quota = Score::of_units(*rc::gen::inRange(0, 10'001));
  round.terms.seed = "seed-" + std::to_string(*rc::gen::inRange(0, 1000));
  const int count = *rc::gen::inRange(0, 60);
  for (int i = 0; i < count; ++i) {
    Candidate home;
    home.household = HouseholdId("H" + std::to_string(100 + i));
    home.village = VillageId("V0" + std::to_string(*rc::gen::inRange(1, 5)));
    home.total = Score::of_units(*rc::gen::inRange(39, 51) * 200);
    for (int d = 0; d < 5; ++d) {
      home.dimensions.push_back(Score::of_units(*rc::gen::inRange(11, 21) * 500));
    }
    home.open_orders = *rc::gen::inRange(0, 2);
    if (*rc::gen::inRange(0, 10) == 0) round.vetoes.insert(home.household);
    round.candidates.push_back(std::move(home));
  }
  return round;
}

// The oracle: sorted keys, then one level after the other takes its first so many. It shares no
// code with the ranking and works level by level, not household by household.
using Key = std::tuple<std::int64_t, std::int64_t, std::int64_t, std::int64_t, Digest>;

Key key_of(const Terms& terms, const Candidate& home) {
  return {-home.total.units(), -home.dimensions[0].units(), -home.dimensions[2].units(),
          home.open_orders, sha256(terms.seed + home.household.text())};
}

std::map<VillageId, std::int64_t> naive_shares(std::int64_t total,
                                               const std::map<VillageId, std::int64_t>& homes,
                                               std::int64_t everyone) {
  std::map<VillageId, std::int64_t> shares;
  std::vector<std::pair<std::int64_t, VillageId>> rest;
  std::int64_t left = total;
  for (const auto& [village, count] : homes) {
    shares[village] = total * count / everyone;
    left -= shares[village];
    rest.emplace_back(-(total * count % everyone), village);
  }
  std::sort(rest.begin(), rest.end());
  for (std::int64_t i = 0; i < left; ++i) shares[rest[static_cast<std::size_t>(i)].second] += 1;
  return shares;
}

std::map<HouseholdId, Level> naive_winners(const RandomRound& round) {
  std::map<VillageId, std::int64_t> homes;
  for (const Candidate& home : round.candidates) homes[home.village] += 1;
  const auto everyone = static_cast<std::int64_t>(round.candidates.size());
  std::map<HouseholdId, Level> winners;
  for (std::size_t step = 3; step-- > 0;) {
    const rules::LevelTerms& level = round.terms.award.levels[step];
    const auto shares = everyone == 0
                            ? std::map<VillageId, std::int64_t>()
                            : naive_shares(everyone * level.township_quota.units() / 10'000,
                                           homes, everyone);
    for (const auto& [village, count] : homes) {
      std::vector<std::pair<Key, HouseholdId>> reach;
      for (const Candidate& home : round.candidates) {
        const bool here = home.village == village && !round.vetoes.contains(home.household) &&
                          !winners.contains(home.household);
        const Score weakest = *std::min_element(home.dimensions.begin(), home.dimensions.end());
        if (here && home.total >= level.total && weakest >= level.dimension_percent) {
          reach.emplace_back(key_of(round.terms, home), home.household);
        }
      }
      std::sort(reach.begin(), reach.end());
      const std::int64_t places =
          std::min(shares.at(village), count * level.village_quota.units() / 10'000);
      for (std::size_t i = 0; i < reach.size() && std::cmp_less(i, places); ++i) {
        winners[reach[i].second] = level.level;
      }
    }
  }
  return winners;
}

TEST_CASE("the ranking gives the levels that a naive one gives", "[awards]") {
  CHECK(rc::check("levels", [] {
    const RandomRound round = random_round();

    const auto placings = rank_round(round.terms, round.candidates, round.vetoes);

    std::map<HouseholdId, Level> winners;
    for (const Placing& placing : placings) {
      if (placing.level) winners[placing.household] = *placing.level;
    }
    RC_ASSERT(winners == naive_winners(round));
  }));
}

TEST_CASE("the order in which candidates are listed does not matter", "[awards]") {
  CHECK(rc::check("order", [] {
    RandomRound round = random_round();
    const auto placings = rank_round(round.terms, round.candidates, round.vetoes);

    std::reverse(round.candidates.begin(), round.candidates.end());

    RC_ASSERT(rank_round(round.terms, round.candidates, round.vetoes) == placings);
  }));
}

TEST_CASE("ranks count from one within a village and follow the scores", "[awards]") {
  CHECK(rc::check("ranks", [] {
    const RandomRound round = random_round();

    const auto placings = rank_round(round.terms, round.candidates, round.vetoes);

    RC_ASSERT(placings.size() == round.candidates.size());
    for (std::size_t i = 0; i < placings.size(); ++i) {
      const bool first = i == 0 || placings[i - 1].village != placings[i].village;
      RC_ASSERT(placings[i].rank == (first ? 1 : placings[i - 1].rank + 1));
      // RC_ASSERT looks at both sides of `||`, also before the first place.
      const bool follows = first || placings[i - 1].total >= placings[i].total;
      RC_ASSERT(follows);
    }
  }));
}

}  // namespace
}  // namespace wumei::awards
