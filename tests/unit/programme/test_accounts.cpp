#include "deeds_fixture.hpp"
#include "forged_log.hpp"

#include <wumei/programme/accounts.hpp>
#include <wumei/programme/erase_commands.hpp>
#include <wumei/programme/verify.hpp>
#include <wumei/store/log_reader.hpp>

namespace wumei::programme {
namespace {

using test::DeedsTownship;
using test::facts;
using test::Township;

Receipt close(Township& town) {
  return town.accept(close_day_command(town.head, town.book->today()));
}

/// The proof with its close filled in, so that the path can be followed.
audit::Balance proven(const Township& town, const char* household, ledger::Seq close) {
  audit::BalanceProof proof = prove_balance(*town.book, HouseholdId(household), close);
  CHECK(proof.close.index == close);
  proof.close.leaf = town.book->leaf(close);
  proof.close.checkpoint = "a note\n";
  return audit::account_in_close(
      audit::parse_balance_proof(audit::write_balance_proof(proof)));
}

TEST_CASE("no balance is proved without a close, its secret and the household", "[programme]") {
  Township town;
  CHECK_ERROR(last_close(*town.book), Errc::not_found);
  const ledger::Seq seq = close(town).first;
  CHECK(last_close(*town.book) == seq);
  CHECK_ERROR(prove_balance(*town.book, HouseholdId("0301009"), seq), Errc::not_found);
  CHECK_ERROR(prove_balance(*town.book, HouseholdId("0301001"), seq - 1), Errc::not_found);
  CHECK_ERROR(prove_balance(*town.book, HouseholdId("0301001"), seq + 1), Errc::not_found);

  town.accept(erase_command(*town.book, town.head, {seq, "g", "d"}));

  CHECK_ERROR(prove_balance(*town.book, HouseholdId("0301001"), seq), Errc::not_found);
  const audit::Finding finding = verified(town);
  INFO(finding.message);
  CHECK(finding.verdict == audit::Verdict::verified);
  CHECK(finding.erased == 1);
}

TEST_CASE("a close commits to every account under a secret of its own", "[programme]") {
  DeedsTownship town;
  town.settle(town.deed("VOL01"));
  const Receipt first = close(town);
  town.set_day("2026-04-21");
  const Receipt second = close(town);

  CHECK(first.out.at("accounts").integer() == 3);
  CHECK(first.out.at("account_root").text().size() == 64);
  CHECK(first.out.at("account_root") != second.out.at("account_root"));
  const std::string secret = read_secret_detail(town.book->detail(first.first));
  CHECK(secret != read_secret_detail(town.book->detail(second.first)));
  CHECK(verified(town).verdict == audit::Verdict::verified);
}

TEST_CASE("a retried close gives the stored receipt, though other bytes are drawn",
          "[programme]") {
  Township town;
  const Receipt first = close(town);

  const Receipt again = close(town);

  CHECK(again.replayed);
  CHECK(again.first == first.first);
  CHECK(again.out == first.out);
}

TEST_CASE("a household proves what it had at a close, also after more entries", "[programme]") {
  DeedsTownship town;
  const std::int64_t pending = [&] {
    town.settle(town.deed("VOL01"));
    return town.balance(test::Purpose::pending);
  }();
  REQUIRE(pending > 0);
  const ledger::Seq seq = close(town).first;
  const audit::Balance right_after = proven(town, "0301001", seq);
  town.settle(town.deed("VOL01", "1", 2));

  const audit::Balance later = proven(town, "0301001", seq);

  CHECK(later.account == right_after.account);
  CHECK(later.account.pending == pending);
  CHECK(later.account.last >= 0);
  CHECK(later.day == town.book->today());
  CHECK(proven(town, "0301002", seq).account.last == ledger::no_seq);
}

TEST_CASE("verify names the close whose root is of other accounts", "[programme]") {
  DeedsTownship town;
  const ledger::Seq seq = close(town).first;
  audit::LogReader log = store::log_reader(town.store, "test");
  const auto answer = [&](const std::string& secret) {
    log.detail = [secret](ledger::Seq) -> std::optional<std::string> { return secret; };
    ProgrammeReplay replay;
    return audit::verify(log, replay, {});
  };

  for (const std::string& wrong : {secret_detail(std::string(32, 'x')), std::string("{}"),
                                   secret_detail(std::string(31, 'x')), std::string("words")}) {
    INFO(wrong);
    CHECK(answer(wrong).verdict == audit::Verdict::failed);
    CHECK(answer(wrong).law == 13);
    CHECK(answer(wrong).seq == seq);
  }
}

TEST_CASE("verify names a close with other accounts than there are", "[programme]") {
  DeedsTownship town;
  ledger::Draft honest = town.draft_of(close_day_command(town.head, town.book->today()));
  const auto with = [&](std::int64_t accounts, const std::string& root) {
    ledger::Draft draft = honest;
    draft.out = to_json(totals(town.state().book));
    draft.out.add("accounts", json::Value(accounts));
    draft.out.add("account_root", json::Value(root));
    return draft;
  };
  const std::string root = honest.out.at("account_root").text();

  CHECK(test::law_of(town, {.draft = with(4, root)}) == 13);
  CHECK(test::law_of(town, {.draft = with(3, root.substr(1))}) == 13);
  ledger::Draft bare = honest;
  bare.out = to_json(totals(town.state().book));
  CHECK(test::law_of(town, {.draft = bare}) == 13);
  CHECK(test::ForgedLog(town).add({.draft = honest}).verified().verdict ==
        audit::Verdict::verified);
}

}  // namespace
}  // namespace wumei::programme
