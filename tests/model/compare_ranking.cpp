#include "world.hpp"

#include <wumei/awards/ranking.hpp>

namespace sim {

using namespace wumei;

namespace {

awards::Terms terms() {
  const auto level = [](rules::Level name, std::array<std::int64_t, 4> figures) {
    return rules::LevelTerms{name,
                             RuleId("FIX1"),
                             Score::of_units(figures[0]),
                             Score::of_units(figures[1]),
                             Score::of_units(figures[2]),
                             Score::of_units(figures[3])};
  };
  awards::Terms terms;
  terms.award.levels = {level(rules::Level::qualified, {5500, 4000, 10000, 9000}),
                        level(rules::Level::demonstration, {7000, 5000, 6700, 5000}),
                        level(rules::Level::model, {8000, 6000, 5000, 3400})};
  terms.award.tie_break = {{rules::TieBreak::dimension, "D2"},
                           {rules::TieBreak::open_orders, ""},
                           {rules::TieBreak::draw, ""}};
  terms.dimensions = {"D1", "D2"};
  terms.seed = "sim";
  return terms;
}

std::vector<awards::Candidate> candidates(const programme::State& state, Period period) {
  std::vector<awards::Candidate> found;
  for (const auto& [id, household] : state.people.households) {
    const scoring::WholeInspection* visit = scoring::latest_whole(state.deeds, id, period);
    if (household.status != people::Status::resident || visit == nullptr) continue;
    found.push_back({id, household.village, visit->total, visit->dimensions,
                     scoring::deductions(state.deeds, id, period)});
  }
  return found;
}

std::string line(const awards::Placing& placing) {
  return placing.village.text() + " " + std::to_string(placing.rank) + " " +
         placing.household.text() + " " +
         (placing.level ? std::string(rules::name(*placing.level)) : "") + " " +
         (placing.held_back ? std::string(name(*placing.held_back)) : "");
}

}  // namespace

/// As if a round were ranked today over the last half year.
std::string ranking_difference(const programme::Programme& book, const naive::Model& model) {
  const Date today = Date::from_days(model.today());
  const Period period{today.plus_days(-180), today};
  const awards::Terms asked = terms();
  std::map<std::string, std::string> tickets;
  for (const auto& [id, household] : model.facts.households) {
    tickets[id] = to_hex(awards::draw_ticket(asked.seed, HouseholdId(id)).bytes());
  }
  const std::vector<awards::Candidate> homes = candidates(book.state(), period);
  std::string ledger;
  for (const awards::Placing& placing : awards::rank_round(asked, homes, {})) {
    ledger += line(placing) + "\n";
  }
  std::string naive;
  for (const std::string& text :
       model.ranking(model.today() - 180, model.today(), tickets)) {
    naive += text + "\n";
  }
  if (ledger == naive) return "";
  return "the ranking: the ledger says\n" + ledger + "and the model\n" + naive;
}

}  // namespace sim
