#include "told.hpp"

#include <catch.hpp>
#include <wumei/programme/control_commands.hpp>

#include <iostream>
#include <optional>

using namespace wumei;
using namespace wumei::test;

namespace {

/// One session of the story with a fault in it, tried again after each error.
class TroubledSession {
 public:
  TroubledSession(Stage& where, const Told& truth, std::size_t which)
      : stage(where), told(truth), from(truth.pauses[which]), until(truth.pauses[which + 1]) {}

  Stage& stage;
  const Told& told;
  const Pause& from;
  const Pause& until;
  int errors = 0;

  void run(const Fault& fault, bool to_the_end) {
    stage.set(from.disk, from.head);
    stage.vfs.disk.plan(fault);
    std::optional<Desk> desk;
    for (std::size_t step = from.step; step < until.step;) {
      try {
        if (!desk) open(desk, step);
        take(*desk, step);
        ++step;
      } catch (const Error& error) {
        check_error(error, desk, step);
      }
    }
    desk.reset();
    if (stage.vfs.disk.is_full()) check_readable(until.step);
    stage.vfs.disk.mend();
    check_end(to_the_end ? told.end() : until);
  }

 private:
  void open(std::optional<Desk>& desk, std::size_t step) {
    desk.emplace(stage.ledger, step == 0 ? store::Access::create : store::Access::write);
  }

  void check_error(const Error& error, std::optional<Desk>& desk, std::size_t step) {
    INFO(error.what());
    CHECK(error.code() == Errc::io);
    CHECK(++errors == 1);
    if (step == 0) {
      // A founding that failed is cleared away, as `wumei init` does.
      desk.reset();
      stage.set(FaultDisk(), "");
      return;
    }
    if (stage.vfs.disk.is_full()) {
      CHECK(std::string(error.what()).find("full") != std::string::npos);
      check_readable(step);
    }
    stage.vfs.disk.mend();
    if (desk && desk->book) check_memory(*desk);
  }

  /// Memory and file agree on a log that ends with a whole command.
  void check_memory(Desk& desk) const {
    const Desk reader(stage.ledger, store::Access::read);
    CHECK(desk.book->size() == reader.book->size());
    CHECK(desk.book->root() == reader.book->root());
    CHECK(programme::totals(desk.book->state().book) ==
          programme::totals(reader.book->state().book));
  }

  /// What the first `steps` steps wrote can be read, whatever state the full disk is in.
  void check_readable(std::size_t steps) const {
    stage.vfs.show_files();
    store::SqliteStore reader(stage.ledger, store::Access::read);
    const std::int64_t size = reader.size(story_programme);
    CHECK(size >= told.sizes[steps - 1]);
    CHECK(reader.leaf(story_programme, size - 1) ==
          told.leaves[static_cast<std::size_t>(size - 1)]);
  }

  /// The session ends as it does without a fault, also after a power cut that spares nothing, and
  /// the story can go on.
  void check_end(const Pause& end) const {
    stage.vfs.disk.reboot(Survivors::none, 1);
    stage.set(stage.vfs.disk, stage.head_text());
    tell(stage.ledger, until.step, end.step);
    CHECK(stage.read_all() == end.contents);
  }
};

/// Begins the fault at every change of every session in turn.
void trouble_every_change(Fault fault, const std::string& name) {
  Stage stage;
  const Told told = stage.tell_all();
  std::int64_t faults = 0;
  std::int64_t errors = 0;
  for (std::size_t session = 0; session + 1 < told.pauses.size(); ++session) {
    const std::int64_t end = told.pauses[session + 1].disk.changes();
    for (fault.at = told.pauses[session].disk.changes(); fault.at < end; ++fault.at) {
      INFO(name << " at change " << fault.at << " of session " << session);
      TroubledSession troubled(stage, told, session);
      troubled.run(fault, fault.at % 16 == 0);
      ++faults;
      errors += troubled.errors;
    }
  }
  std::cout << name << ": " << faults << " changes, " << errors << " of them reported, all of "
            << "them recovered from\n";
}

}  // namespace

TEST_CASE("a full disk is reported, leaves the ledger readable, and room is all it takes to go on",
          "[errors]") {
  trouble_every_change({Trouble::full, 0, true}, "full disk");
}

TEST_CASE("a write or sync that fails is reported or made good, and loses nothing", "[errors]") {
  trouble_every_change({Trouble::write_error, 0, false}, "failed change");
}
