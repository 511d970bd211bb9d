#include <catch.hpp>
#include <township.hpp>
#include <wumei/programme/epoch_commands.hpp>
#include <wumei/programme/verify.hpp>
#include <wumei/store/log_reader.hpp>

namespace wumei::programme {
namespace {

using test::Township;

Epoch second_epoch(const Township& town) {
  Epoch epoch;
  epoch.origin_old = "wumei.example/test/e1";
  epoch.origin_new = "wumei.example/test/e2";
  epoch.signed_head = {town.book->size() + 5, sha256("lost head")};
  epoch.lost_from = town.book->size();
  epoch.lost_until = town.book->size() + 5;
  return epoch;
}

TEST_CASE("epochs count up from the first", "[programme]") {
  CHECK(next_epoch("log") == "log/e2");
  CHECK(next_epoch("log/e1") == "log/e2");
  CHECK(next_epoch("log/e19") == "log/e20");
  CHECK(next_epoch("guanqiao/east") == "guanqiao/east/e2");
  CHECK(audit::epoch_number("log/e7") == 7);
  CHECK(follows_epoch("log/e3", "log/e1"));
  CHECK_FALSE(follows_epoch("log/e1", "log/e1"));
  CHECK_FALSE(follows_epoch("other/e2", "log/e1"));
}

TEST_CASE("an epoch renames the log and says what was lost", "[programme]") {
  Township town;

  const Receipt receipt = town.accept(epoch_command(Township::officer("township"),
                                                    second_epoch(town)));

  CHECK(receipt.kind == "epoch.open");
  CHECK(town.book->state().charter.origin == "wumei.example/test/e2");
  CHECK(town.reopened().state().charter.origin == "wumei.example/test/e2");
  const audit::Finding finding = verified(town);
  INFO(finding.message);
  CHECK(finding.verdict == audit::Verdict::verified);
  CHECK(finding.origin == "wumei.example/test/e2");
}

TEST_CASE("an epoch is refused without the role or when it does not follow", "[programme]") {
  Township town;
  Epoch same = second_epoch(town);
  same.origin_new = same.origin_old;
  Epoch foreign = second_epoch(town);
  foreign.origin_old = "elsewhere/e1";

  CHECK(town.refusal(epoch_command(Township::officer("keeper"), second_epoch(town))) ==
        RefusalCode::role_missing);
  CHECK(town.refusal(epoch_command(town.head, same)) == RefusalCode::wrong_state);
  CHECK(town.refusal(epoch_command(town.head, foreign)) == RefusalCode::wrong_state);
}

TEST_CASE("verify names an epoch that lost entries it cannot have lost", "[programme]") {
  Township town;
  Epoch epoch = second_epoch(town);
  epoch.lost_from = 2;

  town.accept(epoch_command(town.head, epoch));

  const audit::Finding finding = verified(town);
  CHECK(finding.verdict == audit::Verdict::failed);
  CHECK(finding.law == audit::law_epoch);
  CHECK(finding.seq == town.book->size() - 1);
}

TEST_CASE("verify knows every kind the register writes", "[programme]") {
  Township town;

  const audit::Finding finding = verified(town);

  INFO(finding.message);
  CHECK(finding.verdict == audit::Verdict::verified);
  CHECK(finding.entries == town.book->size());
  CHECK(finding.head.root == town.book->root());
  CHECK(finding.unknown == 0);
  CHECK(finding.details == 12 + 3);
}

}  // namespace
}  // namespace wumei::programme
