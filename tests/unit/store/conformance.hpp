#pragma once

#include <wumei/store/store.hpp>

#include <functional>
#include <memory>
#include <string>

namespace wumei::testing {

/// Makes an empty store that the test then owns. Called once a section.
using MakeStore = std::function<std::unique_ptr<store::Store>()>;

/// What every store must do, whatever lies underneath; call it inside a TEST_CASE.
void check_store(const MakeStore& make);

inline store::StoredEntry entry(std::int64_t seq, const std::string& key) {
  return {seq, key, "leaf " + std::to_string(seq) + " \xe7\xba\xa2"};
}

}  // namespace wumei::testing
