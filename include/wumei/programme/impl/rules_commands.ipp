#pragma once

#include <wumei/base/digest.hpp>
#include <wumei/base/text.hpp>
#include <wumei/config.hpp>
#include <wumei/programme/roles.hpp>
#include <wumei/programme/rules_commands.hpp>
#include <wumei/rules/examples.hpp>

namespace wumei::programme {
namespace detail {

/// The text as it is stored: normal form C, and short enough for an entry.
WUMEI_INLINE std::string published_text(std::string_view text, const std::string& file) {
  std::string body = to_nfc(text);
  std::string encoded;
  json::write_text(encoded, body);
  if (encoded.size() > published_text_max) {
    throw bad_input({.file = file, .field = "text"}, std::to_string(encoded.size()) + " bytes",
                    "at most " + std::to_string(published_text_max) + " bytes in an entry");
  }
  return body;
}

/// The day a text holds from; `own` and `until` are its own validity.
WUMEI_INLINE Date published_from(Date asked, Date own, Date until, const std::string& file) {
  if (asked == Date()) return own;
  if (asked >= own && asked < until) return asked;
  throw bad_input({.file = file, .field = "from"}, asked.text(),
                  "a day from " + own.text() + " to the day before " + until.text());
}

/// Law 12: nothing holds from before the day it is published.
WUMEI_INLINE std::optional<Refusal> published_too_late(const Context& context, Date from) {
  if (from >= context.today) return std::nullopt;
  return Refusal{RefusalCode::not_yet_valid,
                 {{"from", from.text()}, {"published", context.today.text()}}};
}

WUMEI_INLINE std::optional<Refusal> example_refusal(const rules::RuleBook& book) {
  const std::vector<rules::ExampleFailure> failures = rules::run_examples(book);
  if (failures.empty()) return std::nullopt;
  const rules::ExampleFailure& first = failures.front();
  return Refusal{RefusalCode::example_failed,
                 {{"example", first.title},
                  {"line", std::to_string(first.line)},
                  {"deed", std::to_string(first.deed)},
                  {"expected", first.expected},
                  {"got", first.got},
                  {"failures", std::to_string(failures.size())}}};
}

WUMEI_INLINE Refusal version_refusal(std::string_view field, const std::string& id,
                                     std::int64_t version, std::int64_t published) {
  return {RefusalCode::duplicate,
          {{std::string(field), id},
           {"version", std::to_string(version)},
           {"published", std::to_string(published)}}};
}

WUMEI_INLINE json::Value rules_in(const RulesPublication& publication,
                                  const rules::RuleBook& book) {
  const std::string body = published_text(publication.text, publication.file);
  const Date from = published_from(publication.from, book.from, book.until, publication.file);
  return json::Value::object({{"book", book.id},
                              {"version", book.version},
                              {"title", book.title},
                              {"from", from.text()},
                              {"until", book.until.text()},
                              {"digest", document_name(body)},
                              {"body", body}});
}

WUMEI_INLINE json::Value sheet_in(const SheetPublication& publication,
                                  const rules::ScoreSheet& sheet) {
  const std::string body = published_text(publication.text, publication.file);
  const Date from = published_from(publication.from, sheet.from, Date::of(9999, 12, 31),
                                   publication.file);
  return json::Value::object({{"sheet", sheet.id},
                              {"version", sheet.version},
                              {"title", sheet.title},
                              {"from", from.text()},
                              {"digest", document_name(body)},
                              {"body", body}});
}

WUMEI_INLINE std::int64_t rules_count(std::size_t count) {
  return static_cast<std::int64_t>(count);
}

}  // namespace detail

WUMEI_INLINE Decision<Drafts> decide_rules(const State& state, const Context& context,
                                           const RulesPublication& publication) {
  if (auto refusal = lacks_role(state, context, people::Role::township, {})) return *refusal;
  const rules::RuleBook book = rules::parse_book(publication.text, publication.file);
  ledger::Draft draft;
  draft.kind = "rules.publish";
  draft.in = detail::rules_in(publication, book);
  const Date from = Date::parse(draft.in.at("from").text());
  if (auto refusal = detail::published_too_late(context, from)) return *refusal;
  for (const rules::PublishedBook& known : state.rules.books) {
    if (known.book.id != book.id || known.book.version < book.version) continue;
    return detail::version_refusal("book", book.id, book.version, known.book.version);
  }
  if (auto refusal = detail::example_refusal(book)) return *refusal;
  draft.out = json::Value::object({{"rules", detail::rules_count(book.rules.size())},
                                   {"examples", detail::rules_count(book.examples.size())}});
  return Drafts{draft};
}

WUMEI_INLINE Decision<Drafts> decide_sheet(const State& state, const Context& context,
                                           const SheetPublication& publication) {
  if (auto refusal = lacks_role(state, context, people::Role::township, {})) return *refusal;
  const rules::ScoreSheet sheet = rules::parse_sheet(publication.text, publication.file);
  ledger::Draft draft;
  draft.kind = "sheet.publish";
  draft.in = detail::sheet_in(publication, sheet);
  const Date from = Date::parse(draft.in.at("from").text());
  if (auto refusal = detail::published_too_late(context, from)) return *refusal;
  for (const rules::PublishedSheet& known : state.rules.sheets) {
    if (known.sheet.id != sheet.id || known.sheet.version < sheet.version) continue;
    return detail::version_refusal("sheet", sheet.id, sheet.version, known.sheet.version);
  }
  draft.out = json::Value::object({{"items", detail::rules_count(sheet.items.size())}});
  return Drafts{draft};
}

WUMEI_INLINE Command rules_command(const Actor& actor, const RulesPublication& publication) {
  const rules::RuleBook book = rules::parse_book(publication.text, publication.file);
  Command command;
  command.actor = actor;
  command.kind = "rules.publish";
  command.in = detail::rules_in(publication, book);
  command.key = command.in.at("from").text() + "/rules/" + book.id + "/" +
                std::to_string(book.version);
  command.documents = {command.in.at("body").text()};
  command.decide = [publication](const State& state, const Context& context) {
    return decide_rules(state, context, publication);
  };
  return command;
}

WUMEI_INLINE Command sheet_command(const Actor& actor, const SheetPublication& publication) {
  const rules::ScoreSheet sheet = rules::parse_sheet(publication.text, publication.file);
  Command command;
  command.actor = actor;
  command.kind = "sheet.publish";
  command.in = detail::sheet_in(publication, sheet);
  command.key = command.in.at("from").text() + "/sheet/" + sheet.id + "/" +
                std::to_string(sheet.version);
  command.documents = {command.in.at("body").text()};
  command.decide = [publication](const State& state, const Context& context) {
    return decide_sheet(state, context, publication);
  };
  return command;
}

}  // namespace wumei::programme
