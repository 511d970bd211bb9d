#include "model.hpp"

#include <algorithm>

namespace naive {

namespace {

/// A level's least total, least share of every dimension, and quotas, in hundredths of a per cent.
struct Level {
  std::string name;
  Num total;
  Num dimension;
  Num of_village;
  Num of_township;
};

/// From the highest down; `compare_ranking.cpp` says the same to the ledger.
const std::vector<Level> levels{{"model", 8000, 6000, 5000, 3400},
                                {"demonstration", 7000, 5000, 6700, 5000},
                                {"qualified", 5500, 4000, 10000, 9000}};

struct Home {
  std::string id;
  std::string village;
  std::string ticket;
  Num total = 0;
  std::map<std::string, Num> dimensions = {};
  Num deductions = 0;
};

bool before(const Home& a, const Home& b) {
  if (a.total != b.total) return a.total > b.total;
  const Num first = a.dimensions.at("D2");
  const Num second = b.dimensions.at("D2");
  if (first != second) return first > second;
  if (a.deductions != b.deductions) return a.deductions < b.deductions;
  return a.ticket < b.ticket;
}

/// The township's places, shared out by homes; the rest to the largest remainders.
std::map<std::string, Num> shared(Num places, const std::map<std::string, Num>& homes) {
  Num all = 0;
  for (const auto& [village, count] : homes) all += count;
  std::map<std::string, Num> shares;
  std::map<std::string, Num> rest;
  for (const auto& [village, count] : homes) {
    shares[village] = places * count / all;
    rest[village] = places * count % all;
  }
  Num left = places;
  for (const auto& [village, share] : shares) left -= share;
  for (; left > 0; --left) {
    std::string most;
    for (const auto& [village, remainder] : rest) {
      if (most.empty() || remainder > rest.at(most)) most = village;
    }
    ++shares[most];
    rest.erase(most);
  }
  return shares;
}

Home marked(const Entry& visit, Home home) {
  std::map<std::string, Num> full;
  Num sum = 0;
  std::size_t next = 0;
  const std::vector<std::string> marks = split(visit.in.at("marks"), ',');
  for (const SheetItem& item : sheet_items()) {
    const Num mark = std::stoll(marks.at(next++));
    sum += mark;
    home.dimensions[item.dimension] += mark;
    full[item.dimension] += item.max;
  }
  for (auto& [dimension, amount] : home.dimensions) amount = 10000 * amount / full.at(dimension);
  home.total = sum;  // of 100.00
  return home;
}

std::string place(const Home& home, std::map<std::string, Num>& left) {
  std::string held_back;
  for (const Level& level : levels) {
    bool reached = home.total >= level.total;
    for (const auto& [dimension, share] : home.dimensions) {
      reached = reached && share >= level.dimension;
    }
    if (!reached) continue;
    if (left[level.name] > 0) {
      --left[level.name];
      return level.name + " " + held_back;
    }
    held_back = "award.quota";
  }
  return " " + (held_back.empty() ? "award.threshold" : held_back);
}

}  // namespace

std::vector<std::string> Model::ranking(
    Day from, Day until, const std::map<std::string, std::string>& tickets) const {
  std::map<std::string, std::vector<Home>> villages;
  std::map<std::string, Num> homes;
  Num all = 0;
  for (const auto& [id, household] : facts.households) {
    const auto visits = facts.visits.find(id);
    if (household.facts.status != "resident" || visits == facts.visits.end()) continue;
    const Entry* latest = nullptr;
    for (const Num seq : visits->second) {
      const Entry& visit = facts.log[static_cast<std::size_t>(seq)];
      const Day on = parse_day(visit.in.at("on"));
      if (on < from || on > until) continue;
      if (latest == nullptr || on >= parse_day(latest->in.at("on"))) latest = &visit;
    }
    if (latest == nullptr) continue;
    Home home = marked(*latest, {id, household.village, tickets.at(id)});
    const auto grants = facts.grants.find(id);
    for (const Grant& grant :
         grants == facts.grants.end() ? std::vector<Grant>() : grants->second) {
      home.deductions += grant.points < 0 && grant.on >= from && grant.on <= until ? 1 : 0;
    }
    villages[household.village].push_back(home);
    ++homes[household.village];
    ++all;
  }
  std::map<std::string, std::map<std::string, Num>> places;
  for (const Level& level : levels) {
    const auto shares = shared(all * level.of_township / 10000, homes);
    for (const auto& [village, count] : homes) {
      places[village][level.name] =
          std::min(count * level.of_village / 10000, shares.at(village));
    }
  }
  std::vector<std::string> lines;
  for (auto& [village, here] : villages) {
    std::sort(here.begin(), here.end(), before);
    for (std::size_t i = 0; i < here.size(); ++i) {
      lines.push_back(village + " " + std::to_string(i + 1) + " " + here[i].id + " " +
                      place(here[i], places[village]));
    }
  }
  return lines;
}

}  // namespace naive
