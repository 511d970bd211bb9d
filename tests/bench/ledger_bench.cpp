#include "grown.hpp"

#include <wumei/audit/verify.hpp>
#include <wumei/programme/verify.hpp>
#include <wumei/store/log_reader.hpp>

namespace wumei::bench {
namespace {

constexpr std::int64_t bulk_entries = 400'000;
constexpr std::int64_t single_entries = 2'000;
constexpr std::int64_t group_threads = 64;
constexpr std::int64_t group_entries = 19'200;

Bar at_least(Bar::Of of, double limit) { return {of, Bar::Sense::at_least, limit}; }
Bar at_most(Bar::Of of, double limit) { return {of, Bar::Sense::at_most, limit}; }

struct Batches {
  Growth growth = Growth::bare;
  std::int64_t entries = 0;
  std::int64_t batch = 0;
  double bar = 0;  ///< 0 for none
};

Figure append_figure(const Scratch& scratch, const std::string& name, const Batches& work) {
  const auto grown = std::make_shared<Grown>(work.growth);
  Figure figure;
  figure.name = name;
  figure.unit = "1/s";
  figure.baseline_name = "prepared single-row INSERT of the same leaves, same table and triggers";
  figure.candidate = {[=, &scratch] { grown->fresh(scratch, name); },
                      [=] { return grown->append(work.entries, work.batch); }};
  figure.baseline = {[=, &scratch] { grown->fresh_bare(scratch, name); },
                     [=] { return grown->insert_bare(work.batch); }};
  if (work.bar > 0) figure.bars = {at_least(Bar::Of::ratio, work.bar)};
  return figure;
}

Figure group_figure(const Scratch& scratch) {
  const auto grown = std::make_shared<Grown>();
  const auto prepare = [=, &scratch] { grown->fresh(scratch, "append.group64"); };
  const auto together = [=] { return grown->append_in_threads(group_entries, group_threads); };
  const auto alone = [=] { return grown->append(single_entries, 1); };
  return {"append.group64", "1/s", {prepare, together}, {prepare, alone},
          "the same transfers by one thread, a commit each", 5,
          {at_least(Bar::Of::ratio, 5)}};
}

/// One ledger of 400,000 transfers, made when the first figure needs it.
std::shared_ptr<Grown> shared_ledger(const Scratch& scratch) {
  const auto grown = std::make_shared<Grown>();
  grown->file = scratch.file("shared.wumei");
  return grown;
}

void fill_once(Grown& grown, const Scratch& scratch) {
  if (std::filesystem::exists(grown.file)) return;
  grown.fresh(scratch, "shared");
  static_cast<void>(grown.append(bulk_entries, bulk_batch));
  grown.close();
}

std::int64_t replay(Grown& grown) {
  store::SqliteStore store(grown.file, store::Access::read);
  return programme::Programme::open(store, grown.clock, grown.ids,
                                    {.programme = "bench", .write = false})
      .size();
}

std::int64_t verify_all(Grown& grown, int threads) {
  store::SqliteStore store(grown.file, store::Access::read);
  programme::ProgrammeReplay replay;
  const audit::Finding finding =
      audit::verify(store::log_reader(store, "bench"), replay, {.threads = threads});
  // Bare transfers are of no kind whose rules can be checked, so this is as good as it gets.
  if (finding.verdict != audit::Verdict::could_not_check) std::abort();
  return finding.entries;
}

}  // namespace

void add_ledger_rows(Rows& rows, const Scratch& scratch) {
  add_row(rows, append_figure(scratch, "append.batch8000",
                              {Growth::bare, bulk_entries, bulk_batch, 0.6}));
  add_row(rows, append_figure(scratch, "append.honour8000",
                              {Growth::honour, bulk_entries, bulk_batch, 0}));
  add_row(rows, append_figure(scratch, "append.batch100",
                              {Growth::bare, bulk_entries / 4, 100, 0.6}));
  add_row(rows, append_figure(scratch, "append.batch1",
                              {Growth::bare, single_entries, 1, 0.7}));
  add_row(rows, group_figure(scratch));
  const std::shared_ptr<Grown> grown = shared_ledger(scratch);
  const auto prepare = [=, &scratch] { fill_once(*grown, scratch); };
  const Work scan{prepare, [=] { return grown->scan(); }};
  const Bar fast = at_least(Bar::Of::value, 500'000);
  add_row(rows, {"replay", "1/s", {prepare, [=] { return replay(*grown); }}, scan, "SELECT leaf",
                 5, {fast}});
  const Work one_core{prepare, [=] { return verify_all(*grown, 1); }};
  const Work two_cores{prepare, [=] { return verify_all(*grown, 2); }};
  add_row(rows, {"verify.one_core", "1/s", one_core, scan, "SELECT leaf", 5,
                 {fast, at_most(Bar::Of::cpu_ratio, 6)}});
  add_row(rows, {"verify.two_cores", "1/s", two_cores, one_core, "verify with one thread", 5,
                 {at_least(Bar::Of::ratio, 1.4)}});
}

}  // namespace wumei::bench
