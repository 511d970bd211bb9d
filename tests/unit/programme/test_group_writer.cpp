#include <catch.hpp>
#include <rapidcheck.h>
#include <township.hpp>

#include <wumei/programme/group_writer.hpp>

#include <atomic>
#include <future>
#include <latch>
#include <map>
#include <memory>
#include <mutex>
#include <new>
#include <set>
#include <thread>
#include <utility>
#include <vector>

using namespace wumei;
using programme::Command;
using programme::Context;
using programme::Drafts;
using programme::GroupWriter;
using programme::Receipt;
using programme::State;
using test::Township;

namespace {

constexpr std::string_view fund = "f/V03:opening";
constexpr std::string_view purse = "h/0301001:spendable";

/// Points into the purse, or out of it while it holds enough.
Command move(std::int64_t points, std::string key) {
  Command command;
  command.actor = {OfficerId("o-head"), DeviceId("unit")};
  command.kind = "ledger.transfer";
  command.key = std::move(key);
  command.in = json::Value::object({{"points", points}});
  command.decide = [points, in = command.in](const State& state,
                                             const Context&) -> Decision<Drafts> {
    if (state.book.balance(purse) + points < 0) return Refusal{RefusalCode::not_enough_points, {}};
    return Drafts{{.kind = "ledger.transfer",
                   .moves = {{std::string(purse), "2027-12-31", points},
                             {std::string(fund), "", -points}},
                   .in = in}};
  };
  return command;
}

/// A command whose decision meets something that is not a refusal.
Command failing(std::string key) {
  Command command = move(1, std::move(key));
  command.decide = [](const State&, const Context&) -> Decision<Drafts> {
    throw Error(Errc::bad_input, "the sheet is torn");
  };
  return command;
}

/// A command that breaks a law: it throws after it has been written into the batch.
Command broken(std::string key) {
  Command command = move(1, std::move(key));
  command.decide = [in = command.in](const State&, const Context&) -> Decision<Drafts> {
    return Drafts{{.kind = "ledger.transfer",
                   .moves = {{std::string(purse), "2027-12-31", 5}},
                   .in = in}};
  };
  return command;
}

/// Runs `work(n)` in that many threads that start together.
template <class Work>
void in_threads(int count, const Work& work) {
  std::atomic<bool> go{false};
  std::vector<std::thread> threads;
  for (int n = 0; n < count; ++n) {
    threads.emplace_back([&, n] {
      go.wait(false);
      work(n);
    });
  }
  go = true;
  go.notify_all();
  for (std::thread& thread : threads) thread.join();
}

/// Leads groups on threads of its own; all have ended when it has.
class Hand {
 public:
  void run(std::function<void()> work) {
    const std::lock_guard<std::mutex> lock(mutex_);
    ++led_;
    threads_.emplace_back(std::move(work));
  }
  ~Hand() {
    for (std::vector<std::thread> some; !(some = taken()).empty();) {
      for (std::thread& thread : some) thread.join();
    }
  }
  [[nodiscard]] int led() const { return led_; }

 private:
  std::vector<std::thread> taken() {
    const std::lock_guard<std::mutex> lock(mutex_);
    return std::exchange(threads_, {});
  }

  std::mutex mutex_;
  std::vector<std::thread> threads_;
  std::atomic<int> led_{0};
};

/// A writer that leads elsewhere what nobody waits for.
struct Elsewhere {
  explicit Elsewhere(programme::Programme& book)
      : writer(book, [this](std::function<void()> work) { hand.run(std::move(work)); }) {}

  /// Waits after all, for what `submit_then` tells.
  Decision<Receipt> submit(const Command& command) {
    const auto told = std::make_shared<std::promise<programme::Settled>>();
    writer.submit_then(command, [told](programme::Settled settled) {
      told->set_value(std::move(settled));
    });
    return told->get_future().get().take();
  }

  GroupWriter writer;
  Hand hand;
};

std::int64_t held(const programme::Programme& book) { return book.state().book.balance(purse); }

}  // namespace

TEST_CASE("every thread gets its own receipt and nothing is lost", "[programme][threads]") {
  Township town;
  GroupWriter writer(*town.book);
  const std::int64_t before = town.book->size();
  constexpr int threads = 16;
  constexpr int each = 25;
  std::vector<std::vector<ledger::Seq>> seqs(threads);

  in_threads(threads, [&](int n) {
    for (int i = 0; i < each; ++i) {
      const std::string key = std::to_string(n) + "/" + std::to_string(i);
      seqs[static_cast<std::size_t>(n)].push_back(writer.submit(move(1, key))->first);
    }
  });

  std::set<ledger::Seq> all;
  for (const auto& own : seqs) {
    CHECK(std::is_sorted(own.begin(), own.end()));
    all.insert(own.begin(), own.end());
  }
  CHECK(all.size() == threads * each);
  CHECK(*all.begin() == before);
  CHECK(*all.rbegin() == before + threads * each - 1);
  CHECK(held(*town.book) == threads * each);
  CHECK(held(town.reopened()) == threads * each);
}

TEST_CASE("one key from many threads is written once", "[programme][threads]") {
  Township town;
  GroupWriter writer(*town.book);
  std::atomic<int> written{0};

  in_threads(12, [&](int) {
    if (!writer.submit(move(5, "tap"))->replayed) ++written;
  });

  CHECK(written == 1);
  CHECK(held(*town.book) == 5);
}

TEST_CASE("what one command throws reaches its caller alone", "[programme][threads]") {
  Township town;
  GroupWriter writer(*town.book);
  std::atomic<int> thrown{0};
  std::atomic<int> accepted{0};

  in_threads(12, [&](int n) {
    const std::string key = "k" + std::to_string(n);
    const Command command = n % 3 == 0   ? failing(key)
                            : n % 3 == 1 ? broken(key)
                                         : move(1, key);
    try {
      if (writer.submit(command)) ++accepted;
    } catch (const std::exception&) {
      ++thrown;
    }
  });

  CHECK(thrown == 8);
  CHECK(accepted == 4);
  CHECK(held(*town.book) == 4);
  CHECK(held(town.reopened()) == 4);
}

TEST_CASE("a caller's commands stand together or not at all when one throws",
          "[programme][threads]") {
  Township town;
  GroupWriter writer(*town.book);
  const std::vector<Command> torn{move(3, "a"), failing("b"), move(4, "c")};
  const std::vector<Command> good{move(3, "d"), move(-9, "e"), move(4, "f")};

  CHECK_THROWS_AS(writer.submit_all(torn), Error);
  CHECK(held(*town.book) == 0);
  const std::vector<Decision<Receipt>> outcomes = writer.submit_all(good);

  CHECK(outcomes.size() == 3);
  CHECK(bool(outcomes[0]));
  CHECK(outcomes[1].refusal().code == RefusalCode::not_enough_points);
  CHECK(bool(outcomes[2]));
  CHECK(held(*town.book) == 7);
}

TEST_CASE("when the commit fails every caller of the group hears it and nothing is written",
          "[programme][threads]") {
  Township town;
  GroupWriter writer(*town.book);
  static_cast<void>(town.store.become_writer("test"));  // another writer: ours is out of date
  const std::int64_t before = town.store.size("test");
  std::atomic<int> busy{0};

  in_threads(8, [&](int n) {
    try {
      static_cast<void>(writer.submit(move(1, "k" + std::to_string(n))));
    } catch (const Error& error) {
      if (error.code() == Errc::busy) ++busy;
    }
  });

  CHECK(busy == 8);
  CHECK(town.store.size("test") == before);
  CHECK(writer.read(held) == 0);
}

TEST_CASE("who does not wait is told once it is durable, and by whom it does not matter",
          "[programme][threads]") {
  Township town;
  Elsewhere elsewhere(*town.book);
  std::atomic<int> accepted{0};
  std::atomic<int> refused{0};
  std::atomic<int> thrown{0};
  std::atomic<bool> early{false};

  in_threads(12, [&](int n) {
    for (int i = 0; i < 10; ++i) {
      const std::string key = std::to_string(n) + "/" + std::to_string(i);
      const Command command = i % 5 == 1   ? failing(key)
                              : i % 5 == 2 ? broken(key)
                              : i % 5 == 3 ? move(-1'000'000, key)
                                           : move(1, key);
      try {
        const Decision<Receipt> outcome =
            n % 2 == 0 ? elsewhere.submit(command) : elsewhere.writer.submit(command);
        const auto stored = [&](const programme::Programme&) { return town.store.size("test"); };
        if (outcome && elsewhere.writer.read(stored) <= outcome->first) early = true;
        ++(outcome ? accepted : refused);
      } catch (const std::exception&) {
        ++thrown;
      }
    }
  });

  CHECK_FALSE(early);
  CHECK(accepted == 48);
  CHECK(refused == 24);
  CHECK(thrown == 48);
  CHECK(elsewhere.writer.read(held) == 48);
  CHECK(held(town.reopened()) == 48);
}

TEST_CASE("what gathers while a group is led is led as one, though nobody waits",
          "[programme][threads]") {
  Township town;
  std::latch untold(50);
  Elsewhere elsewhere(*town.book);
  const auto then = [&](programme::Settled settled) {
    static_cast<void>(std::move(settled).take());
    untold.count_down();
  };

  elsewhere.writer.read([&](const programme::Programme&) {  // no group is led meanwhile
    for (int n = 0; n < 50; ++n) elsewhere.writer.submit_then(move(1, std::to_string(n)), then);
    CHECK_FALSE(untold.try_wait());
  });
  untold.wait();

  CHECK(elsewhere.writer.read(held) == 50);
  CHECK(elsewhere.hand.led() == 1);
}

TEST_CASE("when nobody elsewhere can lead, whoever would have handed over does",
          "[programme][threads]") {
  Township town;
  std::atomic<int> told{0};
  GroupWriter writer(*town.book, [](const std::function<void()>&) { throw std::bad_alloc(); });
  const auto then = [&](programme::Settled settled) {
    static_cast<void>(std::move(settled).take());
    ++told;
  };

  in_threads(8, [&](int n) {
    for (int i = 0; i < 10; ++i) {
      const std::string key = std::to_string(n) + "/" + std::to_string(i);
      if (n % 2 == 0) {
        static_cast<void>(writer.submit(move(1, key)));
      } else {
        writer.submit_then(move(1, key), then);
      }
    }
  });

  CHECK(told == 40);
  CHECK(writer.read(held) == 80);
}

TEST_CASE("when the commit fails whoever does not wait hears it too", "[programme][threads]") {
  Township town;
  Elsewhere elsewhere(*town.book);
  static_cast<void>(town.store.become_writer("test"));

  CHECK_THROWS_AS(elsewhere.submit(move(1, "k")), Error);
  CHECK(elsewhere.writer.read(held) == 0);
}

TEST_CASE("a reader sees whole groups only", "[programme][threads]") {
  Township town;
  GroupWriter writer(*town.book);
  std::atomic<bool> torn{false};

  in_threads(8, [&](int n) {
    for (int i = 0; i < 20; ++i) {
      if (n % 2 == 0) {
        const std::string key = std::to_string(n) + "/" + std::to_string(i);
        static_cast<void>(writer.submit_all(std::vector{move(1, key), move(1, key + "b")}));
      } else {
        writer.read([&](const programme::Programme& book) {
          if (held(book) % 2 != 0 || book.in_batch()) torn = true;
          if (town.store.size("test") != book.size()) torn = true;
        });
      }
    }
  });

  CHECK_FALSE(torn);
  CHECK(held(*town.book) == 160);
}

/// Decisions run one after another under the leader, so the order in which they were first asked is
/// the serial order that the outcomes must equal.
TEST_CASE("what threads get is what one thread gets in some order", "[programme][threads]") {
  const auto outcome_of = [](const Decision<Receipt>& outcome) {
    if (!outcome) return "refused " + std::string(name(outcome.refusal().code));
    return std::to_string(outcome->first) + (outcome->replayed ? " replayed" : " written");
  };
  CHECK(rc::check([&](const std::vector<std::vector<std::int8_t>>& drawn) {
    const std::size_t count = std::min<std::size_t>(drawn.size(), 8);
    Township town;
    std::vector<Command> order;  // grows under the leader only
    std::mutex noting;
    std::map<std::string, std::string> outcomes;
    Elsewhere elsewhere(*town.book);

    in_threads(static_cast<int>(count), [&](int n) {
      const auto& amounts = drawn[static_cast<std::size_t>(n)];
      for (std::size_t i = 0; i < std::min<std::size_t>(amounts.size(), 10); ++i) {
        Command command = move(amounts[i] == 0 ? 1 : amounts[i],
                               std::to_string(n) + "/" + std::to_string(i));
        const Command plain = command;
        command.decide = [&order, plain](const State& state, const Context& context) {
          order.push_back(plain);
          return plain.decide(state, context);
        };
        const std::string outcome = outcome_of(
            n % 2 == 0 ? elsewhere.writer.submit(command) : elsewhere.submit(command));
        const std::lock_guard<std::mutex> lock(noting);
        outcomes[plain.key] = outcome;
      }
    });

    Township serial;
    for (const Command& command : order) {
      RC_ASSERT(outcome_of(serial.book->submit(command)) == outcomes[command.key]);
    }
    RC_ASSERT(serial.book->root() == town.book->root());
  }));
}
