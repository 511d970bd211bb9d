#include "stream.hpp"

#include <wumei/store/sqlite_store.hpp>

#include <algorithm>
#include <cerrno>
#include <deque>
#include <future>

namespace wumei::python {
namespace {

/// The batches of one table, in order.
class Batches {
 public:
  virtual ~Batches() = default;
  /// Nothing at the end.
  virtual std::unique_ptr<Rows> next() = 0;
};

/// Entries from a range of the log, decoded in threads that each have a connection of their own.
/// What is asked for ahead is bounded by the number of threads, and so is the memory.
class LogBatches final : public Batches {
 public:
  LogBatches(Ledger& ledger, const Asked& asked, SharedPlaces places)
      : ledger_(ledger), asked_(asked), places_(std::move(places)), sieve_(asked.filter, *places_),
        until_(places_->entries()) {
    const int threads = std::max(1, asked.threads);
    for (int i = 0; i < threads; ++i) {
      stores_.push_back(
          std::make_unique<store::SqliteStore>(ledger.file(), store::Access::read));
    }
    // What a batch under way has decided is not in the store yet.
    until_ = std::min(until_, stores_.front()->size({}));
    next_ = first_entry();
    while (std::ssize(under_way_) < threads && next_ < until_) start();
  }

  ~LogBatches() override {
    for (Range& range : under_way_) range.rows.wait();
  }

  std::unique_ptr<Rows> next() override {
    while (!under_way_.empty()) {
      Range range = std::move(under_way_.front());
      under_way_.pop_front();
      range.rows.wait();
      stores_.push_back(std::move(*range.store));
      std::unique_ptr<Rows> rows = range.rows.get();
      if (next_ < until_) start();
      if (rows->size() > 0) return rows;
    }
    return nullptr;
  }

 private:
  struct Range {
    std::shared_ptr<std::unique_ptr<store::SqliteStore>> store;
    std::future<std::unique_ptr<Rows>> rows;
  };

  /// An accounting date never lies after the day of recording, so nothing recorded before the
  /// period can be of it, and `recorded` never falls: the first entry is found by halving.
  std::int64_t first_entry() {
    const auto& since = asked_.filter.since;
    if (!since) return 0;
    std::int64_t low = 0;
    std::int64_t high = until_;
    while (low < high) {
      const std::int64_t middle = low + (high - low) / 2;
      const std::string leaf = stores_.front()->leaf({}, middle);
      // The offset of any programme is less than a day.
      const bool before = ledger::decode(leaf).recorded.date(0).plus_days(1) < *since;
      before ? low = middle + 1 : high = middle;
    }
    return low;
  }

  void start() {
    auto store = std::make_shared<std::unique_ptr<store::SqliteStore>>(std::move(stores_.back()));
    stores_.pop_back();
    const std::int64_t from = next_;
    next_ = std::min(until_, from + entries_a_batch);
    const auto work = [this, store, from, until = next_] { return read(**store, from, until); };
    under_way_.push_back({store, std::async(std::launch::async, work)});
  }

  std::unique_ptr<Rows> read(store::SqliteStore& store, std::int64_t from,
                             std::int64_t until) const {
    auto rows = std::make_unique<Rows>(asked_.table->fields, asked_.columns);
    const std::vector<std::string_view>& kinds = asked_.table->kinds;
    json::Parser parser;
    ledger::Entry entry;
    const Seen seen{entry, *places_, sieve_, parser, ledger_, store};
    store.read({}, from, until, [&](std::int64_t, std::string_view leaf) {
      ledger::decode(leaf, entry);
      const bool of_table =
          kinds.empty() || std::find(kinds.begin(), kinds.end(), entry.kind) != kinds.end();
      if (of_table && asked_.filter.has_day(entry.effective) &&
          asked_.filter.has_kind(entry.kind)) {
        asked_.table->read(seen, *rows);
      }
      return true;
    });
    return rows;
  }

  Ledger& ledger_;
  const Asked& asked_;
  SharedPlaces places_;
  Sieve sieve_;
  std::int64_t until_;
  std::int64_t next_ = 0;
  std::vector<std::unique_ptr<store::SqliteStore>> stores_;
  std::deque<Range> under_way_;
};

class StateBatches final : public Batches {
 public:
  StateBatches(Ledger& ledger, const Asked& asked, const SharedPlaces& places)
      : rows_(std::make_unique<Rows>(asked.table->fields, asked.columns)) {
    const Sieve sieve(asked.filter, *places);
    if (asked.table->gather != nullptr) {
      asked.table->gather(ledger, *places, sieve, *rows_);
      return;
    }
    ledger.look([&](const programme::Programme& programme) {
      asked.table->write(programme, *places, sieve, *rows_);
    });
  }
  std::unique_ptr<Rows> next() override { return std::move(rows_); }

 private:
  std::unique_ptr<Rows> rows_;
};

struct Stream {
  Stream(std::shared_ptr<Ledger> held, Asked wanted)
      : ledger(std::move(held)), asked(std::move(wanted)) {
    const SharedPlaces places = ledger->places();
    if (asked.table->read != nullptr) {
      batches = std::make_unique<LogBatches>(*ledger, asked, places);
    } else {
      batches = std::make_unique<StateBatches>(*ledger, asked, places);
    }
  }

  std::shared_ptr<Ledger> ledger;
  Asked asked;
  std::unique_ptr<Batches> batches;
  std::string error;
};

Stream& of(ArrowArrayStream* stream) { return *static_cast<Stream*>(stream->private_data); }

/// The edge to the consumer: nothing may be thrown across it.
template <class Work>
int guarded(ArrowArrayStream* stream, Work work) {
  try {
    work(of(stream));
    return 0;
  } catch (const std::exception& error) {
    of(stream).error = error.what();
    return EIO;
  }
}

int get_schema(ArrowArrayStream* stream, ArrowSchema* out) {
  return guarded(stream, [&](Stream& open) {
    export_schema(open.asked.table->fields, open.asked.columns, *out);
  });
}

int get_next(ArrowArrayStream* stream, ArrowArray* out) {
  return guarded(stream, [&](Stream& open) {
    *out = {};  // what is released already marks the end
    if (const std::unique_ptr<Rows> rows = open.batches->next()) rows->release_to(*out);
  });
}

const char* get_last_error(ArrowArrayStream* stream) {
  return of(stream).error.empty() ? nullptr : of(stream).error.c_str();
}

void release(ArrowArrayStream* stream) {
  delete static_cast<Stream*>(stream->private_data);
  stream->release = nullptr;
}

}  // namespace

void open_stream(std::shared_ptr<Ledger> ledger, Asked asked, ArrowArrayStream& out) {
  auto stream = std::make_unique<Stream>(std::move(ledger), std::move(asked));
  out = {get_schema, get_next, get_last_error, release, stream.release()};
}

}  // namespace wumei::python
