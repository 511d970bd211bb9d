#pragma once

#include <wumei/audit/note.hpp>

#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

namespace wumei::audit {

/// What signs checkpoints. The key may lie in a file, an agent or a token: callers see only this.
class Signer {
 public:
  virtual ~Signer() = default;
  [[nodiscard]] virtual const VerifierKey& key() const = 0;
  /// Ed25519 signature, 64 bytes.
  [[nodiscard]] virtual std::string sign(std::string_view message) = 0;
};

/// Makes a new Ed25519 key called `name` and writes it, PKCS#8 encrypted under `passphrase`
/// (PBES2, AES-256), to a new file that only its owner may read; the first line is the public
/// key. Throws Errc::conflict when the file exists, Errc::bad_input for a passphrase of fewer
/// than 8 characters or a name a note cannot carry, Errc::io.
[[nodiscard]] VerifierKey create_key_file(const std::filesystem::path& file, std::string_view name,
                                          std::string_view passphrase);

/// The public key of a key file; needs no passphrase and is not proven to match the private part.
[[nodiscard]] VerifierKey read_public_key(const std::filesystem::path& file);

/// Opens the key. Throws Errc::unauthorised for a wrong passphrase, Errc::bad_input for a file
/// that is not a key file, Errc::corrupt when the public line is not of this key.
[[nodiscard]] std::unique_ptr<Signer> open_key_file(const std::filesystem::path& file,
                                                    std::string_view passphrase);

/// The key file that a signer's name means: a path, or `file:` and a path. Throws Errc::unsupported
/// for `agent:...` and `pkcs11:...`, the names of signers to come.
[[nodiscard]] std::filesystem::path key_file_named(std::string_view name);

/// Opens the signer of that name: the one place that knows what kinds there are. `passphrase` is
/// asked only by a kind that needs one. Throws as `key_file_named` and `open_key_file` do.
[[nodiscard]] std::unique_ptr<Signer> open_signer(std::string_view name,
                                                  const std::function<std::string()>& passphrase);

/// A signer from a 32-byte seed (RFC 8032): tests and rehearsals.
[[nodiscard]] std::unique_ptr<Signer> signer_from_seed(std::string_view name,
                                                       std::string_view seed);

}  // namespace wumei::audit

#ifndef WUMEI_COMPILED
#include <wumei/audit/impl/signer.ipp>
#endif
