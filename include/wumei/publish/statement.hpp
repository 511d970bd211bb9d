#pragma once

#include <wumei/base/id.hpp>
#include <wumei/programme/kinds.hpp>
#include <wumei/programme/programme.hpp>
#include <wumei/publish/html.hpp>

#include <cstddef>
#include <string>
#include <vector>

/// A household's own account, on paper: what it has, until when, what waits in public notice, and
/// why each point came or went.
namespace wumei::publish {

struct ExpiringLot {
  Date expires;
  Points points;
};

/// An earning that waits for the end of its notice.
struct WaitingLine {
  ledger::Seq seq = 0;
  Date on;            ///< day of the deed
  std::string what;
  Points points;      ///< below zero for a deduction
  bool posted = false;
  Date until;         ///< last day for objections; meaningless unless posted
  bool disputed = false;
};

struct StatementLine {
  ledger::Seq seq = 0;
  Date on;
  std::string what;  ///< rule, goods or event, in the reader's language
  std::string why;   ///< what was cut and for which reason, or what was confirmed; "" for nothing
  Points pending;    ///< change of the points in notice
  Points spendable;  ///< change of the spendable points, with those that a till holds
};

/// A claim the rules refused: no points moved, but the household may ask why.
struct RefusedLine {
  ledger::Seq seq = 0;
  Date on;
  std::string what;
  std::string why;
};

struct Statement {
  std::string township;
  std::string village;
  std::string group;
  HouseholdId household;
  std::string head;  ///< as it shall be printed: whole for the household, masked for others
  Date day;
  Points spendable;
  Points leased;     ///< besides these, in the hands of a shop's till
  Points pending;
  Points arrears;    ///< zero or below
  Honour honour;
  std::vector<ExpiringLot> lots;      ///< soonest first
  std::vector<WaitingLine> waiting;   ///< oldest first
  std::vector<StatementLine> lines;   ///< newest first
  std::vector<RefusedLine> refused;   ///< newest first, since the oldest line if there are more
  bool more = false;                  ///< there are older lines than `lines` holds
  LogHead log;
};

struct StatementQuery {
  HouseholdId household;
  Date day;                   ///< lots that expired before it do not count
  Language language = Language::zh;
  bool masked = false;        ///< the head's name
  std::size_t lines_max = 60; ///< newest movements; at most as many claims refused
};

/// Throws Errc::not_found for an unknown household. Reads the entries that its lines tell of and
/// the claims of answers that do not count, each once, whatever the size of the log.
[[nodiscard]] Statement gather_statement(const programme::Programme& programme,
                                         const StatementQuery& query);

[[nodiscard]] std::string statement_html(const Statement& statement, Language language);

/// Size, root and newest checkpoint of the programme's log, and its clock, now.
[[nodiscard]] LogHead log_head(const programme::Programme& programme);

/// What an entry means, in a few words: the rule's name, the goods, `公示期满`. `record.in` of an
/// answer to a claim are the facts of the claim.
[[nodiscard]] std::string describe(const programme::State& state, const programme::Record& record,
                                   Language language);

/// Name of a rule in the book that entry `rules` published; the id when it is not known.
[[nodiscard]] std::string rule_name(const programme::State& state, ledger::Seq rules,
                                    const RuleId& rule, Language language);

}  // namespace wumei::publish

#ifndef WUMEI_COMPILED
#include <wumei/publish/impl/describe.ipp>
#include <wumei/publish/impl/statement.ipp>
#include <wumei/publish/impl/statement_gather.ipp>
#endif
