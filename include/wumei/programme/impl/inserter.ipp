#pragma once

#include <wumei/audit/tree.hpp>
#include <wumei/base/assert.hpp>
#include <wumei/config.hpp>
#include <wumei/store/hashes.hpp>
#include <wumei/store/store.hpp>

#include <condition_variable>
#include <exception>
#include <future>
#include <mutex>
#include <span>
#include <utility>
#include <vector>

namespace wumei::programme::detail {

/// So many entries go to the store at once; a batch of fewer is inserted by the thread that decided
/// it, since starting another costs as much as hashing a hundred.
inline constexpr std::size_t inserted_at_once = 1'024;

/// Inserts and hashes a long batch while it is still decided: one transaction of the store, open on
/// a thread of its own, that takes chunk after chunk.
class Inserter {
 public:
  /// What the entries follow.
  struct Place {
    store::ProgrammeId programme;
    std::int64_t size = 0;
    std::int64_t fence = 0;
  };

  /// Throws std::system_error when the machine has no thread to give.
  Inserter(store::Store& store, Place place, audit::Tree tree)
      : store_(store), place_(std::move(place)), tree_(std::move(tree)) {
    addition_.more = [this] { return next_chunk(); };
    addition_.hashes = [this] { return store::take_hashes(tree_); };
    appending_ = std::async(std::launch::async, [this] { append(); });
  }

  /// Undoes what was not finished.
  ~Inserter() {
    if (!appending_.valid()) return;
    set(Stage::undone);
    try {
      appending_.get();
    } catch (const std::exception&) {
      // It is undone, and whoever leaves without finishing says why.
    }
  }
  Inserter(const Inserter&) = delete;
  Inserter& operator=(const Inserter&) = delete;

  /// Takes over the chunk and leaves an earlier one in its place, to be filled anew. Waits while
  /// two are ahead. Throws what the store threw.
  void give(std::vector<store::StoredEntry>& chunk) {
    std::unique_lock<std::mutex> lock(mutex_);
    changed_.wait(lock, [&] { return !waiting_ || stage_ == Stage::failed; });
    if (stage_ == Stage::failed) return fail(lock);
    std::swap(given_, chunk);
    waiting_ = true;
    changed_.notify_all();
  }

  /// Waits until the store holds all that was given, and may be read.
  void settle() {
    std::unique_lock<std::mutex> lock(mutex_);
    changed_.wait(lock, [&] { return (!waiting_ && idle_) || stage_ == Stage::failed; });
    if (stage_ == Stage::failed) fail(lock);
  }

  /// Adds what is left of the batch: all of it is durable when this returns the tree over it.
  audit::Tree finish(store::Append rest) {
    if (!rest.entries.empty()) give(rest.entries);
    {
      const std::lock_guard<std::mutex> lock(mutex_);
      addition_.details = std::move(rest.details);
      addition_.documents = std::move(rest.documents);
      addition_.erase = std::move(rest.erase);
    }
    set(Stage::complete);
    appending_.get();
    return std::move(tree_);
  }

 private:
  struct Undone : std::exception {};
  enum class Stage : std::uint8_t { growing, complete, undone, failed };

  void set(Stage stage) {
    const std::lock_guard<std::mutex> lock(mutex_);
    stage_ = stage;
    changed_.notify_all();
  }

  [[noreturn]] void fail(std::unique_lock<std::mutex>& lock) {
    lock.unlock();
    appending_.get();
    WUMEI_ASSERT(false);
  }

  void append() {
    try {
      store_.append(place_.programme, place_.size, place_.fence, addition_);
    } catch (...) {
      set(Stage::failed);
      throw;
    }
  }

  [[nodiscard]] std::span<const store::StoredEntry> next_chunk() {
    {
      std::unique_lock<std::mutex> lock(mutex_);
      idle_ = true;
      changed_.notify_all();
      changed_.wait(lock, [&] { return waiting_ || stage_ != Stage::growing; });
      if (stage_ == Stage::undone) throw Undone();
      if (!waiting_) return {};
      std::swap(given_, taken_);
      waiting_ = false;
      idle_ = false;
      changed_.notify_all();
    }
    store::grow(tree_, taken_);
    return taken_;
  }

  store::Store& store_;
  Place place_;
  audit::Tree tree_;
  store::Append addition_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<store::StoredEntry> given_;  ///< waiting to be taken, or to be filled anew
  std::vector<store::StoredEntry> taken_;  ///< being inserted
  bool waiting_ = false;                   ///< a chunk was given and not taken
  bool idle_ = false;                      ///< the store waits for a chunk
  Stage stage_ = Stage::growing;
  std::future<void> appending_;
};

}  // namespace wumei::programme::detail
