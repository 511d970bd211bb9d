#pragma once

#include "ledger.hpp"
#include "table.hpp"

namespace wumei::python {

/// A table as asked for: which rows and which columns of it.
struct Asked {
  const Definition* table = nullptr;
  Filter filter = {};
  std::vector<std::size_t> columns = {};  ///< numbers of the fields, in order
  int threads = 2;
};

/// Fills `out`, which the consumer releases. The stream keeps the ledger alive and shows it as it
/// was when the stream was opened; a batch holds the rows of some thousand entries.
void open_stream(std::shared_ptr<Ledger> ledger, Asked asked, ArrowArrayStream& out);

/// How many entries a batch of a table of the log is read from.
inline constexpr std::int64_t entries_a_batch = 16'384;

}  // namespace wumei::python
