#include "told.hpp"

#include <catch.hpp>
#include <terminal/counter.hpp>

#include <algorithm>
#include <array>
#include <iostream>
#include <memory>
#include <optional>
#include <set>

using namespace wumei;
using namespace wumei::test;

namespace {

constexpr std::uint64_t counter_seed = 20261129;
/// Steps of the story before the counter opens: the shelf is full, household 1 has 40 points.
constexpr std::size_t before_opening = 11;
const OfficerId keeper("o-keeper");
const HouseholdId customer("0301001");

/// The counter after a start of the machine.
class OpenCounter {
 public:
  explicit OpenCounter(const std::filesystem::path& ledger)
      : desk_(ledger, store::Access::write), journal_(ledger.string() + ".till"),
        counter_(open(desk_), journal_, {.shop = ShopId("03-1")}) {}

  terminal::Counter& counter() { return counter_; }
  Desk& desk() { return desk_; }

 private:
  static programme::Programme& open(Desk& desk) {
    desk.clock.set(Instant::parse("2026-04-08T12:00:00+08:00"));
    desk.ids.begin(static_cast<std::size_t>(desk.book->size()));
    return *desk.book;
  }
  Desk desk_;
  terminal::Journal journal_;
  terminal::Counter counter_;
};

/// What the household wants, and what it does with the goods.
enum class Wish : std::uint8_t { keep = 1, leave = 2, bring_some_back = 3 };
struct Plan {
  std::int64_t pieces;
  Wish wish;
};
constexpr std::array<Plan, 3> plans{
    {{2, Wish::keep}, {3, Wish::leave}, {4, Wish::bring_some_back}}};

/// What the clerk and the household know, whatever the machine forgets.
struct World {
  std::size_t plan = 0;
  std::string id;                 ///< slip number on the screen; "" before the first
  terminal::Stage told = terminal::Stage::asked;  ///< the last stage the screen confirmed
};

/// A clerk who goes on from what the screen says until every wish is met.
class Clerk {
 public:
  Clerk(terminal::Counter& counter, World& world) : counter_(counter), world_(world) {}

  void serve_all() {
    check_nothing_forgotten();
    while (world_.plan < plans.size()) serve();
  }

 private:
  [[nodiscard]] std::optional<terminal::Sale> sale() {
    for (const terminal::Sale& sale : counter_.sales(counter_.programme().today())) {
      if (sale.id == world_.id) return sale;
    }
    return std::nullopt;
  }

  void check_nothing_forgotten() {
    static_cast<void>(counter_.unresolved());
    if (world_.told == terminal::Stage::asked) return;
    const auto known = sale();
    REQUIRE(known);
    CHECK(known->stage >= world_.told);
  }

  void serve() {
    const Plan& plan = plans[world_.plan];
    const auto known = sale();
    if (!known) {
      sell(plan);
      return;
    }
    world_.told = known->stage;
    if (known->stage == terminal::Stage::debited) {
      world_.told = plan.wish == Wish::leave
                        ? counter_.not_handed_over(world_.id, "停电", keeper).sale.stage
                        : counter_.handed_over(world_.id).sale.stage;
    } else if (known->stage == terminal::Stage::done && plan.wish == Wish::bring_some_back) {
      world_.told = counter_.take_return({.id = world_.id, .lines = {pieces(2)}, .reason = "破损"},
                                         keeper).sale.sale.stage;
    } else {
      world_ = {world_.plan + 1, "", terminal::Stage::asked};
    }
  }

  void sell(const Plan& plan) {
    if (!counter_.visit()) {
      counter_.begin_visit({.household = customer, .answer = "张"}, keeper);
    }
    const terminal::Visit visit = counter_.visit().value();
    world_.id = visit.draft.id;
    counter_.put_cart({pieces(plan.pieces)});
    world_.told =
        counter_.confirm(world_.id, {pieces(plan.pieces)}, visit.prices, keeper).sale.stage;
  }

  static market::BasketLine pieces(std::int64_t count) {
    return {Sku("G04"), Quantity::of_units(count), {}};
  }

  terminal::Counter& counter_;
  World& world_;
};

/// A morning at the counter with every change of the disk in it.
class Morning {
 public:
  Morning() {
    tell(stage.ledger, 0, before_opening);
    { const OpenCounter first(stage.ledger); }  // the journal is made before the day begins
    opened = stage.vfs.disk;
    {
      OpenCounter open(stage.ledger);
      size = open.desk().book->size();
    }
    stage.set(opened, "");
  }

  Stage stage;
  FaultDisk opened;
  std::int64_t size = 0;

  /// Two sales that stand, of 2 and of 2 pieces at 3 points; four debits, two taken back.
  void check_end(OpenCounter& open) const {
    const ledger::Book& book = open.desk().book->state().book;
    CHECK(book.balance("h/0301001:spendable") == 2'800);
    CHECK(book.balance("s/03-1:stock/G04") == 16);
    CHECK(book.size() == size + 6);
    CHECK(open.counter().unresolved().empty());
    CHECK_FALSE(open.counter().visit());
  }

  /// After a restart the clerk goes on where the world stands.
  void go_on(World world, bool verify) const {
    OpenCounter open(stage.ledger);
    Clerk(open.counter(), world).serve_all();
    check_end(open);
    if (!verify) return;
    const audit::Finding finding = verified(open.desk().store);
    INFO(finding.message);
    CHECK(finding.verdict == audit::Verdict::verified);
  }
};

std::string bytes_of(const FaultDisk& disk) {
  std::string all;
  for (const std::string& name : disk.names()) all += name + disk.bytes(name);
  return std::string(sha256(all).bytes());
}

void trouble_every_change(Fault fault, const std::string& name) {
  Morning morning;
  std::int64_t errors = 0;
  for (fault.at = morning.opened.changes();; ++fault.at) {
    INFO(name << " at change " << fault.at);
    morning.stage.set(morning.opened, "");
    morning.stage.vfs.disk.plan(fault);
    World world;
    bool failed = false;
    try {
      OpenCounter open(morning.stage.ledger);
      Clerk(open.counter(), world).serve_all();
    } catch (const Error& error) {
      INFO(error.what());
      CHECK(error.code() == Errc::io);
      failed = true;
      ++errors;
    }
    const bool over = !failed && morning.stage.vfs.disk.changes() <= fault.at;
    morning.stage.vfs.disk.mend();
    if (over) break;
    morning.go_on(world, !failed);
  }
  CHECK(errors > 0);
  std::cout << "counter, " << name << ": " << fault.at - morning.opened.changes() << " changes, "
            << errors << " reported, nothing lost or doubled\n";
}

}  // namespace

TEST_CASE("whenever the power goes at the counter, no sale is lost and none is doubled",
          "[counter]") {
  Morning morning;
  std::vector<Operation> changes;
  std::vector<World> worlds;
  World world;
  morning.stage.vfs.disk.watch = [&](const Operation& operation) {
    changes.push_back(operation);
    worlds.push_back(world);
  };
  {
    OpenCounter open(morning.stage.ledger);
    Clerk(open.counter(), world).serve_all();
    morning.check_end(open);
  }
  morning.stage.vfs.disk.watch = nullptr;
  constexpr std::array<Survivors, 4> ways{Survivors::none, Survivors::some, Survivors::torn,
                                          Survivors::all};
  FaultDisk rolling = morning.opened;
  std::set<std::pair<std::string, std::string>> seen;
  for (std::size_t number = 0; number < changes.size(); ++number) {
    for (std::size_t way = 0; way < ways.size(); ++way) {
      const std::uint64_t seed = seed_of(counter_seed, number * 8 + way);
      FaultDisk cut = rolling;
      cut.reboot(ways[way], seed);
      const World& then = worlds[number];
      const std::string knows = std::to_string(then.plan) + then.id +
                                std::to_string(static_cast<int>(then.told));
      if (!seen.insert({knows, bytes_of(cut)}).second) continue;
      INFO("cut before change " << number << ", survivors " << way << ", seed " << seed);
      morning.stage.set(std::move(cut), "");
      morning.go_on(then, seen.size() % 16 == 0);
    }
    rolling.change(changes[number]);
  }
  std::cout << "counter: " << changes.size() << " changes, all cut in " << ways.size()
            << " ways (seed " << counter_seed << "): " << seen.size() << " different disks\n";
}

TEST_CASE("a full disk at the counter is told of, and the clerk goes on once there is room",
          "[counter]") {
  trouble_every_change({.trouble = Trouble::full, .lasting = true}, "a full disk");
}

TEST_CASE("a write that fails at the counter is told of or made good", "[counter]") {
  trouble_every_change({.trouble = Trouble::write_error}, "a failed write");
}
