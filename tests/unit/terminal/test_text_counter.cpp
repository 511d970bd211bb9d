#include "counter_fixture.hpp"

#include <terminal/text_counter.hpp>

#include <catch2/catch.hpp>

#include <algorithm>
#include <chrono>
#include <deque>
#include <optional>
#include <string>
#include <vector>

using wumei::test::Till;
using wumei::terminal::Desk;
using wumei::terminal::TextCounter;
namespace terminal = wumei::terminal;
namespace publish = wumei::publish;

namespace {

/// A clerk whose answers are known beforehand; the rest of the day nothing is typed.
struct Typed {
  Till& till;
  std::deque<std::string> answers;
  std::chrono::milliseconds uptime{0};
  std::chrono::milliseconds before_each{1'000};  ///< the time an answer takes
  std::vector<std::string> said = {};
  std::vector<std::string> hidden = {};

  void run() {
    terminal::Printer none("");
    const auto ask = [this](const std::string& question,
                            terminal::Answer kind) -> std::optional<std::string> {
      said.push_back(question);
      if (kind == terminal::Answer::hidden) hidden.push_back(question);
      if (answers.empty()) return std::nullopt;
      uptime += answers.front() == "(later)" ? terminal::Api::idle : before_each;
      const std::string answer = answers.front();
      answers.pop_front();
      return answer;
    };
    Desk desk{.counter = *till.counter, .journal = *till.journal, .printer = none,
              .ledger = till.folder, .uptime = [this] { return uptime; },
              .language = publish::Language::en};
    TextCounter(std::move(desk), {ask, [this](const std::string& line) {
                                    said.push_back(line);
                                  }}).run();
  }

  [[nodiscard]] bool heard(const std::string& words) const {
    return std::any_of(said.begin(), said.end(), [&](const std::string& line) {
      return line.find(words) != std::string::npos;
    });
  }
};

}  // namespace

TEST_CASE("Line by line, an answer after three minutes counts for nothing but the PIN",
          "[terminal]") {
  Till till;
  Typed clerk{till, {"o-kp", "111111", "C9", "17", "1", "(later)", "o-kp", "111111"}};
  clerk.run();
  CHECK(clerk.heard("locked"));
  CHECK(clerk.hidden.size() == 2);
  CHECK(clerk.heard("Going on with the household that was left"));
  CHECK(till.counter->visit().has_value());
}

TEST_CASE("Line by line, nothing but the letter takes the points", "[terminal]") {
  Till till;
  const std::string typed = GENERATE("", "Y", "yes", "C9", "ok");
  Typed clerk{till, {"o-kp", "111111", "C9", "17", "1", "G04 2", "ok", typed}};
  clerk.run();
  CHECK(clerk.heard("Is this right?"));
  CHECK(till.counter->sales(till.book->today()).empty());
  CHECK(till.counter->visit().has_value());
}

TEST_CASE("Line by line, whoever does not know the PIN gets nowhere", "[terminal]") {
  Till till;
  Typed clerk{till, {"o-kp", "000000", "o-tw", "444444", "C9", "17"}};
  clerk.run();
  CHECK(clerk.heard("The PIN is wrong"));
  CHECK_FALSE(clerk.heard("Card or number"));
}
