#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

/// A trace: what tills, officers, the clock and fate do, one readable line a step. Standard library
/// only, since the naive model reads it too.
namespace naive {

using Fields = std::map<std::string, std::string>;

/// `17 claim as=o-grid at=till-1 household=0101001 on=2026-04-12 rule=FIX1`. The number stays with
/// the step when others are dropped; a field that names another step (`claim=17`) holds it.
struct Step {
  int id = 0;
  std::string op;
  Fields fields;

  [[nodiscard]] bool has(const std::string& name) const { return fields.contains(name); }
  /// "" when it is not there.
  [[nodiscard]] std::string text(const std::string& name) const;
  /// 0 when it is not there.
  [[nodiscard]] std::int64_t number(const std::string& name) const;
  bool operator==(const Step&) const = default;
};

using Trace = std::vector<Step>;

[[nodiscard]] std::string print(const Step& step);
/// Throws std::invalid_argument for a line that is not a step.
[[nodiscard]] Step parse_step(std::string_view line);

/// The parts of `text` between separators; none for "".
[[nodiscard]] std::vector<std::string> split(std::string_view text, char separator);

/// Small, and the same on every machine: the library's distributions are not.
class Dice {
 public:
  explicit Dice(std::uint64_t seed) : state_(seed) {}

  std::uint64_t next() {
    state_ += 0x9e3779b97f4a7c15U;
    std::uint64_t mixed = (state_ ^ state_ >> 30) * 0xbf58476d1ce4e5b9U;
    mixed = (mixed ^ mixed >> 27) * 0x94d049bb133111ebU;
    return mixed ^ mixed >> 31;
  }
  /// From `low` to `high`, both included.
  std::int64_t between(std::int64_t low, std::int64_t high) {
    return low + static_cast<std::int64_t>(next() % static_cast<std::uint64_t>(high - low + 1));
  }
  bool one_in(std::int64_t count) { return between(1, count) == 1; }
  template <class List>
  const auto& pick(const List& list) {
    return list[static_cast<std::size_t>(next() % list.size())];
  }

 private:
  std::uint64_t state_;
};

}  // namespace naive
