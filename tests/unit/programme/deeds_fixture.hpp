#pragma once

#include <catch.hpp>
#include <example_text.hpp>
#include <township.hpp>

#include <wumei/programme/claim_commands.hpp>
#include <wumei/programme/inspection_commands.hpp>
#include <wumei/programme/kinds.hpp>
#include <wumei/programme/notice_commands.hpp>
#include <wumei/programme/rules_commands.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace wumei::test {

using ledger::Purpose;
using ledger::Seq;

/// A township under the example rule book and sheet, on 2026-04-20, with 1,000 points a month for
/// its village. In this copy of the book CIV02 leaves a debt.
class DeedsTownship : public Township {
 public:
  explicit DeedsTownship(Points monthly = Points::parse("1000")) {
    std::string rule_book = example_text("rulebook.toml");
    const std::size_t civ02 = rule_book.find("floor = 0", rule_book.find("id = \"CIV02\""));
    rule_book.replace(civ02, std::string_view("floor = 0").size(), "floor = \"debt\"");
    accept(programme::rules_command(head, {rule_book, "rulebook.toml", Date()}));
    accept(programme::sheet_command(head, {example_text("sheet.toml"), "sheet.toml", Date()}));
    budget(monthly);
    set_day("2026-04-20");
  }

  const HouseholdId home{"0301001"};
  const programme::Actor grid = officer("grid-worker");
  const programme::Actor leader = officer("group-leader");
  const programme::Actor panel = officer("panel");
  const programme::Actor council = officer("council");
  const programme::Actor village = officer("village");
  const programme::Actor supervisor = officer("supervisor");
  const programme::Actor township = officer("township");
  const programme::Actor keeper = officer("keeper");

  [[nodiscard]] const programme::State& state() const { return book->state(); }

  /// A claim of the house 0301001 for a deed of 12 April, with the evidence the book wants.
  [[nodiscard]] programme::ClaimRecord deed(std::string_view rule, std::string_view quantity = "1",
                                            std::int64_t number = 1) const {
    programme::ClaimRecord claim;
    claim.household = home;
    claim.rule = RuleId(rule);
    claim.on = Date::of(2026, 4, 12);
    claim.quantity = Measure::parse(quantity);
    const rules::Rule* known = state().rules.book_on(claim.on)->book.find(claim.rule);
    if (known != nullptr) claim.evidence = {{known->needs_any.front(), "0412"}};
    claim.number = number;
    return claim;
  }

  Seq record(const programme::ClaimRecord& claim) {
    return accept(programme::claim_command(grid, claim)).first;
  }
  programme::Receipt pass(Seq claim, const programme::Actor& actor) {
    return accept(programme::check_command(state(), actor, {claim, true}, ""));
  }
  [[nodiscard]] programme::Command passing(Seq claim, const programme::Actor& actor) const {
    return programme::check_command(state(), actor, {claim, true}, "");
  }

  /// Records and passes a claim through every step; the receipt of the answer.
  programme::Receipt settle(const programme::ClaimRecord& claim) {
    const Seq seq = record(claim);
    programme::Receipt last;
    while (state().deeds.claims.contains(seq)) last = pass(seq, next_officer(seq));
    return last;
  }

  /// Points every entry of the village waiting so far, for three days.
  Seq post(std::string_view id = "N-1") {
    return accept(programme::notice_open_command(
                      village, {NoticeId(id), VillageId("V03"), book->today(), 3}))
        .first;
  }

  [[nodiscard]] std::int64_t balance(Purpose purpose) const {
    return state().book.balance(ledger::of_household(home, purpose));
  }
  [[nodiscard]] std::int64_t fund(Purpose purpose) const {
    return state().book.balance(ledger::of_fund(VillageId("V03"), purpose));
  }
  [[nodiscard]] std::int64_t issued() const {
    return state().book.balance(ledger::issued(VillageId("V03"), 2026));
  }

  /// The law that the check of its kind says `draft` would break as the next entry; 0 for none.
  [[nodiscard]] int broken_law(const programme::Actor& actor, ledger::Draft draft) const {
    const std::vector<ledger::Leg> legs = state().book.legs_for(draft.moves);
    const std::string spelled = actor.officer.text() + "@unit";
    const ledger::Position position{book->size(), book->now(), book->today(), spelled, "k", ""};
    const std::string leaf = ledger::encode(position, draft, legs);
    const ledger::Entry entry = ledger::decode(leaf);
    const json::Value data = ledger::parse_data(entry);
    const auto violation = programme::find_kind(draft.kind)
                               ->check(state(), {entry, data.at("in"), data.at("out")});
    return violation ? violation->law : 0;
  }

  /// What the engine would write for the command, to be tampered with.
  [[nodiscard]] ledger::Draft draft_of(const programme::Command& command) const {
    programme::Context context;
    context.now = book->now();
    context.today = context.effective = book->today();
    context.actor = command.actor;
    context.next = book->size();
    if (command.draws) context.chance = std::string(32, 'c');
    return command.decide(state(), context).value().front();
  }

 private:
  /// The officer whose role the claim waits for, or the founder when that one has acted.
  [[nodiscard]] programme::Actor next_officer(Seq claim) const {
    for (const people::Role role : people::all_roles()) {
      const programme::Actor actor = officer(people::name(role));
      const auto waiting = programme::claims_waiting(state(), actor.officer, {});
      if (std::find(waiting.begin(), waiting.end(), claim) != waiting.end()) return actor;
    }
    return head;
  }
};

}  // namespace wumei::test
