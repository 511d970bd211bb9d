#pragma once

#include <wumei/audit/impl/note.ipp>
#include <wumei/audit/impl/signer.ipp>
#include <wumei/audit/national.hpp>
#include <wumei/base/assert.hpp>
#include <wumei/base/error.hpp>
#include <wumei/config.hpp>

#include <algorithm>
#include <bit>
#include <utility>

#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/param_build.h>

namespace wumei::audit {

namespace detail {

inline constexpr std::string_view sm2_key_type = "\xffwumei-sm2-v1";
inline constexpr std::string_view sm2_signer_id = "1234567812345678";
inline constexpr std::string_view sm2_file_head = "wumei-sm2-key ";
inline constexpr std::size_t sm2_point_bytes = 65;
inline constexpr std::size_t sm2_half_bytes = 32;

using DigestState = std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)>;
using KeyState = std::unique_ptr<EVP_PKEY_CTX, decltype(&EVP_PKEY_CTX_free)>;
using Signature = std::unique_ptr<ECDSA_SIG, decltype(&ECDSA_SIG_free)>;

WUMEI_INLINE const unsigned char* openssl_bytes(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

WUMEI_INLINE PrivateKey open_sm2_point(std::string_view point) {
  const std::unique_ptr<OSSL_PARAM_BLD, decltype(&OSSL_PARAM_BLD_free)> facts(
      OSSL_PARAM_BLD_new(), &OSSL_PARAM_BLD_free);
  const KeyState maker(EVP_PKEY_CTX_new_from_name(nullptr, "SM2", nullptr), &EVP_PKEY_CTX_free);
  if (!facts || !maker) throw Error(Errc::unsupported, "this OpenSSL has no SM2");
  OSSL_PARAM_BLD_push_utf8_string(facts.get(), OSSL_PKEY_PARAM_GROUP_NAME, "SM2", 0);
  OSSL_PARAM_BLD_push_octet_string(facts.get(), OSSL_PKEY_PARAM_PUB_KEY, point.data(),
                                   point.size());
  const std::unique_ptr<OSSL_PARAM, decltype(&OSSL_PARAM_free)> given(
      OSSL_PARAM_BLD_to_param(facts.get()), &OSSL_PARAM_free);
  EVP_PKEY* made = nullptr;
  const bool done = given && EVP_PKEY_fromdata_init(maker.get()) == 1 &&
                    EVP_PKEY_fromdata(maker.get(), &made, EVP_PKEY_PUBLIC_KEY, given.get()) == 1;
  return {done ? made : nullptr, &EVP_PKEY_free};
}

WUMEI_INLINE std::string sm2_point(EVP_PKEY* key) {
  std::string point(sm2_point_bytes, '\0');
  std::size_t length = 0;
  const int done = EVP_PKEY_get_octet_string_param(
      key, OSSL_PKEY_PARAM_PUB_KEY, reinterpret_cast<unsigned char*>(point.data()), point.size(),
      &length);
  // OpenSSL may keep the point compressed; what is written is the one spelling of 65 bytes.
  if (done != 1 || length != sm2_point_bytes) {
    throw Error(Errc::unsupported, "the key is not an SM2 key");
  }
  return point;
}

/// A context that signs or checks under the signer id; OpenSSL's default id is empty, and a good
/// signature would then be refused.
struct Sm2Context {
  explicit Sm2Context(EVP_PKEY* key)
      : state(EVP_MD_CTX_new(), &EVP_MD_CTX_free),
        named(EVP_PKEY_CTX_new(key, nullptr), &EVP_PKEY_CTX_free) {
    const bool done = state && named &&
                      EVP_PKEY_CTX_set1_id(named.get(), sm2_signer_id.data(),
                                           static_cast<int>(sm2_signer_id.size())) == 1;
    if (!done) throw Error(Errc::unsupported, "this OpenSSL has no SM2");
    EVP_MD_CTX_set_pkey_ctx(state.get(), named.get());
  }

  DigestState state;
  KeyState named;
};

/// r and s of a DER signature, 32 bytes each.
WUMEI_INLINE std::string sm2_halves(const std::string& der) {
  const unsigned char* at = openssl_bytes(der);
  const Signature parsed(d2i_ECDSA_SIG(nullptr, &at, static_cast<long>(der.size())),
                         &ECDSA_SIG_free);
  std::string halves(2 * sm2_half_bytes, '\0');
  auto* out = reinterpret_cast<unsigned char*>(halves.data());
  const int width = static_cast<int>(sm2_half_bytes);
  const bool done = parsed && BN_bn2binpad(ECDSA_SIG_get0_r(parsed.get()), out, width) == width &&
                    BN_bn2binpad(ECDSA_SIG_get0_s(parsed.get()), out + width, width) == width;
  if (!done) throw Error(Errc::io, "OpenSSL could not sign");
  return halves;
}

WUMEI_INLINE std::string sm2_der(std::string_view halves) {
  const auto number = [&](std::size_t from) {
    return BN_bin2bn(openssl_bytes(halves.substr(from)), static_cast<int>(sm2_half_bytes), nullptr);
  };
  const Signature made(ECDSA_SIG_new(), &ECDSA_SIG_free);
  if (!made || ECDSA_SIG_set0(made.get(), number(0), number(sm2_half_bytes)) != 1) return {};
  unsigned char* bytes = nullptr;
  const int length = i2d_ECDSA_SIG(made.get(), &bytes);
  if (length <= 0) return {};
  std::string der(reinterpret_cast<const char*>(bytes), static_cast<std::size_t>(length));
  OPENSSL_free(bytes);
  return der;
}

class OpenSm2Key final : public Sm2Signer {
 public:
  OpenSm2Key(PrivateKey key, Sm2Key verifier)
      : private_(std::move(key)), verifier_(std::move(verifier)) {}

  [[nodiscard]] const Sm2Key& key() const override { return verifier_; }

  [[nodiscard]] std::string sign(std::string_view message) override {
    const Sm2Context context(private_.get());
    EVP_MD_CTX* state = context.state.get();
    std::string der(80, '\0');
    std::size_t length = der.size();
    const bool done =
        EVP_DigestSignInit(state, nullptr, EVP_sm3(), nullptr, private_.get()) == 1 &&
        EVP_DigestSign(state, reinterpret_cast<unsigned char*>(der.data()), &length,
                       openssl_bytes(message), message.size()) == 1;
    if (!done) throw Error(Errc::io, "OpenSSL could not sign");
    der.resize(length);
    return sm2_halves(der);
  }

 private:
  PrivateKey private_;
  Sm2Key verifier_;
};

WUMEI_INLINE PrivateKey generate_sm2_key() {
  PrivateKey key(EVP_PKEY_Q_keygen(nullptr, nullptr, "SM2"), &EVP_PKEY_free);
  if (!key) throw Error(Errc::unsupported, "this OpenSSL cannot make SM2 keys");
  return key;
}

}  // namespace detail

struct Sm3Tree::Hash {
  std::unique_ptr<EVP_MD, decltype(&EVP_MD_free)> algorithm{EVP_MD_fetch(nullptr, "SM3", nullptr),
                                                            &EVP_MD_free};
  detail::DigestState state{EVP_MD_CTX_new(), &EVP_MD_CTX_free};

  [[nodiscard]] Digest digest(std::string_view prefix, std::string_view one,
                              std::string_view two = {}) const {
    Digest result;
    const bool done = EVP_DigestInit_ex2(state.get(), algorithm.get(), nullptr) == 1 &&
                      EVP_DigestUpdate(state.get(), prefix.data(), prefix.size()) == 1 &&
                      EVP_DigestUpdate(state.get(), one.data(), one.size()) == 1 &&
                      EVP_DigestUpdate(state.get(), two.data(), two.size()) == 1 &&
                      EVP_DigestFinal_ex(state.get(), result.data.data(), nullptr) == 1;
    WUMEI_ASSERT(done);
    return result;
  }
  [[nodiscard]] Digest node(const Digest& left, const Digest& right) const {
    return digest("\1", left.bytes(), right.bytes());
  }
};

WUMEI_INLINE Sm3Tree::Sm3Tree() : hash_(std::make_unique<Hash>()) {
  if (!hash_->algorithm || !hash_->state) {
    throw Error(Errc::unsupported, "this OpenSSL has no SM3");
  }
}
WUMEI_INLINE Sm3Tree::~Sm3Tree() = default;
WUMEI_INLINE Sm3Tree::Sm3Tree(Sm3Tree&&) noexcept = default;
WUMEI_INLINE Sm3Tree& Sm3Tree::operator=(Sm3Tree&&) noexcept = default;

WUMEI_INLINE void Sm3Tree::append(std::string_view leaf) {
  Digest head = hash_->digest(std::string_view("\0", 1), leaf);
  // The trailing ones of the size are the complete subtrees that the new leaf completes further.
  const int finished = std::countr_one(static_cast<std::uint64_t>(size_));
  for (int i = 0; i < finished; ++i) {
    head = hash_->node(edge_.back(), head);
    edge_.pop_back();
  }
  edge_.push_back(head);
  ++size_;
}

WUMEI_INLINE Digest Sm3Tree::root() const {
  if (edge_.empty()) return hash_->digest({}, {});
  Digest root = edge_.back();
  for (std::size_t i = edge_.size() - 1; i-- > 0;) root = hash_->node(edge_[i], root);
  return root;
}

WUMEI_INLINE Digest sm3(std::string_view text) {
  Digest result;
  if (EVP_Digest(text.data(), text.size(), result.data.data(), nullptr, EVP_sm3(), nullptr) != 1) {
    throw Error(Errc::unsupported, "this OpenSSL has no SM3");
  }
  return result;
}

WUMEI_INLINE Sm2Key Sm2Key::of(std::string_view name, std::string_view point) {
  detail::check_key_name(name);
  const bool uncompressed = point.size() == detail::sm2_point_bytes && point.front() == 4;
  if (!uncompressed || !detail::open_sm2_point(point)) {
    throw Error(Errc::bad_input, "an SM2 key is an uncompressed point of 65 bytes on its curve");
  }
  Sm2Key key;
  key.name_ = name;
  key.point_ = point;
  key.id_ = detail::key_id(name, std::string(detail::sm2_key_type) + key.point_);
  return key;
}

WUMEI_INLINE Sm2Key Sm2Key::parse(std::string_view text) {
  const auto refuse = [&](std::string_view why) {
    return Error(Errc::bad_input,
                 "\"" + std::string(text) + "\" is not an SM2 verifier key: " + std::string(why));
  };
  const detail::KeyParts parts = detail::split_key(text, refuse);
  if (!parts.typed.starts_with(detail::sm2_key_type)) throw refuse("it is a key of another type");
  Sm2Key key = of(parts.name,
                  std::string_view(parts.typed).substr(detail::sm2_key_type.size()));
  if (to_hex(key.id_) != parts.id) throw refuse("its id is not that of the name and key");
  return key;
}

WUMEI_INLINE std::string Sm2Key::text() const {
  return detail::join_key(name_, id_, std::string(detail::sm2_key_type) + point_);
}

WUMEI_INLINE bool verify_sm2(const Sm2Key& key, std::string_view message,
                             std::string_view signature) {
  if (signature.size() != 2 * detail::sm2_half_bytes) return false;
  const std::string der = detail::sm2_der(signature);
  const detail::PrivateKey opened = detail::open_sm2_point(key.point());
  if (der.empty() || !opened) return false;
  const detail::Sm2Context context(opened.get());
  EVP_MD_CTX* state = context.state.get();
  return EVP_DigestVerifyInit(state, nullptr, EVP_sm3(), nullptr, opened.get()) == 1 &&
         EVP_DigestVerify(state, detail::openssl_bytes(der), der.size(),
                          detail::openssl_bytes(message), message.size()) == 1;
}

WUMEI_INLINE Sm2Key create_sm2_key_file(const std::filesystem::path& file, std::string_view name,
                                        std::string_view passphrase) {
  detail::check_passphrase(passphrase);
  const detail::PrivateKey key = detail::generate_sm2_key();
  const Sm2Key verifier = Sm2Key::of(name, detail::sm2_point(key.get()));
  detail::write_secret_file(file, std::string(detail::sm2_file_head) + verifier.text() + "\n" +
                                      detail::encrypted_pem(key.get(), passphrase));
  return verifier;
}

WUMEI_INLINE Sm2Key read_sm2_public_key(const std::filesystem::path& file) {
  return Sm2Key::parse(detail::public_line(file, detail::sm2_file_head));
}

WUMEI_INLINE std::unique_ptr<Sm2Signer> open_sm2_key_file(const std::filesystem::path& file,
                                                          std::string_view passphrase) {
  const Sm2Key verifier = read_sm2_public_key(file);
  detail::PrivateKey key = detail::read_private_key(file, detail::sm2_file_head, passphrase);
  if (detail::sm2_point(key.get()) != verifier.point()) {
    throw Error(Errc::corrupt, file.string() + ": the public line is of another key");
  }
  // The file holds the point beside the secret number, so damage to the number alone shows only in
  // what it signs.
  auto signer = std::make_unique<detail::OpenSm2Key>(std::move(key), verifier);
  if (!verify_sm2(verifier, file.string(), signer->sign(file.string()))) {
    throw Error(Errc::corrupt, file.string() + ": the private key is damaged");
  }
  return signer;
}

WUMEI_INLINE std::string national_origin(std::string_view origin) {
  return std::string(origin) + "/sm3";
}

WUMEI_INLINE std::string sign_national(const HeadFile& head_file, Sm2Signer& signer,
                                       const LeafWalk& log, std::string_view origin) {
  const std::optional<SignedHead> last = head_file.read();
  Checkpoint checkpoint{national_origin(origin), {}};
  Sm3Tree tree;
  bool extends = !last || last->origin != checkpoint.origin || last->head.size == 0;
  log([&](std::string_view leaf) {
    tree.append(leaf);
    if (last && tree.size() == last->head.size) extends = extends || tree.root() == last->head.root;
  });
  if (tree.size() == 0) throw Error(Errc::bad_input, "an empty log is not signed");
  checkpoint.head = {tree.size(), tree.root()};
  // A log shorter than the last head is refused by the head file, in its own words.
  if (!extends && last->head.size <= tree.size()) {
    throw Error(Errc::conflict, "not signed: the log does not extend the head of size " +
                                    std::to_string(last->head.size) + " that was signed before");
  }
  head_file.advance(checkpoint);
  const std::string text = checkpoint_text(checkpoint);
  return format_note({text, {{signer.key().name(), signer.key().id(), signer.sign(text)}}});
}

WUMEI_INLINE Checkpoint check_national(std::string_view note, const Sm2Key& key,
                                       const LeafWalk& log, std::string_view origin) {
  const Note parsed = parse_note(note);
  const Checkpoint checkpoint = parse_checkpoint(parsed.text);
  if (checkpoint.origin != national_origin(origin)) {
    throw Error(Errc::bad_input, "the note is of the log " + checkpoint.origin + ", not of " +
                                     national_origin(origin));
  }
  bool found = false;
  for (const NoteSignature& signature : parsed.signatures) {
    if (signature.name != key.name() || signature.id != key.id()) continue;
    if (!verify_sm2(key, parsed.text, signature.bytes)) {
      throw Error(Errc::unauthorised, "the SM2 signature of " + key.name() + " is wrong");
    }
    found = true;
  }
  if (!found) throw Error(Errc::unauthorised, "the note carries no signature of " + key.name());
  Sm3Tree tree;
  bool same = false;
  log([&](std::string_view leaf) {
    tree.append(leaf);
    if (tree.size() == checkpoint.head.size) same = tree.root() == checkpoint.head.root;
  });
  if (tree.size() < checkpoint.head.size) {
    throw Error(Errc::conflict, "the log has " + std::to_string(tree.size()) +
                                    " entries, the note was signed over " +
                                    std::to_string(checkpoint.head.size));
  }
  if (!same) {
    throw Error(Errc::conflict, "the log has another SM3 root at size " +
                                    std::to_string(checkpoint.head.size));
  }
  return checkpoint;
}

}  // namespace wumei::audit
