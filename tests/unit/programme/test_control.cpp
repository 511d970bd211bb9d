#include <catch.hpp>
#include <township.hpp>

using namespace wumei;
using test::Township;

namespace {

const VillageId v03("V03");

programme::Command deposit_like(std::int64_t fen, const std::string& key) {
  programme::Command command;
  command.actor = Township::officer("village");
  command.kind = "ledger.transfer";
  command.key = key;
  command.decide = [fen](const programme::State&,
                         const programme::Context&) -> Decision<programme::Drafts> {
    return programme::Drafts{{.kind = "ledger.transfer",
                              .moves = {{"f/V03:cash", "", fen}, {"f/V03:topup", "", -fen}}}};
  };
  return command;
}

}  // namespace

TEST_CASE("only the township approves budgets and closes periods", "[programme]") {
  Township town;
  town.set_day("2026-04-27");
  const programme::Actor village = Township::officer("village");

  const programme::Budget budget{v03, 2026, 4, 4, Points::parse("1"), "d"};
  CHECK(town.refusal(programme::budget_command(village, budget)) == RefusalCode::role_missing);
  const programme::Budget nowhere{VillageId("V99"), 2026, 4, 4, Points::parse("1"), "d"};
  CHECK(town.refusal(programme::budget_command(town.head, nowhere)) ==
        RefusalCode::village_unknown);
  CHECK(town.refusal(programme::close_period_command(village, Date::of(2026, 4, 25))) ==
        RefusalCode::role_missing);
  CHECK(town.refusal(programme::late_command(village, {Date::of(2026, 4, 1), "r", "d"})) ==
        RefusalCode::role_missing);
}

TEST_CASE("a budget needs months of one year and points", "[programme]") {
  const programme::Actor head{OfficerId("o-head"), DeviceId("unit")};

  CHECK_ERROR(programme::budget_command(head, {v03, 2026, 0, 4, Points::parse("1"), "d"}),
              Errc::bad_input);
  CHECK_ERROR(programme::budget_command(head, {v03, 2026, 5, 4, Points::parse("1"), "d"}),
              Errc::bad_input);
  CHECK_ERROR(programme::budget_command(head, {v03, 2026, 4, 5, Points(), "d"}), Errc::bad_input);
}

TEST_CASE("a closed period stays closed and refuses earlier dates", "[programme]") {
  Township town;
  town.set_day("2026-04-27");
  const auto close = [&](int day) {
    return programme::close_period_command(town.head, Date::of(2026, 4, day));
  };
  CHECK(town.refusal(close(28)) == RefusalCode::date_in_future);
  CHECK(town.refusal(close(27)) == RefusalCode::not_yet_valid);
  town.accept(close(25));
  CHECK(town.refusal(close(25)) == RefusalCode::period_closed);

  programme::Command late = deposit_like(100, "x");
  late.effective = Date::of(2026, 4, 25);
  CHECK(town.refusal(late) == RefusalCode::period_closed);
  late.effective = Date::of(2026, 4, 26);
  CHECK(town.accept(late).count == 1);
}

TEST_CASE("a late approval admits an entry that cites it", "[programme]") {
  Township town;
  town.set_day("2026-04-27");
  town.accept(programme::close_period_command(town.head, Date::of(2026, 4, 25)));
  const auto approval = town.accept(
      programme::late_command(town.head, {Date::of(2026, 4, 20), "单据迟到", "官政12号"}));
  programme::Command late = deposit_like(100, "x");
  late.effective = Date::of(2026, 4, 20);
  late.decide = [seq = approval.first](const programme::State&,
                                       const programme::Context&) -> Decision<programme::Drafts> {
    return programme::Drafts{{.kind = "ledger.transfer", .refs = {seq}}};
  };

  CHECK(town.accept(late).count == 1);
  CHECK(town.reopened().size() == town.book->size());
}

TEST_CASE("a day closes once, with the totals of the ledger", "[programme]") {
  Township town;
  town.accept(deposit_like(12'345, "x"));
  const programme::Command close =
      programme::close_day_command(Township::officer("keeper"), Date::of(2026, 4, 1));
  const auto receipt = town.accept(close);

  CHECK(receipt.out.at("cash").integer() == 12'345);
  CHECK(town.accept(close).replayed);
  CHECK(town.refusal(programme::close_day_command(town.head, Date::of(2026, 3, 31))) ==
        RefusalCode::period_closed);
  CHECK(town.refusal(programme::close_day_command(town.head, Date::of(2026, 4, 2))) ==
        RefusalCode::date_in_future);
  CHECK(town.refusal(programme::close_day_command(Township::officer("women"),
                                                  Date::of(2026, 4, 1))) ==
        RefusalCode::key_conflict);
}

TEST_CASE("a slip is mended the same day by its writer, later by the township", "[programme]") {
  Township town;
  const auto receipt = town.accept(deposit_like(500, "x"));
  const auto reverse = [&](const programme::Actor& actor) {
    return programme::reverse_command(*town.book, actor, receipt.first, "多写一个零");
  };
  CHECK(town.refusal(reverse(Township::officer("women"))) == RefusalCode::role_missing);
  town.set_day("2026-04-02");
  CHECK(town.refusal(reverse(Township::officer("village"))) == RefusalCode::role_missing);

  town.accept(reverse(Township::officer("township")));

  CHECK(town.book->state().book.balance("f/V03:cash") == 0);
  CHECK(town.refusal(reverse(town.head)) == RefusalCode::already_reversed);
  CHECK(town.refusal(programme::reverse_command(*town.book, town.head, town.book->size() - 1,
                                                "again")) == RefusalCode::not_reversible);
}

TEST_CASE("money already spent cannot be taken back", "[programme]") {
  Township town;
  const auto receipt = town.accept(deposit_like(500, "x"));
  town.accept(deposit_like(-400, "y"));

  CHECK(town.refusal(programme::reverse_command(*town.book, town.head, receipt.first, "r")) ==
        RefusalCode::not_reversible);
}

TEST_CASE("spent points that are taken back become arrears", "[programme]") {
  Township town;
  town.budget(Points::parse("100"));
  const auto move = [&](std::vector<ledger::Move> moves, const std::string& key) {
    programme::Command command = deposit_like(1, key);
    command.decide = [moves](const programme::State&,
                             const programme::Context&) -> Decision<programme::Drafts> {
      return programme::Drafts{{.kind = "ledger.transfer", .moves = moves}};
    };
    return town.accept(command).first;
  };
  const ledger::Seq earned = move(
      {{"f/V03:issued/2026", "", -1000}, {"h/0301001:spendable", "2027-12-31", 1000}}, "earn");
  move({{"h/0301001:spendable", "2027-12-31", -700}, {"f/V03:redeemed", "", 700}}, "spend");

  town.accept(programme::reverse_command(*town.book, town.head, earned, "弄虚作假"));

  CHECK(town.book->state().book.balance("h/0301001:spendable") == 0);
  CHECK(town.book->state().book.balance("h/0301001:arrears") == -700);
  CHECK(town.book->state().book.balance("f/V03:issued/2026") == 0);
}

TEST_CASE("points past their last day go to the expired sink, and only those", "[programme]") {
  Township town;
  town.budget(Points::parse("100"));
  programme::Command earn = deposit_like(1, "earn");
  earn.decide = [](const programme::State&,
                   const programme::Context&) -> Decision<programme::Drafts> {
    return programme::Drafts{{.kind = "ledger.transfer",
                              .moves = {{"f/V03:issued/2026", "", -900},
                                        {"h/0301001:spendable", "2026-04-30", 600},
                                        {"h/0301001:spendable", "2027-12-31", 300}}}};
  };
  town.accept(earn);
  const auto expire = [&](int month, int day) {
    return programme::expire_command(town.head, Date::of(2026, month, day));
  };
  CHECK(town.refusal(expire(5, 1)) == RefusalCode::date_in_future);
  town.set_day("2026-05-01");
  CHECK(town.refusal(expire(4, 30)) == RefusalCode::nothing_to_do);

  town.accept(expire(5, 1));

  CHECK(town.book->balance("h/0301001:spendable") == 300);
  CHECK(town.book->balance("f/V03:expired") == 600);
  CHECK(town.book->balance("h/0301001:spendable", {.effective = Date::of(2026, 4, 30)}) == 900);
}

TEST_CASE("an import is written whole, once, and taken back whole", "[programme]") {
  Township town;
  const programme::ImportFile file{"deposits.csv", "deposits", "bytes of the file"};
  const std::vector<programme::ImportRow> rows = {{deposit_like(1, "r1"), {"deposits.csv", 2}},
                                                  {deposit_like(2, "r2"), {"deposits.csv", 3}}};
  const auto preview = programme::import_rows(*town.book, town.head, file, rows, {.dry_run = true});
  CHECK(preview->added == 3);
  CHECK(town.book->state().book.balance("f/V03:cash") == 0);

  const auto written = programme::import_rows(*town.book, town.head, file, rows);
  const auto again = programme::import_rows(*town.book, town.head, file, rows);

  CHECK(written->added == 3);
  CHECK(again->seen_before);
  CHECK(again->added == 0);
  CHECK(town.book->state().book.balance("f/V03:cash") == 3);
  const auto trial = programme::reverse_import(*town.book, town.head,
                                               {.record = written->record,
                                                .reason = "错表",
                                                .dry_run = true});
  CHECK(*trial == 2);
  CHECK(town.book->state().book.balance("f/V03:cash") == 3);
  CHECK(*programme::reverse_import(*town.book, town.head, {written->record, "错表"}) == 2);
  CHECK(town.book->state().book.balance("f/V03:cash") == 0);
  CHECK(programme::reverse_import(*town.book, town.head, {written->record, "错表"})
            .refusal().code == RefusalCode::nothing_to_do);
  CHECK_ERROR(programme::reverse_import(*town.book, town.head, {0, "r"}), Errc::not_found);
}

TEST_CASE("a file that was taken back can be imported again", "[programme]") {
  Township town;
  const programme::ImportFile file{"deposits.csv", "deposits", "bytes of the file"};
  const std::vector<programme::ImportRow> rows = {{deposit_like(1, "r1"), {"deposits.csv", 2}}};
  for (int time = 0; time < 3; ++time) {
    const auto written = programme::import_rows(*town.book, town.head, file, rows);
    CHECK(written->added == 2);
    CHECK(town.book->state().book.balance("f/V03:cash") == 1);
    CHECK(programme::import_rows(*town.book, town.head, file, rows)->seen_before);
    CHECK(programme::reverse_import(*town.book, town.head, {written->record, "错表"}));
  }
  CHECK(town.book->state().book.balance("f/V03:cash") == 0);
}

TEST_CASE("one sheet is imported once as each kind", "[programme]") {
  Township town;
  const programme::ImportFile said{"sheet.csv", "objections", "one sheet"};
  const programme::ImportFile decided{"sheet.csv", "verdicts", "one sheet"};
  const std::vector<programme::ImportRow> first = {{deposit_like(1, "r1"), {"sheet.csv", 2}}};
  const std::vector<programme::ImportRow> second = {{deposit_like(2, "r2"), {"sheet.csv", 2}}};
  CHECK(programme::import_rows(*town.book, town.head, said, first)->added == 2);

  const auto other = programme::import_rows(*town.book, town.head, decided, second);

  CHECK(other->added == 2);
  CHECK(programme::import_rows(*town.book, town.head, said, first)->seen_before);
  const auto again = programme::import_rows(*town.book, town.head, decided, second);
  CHECK(again->seen_before);
  CHECK(again->record == other->record);
}

TEST_CASE("one refused row undoes the whole import and is named", "[programme]") {
  Township town;
  programme::Command future = deposit_like(2, "r2");
  future.effective = Date::of(2030, 1, 1);
  const std::vector<programme::ImportRow> rows = {{deposit_like(1, "r1"), {"d.csv", 2}},
                                                  {future, {"d.csv", 3}}};
  const std::int64_t before = town.book->size();
  const auto outcome = programme::import_rows(*town.book, town.head, {"d.csv", "d", "b"}, rows);

  REQUIRE_FALSE(outcome);
  CHECK(outcome.refusal().code == RefusalCode::date_in_future);
  CHECK(outcome.refusal().facts.back() == Fact{"line", "3"});
  CHECK(town.book->size() == before);

  const auto skipped = programme::import_rows(*town.book, town.head, {"d.csv", "d", "b"}, rows,
                                              {.skip_refused = true});
  CHECK(skipped->refused.size() == 1);
  CHECK(skipped->added == 2);
}

TEST_CASE("an interrupted import leaves nothing behind", "[programme]") {
  Township town;
  const std::vector<programme::ImportRow> rows = {{deposit_like(1, "r1"), {"d.csv", 2}},
                                                  {deposit_like(1, "r2"), {"d.csv", 3}}};
  const auto interrupt = [](std::int64_t done, std::int64_t) {
    if (done == 1) throw Error(Errc::cancelled, "interrupted");
  };
  const Digest root = town.book->root();

  CHECK_ERROR(programme::import_rows(*town.book, town.head, {"d.csv", "d", "b"}, rows,
                                     {.progress = interrupt}),
              Errc::cancelled);
  CHECK(town.book->root() == root);
  CHECK_FALSE(town.book->in_batch());
}
