#include "ledger.hpp"
#include "table.hpp"

#include <wumei/scoring/deeds.hpp>

namespace wumei::python {
namespace {

/// The household of the facts and its village, when the filter lets it through.
struct Home {
  Home(const Seen& seen, const json::Value& in)
      : household(in.at("household").text()),
        village(seen.places.village_of_household(household)),
        wanted(seen.sieve.has_village(village)) {}
  std::string household;
  std::int32_t village;
  bool wanted;
};

/// The start of every row: entry, when, whose.
Rows& start(const Seen& seen, const Home& home, const json::Value& in, Rows& rows) {
  rows.integer(seen.entry.seq).instant(seen.entry.recorded).date(seen.entry.effective);
  rows.date(Date::parse(in.at("on").text())).word(home.household);
  return rows.word(home.village, seen.places.villages());
}

std::string kinds_of(const json::Value& evidence) {
  std::string kinds;
  for (const json::Value& item : evidence.items()) {
    kinds += (kinds.empty() ? "" : ",") + item.at("kind").text();
  }
  return kinds;
}

/// What came of a claim: its state now, and the entry that says so.
struct Outcome {
  scoring::ClaimState state = scoring::ClaimState::recorded;
  std::int64_t answer = ledger::no_seq;
};

Outcome outcome_of(const Seen& seen) {
  return seen.ledger.look([&](const programme::Programme& programme) {
    const scoring::Deeds& deeds = programme.state().deeds;
    if (deeds.claims.contains(seen.entry.seq)) {
      return Outcome{scoring::claim_state(deeds, seen.entry.seq), ledger::no_seq};
    }
    const auto answer = deeds.answers.find(seen.entry.seq);
    return answer ? Outcome{answer->state, answer->seq} : Outcome{};
  });
}

/// The entry of the rule book that gave this, if one did.
std::int64_t book_of(const json::Value& out) {
  const json::Value* book = out.find("rules");
  return book == nullptr ? ledger::no_seq : book->integer();
}

/// What people call the rule of that book, in both languages; "" is no rule.
void write_names(const Places& places, const std::string& rule, std::int64_t book, Date on,
                 Rows& rows) {
  const rules::Rule* known = rule.empty() ? nullptr : places.rule(RuleId(rule), book, on);
  rows.word(known == nullptr ? "" : known->name).word(known == nullptr ? "" : known->name_en);
}

/// Day, points, reason and rule book of an answer; gives the entry of the book.
std::int64_t write_answer(const Seen& seen, std::int64_t answer, Rows& rows) {
  const bool written = answer != ledger::no_seq && answer < seen.places.entries();
  if (!written) {
    rows.none().none().none().none();
    return ledger::no_seq;
  }
  const std::string leaf = seen.store.leaf({}, answer);
  const ledger::Entry entry = ledger::decode(leaf);
  const json::Value out = ledger::parse_data(entry, seen.parser).at("out");
  rows.date(entry.effective);
  const json::Value* points = out.find("points");
  points != nullptr ? rows.hundredths(points->integer()) : rows.none();
  std::string why;
  if (const json::Value* code = out.find("code")) why = code->text();
  if (const json::Value* trims = out.find("trims")) {
    for (const json::Value& trim : trims->items()) {
      why += (why.empty() ? "" : ",") + trim.at("code").text();
    }
  }
  rows.word(why);
  const std::int64_t book = book_of(out);
  rows.seq(book);
  return book;
}

void read_deed(const Seen& seen, Rows& rows) {
  const json::Value data = ledger::parse_data(seen.entry, seen.parser);
  const json::Value& in = data.at("in");
  const Home home(seen, in);
  if (!home.wanted) return;
  const Outcome outcome = outcome_of(seen);
  start(seen, home, in, rows).word(in.at("rule").text());
  rows.measure(in.at("quantity").integer()).word(in.at("person").text());
  rows.word(in.at("by").text()).word(kinds_of(in.at("evidence"))).word(seen.entry.officer());
  rows.word(scoring::name(outcome.state)).seq(outcome.answer);
  const std::int64_t book = write_answer(seen, outcome.answer, rows);
  write_names(seen.places, in.at("rule").text(), book, Date::parse(in.at("on").text()), rows);
  rows.end();
}

void read_inspection(const Seen& seen, Rows& rows) {
  const json::Value data = ledger::parse_data(seen.entry, seen.parser);
  const json::Value& in = data.at("in");
  const json::Value& out = data.at("out");
  const Home home(seen, in);
  if (!home.wanted) return;
  const auto score = [&](std::string_view name) {
    const json::Value* value = out.find(name);
    value != nullptr ? rows.hundredths(value->integer()) : rows.none();
  };
  start(seen, home, in, rows).word(in.at("part").text()).word(in.at("judge").text());
  rows.word(in.at("status").text());
  score("score");
  score("outside");
  const json::Value* found = out.find("rule");
  const std::string rule = found == nullptr ? "" : found->text();
  rows.word(rule);
  rows.hundredths(out.at("points").integer()).seq(out.at("sheet").integer());
  write_names(seen.places, rule, book_of(out), Date::parse(in.at("on").text()), rows);
  rows.end();
}

void read_scores(const Seen& seen, Rows& rows) {
  const json::Value data = ledger::parse_data(seen.entry, seen.parser);
  const json::Value& in = data.at("in");
  const json::Array& marks = in.at("marks").items();
  if (marks.empty()) return;
  const Home home(seen, in);
  const rules::ScoreSheet* sheet = seen.places.sheet(data.at("out").at("sheet").integer());
  if (!home.wanted || sheet == nullptr) return;
  const rules::Part part = rules::parse_part(in.at("part").text());
  std::size_t at = 0;
  for (const rules::SheetItem& item : sheet->items) {
    if (!rules::looks_at(part, item) || at == marks.size()) continue;
    start(seen, home, in, rows).word(in.at("part").text()).word(in.at("judge").text());
    rows.word(item.dimension).word(item.code).hundredths(marks[at++].integer());
    rows.hundredths(item.max.units()).seq(data.at("out").at("sheet").integer()).end();
  }
}

Fields with_start(Fields fields) {
  Fields all = {{"seq", Type::integer, false, "the entry"},
                {"recorded", Type::instant, false, "when it was written"},
                {"effective", Type::date, false, "accounting date"},
                {"on", Type::date, false, "day of the deed or visit"},
                {"household", Type::word, false, "whose it is"},
                {"village", Type::word, true, "of the household, today"}};
  all.insert(all.end(), fields.begin(), fields.end());
  return all;
}

}  // namespace

std::vector<Definition> deed_tables() {
  return {
      {.name = "deeds", .about = "every claim and what came of it: one row a claim",
       .fields = with_start({{"rule", Type::word, false, "rule of the book"},
                             {"quantity", Type::measure, false, "times, hours, kilograms"},
                             {"person", Type::word, true, "pseudonym within the household"},
                             {"by", Type::word, false, "who claimed: self, proxy, grid"},
                             {"evidence", Type::word, true, "kinds of evidence, joined by commas"},
                             {"officer", Type::word, false, "who wrote it down"},
                             {"state", Type::word, false, "recorded, checked, settled, refused, "
                                                          "withdrawn, reversed"},
                             {"answer", Type::integer, true, "entry that answered it"},
                             {"answered", Type::date, true, "accounting date of the answer"},
                             {"points", Type::decimal, true, "points it was settled with"},
                             {"reasons", Type::word, true, "codes of a refusal or of trims"},
                             {"rules", Type::integer, true, "entry of the rule book applied"},
                             {"rule_name", Type::word, true, "what the book calls the rule"},
                             {"rule_name_en", Type::word, true, "the same in English"}}),
       .kinds = {"claim.record"}, .read = read_deed},
      {.name = "inspections", .about = "every visit of a courtyard",
       .fields = with_start({{"part", Type::word, false, "outside or whole"},
                             {"judge", Type::word, false, "who judged"},
                             {"status", Type::word, false, "scored, absent, refused, exempt"},
                             {"score", Type::decimal, true, "of 100 over all items looked at"},
                             {"outside", Type::decimal, true, "of 100 over the outside items"},
                             {"rule", Type::word, true, "rule that gave its points"},
                             {"points", Type::decimal, false, "points it earned"},
                             {"sheet", Type::integer, true, "entry of the score sheet"},
                             {"rule_name", Type::word, true, "what the book calls the rule"},
                             {"rule_name_en", Type::word, true, "the same in English"}}),
       .kinds = {"inspection.record"}, .read = read_inspection},
      {.name = "scores", .about = "every mark of every visit: one row an item",
       .fields = with_start({{"part", Type::word, false, "outside or whole"},
                             {"judge", Type::word, false, "who judged"},
                             {"dimension", Type::word, false, "of the five: D1 ... D5"},
                             {"item", Type::word, false, "item of the sheet"},
                             {"mark", Type::decimal, false, "given"},
                             {"full", Type::decimal, false, "full marks of the item"},
                             {"sheet", Type::integer, false, "entry of the score sheet"}}),
       .kinds = {"inspection.record"}, .read = read_scores},
  };
}

}  // namespace wumei::python
