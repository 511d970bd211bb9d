#pragma once

#include <wumei/audit/tree.hpp>

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

/// Proofs that an entry is in the log, and that a longer log only added to a shorter one
/// (RFC 9162, section 2.1), with the length and size rules that the bare loops lack.
namespace wumei::audit {

/// A log's size with its root. A proof is checked against both: the path of leaf 1 of 2 also
/// leads from leaf 2 of 3 to a root.
struct TreeHead {
  std::int64_t size = 0;
  Digest root;
  bool operator==(const TreeHead&) const = default;
};

/// Where the hashes of a stored log come from.
struct HashReader {
  /// The 256 hashes of a tile, fewer at the right edge, or nothing when it is not stored.
  std::function<std::optional<std::string>(int level, std::int64_t n)> tile;
  /// The bytes of one entry; asked only where no tile has its hash.
  std::function<std::string(std::int64_t index)> leaf;
};

/// Root over the first `size` entries.
[[nodiscard]] Digest root_at(const HashReader& log, std::int64_t size);

/// The unfinished tiles at the right edge of the first `size` entries, lowest level first.
[[nodiscard]] std::vector<Tile> edge_tiles(const HashReader& log, std::int64_t size);

/// Audit path of entry `index` in the log of `size` entries, nearest sibling first. Throws
/// Errc::bad_input unless 0 <= index < size.
[[nodiscard]] std::vector<Digest> inclusion_proof(const HashReader& log, std::int64_t index,
                                                  std::int64_t size);

/// Proof that the log of `older` entries is a prefix of the one of `newer`. Throws
/// Errc::bad_input unless 0 < older <= newer.
[[nodiscard]] std::vector<Digest> consistency_proof(const HashReader& log, std::int64_t older,
                                                    std::int64_t newer);

/// True when the leaf with that hash is entry `index` under `head`.
[[nodiscard]] bool verify_inclusion(const Digest& leaf, std::int64_t index, const TreeHead& head,
                                    std::span<const Digest> path);

/// True when `older` is a prefix of `newer`. Everything follows an empty log, so a size of zero
/// proves nothing and is refused.
[[nodiscard]] bool verify_consistency(const TreeHead& older, const TreeHead& newer,
                                      std::span<const Digest> path);

/// A size or index as C2SP writes it. Throws Errc::bad_input for a sign, a leading zero or more
/// than 63 bits.
[[nodiscard]] std::int64_t parse_log_number(std::string_view digits);

/// A C2SP tlog-proof: what a person keeps to show that an entry is in the log.
struct ProofFile {
  std::string leaf;          ///< bytes of the entry (the `extra` line); untrusted until hashed
  std::int64_t index = 0;
  std::vector<Digest> path;
  std::string checkpoint;    ///< the signed note
  bool operator==(const ProofFile&) const = default;
};

[[nodiscard]] std::string write_proof(const ProofFile& proof);
/// Strict: throws Errc::bad_input naming the line. Verifies nothing.
[[nodiscard]] ProofFile parse_proof(std::string_view text);

}  // namespace wumei::audit

#ifndef WUMEI_COMPILED
#include <wumei/audit/impl/proof.ipp>
#endif
