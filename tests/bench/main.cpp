#include "bench.hpp"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <set>
#include <unistd.h>

namespace wumei::bench {
namespace {

double seconds_of(const Work& work, std::int64_t& units) {
  if (work.prepare) work.prepare();
  const auto start = std::chrono::steady_clock::now();
  units = work.run();
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

double median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  return values[values.size() / 2];
}

}  // namespace

void report(const Figure& figure) {
  std::vector<double> rates;
  std::vector<double> baselines;
  std::vector<double> ratios;
  for (int run = 0; run < figure.runs; ++run) {
    std::int64_t units = 0;
    const double candidate = seconds_of(figure.candidate, units);
    rates.push_back(static_cast<double>(units) / candidate);
    const double baseline = seconds_of(figure.baseline, units);
    baselines.push_back(static_cast<double>(units) / baseline);
    ratios.push_back(rates.back() / baselines.back());
  }
  const bool rate = figure.unit == "1/s";
  const double value = rate ? median(rates) : 1.0 / median(rates);
  const double baseline = rate ? median(baselines) : 1.0 / median(baselines);
  std::printf("{\"name\":\"%s\",\"value\":%.6g,\"unit\":\"%s\",\"baseline\":%.6g,\"ratio\":%.3f,"
              "\"runs\":%d,\"against\":\"%s\"}\n",
              figure.name.c_str(), value, figure.unit.c_str(), baseline, median(ratios),
              figure.runs, figure.baseline_name.c_str());
  std::fflush(stdout);
}

Scratch::Scratch() {
  std::string pattern = (std::filesystem::temp_directory_path() / "wumei-bench-XXXXXX").string();
  path_ = ::mkdtemp(pattern.data());
}

Scratch::~Scratch() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

}  // namespace wumei::bench

int main(int argc, char** argv) {
  const std::set<std::string> wanted(argv + 1, argv + argc);
  const wumei::bench::Scratch scratch;
  for (const wumei::bench::Figure& figure : wumei::bench::ledger_figures(scratch)) {
    if (wanted.empty() || wanted.contains(figure.name)) wumei::bench::report(figure);
  }
}
