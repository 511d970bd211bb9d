#include "bench.hpp"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <utility>

#include <fcntl.h>
#include <sys/resource.h>
#include <unistd.h>

namespace wumei::bench {
namespace {

struct Spent {
  double wall = 0;
  double cpu = 0;
  double units = 0;
};

struct Result {
  double value = 0;
  double ratio = 0;
  double cpu_ratio = 0;
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

namespace {

double measured(Bar::Of of, const Result& result) {
  switch (of) {
    case Bar::Of::ratio: return result.ratio;
    case Bar::Of::cpu_ratio: return result.cpu_ratio;
    case Bar::Of::value: return result.value;
  }
  return 0;
}

const char* name(Bar::Of of) {
  switch (of) {
    case Bar::Of::ratio: return "ratio";
    case Bar::Of::cpu_ratio: return "cpu_ratio";
    case Bar::Of::value: return "value";
  }
  return "";
}

/// `,"bar":"ratio >= 0.6","held":true`, or nothing for a figure without a bar.
std::string spell_bars(const std::vector<Bar>& bars, const Result& result) {
  if (bars.empty()) return "";
  std::string text = ",\"bar\":\"";
  bool held = true;
  for (const Bar& bar : bars) {
    const bool at_least = bar.sense == Bar::Sense::at_least;
    char words[64];
    std::snprintf(words, sizeof words, "%s%s %s %.6g", text.ends_with('"') ? "" : ", ",
                  name(bar.of), at_least ? ">=" : "<=", bar.limit);
    text += words;
    const double found = measured(bar.of, result);
    held = held && (at_least ? found >= bar.limit : found <= bar.limit);
  }
  return text + "\",\"held\":" + (held ? "true" : "false");
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
  const Result result{rate ? median(rates) : 1.0 / median(rates), median(ratios),
                      median(cpu_ratios)};
  const double baseline = rate ? median(baselines) : 1.0 / median(baselines);
  std::printf("{\"name\":\"%s\",\"value\":%.6g,\"unit\":\"%s\",\"baseline\":%.6g,\"ratio\":%.3f,"
              "\"cpu_ratio\":%.3f,\"runs\":%d,\"against\":\"%s\"%s}\n",
              figure.name.c_str(), result.value, figure.unit.c_str(), baseline, result.ratio,
              result.cpu_ratio, figure.runs, figure.baseline_name.c_str(),
              spell_bars(figure.bars, result).c_str());
  std::fflush(stdout);
}

void report(const Size& size) {
  std::printf("{\"name\":\"%s\",\"value\":%.6g,\"unit\":\"B\",\"what\":\"%s\"%s}\n",
              size.name.c_str(), size.bytes, size.what.c_str(),
              spell_bars({{Bar::Of::value, Bar::Sense::at_most, size.limit}}, {size.bytes, 0, 0})
                  .c_str());
  std::fflush(stdout);
}

void report_fsync(const std::filesystem::path& folder) {
  constexpr int writes = 200;
  const std::filesystem::path file = folder / "fsync-probe";
  const int handle = ::open(file.c_str(), O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  const std::string page(4096, 'w');
  std::vector<double> seconds;
  for (int i = 0; i < writes; ++i) {
    const auto start = std::chrono::steady_clock::now();
    const bool written = ::write(handle, page.data(), page.size()) == 4096;
    if (!written || ::fdatasync(handle) != 0) std::abort();
    seconds.push_back(
        std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count());
  }
  ::close(handle);
  std::filesystem::remove(file);
  std::sort(seconds.begin(), seconds.end());
  std::printf("{\"name\":\"fsync\",\"value\":%.6g,\"unit\":\"s\",\"p99\":%.6g,\"runs\":%d,"
              "\"what\":\"p50 of a 4 KiB write and fdatasync at the end of a file\"}\n",
              seconds[writes / 2], seconds[writes * 99 / 100], writes);
  std::fflush(stdout);
}

void add_row(Rows& rows, Figure figure) {
  const std::string name = figure.name;
  rows.push_back({name, [figure = std::move(figure)] { report(figure); }});
}

Scratch::Scratch(const std::filesystem::path& inside) {
  std::filesystem::create_directories(inside);
  std::string pattern = (inside / "scratch-XXXXXX").string();
  if (::mkdtemp(pattern.data()) == nullptr) std::abort();
  path_ = pattern;
}

Scratch::~Scratch() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

}  // namespace wumei::bench
