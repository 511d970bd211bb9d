#pragma once

#include <wumei/base/digest.hpp>
#include <wumei/config.hpp>
#include <wumei/store/store.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <streambuf>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace wumei::programme::detail {

/// Bytes of a piece; the last one is shorter.
inline constexpr std::size_t snapshot_piece = 262'144;

/// What stands before the archive: the tag, the archive's length in eight bytes, lowest first, and
/// 32 bytes of digest for each piece.
struct PieceIndex {
  std::uint64_t length = 0;
  std::vector<Digest> digests;

  void add(Sha256& sha, std::string_view piece) {
    length += piece.size();
    digests.push_back(sha.digest(piece));
  }

  [[nodiscard]] std::string text(std::string_view tag) const {
    std::string text(tag);
    for (int byte = 0; byte < 8; ++byte) text += static_cast<char>(length >> (8 * byte) & 0xff);
    for (const Digest& digest : digests) text += digest.bytes();
    return text;
  }

  [[nodiscard]] static std::size_t pieces(std::uint64_t length) {
    return static_cast<std::size_t>((length + snapshot_piece - 1) / snapshot_piece);
  }
};

/// Cuts what an archive writes into pieces.
class PieceWriter : public std::streambuf {
 public:
  explicit PieceWriter(std::function<void(std::string_view)> take)
      : take_(std::move(take)), piece_(snapshot_piece, '\0') {
    setp(piece_.data(), piece_.data() + piece_.size());
  }

  /// Hands on the last piece.
  void finish() {
    if (pptr() != pbase()) take_({pbase(), static_cast<std::size_t>(pptr() - pbase())});
    setp(piece_.data(), piece_.data() + piece_.size());
  }

 protected:
  int_type overflow(int_type next) override {
    finish();
    return sputc(traits_type::to_char_type(next));
  }

 private:
  std::function<void(std::string_view)> take_;
  std::string piece_;
};

/// Reads pieces one at a time, each only when its digest is the one that the index says.
class PieceReader : public std::streambuf {
 public:
  PieceReader(const store::ByteSource& read, const PieceIndex& index)
      : read_(read), index_(index), unread_(index.length),
        piece_(static_cast<std::size_t>(std::min<std::uint64_t>(snapshot_piece, index.length)),
               '\0') {}

  /// Bytes that are to come.
  [[nodiscard]] std::uint64_t left() const {
    return unread_ + static_cast<std::uint64_t>(egptr() - gptr());
  }

 protected:
  int_type underflow() override {
    if (unread_ == 0) return traits_type::eof();
    const auto size = static_cast<std::size_t>(std::min<std::uint64_t>(piece_.size(), unread_));
    read_(piece_.data(), size);
    if (sha_.digest({piece_.data(), size}) != index_.digests[next_++]) return traits_type::eof();
    unread_ -= size;
    setg(piece_.data(), piece_.data(), piece_.data() + size);
    return traits_type::to_int_type(*gptr());
  }

 private:
  const store::ByteSource& read_;
  const PieceIndex& index_;
  std::uint64_t unread_;
  std::size_t next_ = 0;
  std::string piece_;
  Sha256 sha_;
};

/// Reads the index; nothing unless it begins with the tag, fits the snapshot's length and has the
/// digest.
[[nodiscard]] WUMEI_INLINE std::optional<PieceIndex> read_index(
    const store::StoredSnapshot& snapshot, std::string_view tag, std::string_view digest) {
  std::string text(tag.size() + 8, '\0');
  const auto bytes = static_cast<std::uint64_t>(std::max<std::int64_t>(0, snapshot.label.bytes));
  if (bytes < text.size()) return std::nullopt;
  snapshot.read(text.data(), text.size());
  if (!text.starts_with(tag)) return std::nullopt;
  PieceIndex index;
  for (std::size_t byte = 0; byte < 8; ++byte) {
    const auto value = static_cast<unsigned char>(text[tag.size() + byte]);
    index.length |= std::uint64_t{value} << (8 * byte);
  }
  if (index.length > bytes) return std::nullopt;
  const std::size_t pieces = PieceIndex::pieces(index.length);
  const std::size_t head = text.size();
  if (head + pieces * sizeof(Digest) + index.length != bytes) return std::nullopt;
  text.resize(head + pieces * sizeof(Digest));
  snapshot.read(text.data() + head, text.size() - head);
  if (document_name(text) != digest) return std::nullopt;
  for (std::size_t piece = 0; piece < pieces; ++piece) {
    index.digests.push_back(Digest::from_bytes(
        std::string_view(text).substr(head + piece * sizeof(Digest), sizeof(Digest))));
  }
  return index;
}

}  // namespace wumei::programme::detail
