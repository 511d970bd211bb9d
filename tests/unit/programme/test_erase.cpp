#include "deeds_fixture.hpp"
#include "forged_log.hpp"

#include <wumei/programme/erase_commands.hpp>
#include <wumei/programme/find.hpp>
#include <wumei/programme/household_commands.hpp>
#include <wumei/programme/verify.hpp>
#include <wumei/store/log_reader.hpp>

namespace wumei::programme {
namespace {

using test::DeedsTownship;
using test::facts;
using test::Township;

const HouseholdId home("0301001");

ledger::Seq registration(const Township& town) {
  return town.book->state().people.household(home)->since_seq;
}

Command erasing(const Township& town, ledger::Seq seq, const Actor& actor) {
  return erase_command(*town.book, actor, {seq, "个人信息保护法第47条", "官政〔2026〕21号"});
}

TEST_CASE("only the township erases, once, and only what was private", "[programme]") {
  Township town;
  const ledger::Seq seq = registration(town);
  const ledger::Seq grid = seq - 1;
  Command again = erasing(town, seq, town.head);

  CHECK(town.refusal(erasing(town, seq, Township::officer("village"))) ==
        RefusalCode::role_missing);
  CHECK(town.refusal(erasing(town, grid, town.head)) == RefusalCode::nothing_to_do);
  CHECK_ERROR(erasing(town, town.book->size(), town.head), Errc::not_found);
  CHECK_ERROR(erase_command(*town.book, town.head, {seq, "", "d"}), Errc::bad_input);
  CHECK_ERROR(erase_command(*town.book, town.head, {seq, "g", ""}), Errc::bad_input);

  town.accept(erasing(town, seq, Township::officer("township")));

  again.key = "another";
  CHECK(town.refusal(again) == RefusalCode::duplicate);
}

TEST_CASE("name and PIN of an officer in office stay", "[programme]") {
  Township town;
  const OfficerId keeper("o-keeper");
  const ledger::Seq seq = town.book->state().people.officer(keeper)->seq;

  CHECK(town.refusal(erasing(town, seq, town.head)) == RefusalCode::wrong_state);
  CHECK(town.refusal(erasing(town, 1, town.head)) == RefusalCode::wrong_state);

  town.accept(dismissal_command(town.head, {keeper}));
  town.accept(erasing(town, seq, town.head));
  CHECK(officer_name(*town.book, keeper).empty());
}

TEST_CASE("what was erased is gone from the store and from every answer", "[programme]") {
  Township town;
  const ledger::Seq seq = registration(town);
  const std::string leaf = town.book->leaf(seq);

  const Receipt receipt = town.accept(erasing(town, seq, town.head));

  CHECK(receipt.kind == "detail.erase");
  CHECK_FALSE(town.store.detail("test", seq));
  CHECK(town.book->detail(seq).empty());
  CHECK(town.book->leaf(seq) == leaf);
  CHECK(head_of(*town.book, home) == Person{"", "", true});
  CHECK(heads(*town.book).at(home).erased);
  CHECK_FALSE(heads(*town.book).at(HouseholdId("0301002")).erased);
  CHECK(town.accept(erasing(town, seq, town.head)).replayed);
  CHECK(town.reopened().state().erased == std::map<ledger::Seq, ledger::Seq>{
                                              {seq, receipt.first}});
  const audit::Finding finding = verified(town);
  INFO(finding.message);
  CHECK(finding.verdict == audit::Verdict::verified);
  CHECK(finding.erasures == std::vector<audit::Erased>{{seq, receipt.first}});
}

TEST_CASE("an erasure that is given up leaves the detail", "[programme]") {
  Township town;
  const ledger::Seq seq = registration(town);
  const std::string detail = town.book->detail(seq);

  town.book->begin();
  REQUIRE(town.book->submit(erasing(town, seq, town.head)));
  CHECK(town.book->detail(seq).empty());
  town.book->abandon();

  CHECK(town.book->detail(seq) == detail);
  CHECK(verified(town).verdict == audit::Verdict::verified);
}

TEST_CASE("a registration whose detail was erased is still known by its key", "[programme]") {
  Township town;
  HouseholdRegistration asked;
  asked.household = HouseholdId("0301009");
  asked.village = VillageId("V03");
  asked.grid = GridId("V03-G1");
  asked.head = "李四";
  Command registering = household_command(town.head, asked);
  registering.key = "0/household/0301009";
  const Receipt first = town.accept(registering);
  town.accept(erasing(town, first.first, town.head));

  const Receipt again = town.accept(registering);

  CHECK(again.replayed);
  CHECK(again.first == first.first);
}

TEST_CASE("a household's details are its names and what was written about its deeds",
          "[programme]") {
  DeedsTownship town;
  const ledger::Seq claim = town.record(town.deed("VOL01"));
  const ledger::Seq answer =
      town.accept(check_command(town.state(), town.leader, {claim, false}, "没有到场")).first;

  const std::vector<ledger::Seq> kept = details_about(*town.book, home);

  CHECK(kept == std::vector<ledger::Seq>{registration(town), answer});
  CHECK_ERROR(details_about(*town.book, HouseholdId("0399999")), Errc::not_found);
  for (const ledger::Seq seq : kept) town.accept(erasing(town, seq, town.head));
  CHECK(details_about(*town.book, home).empty());
}

TEST_CASE("a new name after an erasure is a name again", "[programme]") {
  Township town;
  town.accept(erasing(town, registration(town), town.head));
  HouseholdChange change;
  change.household = home;
  change.group = "01";
  change.grid = GridId("V03-G1");
  change.people = 3;
  change.passbook = "P1";
  change.head = "张小";

  town.accept(household_change_command(town.head, change));

  CHECK(head_of(*town.book, home) == Person{"张小", "", false});
}

TEST_CASE("verify names details and documents that are missing for no reason", "[programme]") {
  DeedsTownship town;
  const ledger::Seq seq = registration(town);
  const ledger::Seq book = town.state().rules.books.front().seq;
  audit::LogReader log = store::log_reader(town.store, "test");
  const audit::LogReader whole = log;
  log.details = [&](const auto& visit) {
    whole.details([&](ledger::Seq at, const std::string& salt, const std::string& body) {
      if (at != seq) visit(at, salt, body);
    });
  };
  ProgrammeReplay replay;
  const audit::Finding without_detail = audit::verify(log, replay, {});
  log = whole;
  const std::string digest = town.state().rules.books.front().digest;
  log.documents = [&](const auto& visit) {
    whole.documents([&](const std::string& name, const std::string& body) {
      if (name != digest) visit(name, body);
    });
  };
  ProgrammeReplay again;
  const audit::Finding without_book = audit::verify(log, again, {});

  CHECK(without_detail.verdict == audit::Verdict::failed);
  CHECK(without_detail.law == audit::law_detail);
  CHECK(without_detail.seq == seq);
  CHECK(without_book.verdict == audit::Verdict::failed);
  CHECK(without_book.law == audit::law_document);
  CHECK(without_book.seq == book);
}

TEST_CASE("verify names a forged erasure", "[programme]") {
  DeedsTownship town;
  const ledger::Seq seq = registration(town);
  const auto erasure = [](ledger::Seq ref, std::int64_t named, const char* ground) {
    return ledger::Draft{.kind = "detail.erase",
                         .refs = {ref},
                         .in = facts({{"seq", named}, {"ground", ground}, {"document", "d"}})};
  };

  CHECK(test::law_of(town, {.actor = town.village, .draft = erasure(seq, seq, "g")}) == 7);
  CHECK(test::law_of(town, {.draft = erasure(seq, seq + 1, "g")}) == audit::law_detail);
  CHECK(test::law_of(town, {.draft = erasure(seq, seq, "")}) == audit::law_detail);
  CHECK(test::law_of(town, {.draft = erasure(seq - 1, seq - 1, "g")}) == audit::law_detail);
  CHECK(test::law_of(town, {.draft = {.kind = "detail.erase", .in = facts({{"seq", 0}})}}) ==
        audit::law_encoding);
}

}  // namespace
}  // namespace wumei::programme
