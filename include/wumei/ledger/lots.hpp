#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace wumei::ledger {

/// An amount under one lot name. Lot names sort by expiry for spendable points.
struct Lot {
  std::string name;
  std::int64_t amount = 0;
  bool operator==(const Lot&) const = default;
};

/// The lots of an account in name order, packed: one pointer where there are none, as in most of a
/// county's half million accounts, and some sixteen bytes each else. Every call walks over them.
class Lots {
 public:
  Lots() = default;
  ~Lots() = default;
  Lots(const Lots& other);
  Lots& operator=(const Lots& other);
  Lots(Lots&&) noexcept = default;
  Lots& operator=(Lots&&) noexcept = default;

  /// 0 for a lot that is not there.
  [[nodiscard]] std::int64_t amount(std::string_view name) const;
  /// Adds to the lot, which is made when it is not there and goes when nothing is left in it.
  void add(std::string_view name, std::int64_t amount);
  [[nodiscard]] std::vector<Lot> list() const;

  /// For snapshots only. `unpack` throws Errc::corrupt for what no lots were packed to.
  [[nodiscard]] std::string_view packed() const;
  [[nodiscard]] static Lots unpack(std::string_view packed);

 private:
  /// Their length in four bytes, then each lot's name and amount.
  std::unique_ptr<char[]> bytes_;

  void hold(std::string_view packed);
};

}  // namespace wumei::ledger

#ifndef WUMEI_COMPILED
#include <wumei/ledger/impl/lots.ipp>
#endif
