#pragma once

#include <wumei/audit/checkpoint.hpp>
#include <wumei/audit/head_file.hpp>
#include <wumei/audit/note.hpp>

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

/// The national-crypto profile, for offices that must use China's commercial cryptography: a second
/// tree over the same entries, hashed with SM3 (GB/T 32905) and signed with SM2 (GB/T 32918) under
/// an origin of its own. Off unless asked for, and never mixed with the first: a tree has one hash.
namespace wumei::audit {

/// One SM3 digest: 32 bytes, like SHA-256. Throws Errc::unsupported when OpenSSL has no SM3.
[[nodiscard]] Digest sm3(std::string_view text);

/// RFC 6962 tree with SM3 in place of SHA-256. It keeps no tiles: a root is made by walking the
/// entries, about five times the hashing of the first tree.
class Sm3Tree {
 public:
  Sm3Tree();
  ~Sm3Tree();
  Sm3Tree(Sm3Tree&&) noexcept;
  Sm3Tree& operator=(Sm3Tree&&) noexcept;

  [[nodiscard]] std::int64_t size() const { return size_; }
  void append(std::string_view leaf);
  /// SM3 of nothing for the empty tree.
  [[nodiscard]] Digest root() const;

 private:
  struct Hash;
  std::unique_ptr<Hash> hash_;
  std::int64_t size_ = 0;
  std::vector<Digest> edge_;  ///< heads of complete subtrees, largest first
};

/// A public SM2 key with its name, written `name+id+base64(0xff, "wumei-sm2-v1", key)`: the type
/// that C2SP signed-note leaves to others. The key is an uncompressed point of 65 bytes.
class Sm2Key {
 public:
  /// Throws Errc::bad_input for text that is not such a key or whose id does not follow from it.
  [[nodiscard]] static Sm2Key parse(std::string_view text);
  /// Throws Errc::bad_input for a name a note cannot carry, or 65 bytes that are no point.
  [[nodiscard]] static Sm2Key of(std::string_view name, std::string_view point);

  [[nodiscard]] const std::string& name() const { return name_; }
  [[nodiscard]] const std::string& point() const { return point_; }
  [[nodiscard]] const std::string& id() const { return id_; }  ///< 4 bytes
  [[nodiscard]] std::string text() const;
  bool operator==(const Sm2Key&) const = default;

 private:
  Sm2Key() = default;
  std::string name_;
  std::string point_;
  std::string id_;
};

/// SM2 with SM3 over `message`, under the signer id "1234567812345678" (GM/T 0009). A signature is
/// r and s, 32 bytes each; false for any other length.
[[nodiscard]] bool verify_sm2(const Sm2Key& key, std::string_view message,
                              std::string_view signature);

/// What signs checkpoints of the SM3 tree.
class Sm2Signer {
 public:
  virtual ~Sm2Signer() = default;
  [[nodiscard]] virtual const Sm2Key& key() const = 0;
  [[nodiscard]] virtual std::string sign(std::string_view message) = 0;  ///< 64 bytes
};

/// As `create_key_file`, for SM2.
[[nodiscard]] Sm2Key create_sm2_key_file(const std::filesystem::path& file, std::string_view name,
                                         std::string_view passphrase);
[[nodiscard]] Sm2Key read_sm2_public_key(const std::filesystem::path& file);
[[nodiscard]] std::unique_ptr<Sm2Signer> open_sm2_key_file(const std::filesystem::path& file,
                                                           std::string_view passphrase);

/// Origin of the SM3 tree of a log: `<origin>/sm3`.
[[nodiscard]] std::string national_origin(std::string_view origin);

/// Walks the entries from the first; `visit` gets each leaf.
using LeafWalk = std::function<void(const std::function<void(std::string_view leaf)>& visit)>;

/// Signs the whole log's SM3 head in the order of `sign_checkpoint`: the head last signed must be
/// that of a prefix (computed on the same walk), the head file is on disk, then the signature is
/// made. `head_file` is one of its own. Throws Errc::conflict as `sign_checkpoint` does.
[[nodiscard]] std::string sign_national(const HeadFile& head_file, Sm2Signer& signer,
                                        const LeafWalk& log, std::string_view origin);

/// Holds a note of the SM3 tree against the log. Returns what it states. Throws Errc::bad_input for
/// a malformed note or one of another log, Errc::unauthorised for a signature that is missing or
/// wrong, Errc::conflict when the log is shorter or has another root at that size.
Checkpoint check_national(std::string_view note, const Sm2Key& key, const LeafWalk& log,
                          std::string_view origin);

}  // namespace wumei::audit

#ifndef WUMEI_COMPILED
#include <wumei/audit/impl/national.ipp>
#endif
