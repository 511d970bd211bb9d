#include "fuzz.hpp"

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <iterator>

namespace wumei::fuzz {

const std::vector<Target>& targets() {
  static const std::vector<Target> all{
      {"entry", &entry, 400},
      {"json", &json_text, 400},
      {"verify", &verify, 60},
      {"rule_book", &rule_book, 60},
      {"score_sheet", &score_sheet, 100},
      {"csv", &csv, 300},
      {"import", &import_file, 30},
      {"note", &note, 300},
      {"lease", &lease, 300},
      {"verifier_key", &verifier_key, 400},
      {"policy", &policy, 300},
      {"proof", &proof, 150},
      {"balance_proof", &balance_proof, 150},
      {"qr", &qr, 100},
      {"tiles", &tiles, 100},
      {"head_file", &head_file, 100},
      {"key_file", &key_file, 20},
      {"shown_file", &shown_file, 100},
      {"snapshot", &snapshot, 60},
      {"hub_request", &hub_request, 200},
      {"tokens", &tokens, 100},
      {"scan", &scan, 300},
  };
  return all;
}

const Target* find_target(std::string_view name) {
  const auto& all = targets();
  const auto found = std::find_if(all.begin(), all.end(),
                                  [&](const Target& target) { return target.name == name; });
  return found == all.end() ? nullptr : &*found;
}

bool try_input(const Target& target, std::string_view input) {
  try {
    target.run(input);
    return true;
  } catch (const Error&) {
    return false;
  }
}

Scratch::Scratch() {
  std::string name = (std::filesystem::temp_directory_path() / "wumei-fuzz-XXXXXX").string();
  if (::mkdtemp(name.data()) == nullptr) throw std::runtime_error("no scratch folder " + name);
  folder_ = name;
}

Scratch::~Scratch() {
  std::error_code ignored;
  std::filesystem::remove_all(folder_, ignored);
}

std::filesystem::path Scratch::put(const std::string& name, std::string_view bytes) const {
  const std::filesystem::path file = folder_ / name;
  std::filesystem::create_directories(file.parent_path());
  std::ofstream out(file, std::ios::binary | std::ios::trunc);
  out << bytes;
  out.close();
  if (!out) throw std::runtime_error("cannot write " + file.string());
  return file;
}

std::string read_bytes(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  if (!in) throw std::runtime_error("cannot read " + file.string());
  return {std::istreambuf_iterator<char>(in), {}};
}

}  // namespace wumei::fuzz
