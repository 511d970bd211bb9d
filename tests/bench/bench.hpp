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

/// What a figure is held to. A bar that is missed is said in its line; the run goes on.
struct Bar {
  enum class Of : std::uint8_t { ratio = 1, cpu_ratio = 2, value = 3 };
  enum class Sense : std::uint8_t { at_least = 1, at_most = 2 };
  Of of = Of::ratio;
  Sense sense = Sense::at_least;
  double limit = 0;
};

/// A figure of the table: a candidate against a baseline, taken in turns.
struct Figure {
  std::string name;
  std::string unit;      ///< `1/s` for rates, `s` for times
  Work candidate;
  Work baseline;
  std::string baseline_name;
  int runs = 5;
  std::vector<Bar> bars = {};
};

/// Runs candidate and baseline in turns and prints one JSON line: name, value, unit, baseline,
/// ratio (candidate's rate over the baseline's, median of the paired rounds), cpu_ratio (CPU time
/// of the candidate as a multiple of the baseline's: steadier on a busy machine), runs, and the
/// bar with whether it was held.
void report(const Figure& figure);

/// A figure that is no time: bytes of a file or of memory, most of them against a bar alone.
struct Size {
  std::string name;
  double bytes = 0;
  double limit = 0;   ///< at most
  std::string what;   ///< what was measured
};
void report(const Size& size);

/// Prints p50 and p99 of a 4 KiB write and fdatasync in that folder: what every other figure that
/// waits for the disk depends on.
void report_fsync(const std::filesystem::path& folder);

/// A folder of its own inside another that is removed at the end.
class Scratch {
 public:
  explicit Scratch(const std::filesystem::path& inside);
  ~Scratch();
  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;
  [[nodiscard]] std::filesystem::path file(const std::string& name) const { return path_ / name; }

 private:
  std::filesystem::path path_;
};

/// Where the bench works: `kept` holds ledgers that are large and made once.
struct Places {
  std::filesystem::path kept;
  std::filesystem::path township;  ///< the ledger file that a season left
  std::filesystem::path wumei;     ///< the command line
};

/// Something the bench can print: a figure, or a size that is measured when it is asked for.
struct Row {
  std::string name;
  std::function<void()> print;
};
using Rows = std::vector<Row>;

void add_row(Rows& rows, Figure figure);

// Each file of the bench adds its rows.
void add_ledger_rows(Rows& rows, const Scratch& scratch);
void add_open_rows(Rows& rows, const Places& places);
void add_size_rows(Rows& rows, const Scratch& scratch, const Places& places);
void add_memory_rows(Rows& rows, const Places& places);
void add_postgres_rows(Rows& rows, const Scratch& scratch);
void add_hub_rows(Rows& rows, const Scratch& scratch);

}  // namespace wumei::bench
