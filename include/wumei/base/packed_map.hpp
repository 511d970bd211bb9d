#pragma once

#include <wumei/base/packed.hpp>

#include <algorithm>
#include <compare>
#include <cstddef>
#include <iterator>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace wumei {

/// A map in order of its keys, for hundreds of thousands of small values: a third to a tenth of the
/// memory of std::map. Items lie packed in blocks of about a kilobyte. A look-up is a binary search
/// over the blocks and a walk through one; a change moves the bytes of one. Values are handed out
/// by copy, and a change is set. `Key` is an integer, a text or an id.
template <class Key, class Value>
class PackedMap {
 public:
  struct Item {
    Key first;
    Value second;
    bool operator==(const Item&) const = default;
  };

 private:
  static constexpr std::size_t block_bytes = 1024;
  using Sought = std::conditional_t<std::is_integral_v<Key>, Key, std::string_view>;

  struct Block {
    Key first{};              ///< key of its first item; integers are stored as what they are above
    std::vector<char> bytes;  ///< key, length of the value and value of each item

    [[nodiscard]] std::string_view view() const { return {bytes.data(), bytes.size()}; }
    /// For snapshots only.
    template <class Archive>
    void serialize(Archive& archive, unsigned /*version*/) {
      archive& first& bytes;
    }
  };
  /// An item in its block, not unpacked.
  struct Place {
    std::size_t begin = 0;
    std::size_t end = 0;
    Sought key{};
    std::string_view value;
  };

 public:
  class const_iterator {
   public:
    using iterator_category = std::input_iterator_tag;
    using value_type = Item;
    using difference_type = std::ptrdiff_t;
    using pointer = void;
    using reference = Item;

    const_iterator(const std::vector<Block>& blocks, std::size_t block)
        : blocks_(&blocks), block_(block) {
      if (block_ < blocks_->size()) place_ = place_at((*blocks_)[block_], 0);
    }
    Item operator*() const { return {Key(place_.key), unpacked(place_.value)}; }
    const_iterator& operator++() {
      if (place_.end < (*blocks_)[block_].bytes.size()) {
        place_ = place_at((*blocks_)[block_], place_.end);
      } else {
        *this = const_iterator(*blocks_, block_ + 1);
      }
      return *this;
    }
    bool operator==(const const_iterator& other) const {
      return block_ == other.block_ && place_.begin == other.place_.begin;
    }

   private:
    const std::vector<Block>* blocks_;
    std::size_t block_;
    Place place_;
  };

  [[nodiscard]] const_iterator begin() const { return {blocks_, 0}; }
  [[nodiscard]] const_iterator end() const { return {blocks_, blocks_.size()}; }
  [[nodiscard]] std::size_t size() const { return size_; }
  [[nodiscard]] bool empty() const { return size_ == 0; }

  [[nodiscard]] std::optional<Value> find(const Key& key) const {
    const auto [block, place, found] = locate(sought(key));
    return found ? std::optional<Value>(unpacked(place.value)) : std::nullopt;
  }
  [[nodiscard]] bool contains(const Key& key) const { return locate(sought(key)).found; }

  /// Adds the value or replaces the one there is.
  void set(const Key& key, const Value& value) {
    std::string packed;
    PackWriter(packed) & value;
    const auto [block, place, found] = locate(sought(key));
    if (blocks_.empty()) blocks_.push_back({key, {}});
    if (sought(key) < sought(blocks_[block].first)) lower_first(blocks_[block], key);
    const std::size_t end = found ? place.end : place.begin;
    replace(blocks_[block], place.begin, end, item(blocks_[block], sought(key), packed));
    if (!found) ++size_;
    if (blocks_[block].bytes.size() > block_bytes) split(block);
  }

  /// Takes the key out; false when it is not there.
  bool erase(const Key& key) {
    const auto [block, place, found] = locate(sought(key));
    if (!found) return false;
    --size_;
    Block& held = blocks_[block];
    if (place.begin == 0 && place.end == held.bytes.size()) {
      blocks_.erase(blocks_.begin() + static_cast<std::ptrdiff_t>(block));
      return true;
    }
    replace(held, place.begin, place.end, {});
    return true;
  }

  bool operator==(const PackedMap& other) const {
    return size_ == other.size_ && std::equal(begin(), end(), other.begin());
  }

  /// For snapshots only. Throws Errc::corrupt for bytes that are no map.
  template <class Archive>
  void serialize(Archive& archive, unsigned /*version*/) {
    archive& blocks_;
    if constexpr (Archive::is_loading::value) check();
  }

 private:
  struct Located {
    std::size_t block = 0;
    Place place;
    bool found = false;
  };

  static Sought sought(const Key& key) {
    if constexpr (requires { key.text(); }) {
      return key.text();
    } else {
      return key;
    }
  }

  static Value unpacked(std::string_view bytes) {
    Value value{};
    PackReader reader(bytes);
    reader & value;
    return value;
  }

  static Place place_at(const Block& block, std::size_t begin) {
    Place place;
    place.begin = begin;
    PackReader reader(block.view().substr(begin));
    if constexpr (std::is_integral_v<Key>) {
      std::make_unsigned_t<Key> above = 0;
      reader & above;
      place.key = static_cast<Key>(static_cast<std::make_unsigned_t<Key>>(block.first) + above);
    } else {
      place.key = reader.text();
    }
    place.value = reader.text();
    place.end = block.bytes.size() - reader.left();
    return place;
  }

  /// The item's bytes in that block.
  static std::string item(const Block& block, Sought key, std::string_view value) {
    std::string bytes;
    PackWriter writer(bytes);
    if constexpr (std::is_integral_v<Key>) {
      using Unsigned = std::make_unsigned_t<Key>;
      writer& static_cast<Unsigned>(static_cast<Unsigned>(key) -
                                    static_cast<Unsigned>(block.first));
    } else {
      writer.text(key);
    }
    writer.text(value);
    return bytes;
  }

  /// Where the key is, or where it would be put.
  [[nodiscard]] Located locate(Sought key) const {
    const auto above = std::upper_bound(
        blocks_.begin(), blocks_.end(), key,
        [](Sought wanted, const Block& block) { return wanted < sought(block.first); });
    Located located;
    if (blocks_.empty()) return located;
    if (above != blocks_.begin()) {
      located.block = static_cast<std::size_t>(above - blocks_.begin()) - 1;
    }
    const Block& block = blocks_[located.block];
    while (located.place.begin < block.bytes.size()) {
      located.place = place_at(block, located.place.begin);
      const auto order = located.place.key <=> key;
      located.found = order == 0;
      if (order >= 0) break;
      located.place.begin = located.place.end;
    }
    return located;
  }

  /// Room for what comes and a little more: a vector left alone would double.
  static void replace(Block& block, std::size_t begin, std::size_t end, std::string_view with) {
    std::vector<char>& bytes = block.bytes;
    const std::size_t size = bytes.size() - (end - begin) + with.size();
    if (size > bytes.capacity()) bytes.reserve(size + size / 16 + 16);
    const auto at = bytes.begin() + static_cast<std::ptrdiff_t>(begin);
    const auto rest = bytes.erase(at, at + static_cast<std::ptrdiff_t>(end - begin));
    bytes.insert(rest, with.begin(), with.end());
  }

  /// Makes a smaller key the one that the block begins with.
  static void lower_first(Block& block, const Key& key) {
    Block lower{key, {}};
    for (std::size_t at = 0; at < block.bytes.size();) {
      const Place place = place_at(block, at);
      replace(lower, lower.bytes.size(), lower.bytes.size(), item(lower, place.key, place.value));
      at = place.end;
    }
    block = std::move(lower);
  }

  /// Keys that come in order fill one block after the other; others leave two halves.
  void split(std::size_t block) {
    const Block whole = std::move(blocks_[block]);
    const bool last = block + 1 == blocks_.size();
    const std::size_t half = last ? block_bytes : whole.bytes.size() / 2;
    Block low{whole.first, {}};
    std::optional<Block> high;
    for (std::size_t at = 0; at < whole.bytes.size();) {
      const Place place = place_at(whole, at);
      at = place.end;
      if (!high && place.begin > 0 && place.end > half) high = Block{Key(place.key), {}};
      Block& to = high ? *high : low;
      replace(to, to.bytes.size(), to.bytes.size(), item(to, place.key, place.value));
    }
    blocks_[block] = std::move(low);
    if (!high) return;
    blocks_.insert(blocks_.begin() + static_cast<std::ptrdiff_t>(block) + 1, std::move(*high));
  }

  /// What came from a snapshot is read once: every item, in order, and how many there are.
  void check() {
    size_ = 0;
    std::optional<Key> before;
    for (const Block& block : blocks_) {
      if (block.bytes.empty() || place_at(block, 0).key != sought(block.first)) damaged();
      for (std::size_t at = 0; at < block.bytes.size(); ++size_) {
        const Place place = place_at(block, at);
        if (before && !(sought(*before) < place.key)) damaged();
        before = Key(place.key);
        static_cast<void>(unpacked(place.value));
        at = place.end;
      }
    }
  }
  [[noreturn]] static void damaged() {
    throw Error(Errc::corrupt, "a packed map is out of order");
  }

  std::vector<Block> blocks_;
  std::size_t size_ = 0;
};

}  // namespace wumei
