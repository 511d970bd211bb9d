#pragma once

#include "app.hpp"

#include <wumei/base/amount.hpp>
#include <wumei/base/date.hpp>
#include <wumei/base/id.hpp>

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// Verbs are described as data. One translation unit turns the description into CLI11 options
/// (CLI11 costs seconds a unit); completion and the manual read the same description.
namespace wumei::cli {

/// What a verb was given, by option name without dashes.
class Arguments {
 public:
  [[nodiscard]] bool has(std::string_view name) const { return values_.contains(name); }
  [[nodiscard]] bool flag(std::string_view name) const { return has(name); }
  /// "" when it was not given.
  [[nodiscard]] std::string text(std::string_view name) const;
  [[nodiscard]] std::vector<std::string> list(std::string_view name) const;

  // These throw Errc::bad_input naming the option when the text is not one.
  [[nodiscard]] Date date(std::string_view name) const;
  /// The accounting month `2026-04` of a ledger whose months end on `close_day`.
  [[nodiscard]] Period month(std::string_view name, int close_day) const;
  [[nodiscard]] std::int64_t integer(std::string_view name) const;
  template <class Amount>
  [[nodiscard]] Amount amount(std::string_view name) const {
    return reading(name, [&] { return Amount::parse(text(name)); });
  }
  /// `arguments.id<HouseholdId>("household")`.
  template <class Identifier>
  [[nodiscard]] Identifier id(std::string_view name) const {
    return reading(name, [&] { return Identifier(text(name)); });
  }

  /// The complaint about what was given: the option as it is typed, what was found, what belongs.
  [[nodiscard]] Error wrong(std::string_view name, std::string_view expected) const;

  /// What `read` makes of the option's text; what it throws names the option.
  template <class Read>
  auto reading(std::string_view name, Read read) const {
    try {
      return read();
    } catch (const Error& error) {
      throw named(name, error);
    }
  }

  /// The command line as it was typed, but for the verbs, which come first: for who hands it on.
  [[nodiscard]] const std::vector<std::string>& words() const { return words_; }

  /// `typed` is how the command line calls it: `--month`, or `MONTH` for a place.
  void put(std::string name, std::string typed, std::vector<std::string> values);
  void put_words(std::vector<std::string> words) { words_ = std::move(words); }

 private:
  [[nodiscard]] std::string typed(std::string_view name) const;
  [[nodiscard]] Error named(std::string_view name, const Error& error) const;
  std::map<std::string, std::vector<std::string>, std::less<>> values_;
  std::map<std::string, std::string, std::less<>> typed_;
  std::vector<std::string> words_;
};

enum class Shape : std::uint8_t {
  positional = 1,       ///< needed, by place
  positional_list = 2,  ///< one or more, by place, last
  required = 3,         ///< `--name VALUE`, needed
  optional = 4,         ///< `--name VALUE`
  many = 5,             ///< `--name VALUE`, any number of times
  flag = 6,             ///< `--name`
  positional_optional = 7,
};

/// What completion offers for a value.
enum class Hint : std::uint8_t {
  none = 0,
  file = 1,  ///< the verb reads it
  choice = 2,
  output = 3,  ///< the verb writes it: a file or a folder
};

struct Option {
  Shape shape = Shape::flag;
  std::string name;   ///< without dashes: `household`, `reason`
  std::string value;  ///< what the help calls the value: `HOUSEHOLD`
  Bilingual help = {};
  std::vector<std::string> choices = {};  ///< the only values allowed, if any
  Hint hint = Hint::none;
};

/// How the command line calls it: `--month`, or `MONTH` for a place.
[[nodiscard]] std::string typed(const Option& option);

[[nodiscard]] Option positional(std::string name, std::string value, Bilingual help);
[[nodiscard]] Option positional_file(std::string name, std::string value, Bilingual help);
[[nodiscard]] Option required(std::string name, std::string value, Bilingual help);
[[nodiscard]] Option optional(std::string name, std::string value, Bilingual help);
/// Takes a file or a folder.
[[nodiscard]] Option optional_file(std::string name, std::string value, Bilingual help);
[[nodiscard]] Option optional_output(std::string name, std::string value, Bilingual help);
[[nodiscard]] Option many(std::string name, std::string value, Bilingual help);
[[nodiscard]] Option flag(std::string name, Bilingual help);
[[nodiscard]] Option one_of(Option option, std::vector<std::string> choices);

struct Verb {
  std::string name;
  Bilingual help = {};
  std::string example = {};  ///< a whole command line; shown by --help
  std::vector<Option> options = {};
  void (*run)(Context& context, const Arguments& arguments) = nullptr;
  /// The same by way of a hub, where it is more than to run it there; see `hub_verbs.hpp`.
  void (*over_hub)(Context& context, const Arguments& arguments) = nullptr;
  std::vector<Verb> verbs = {};  ///< when not empty, `run` is null: `wumei claim record`
};

using Verbs = std::vector<Verb>;

}  // namespace wumei::cli
