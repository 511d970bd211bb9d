#pragma once

#include <wumei/programme/programme.hpp>
#include <wumei/store/hashes.hpp>
#include <wumei/store/sqlite_store.hpp>

#include <filesystem>
#include <optional>
#include <string>

/// Ledgers that are too large to make for every run: made once, kept in a folder.
namespace wumei::bench {

/// A points scheme that ran for some months through the programme's own commands: the register,
/// each month an inspection and some claims of every household, their notice and its confirmation,
/// and once a sum of money for every household. Four accounts a household.
struct Scheme {
  std::string name;  ///< `county`: the file is `county.wumei`
  int villages = 1;
  int households = 0;  ///< of each village
  int months = 12;
  int claims = 1;         ///< of each household and month
  int months_claimed = 12;
};

inline const Scheme village_scheme{"village", 1, 380};
/// A million entries on 10,000 accounts: 400 entries of each of 2,500 households.
inline const Scheme million_scheme{"million", 5, 500, 12, 16, 12};
/// 140,000 households, 560,000 accounts, five million entries.
inline const Scheme county_scheme{"county", 280, 500, 12, 1, 11};

/// The scheme's ledger file with a trusted snapshot of its last entry; made when it is not there.
[[nodiscard]] std::filesystem::path made_scheme(const std::filesystem::path& folder,
                                                const Scheme& scheme);

[[nodiscard]] HouseholdId scheme_household(int village, int number);

/// A log of so many entries of the smallest size, its tree with them, and no accounts to speak of:
/// what a proof is looked up in.
[[nodiscard]] std::filesystem::path made_log(const std::filesystem::path& folder,
                                             std::int64_t entries);

/// The digest of the ledger's snapshot that may be loaded.
[[nodiscard]] std::string trusted_snapshot(const std::filesystem::path& ledger);

/// A ledger opened as the command line opens it.
struct Opened {
  explicit Opened(const std::filesystem::path& file, store::Access access = store::Access::read)
      : store(file, access), write(access == store::Access::write) {}

  void open(const std::string& snapshot_digest) {
    programme.emplace(programme::Programme::open(
        store, clock, ids, {.snapshot_digest = snapshot_digest, .write = write}));
  }

  store::SqliteStore store;
  SystemClock clock;
  RandomIds ids;
  std::optional<programme::Programme> programme;
  bool write;
};

}  // namespace wumei::bench
