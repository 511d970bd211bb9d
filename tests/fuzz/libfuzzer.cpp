#include "fuzz.hpp"

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <exception>

/// One program for all targets: WUMEI_FUZZ names the one to run.
namespace {

const wumei::fuzz::Target& asked_target() {
  const char* name = std::getenv("WUMEI_FUZZ");
  const wumei::fuzz::Target* target = wumei::fuzz::find_target(name == nullptr ? "" : name);
  if (target != nullptr) return *target;
  std::fprintf(stderr, "WUMEI_FUZZ must name a target:");
  for (const auto& known : wumei::fuzz::targets()) std::fprintf(stderr, " %s", known.name.data());
  std::fprintf(stderr, "\n");
  std::exit(2);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  static const wumei::fuzz::Target& target = asked_target();
  try {
    wumei::fuzz::try_input(target, {reinterpret_cast<const char*>(bytes), size});
  } catch (const std::exception& finding) {
    std::fprintf(stderr, "FINDING in %s: %s\n", target.name.data(), finding.what());
    std::abort();
  }
  return 0;
}
