#pragma once

#include <wumei/audit/note.hpp>
#include <wumei/base/digest.hpp>
#include <wumei/base/error.hpp>
#include <wumei/base/text.hpp>
#include <wumei/config.hpp>

#include <algorithm>
#include <limits>
#include <memory>
#include <utility>

#include <openssl/evp.h>

namespace wumei::audit {

namespace detail {

inline constexpr std::string_view note_dash = "\xe2\x80\x94 ";  // em dash, space

WUMEI_INLINE bool is_note_name(std::string_view name) {
  // C2SP: not empty, no Unicode space, no plus; control characters can never be in a note.
  if (name.empty() || !is_utf8(name) || trim(name) != name) return false;
  return std::none_of(name.begin(), name.end(), [](char c) {
    return c == '+' || static_cast<unsigned char>(c) <= 0x20 || c == 0x7f;
  });
}

WUMEI_INLINE void check_key_name(std::string_view name) {
  if (is_note_name(name)) return;
  throw Error(Errc::bad_input, "\"" + std::string(name) +
                                   "\" cannot name a key: no spaces, no '+', not empty");
}

/// `typed` is the byte or bytes of the type, and the key.
WUMEI_INLINE std::string key_id(std::string_view name, std::string_view typed) {
  std::string hashed(name);
  hashed += '\n';
  hashed += typed;
  return std::string(sha256(hashed).bytes().substr(0, 4));
}

/// The text of a verifier key, taken apart.
struct KeyParts {
  std::string_view name;
  std::string_view id;  ///< hexadecimal
  std::string typed;
};

/// `refuse` makes the error of a reason.
template <class Refuse>
[[nodiscard]] KeyParts split_key(std::string_view text, const Refuse& refuse) {
  const std::size_t first = text.find('+');
  const std::size_t second = first == std::string_view::npos ? first : text.find('+', first + 1);
  if (second == std::string_view::npos) throw refuse("expected name+id+key");
  return {text.substr(0, first), text.substr(first + 1, second - first - 1),
          from_base64(text.substr(second + 1))};
}

[[nodiscard]] WUMEI_INLINE std::string join_key(std::string_view name, std::string_view id,
                                                std::string_view typed) {
  return std::string(name) + "+" + to_hex(id) + "+" + to_base64(typed);
}

WUMEI_INLINE NoteSignature parse_signature_line(std::string_view line) {
  const auto refuse = [&](std::string_view why) {
    return Error(Errc::bad_input, "signature line of a note: " + std::string(why));
  };
  if (!line.starts_with(note_dash)) throw refuse("does not begin with an em dash and a space");
  line.remove_prefix(note_dash.size());
  const std::size_t space = line.find(' ');
  if (space == std::string_view::npos) throw refuse("has no signature after the name");
  NoteSignature signature{std::string(line.substr(0, space)), {}, {}};
  if (!is_note_name(signature.name)) throw refuse("has a name that notes cannot carry");
  const std::string bytes = from_base64(line.substr(space + 1));
  if (bytes.size() < 5) throw refuse("is too short");
  signature.id = bytes.substr(0, 4);
  signature.bytes = bytes.substr(4);
  return signature;
}

WUMEI_INLINE bool verify_cosignature(const VerifierKey& key, const std::string& text,
                                     std::string_view bytes) {
  const auto seconds = cosignature_seconds(bytes);
  return seconds && verify_ed25519(key.key(), cosignature_message(text, *seconds), bytes.substr(8));
}

WUMEI_INLINE bool verify_signature(const VerifierKey& key, const std::string& text,
                                   std::string_view bytes) {
  switch (key.type()) {
    case KeyType::ed25519:
      return verify_ed25519(key.key(), text, bytes);
    case KeyType::cosignature:
      return verify_cosignature(key, text, bytes);
  }
  return false;
}

}  // namespace detail

WUMEI_INLINE VerifierKey VerifierKey::of(std::string_view name, KeyType type,
                                         std::string_view key) {
  detail::check_key_name(name);
  if (key.size() != 32) {
    throw Error(Errc::bad_input, "an Ed25519 key has 32 bytes, not " + std::to_string(key.size()));
  }
  VerifierKey made;
  made.name_ = name;
  made.type_ = type;
  made.key_ = key;
  made.id_ = detail::key_id(name, std::string(1, static_cast<char>(type)) + made.key_);
  return made;
}

WUMEI_INLINE VerifierKey VerifierKey::parse(std::string_view text) {
  const auto refuse = [&](std::string_view why) {
    return Error(Errc::bad_input,
                 "\"" + std::string(text) + "\" is not a verifier key: " + std::string(why));
  };
  const detail::KeyParts parts = detail::split_key(text, refuse);
  if (parts.typed.empty()) throw refuse("the key is empty");
  const auto type = static_cast<KeyType>(static_cast<unsigned char>(parts.typed.front()));
  if (type != KeyType::ed25519 && type != KeyType::cosignature) {
    throw Error(Errc::unsupported, "\"" + std::string(text) + "\": key type " +
                                       std::to_string(static_cast<int>(type)) + " is not known");
  }
  VerifierKey key = of(parts.name, type, std::string_view(parts.typed).substr(1));
  if (to_hex(key.id_) != parts.id) throw refuse("its id is not that of the name and key");
  return key;
}

WUMEI_INLINE std::string VerifierKey::text() const {
  return detail::join_key(name_, id_, std::string(1, static_cast<char>(type_)) + key_);
}

WUMEI_INLINE Note parse_note(std::string_view note) {
  const auto refuse = [](std::string_view why) {
    return Error(Errc::bad_input, "not a signed note: " + std::string(why));
  };
  const bool control = std::any_of(note.begin(), note.end(), [](char c) {
    return static_cast<unsigned char>(c) < 0x20 && c != '\n';
  });
  if (control || !is_utf8(note)) throw refuse("it holds control characters or is not UTF-8");
  const std::size_t split = note.rfind("\n\n");
  if (split == std::string_view::npos) throw refuse("no blank line before the signatures");
  Note parsed{std::string(note.substr(0, split + 1)), {}};
  std::string_view rest = note.substr(split + 2);
  if (rest.empty() || rest.back() != '\n') throw refuse("no complete signature line");
  while (!rest.empty()) {
    if (parsed.signatures.size() == 16) throw refuse("over 16 signatures");
    const std::size_t end = rest.find('\n');
    parsed.signatures.push_back(detail::parse_signature_line(rest.substr(0, end)));
    rest.remove_prefix(end + 1);
  }
  return parsed;
}

WUMEI_INLINE std::string format_note(const Note& note) {
  std::string text = note.text + "\n";
  for (const NoteSignature& signature : note.signatures) {
    text += std::string(detail::note_dash) + signature.name + " " +
            to_base64(signature.id + signature.bytes) + "\n";
  }
  return text;
}

WUMEI_INLINE Signed is_signed_by(const Note& note, const VerifierKey& key) {
  bool found = false;
  for (const NoteSignature& signature : note.signatures) {
    if (signature.name != key.name() || signature.id != key.id()) continue;
    if (!detail::verify_signature(key, note.text, signature.bytes)) return Signed::wrong;
    found = true;
  }
  return found ? Signed::yes : Signed::absent;
}

WUMEI_INLINE std::string cosignature_message(std::string_view text, std::int64_t seconds) {
  return "cosignature/v1\ntime " + std::to_string(seconds) + "\n" + std::string(text);
}

WUMEI_INLINE std::optional<std::int64_t> cosignature_seconds(std::string_view bytes) {
  if (bytes.size() != 72) return std::nullopt;
  std::uint64_t seconds = 0;
  for (const char c : bytes.substr(0, 8)) seconds = (seconds << 8) | static_cast<unsigned char>(c);
  if (seconds > static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max())) {
    return std::nullopt;
  }
  return static_cast<std::int64_t>(seconds);
}

WUMEI_INLINE bool verify_ed25519(std::string_view key, std::string_view message,
                                 std::string_view signature) {
  if (key.size() != 32 || signature.size() != 64) return false;
  const auto bytes = [](std::string_view text) {
    return reinterpret_cast<const unsigned char*>(text.data());
  };
  const std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> opened(
      EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, nullptr, bytes(key), key.size()),
      &EVP_PKEY_free);
  const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> state(EVP_MD_CTX_new(),
                                                                      &EVP_MD_CTX_free);
  if (!opened || !state) return false;
  if (EVP_DigestVerifyInit(state.get(), nullptr, nullptr, nullptr, opened.get()) != 1) {
    return false;
  }
  return EVP_DigestVerify(state.get(), bytes(signature), signature.size(), bytes(message),
                          message.size()) == 1;
}

}  // namespace wumei::audit
