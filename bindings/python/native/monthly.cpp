#include "monthly.hpp"

#include "ledger.hpp"
#include "monthly_cache.hpp"
#include "table.hpp"

#include <wumei/store/sqlite_store.hpp>

#include <algorithm>
#include <future>
#include <unordered_map>

namespace wumei::python {
namespace {

constexpr std::int64_t worth_keeping = 1'000;  ///< entries, which take a millisecond

/// Sums of one range of the log. Keys are codes while it is read: an entry costs no allocation.
class Range {
 public:
  explicit Range(const Places& places) : places_(places) {}

  void read(const std::filesystem::path& file, std::int64_t from, std::int64_t until) {
    store::SqliteStore store(file, store::Access::read);
    ledger::Entry entry;
    store.read({}, from, until, [&](std::int64_t, std::string_view leaf) {
      ledger::decode(leaf, entry);
      if (!entry.legs.empty()) add(entry);
      return true;
    });
  }

  void add_to(std::map<MonthlyKey, MonthlySum>& sums) const {
    for (const auto& [packed, sum] : sums_) {
      const AccountCodes& codes = places_.codes(accounts_.at(packed.group));
      MonthlyKey key{packed.month, "", std::string((*places_.purposes())[codes.purpose]),
                     std::string((*places_.units())[codes.unit]),
                     std::string(kinds_[packed.kind])};
      if (codes.village >= 0) key.village = (*places_.villages())[codes.village];
      MonthlySum& all = sums[key];
      all.amount += sum.amount;
      all.legs += sum.legs;
    }
  }

 private:
  struct Packed {
    std::int32_t month = 0;
    std::int32_t kind = 0;
    std::uint64_t group = 0;  ///< village, purpose and unit
    bool operator==(const Packed&) const = default;
  };
  struct Hash {
    std::size_t operator()(const Packed& key) const {
      const auto small = static_cast<std::uint64_t>(key.month) << 32 |
                         static_cast<std::uint32_t>(key.kind);
      return (key.group ^ small * 0x9e3779b97f4a7c15ULL) * 0xff51afd7ed558ccdULL >> 7;
    }
  };

  static std::uint64_t group_of(const AccountCodes& codes) {
    return static_cast<std::uint64_t>(codes.village + 1) << 40 |
           static_cast<std::uint64_t>(codes.unit) << 8 | static_cast<std::uint64_t>(codes.purpose);
  }

  void add(const ledger::Entry& entry) {
    Packed key;
    if (entry.effective != day_) {
      day_ = entry.effective;
      month_ = day_.year() * 12 + day_.month() - 1;
    }
    key.month = month_;
    key.kind = kinds_.add(entry.kind);
    for (const ledger::Leg& leg : entry.legs) {
      const std::int32_t account = places_.account(leg.account);
      if (account < 0) continue;
      const AccountCodes& codes = places_.codes(account);
      key.group = group_of(codes);
      const auto [at, fresh] = sums_.try_emplace(key);
      if (fresh) accounts_.try_emplace(key.group, account);
      at->second.amount += codes.pieces ? __int128{leg.amount} * 100 : __int128{leg.amount};
      ++at->second.legs;
    }
  }

  const Places& places_;
  Dictionary kinds_;
  Date day_;
  std::int32_t month_ = 1970 * 12;
  std::unordered_map<Packed, MonthlySum, Hash> sums_;
  std::unordered_map<std::uint64_t, std::int32_t> accounts_;  ///< one account of each group
};

std::string month_text(std::int32_t month) {
  return Date::of(month / 12, month % 12 + 1, 1).text().substr(0, 7);
}

void gather(Ledger& ledger, const Places& places, const Sieve& sieve, Rows& rows) {
  ledger.each_month(places, [&](const MonthlyKey& key, const MonthlySum& sum) {
    const Date first = Date::of(key.month / 12, key.month % 12 + 1, 1);
    const std::int32_t village = places.village(key.village);
    if (!sieve.has_village(village) || !sieve.filter().has_kind(key.kind)) return;
    if (!sieve.filter().has_day(first)) return;
    rows.word(month_text(key.month)).word(village, places.villages()).word(key.purpose);
    rows.word(key.unit).word(key.kind).wide(sum.amount).integer(sum.legs).end();
  });
}

}  // namespace

void bring_up(Monthly& monthly, const Ledger& ledger, const Places& places, int threads) {
  store::SqliteStore store(ledger.file(), store::Access::read);
  // What a batch under way has decided is not in the store yet.
  const std::int64_t until = std::min(places.entries(), store.size({}));
  if (monthly.entries == 0) monthly = kept_monthly(store, until);
  const std::int64_t from = monthly.entries;
  if (from >= until) return;
  const std::int64_t share = (until - from) / threads + 1;
  std::vector<std::future<Range>> ranges;
  for (std::int64_t start = from; start < until; start += share) {
    const std::int64_t end = std::min(until, start + share);
    ranges.push_back(std::async(std::launch::async, [&places, &ledger, start, end] {
      Range range(places);
      range.read(ledger.file(), start, end);
      return range;
    }));
  }
  for (std::future<Range>& range : ranges) range.get().add_to(monthly.sums);
  monthly.entries = until;
  if (until - from >= worth_keeping) keep_monthly(store, monthly);
}

std::vector<Definition> monthly_tables() {
  return {{.name = "monthly",
           .about = "sums of legs by month, village, purpose, unit and kind; kept once added up",
           .fields = {{"month", Type::word, false, "of the accounting date, as 2026-04"},
                      {"village", Type::word, true, "of the account's holder"},
                      {"purpose", Type::word, false, "issued, pending, spendable, ..."},
                      {"unit", Type::word, false, "points, honour, yuan, or the goods"},
                      {"kind", Type::word, false, "kind of the entries"},
                      {"amount", Type::decimal, false, "sum of the legs"},
                      {"legs", Type::integer, false, "how many"}},
           .gather = gather}};
}

}  // namespace wumei::python
