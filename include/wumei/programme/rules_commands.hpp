#pragma once

#include <wumei/programme/command.hpp>

#include <string>

/// Publishing rule books and score sheets. The entry holds the whole text, so a replay and a
/// verifier need nothing but the log; the text is also kept as a public document by its digest.
namespace wumei::programme {

/// Most bytes a published text may take in its entry, as JSON.
inline constexpr std::size_t published_text_max = 60'000;

/// `rules.publish`. Role: township. Refused with not_yet_valid when it would hold from before the
/// day it is published (law 12), example_failed, duplicate for a version that is not later than
/// those published of the same book.
struct RulesPublication {
  std::string text;  ///< TOML, UTF-8
  std::string file;  ///< named in complaints about the text
  Date from = {};    ///< first day it holds; `Date()`: the book's own first day
};

/// `sheet.publish`. Role: township. Refused like a rule book.
struct SheetPublication {
  std::string text;
  std::string file;
  Date from = {};
};

[[nodiscard]] Decision<Drafts> decide_rules(const State& state, const Context& context,
                                            const RulesPublication& publication);
[[nodiscard]] Decision<Drafts> decide_sheet(const State& state, const Context& context,
                                            const SheetPublication& publication);

// The makers throw Errc::bad_input for a text that cannot be read, is longer than
// `published_text_max`, or is to hold from a day outside its own validity.
[[nodiscard]] Command rules_command(const Actor& actor, const RulesPublication& publication);
[[nodiscard]] Command sheet_command(const Actor& actor, const SheetPublication& publication);

}  // namespace wumei::programme

#ifndef WUMEI_COMPILED
#include <wumei/programme/impl/rules_commands.ipp>
#endif
