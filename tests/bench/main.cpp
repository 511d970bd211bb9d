#include "bench.hpp"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <set>
#include <utility>

#include <sys/resource.h>
#include <unistd.h>

namespace wumei::bench {
namespace {

struct Spent {
  double wall = 0;
  double cpu = 0;
  double units = 0;
};

double cpu_seconds() {
  rusage usage{};
  ::getrusage(RUSAGE_SELF, &usage);
  const auto seconds = [](const timeval& time) {
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
  };
  return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

Spent spend(const Work& work) {
  if (work.prepare) work.prepare();
  const auto start = std::chrono::steady_clock::now();
  const double cpu = cpu_seconds();
  const auto units = static_cast<double>(work.run());
  return {std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count(),
          cpu_seconds() - cpu, units};
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
  std::vector<double> cpu_ratios;
  for (int run = 0; run < figure.runs; ++run) {
    const Spent candidate = spend(figure.candidate);
    const Spent baseline = spend(figure.baseline);
    rates.push_back(candidate.units / candidate.wall);
    baselines.push_back(baseline.units / baseline.wall);
    ratios.push_back(rates.back() / baselines.back());
    cpu_ratios.push_back(candidate.cpu / candidate.units * baseline.units / baseline.cpu);
  }
  const bool rate = figure.unit == "1/s";
  const double value = rate ? median(rates) : 1.0 / median(rates);
  const double baseline = rate ? median(baselines) : 1.0 / median(baselines);
  std::printf("{\"name\":\"%s\",\"value\":%.6g,\"unit\":\"%s\",\"baseline\":%.6g,\"ratio\":%.3f,"
              "\"cpu_ratio\":%.3f,\"runs\":%d,\"against\":\"%s\"}\n",
              figure.name.c_str(), value, figure.unit.c_str(), baseline, median(ratios),
              median(cpu_ratios), figure.runs, figure.baseline_name.c_str());
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

/// wumei_bench TOWNSHIP [NAME...]: TOWNSHIP is the ledger file of a season.
int main(int argc, char** argv) {
  if (argc < 2) return 2;
  std::set<std::string> wanted(argv + 2, argv + argc);
  const bool all = wanted.empty();
  const wumei::bench::Scratch scratch;
  std::vector<wumei::bench::Figure> figures = wumei::bench::ledger_figures(scratch);
  for (wumei::bench::Figure& figure : wumei::bench::township_figures(argv[1])) {
    figures.push_back(std::move(figure));
  }
  for (const wumei::bench::Figure& figure : figures) {
    if (all || wanted.erase(figure.name) > 0) wumei::bench::report(figure);
  }
  for (const std::string& name : wanted) std::fprintf(stderr, "no figure %s\n", name.c_str());
  return wanted.empty() ? 0 : 2;
}
