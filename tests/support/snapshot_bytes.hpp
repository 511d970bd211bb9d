#pragma once

#include <wumei/base/digest.hpp>
#include <wumei/base/error.hpp>
#include <wumei/programme/snapshot.hpp>

#include <algorithm>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

/// Snapshots as one string, for tests that look into them or damage them.
namespace wumei::test {

/// What a store would hand out for these bytes.
inline store::StoredSnapshot stored_snapshot(store::SnapshotLabel label, std::string bytes) {
  label.bytes = static_cast<std::int64_t>(bytes.size());
  const auto held = std::make_shared<const std::string>(std::move(bytes));
  return {std::move(label), [held, at = std::size_t{0}](char* to, std::size_t count) mutable {
            if (count > held->size() - at) throw Error(Errc::corrupt, "the snapshot is short");
            std::copy_n(held->data() + at, count, to);
            at += count;
          }};
}

inline std::string bytes_of(const store::StoredSnapshot& snapshot) {
  std::string bytes(static_cast<std::size_t>(snapshot.label.bytes), '\0');
  snapshot.read(bytes.data(), bytes.size());
  return bytes;
}

/// A snapshot and where its archive begins.
struct SnapshotBytes {
  std::string bytes;
  std::size_t archive = 0;
  std::string digest;

  [[nodiscard]] static SnapshotBytes of(programme::State& state, audit::Tree& tree) {
    const programme::SnapshotView view{state, tree};
    const programme::SnapshotIndex index = programme::index_snapshot(view);
    SnapshotBytes made{{}, index.text.size(), index.label.digest};
    programme::write_snapshot(view, index,
                              [&](std::string_view bytes) { made.bytes.append(bytes); });
    return made;
  }

  /// This archive under an index of its own: the tag, the length in eight bytes, lowest first, and
  /// the digest of every 256 KiB.
  [[nodiscard]] static SnapshotBytes of_archive(std::string_view archive) {
    programme::State state;
    audit::Tree tree;
    std::string index = of(state, tree).bytes;
    index.resize(index.find('\n') + 1);
    for (int byte = 0; byte < 8; ++byte) {
      index += static_cast<char>(archive.size() >> (8 * byte) & 0xff);
    }
    for (std::string_view rest = archive; !rest.empty();) {
      const std::string_view piece = rest.substr(0, 262'144);
      index += sha256(piece).bytes();
      rest.remove_prefix(piece.size());
    }
    return {index + std::string(archive), index.size(), document_name(index)};
  }

  [[nodiscard]] bool load(programme::State& state, audit::Tree& tree) const {
    return programme::load_snapshot(stored_snapshot({}, bytes), digest, {state, tree});
  }
};

}  // namespace wumei::test
