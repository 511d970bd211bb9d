#include "bench.hpp"
#include "made.hpp"

#include <wumei/audit/tree.hpp>

namespace wumei::bench {
namespace {

/// File bytes an entry of a log of these leaves: rows, key index and tree, all told.
class SizedLog {
 public:
  explicit SizedLog(const std::filesystem::path& file)
      : file_(file), store_(std::make_unique<store::SqliteStore>(file, store::Access::create)),
        fence_(store_->become_writer({})) {}

  void add(std::string key, std::string leaf) {
    tree_.append(leaf);
    addition_.entries.push_back({size_++, std::move(key), std::move(leaf)});
    if (addition_.entries.size() == 8'000) flush();
  }

  [[nodiscard]] double bytes_an_entry() {
    flush();
    store_.reset();
    return static_cast<double>(std::filesystem::file_size(file_)) / static_cast<double>(size_);
  }

 private:
  void flush() {
    addition_.hashes = [this] { return store::take_hashes(tree_); };
    const auto count = static_cast<std::int64_t>(addition_.entries.size());
    store_->append({}, size_ - count, fence_, addition_);
    addition_ = {};
  }

  std::filesystem::path file_;
  std::unique_ptr<store::SqliteStore> store_;
  std::int64_t fence_;
  std::int64_t size_ = 0;
  audit::Tree tree_;
  store::Append addition_;
};

/// Transfers between two accounts without data and detail, under keys of 20 bytes.
double plain_bytes(const Scratch& scratch) {
  SizedLog log(scratch.file("plain.wumei"));
  const ledger::Draft draft{.kind = "ledger.transfer"};
  for (std::int64_t seq = 0; seq < 200'000; ++seq) {
    const std::string household = "h/" + std::to_string(1'000'000 + seq * 7'919 % 10'000);
    const std::string account = household + ":honour";
    const std::vector<ledger::Leg> legs{{"f/V03:honour_given", "", -100, -100 * (seq + 1), seq - 1},
                                        {account, "", 100, 100 * (seq / 10'000 + 1),
                                         seq < 10'000 ? ledger::no_seq : seq - 10'000}};
    const std::string key = "2026-04-01/" + std::to_string(100'000'000 + seq);
    log.add(key, ledger::encode({seq, Instant::from_millis(1'775'000'000'000 + seq),
                                 Date::of(2026, 4, 1), "o-bench@bench", key, ""},
                                draft, legs));
  }
  return log.bytes_an_entry();
}

/// The claims of a season, recorded, checked and answered, several times over.
double claim_bytes(const Scratch& scratch, const Places& places) {
  SizedLog log(scratch.file("claims.wumei"));
  store::SqliteStore season(places.township, store::Access::read);
  for (int round = 0; round < 5; ++round) {
    season.read({}, 0, season.size({}), [&](ledger::Seq, std::string_view leaf) {
      const ledger::Entry entry = ledger::decode(leaf);
      if (!entry.kind.starts_with("claim.")) return true;
      // As long as the true one and unlike those of the other rounds.
      std::string key(entry.key);
      key.front() = static_cast<char>('A' + round);
      log.add(std::move(key), std::string(leaf));
      return true;
    });
  }
  return log.bytes_an_entry();
}

}  // namespace

void add_size_rows(Rows& rows, const Scratch& scratch, const Places& places) {
  rows.push_back({"bytes.entry", [&scratch] {
                    report(Size{"bytes.entry", plain_bytes(scratch), 350,
                                "file over entries: transfers of two legs, data and detail empty,"
                                " keys of 20 bytes; rows, key index, tree"});
                  }});
  rows.push_back({"bytes.entry.claim", [&scratch, places] {
                    report(Size{"bytes.entry.claim", claim_bytes(scratch, places), 430,
                                "file over entries: the entries of a season's claims (recorded,"
                                " checked, settled, refused); rows, key index, tree"});
                  }});
}

}  // namespace wumei::bench
