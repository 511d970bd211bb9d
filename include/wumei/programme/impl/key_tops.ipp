#pragma once

#include <wumei/ledger/name_index.hpp>

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace wumei::programme::detail {

/// The largest key under each day and kind, as under `2026-03-05/transfer/`, that a long batch
/// comes by: a key above it cannot exist, so a file whose rows stand in order within their day
/// costs a look-up a day and not one a row. It says "not above" of what it does not know.
class KeyTops {
 public:
  /// Whether every key under the day and kind of `key` is below it. `largest(prefix)` tells the
  /// largest that was written before the batch, and is asked once.
  template <class Largest>
  bool is_above(const std::string& key, const Largest& largest) {
    const std::string_view prefix = prefix_of(key);
    if (prefix.empty()) return false;
    std::uint32_t known = prefixes_.find(prefix);
    if (known == ledger::NameIndex::none) {
      if (tops_.size() == most) return false;
      std::string top = largest(prefix);
      known = add(prefix, std::move(top));
    }
    return key > tops_[known];
  }

  /// The batch wrote that key.
  void take(const std::string& key) {
    const std::string_view prefix = prefix_of(key);
    if (prefix.empty()) return;
    const std::uint32_t known = prefixes_.find(prefix);
    if (known != ledger::NameIndex::none) {
      if (key > tops_[known]) tops_[known] = key;
    } else if (tops_.size() < most) {
      add(prefix, above_all);
    }
  }

 private:
  static constexpr std::size_t most = 4'096;  ///< eleven years of one kind
  static constexpr const char* above_all = "\xff";

  /// With its slash; "" for a key of another make.
  static std::string_view prefix_of(std::string_view key) {
    const std::size_t day = key.find('/');
    if (day == std::string_view::npos) return {};
    return key.substr(0, key.find('/', day + 1) + 1);
  }

  std::uint32_t add(std::string_view prefix, std::string top) {
    tops_.push_back(std::move(top));
    return prefixes_.add(prefix);
  }

  ledger::NameIndex prefixes_;
  std::vector<std::string> tops_;  ///< by the number of the prefix
};

}  // namespace wumei::programme::detail
