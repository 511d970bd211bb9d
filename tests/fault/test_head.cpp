#include "told.hpp"

#include <catch.hpp>

#include <fstream>

using namespace wumei;
using namespace wumei::test;

namespace {

/// The ledger before its second head is signed, and the head file as it was and as it will be.
struct Signing {
  Stage stage;
  const Told told = stage.tell_all();
  const std::size_t step = story().size() - 2;
  const std::string old_head = told.pauses[told.pauses.size() - 2].head;
  const std::string new_head = head_after_signing();

  void set(const std::string& head, const std::string& half_written) {
    FaultDisk disk;
    const auto until = static_cast<std::size_t>(told.done_at[step - 1]);
    for (std::size_t number = 0; number < until; ++number) disk.change(told.changes[number]);
    disk.reboot(Survivors::none, 1);
    stage.set(disk, head);
    if (!half_written.empty()) {
      std::ofstream(stage.head.string() + ".new", std::ios::binary) << half_written;
    }
  }

  /// The story goes on to its end from there.
  void go_on() {
    tell(stage.ledger, step, story().size());
    CHECK(stage.read_all() == told.end().contents);
    CHECK(stage.head_text() == told.heads.back());
  }

 private:
  [[nodiscard]] std::string head_after_signing() const {
    return told.heads[static_cast<std::size_t>(told.done_at[step - 1])];
  }
};

}  // namespace

TEST_CASE("wherever the writing of the head file stops, the old head or the new one is there",
          "[head]") {
  Signing signing;
  REQUIRE(signing.old_head != signing.new_head);

  SECTION("before it began") { signing.set(signing.old_head, ""); }
  SECTION("in the midst of the new file") {
    signing.set(signing.old_head, signing.new_head.substr(0, signing.new_head.size() / 2));
  }
  SECTION("before the new file took its name") {
    signing.set(signing.old_head, signing.new_head);
  }
  SECTION("before the ledger kept the signature") { signing.set(signing.new_head, ""); }

  signing.go_on();
}

TEST_CASE("a head file cut short is corrupt, at every length", "[head]") {
  Signing signing;
  for (std::size_t length = 1; length < signing.new_head.size(); ++length) {
    INFO("length " << length);
    signing.set(signing.new_head.substr(0, length), "");
    CHECK_ERROR(audit::HeadFile(signing.stage.head).read(), Errc::corrupt);
  }
}

TEST_CASE("a head file that cannot be written keeps the old head and signs nothing", "[head]") {
  Signing signing;
  signing.set(signing.old_head, "");
  // A folder in the place of the temporary file: not even root can write it.
  std::filesystem::create_directory(signing.stage.head.string() + ".new");
  {
    Desk desk(signing.stage.ledger, store::Access::write);
    CHECK_ERROR((take(desk, signing.step), 0), Errc::io);
    CHECK(signing.stage.head_text() == signing.old_head);
    CHECK(desk.store.checkpoints(story_programme).size() == 1);
  }
  std::filesystem::remove(signing.stage.head.string() + ".new");

  signing.go_on();
}

TEST_CASE("a head that remembers a snapshot the ledger has lost replays instead", "[head]") {
  Signing signing;
  signing.set(signing.told.heads.back(), "");

  const Desk desk(signing.stage.ledger, store::Access::read);

  CHECK(desk.book->size() == signing.told.sizes[signing.step]);
}
