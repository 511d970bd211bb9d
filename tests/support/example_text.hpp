#pragma once

#include <fstream>
#include <iterator>
#include <stdexcept>
#include <string>

namespace wumei::test {

/// The bytes of a file under `examples/data`.
inline std::string example_text(const std::string& name) {
  std::ifstream file(std::string(WUMEI_SOURCE_DIR) + "/examples/data/" + name, std::ios::binary);
  if (!file) throw std::runtime_error("cannot read examples/data/" + name);
  return {std::istreambuf_iterator<char>(file), {}};
}

}  // namespace wumei::test
