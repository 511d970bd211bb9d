#pragma once

#include "columns.hpp"
#include "places.hpp"

#include <wumei/base/json.hpp>
#include <wumei/ledger/entry.hpp>
#include <wumei/programme/programme.hpp>
#include <wumei/store/sqlite_store.hpp>

#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

/// The tables of a ledger. Those of the log are read from its entries, range by range and in
/// several threads; those of the state are written down in one go.
namespace wumei::python {

class Ledger;

/// Which rows of a table are wanted. What is empty restricts nothing.
struct Filter {
  std::optional<Date> since = {};       ///< first and
  std::optional<Date> until = {};       ///< last accounting date, both included
  std::vector<std::string> villages = {};
  std::vector<std::string> kinds = {};  ///< `claim.settle`, or all that begin with `claim.`

  [[nodiscard]] bool has_kind(std::string_view kind) const;
  [[nodiscard]] bool has_day(Date day) const {
    return (!since || *since <= day) && (!until || day <= *until);
  }
};

/// A filter that knows the villages by their numbers.
class Sieve {
 public:
  /// Throws Errc::not_found for a village that the ledger does not know.
  Sieve(const Filter& filter, const Places& places);
  [[nodiscard]] const Filter& filter() const { return *filter_; }
  [[nodiscard]] bool has_village(std::int32_t number) const {
    return open_ || (number >= 0 && villages_[static_cast<std::size_t>(number)]);
  }
  [[nodiscard]] bool any_village() const { return open_; }

 private:
  const Filter* filter_;
  bool open_ = true;
  std::vector<bool> villages_;
};

/// An entry as a table of the log reads it.
struct Seen {
  const ledger::Entry& entry;
  const Places& places;
  const Sieve& sieve;
  json::Parser& parser;
  Ledger& ledger;               ///< to ask what came of the entry
  store::SqliteStore& store;    ///< to read other entries
};

struct Definition {
  std::string_view name;
  std::string_view about;
  Fields fields;
  /// Kinds of entries that have rows; empty: all of them.
  std::vector<std::string_view> kinds = {};
  /// Of a table of the log: adds the rows of an entry that is of those kinds and in the period.
  void (*read)(const Seen& seen, Rows& rows) = nullptr;
  /// Of a table of the state: all rows at once.
  void (*write)(const programme::Programme& programme, const Places& places, const Sieve& sieve,
                Rows& rows) = nullptr;
  /// Of a table that the ledger keeps: all rows at once.
  void (*gather)(Ledger& ledger, const Places& places, const Sieve& sieve, Rows& rows) = nullptr;
};

[[nodiscard]] const std::vector<Definition>& definitions();
[[nodiscard]] const Definition& definition(std::string_view name);

// The definitions of each file.
[[nodiscard]] std::vector<Definition> log_tables();    ///< entries, legs
[[nodiscard]] std::vector<Definition> deed_tables();   ///< deeds, inspections, scores, notices
[[nodiscard]] std::vector<Definition> market_tables(); ///< redemptions, awards, budgets
[[nodiscard]] std::vector<Definition> monthly_tables();
[[nodiscard]] std::vector<Definition> state_tables();  ///< accounts, balances, households, stock

}  // namespace wumei::python
