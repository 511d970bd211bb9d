#pragma once

#include <wumei/config.hpp>
#include <wumei/programme/find.hpp>
#include <wumei/publish/person.hpp>
#include <wumei/publish/statement.hpp>

#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

namespace wumei::publish {
namespace detail {

/// The reasons an entry gives for points it did not grant, each once.
WUMEI_INLINE std::string trim_words(const json::Value& out, Language language) {
  std::string words;
  const json::Value* trims = out.find("trims");
  if (trims == nullptr) return words;
  for (const json::Value& trim : trims->items()) {
    const Points cut = Points::of_units(number_of(trim, "points", 0));
    if (!words.empty()) words += " ";
    if (!cut.is_zero()) {
      words += pick(language, "少计 ", "") + plain(cut) + pick(language, " 分：", " not counted: ");
    }
    words += reason(refusal_code(trim.at("code").text()), language);
  }
  return words;
}

/// Day of the deed where the entry tells it, else the accounting date.
WUMEI_INLINE Date deed_day(const json::Value& in, Date effective) {
  const std::string on = text_of(in, "on");
  return on.empty() ? effective : Date::parse(on);
}

/// The household's grants, unpacked once for all lines.
using Grants = std::vector<scoring::Grant>;
WUMEI_INLINE Grants unpacked_grants(const scoring::Deeds& deeds, const HouseholdId& household) {
  Grants grants;
  for (const scoring::Grant& grant : scoring::grants_of(deeds, household)) grants.push_back(grant);
  return grants;
}

/// Rule and day of the deed of a claim that the entry answers, which does not repeat them: from the
/// grant while it counts, since every entry that is read costs as much as a line, else from the
/// claim's record.
WUMEI_INLINE std::optional<json::Value> claimed(const programme::Programme& programme,
                                                const Grants& grants, const ledger::Entry& entry,
                                                const json::Value& data, json::Parser& parser) {
  if (entry.kind != "claim.settle" && entry.kind != "claim.refuse") return std::nullopt;
  const scoring::Deeds& deeds = programme.state().deeds;
  const auto grant = std::find_if(grants.begin(), grants.end(), [&](const scoring::Grant& known) {
    return known.seq == entry.seq;
  });
  if (grant != grants.end()) {
    return json::Value::object({{"rule", deeds.subjects[grant->subject].rule.text()},
                                {"on", grant->on.text()}});
  }
  const std::string leaf = programme.leaf(data.at("in").at("claim").integer());
  return ledger::parse_data(ledger::decode(leaf), parser).at("in");
}

/// Which of the household's deeds a confirmation put in force: `志愿服务、庭院月检`.
WUMEI_INLINE std::string confirmed_deeds(const programme::State& state, const ledger::Entry& entry,
                                         const Grants& grants, Language language) {
  std::string names;
  std::vector<ledger::Seq> confirmed = entry.refs;
  std::sort(confirmed.begin(), confirmed.end());
  for (const scoring::Grant& grant : grants) {
    if (!std::binary_search(confirmed.begin(), confirmed.end(), grant.seq)) continue;
    const rules::PublishedBook* book = state.rules.book_on(grant.on);
    const ledger::Seq rules = book == nullptr ? ledger::no_seq : book->seq;
    if (!names.empty()) names += pick(language, "、", ", ");
    names += rule_name(state, rules, state.deeds.subjects[grant.subject].rule, language);
  }
  return names;
}

/// One of the accounts whose movements are lines, and its newest entry that is not a line yet.
struct Chain {
  std::string account;
  Points StatementLine::*part;
  ledger::Seq next;
};

/// Reads the household's newest entries, each once: from every entry the pointers of its legs lead
/// to the entry before.
class LineReader {
 public:
  LineReader(const programme::Programme& programme, const StatementQuery& query,
             const Grants& grants)
      : programme_(programme), query_(query), grants_(grants),
        chains_{chain(ledger::Purpose::pending, &StatementLine::pending),
                chain(ledger::Purpose::spendable, &StatementLine::spendable)} {
    // What a till holds is the household's all the same: lent and given back, nothing has changed.
    for (const auto& [till, known] : programme.state().leases.tills) {
      std::string account = ledger::escrow(till, query.household);
      const ledger::Seq last = programme.state().book.last_entry(account);
      if (last == ledger::no_seq) continue;
      chains_.push_back({std::move(account), &StatementLine::spendable, last});
    }
  }

  [[nodiscard]] bool more() {
    if (chains_.size() > 2) find_change();
    return ready_ || newest() != ledger::no_seq;
  }

  /// The next line; `more` has said that there is one.
  [[nodiscard]] StatementLine read() {
    return ready_ ? *std::exchange(ready_, std::nullopt) : read_entry();
  }

 private:
  /// Goes on to the next entry that changed something.
  void find_change() {
    while (!ready_ && newest() != ledger::no_seq) {
      StatementLine line = read_entry();
      const bool lent = entry_.kind.starts_with("lease.") && line.spendable.is_zero();
      if (!lent) ready_ = std::move(line);
    }
  }

  [[nodiscard]] StatementLine read_entry() {
    const ledger::Seq seq = newest();
    leaf_ = programme_.leaf(seq);
    touched_.clear();
    for (const Chain& chain : chains_) {
      if (chain.next == seq) touched_.push_back(chain.account);
    }
    ledger::decode(leaf_, touched_, entry_);
    const json::Value data = ledger::parse_data(entry_, parser_);
    const std::optional<json::Value> claim =
        claimed(programme_, grants_, entry_, data, parser_);
    const programme::Record record{entry_, claim ? *claim : data.at("in"), data.at("out")};
    StatementLine line;
    line.seq = seq;
    line.on = entry_.kind == "lease.redeem" ? sold_on(record.in)
                                             : deed_day(record.in, entry_.effective);
    line.what = describe(programme_.state(), record, query_.language);
    line.why = entry_.kind == "notice.confirm"
                   ? confirmed_deeds(programme_.state(), entry_, grants_, query_.language)
                   : trim_words(record.out, query_.language);
    for (Chain& chain : chains_) {
      if (chain.next == seq) follow(chain, line);
    }
    return line;
  }

  [[nodiscard]] Chain chain(ledger::Purpose purpose, Points StatementLine::*part) const {
    std::string account = ledger::of_household(query_.household, purpose);
    const ledger::Seq last = programme_.state().book.last_entry(account);
    return {std::move(account), part, last};
  }

  [[nodiscard]] ledger::Seq newest() const {
    ledger::Seq newest = ledger::no_seq;
    for (const Chain& chain : chains_) newest = std::max(newest, chain.next);
    return newest;
  }

  [[nodiscard]] Date sold_on(const json::Value& in) const {
    const Instant at = Instant::from_millis(in.at("at").integer());
    return at.date(programme_.state().charter.offset_minutes);
  }

  void follow(Chain& chain, StatementLine& line) const {
    const ledger::Seq here = chain.next;
    for (const ledger::Leg& leg : entry_.legs) {
      if (leg.account != chain.account) continue;
      line.*chain.part += Points::of_units(leg.amount);
      chain.next = leg.previous;
    }
    if (chain.next >= here) throw Error(Errc::corrupt, "a previous pointer does not point back");
  }

  const programme::Programme& programme_;
  const StatementQuery& query_;
  const Grants& grants_;
  std::vector<Chain> chains_;
  std::optional<StatementLine> ready_;
  std::vector<std::string_view> touched_;  ///< accounts that the entry at hand moved
  std::string leaf_;  ///< what entry_ points into
  ledger::Entry entry_;
  json::Parser parser_;
};

WUMEI_INLINE std::vector<WaitingLine> waiting_lines(const programme::State& state,
                                                    const StatementQuery& query,
                                                    const Grants& grants) {
  std::vector<WaitingLine> lines;
  for (const scoring::Grant& grant : grants) {
    const auto waiting = state.deeds.earnings.find(grant.seq);
    if (waiting == state.deeds.earnings.end()) continue;
    const auto& [seq, earning] = *waiting;
    WaitingLine line;
    line.seq = seq;
    line.on = earning.on;
    line.what = rule_name(state, earning.rules, earning.rule, query.language);
    line.points = earning.points;
    const auto posted = state.notices.notice_of.find(seq);
    line.posted = posted != state.notices.notice_of.end();
    if (line.posted) line.until = state.notices.notices.at(posted->second).until;
    line.disputed = state.notices.open_objections.contains(seq);
    lines.push_back(std::move(line));
  }
  return lines;
}

WUMEI_INLINE RefusedLine refused_line(const programme::Programme& programme,
                                      const StatementQuery& query, const Grants& grants,
                                      ledger::Seq seq, json::Parser& parser) {
  const std::string leaf = programme.leaf(seq);
  const ledger::Entry entry = ledger::decode(leaf);
  const json::Value data = ledger::parse_data(entry, parser);
  const std::optional<json::Value> claim = claimed(programme, grants, entry, data, parser);
  const programme::Record record{entry, claim ? *claim : data.at("in"), data.at("out")};
  const std::string code = text_of(record.out, "code");
  RefusedLine line;
  line.seq = seq;
  line.on = deed_day(record.in, entry.effective);
  line.what = describe(programme.state(), record, query.language);
  line.why = code.empty() ? text_of(data.at("in"), "reason")
                          : reason(refusal_code(code), query.language);
  return line;
}

/// Refused since `oldest`: a statement covers one stretch of time.
WUMEI_INLINE std::vector<RefusedLine> refused_lines(const programme::Programme& programme,
                                                    const StatementQuery& query,
                                                    const Grants& grants, ledger::Seq oldest) {
  std::vector<RefusedLine> lines;
  json::Parser parser;
  const auto& refused = programme.state().deeds.refused;
  const auto found = refused.find(query.household);
  if (found == refused.end()) return lines;
  for (auto seq = found->second.rbegin();
       seq != found->second.rend() && *seq >= oldest && lines.size() < query.lines_max; ++seq) {
    lines.push_back(refused_line(programme, query, grants, *seq, parser));
  }
  return lines;
}

WUMEI_INLINE void fill_balances(const programme::State& state, const StatementQuery& query,
                                Statement& statement) {
  const auto account = [&](ledger::Purpose purpose) {
    return ledger::of_household(query.household, purpose);
  };
  const ledger::Book& book = state.book;
  statement.spendable = Points::of_units(spendable_on(book, query.household, query.day));
  statement.leased = market::leased(state.leases, book, query.household);
  statement.pending = Points::of_units(book.balance(account(ledger::Purpose::pending)));
  statement.arrears = Points::of_units(book.balance(account(ledger::Purpose::arrears)));
  statement.honour = Honour::of_units(book.balance(account(ledger::Purpose::honour)));
  for (const ledger::Lot& lot : book.lots(account(ledger::Purpose::spendable))) {
    const Date expires = Date::parse(lot.name);
    if (expires >= query.day) {
      statement.lots.push_back({expires, Points::of_units(lot.amount)});
    }
  }
}

}  // namespace detail

WUMEI_INLINE LogHead log_head(const programme::Programme& programme) {
  const programme::Charter& charter = programme.state().charter;
  const auto signed_note = programme.store().newest_checkpoint(programme.id());
  LogHead head{charter.origin, programme.size(), to_hex(programme.root().bytes())};
  if (signed_note) head.checkpoint = signed_note->note;
  head.key = charter.log_key;
  head.printed = programme.now().text(charter.offset_minutes).substr(0, 16);
  return head;
}

WUMEI_INLINE Statement gather_statement(const programme::Programme& programme,
                                        const StatementQuery& query) {
  const store::Hold moment = programme.store().hold();
  const programme::State& state = programme.state();
  const auto household = state.people.household(query.household);
  if (!household) {
    throw Error(Errc::not_found, "there is no household " + query.household.text(),
                {{"household", query.household.text()}});
  }
  const people::Village* village = state.people.village(household->village);
  Statement statement;
  statement.township = state.charter.title;
  statement.village = village == nullptr ? household->village.text() : village->name;
  statement.group = household->group;
  statement.household = query.household;
  statement.head =
      shown_name(programme::head_of(programme, query.household), query.masked, query.language);
  statement.day = query.day;
  statement.log = log_head(programme);
  detail::fill_balances(state, query, statement);
  const detail::Grants grants = detail::unpacked_grants(state.deeds, query.household);
  statement.waiting = detail::waiting_lines(state, query, grants);

  detail::LineReader reader(programme, query, grants);
  while (reader.more() && statement.lines.size() < query.lines_max) {
    statement.lines.push_back(reader.read());
  }
  statement.more = reader.more();
  const bool cut = statement.more && !statement.lines.empty();
  const ledger::Seq oldest = cut ? statement.lines.back().seq : 0;
  statement.refused = detail::refused_lines(programme, query, grants, oldest);
  return statement;
}

}  // namespace wumei::publish
