#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace wumei::ledger {

/// Numbers names 0, 1, 2, ... in the order they first come. A county has half a million accounts:
/// the names lie in one text and the table holds eight bytes for each, where a node and a string
/// of its own would take a hundred.
class NameIndex {
 public:
  static constexpr std::uint32_t none = 0xffff'ffff;

  [[nodiscard]] std::uint32_t size() const { return static_cast<std::uint32_t>(ends_.size()); }
  /// Valid until the next `add`.
  [[nodiscard]] std::string_view name(std::uint32_t number) const;
  /// The name's number, or `none`.
  [[nodiscard]] std::uint32_t find(std::string_view name) const;
  /// Makes room for so many names of so many bytes together, and no more.
  void reserve(std::size_t names, std::size_t bytes);
  /// Numbers a name that is not known yet.
  std::uint32_t add(std::string_view name);

 private:
  /// The upper half of a name's hash tells nearly all others apart before any text is compared.
  struct Cell {
    std::uint32_t tag = 0;
    std::uint32_t number = none;
  };

  void place(std::uint64_t hash, std::uint32_t number);
  void grow(std::size_t cells);

  std::string text_;                  ///< all names, one after the other
  std::vector<std::uint32_t> ends_;   ///< of each name in `text_`
  std::vector<Cell> cells_;           ///< a power of two of them, at most two thirds in use
};

}  // namespace wumei::ledger

#ifndef WUMEI_COMPILED
#include <wumei/ledger/impl/name_index.ipp>
#endif
