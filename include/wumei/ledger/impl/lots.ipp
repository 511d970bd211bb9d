#pragma once

#include <wumei/base/packed.hpp>
#include <wumei/config.hpp>
#include <wumei/ledger/lots.hpp>

#include <algorithm>
#include <cstring>

namespace wumei::ledger {
namespace detail {

/// Takes the lots off one after the other.
class LotReader {
 public:
  explicit LotReader(std::string_view packed) : packed_(packed), reader_(packed) {}

  /// False when there are no more.
  bool next() {
    begin = end;
    if (reader_.done()) return false;
    name = reader_.text();
    reader_ & amount;
    end = packed_.size() - reader_.left();
    return true;
  }

  std::string_view name;
  std::int64_t amount = 0;
  std::size_t begin = 0;
  std::size_t end = 0;

 private:
  std::string_view packed_;
  PackReader reader_;
};

}  // namespace detail

WUMEI_INLINE Lots::Lots(const Lots& other) { hold(other.packed()); }

WUMEI_INLINE Lots& Lots::operator=(const Lots& other) {
  if (this != &other) hold(other.packed());
  return *this;
}

WUMEI_INLINE std::string_view Lots::packed() const {
  if (bytes_ == nullptr) return {};
  std::uint32_t size = 0;
  std::memcpy(&size, bytes_.get(), sizeof size);
  return {bytes_.get() + sizeof size, size};
}

WUMEI_INLINE void Lots::hold(std::string_view packed) {
  if (packed.empty()) {
    bytes_.reset();
    return;
  }
  const auto size = static_cast<std::uint32_t>(packed.size());
  std::unique_ptr<char[]> bytes(new char[sizeof size + packed.size()]);
  std::memcpy(bytes.get(), &size, sizeof size);
  std::copy(packed.begin(), packed.end(), bytes.get() + sizeof size);
  bytes_ = std::move(bytes);
}

WUMEI_INLINE std::int64_t Lots::amount(std::string_view name) const {
  detail::LotReader lot(packed());
  while (lot.next()) {
    if (lot.name == name) return lot.amount;
  }
  return 0;
}

WUMEI_INLINE void Lots::add(std::string_view name, std::int64_t amount) {
  const std::string_view before = packed();
  detail::LotReader lot(before);
  bool more = lot.next();
  while (more && lot.name < name) more = lot.next();
  std::size_t after = lot.begin;
  if (more && lot.name == name) {
    amount += lot.amount;
    after = lot.end;
    if (amount == 0) name = {};
  }
  std::string next(before.substr(0, lot.begin));
  if (!name.empty()) PackWriter(next).text(name) & amount;
  next.append(before.substr(after));
  hold(next);
}

WUMEI_INLINE std::vector<Lot> Lots::list() const {
  std::vector<Lot> lots;
  for (detail::LotReader lot(packed()); lot.next();) {
    lots.push_back({std::string(lot.name), lot.amount});
  }
  return lots;
}

WUMEI_INLINE Lots Lots::unpack(std::string_view packed) {
  std::string_view before;
  for (detail::LotReader lot(packed); lot.next(); before = lot.name) {
    if (lot.name <= before) throw Error(Errc::corrupt, "the lots of an account are damaged");
  }
  Lots lots;
  lots.hold(packed);
  return lots;
}

}  // namespace wumei::ledger
