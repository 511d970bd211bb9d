#include "bench.hpp"

#ifdef WUMEI_BENCH_HUB
#include "../unit/http/client.hpp"

#include <hub/serve.hpp>
#include <wumei/programme/control_commands.hpp>
#include <wumei/programme/market_commands.hpp>
#include <wumei/programme/opening_commands.hpp>
#include <wumei/programme/people_commands.hpp>
#include <wumei/programme/programme.hpp>
#include <wumei/store/sqlite_store.hpp>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <memory>
#include <optional>
#include <vector>

#include <poll.h>
#endif

namespace wumei::bench {

#ifdef WUMEI_BENCH_HUB
namespace {

constexpr int tills = 64;
constexpr int slips = 100;  ///< of each till
constexpr int alone = 1'000;

/// A village with a shop that does not run dry, and a household for each till.
class Shop {
 public:
  void fresh(const Scratch& scratch) {
    close();
    file_ = scratch.file("hub.wumei");
    for (const char* suffix : {"", "-wal", "-shm", ".lock", ".tokens"}) {
      std::filesystem::remove(file_.string() + suffix);
    }
    store_ = std::make_unique<store::SqliteStore>(file_, store::Access::create);
    programme::Founding founding;
    founding.charter.origin = "wumei.example/hub/e1";
    founding.charter.programme = "hub";
    founding.founder = head_;
    founding.founder_detail = "{}";
    book_.emplace(programme::Programme::create(*store_, clock_, ids_, founding));
    book_->begin();
    stock_up();
    static_cast<void>(book_->commit());
    serve();
  }

  /// Every till sells over a connection of its own. One thread serves them all: the cores are the
  /// hub's.
  std::int64_t sell_together() {
    std::vector<std::unique_ptr<Till>> open;
    std::vector<pollfd> sockets;
    for (int number = 0; number < tills; ++number) {
      open.push_back(std::make_unique<Till>(*server_, number));
      sockets.push_back({open.back()->client.socket(), POLLIN, 0});
      ask(*open.back());
    }
    for (int waiting = tills * slips; waiting > 0;) {
      if (::poll(sockets.data(), sockets.size(), -1) < 0) std::abort();
      for (std::size_t i = 0; i < sockets.size(); ++i) {
        if (sockets[i].revents == 0) continue;
        hear(*open[i]);
        --waiting;
      }
    }
    return std::int64_t{tills} * slips;
  }

  /// One thread, a commit each, no network.
  std::int64_t sell_alone() {
    for (int slip = 0; slip < alone; ++slip) {
      const int till = slip % tills;
      programme::Redemption sale;
      sale.shop = shop_;
      sale.slip = slip_number(till, slip / tills);
      sale.household = household(till);
      sale.on = today_;
      sale.prices = prices_;
      sale.lines = {{Sku("G04"), Quantity::of_units(2), {}}};
      static_cast<void>(*book_->submit(programme::redemption_command(head_, sale)));
    }
    return alone;
  }

  void print_latency() {
    std::sort(seconds_.begin(), seconds_.end());
    const std::size_t count = seconds_.size();
    std::printf("{\"name\":\"hub.redeem64.latency\",\"value\":%.6g,\"unit\":\"s\",\"p99\":%.6g,"
                "\"runs\":%zu,\"what\":\"p50 of one redemption, from request to answer\"}\n",
                seconds_[count / 2], seconds_[count * 99 / 100], count);
    std::fflush(stdout);
  }

 private:
  static HouseholdId household(int till) { return HouseholdId(std::to_string(301'000 + till)); }
  static std::string slip_number(int till, int slip) {
    return std::to_string(till) + "-" + std::to_string(slip);
  }

  ledger::Seq accept(const programme::Command& command) {
    return book_->submit(command).value().first;
  }

  void stock_up() {
    today_ = book_->today();
    const VillageId village("V03");
    accept(programme::village_command(head_, {village, "柳河村"}));
    accept(programme::grid_command(head_, {GridId("V03-G1"), village, {}}));
    accept(programme::donor_command(
        head_, {DonorId("D001"), "县水利局", people::DonorKind::assistance_unit}));
    accept(programme::shop_command(head_, {shop_, village, "柳河爱心超市"}));
    prices_ = accept(programme::prices_command(
        head_, {"goods", 1, today_, Points::parse("5"),
                {{Sku("G04"), "肥皂", "块", Points::parse("3"), Yuan::parse("2"),
                  Quantity::of_units(1'000'000)}},
                "G04\n"}));
    accept(programme::appointment_command(head_, {OfficerId("o-two"), people::all_roles(), {},
                                                  "某某", ""}));
    programme::Receiving delivery;
    delivery.shop = shop_;
    delivery.donor = DonorId("D001");
    delivery.delivery = "DN-1";
    delivery.on = today_;
    delivery.witness = OfficerId("o-two");
    delivery.lines = {{Sku("G04"), Quantity::of_units(1'000'000), Yuan::parse("2")}};
    accept(programme::receiving_command(head_, delivery));
    for (int till = 0; till < tills; ++till) {
      programme::HouseholdRegistration asked;
      asked.household = household(till);
      asked.village = village;
      asked.group = "01";
      asked.grid = GridId("V03-G1");
      asked.head = "张三";
      accept(programme::household_command(head_, asked));
      accept(programme::opening_command(head_, {asked.household, Points::parse("100000"), Honour(),
                                                Date::of(2099, 12, 31), "1"}));
    }
  }

  void serve() {
    const hub::TokenFile tokens(file_);
    const Instant now = clock_.now();
    secret_ = tokens.add({head_.officer, head_.device, hub::all_rights(), now,
                          Instant::from_millis(now.millis() + 86'400'000)})
                  .secret;
    hub_ = std::make_unique<hub::Hub>(
        std::vector<hub::Served>{{*book_, file_}},
        hub::Settings{.rate = {1'000'000, 1'000'000},
                      .uptime = [] { return std::chrono::milliseconds(0); },
                      .now = [this] { return clock_.now(); }});
    server_ = std::make_unique<test::Running>(hub::server_options(*hub_));
  }

  void close() {
    server_.reset();
    hub_.reset();
    book_.reset();
    store_.reset();
  }

  struct Till {
    Till(const test::Running& server, int number_) : client(server), number(number_) {}
    test::Client client;
    int number;
    int slip = 0;  ///< that was asked for last
    std::chrono::steady_clock::time_point asked;
  };

  void ask(Till& till) const {
    const std::string body =
        "{\"shop\":\"03-1\",\"slip\":\"" + slip_number(till.number, till.slip) +
        "\",\"on\":\"" + today_.text() + "\",\"household\":\"" +
        household(till.number).text() + "\",\"prices\":" + std::to_string(prices_) +
        ",\"lines\":[{\"sku\":\"G04\",\"quantity\":\"2\"}]}";
    till.asked = std::chrono::steady_clock::now();
    till.client.send("POST /v1/ledgers/hub/redemptions HTTP/1.1\r\nHost: x\r\n"
                     "Authorization: Bearer " + secret_ +
                     "\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body);
  }

  void hear(Till& till) {
    if (test::status_of(till.client.read_answer()) != "201") std::abort();
    const auto took = std::chrono::steady_clock::now() - till.asked;
    seconds_.push_back(std::chrono::duration<double>(took).count());
    if (++till.slip < slips) ask(till);
  }

  const programme::Actor head_{OfficerId("o-bench"), DeviceId("bench")};
  const ShopId shop_{"03-1"};
  SystemClock clock_;
  RandomIds ids_;
  std::filesystem::path file_;
  Date today_;
  ledger::Seq prices_ = 0;
  std::string secret_;
  std::unique_ptr<store::SqliteStore> store_;
  std::optional<programme::Programme> book_;
  std::unique_ptr<hub::Hub> hub_;
  std::unique_ptr<test::Running> server_;
  std::vector<double> seconds_;
};

}  // namespace

void add_hub_rows(Rows& rows, const Scratch& scratch) {
  rows.push_back({"hub.redeem64", [&scratch] {
                    const auto shop = std::make_shared<Shop>();
                    const auto prepare = [=, &scratch] { shop->fresh(scratch); };
                    report({"hub.redeem64", "1/s", {prepare, [=] { return shop->sell_together(); }},
                            {prepare, [=] { return shop->sell_alone(); }},
                            "the same redemptions by one thread, a commit each, no network", 5,
                            {{Bar::Of::ratio, Bar::Sense::at_least, 5}}});
                    shop->print_latency();
                  }});
}
#else
void add_hub_rows(Rows& /*rows*/, const Scratch& /*scratch*/) {}
#endif

}  // namespace wumei::bench
