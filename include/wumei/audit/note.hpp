#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// C2SP signed notes: a text, a blank line, and lines `— name base64(key id, signature)`.
namespace wumei::audit {

/// The signature types of C2SP that wumei checks.
enum class KeyType : std::uint8_t {
  ed25519 = 1,      ///< signs the text
  cosignature = 4,  ///< a witness: signs the text with the time it saw it
};

/// A public key with its name, written `name+id+base64(type, key)`.
class VerifierKey {
 public:
  /// Throws Errc::bad_input for text that is not a verifier key or whose id does not follow from
  /// the name and the key, Errc::unsupported for another key type.
  [[nodiscard]] static VerifierKey parse(std::string_view text);
  /// Throws Errc::bad_input for a name that a note cannot carry (empty, space, `+`) and for a
  /// key that is not 32 bytes.
  [[nodiscard]] static VerifierKey of(std::string_view name, KeyType type, std::string_view key);

  [[nodiscard]] const std::string& name() const { return name_; }
  [[nodiscard]] KeyType type() const { return type_; }
  [[nodiscard]] const std::string& key() const { return key_; }
  /// First 4 bytes of SHA-256(name, newline, type, key).
  [[nodiscard]] const std::string& id() const { return id_; }
  [[nodiscard]] std::string text() const;
  bool operator==(const VerifierKey&) const = default;

 private:
  VerifierKey() = default;
  std::string name_;
  KeyType type_ = KeyType::ed25519;
  std::string key_;
  std::string id_;
};

struct NoteSignature {
  std::string name;
  std::string id;     ///< 4 bytes
  std::string bytes;  ///< what follows the id
  bool operator==(const NoteSignature&) const = default;
};

struct Note {
  std::string text;  ///< ends in a newline
  std::vector<NoteSignature> signatures;
  bool operator==(const Note&) const = default;
};

/// Strict: throws Errc::bad_input for control characters, text that is not UTF-8, a malformed
/// signature line, none or more than 16 signatures. Verifies nothing.
[[nodiscard]] Note parse_note(std::string_view note);
[[nodiscard]] std::string format_note(const Note& note);

/// What a note says about one key. A wrong signature under a known key is worse than none.
enum class Signed : std::uint8_t { yes = 1, absent = 2, wrong = 3 };
[[nodiscard]] Signed is_signed_by(const Note& note, const VerifierKey& key);

/// What a cosignature signs: `cosignature/v1`, the time in Unix seconds, then the note's text.
[[nodiscard]] std::string cosignature_message(std::string_view text, std::int64_t seconds);
/// Unix seconds in the bytes of a cosignature (8 of time, 64 of signature). Nothing for another
/// length and for a time that C2SP forbids, of more than 63 bits.
[[nodiscard]] std::optional<std::int64_t> cosignature_seconds(std::string_view bytes);

/// Plain Ed25519 (RFC 8032) over a 32-byte key and a 64-byte signature; false for other lengths.
[[nodiscard]] bool verify_ed25519(std::string_view key, std::string_view message,
                                  std::string_view signature);

}  // namespace wumei::audit

#ifndef WUMEI_COMPILED
#include <wumei/audit/impl/note.ipp>
#endif
