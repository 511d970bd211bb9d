#include "fuzz.hpp"
#include "mutate.hpp"

#include <algorithm>
#include <cstdio>
#include <cstring>
#include <exception>

/// Runs one target over its corpus and over fixed mutations of each file:
///
///     fuzz_replay TARGET CORPUS_FOLDER|FILE [MUTATIONS]
///
/// An input that shows a finding is left in the working folder.
namespace {

using wumei::fuzz::Target;

/// False, with the input kept, when it shows a finding.
bool holds(const Target& target, std::string_view input, const std::string& from) {
  try {
    wumei::fuzz::try_input(target, input);
    return true;
  } catch (const std::exception& finding) {
    const std::string kept = "finding-" + std::string(target.name);
    if (std::FILE* file = std::fopen(kept.c_str(), "wb"); file != nullptr) {
      std::fwrite(input.data(), 1, input.size(), file);
      std::fclose(file);
    }
    std::printf("FINDING in %s (%s): %s\n  the input is in %s\n", target.name.data(),
                from.c_str(), finding.what(), kept.c_str());
    return false;
  }
}

std::vector<std::filesystem::path> files_of(const std::filesystem::path& corpus) {
  if (!std::filesystem::is_directory(corpus)) return {corpus};
  std::vector<std::filesystem::path> files;
  for (const auto& file : std::filesystem::directory_iterator(corpus)) files.push_back(file);
  std::sort(files.begin(), files.end());
  return files;
}

int replay(const Target& target, const std::filesystem::path& corpus, int mutations) {
  std::vector<std::string> inputs;
  const std::vector<std::filesystem::path> files = files_of(corpus);
  for (const auto& file : files) inputs.push_back(wumei::fuzz::read_bytes(file));
  int runs = 0;
  int accepted = 0;
  for (std::size_t i = 0; i < inputs.size(); ++i) {
    const std::string name = files[i].filename().string();
    std::printf("%s\n", name.c_str());
    std::fflush(stdout);
    wumei::fuzz::Mutator mutator(inputs[i], inputs);
    std::string input = inputs[i];
    for (int n = 0; n <= mutations; ++n, input = mutator.next()) {
      const std::string from = name + ", mutation " + std::to_string(n);
      if (!holds(target, input, from)) return 1;
      ++runs;
    }
    accepted += wumei::fuzz::try_input(target, inputs[i]) ? 1 : 0;
  }
  std::printf("%s: %d inputs from %zu files, %d of them well-formed\n", target.name.data(), runs,
              files.size(), accepted);
  return files.empty() || accepted == 0 ? 1 : 0;
}

}  // namespace

int main(int argc, char** argv) {
  const bool asked = argc == 3 || argc == 4;
  const Target* target = asked ? wumei::fuzz::find_target(argv[1]) : nullptr;
  if (target == nullptr) {
    std::printf("usage: fuzz_replay TARGET CORPUS_FOLDER|FILE [MUTATIONS]\n");
    return 2;
  }
  return replay(*target, argv[2], argc == 4 ? std::stoi(argv[3]) : target->mutations);
}
