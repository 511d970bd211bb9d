#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

/// The library speaks English; this is its other language. tests/phrases.py looks through the
/// sources for every message and asks that it stands here.
namespace wumei::cli {

/// `*` stands for any text, in both languages in the same order. What stands at a star is itself
/// said in Chinese when it is a phrase, so that a frame and what it frames are one phrase each.
struct Phrase {
  std::string_view en;
  std::string_view zh;
};
using PhraseTable = std::span<const Phrase>;

[[nodiscard]] PhraseTable phrases_input();   ///< cells, columns, options, files
[[nodiscard]] PhraseTable phrases_rules();   ///< rule books and score sheets, TOML
[[nodiscard]] PhraseTable phrases_audit();   ///< keys, notes, proofs, verification
[[nodiscard]] PhraseTable phrases_proof();   ///< policies, codes, folders of tiles
[[nodiscard]] PhraseTable phrases_leases();  ///< leases of tills
[[nodiscard]] PhraseTable phrases_merchants();  ///< merchants and suspense
[[nodiscard]] PhraseTable phrases_ledger();  ///< entries, laws, what a command asks for
/// In the order in which they are tried: frames that fit almost anything come last.
[[nodiscard]] std::span<const PhraseTable> all_phrases();

/// What the library says in English, in Chinese; as it is when there is no such phrase.
[[nodiscard]] std::string in_chinese(std::string_view english);

/// The texts at the stars of `pattern`, the shortest that fit; nothing when it does not fit.
[[nodiscard]] std::optional<std::vector<std::string>> at_stars(std::string_view pattern,
                                                               std::string_view text);

}  // namespace wumei::cli
