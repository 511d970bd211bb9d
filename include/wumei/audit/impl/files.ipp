#pragma once

#include <wumei/base/error.hpp>
#include <wumei/config.hpp>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <optional>
#include <sstream>
#include <string>
#include <string_view>
#include <utility>

#include <fcntl.h>
#include <unistd.h>

// The few files that lie beside a ledger: keys, heads, published tiles.
namespace wumei::audit::detail {

/// The whole file; nothing when it cannot be opened.
WUMEI_INLINE std::optional<std::string> read_whole(const std::filesystem::path& file) {
  std::ifstream stream(file, std::ios::binary);
  if (!stream) return std::nullopt;
  std::ostringstream bytes;
  bytes << stream.rdbuf();
  return std::move(bytes).str();
}

/// Has `sync` bring what `path` names to the disk.
WUMEI_INLINE void sync_opened(const std::filesystem::path& path, int (*sync)(int)) {
  const int opened = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  const bool durable = opened >= 0 && sync(opened) == 0;
  const int reason = errno;
  if (opened >= 0) ::close(opened);
  if (!durable) throw Error(Errc::io, path.string() + ": " + std::strerror(reason));
}

WUMEI_INLINE void sync_path(const std::filesystem::path& path) { sync_opened(path, &::fsync); }

/// Makes the name of a new file durable.
WUMEI_INLINE void sync_name(const std::filesystem::path& file) {
  sync_path(file.has_parent_path() ? file.parent_path() : std::filesystem::path("."));
}

/// Writes the bytes into a file beside this one, whose name it is to take.
WUMEI_INLINE std::filesystem::path write_fresh(const std::filesystem::path& file,
                                               std::string_view bytes) {
  std::filesystem::path fresh = file.string() + ".new";
  errno = 0;
  std::ofstream stream(fresh, std::ios::binary | std::ios::trunc);
  stream << bytes;
  stream.close();
  if (!stream) throw Error(Errc::io, fresh.string() + ": " + std::strerror(errno));
  using std::filesystem::perms;  // a lax umask makes nobody else the writer of a head
  std::filesystem::permissions(fresh, perms::group_write | perms::others_write,
                               std::filesystem::perm_options::remove);
  return fresh;
}

WUMEI_INLINE void take_name(const std::filesystem::path& fresh, const std::filesystem::path& file) {
  std::error_code failed;
  std::filesystem::rename(fresh, file, failed);
  if (failed) throw Error(Errc::io, file.string() + ": " + failed.message());
}

}  // namespace wumei::audit::detail
