#include "deeds_fixture.hpp"
#include "forged_log.hpp"

#include <wumei/audit/key_rotation.hpp>
#include <wumei/programme/key_commands.hpp>
#include <wumei/programme/verify.hpp>
#include <wumei/store/log_reader.hpp>

namespace wumei::programme {
namespace {

using test::facts;

const std::string log_name = "wumei.example/test";

std::unique_ptr<audit::Signer> signer(char byte) {
  return audit::signer_from_seed(log_name, std::string(32, byte));
}

/// A ledger founded with the key 'a'.
struct Keyed {
  store::MemoryStore store;
  FixedClock clock{Instant::parse("2026-04-08T09:30:00+08:00")};
  CountedIds ids{7};
  const Actor head{OfficerId("o-head"), DeviceId("unit")};
  Programme book = Programme::create(store, clock, ids, founding());

  [[nodiscard]] static Founding founding() {
    Founding founding;
    founding.charter.origin = log_name + "/e1";
    founding.charter.programme = "test";
    founding.charter.log_key = signer('a')->key().text();
    founding.founder = {OfficerId("o-head"), DeviceId("unit")};
    founding.founder_detail = "{\"name\":\"王站长\",\"pin\":\"\"}";
    return founding;
  }
  [[nodiscard]] RefusalCode refusal(const Command& command) {
    const auto outcome = book.submit(command);
    REQUIRE_FALSE(outcome);
    return outcome.refusal().code;
  }
};

TEST_CASE("only the key in use is changed, for another of its name", "[programme]") {
  Keyed town;
  const auto a = signer('a');
  const auto b = signer('b');
  const auto stranger = audit::signer_from_seed("elsewhere", std::string(32, 'b'));

  CHECK(town.refusal(rotate_command(town.book, town.head, *b, *a)) == RefusalCode::wrong_state);
  CHECK(town.refusal(rotate_command(town.book, town.head, *a, *a)) == RefusalCode::wrong_state);
  CHECK(town.refusal(rotate_command(town.book, town.head, *a, *stranger)) ==
        RefusalCode::wrong_state);
  CHECK(town.refusal(rotate_command(town.book, {OfficerId("o-nobody"), DeviceId("unit")}, *a,
                                    *b)) == RefusalCode::officer_unknown);
}

TEST_CASE("a change of the key holds for one place in the log", "[programme]") {
  Keyed town;
  const auto a = signer('a');
  const auto b = signer('b');
  const Command prepared = rotate_command(town.book, town.head, *a, *b);
  REQUIRE(town.book.submit(late_command(town.head, {Date::of(2026, 4, 1), "r", "d"})));

  CHECK(town.refusal(prepared) == RefusalCode::wrong_state);
  const auto receipt = town.book.submit(rotate_command(town.book, town.head, *a, *b));

  REQUIRE(receipt);
  CHECK(town.book.state().charter.log_key == b->key().text());
  ProgrammeReplay replay;
  const audit::Finding finding =
      audit::verify(store::log_reader(town.store, "test"), replay, {});
  INFO(finding.message);
  CHECK(finding.verdict == audit::Verdict::verified);
}

TEST_CASE("verify names a forged change of the key", "[programme]") {
  test::DeedsTownship town;
  const ledger::Draft forged{
      .kind = "key.rotate",
      .in = audit::sign_rotation({"wumei.example/test/e1", town.book->size()}, *signer('a'),
                                 *signer('b'))};

  CHECK(test::law_of(town, {.draft = forged}) == audit::law_key);
  CHECK(test::law_of(town, {.actor = town.village, .draft = forged}) == 7);
}

}  // namespace
}  // namespace wumei::programme
