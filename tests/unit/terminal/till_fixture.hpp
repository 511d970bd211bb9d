#pragma once

#include <lease_fixture.hpp>
#include <settled.hpp>

#include <hub/hub.hpp>
#include <terminal/till_sync.hpp>
#include <wumei/audit/signer.hpp>

#include <filesystem>
#include <memory>
#include <stdexcept>
#include <string>

namespace wumei::test {

/// Till 03-1-a with a file of its own, and the hub of `LeaseCounter` behind a line that can be cut.
struct LeasedShop : LeaseCounter {
  LeasedShop()
      : folder(std::filesystem::temp_directory_path() / ("lt-" + to_hex(random_bytes(8)))) {
    std::filesystem::create_directories(folder);
    make_log();
    secret = hub::TokenFile(folder / "ledger")
                 .add({OfficerId("o-keeper"), DeviceId("till-a"), hub::all_rights(), wall,
                       Instant::from_millis(wall.millis() + 86'400'000)})
                 .secret;
    restart();
  }
  ~LeasedShop() {
    stop_till();
    std::filesystem::remove_all(folder);
  }

  enum class Line { whole, cut, answer_lost, twice, fault };

  std::filesystem::path folder;
  std::unique_ptr<audit::Signer> signer;
  std::unique_ptr<hub::Hub> served;
  std::unique_ptr<terminal::TillFile> file;
  std::unique_ptr<terminal::LeasedTill> leased;
  std::unique_ptr<terminal::TillSync> sync;
  Instant wall = Instant::parse("2026-04-08T12:00:00+08:00");
  std::string secret;
  std::string file_name = "till";
  Line line = Line::whole;
  int fails_after = 1'000'000;  ///< requests from now on that still pass whole; then as `line` says
  std::vector<std::string> seen;  ///< targets that reached the hub

  void make_log() {
    signer = audit::signer_from_seed("wumei.example/test/e1", std::string(32, 's'));
    served = std::make_unique<hub::Hub>(
        std::vector<hub::Served>{{*book, folder / "ledger", {},
                                  [this](const audit::LeaseDocument& lease) {
                                    return audit::sign_lease(lease, *signer);
                                  }}},
        hub::Settings{.rate = {1'000'000, 1'000'000},
                      .uptime = [] { return std::chrono::milliseconds(1'000); },
                      .now = [this] { return wall; },
                      .nudge = {}});
  }
  void stop_till() {
    sync.reset();
    leased.reset();
    file.reset();
  }
  /// What a restart of the process does: nothing is kept but the file.
  void restart() {
    stop_till();
    file = std::make_unique<terminal::TillFile>(folder / file_name);
    if (!file->name()) {
      file->put_name({till, ShopId("03-1"), "test", signer->key().text(), 480, true});
    }
    leased = std::make_unique<terminal::LeasedTill>(*file, [this] { return clock.now(); });
    sync = std::make_unique<terminal::TillSync>(
        *file, *leased, [this](const auto& request) { return ask(request); });
  }

  terminal::HubAnswer ask(const terminal::HubRequest& request) {
    const bool whole = line == Line::whole || fails_after-- > 0;
    if (!whole && line == Line::cut) throw Error(Errc::io, "cut");
    if (!whole && line == Line::fault) throw std::out_of_range("a fault of ours");
    http::Request asked;
    asked.method = request.method;
    REQUIRE(http::read_target(request.target, asked));
    asked.headers.emplace_back("Authorization", "Bearer " + secret);
    asked.body = request.body;
    http::Response answer = settled(served->answer(asked));
    seen.push_back(request.target);
    if (!whole && line == Line::twice) answer = settled(served->answer(asked));
    if (!whole && line == Line::answer_lost) throw Error(Errc::io, "lost");
    return {answer.status, answer.body};
  }

  /// Sells to 0301001, up to the debit.
  terminal::TillRecord debit(std::int64_t pieces = 2) {
    leased->begin("C1", programme::Receiver::self);
    static_cast<void>(leased->put_cart({Counter::line("G04", pieces)}));
    return leased->confirm(OfficerId("o-keeper"));
  }
  terminal::TillRecord sell(std::int64_t pieces = 2) {
    const terminal::TillRecord record = debit(pieces);
    return leased->handed_over(record.sale.counter);
  }

  template <class Work>
  static std::string stop(Work work) {
    try {
      work();
    } catch (const terminal::Stop& stop) {
      std::string code = stop.code();
      for (const Fact& fact : stop.facts()) code += fact.name == "code" ? " " + fact.value : "";
      return code;
    }
    return {};
  }
};

}  // namespace wumei::test
