#pragma once

#include <wumei/audit/key_rotation.hpp>
#include <wumei/base/digest.hpp>
#include <wumei/base/error.hpp>
#include <wumei/config.hpp>

namespace wumei::audit {

WUMEI_INLINE std::string rotation_message(const RotationPlace& place,
                                          const VerifierKey& new_key) {
  return "wumei/key-rotate/1\n" + place.origin + "\n" + std::to_string(place.seq) + "\n" +
         new_key.text() + "\n";
}

WUMEI_INLINE json::Value sign_rotation(const RotationPlace& place, Signer& old_key,
                                       Signer& new_key) {
  const std::string message = rotation_message(place, new_key.key());
  return json::Value::object({{"old_key", old_key.key().text()},
                              {"new_key", new_key.key().text()},
                              {"old_signature", to_base64(old_key.sign(message))},
                              {"new_signature", to_base64(new_key.sign(message))}});
}

WUMEI_INLINE VerifierKey check_rotation(const json::Value& facts, const RotationPlace& place,
                                        const std::string& old_key) {
  const VerifierKey known = VerifierKey::parse(old_key);
  VerifierKey fresh = VerifierKey::parse(facts.at("new_key").text());
  const bool follows = facts.members().size() == 4 && facts.at("old_key").text() == old_key &&
                       fresh.name() == known.name() && fresh.type() == known.type() &&
                       fresh.key() != known.key();
  if (!follows) {
    throw Error(Errc::conflict, "the new key does not follow the key in use, " + old_key);
  }
  const std::string message = rotation_message(place, fresh);
  const auto signed_by = [&](const VerifierKey& key, std::string_view member) {
    return verify_ed25519(key.key(), message, from_base64(facts.at(member).text()));
  };
  if (!signed_by(known, "old_signature") || !signed_by(fresh, "new_signature")) {
    throw Error(Errc::conflict, "not both keys signed the change of the key");
  }
  return fresh;
}

}  // namespace wumei::audit
