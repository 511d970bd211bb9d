#include "award_fixture.hpp"
#include "deeds_fixture.hpp"

#include <wumei/programme/household_commands.hpp>
#include <wumei/programme/market_commands.hpp>
#include <wumei/programme/natural_key.hpp>
#include <wumei/programme/verify.hpp>
#include <wumei/store/log_reader.hpp>

namespace wumei::programme {
namespace {

using ledger::Purpose;
using ledger::Seq;
using test::DeedsTownship;

Command reversal(const DeedsTownship& town, Seq seq) {
  return reverse_command(*town.book, town.head, seq, "录错");
}

void verifies(DeedsTownship& town) {
  ProgrammeReplay replay;
  const audit::Finding finding = audit::verify(store::log_reader(town.store, "test"), replay, {});
  INFO(finding.message);
  CHECK(finding.verdict == audit::Verdict::verified);
}

/// Lets the notice N-1 run out, then confirms it.
void confirm(DeedsTownship& town, std::string_view day) {
  town.set_day(day);
  town.accept(confirm_command(town.head, NoticeId("N-1")));
}

TEST_CASE("a deduction is taken back before its notice is over, not after", "[programme]") {
  DeedsTownship town;
  const Seq early = town.settle(town.deed("CIV02")).first;
  town.accept(reversal(town, early));
  const Seq late = town.settle(town.deed("CIV02", "1", 2)).first;
  town.post();
  confirm(town, "2026-04-26");
  const std::int64_t owed = town.balance(Purpose::arrears);

  CHECK(owed < 0);
  const auto outcome = town.book->submit(reversal(town, late));
  REQUIRE_FALSE(outcome);
  CHECK(outcome.refusal() == Refusal{RefusalCode::not_reversible,
                                     {{"seq", std::to_string(late)}, {"household", "0301001"}}});
  verifies(town);
}

TEST_CASE("a claim stands while its answer stands", "[programme]") {
  DeedsTownship town;
  const Seq claim = town.record(town.deed("VOL01"));
  const Seq answer = town.pass(claim, town.leader).first;

  CHECK(town.refusal(reversal(town, claim)) == RefusalCode::not_reversible);
  town.accept(reversal(town, answer));
  town.accept(reversal(town, claim));

  CHECK(town.balance(Purpose::pending) == 0);
  CHECK(town.issued() == 0);
  verifies(town);
}

TEST_CASE("a refused claim is taken back with its refusal", "[programme]") {
  DeedsTownship town;
  const Seq claim = town.record(town.deed("VOL01"));
  const Seq refused = town.accept(check_command(town.state(), town.leader,
                                                {claim, false, RefusalCode::evidence_missing}, ""))
                          .first;

  town.accept(reversal(town, refused));
  town.accept(reversal(town, claim));

  CHECK(scoring::claim_state(town.state().deeds, claim) == scoring::ClaimState::reversed);
  verifies(town);
}

TEST_CASE("nothing is taken back from a household that is closed", "[programme]") {
  DeedsTownship town;
  const Seq earned = town.settle(town.deed("VOL01")).first;
  town.post();
  confirm(town, "2026-04-26");
  town.accept(merge_command(town.head, {town.home, HouseholdId("0301002")}));

  CHECK(town.refusal(reversal(town, earned)) == RefusalCode::household_inactive);
  verifies(town);
}

TEST_CASE("a household with open claims keeps its registration", "[programme]") {
  DeedsTownship town;
  const Seq registered = town.state().people.household(town.home)->since_seq;
  const Seq claim = town.record(town.deed("VOL01"));

  CHECK(town.refusal(reversal(town, registered)) == RefusalCode::wrong_state);
  town.accept(withdraw_command(town.grid, claim));
  town.accept(reversal(town, registered));

  CHECK_FALSE(town.state().people.household(town.home));
  CHECK(claims_waiting(town.state(), town.leader.officer, {}).empty());
  verifies(town);
}

TEST_CASE("points come back to a fund also on a day before a later release", "[programme]") {
  DeedsTownship town(Points::parse("30"));
  const Seq claim = town.record(town.deed("VOL01", "10"));
  town.pass(claim, town.leader);
  town.set_day("2026-05-04");
  for (int number = 2; number <= 4; ++number) {
    ClaimRecord more = town.deed("CIV07", "1", number);
    more.household = HouseholdId("030100" + std::to_string(number - 1));
    static_cast<void>(town.settle(more));
  }
  Command withdrawal = withdraw_command(town.grid, claim);
  withdrawal.effective = Date::of(2026, 4, 20);

  town.accept(withdrawal);

  verifies(town);
}

TEST_CASE("a key given from outside does not look like one part of several", "[programme]") {
  DeedsTownship town;
  for (const char* key : {"a#1/2", "a#1/x", "#", "a#"}) {
    Command command = claim_command(town.grid, town.deed("VOL01"));
    command.key = key;
    CHECK_ERROR(town.book->submit(command), Errc::bad_input);
  }
  Command longest = claim_command(town.grid, town.deed("VOL01"));
  longest.key = std::string(65, 'k');
  CHECK_ERROR(town.book->submit(longest), Errc::bad_input);

  CHECK(town.settle(town.deed("VOL01")).kind == "claim.settle");
  verifies(town);
}

TEST_CASE("a claim whose rule a later book of the same day drops can be withdrawn",
          "[programme]") {
  DeedsTownship town;
  ClaimRecord today = town.deed("VOL01");
  today.on = town.book->today();
  const Seq claim = town.record(today);
  std::string text = town.state().rules.books.back().text;
  const auto replace = [&](std::string_view from, std::string_view to) {
    for (std::size_t at = text.find(from); at != std::string::npos; at = text.find(from, at + 1)) {
      text.replace(at, from.size(), to);
    }
  };
  replace("VOL01", "VOL91");
  replace("version = 1", "version = 9");
  town.accept(rules_command(town.head, {text, "rulebook.toml", town.book->today()}));

  CHECK(town.refusal(town.passing(claim, town.leader)) == RefusalCode::rule_not_in_force);
  CHECK(claims_waiting(town.state(), town.leader.officer, {}).empty());
  town.accept(withdraw_command(town.grid, claim));
  verifies(town);
}

TEST_CASE("an award that was taken back is granted again the same day", "[programme]") {
  test::GrantingTownship town;
  town.grant_everybody();
  const HouseholdId winner = town.home(1);
  const Seq first = town.now().winners.at(winner).granted;
  town.accept(reverse_command(*town.book, town.head, first, "录错"));

  const auto due = grants_due(town.book->state(), town.round, town.book->today());
  REQUIRE(due.size() == 1);
  Command command = award_grant_command(town.granter, due.front());
  command.key = key_after_reversals(*town.book, command.key);
  const Receipt again = town.accept(command);

  CHECK_FALSE(again.replayed);
  CHECK(again.first > first);
  CHECK(town.now().winners.at(winner).granted == again.first);
}

/// The entry that approved the budget of the township.
Seq budget_of(const DeedsTownship& town) {
  for (Seq seq = 0; seq < town.book->size(); ++seq) {
    const std::string leaf = town.book->leaf(seq);
    if (ledger::decode(leaf).kind == "budget.approve") return seq;
  }
  return ledger::no_seq;
}

TEST_CASE("a budget without which a month is not covered is not taken back", "[programme]") {
  DeedsTownship town;
  const Receipt earned = town.settle(town.deed("VOL01"));
  const std::string points = Points::of_units(earned.out.at("points").integer()).text();

  const Decision<Receipt> outcome = town.book->submit(reversal(town, budget_of(town)));

  REQUIRE_FALSE(outcome);
  CHECK(outcome.refusal() == Refusal{RefusalCode::budget_exhausted,
                                     {{"fund", "V03"},
                                      {"until", "2026-04"},
                                      {"issued", points},
                                      {"left", "0.00"}}});
  CHECK(town.refusal(reverse_command(*town.book, town.keeper, budget_of(town), "录错")) ==
        RefusalCode::role_missing);
}

TEST_CASE("a budget typed wrong is replaced first and taken back then", "[programme]") {
  DeedsTownship town(Points::parse("12000"));
  static_cast<void>(town.settle(town.deed("VOL01")));
  const Seq wrong = budget_of(town);
  town.budget(Points::parse("1200"));

  town.accept(reversal(town, wrong));

  const VillageId fund("V03");
  CHECK(town.state().book.issuable(fund, Date::of(2026, 4, 30)) ==
        1200'00 + town.issued());
  CHECK(town.state().book.issuable(fund, Date::of(2026, 5, 1)) == 2400'00 + town.issued());
  CHECK(town.refusal(reversal(town, wrong)) == RefusalCode::already_reversed);
  CHECK(town.reopened().state().book.issuable(fund, Date::of(2026, 5, 1)) ==
        town.state().book.issuable(fund, Date::of(2026, 5, 1)));
  verifies(town);
}

TEST_CASE("a natural key counts on with every entry that was taken back under it",
          "[programme]") {
  DeedsTownship town;
  const auto claim = [&](std::string key) {
    Command command = claim_command(town.grid, town.deed("VOL01"));
    command.key = std::move(key);
    return town.accept(command);
  };
  CHECK(key_after_reversals(*town.book, "").empty());
  CHECK(key_after_reversals(*town.book, "2026-04-12/k") == "2026-04-12/k");
  for (const char* key : {"2026-04-12/k", "2026-04-12/k~2", "2026-04-12/k~3"}) {
    const std::string next = key_after_reversals(*town.book, "2026-04-12/k");
    CHECK(next == key);
    town.accept(reversal(town, claim(next).first));
  }
  const std::string free = key_after_reversals(*town.book, "2026-04-12/k");
  CHECK(free == "2026-04-12/k~4");
  CHECK_FALSE(claim(free).replayed);
  // What stands keeps its key: the row is known, not written a second time.
  CHECK(key_after_reversals(*town.book, "2026-04-12/k") == free);
  CHECK(claim(free).replayed);
  verifies(town);
}

TEST_CASE("the hash of every entry is stored with it", "[programme]") {
  DeedsTownship town;
  const Seq last = town.record(town.deed("VOL01"));

  const std::string leaf = town.book->leaf(last);
  const std::optional<std::string> tile = town.store.tile("test", 0, 0, last / 256);

  REQUIRE(tile.has_value());
  Sha256 sha;
  const auto at = static_cast<std::size_t>(last % 256) * 32;
  CHECK(tile->substr(at) == audit::leaf_hash(sha, leaf).bytes());
}

/// Two officers from a sheet, as the import made them; its record.
Seq import_officers(DeedsTownship& town) {
  std::vector<ImportRow> rows;
  for (const char* id : {"o-an", "o-bai"}) {
    const Appointment asked{OfficerId(id), {people::Role::grid_worker}, {}, "某某", ""};
    rows.push_back({appointment_command(town.head, asked), {"officers.csv", 2}});
  }
  return import_rows(*town.book, town.head, {"officers.csv", "officers", "bytes"}, rows)->record;
}

TEST_CASE("officers who have acted are not taken away with their import", "[programme]") {
  DeedsTownship town;
  const Seq record = import_officers(town);
  const Actor bai{OfficerId("o-bai"), DeviceId("unit")};
  const Seq act = town.accept(claim_command(bai, town.deed("VOL01"))).first;
  const std::int64_t before = town.book->size();

  const auto outcome = reverse_import(*town.book, town.head, {record, "错表"});

  REQUIRE_FALSE(outcome);
  CHECK(outcome.refusal() == Refusal{RefusalCode::not_reversible,
                                     {{"officer", "o-bai"}, {"entry", std::to_string(act)}}});
  CHECK(town.book->size() == before);
  CHECK(town.state().people.officer(OfficerId("o-an"))->active);
  CHECK(town.refusal(reversal(town, record - 1)) == RefusalCode::not_reversible);
  town.accept(reversal(town, record - 2));
  CHECK_FALSE(town.state().people.officer(OfficerId("o-an"))->active);
  verifies(town);
}

TEST_CASE("officers who have not acted go with their import", "[programme]") {
  DeedsTownship town;
  const Seq record = import_officers(town);

  CHECK(*reverse_import(*town.book, town.head, {record, "错表"}) == 2);

  CHECK_FALSE(town.state().people.officer(OfficerId("o-bai"))->active);
  verifies(town);
}

TEST_CASE("an appointment that a later one replaced is taken back without harm", "[programme]") {
  DeedsTownship town;
  const Seq record = import_officers(town);
  const Appointment again{OfficerId("o-bai"), {people::Role::grid_worker}, {}, "某某", ""};
  town.accept(appointment_command(town.head, again));
  town.accept(claim_command({OfficerId("o-bai"), DeviceId("unit")}, town.deed("VOL01")));

  CHECK(*reverse_import(*town.book, town.head, {record, "错表"}) == 2);

  CHECK(town.state().people.officer(OfficerId("o-bai"))->active);
  verifies(town);
}

TEST_CASE("a reader who starts from a snapshot knows who has acted", "[programme]") {
  DeedsTownship town;
  const Seq record = import_officers(town);
  town.accept(claim_command({OfficerId("o-bai"), DeviceId("unit")}, town.deed("VOL01")));
  const std::string digest = town.book->save_snapshot();
  town.book.reset();

  Programme again = Programme::open(town.store, town.clock, town.ids,
                                    {.programme = "test", .snapshot_digest = digest});

  CHECK_FALSE(reverse_import(again, town.head, {record, "错表"}));
}

}  // namespace
}  // namespace wumei::programme
