#pragma once

#include <wumei/rules/award_terms.hpp>
#include <wumei/rules/rule.hpp>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace wumei::rules {

/// Who adopted a rule book, when, in which document.
struct Adoption {
  std::string by;
  Date on;
  std::string document;
  bool operator==(const Adoption&) const = default;
};

/// A cap on all points of a household together; zero for none.
struct HouseholdCap {
  Points month;
  Points year;
  Excess on_exceed = Excess::trim;
  bool operator==(const HouseholdCap&) const = default;
};

/// A kind of evidence. A system kind is a record the programme made itself: a sheet, a round.
struct EvidenceKind {
  std::string id;
  std::string name;
  std::string name_en;
  bool system = false;
  bool operator==(const EvidenceKind&) const = default;
};

/// One deed of an example, in the words of the book.
struct ExampleDeed {
  RuleId rule;           ///< empty when the event picks it
  std::string event;     ///< "" when the rule is named
  Date on;
  Measure quantity;
  std::string household;
  std::string person;
  std::vector<std::string> evidence;  ///< what the rule needs, unless the example says
  bool operator==(const ExampleDeed&) const = default;
};

/// What the deed at the same position must bring.
struct ExampleResult {
  RuleId rule;      ///< empty: not compared
  Points points;
  std::string why;  ///< name of the code of the refusal or the first trim; "" for none at all
  bool operator==(const ExampleResult&) const = default;
};

/// `[[example]]`: deeds in the order they are settled, and what each must bring.
struct Example {
  std::string title;
  std::int64_t line = 0;
  std::vector<ExampleDeed> given;
  std::vector<ExampleResult> expect;
  bool operator==(const Example&) const = default;
};

/// One version of the township's rules, as parsed from its TOML.
struct RuleBook {
  std::string id;
  std::int64_t version = 0;
  std::string title;
  std::string title_en;
  Date from;
  Date until;  ///< exclusive
  Adoption adopted;
  HouseholdCap household_cap;
  std::int64_t expiry_years = 1;  ///< points expire on 31 December so many years after earning
  std::int64_t notice_days = 0;
  std::int64_t objection_days = 0;
  std::int64_t answer_days = 0;   ///< an objection is answered within so many days
  std::vector<EvidenceKind> evidence;
  std::vector<Rule> rules;        ///< in the order of the book
  AwardTerms award;
  std::vector<Example> examples;

  /// nullptr for an id the book does not have; valid while the book lives.
  [[nodiscard]] const Rule* find(const RuleId& rule) const;
  [[nodiscard]] const EvidenceKind* find_evidence(std::string_view id_or_name) const;
  /// Rules that listen to this event, in the order of the book.
  [[nodiscard]] std::vector<const Rule*> for_event(std::string_view event) const;
  /// Of the rules in force for the event, the one that gives the most for this quantity before
  /// caps; the earlier on a tie; nullptr when none gives anything.
  [[nodiscard]] const Rule* best_for_event(std::string_view event, Measure quantity,
                                           Date on) const;
  bool operator==(const RuleBook&) const = default;
};

/// Reads a rule book. The vocabulary is closed. Throws Errc::bad_input with file, line, column,
/// field, what was found and what was expected (the nearest known key for an unknown one).
/// Examples are read but not run.
[[nodiscard]] RuleBook parse_book(std::string_view toml, const std::string& file);

/// Day the points earned on `earned` expire: spendable through that day.
[[nodiscard]] Date expiry(const RuleBook& book, Date earned);

enum class ChangeKind : std::uint8_t { added = 1, removed = 2, changed = 3 };

/// One difference between two versions. `rule` is empty for what belongs to the whole book.
struct Change {
  ChangeKind kind = ChangeKind::changed;
  std::string rule;
  std::string name;    ///< of the rule, in Chinese
  std::string field;   ///< `points`, `caps`, ...; "" for a whole rule
  std::string before;
  std::string after;
  bool operator==(const Change&) const = default;
};

/// What changed, the book's own fields first, then rules in order of id.
[[nodiscard]] std::vector<Change> diff(const RuleBook& before, const RuleBook& after);

/// How a rule gives points and how it is capped, in the spelling of the book: `5`,
/// `0.2/公斤`, `>=90: 5`; `4/month, 1 times/month`.
[[nodiscard]] std::string gain_text(const Rule& rule);
[[nodiscard]] std::string caps_text(const Rule& rule);

}  // namespace wumei::rules

#ifndef WUMEI_COMPILED
#include <wumei/rules/impl/diff.ipp>
#include <wumei/rules/impl/parse_book.ipp>
#include <wumei/rules/impl/rule_book.ipp>
#endif
