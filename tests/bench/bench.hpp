#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

namespace wumei::bench {

/// One timed piece of work: prepares outside the clock, then runs. `run` returns how many units of
/// work (entries, statements) it did.
struct Work {
  std::function<void()> prepare;
  std::function<std::int64_t()> run;
};

/// A figure of the table: a candidate against a baseline, taken in turns.
struct Figure {
  std::string name;
  std::string unit;      ///< `1/s` for rates, `s` for times
  Work candidate;
  Work baseline;
  std::string baseline_name;
  int runs = 5;
};

/// Runs candidate and baseline in turns and prints one JSON line: name, value, unit, baseline,
/// ratio (candidate's rate over the baseline's, median of the paired rounds), cpu_ratio (CPU time
/// of the candidate as a multiple of the baseline's: steadier on a busy machine), runs.
void report(const Figure& figure);

/// A folder of its own that is removed at the end.
class Scratch {
 public:
  Scratch();
  ~Scratch();
  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;
  [[nodiscard]] std::filesystem::path file(const std::string& name) const { return path_ / name; }

 private:
  std::filesystem::path path_;
};

[[nodiscard]] std::vector<Figure> ledger_figures(const Scratch& scratch);
/// Figures over a township's ledger that a season left: `township` is the ledger file.
[[nodiscard]] std::vector<Figure> township_figures(const std::filesystem::path& township);

}  // namespace wumei::bench
