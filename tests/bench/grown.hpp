#pragma once

#include "bench.hpp"

#include <wumei/programme/programme.hpp>
#include <wumei/store/sqlite_store.hpp>

#include <memory>

struct sqlite3;

namespace wumei::bench {

inline constexpr std::int64_t transfer_accounts = 10'000;  ///< of households, beside the fund's
inline constexpr std::int64_t bulk_batch = 8'000;

[[nodiscard]] programme::Founding founding();

/// Transfer number `number` of the bench: what moves, and under which key.
struct Transfer {
  std::string key;
  std::int64_t household = 0;  ///< 0 to transfer_accounts - 1
  std::int64_t points = 0;     ///< from the fund to the household
};
[[nodiscard]] Transfer transfer_of(std::int64_t number);

/// What a ledger of the bench grows by.
enum class Growth : std::uint8_t {
  bare = 1,    ///< transfers of a kind of the bench's own, that no rule looks at
  honour = 2,  ///< `honour.transfer` from villages to their registered households, day by day
};

/// A ledger file that grows by transfers, and the bare file that takes the same leaves.
class Grown {
 public:
  explicit Grown(Growth growth = Growth::bare) : growth_(growth) {}

  std::filesystem::path file;

  /// Founds the ledger anew.
  void fresh(const Scratch& scratch, const std::string& name);
  /// Closes it: the file alone holds the log then.
  void close();
  [[nodiscard]] std::int64_t append(std::int64_t entries, std::int64_t batch);
  /// Single transfers of many threads at once, each of which waits for its own to be durable.
  [[nodiscard]] std::int64_t append_in_threads(std::int64_t entries, std::int64_t threads) const;

  void fresh_bare(const Scratch& scratch, const std::string& name);
  [[nodiscard]] std::int64_t insert_bare(std::int64_t batch);
  /// The cheapest thing that touches every leaf: what replay and verify are measured against.
  [[nodiscard]] std::int64_t scan() const;

  SystemClock clock;
  RandomIds ids;

 private:
  void register_households();
  [[nodiscard]] programme::Command transfer(const programme::Actor& actor,
                                            std::int64_t number) const;

  Growth growth_;
  std::filesystem::path bare_;
  std::unique_ptr<store::SqliteStore> store_;
  std::unique_ptr<programme::Programme> programme_;
  std::vector<store::StoredEntry> leaves_;
  sqlite3* connection_ = nullptr;
};

}  // namespace wumei::bench
