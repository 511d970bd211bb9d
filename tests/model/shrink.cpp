#include "run.hpp"

namespace sim {

namespace {

/// How many plays a shrinking may take: enough for every step of a small trace, several times.
constexpr int plays_max = 3000;

class Shrinking {
 public:
  Shrinking(const naive::Step& world, Failure failure, naive::Defect defect)
      : world_(world), best_(std::move(failure)), defect_(defect) {}

  Failure run() {
    bool smaller = true;
    while (smaller && plays_ < plays_max) {
      smaller = false;
      for (std::size_t size = best_.steps.size(); size > 0; size /= 2) {
        smaller = drop(size) || smaller;
      }
      smaller = simplify() || smaller;
    }
    return std::move(best_);
  }

 private:
  bool fails(const naive::Trace& steps) {
    if (++plays_ > plays_max) return false;
    std::optional<Failure> failure = play(world_, steps, defect_);
    if (!failure) return false;
    best_ = std::move(*failure);
    return true;
  }

  /// Leaves out `size` steps in a row, wherever that still shows the difference, from the end on.
  bool drop(std::size_t size) {
    bool dropped = false;
    for (std::size_t end = best_.steps.size(); end >= size && size > 0;) {
      naive::Trace shorter = best_.steps;
      const auto from = shorter.begin() + static_cast<std::ptrdiff_t>(end - size);
      shorter.erase(from, from + static_cast<std::ptrdiff_t>(size));
      const bool still = fails(shorter);
      dropped = dropped || still;
      // Large pieces lie side by side; small ones are tried everywhere.
      const std::size_t stride = still || size > 4 ? size : 1;
      end = std::min(end - stride, best_.steps.size());
      if (plays_ >= plays_max) break;
    }
    return dropped;
  }

  /// Leaves out fields that need not be there, and makes amounts small.
  bool simplify() {
    bool simpler = false;
    for (std::size_t i = 0; i < best_.steps.size(); ++i) {
      for (const char* field : {"eff", "late", "hold", "card", "honour", "person", "by", "donor"}) {
        simpler = without(i, field) || simpler;
      }
      for (const char* field : {"points", "qty", "yuan", "monthly"}) {
        simpler = halved(i, field) || simpler;
      }
    }
    return simpler;
  }

  bool without(std::size_t at, const std::string& field) {
    if (at >= best_.steps.size() || !best_.steps[at].has(field)) return false;
    naive::Trace simpler = best_.steps;
    simpler[at].fields.erase(field);
    if (field == "honour") simpler[at].fields[field] = "0";
    return simpler != best_.steps && fails(simpler);
  }

  bool halved(std::size_t at, const std::string& field) {
    if (at >= best_.steps.size() || !best_.steps[at].has(field)) return false;
    naive::Trace simpler = best_.steps;
    const std::int64_t half = simpler[at].number(field) / 200 * 100;
    if (half == 0 || half == simpler[at].number(field)) return false;
    simpler[at].fields[field] = std::to_string(half);
    return fails(simpler);
  }

  naive::Step world_;
  Failure best_;
  naive::Defect defect_;
  int plays_ = 0;
};

}  // namespace

Failure shrink(const naive::Step& world, Failure failure, naive::Defect defect) {
  return Shrinking(world, std::move(failure), defect).run();
}

}  // namespace sim
