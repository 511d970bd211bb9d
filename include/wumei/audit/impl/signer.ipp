#pragma once

#include <wumei/audit/impl/files.ipp>
#include <wumei/audit/signer.hpp>
#include <wumei/base/digest.hpp>
#include <wumei/base/error.hpp>
#include <wumei/config.hpp>

#include <cerrno>
#include <cstring>
#include <utility>

#include <fcntl.h>
#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <sys/stat.h>
#include <unistd.h>

namespace wumei::audit {

namespace detail {

using PrivateKey = std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)>;
using KeyText = std::unique_ptr<BIO, decltype(&BIO_free_all)>;

inline constexpr std::string_view key_file_head = "wumei-key ";

WUMEI_INLINE std::string public_part(EVP_PKEY* key) {
  std::string bytes(32, '\0');
  std::size_t length = bytes.size();
  const int done =
      EVP_PKEY_get_raw_public_key(key, reinterpret_cast<unsigned char*>(bytes.data()), &length);
  if (done != 1 || length != 32) throw Error(Errc::unsupported, "the key is not an Ed25519 key");
  return bytes;
}

class OpenKey final : public Signer {
 public:
  OpenKey(PrivateKey key, VerifierKey verifier)
      : private_(std::move(key)), verifier_(std::move(verifier)) {}

  [[nodiscard]] const VerifierKey& key() const override { return verifier_; }

  [[nodiscard]] std::string sign(std::string_view message) override {
    const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> state(EVP_MD_CTX_new(),
                                                                        &EVP_MD_CTX_free);
    std::string signature(64, '\0');
    std::size_t length = signature.size();
    const bool done =
        state && EVP_DigestSignInit(state.get(), nullptr, nullptr, nullptr, private_.get()) == 1 &&
        EVP_DigestSign(state.get(), reinterpret_cast<unsigned char*>(signature.data()), &length,
                       reinterpret_cast<const unsigned char*>(message.data()),
                       message.size()) == 1;
    if (!done || length != 64) throw Error(Errc::io, "OpenSSL could not sign");
    return signature;
  }

 private:
  PrivateKey private_;
  VerifierKey verifier_;
};

WUMEI_INLINE PrivateKey generate_key() {
  const std::unique_ptr<EVP_PKEY_CTX, decltype(&EVP_PKEY_CTX_free)> maker(
      EVP_PKEY_CTX_new_id(EVP_PKEY_ED25519, nullptr), &EVP_PKEY_CTX_free);
  EVP_PKEY* made = nullptr;
  if (!maker || EVP_PKEY_keygen_init(maker.get()) != 1 ||
      EVP_PKEY_keygen(maker.get(), &made) != 1) {
    throw Error(Errc::unsupported, "this OpenSSL cannot make Ed25519 keys");
  }
  return PrivateKey(made, &EVP_PKEY_free);
}

WUMEI_INLINE std::string encrypted_pem(EVP_PKEY* key, std::string_view passphrase) {
  const KeyText text(BIO_new(BIO_s_mem()), &BIO_free_all);
  const int done = PEM_write_bio_PKCS8PrivateKey(text.get(), key, EVP_aes_256_cbc(),
                                                 passphrase.data(),
                                                 static_cast<int>(passphrase.size()), nullptr,
                                                 nullptr);
  if (done != 1) throw Error(Errc::unsupported, "OpenSSL could not encrypt the key");
  char* bytes = nullptr;
  const long length = BIO_get_mem_data(text.get(), &bytes);
  return {bytes, static_cast<std::size_t>(length)};
}

/// Writes a file that must not exist yet, readable by its owner only, durable on return.
WUMEI_INLINE void write_secret_file(const std::filesystem::path& file, std::string_view text) {
  const int opened = ::open(file.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (opened < 0 && errno == EEXIST) {
    throw Error(Errc::conflict, file.string() + " exists; a key is never overwritten");
  }
  if (opened < 0) throw Error(Errc::io, file.string() + ": " + std::strerror(errno));
  const ssize_t written = ::write(opened, text.data(), text.size());
  const bool durable = written == static_cast<ssize_t>(text.size()) && ::fsync(opened) == 0;
  const int reason = errno;
  ::close(opened);
  if (durable) return sync_name(file);
  ::unlink(file.c_str());
  throw Error(Errc::io, file.string() + ": " + std::strerror(reason));
}

/// The whole file; `head` is how a key file of that kind begins.
WUMEI_INLINE std::string read_key_file(const std::filesystem::path& file,
                                       std::string_view head = key_file_head) {
  std::optional<std::string> text = read_whole(file);
  if (!text) throw Error(Errc::not_found, "no key file " + file.string());
  if (!text->starts_with(head)) {
    throw Error(Errc::bad_input, file.string() + " is not a key file of wumei");
  }
  return std::move(*text);
}

/// The verifier key in a key file's first line.
WUMEI_INLINE std::string public_line(const std::filesystem::path& file,
                                     std::string_view head = key_file_head) {
  const std::string text = read_key_file(file, head);
  return text.substr(head.size(), text.find('\n') - head.size());
}

WUMEI_INLINE void check_passphrase(std::string_view passphrase) {
  if (passphrase.size() < 8 || passphrase.size() > 1000) {
    throw Error(Errc::bad_input, "a passphrase has at least 8 characters");
  }
}

struct Passphrase {
  std::string_view text;
};

WUMEI_INLINE int give_passphrase(char* buffer, int size, int /*writing*/, void* given) {
  const std::string_view text = static_cast<const Passphrase*>(given)->text;
  if (text.size() > static_cast<std::size_t>(size)) return -1;
  text.copy(buffer, text.size());
  return static_cast<int>(text.size());
}

WUMEI_INLINE PrivateKey read_private_key(const std::filesystem::path& file, std::string_view head,
                                         std::string_view passphrase) {
  const std::string text = read_key_file(file, head);
  if (text.find("-----BEGIN ENCRYPTED PRIVATE KEY-----") == std::string::npos) {
    throw Error(Errc::bad_input, file.string() + " holds no encrypted key");
  }
  const KeyText source(BIO_new_mem_buf(text.data(), static_cast<int>(text.size())), &BIO_free_all);
  Passphrase given{passphrase};
  PrivateKey key(PEM_read_bio_PrivateKey(source.get(), nullptr, &give_passphrase, &given),
                 &EVP_PKEY_free);
  if (!key) throw Error(Errc::unauthorised, file.string() + ": wrong passphrase");
  return key;
}

}  // namespace detail

WUMEI_INLINE VerifierKey create_key_file(const std::filesystem::path& file, std::string_view name,
                                         std::string_view passphrase) {
  detail::check_passphrase(passphrase);
  const detail::PrivateKey key = detail::generate_key();
  const VerifierKey verifier =
      VerifierKey::of(name, KeyType::ed25519, detail::public_part(key.get()));
  detail::write_secret_file(file, std::string(detail::key_file_head) + verifier.text() + "\n" +
                                      detail::encrypted_pem(key.get(), passphrase));
  return verifier;
}

WUMEI_INLINE VerifierKey read_public_key(const std::filesystem::path& file) {
  return VerifierKey::parse(detail::public_line(file));
}

WUMEI_INLINE std::unique_ptr<Signer> open_key_file(const std::filesystem::path& file,
                                                   std::string_view passphrase) {
  const VerifierKey verifier = read_public_key(file);
  detail::PrivateKey key = detail::read_private_key(file, detail::key_file_head, passphrase);
  if (detail::public_part(key.get()) != verifier.key()) {
    throw Error(Errc::corrupt, file.string() + ": the public line is of another key");
  }
  return std::make_unique<detail::OpenKey>(std::move(key), verifier);
}

WUMEI_INLINE std::filesystem::path key_file_named(std::string_view name) {
  constexpr std::string_view file = "file:";
  for (const std::string_view kind : {"agent:", "pkcs11:"}) {
    if (!name.starts_with(kind)) continue;
    throw Error(Errc::unsupported, "\"" + std::string(name) + "\": keys of the kind " +
                                       std::string(kind) +
                                       " cannot be used yet; give a key file, PATH or file:PATH");
  }
  return name.starts_with(file) ? name.substr(file.size()) : name;
}

WUMEI_INLINE std::unique_ptr<Signer> open_signer(std::string_view name,
                                                 const std::function<std::string()>& passphrase) {
  const std::filesystem::path file = key_file_named(name);
  return open_key_file(file, passphrase());
}

WUMEI_INLINE std::unique_ptr<Signer> signer_from_seed(std::string_view name,
                                                      std::string_view seed) {
  detail::PrivateKey key(
      EVP_PKEY_new_raw_private_key(EVP_PKEY_ED25519, nullptr,
                                   reinterpret_cast<const unsigned char*>(seed.data()),
                                   seed.size()),
      &EVP_PKEY_free);
  if (!key) throw Error(Errc::bad_input, "an Ed25519 seed has 32 bytes");
  const VerifierKey verifier =
      VerifierKey::of(name, KeyType::ed25519, detail::public_part(key.get()));
  return std::make_unique<detail::OpenKey>(std::move(key), verifier);
}

}  // namespace wumei::audit
