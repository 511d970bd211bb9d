#pragma once

#include <wumei/audit/checkpoint.hpp>
#include <wumei/audit/signer.hpp>

#include <filesystem>
#include <optional>
#include <string>

namespace wumei::audit {

/// What the second file beside a ledger remembers: the newest head that was ever signed, and the
/// digest of the snapshot this machine wrote and may therefore load.
struct SignedHead {
  std::string origin;
  TreeHead head;
  std::string snapshot;  ///< `sha256:...`, "" for none
  bool operator==(const SignedHead&) const = default;
};

/// The head file. It is kept apart from the ledger (another folder or a USB key), so that a
/// restored ledger cannot bring an old head along. Written whole: a temporary file, fsync,
/// rename, fsync of the folder.
class HeadFile {
 public:
  explicit HeadFile(std::filesystem::path file) : file_(std::move(file)) {}

  [[nodiscard]] const std::filesystem::path& file() const { return file_; }
  /// Nothing when there is no file yet; throws Errc::corrupt for a damaged one.
  [[nodiscard]] std::optional<SignedHead> read() const;

  /// Remembers a head before it is signed. Throws Errc::conflict for another origin, a smaller
  /// size, or another root at the same size; the file is then as before.
  void advance(const Checkpoint& checkpoint) const;
  /// Remembers the digest of the newest snapshot.
  void trust_snapshot(const std::string& digest) const;
  /// Digest of the snapshot that may be loaded; "" for none.
  [[nodiscard]] std::string trusted_snapshot() const;

  /// After a restore: starts over under the origin of the new epoch. Throws Errc::conflict unless
  /// `checkpoint` has another origin than the file.
  void begin_epoch(const Checkpoint& checkpoint) const;

 private:
  void write(const SignedHead& head) const;
  std::filesystem::path file_;
};

/// Signs a checkpoint, in the only order that cannot leave two inconsistent heads behind: the
/// entries are durable already; the head must extend the last signed one (proven from `log`);
/// the head file is on disk; only then the signature is made. Returns the note. Throws
/// Errc::conflict when the head does not extend the last signed one or is not the log's.
[[nodiscard]] std::string sign_checkpoint(const HeadFile& head_file, Signer& signer,
                                          const HashReader& log, const Checkpoint& checkpoint);

}  // namespace wumei::audit

#ifndef WUMEI_COMPILED
#include <wumei/audit/impl/head_file.ipp>
#endif
