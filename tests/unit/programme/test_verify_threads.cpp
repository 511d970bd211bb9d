#include <catch.hpp>
#include <township.hpp>

#include <wumei/audit/verify.hpp>
#include <wumei/programme/verify.hpp>
#include <wumei/store/log_reader.hpp>

using namespace wumei;
using test::Township;

namespace {

programme::Command honour(const std::string& key) {
  programme::Command command;
  command.actor = {OfficerId("o-head"), DeviceId("unit")};
  command.kind = "ledger.transfer";
  command.key = key;
  command.decide = [](const programme::State&,
                      const programme::Context&) -> Decision<programme::Drafts> {
    return programme::Drafts{{.kind = "ledger.transfer",
                              .moves = {{"f/V03:honour_given", "", -1},
                                        {"h/0301001:honour", "", 1}}}};
  };
  return command;
}

audit::Finding found(Township& town, int threads) {
  programme::ProgrammeReplay replay;
  return audit::verify(store::log_reader(town.store, "test"), replay, {.threads = threads});
}

}  // namespace

TEST_CASE("two threads find what one finds", "[programme][threads]") {
  Township town;
  town.book->begin();
  for (int i = 0; i < 5'000; ++i) {
    static_cast<void>(*town.book->submit(honour("t" + std::to_string(10'000 + i))));
  }
  static_cast<void>(town.book->commit());

  const audit::Finding one = found(town, 1);
  const audit::Finding two = found(town, 2);

  CHECK(one.entries == town.book->size());
  CHECK(two.entries == one.entries);
  CHECK(two.head == one.head);
  CHECK(two.verdict == one.verdict);
  CHECK(two.message == one.message);
  CHECK(two.tiles == one.tiles);
}
