#pragma once

#include <wumei/audit/head_file.hpp>
#include <wumei/audit/impl/files.ipp>
#include <wumei/base/error.hpp>
#include <wumei/config.hpp>

#include <array>
#include <sstream>

namespace wumei::audit {

namespace detail {

inline constexpr std::string_view head_file_tag = "wumei/head/1";

/// Replaces a file so that after a power cut either the old or the new one is there, whole.
WUMEI_INLINE void replace_file(const std::filesystem::path& file, const std::string& text) {
  const std::filesystem::path fresh = write_fresh(file, text);
  sync_path(fresh);
  take_name(fresh, file);
  sync_name(file);
}

WUMEI_INLINE std::string head_text(const SignedHead& head) {
  return std::string(head_file_tag) + "\norigin " + head.origin + "\nsize " +
         std::to_string(head.head.size) + "\nroot " + to_base64(head.head.root.bytes()) +
         "\nsnapshot " + head.snapshot + "\n";
}

WUMEI_INLINE SignedHead parse_head(const std::string& text) {
  if (!text.ends_with('\n')) throw Error(Errc::bad_input, "the file is cut short");
  std::istringstream lines(text);
  std::string line;
  std::getline(lines, line);
  if (line != head_file_tag) throw Error(Errc::unsupported, "first line \"" + line + "\"");
  std::array<std::string, 4> values;
  constexpr std::array<std::string_view, 4> fields{"origin ", "size ", "root ", "snapshot "};
  for (std::size_t i = 0; i < fields.size(); ++i) {
    std::getline(lines, line);
    if (!line.starts_with(fields[i])) {
      throw Error(Errc::bad_input, "expected \"" + std::string(fields[i]) + "\"");
    }
    values[i] = line.substr(fields[i].size());
  }
  if (std::getline(lines, line)) {
    throw Error(Errc::bad_input, "line \"" + line + "\" after the last");
  }
  return {values[0],
          {parse_log_number(values[1]), Digest::from_bytes(from_base64(values[2]))},
          values[3]};
}

}  // namespace detail

WUMEI_INLINE std::optional<SignedHead> HeadFile::read() const {
  const std::optional<std::string> text = detail::read_whole(file_);
  if (!text) {
    if (std::filesystem::exists(file_)) throw Error(Errc::io, file_.string() + ": cannot be read");
    return std::nullopt;
  }
  try {
    return detail::parse_head(*text);
  } catch (const Error& error) {
    if (error.code() == Errc::unsupported) throw;
    throw Error(Errc::corrupt, "head file " + file_.string() + ": " + error.what());
  }
}

WUMEI_INLINE void HeadFile::write(const SignedHead& head) const {
  detail::replace_file(file_, detail::head_text(head));
}

WUMEI_INLINE void HeadFile::advance(const Checkpoint& checkpoint) const {
  const std::optional<SignedHead> last = read();
  const auto refuse = [&](const std::string& why) {
    return Error(Errc::conflict, "not signed: " + why + " (head file " + file_.string() + ")");
  };
  // A head file that only remembers a snapshot so far has no origin yet.
  if (last && !last->origin.empty()) {
    if (last->origin != checkpoint.origin) {
      throw refuse("the last signed head is of " + last->origin + ", this one of " +
                   checkpoint.origin);
    }
    if (checkpoint.head.size < last->head.size) {
      throw refuse("a head of " + std::to_string(last->head.size) +
                   " entries was signed before, this log has " +
                   std::to_string(checkpoint.head.size) +
                   "; was an old copy brought back? Use restore");
    }
    if (checkpoint.head.size == last->head.size && checkpoint.head.root != last->head.root) {
      throw refuse("another root was signed at size " + std::to_string(last->head.size));
    }
    if (checkpoint.head == last->head) return;
  }
  write({checkpoint.origin, checkpoint.head, last ? last->snapshot : ""});
}

WUMEI_INLINE void HeadFile::trust_snapshot(const std::string& digest) const {
  SignedHead head = read().value_or(SignedHead{});
  if (head.snapshot == digest) return;
  head.snapshot = digest;
  write(head);
}

WUMEI_INLINE std::string HeadFile::trusted_snapshot() const {
  return read().value_or(SignedHead{}).snapshot;
}

WUMEI_INLINE void HeadFile::begin_epoch(const Checkpoint& checkpoint) const {
  const std::optional<SignedHead> last = read();
  if (last && last->origin == checkpoint.origin) {
    throw Error(Errc::conflict, "the epoch " + checkpoint.origin + " has begun already");
  }
  write({checkpoint.origin, checkpoint.head, ""});
}

WUMEI_INLINE std::string sign_checkpoint(const HeadFile& head_file, Signer& signer,
                                         const HashReader& log, const Checkpoint& checkpoint) {
  if (checkpoint.head.size <= 0) throw Error(Errc::bad_input, "an empty log is not signed");
  if (root_at(log, checkpoint.head.size) != checkpoint.head.root) {
    throw Error(Errc::conflict, "not signed: the stored entries have another root at size " +
                                    std::to_string(checkpoint.head.size));
  }
  const std::optional<SignedHead> last = head_file.read();
  const bool extends = last && last->origin == checkpoint.origin && last->head.size > 0 &&
                       last->head.size < checkpoint.head.size;
  if (extends) {
    const std::vector<Digest> path =
        consistency_proof(log, last->head.size, checkpoint.head.size);
    if (!verify_consistency(last->head, checkpoint.head, path)) {
      throw Error(Errc::conflict, "not signed: the log does not extend the head of size " +
                                      std::to_string(last->head.size) + " that was signed before");
    }
  }
  head_file.advance(checkpoint);
  const std::string text = checkpoint_text(checkpoint);
  return format_note({text, {{signer.key().name(), signer.key().id(), signer.sign(text)}}});
}

}  // namespace wumei::audit
