#pragma once

#include <wumei/base/assert.hpp>
#include <wumei/ledger/book.hpp>

#include <map>
#include <string>
#include <utility>
#include <vector>

namespace wumei::test {

/// Writes entries one after the other into a Book, as the engine does, and keeps their bytes.
class LogWriter {
 public:
  explicit LogWriter(Date start = Date::of(2026, 4, 1)) : day(start) { open(); }

  Date day;
  ledger::Book book;
  std::vector<std::string> leaves;

  /// Bytes of the entry that `draft` would become here, without folding it.
  [[nodiscard]] std::string bytes_of(ledger::Draft draft) const {
    const std::vector<ledger::Leg> legs = book.legs_for(draft.moves);
    const std::string key = "k" + std::to_string(1'000'000 + book.size());
    const ledger::Position position{book.size(), noon(), day, "o-test@unit", key, ""};
    return ledger::encode(position, draft, legs);
  }

  /// The law the draft would break, 0 for none.
  [[nodiscard]] int broken_law(const ledger::Draft& draft) const {
    const std::string bytes = bytes_of(draft);
    const auto violation = book.check(ledger::decode(bytes));
    return violation ? violation->law : 0;
  }

  ledger::Seq write(const ledger::Draft& draft) {
    leaves.push_back(bytes_of(draft));
    const ledger::Entry entry = ledger::decode(leaves.back());
    if (const auto violation = book.check(entry)) throw InvariantViolation(violation->what);
    book.apply(entry);
    return entry.seq;
  }

  ledger::Seq move(std::vector<ledger::Move> moves) {
    return write({.kind = "ledger.transfer", .moves = std::move(moves)});
  }

  /// Lets fund `V03` issue up to `points` units from April on.
  void budget(std::int64_t points) {
    write({.kind = "budget.approve",
           .in = json::Value::object({{"fund", "V03"},
                                      {"year", 2026},
                                      {"from", 4},
                                      {"until", 4},
                                      {"monthly", points},
                                      {"document", "d-1"}})});
  }

  [[nodiscard]] Instant noon() const {
    return Instant::from_millis(std::int64_t{day.days()} * 86'400'000 + 4 * 3'600'000);
  }

 private:
  void open() {
    write({.kind = "log.open", .in = json::Value::object({{"offset", 480}})});
  }
};

}  // namespace wumei::test
