#pragma once

#include <wumei/audit/proof.hpp>

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <string_view>

/// C2SP tlog-tiles: a log as a folder of files that any static file server can hand out. Everything
/// but `checkpoint` never changes once it is there:
///
///     checkpoint                 the signed note
///     tile/<L>/<N>[.p/<W>]       up to 256 hashes of level L; `.p/W` while there are only W
///     tile/entries/<N>[.p/<W>]   the entries under a tile of level 0, each after its length in
///                                two bytes, big end first
///
/// N is written in groups of three digits, all but the last after an x: `x001/x234/067`.
namespace wumei::audit {

/// Path of a tile of `width` hashes, 1 to 256.
[[nodiscard]] std::string tile_path(int level, std::int64_t n, std::int64_t width);
[[nodiscard]] std::string bundle_path(std::int64_t n, std::int64_t width);

struct TileExportOptions {
  /// Entries show everybody's balances: they are for witnesses and auditors, not for the public.
  bool entries = false;
  std::function<void(std::int64_t done)> progress = {};  ///< entries covered; may throw to stop
};

struct TileExport {
  std::int64_t size = 0;     ///< of the checkpoint
  std::int64_t written = 0;  ///< files
  std::int64_t kept = 0;     ///< files that were there already, with the same bytes
};

/// Writes the log up to the signed `note` into `folder`. May be repeated: what is there is kept.
/// Each file comes by renaming and the checkpoint last, so whoever reads meanwhile sees the older
/// state or the newer one, whole; the tiles of older checkpoints stay, and so do cosignatures that
/// the folder's note of the same head has beyond those of `note`.
///
/// Throws Errc::corrupt when tiles, entries and root do not fit each other, and Errc::conflict when
/// the folder's checkpoint is of another log, newer, or not a prefix of this one; the folder is
/// then as before but for files that no checkpoint names. Signatures are not looked at.
[[nodiscard]] TileExport export_tiles(const HashReader& log, std::string_view note,
                                      const std::filesystem::path& folder,
                                      const TileExportOptions& options = {});

/// The signed note of a folder. Throws Errc::not_found when it has none.
[[nodiscard]] std::string read_folder_checkpoint(const std::filesystem::path& folder);

/// A folder as the proof functions read it, up to its checkpoint of `size` entries. The bytes are
/// trusted only as far as a proof made of them leads to a signed root. A missing entry throws
/// Errc::not_found, a malformed file Errc::corrupt.
[[nodiscard]] HashReader folder_reader(const std::filesystem::path& folder, std::int64_t size);

}  // namespace wumei::audit

#ifndef WUMEI_COMPILED
#include <wumei/audit/impl/tiles.ipp>
#endif
