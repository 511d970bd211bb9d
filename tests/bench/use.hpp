#pragma once

#include <filesystem>

/// What the bench runs as a process of its own.
namespace wumei::bench {

/// Opens the ledger for writing with its trusted snapshot, asks a balance, prints a statement of
/// fifty lines, appends a batch of a hundred transfers, and prints the most memory it ever had, in
/// bytes. Leaves the batch in the write-ahead log, for the caller to remove.
int use(const std::filesystem::path& ledger);

/// Opens the ledger and prints the seconds that a list of all balances takes then.
int time_balances(const std::filesystem::path& ledger);

}  // namespace wumei::bench
