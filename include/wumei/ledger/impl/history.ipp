#pragma once

#include <wumei/config.hpp>
#include <wumei/ledger/history.hpp>

#include <algorithm>

namespace wumei::ledger {

WUMEI_INLINE std::vector<HistoryLine> history(std::string_view account, Seq last,
                                              const LeafReader& read, std::size_t limit) {
  std::vector<HistoryLine> lines;
  Entry entry;
  while (last != no_seq && lines.size() < limit) {
    const std::string leaf = read(last);
    decode(leaf, {&account, 1}, entry);
    Seq previous = no_seq;
    for (auto leg = entry.legs.rbegin(); leg != entry.legs.rend(); ++leg) {
      previous = leg->previous;
      lines.push_back({entry.seq, entry.effective, std::string(entry.kind), std::string(leg->lot),
                       leg->amount, leg->balance});
    }
    if (previous >= last) throw Error(Errc::corrupt, "a previous pointer does not point back");
    last = previous;
  }
  if (lines.size() > limit) lines.resize(limit);
  return lines;
}

WUMEI_INLINE std::int64_t balance(std::string_view account, Seq last, const AsOf& as_of,
                                  const LeafReader& read) {
  std::int64_t sum = 0;
  for (const HistoryLine& line : history(account, last, read)) {
    if (line.seq <= as_of.seq && line.effective <= as_of.effective) sum += line.amount;
  }
  return sum;
}

}  // namespace wumei::ledger
