#pragma once

#include "verb.hpp"

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace wumei::cli {

/// The options that every verb takes; `--ledger` and the like.
struct GlobalOption {
  std::string names;        ///< as CLI11 spells them: `-L,--ledger`
  std::string value;        ///< "" for a flag
  std::string environment;  ///< variable that gives it, or ""
  Bilingual help;
  std::string Options::*text = nullptr;
  bool Options::*flag = nullptr;
};
[[nodiscard]] std::span<const GlobalOption> global_options();

/// A command line taken apart.
struct Parsed {
  Options options;
  std::vector<const Verb*> path;  ///< from the outermost verb to the one that runs
  Arguments arguments;
  bool help = false;
  bool version = false;
};

/// Finds the verb, then lets CLI11 read its options. Throws Usage, with a suggestion for a
/// mistyped verb.
[[nodiscard]] Parsed parse_command_line(const Verbs& verbs, const Catalogue& texts,
                                        const std::vector<std::string>& words);

/// The word after `--lang` (or in `--lang=`), wherever it stands: needed before anything is said.
[[nodiscard]] std::string find_language(const std::vector<std::string>& words);

/// What `--help` prints for the verb at the end of `path`; of the whole program for none.
[[nodiscard]] std::string help_text(const Verbs& verbs, const std::vector<const Verb*>& path,
                                    const Catalogue& texts);

/// The command that shows the help of the verb at which these words arrive.
[[nodiscard]] std::string help_command(const Verbs& verbs, const Catalogue& texts,
                                       const std::vector<std::string>& words);

/// The known names nearest to `word`, at most three, nearest first.
[[nodiscard]] std::vector<std::string> nearest(std::string_view word,
                                               const std::vector<std::string>& names);

}  // namespace wumei::cli
