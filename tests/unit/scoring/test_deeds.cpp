#include <catch.hpp>

#include <wumei/scoring/deeds.hpp>
#include <wumei/scoring/tally.hpp>

using namespace wumei;
using namespace wumei::scoring;

namespace {

const HouseholdId home("0301017");
const VillageId village("V03");

Earning earning(Seq seq, const char* rule, const char* on, const char* points) {
  Earning earning;
  earning.seq = seq;
  earning.household = home;
  earning.village = village;
  earning.rule = RuleId(rule);
  earning.on = Date::parse(on);
  earning.points = Points::parse(points);
  return earning;
}

rules::Question in_april(const char* rule) {
  return {home, RuleId(rule), calendar_period(Cycle::month, Date::of(2026, 4, 1)), ""};
}

Claim claim(Seq seq) {
  Claim claim;
  claim.seq = seq;
  claim.household = home;
  return claim;
}

}  // namespace

TEST_CASE("the state of an entry that recorded no claim is not found", "[scoring]") {
  CHECK_ERROR(claim_state(Deeds{}, 7), Errc::not_found);
}

TEST_CASE("a claim is recorded, then checked, then answered", "[scoring]") {
  Deeds deeds;
  deeds.claims.emplace(5, claim(5));
  CHECK(claim_state(deeds, 5) == ClaimState::recorded);

  deeds.claims.at(5).steps = 1;
  CHECK(claim_state(deeds, 5) == ClaimState::checked);

  deeds.claims.erase(5);
  deeds.answers.set(5, {ClaimState::refused, 9});
  CHECK(claim_state(deeds, 5) == ClaimState::refused);
}

TEST_CASE("the tally counts a rule's grants in the period of the deed", "[scoring]") {
  Deeds deeds;
  grant(deeds, earning(1, "VOL01", "2026-04-01", "2"));
  grant(deeds, earning(2, "VOL01", "2026-04-30", "3"));
  grant(deeds, earning(3, "VOL01", "2026-05-01", "4"));
  grant(deeds, earning(4, "ENV12", "2026-04-12", "-5"));
  const DeedsTally tally(deeds);

  CHECK(tally.times(in_april("VOL01")) == 2);
  CHECK(tally.points(in_april("VOL01")) == Points::parse("5"));
  CHECK(tally.points(in_april("ENV12")) == Points::parse("-5"));
  CHECK(tally.household_points(home, in_april("VOL01").period) == Points::parse("5"));
  CHECK(tally.times({HouseholdId("0301018"), RuleId("VOL01"), in_april("VOL01").period, ""}) == 0);
}

TEST_CASE("a grant to one person does not count against another", "[scoring]") {
  Deeds deeds;
  Earning enlisted = earning(1, "CIV08", "2026-04-01", "30");
  enlisted.person = "p1";
  grant(deeds, enlisted);
  rules::Question question = in_april("CIV08");

  question.person = "p2";
  CHECK(DeedsTally(deeds).times(question) == 0);
  question.person = "p1";
  CHECK(DeedsTally(deeds).times(question) == 1);
}

TEST_CASE("an amended grant counts for less, a void one for nothing", "[scoring]") {
  Deeds deeds;
  grant(deeds, earning(1, "VOL01", "2026-04-01", "6"));
  grant(deeds, earning(2, "VOL01", "2026-04-02", "2"));

  amend(deeds, 1, Points::parse("4"));
  CHECK(granted(deeds, home, 1) == Points::parse("4"));
  CHECK(deeds.earnings.at(1).points == Points::parse("4"));
  CHECK(DeedsTally(deeds).points(in_april("VOL01")) == Points::parse("6"));

  amend(deeds, 1, Points());
  CHECK(granted(deeds, home, 1) == Points());
  CHECK_FALSE(deeds.earnings.contains(1));
  CHECK(DeedsTally(deeds).times(in_april("VOL01")) == 1);
}

TEST_CASE("a grant that counts names its household, a void one none", "[scoring]") {
  Deeds deeds;
  grant(deeds, earning(1, "VOL01", "2026-04-01", "6"));
  settle_earning(deeds, 1);

  CHECK(granted_to(deeds, 1) == home);
  amend(deeds, 1, Points());
  CHECK_FALSE(granted_to(deeds, 1));
}

TEST_CASE("a confirmed earning still counts towards caps", "[scoring]") {
  Deeds deeds;
  grant(deeds, earning(1, "VOL01", "2026-04-01", "6"));

  settle_earning(deeds, 1);

  CHECK(deeds.earnings.empty());
  CHECK(DeedsTally(deeds).times(in_april("VOL01")) == 1);
}

TEST_CASE("reversing a settlement frees its caps and closes its claim", "[scoring]") {
  Deeds deeds;
  grant(deeds, earning(9, "VOL01", "2026-04-01", "6"));
  settle_earning(deeds, 9);
  deeds.answers.set(5, {ClaimState::settled, 9});

  reverse(deeds, 9);

  CHECK(claim_state(deeds, 5) == ClaimState::reversed);
  CHECK(DeedsTally(deeds).times(in_april("VOL01")) == 0);
}

TEST_CASE("reversing the record of an open claim closes it", "[scoring]") {
  Deeds deeds;
  deeds.claims.emplace(5, claim(5));

  reverse(deeds, 5);

  CHECK(claim_state(deeds, 5) == ClaimState::reversed);
  CHECK(deeds.claims.empty());
}

TEST_CASE("reversing an entry that has nothing to do with deeds changes nothing", "[scoring]") {
  Deeds deeds;
  grant(deeds, earning(9, "VOL01", "2026-04-01", "6"));

  reverse(deeds, 77);

  CHECK(deeds.earnings.size() == 1);
}

TEST_CASE("the latest whole-sheet visit within the period is found", "[scoring]") {
  Deeds deeds;
  deeds.inspections[home] = {{10, Date::of(2026, 3, 9), 2, Score::parse("70"), {}},
                             {11, Date::of(2026, 6, 9), 2, Score::parse("81"), {}},
                             {12, Date::of(2026, 9, 9), 2, Score::parse("92"), {}}};
  const Period half_year{Date::of(2026, 1, 1), Date::of(2026, 6, 30)};

  REQUIRE(latest_whole(deeds, home, half_year) != nullptr);
  CHECK(latest_whole(deeds, home, half_year)->seq == 11);
  CHECK(latest_whole(deeds, HouseholdId("0301018"), half_year) == nullptr);
  CHECK(latest_whole(deeds, home, {Date::of(2026, 1, 1), Date::of(2026, 1, 2)}) == nullptr);
}

TEST_CASE("deductions are counted for tie-breaks", "[scoring]") {
  Deeds deeds;
  grant(deeds, earning(1, "ENV04", "2026-04-01", "-2"));
  grant(deeds, earning(2, "ENV04", "2026-07-01", "-2"));
  grant(deeds, earning(3, "VOL01", "2026-04-01", "2"));

  CHECK(deductions(deeds, home, {Date::of(2026, 4, 1), Date::of(2026, 6, 30)}) == 1);
  CHECK(deductions(deeds, HouseholdId("0301018"), {Date(), Date::of(2026, 12, 31)}) == 0);
}

TEST_CASE("earnings are listed by village and day of the deed", "[scoring]") {
  Deeds deeds;
  grant(deeds, earning(1, "VOL01", "2026-04-25", "2"));
  grant(deeds, earning(2, "VOL01", "2026-04-26", "2"));

  CHECK(earnings_of(deeds, village, Date::of(2026, 4, 25)) == std::vector<Seq>{1});
  CHECK(earnings_of(deeds, {}, Date::of(2026, 4, 30)) == std::vector<Seq>{1, 2});
  CHECK(earnings_of(deeds, VillageId("V04"), Date::of(2026, 4, 30)).empty());
}

TEST_CASE("who brings a claim is read from stored names and spreadsheets", "[scoring]") {
  for (const ClaimedBy by : {ClaimedBy::self, ClaimedBy::proxy, ClaimedBy::grid}) {
    CHECK(parse_claimed_by(name(by)) == by);
  }
  CHECK(parse_claimed_by("网格员代报") == ClaimedBy::grid);
  CHECK_ERROR(parse_claimed_by("邻居"), Errc::bad_input);
}

TEST_CASE("an earning that was set aside comes back with its place among the grants",
          "[scoring]") {
  Deeds deeds;
  for (const Seq seq : {5, 6, 7}) grant(deeds, earning(seq, "VOL01", "2026-04-12", "2"));
  const Deeds before = deeds;

  set_aside(deeds, 6);
  CHECK_FALSE(deeds.earnings.contains(6));
  CHECK(granted(deeds, home, 6).is_zero());
  CHECK_THROWS_AS(set_aside(deeds, 6), InvariantViolation);
  put_back(deeds, 6);

  CHECK(deeds.earnings == before.earnings);
  CHECK(deeds.grants == before.grants);
  CHECK(deeds.set_aside.empty());
  CHECK_THROWS_AS(put_back(deeds, 6), InvariantViolation);
}
