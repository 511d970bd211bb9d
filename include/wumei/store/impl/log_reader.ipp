#pragma once

#include <wumei/config.hpp>
#include <wumei/store/hashes.hpp>
#include <wumei/store/log_reader.hpp>

#include <utility>

namespace wumei::store {

WUMEI_INLINE audit::HashReader hash_reader(Store& store, const ProgrammeId& programme) {
  return {[&store, programme](int level, std::int64_t n) {
            return store.tile(programme, 0, level, n);
          },
          [&store, programme](std::int64_t index) { return store.leaf(programme, index); }};
}

WUMEI_INLINE audit::LogReader log_reader(Store& store, const ProgrammeId& programme) {
  audit::LogReader reader;
  // Checkpoints before the size: a writer at work may then only have made the log longer.
  std::vector<StoredCheckpoint> checkpoints = store.checkpoints(programme);
  reader.size = store.size(programme);
  reader.read = [&store, programme](Seq from, Seq until, const audit::LogReader::Visit& visit) {
    store.read(programme, from, until, [&](Seq seq, std::string_view leaf) {
      return visit({seq, std::nullopt, leaf});
    });
  };
  reader.leaf = [&store, programme](Seq seq) { return store.leaf(programme, seq); };
  reader.tile = [&store, programme](int level, std::int64_t n) {
    return store.tile(programme, 0, level, n);
  };
  reader.checkpoints = [checkpoints = std::move(checkpoints)](const auto& visit) {
    for (const StoredCheckpoint& checkpoint : checkpoints) visit(checkpoint.size, checkpoint.note);
  };
  reader.documents = [&store, programme](const auto& visit) {
    store.read_documents(programme, [&](const StoredDocument& document) {
      visit(document.digest, document.body);
    });
  };
  reader.detail = [&store, programme](Seq seq) -> std::optional<std::string> {
    const std::optional<StoredDetail> kept = store.detail(programme, seq);
    if (!kept) return std::nullopt;
    return kept->body;
  };
  reader.details = [&store, programme](const auto& visit) {
    store.read_details(programme, [&](const StoredDetail& detail) {
      visit(detail.seq, detail.salt, detail.body);
    });
  };
  return reader;
}

WUMEI_INLINE audit::LogReader log_reader(SqliteStore& store, const ProgrammeId& programme) {
  audit::LogReader reader = log_reader(static_cast<Store&>(store), programme);
  reader.read = [&store](Seq from, Seq until, const audit::LogReader::Visit& visit) {
    store.read_rows(from, until, visit);
  };
  return reader;
}

WUMEI_INLINE std::string sign_and_keep(Store& store, const ProgrammeId& programme,
                                       const audit::HeadFile& head_file, audit::Signer& signer,
                                       const audit::Checkpoint& checkpoint) {
  const audit::HashReader hashes = hash_reader(store, programme);
  const std::string note = audit::sign_checkpoint(head_file, signer, hashes, checkpoint);
  store.put_checkpoint(programme, {checkpoint.head.size, note},
                       stored_tiles(audit::edge_tiles(hashes, checkpoint.head.size)));
  return note;
}

}  // namespace wumei::store
