#pragma once

#include "model.hpp"
#include "world.hpp"

#include <map>
#include <optional>
#include <string>

namespace sim {

/// A township to begin with: `0 world store=memory variant=7`. The variant picks the rule book.
[[nodiscard]] naive::Step world_step(std::uint64_t seed);
/// Villages, officers, households, a rule book, a budget, a shop with goods: what every trace
/// begins with. Steps 1 and on; those of the trace begin at `first_step`.
[[nodiscard]] naive::Trace prelude(const naive::Step& world);
inline constexpr int first_step = 1001;
/// Step of the prelude that published the first price list, and the first late approval if any.
inline constexpr int prices_step = 2;

/// Ledger and model side by side, step by step.
class Run {
 public:
  Run(const naive::Step& world, naive::Defect defect);

  /// What the two say differently after the step; "" for nothing. Once they differ, stop.
  [[nodiscard]] std::string apply(const naive::Step& step);
  /// Everything there is to compare, the log checked and replayed.
  [[nodiscard]] std::string finish();

  [[nodiscard]] const naive::Model& model() const { return model_; }
  /// How often each command was accepted (`claim`), known (`claim again`) or refused
  /// (`claim rule.unknown`), and what fate did (`power lost`).
  [[nodiscard]] const std::map<std::string, int>& seen() const { return seen_; }

 private:
  struct Held {
    naive::Command naive;
    wumei::programme::Command real;
  };

  [[nodiscard]] std::string step(const naive::Step& step);
  [[nodiscard]] std::string command(const naive::Step& step);
  [[nodiscard]] std::string send(const naive::Step& step, int of);
  [[nodiscard]] std::string send_group(const naive::Step& step);
  [[nodiscard]] std::string import(const naive::Step& step);
  [[nodiscard]] std::string batch(const naive::Step& step);
  [[nodiscard]] std::string crash(const naive::Step& step);
  [[nodiscard]] std::string after_power(const naive::Facts& before);
  [[nodiscard]] std::string check_all();
  /// Sends it to the model and counts the answer.
  naive::Outcome expect(const Held& held, int step);

  naive::Model model_;
  World world_;
  std::map<int, Held> held_;
  std::optional<naive::Step> power_;    ///< armed for the next thing that is written
  std::optional<naive::Step> trouble_;
  std::map<std::string, int> seen_;
};

struct Failure {
  naive::Trace steps;      ///< those of the prelude left out
  std::string difference;
};

/// Plays a trace from the beginning; nothing when the two agree throughout.
[[nodiscard]] std::optional<Failure> play(const naive::Step& world, const naive::Trace& steps,
                                          naive::Defect defect);

/// As few steps as still show a difference, and as small ones.
[[nodiscard]] Failure shrink(const naive::Step& world, Failure failure, naive::Defect defect);

}  // namespace sim
