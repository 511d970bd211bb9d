#pragma once

#include <wumei/store/store.hpp>

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace wumei::test {

/// Passes every call on to another store and counts the entries that are read one by one. While it
/// is unreadable, no stretch of the log can be read.
class CountedStore final : public store::Store {
 public:
  using Id = store::ProgrammeId;
  using Seq = store::Seq;

  explicit CountedStore(store::Store& store) : store_(&store) {}

  std::int64_t leaves_read = 0;
  bool unreadable = false;

  std::string leaf(const Id& id, Seq seq) override {
    ++leaves_read;
    return store_->leaf(id, seq);
  }

  std::int64_t size(const Id& id) override { return store_->size(id); }
  void append(const Id& id, std::int64_t size, std::int64_t fence,
              const store::Append& addition) override {
    store_->append(id, size, fence, addition);
  }
  std::int64_t become_writer(const Id& id) override { return store_->become_writer(id); }
  void read(const Id& id, Seq from, Seq until,
            const std::function<bool(Seq, std::string_view)>& visit) override {
    if (unreadable) throw Error(Errc::io, "the disk is gone");
    store_->read(id, from, until, visit);
  }
  std::optional<Seq> find_key(const Id& id, std::string_view key) override {
    return store_->find_key(id, key);
  }
  std::optional<Seq> find_first_part(const Id& id, std::string_view key) override {
    return store_->find_first_part(id, key);
  }
  std::string largest_key(const Id& id) override { return store_->largest_key(id); }
  std::string largest_key_under(const Id& id, std::string_view prefix) override {
    return store_->largest_key_under(id, prefix);
  }
  std::optional<std::string> tile(const Id& id, int tree, int level, std::int64_t n) override {
    return store_->tile(id, tree, level, n);
  }
  std::optional<std::string> document(const Id& id, std::string_view digest) override {
    return store_->document(id, digest);
  }
  void read_documents(const Id& id,
                      const std::function<void(const store::StoredDocument&)>& visit) override {
    store_->read_documents(id, visit);
  }
  std::optional<store::StoredDetail> detail(const Id& id, Seq seq) override {
    return store_->detail(id, seq);
  }
  void read_details(const Id& id,
                    const std::function<void(const store::StoredDetail&)>& visit) override {
    store_->read_details(id, visit);
  }
  [[nodiscard]] store::Hold hold() override { return store_->hold(); }
  void put_checkpoint(const Id& id, const store::StoredCheckpoint& checkpoint,
                      const std::vector<store::StoredTile>& edge) override {
    store_->put_checkpoint(id, checkpoint, edge);
  }
  std::vector<store::StoredCheckpoint> checkpoints(const Id& id) override {
    return store_->checkpoints(id);
  }
  std::optional<store::StoredCheckpoint> newest_checkpoint(const Id& id) override {
    return store_->newest_checkpoint(id);
  }
  void add_cosignatures(const Id& id, std::int64_t size,
                        const std::vector<std::string>& lines) override {
    store_->add_cosignatures(id, size, lines);
  }
  void put_snapshot(const Id& id, const store::SnapshotLabel& label,
                    const std::function<void(const store::ByteSink&)>& write) override {
    store_->put_snapshot(id, label, write);
  }
  std::optional<store::StoredSnapshot> snapshot(const Id& id) override {
    return store_->snapshot(id);
  }

 private:
  store::Store* store_;
};

}  // namespace wumei::test
