#pragma once

#include <wumei/config.hpp>
#include <wumei/programme/kinds.hpp>
#include <wumei/programme/rules_commands.hpp>

#include <array>

namespace wumei::programme {
namespace detail {

/// Rights are law 7; everything else a publication can break is law 12.
WUMEI_INLINE int publication_law(RefusalCode code) { return concerns_rights(code) ? 7 : 12; }

/// Publishes the entry's text anew against the state before it and compares.
template <class Publication>
[[nodiscard]] std::optional<ledger::Violation> check_publication(
    const State& before, const Record& record,
    Decision<Drafts> (*decide)(const State&, const Context&, const Publication&)) {
  const std::string kind(record.entry.kind);
  Publication publication;
  publication.text = record.in.at("body").text();
  publication.file = "entry " + std::to_string(record.entry.seq);
  publication.from = Date::parse(record.in.at("from").text());
  try {
    const Decision<Drafts> decided =
        decide(before, context_of(before, record.entry), publication);
    if (!decided) {
      const RefusalCode code = decided.refusal().code;
      return ledger::Violation{publication_law(code), kind + " should be refused: " +
                                                          std::string(wumei::name(code))};
    }
    const ledger::Draft& draft = decided->front();
    if (draft.in == record.in && draft.out == record.out && record.entry.legs.empty()) {
      return std::nullopt;
    }
    return ledger::Violation{12, kind + ": its facts are not those of its text"};
  } catch (const Error& error) {
    return ledger::Violation{12, kind + ": its text cannot be read: " + error.what()};
  }
}

WUMEI_INLINE std::optional<ledger::Violation> check_rules(const State& before,
                                                          const Record& record) {
  return check_publication<RulesPublication>(before, record, &decide_rules);
}

WUMEI_INLINE std::optional<ledger::Violation> check_sheet(const State& before,
                                                          const Record& record) {
  return check_publication<SheetPublication>(before, record, &decide_sheet);
}

WUMEI_INLINE void fold_rules(State& state, const Record& record) {
  rules::PublishedBook published;
  published.seq = record.entry.seq;
  published.from = Date::parse(record.in.at("from").text());
  published.until = Date::parse(record.in.at("until").text());
  published.digest = record.in.at("digest").text();
  published.text = record.in.at("body").text();
  published.book = rules::parse_book(published.text, published.digest);
  state.rules.books.push_back(std::move(published));
}

WUMEI_INLINE void fold_sheet(State& state, const Record& record) {
  rules::PublishedSheet published;
  published.seq = record.entry.seq;
  published.from = Date::parse(record.in.at("from").text());
  published.digest = record.in.at("digest").text();
  published.text = record.in.at("body").text();
  published.sheet = rules::parse_sheet(published.text, published.digest);
  state.rules.sheets.push_back(std::move(published));
}

}  // namespace detail

WUMEI_INLINE std::span<const Kind> rules_kinds() {
  static constexpr std::array<Kind, 2> kinds{{
      {"rules.publish", &detail::fold_rules, &detail::check_rules, nullptr, nullptr, "digest"},
      {"sheet.publish", &detail::fold_sheet, &detail::check_sheet, nullptr, nullptr, "digest"},
  }};
  return kinds;
}

}  // namespace wumei::programme
