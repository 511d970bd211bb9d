#pragma once

#include <wumei/store/store.hpp>

#include <filesystem>
#include <memory>

namespace wumei::audit {
struct StoredRow;
}

namespace wumei::store {

/// What a SQLite ledger file is opened for.
enum class Access : std::uint8_t {
  read = 1,    ///< never writes, never checkpoints the write-ahead log
  write = 2,   ///< an existing ledger
  create = 3,  ///< a new file
};

/// One ledger in one SQLite file: the embedded default. The programme id is not stored, since the
/// file holds one log. One writer, held by a lock on `<file>.lock`; readers may open at any time.
class SqliteStore final : public Store {
 public:
  /// Throws Errc::not_found for a missing file, Errc::conflict when `create` finds one,
  /// Errc::bad_input for a file that is not a ledger, Errc::unsupported for one of a newer
  /// format, Errc::io.
  SqliteStore(const std::filesystem::path& file, Access access);
  ~SqliteStore() override;

  [[nodiscard]] Hold hold() override;

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

  /// Calls `visit` for entries `from` to `until - 1` with the key each is filed under.
  void read_rows(Seq from, Seq until, const std::function<bool(const audit::StoredRow&)>& visit);

  /// Throws Errc::corrupt unless the index that keys are looked up in holds the key of each entry:
  /// one that a look-up misses could be used twice.
  void check_keys();

  /// Copies the ledger, as of one moment, into the new file `copy` while others read and write.
  /// Throws Errc::conflict when `copy` exists.
  void backup(const std::filesystem::path& copy);

 private:
  struct Connection;
  std::unique_ptr<Connection> connection_;
};

}  // namespace wumei::store

#ifndef WUMEI_COMPILED
#include <wumei/store/impl/key_index.ipp>
#include <wumei/store/impl/sqlite_store.ipp>
#endif
