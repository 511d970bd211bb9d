#include "told.hpp"

#include <till_fixture.hpp>

#include <array>
#include <iostream>
#include <optional>
#include <string>

/// A morning of a leased till, cut at every change of its disk and at every request to its hub.
/// The hub lives on: it is another machine.
namespace {

using namespace wumei;
using namespace wumei::test;
using terminal::RecordState;
using terminal::TillRecord;

constexpr std::uint64_t till_seed = 20261130;
constexpr std::int64_t price_of_piece = 3'00;

/// When the till asks its hub.
enum class Network : std::uint8_t { online = 1, offline = 2 };

enum class Wish : std::uint8_t { keep = 1, leave = 2, bring_one_back = 3 };
struct Plan {
  std::int64_t pieces;
  Wish wish;
};
constexpr std::array<Plan, 3> plans{
    {{2, Wish::keep}, {2, Wish::leave}, {3, Wish::bring_one_back}}};

/// What clerk and household know, whatever the machine forgets.
struct World {
  std::size_t plan = 0;
  std::int64_t counter = 0;                  ///< of the record on the screen; 0 before it is known
  RecordState told = RecordState::debited;   ///< the last state the screen confirmed
  std::int64_t kept = 0;                     ///< pieces that the household took home
};

/// A clerk who goes on from what the screen says until every wish is met and the hub knows it.
class Clerk {
 public:
  Clerk(LeasedShop& shop, World& world, Network network)
      : shop_(shop), world_(world), network_(network) {}

  void work() {
    if (!shop_.file->lease()) ask_hub();
    while (world_.plan < plans.size()) serve();
    static_cast<void>(shop_.leased->report());
    ask_hub();
  }

 private:
  void ask_hub() { static_cast<void>(shop_.sync->run()); }

  [[nodiscard]] std::optional<TillRecord> record() const {
    const auto waiting = shop_.leased->unresolved();
    if (world_.counter == 0) {
      if (waiting.empty()) return std::nullopt;
      return waiting.front();
    }
    const auto known = shop_.file->record(1, world_.counter);
    REQUIRE(known);  // what the screen showed is still there
    return known;
  }

  void serve() {
    const Plan& plan = plans.at(world_.plan);
    const auto known = record();
    if (!known) {
      world_.counter = sell(plan);
      world_.told = RecordState::debited;
      return;
    }
    CHECK(known->state >= world_.told);
    world_.counter = known->sale.counter;
    world_.told = known->state;
    if (known->state == RecordState::debited) {
      answer(plan);
      return;
    }
    if (known->state == RecordState::done && plan.wish == Wish::bring_one_back && bring_back()) {
      return;
    }
    finish(plan, known->state);
  }

  std::int64_t sell(const Plan& plan) {
    if (!shop_.leased->draft()) shop_.leased->begin("C1", programme::Receiver::self);
    static_cast<void>(shop_.leased->put_cart({Counter::line("G04", plan.pieces)}));
    return shop_.leased->confirm(OfficerId("o-keeper")).sale.counter;
  }

  void answer(const Plan& plan) {
    world_.told = plan.wish == Wish::leave
                      ? shop_.leased->not_handed_over(world_.counter, "停电").state
                      : shop_.leased->handed_over(world_.counter).state;
  }

  /// Whether a piece came back now; once the record is on its way the household keeps it.
  [[nodiscard]] bool bring_back() {
    const std::string refused = LeasedShop::stop([&] {
      const auto kept =
          shop_.leased->take_return(world_.counter, {Counter::line("G04", 1)}, "破损");
      REQUIRE(kept);
    });
    if (!refused.empty()) CHECK(refused == "return.sent");
    return refused.empty();
  }

  void finish(const Plan& plan, RecordState state) {
    if (state == RecordState::done) world_.kept += plan.pieces;
    if (state == RecordState::returned && plan.wish == Wish::bring_one_back) {
      world_.kept += plan.pieces - 1;
    }
    world_ = {world_.plan + 1, 0, RecordState::debited, world_.kept};
    if (network_ == Network::online) ask_hub();
  }

  LeasedShop& shop_;
  World& world_;
  Network network_;
};

/// Points, goods and records agree with what the household took home; nothing is open.
void check_end(LeasedShop& shop, const World& world) {
  CHECK(world.plan == plans.size());
  CHECK(shop.leased->unresolved().empty());
  CHECK_FALSE(shop.leased->draft());
  CHECK(shop.balance("s/03-1:stock/G04") == 20 - world.kept);
  CHECK(shop.escrow() + shop.spendable() == 60'00 - world.kept * price_of_piece);
  CHECK(shop.balance("h/0301001:suspense") == 0);
  CHECK_FALSE(shop.leases().till(shop.till)->quarantined);
  std::int64_t sold = 0;
  for (const TillRecord& record : shop.file->records(1)) {
    CHECK(record.state != RecordState::debited);
    if (record.state != RecordState::done) continue;
    for (const market::BasketLine& line : record.sale.lines) sold += line.quantity.units();
  }
  CHECK(sold == world.kept);
}

/// Runs until the power goes; whether it went.
bool runs_out(LeasedShop& shop, World& world, Network network) {
  try {
    if (!shop.file) shop.restart();
    Clerk(shop, world, network).work();
    return false;
  } catch (const Error& error) {
    INFO(error.what());
    CHECK(error.code() == Errc::io);
    return true;
  }
}

/// A till whose file begins on the disk that will be cut: the fixture's own is left alone.
struct Till {
  Stage stage;
  LeasedShop shop;
  World world;

  Till() {
    shop.stop_till();
    shop.file_name = "power";
  }
};

/// How many changes there were to cut at.
std::int64_t cut_every_change(Network network, Survivors survivors) {
  for (std::int64_t at = 0;; ++at) {
    Till till;
    FaultDisk& disk = till.stage.vfs.disk;
    disk.plan({.trouble = Trouble::power_gone, .at = disk.changes() + at, .lasting = true});
    INFO("cut at change " << at << ", survivors " << static_cast<int>(survivors));
    if (!runs_out(till.shop, till.world, network)) {
      check_end(till.shop, till.world);
      return at;
    }
    till.shop.stop_till();
    FaultDisk after = disk;
    after.reboot(survivors, seed_of(till_seed, static_cast<std::uint64_t>(at)));
    till.stage.vfs.insert(std::move(after));
    CHECK_FALSE(runs_out(till.shop, till.world, network));
    check_end(till.shop, till.world);
  }
}

/// After a lost line the clerk goes on, and the machine with him; at once, or started anew.
std::int64_t cut_every_request(Network network, LeasedShop::Line line, bool restarts) {
  for (int request = 0;; ++request) {
    Till till;
    till.shop.line = line;
    till.shop.fails_after = request;
    till.shop.restart();
    INFO("request " << request << ", line " << static_cast<int>(line));
    bool stopped = false;
    for (int tries = 0; tries < 2; ++tries) {
      const std::string why = LeasedShop::stop(
          [&] { Clerk(till.shop, till.world, network).work(); });
      if (why.empty()) break;
      CHECK(why == "hub.away");
      stopped = true;
      if (restarts) till.shop.restart();
      till.shop.line = LeasedShop::Line::whole;
    }
    check_end(till.shop, till.world);
    const bool all_passed = line == LeasedShop::Line::twice ? till.shop.fails_after >= 0 : !stopped;
    if (all_passed) return request;
  }
}

std::string name(Network network) { return network == Network::online ? "online" : "offline"; }

}  // namespace

TEST_CASE("whenever the power goes at a leased till, nothing is lost and nothing doubled",
          "[till]") {
  for (const Network network : {Network::online, Network::offline}) {
    for (const Survivors survivors : {Survivors::none, Survivors::some, Survivors::torn}) {
      const std::int64_t changes = cut_every_change(network, survivors);
        CHECK(changes > 50);
      std::cout << "till, " << name(network) << ", power " << static_cast<int>(survivors) << ": "
                << changes << " changes cut\n";
    }
  }
}

TEST_CASE("whenever a leased till is killed, nothing is lost and nothing doubled", "[till]") {
  for (const Network network : {Network::online, Network::offline}) {
    const std::int64_t changes = cut_every_change(network, Survivors::all);
    CHECK(changes > 50);
    std::cout << "till, " << name(network) << ", kill: " << changes << " changes cut\n";
  }
}

TEST_CASE("whenever the network goes at a leased till, nothing is lost and nothing doubled",
          "[till]") {
  using Line = LeasedShop::Line;
  for (const Network network : {Network::online, Network::offline}) {
    for (const Line line : {Line::cut, Line::answer_lost, Line::twice}) {
      for (const bool restarts : {false, true}) {
        const std::int64_t requests = cut_every_request(network, line, restarts);
        CHECK(requests > 5);
        std::cout << "till, " << name(network) << ", line " << static_cast<int>(line)
                  << (restarts ? ", restarted: " : ": ") << requests << " requests cut\n";
      }
    }
  }
}
