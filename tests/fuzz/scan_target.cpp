#include "fuzz.hpp"

#include <terminal/scan_decoder.hpp>

#include <algorithm>

/// The bytes of an input device that says it is a scanner.
namespace wumei::fuzz {

/// A code is of printable characters and of a length that it may have, and the same however the
/// bytes were torn.
void scan(std::string_view input) {
  const std::vector<std::string> codes = terminal::ScanDecoder().take(input);
  for (const std::string& code : codes) {
    const bool printable =
        std::all_of(code.begin(), code.end(), [](char c) { return c >= ' ' && c <= '~'; });
    const bool whole = code.size() >= terminal::ScanDecoder::shortest &&
                       code.size() <= terminal::ScanDecoder::longest;
    demand(printable && (whole || code.empty()), "a code that no scanner types");
  }
  terminal::ScanDecoder torn;
  std::vector<std::string> again;
  for (std::size_t at = 0; at < input.size(); at += 7) {
    for (std::string& code : torn.take(input.substr(at, 7))) again.push_back(std::move(code));
  }
  demand(again == codes, "another code when the bytes are torn");
  if (codes.empty()) throw Error(Errc::bad_input, "no code");
}

}  // namespace wumei::fuzz
