#pragma once

#include "counter.hpp"

#include <wumei/programme/stock_commands.hpp>

#include <string>
#include <vector>

/// The blind count at the close of a day: what is asked for, and what is done with the answer. The
/// same beside a ledger and at a leased till.
namespace wumei::terminal {

struct OnShelf {
  Sku sku;
  std::string name;
  std::string unit;
  Quantity pieces;  ///< as the books have it; may be below zero
  Points worth;
};

/// The ten kinds that are worth most, by SKU; goods with no pieces are not counted.
[[nodiscard]] std::vector<OnShelf> worth_most(std::vector<OnShelf> shelf);

/// Whether that is a reason for such a difference; none is needed where there is none.
[[nodiscard]] bool explains(programme::CountReason reason, Quantity difference);

/// `短少`, `short`: for people.
[[nodiscard]] std::string reason_words(programme::CountReason reason, publish::Language language);

/// A count of every kind on the shelf, in its order, held against the books. Throws
/// Errc::bad_input for a kind that was not counted or a word that is no reason, and Stop
/// `count.reason` with the goods whose difference has no fitting one, and by how much.
[[nodiscard]] std::vector<Difference> compared(const std::vector<OnShelf>& shelf,
                                               const std::vector<Count>& counts, Date today);
/// Those that differ.
[[nodiscard]] std::vector<Difference> differing(std::vector<Difference> all);

/// The same as the ledger books it.
[[nodiscard]] std::vector<programme::CountedLine> counted_lines(const std::vector<Count>& counts);

}  // namespace wumei::terminal
