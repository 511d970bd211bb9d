#include "catch.hpp"
#include "sample_book.hpp"

using namespace wumei;
using namespace wumei::rules;

TEST_CASE("a book does not differ from itself", "[rules]") {
  const RuleBook book = parse_book(test::example_text("rulebook.toml"), "rulebook.toml");

  CHECK(diff(book, book).empty());
}

TEST_CASE("added, removed and changed rules are named with their fields", "[rules]") {
  const RuleBook before =
      sample::book(sample::rule("GONE", "points = 1") +
                   sample::rule("KEPT", "points = 5\ncap = { times = 1, per = \"month\" }"));
  const RuleBook after =
      sample::book(sample::rule("KEPT", "points = \"5.5\"\ncap = { points = 11, per = \"year\" }") +
                   sample::rule("NEW", "points = 2"));

  const std::vector<Change> changes = diff(before, after);

  CHECK(changes == std::vector<Change>{
                       {ChangeKind::removed, "GONE", "条目", "", "1", ""},
                       {ChangeKind::changed, "KEPT", "条目", "points", "5", "5.5"},
                       {ChangeKind::changed, "KEPT", "条目", "caps", "1 times/month", "11/year"},
                       {ChangeKind::added, "NEW", "条目", "", "", "2"}});
}

TEST_CASE("changes of the book itself come first", "[rules]") {
  const std::string text = sample::text(sample::rule("A1", "points = 1"));
  std::string changed = text;
  changed.replace(changed.find("notice_days = 3"), 15, "notice_days = 7");

  const std::vector<Change> changes =
      diff(parse_book(text, "a.toml"), parse_book(changed, "b.toml"));

  // The rule takes its notice from the defaults, so it changes too.
  CHECK(changes ==
        std::vector<Change>{{ChangeKind::changed, "", "", "notice_days", "3", "7"},
                            {ChangeKind::changed, "A1", "条目", "notice_days", "3", "7"}});
}
