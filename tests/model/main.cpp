#include "generate.hpp"
#include "run.hpp"

#include <chrono>
#include <fstream>
#include <iostream>
#include <stdexcept>

namespace {

using sim::Failure;

struct Options {
  std::uint64_t seed = 1;
  int steps = 400;
  int seeds = 1;
  int minutes = 0;
  std::string replay;
  std::string save;
  naive::Defect defect = naive::Defect::none;
  std::string defect_name;
  bool self_test = false;
  bool tell = false;
  std::string demand;
};

/// What happened over all seeds.
using Seen = std::map<std::string, int>;

const std::map<std::string, naive::Defect>& defects() {
  static const std::map<std::string, naive::Defect> known{
      {"forgets-times", naive::Defect::forgets_times},
      {"forgets-points", naive::Defect::forgets_points},
      {"newest-first", naive::Defect::newest_first},
      {"forgets-limit", naive::Defect::forgets_limit},
      {"confirms-early", naive::Defect::confirms_early},
      {"recalls-early", naive::Defect::recalls_early}};
  return known;
}

constexpr const char* usage =
    "usage: wumei_sim [--seed N] [--seeds COUNT] [--steps N] [--minutes N] [--save FILE]\n"
    "                 [--replay FILE] [--plant DEFECT] [--self-test]\n"
    "Plays what tills, officers, the clock and fate do, drawn from a seed, on the ledger and on a\n"
    "naive model beside it, and compares every answer, balance, lot and report. When they differ\n"
    "it prints the fewest steps that show it and how to play them again, and exits with 1.\n"
    "  --seed N       the first seed (1)      --steps N    steps a seed (400)\n"
    "  --seeds COUNT  how many seeds (1)      --minutes N  seeds until the minutes are over\n"
    "  --save FILE    where the shrunk steps go (sim-SEED.trace)\n"
    "  --replay FILE  plays a saved trace\n"
    "  --plant DEFECT makes the model wrong: forgets-times, forgets-points, newest-first,\n"
    "                 forgets-limit, confirms-early, recalls-early\n"
    "  --tell         counts in the end what was answered how often\n"
    "  --demand FILE  fails unless everything in the file, a line each, was seen\n"
    "  --self-test    plants each and demands that it is found and shrunk to ten steps or less\n";

Options parse(int count, char** words) {
  Options options;
  for (int i = 1; i < count; ++i) {
    const std::string word = words[i];
    const auto value = [&]() -> std::string {
      if (i + 1 >= count) throw std::invalid_argument(word + " needs a value");
      return words[++i];
    };
    if (word == "--seed") options.seed = std::stoull(value());
    else if (word == "--seeds") options.seeds = std::stoi(value());
    else if (word == "--steps") options.steps = std::stoi(value());
    else if (word == "--minutes") options.minutes = std::stoi(value());
    else if (word == "--save") options.save = value();
    else if (word == "--replay") options.replay = value();
    else if (word == "--plant") options.defect_name = value();
    else if (word == "--self-test") options.self_test = true;
    else if (word == "--tell") options.tell = true;
    else if (word == "--demand") options.demand = value();
    else throw std::invalid_argument("unknown option " + word);
  }
  if (!options.defect_name.empty()) options.defect = defects().at(options.defect_name);
  return options;
}

/// Draws and plays `steps` steps; what went wrong, unshrunk.
std::optional<Failure> explore(std::uint64_t seed, const Options& options, naive::Defect defect,
                               Seen& seen) {
  sim::Run run(sim::world_step(seed), defect);
  sim::Generator generator(seed, sim::first_step);
  naive::Trace played;
  for (int i = 0; i < options.steps; ++i) {
    played.push_back(generator.next(run.model()));
    std::string found = run.apply(played.back());
    if (!found.empty()) return Failure{played, found};
  }
  std::string found = run.finish();
  for (const auto& [what, count] : run.seen()) seen[what] += count;
  if (found.empty()) return std::nullopt;
  return Failure{played, found};
}

void show(const naive::Step& world, const Failure& failure, const std::string& file) {
  std::ofstream trace(file);
  trace << naive::print(world) << "\n";
  std::cout << "  " << failure.difference << "\n";
  for (const naive::Step& step : failure.steps) {
    trace << naive::print(step) << "\n";
    std::cout << "  " << naive::print(step) << "\n";
  }
  std::cout << "  play it again: wumei_sim --replay " << file << "\n" << std::flush;
}

bool try_seed(std::uint64_t seed, const Options& options, Seen& seen) {
  std::cout << "seed " << seed << std::flush;
  const auto start = std::chrono::steady_clock::now();
  std::optional<Failure> failure = explore(seed, options, options.defect, seen);
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - start;
  const naive::Step world = sim::world_step(seed);
  if (!failure) {
    std::cout << ": " << options.steps << " steps on " << world.text("store") << ", agreed ("
              << static_cast<int>(options.steps / took.count()) << " steps/s)\n" << std::flush;
    return true;
  }
  std::cout << ": differs after " << failure->steps.size() << " steps; shrinking\n  "
            << failure->difference << "\n  after " << naive::print(failure->steps.back()) << "\n"
            << std::flush;
  const Failure small = sim::shrink(world, std::move(*failure), options.defect);
  const std::string file = "sim-" + std::to_string(seed) + ".trace";
  show(world, small, options.save.empty() ? file : options.save);
  return false;
}

int replay(const Options& options) {
  std::ifstream file(options.replay);
  naive::Trace steps;
  for (std::string line; std::getline(file, line);) {
    if (!line.empty() && line.front() != '#') steps.push_back(naive::parse_step(line));
  }
  if (steps.empty() || steps.front().op != "world") {
    throw std::invalid_argument(options.replay + " is not a trace: it begins with a world");
  }
  const naive::Trace rest(steps.begin() + 1, steps.end());
  const std::optional<Failure> failure = sim::play(steps.front(), rest, options.defect);
  if (!failure) {
    std::cout << options.replay << ": " << rest.size() << " steps, agreed\n";
    return 0;
  }
  std::cout << options.replay << ": step " << failure->steps.size() << " of " << rest.size()
            << "\n  " << failure->difference << "\n";
  return 1;
}

/// A simulation that finds nothing proves nothing until it has found what was put there.
int self_test(const Options& options) {
  constexpr std::uint64_t seeds_max = 40;
  constexpr std::size_t shrunk_max = 10;
  int missed = 0;
  Seen seen;
  for (const auto& [name, defect] : defects()) {
    std::optional<Failure> failure;
    std::uint64_t seed = options.seed;
    for (; !failure && seed < options.seed + seeds_max; seed += failure ? 0 : 1) {
      failure = explore(seed, options, defect, seen);
    }
    if (!failure) {
      std::cout << name << ": not found in " << seeds_max << " seeds\n";
      ++missed;
      continue;
    }
    const std::size_t found = failure->steps.size();
    const Failure small = sim::shrink(sim::world_step(seed), std::move(*failure), defect);
    const bool is_small = small.steps.size() <= shrunk_max;
    missed += is_small ? 0 : 1;
    std::cout << name << ": seed " << seed << ", found after " << found << " steps, shrunk to "
              << small.steps.size() << (is_small ? "" : ": too many") << "\n";
    for (const naive::Step& step : small.steps) std::cout << "  " << naive::print(step) << "\n";
    std::cout << "  " << small.difference << "\n" << std::flush;
  }
  return missed == 0 ? 0 : 1;
}

/// 0 when everything that was demanded came to pass.
int conclude(const Options& options, const Seen& seen) {
  if (options.tell) {
    for (const auto& [what, count] : seen) std::cout << count << "\t" << what << "\n";
  }
  int missed = 0;
  std::ifstream demanded(options.demand);
  if (!options.demand.empty() && !demanded) {
    throw std::invalid_argument("cannot read " + options.demand);
  }
  for (std::string line; std::getline(demanded, line);) {
    if (line.empty() || line.front() == '#' || seen.contains(line)) continue;
    std::cout << "never seen: " << line << "\n";
    ++missed;
  }
  return missed == 0 ? 0 : 1;
}

int run(const Options& options) {
  if (options.self_test) return self_test(options);
  if (!options.replay.empty()) return replay(options);
  const auto end = std::chrono::steady_clock::now() + std::chrono::minutes(options.minutes);
  Seen seen;
  for (std::uint64_t i = 0;; ++i) {
    const bool more = options.minutes > 0 ? std::chrono::steady_clock::now() < end
                                          : i < static_cast<std::uint64_t>(options.seeds);
    if (!more) return conclude(options, seen);
    if (!try_seed(options.seed + i, options, seen)) return 1;
  }
}

}  // namespace

int main(int count, char** words) {
  try {
    return run(parse(count, words));
  } catch (const std::exception& error) {
    std::cerr << error.what() << "\n" << usage;
    return 2;
  }
}
