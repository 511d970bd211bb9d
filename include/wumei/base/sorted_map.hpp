#pragma once

#include <algorithm>
#include <cstddef>
#include <utility>
#include <vector>

namespace wumei {

/// A map in one sorted vector, for many small values whose keys mostly grow: a third of the memory
/// of std::map. Adding in the middle moves what follows; every change may move everything.
template <class Key, class Value>
class SortedMap {
 public:
  struct Item {
    Key first;
    Value second;
    bool operator==(const Item&) const = default;
    template <class Archive>
    void serialize(Archive& archive, unsigned /*version*/) {
      archive& first& second;
    }
  };
  using iterator = typename std::vector<Item>::iterator;
  using const_iterator = typename std::vector<Item>::const_iterator;

  [[nodiscard]] iterator begin() { return items_.begin(); }
  [[nodiscard]] iterator end() { return items_.end(); }
  [[nodiscard]] const_iterator begin() const { return items_.begin(); }
  [[nodiscard]] const_iterator end() const { return items_.end(); }
  [[nodiscard]] std::size_t size() const { return items_.size(); }

  [[nodiscard]] const_iterator find(const Key& key) const {
    const auto at = std::lower_bound(items_.begin(), items_.end(), key, before);
    return at != items_.end() && at->first == key ? at : items_.end();
  }
  [[nodiscard]] bool contains(const Key& key) const { return find(key) != end(); }

  /// The key's value, made when there is none yet.
  [[nodiscard]] Value& operator[](const Key& key) {
    auto at = std::lower_bound(items_.begin(), items_.end(), key, before);
    if (at == items_.end() || at->first != key) at = items_.insert(at, Item{key, Value()});
    return at->second;
  }

  bool operator==(const SortedMap&) const = default;

  /// For snapshots only.
  template <class Archive>
  void serialize(Archive& archive, unsigned /*version*/) {
    archive& items_;
  }

 private:
  static bool before(const Item& item, const Key& key) { return item.first < key; }

  std::vector<Item> items_;
};

}  // namespace wumei
