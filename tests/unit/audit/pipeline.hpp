#pragma once

#include "sample_log.hpp"

#include <fstream>
#include <sstream>
#include <string>

namespace wumei::testing {

/// RFC 8032 test 2: the witness of the pipeline vector.
inline const std::string witness_seed =
    from_hex("4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb");
inline constexpr const char* witness_key =
    "wumei.example/township+ac4622be+BD1AF8PoQ4lakrcKp00bfrycmCzPLsSWjMDNVfEq9GYM";
inline constexpr std::int64_t cosigned_at = 1'767'225'600'000;

/// The vector file: leaf 5 of the 8-leaf tree, signed and cosigned. Its `extra` line is not there.
inline std::string pipeline_file() {
  const std::string file = std::string(WUMEI_SOURCE_DIR) + "/tests/vectors/pipeline.tlog-proof";
  std::ifstream stream(file, std::ios::binary);
  std::ostringstream text;
  text << stream.rdbuf();
  return text.str();
}

/// Its signed note.
inline std::string pipeline_note() { return audit::parse_proof(pipeline_file()).checkpoint; }

/// A policy that trusts its log and asks for its witness.
inline std::string pipeline_policy() {
  return std::string("log ") + log_key + "\nwitness township " + witness_key +
         "\nquorum township\n";
}

}  // namespace wumei::testing
