#pragma once

#include <wumei/base/error.hpp>

#include <cstddef>
#include <filesystem>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

/// Readers of bytes that come from outside, each under arbitrary input. libFuzzer drives them
/// (`./dev fuzz`), and the unit tests drive them over the corpora and fixed mutations of those.
namespace wumei::fuzz {

/// What an input showed. Besides this, anything that leaves a target is a finding too, except a
/// wumei::Error: that is the answer to bad input.
class Finding : public std::logic_error {
 public:
  using std::logic_error::logic_error;
};

inline void demand(bool holds, const std::string& what) {
  if (!holds) throw Finding(what);
}

/// Runs what may not fail, since the input was accepted before.
template <class Work>
auto must(const std::string& what, Work work) {
  try {
    return work();
  } catch (const Error& error) {
    throw Finding(what + ": " + error.what());
  }
}

struct Target {
  std::string_view name;            ///< also the folder of its corpus
  void (*run)(std::string_view);    ///< throws wumei::Error for what it refuses
  int mutations = 0;                ///< of each corpus file, in the unit tests
};
[[nodiscard]] const std::vector<Target>& targets();
[[nodiscard]] const Target* find_target(std::string_view name);

/// The answer to one input: true when it was accepted. Lets only findings out.
bool try_input(const Target& target, std::string_view input);

/// A folder of this process, gone at its end.
class Scratch {
 public:
  Scratch();
  ~Scratch();
  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;
  [[nodiscard]] const std::filesystem::path& folder() const { return folder_; }
  /// The file with these bytes, written anew.
  std::filesystem::path put(const std::string& name, std::string_view bytes) const;

 private:
  std::filesystem::path folder_;
};

[[nodiscard]] std::string read_bytes(const std::filesystem::path& file);

void entry(std::string_view input);
void json_text(std::string_view input);
void verify(std::string_view input);
void rule_book(std::string_view input);
void score_sheet(std::string_view input);
void csv(std::string_view input);
void import_file(std::string_view input);
void note(std::string_view input);
void lease(std::string_view input);
void verifier_key(std::string_view input);
void policy(std::string_view input);
void proof(std::string_view input);
void balance_proof(std::string_view input);
void qr(std::string_view input);
void tiles(std::string_view input);
void head_file(std::string_view input);
void key_file(std::string_view input);
void shown_file(std::string_view input);
void snapshot(std::string_view input);
void hub_request(std::string_view input);
void tokens(std::string_view input);
void scan(std::string_view input);

}  // namespace wumei::fuzz
