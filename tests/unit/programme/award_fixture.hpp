#pragma once

#include <example_text.hpp>
#include <township.hpp>

#include <wumei/programme/award_commands.hpp>
#include <wumei/programme/inspection_commands.hpp>
#include <wumei/programme/rules_commands.hpp>

#include <map>
#include <string>
#include <vector>

namespace wumei::test {

/// Marks taken off full ones, by position of the item in the sheet: `{{0, "2.5"}}`.
using Faults = std::map<std::size_t, std::string>;

/// A township of ten households under the example rule book, of whose model quota 10 per cent are
/// taken instead of 3 so that ten homes have one. 妇联 opens and ranks, 乡镇 grants.
class AwardTownship : public Township {
 public:
  AwardTownship() {
    std::string book_text = example_text("rulebook.toml");
    const std::string quota = "township_quota = 3";
    book_text.replace(book_text.find(quota), quota.size(), "township_quota = 10");
    accept(programme::rules_command(head, {book_text, "rulebook.toml", Date()}));
    accept(programme::sheet_command(head, {example_text("sheet.toml"), "sheet.toml", Date()}));
    for (int number = 4; number <= 10; ++number) register_household(number);
  }

  const RoundId round{"2026H1"};
  const programme::Actor women = officer("women");
  const programme::Actor granter = officer("township");

  [[nodiscard]] static HouseholdId home(int number) { return household(number); }

  void inspect(int number, const Faults& faults, std::string_view day = "2026-06-10") {
    programme::InspectionRecord visit;
    visit.household = home(number);
    visit.on = Date::parse(day);
    visit.part = scoring::Part::whole;
    visit.judge = OfficerId("o-grid-worker");
    for (const rules::SheetItem& item :
         book->state().rules.sheet_on(visit.on)->sheet.items) {
      visit.marks.push_back(item.max);
    }
    for (const auto& [item, points] : faults) visit.marks[item] -= Score::parse(points);
    accept(programme::inspection_command(officer("grid-worker"), visit));
  }

  /// Ten scored homes: 100, 96, 92, 91, 85, 60, 100, 60, 60, 60.
  void inspect_everybody() {
    set_day("2026-06-10");
    const Faults poor{{0, "6"}, {1, "6"}, {5, "6"}, {6, "5"}, {10, "6"}, {12, "5"}, {18, "6"}};
    inspect(1, {});
    inspect(2, {{18, "4"}});
    inspect(3, {{18, "4"}, {5, "4"}});
    inspect(4, {{18, "4"}, {5, "5"}});
    inspect(5, {{0, "6"}, {10, "6"}, {18, "3"}});
    for (const int number : {6, 8, 9, 10}) inspect(number, poor);
    inspect(7, {});
  }

  [[nodiscard]] programme::AwardOpening opening() const {
    return {round, Date::of(2026, 4, 1), Date::of(2026, 6, 20), "draw-2026", book->today()};
  }

  void open() { accept(programme::award_opening_command(women, opening())); }

  void veto(int number) {
    accept(programme::award_veto_command(
        officer("village"), {round, home(number), "illegal-building", book->today(), "墙外棚"}));
  }

  programme::Receipt rank() {
    return accept(programme::award_ranking_command(women, {round, book->today()}));
  }

  /// Opened in April, everybody inspected, home 7 vetoed, ranked and publicised on Monday 22 June:
  /// the notice runs through Monday 29 June.
  void publicise() {
    open();
    inspect_everybody();
    set_day("2026-06-22");
    veto(7);
    rank();
    accept(programme::award_notice_command(women, {round, book->today()}));
  }

  [[nodiscard]] programme::AwardGrant grant(int number, rules::Level level) const {
    return {round, home(number), level, book->today()};
  }

  void grant_everybody() {
    for (const programme::AwardGrant& due :
         programme::grants_due(book->state(), round, book->today())) {
      accept(programme::award_grant_command(granter, due));
    }
  }

  [[nodiscard]] const awards::Round& now() const {
    return *awards::find_round(book->state().awards, round);
  }

  [[nodiscard]] std::int64_t balance(int number, ledger::Purpose purpose) const {
    return book->state().book.balance(ledger::of_household(home(number), purpose));
  }
};

/// The round on notice since Monday 22 June, in a village whose fund pays it.
class PublicisedTownship : public AwardTownship {
 public:
  PublicisedTownship() {
    budget(Points::parse("5000"));
    publicise();
  }
};

/// The day after the notice: what nobody objected to may be granted.
class GrantingTownship : public PublicisedTownship {
 public:
  GrantingTownship() { set_day("2026-06-30"); }
};

}  // namespace wumei::test
