#pragma once

#include <wumei/audit/export_log.hpp>
#include <wumei/audit/impl/files.ipp>
#include <wumei/audit/impl/tiles.ipp>
#include <wumei/base/error.hpp>
#include <wumei/config.hpp>
#include <wumei/ledger/entry.hpp>

#include <algorithm>
#include <fstream>
#include <memory>

namespace wumei::audit {

namespace detail {

/// Where every line of a file of entries begins.
class LineFile {
 public:
  explicit LineFile(const std::filesystem::path& file)
      : file_(file), stream_(file, std::ios::binary) {
    std::string block(1 << 16, '\0');
    std::uint64_t place = 0;
    while (stream_.read(block.data(), static_cast<std::streamsize>(block.size())),
           stream_.gcount() > 0) {
      const std::string_view read(block.data(), static_cast<std::size_t>(stream_.gcount()));
      for (auto end = read.find('\n'); end != read.npos; end = read.find('\n', end + 1)) {
        starts_.push_back(place + end + 1);
      }
      place += read.size();
    }
    if (starts_.back() != place) {
      throw Error(Errc::corrupt, file.string() + ": ends inside an entry");
    }
  }

  [[nodiscard]] std::int64_t size() const {
    return static_cast<std::int64_t>(starts_.size()) - 1;
  }

  [[nodiscard]] std::string line(std::int64_t n) {
    if (n < 0 || n >= size()) {
      throw Error(Errc::not_found, "there is no entry " + std::to_string(n));
    }
    const auto at = static_cast<std::size_t>(n);
    const std::uint64_t length = starts_[at + 1] - starts_[at] - 1;
    if (length > ledger::leaf_max) {
      throw Error(Errc::corrupt, file_.string() + ": line " + std::to_string(n + 1) +
                                     " is longer than an entry can be");
    }
    std::string text(length + 1, '\0');
    if (next_ != n) {  // a seek throws away what was read ahead
      stream_.clear();
      stream_.seekg(static_cast<std::streamoff>(starts_[at]));
    }
    stream_.read(text.data(), static_cast<std::streamsize>(text.size()));
    if (!stream_) throw Error(Errc::io, file_.string() + ": cannot be read");
    next_ = n + 1;
    text.pop_back();
    return text;
  }

 private:
  std::filesystem::path file_;
  std::ifstream stream_;
  std::vector<std::uint64_t> starts_{0};
  std::int64_t next_ = -1;
};

/// Entries in bundles; the one last read is kept.
class BundleFolder {
 public:
  BundleFolder(std::filesystem::path folder, std::int64_t size)
      : folder_(std::move(folder)), size_(size) {}

  [[nodiscard]] std::string entry(std::int64_t index) {
    if (index < 0 || index >= size_) {
      throw Error(Errc::not_found, "there is no entry " + std::to_string(index));
    }
    const std::int64_t n = index / tile_width;
    if (n != n_) {
      entries_ = read(n);
      n_ = n;
    }
    const auto at = static_cast<std::size_t>(index % tile_width);
    if (at < entries_.size()) return entries_[at];
    throw Error(Errc::corrupt, (folder_ / bundle_path(n, tile_width)).string() + ": has " +
                                   std::to_string(entries_.size()) + " entries");
  }

 private:
  [[nodiscard]] std::vector<std::string> read(std::int64_t n) const {
    const std::int64_t width = width_of(0, n, size_);
    for (const std::int64_t wide : {width, tile_width}) {
      const std::filesystem::path file = folder_ / bundle_path(n, wide);
      if (const auto bytes = read_whole(file)) return bundle_entries(file, *bytes);
    }
    throw Error(Errc::not_found,
                "the folder " + folder_.string() + " lacks " + bundle_path(n, width));
  }

  std::filesystem::path folder_;
  std::int64_t size_;
  std::int64_t n_ = -1;
  std::vector<std::string> entries_;
};

WUMEI_INLINE void read_document_files(
    const std::filesystem::path& folder,
    const std::function<void(const std::string&, const std::string&)>& visit) {
  std::vector<std::filesystem::path> files;
  for (const auto& file : std::filesystem::directory_iterator(folder)) files.push_back(file);
  std::sort(files.begin(), files.end());
  for (const auto& file : files) {
    const auto body = read_whole(file);
    if (!body) throw Error(Errc::io, file.string() + ": cannot be read");
    visit("sha256:" + file.filename().string(), *body);
  }
}

}  // namespace detail

WUMEI_INLINE LogReader export_reader(const std::filesystem::path& folder) {
  const std::string note = read_folder_checkpoint(folder);
  const std::int64_t signed_size = checkpoint_of(note).head.size;
  LogReader log;
  log.size = signed_size;
  if (std::filesystem::exists(folder / "entries.jsonl")) {
    const auto lines = std::make_shared<detail::LineFile>(folder / "entries.jsonl");
    log.size = std::min(signed_size, lines->size());
    log.leaf = [lines](ledger::Seq seq) { return lines->line(seq); };
  } else if (std::filesystem::exists(folder / "tile" / "entries")) {
    const auto bundles = std::make_shared<detail::BundleFolder>(folder, signed_size);
    log.leaf = [bundles](ledger::Seq seq) { return bundles->entry(seq); };
  } else {
    throw Error(Errc::not_found, folder.string() + " has no entries: export them for a witness");
  }
  log.read = [leaf = log.leaf, size = log.size](ledger::Seq from, ledger::Seq until,
                                                const LogReader::Visit& visit) {
    for (ledger::Seq seq = from; seq < std::min(until, size); ++seq) {
      if (!visit({seq, std::nullopt, leaf(seq)})) return;
    }
  };
  log.tile = [folder, signed_size](int level, std::int64_t n) -> std::optional<std::string> {
    const std::int64_t width = detail::width_of(level, n, signed_size);
    if (width <= 0) return std::nullopt;
    auto tile = detail::read_whole(folder / tile_path(level, n, width));
    return tile ? tile : detail::read_whole(folder / tile_path(level, n, tile_width));
  };
  log.checkpoints = [note, signed_size](const auto& visit) { visit(signed_size, note); };
  if (std::filesystem::exists(folder / "documents")) {
    log.documents = [folder](const auto& visit) {
      detail::read_document_files(folder / "documents", visit);
    };
  }
  return log;
}

}  // namespace wumei::audit
