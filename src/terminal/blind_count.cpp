#include "blind_count.hpp"

#include <algorithm>

namespace wumei::terminal {
namespace {

/// So many kinds of goods are counted, those that are worth most on the shelf.
constexpr std::size_t counted_goods = 10;

}  // namespace

std::vector<OnShelf> worth_most(std::vector<OnShelf> shelf) {
  std::erase_if(shelf, [](const OnShelf& line) { return line.pieces.is_zero(); });
  std::stable_sort(shelf.begin(), shelf.end(),
                   [](const OnShelf& a, const OnShelf& b) { return a.worth > b.worth; });
  if (shelf.size() > counted_goods) shelf.resize(counted_goods);
  std::sort(shelf.begin(), shelf.end(),
            [](const OnShelf& a, const OnShelf& b) { return a.sku < b.sku; });
  return shelf;
}

bool explains(programme::CountReason reason, Quantity difference) {
  using programme::CountReason;
  if (difference.is_zero()) return true;
  if (difference > Quantity()) {
    return reason == CountReason::found || reason == CountReason::miscounted;
  }
  return reason != CountReason::none && reason != CountReason::found;
}

std::string reason_words(programme::CountReason reason, publish::Language language) {
  using programme::CountReason;
  const auto said = [&](std::string_view zh, std::string_view en) {
    return std::string(publish::pick(language, zh, en));
  };
  switch (reason) {
    case CountReason::none: return {};
    case CountReason::damaged: return said("损坏", "damaged");
    case CountReason::expired: return said("过期", "expired");
    case CountReason::miscounted: return said("记错、点错", "miscounted");
    case CountReason::missing: return said("短少", "missing");
    case CountReason::found: return said("盘盈", "found");
  }
  return {};
}

std::vector<Difference> compared(const std::vector<OnShelf>& shelf,
                                 const std::vector<Count>& counts, Date today) {
  std::vector<Difference> all;
  Facts unexplained;
  for (const OnShelf& line : shelf) {
    const auto count = std::find_if(counts.begin(), counts.end(),
                                    [&](const Count& known) { return known.sku == line.sku; });
    if (count == counts.end()) throw bad_input({"", 0, 0, "counts"}, "", "a count of " + line.name);
    all.push_back({{today, line.sku, line.pieces, count->counted, count->reason}, line.name});
    const Quantity difference = count->counted - line.pieces;
    if (explains(programme::count_reason(count->reason), difference)) continue;
    unexplained.push_back({line.sku.text(), difference.text()});
  }
  if (!unexplained.empty()) throw Stop("count.reason", std::move(unexplained));
  return all;
}

std::vector<Difference> differing(std::vector<Difference> all) {
  std::erase_if(all, [](const Difference& each) { return each.count.counted == each.count.book; });
  return all;
}

std::vector<programme::CountedLine> counted_lines(const std::vector<Count>& counts) {
  std::vector<programme::CountedLine> lines;
  for (const Count& count : counts) {
    lines.push_back({count.sku, count.counted, programme::count_reason(count.reason)});
  }
  return lines;
}

}  // namespace wumei::terminal
