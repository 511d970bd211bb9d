#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace wumei::fuzz {

/// Spoils an input in ways that a slip, a bad disk or a forger might. The same input and corpus
/// give the same mutations on every machine.
class Mutator {
 public:
  /// `corpus` gives the pieces that are spliced in; both must outlive the mutator.
  Mutator(const std::string& input, const std::vector<std::string>& corpus)
      : input_(input), corpus_(corpus) {
    for (const char c : input) state_ = state_ * 31 + static_cast<unsigned char>(c);
  }

  /// The next mutation: one to three changes.
  [[nodiscard]] std::string next() {
    std::string text = input_;
    for (std::uint64_t changes = 1 + below(3); changes > 0; --changes) change(text);
    return text;
  }

 private:
  /// splitmix64.
  std::uint64_t draw() {
    std::uint64_t mixed = state_ += 0x9e3779b97f4a7c15U;
    mixed = (mixed ^ (mixed >> 30)) * 0xbf58476d1ce4e5b9U;
    mixed = (mixed ^ (mixed >> 27)) * 0x94d049bb133111ebU;
    return mixed ^ (mixed >> 31);
  }
  std::uint64_t below(std::uint64_t end) { return end == 0 ? 0 : draw() % end; }
  std::size_t place(std::string_view text) {
    return static_cast<std::size_t>(below(text.size() + 1));
  }
  /// A stretch of up to 40 bytes, or a whole line.
  std::string_view piece(std::string_view text) {
    const std::size_t from = place(text);
    if (below(2) == 0) return text.substr(from, 1 + below(40));
    const std::size_t line = text.rfind('\n', from);
    const std::size_t start = line == std::string_view::npos ? 0 : line + 1;
    const std::size_t end = text.find('\n', start);
    return text.substr(start, end == std::string_view::npos ? end : end - start + 1);
  }

  void change(std::string& text) {
    static constexpr char bytes[] = "\0\xff\n\r\t \"',;:#+-./0123456789=[]{}\\\xe2\x80\x94";
    constexpr std::string_view telling(bytes, sizeof bytes - 1);
    const char byte = telling[static_cast<std::size_t>(below(telling.size()))];
    const std::size_t at = place(text);
    switch (below(8)) {
      case 0:  // flip a bit
        if (at < text.size()) text[at] = static_cast<char>(text[at] ^ (1U << below(8)));
        return;
      case 1:  // another character
        if (at < text.size()) text[at] = byte;
        return;
      case 2: text.insert(at, 1, byte); return;
      case 3: text.resize(at); return;
      case 4: text.erase(at, 1 + below(20)); return;
      case 5: {  // a field or line twice
        const std::string again(piece(text));
        text.insert(at, again);
        return;
      }
      case 6: {  // a piece of another file
        const std::string& other = corpus_[static_cast<std::size_t>(below(corpus_.size()))];
        text.insert(at, piece(other));
        return;
      }
      default: {  // a number off by one
        const std::size_t digit = text.find_first_of("0123456789", at);
        if (digit == std::string::npos) return;
        text[digit] = static_cast<char>(text[digit] == '9' ? '0' : text[digit] + 1);
      }
    }
  }

  const std::string& input_;
  const std::vector<std::string>& corpus_;
  std::uint64_t state_ = 0;
};

}  // namespace wumei::fuzz
