#pragma once

#include <wumei/store/store.hpp>

#include <map>
#include <memory>

namespace wumei::store {

/// Everything in memory: tests, rehearsals, simulation. Holds several programmes. A second
/// writer takes the log over: the first one's fence is then refused.
class MemoryStore final : public Store {
 public:
  MemoryStore();
  ~MemoryStore() override;

  [[nodiscard]] std::int64_t size(const ProgrammeId& programme) override;
  void append(const ProgrammeId& programme, std::int64_t expected_size, std::int64_t fence,
              const Append& addition) override;
  [[nodiscard]] std::int64_t become_writer(const ProgrammeId& programme) override;
  void read(const ProgrammeId& programme, Seq from, Seq until,
            const std::function<bool(Seq, std::string_view)>& visit) override;
  [[nodiscard]] std::string leaf(const ProgrammeId& programme, Seq seq) override;
  [[nodiscard]] std::optional<Seq> find_key(const ProgrammeId& programme,
                                            std::string_view key) override;
  [[nodiscard]] std::optional<Seq> find_first_part(const ProgrammeId& programme,
                                                   std::string_view key) override;
  [[nodiscard]] std::string largest_key(const ProgrammeId& programme) override;
  [[nodiscard]] std::string largest_key_under(const ProgrammeId& programme,
                                              std::string_view prefix) override;
  [[nodiscard]] std::optional<std::string> tile(const ProgrammeId& programme, int tree, int level,
                                                std::int64_t n) override;
  [[nodiscard]] std::optional<std::string> document(const ProgrammeId& programme,
                                                    std::string_view digest) override;
  void read_documents(const ProgrammeId& programme,
                      const std::function<void(const StoredDocument&)>& visit) override;
  [[nodiscard]] std::optional<StoredDetail> detail(const ProgrammeId& programme,
                                                   Seq seq) override;
  void read_details(const ProgrammeId& programme,
                    const std::function<void(const StoredDetail&)>& visit) override;
  void put_checkpoint(const ProgrammeId& programme, const StoredCheckpoint& checkpoint,
                      const std::vector<StoredTile>& edge) override;
  [[nodiscard]] std::vector<StoredCheckpoint> checkpoints(const ProgrammeId& programme) override;
  [[nodiscard]] std::optional<StoredCheckpoint> newest_checkpoint(
      const ProgrammeId& programme) override;
  void add_cosignatures(const ProgrammeId& programme, std::int64_t size,
                        const std::vector<std::string>& lines) override;
  void put_snapshot(const ProgrammeId& programme, const SnapshotLabel& label,
                    const std::function<void(const ByteSink&)>& write) override;
  [[nodiscard]] std::optional<StoredSnapshot> snapshot(const ProgrammeId& programme) override;

 private:
  struct Log;
  [[nodiscard]] Log& log(const ProgrammeId& programme);
  std::map<ProgrammeId, std::unique_ptr<Log>> logs_;
};

}  // namespace wumei::store

#ifndef WUMEI_COMPILED
#include <wumei/store/impl/memory_store.ipp>
#endif
