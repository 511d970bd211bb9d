#pragma once

#include <wumei/base/digest.hpp>
#include <wumei/config.hpp>

#include <cstring>
#include <span>
#include <utility>

#if defined(__x86_64__) && defined(__GNUC__)
#include <cpuid.h>
#include <immintrin.h>
#endif

/// SHA-256 (FIPS 180-4) of many texts, two at a time. One round waits for the one before, so that
/// the SHA instructions of a processor stand idle half the time unless a second text fills in. Only
/// what everybody may see is hashed this way, and OpenSSL gives the same (tests/unit/base).
namespace wumei::detail {

#if defined(__x86_64__) && defined(__GNUC__)

#define WUMEI_SHA_TARGET __attribute__((target("sha,sse4.1")))

[[nodiscard]] WUMEI_INLINE bool has_sha_instructions() {
  unsigned a = 0;
  unsigned b = 0;
  unsigned c = 0;
  unsigned d = 0;
  if (__get_cpuid(1, &a, &b, &c, &d) == 0 || (c & bit_SSE4_1) == 0) return false;
  return __get_cpuid_count(7, 0, &a, &b, &c, &d) != 0 && (b & bit_SHA) != 0;
}

alignas(16) inline constexpr std::array<std::uint32_t, 64> sha256_constants{
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
    0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
    0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
    0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
    0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
    0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
    0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
    0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2};

/// A text on its way through the blocks: a prefix of one byte, what follows it, the padding.
class ShaLane {
 public:
  WUMEI_SHA_TARGET void start(char prefix, std::string_view text, Digest& into) {
    abef = _mm_set_epi32(0x6a09e667, static_cast<int>(0xbb67ae85), 0x510e527f,
                         static_cast<int>(0x9b05688c));
    cdgh = _mm_set_epi32(0x3c6ef372, static_cast<int>(0xa54ff53a), 0x1f83d9ab, 0x5be0cd19);
    text_ = text.data();
    into_ = &into;
    done_ = 0;
    whole_ = (1 + text.size()) / 64;
    const std::size_t rest = (1 + text.size()) % 64;
    const std::size_t padded = rest < 56 ? 64 : 128;
    blocks_ = whole_ + padded / 64;
    std::memset(end_, 0, padded);
    if (whole_ > 0) {
      first_[0] = prefix;
      std::memcpy(first_ + 1, text.data(), 63);
      std::memcpy(end_, text.data() + text.size() - rest, rest);
    } else {
      end_[0] = prefix;
      text.copy(end_ + 1, text.size());
    }
    end_[rest] = '\x80';
    const std::uint64_t bits = __builtin_bswap64(8 * (1 + text.size()));
    std::memcpy(end_ + padded - 8, &bits, 8);
  }

  [[nodiscard]] const char* block() const {
    if (done_ >= whole_) return end_ + 64 * (done_ - whole_);
    return done_ == 0 ? first_ : text_ + 64 * done_ - 1;
  }

  /// Counts a block; true after the last one, the digest being written then.
  WUMEI_SHA_TARGET bool step() {
    if (++done_ < blocks_) return false;
    const __m128i big_endian = _mm_set_epi64x(0x08090a0b0c0d0e0f, 0x0001020304050607);
    auto* bytes = reinterpret_cast<__m128i*>(into_->data.data());
    _mm_storeu_si128(bytes, _mm_shuffle_epi8(_mm_unpackhi_epi64(abef, cdgh), big_endian));
    _mm_storeu_si128(bytes + 1, _mm_shuffle_epi8(_mm_unpacklo_epi64(abef, cdgh), big_endian));
    return true;
  }

  /// The eight words of the state as the instructions want them, the first letter highest.
  __m128i abef;
  __m128i cdgh;

 private:
  const char* text_ = nullptr;
  Digest* into_ = nullptr;
  std::size_t done_ = 0;   ///< blocks
  std::size_t whole_ = 0;  ///< blocks without padding
  std::size_t blocks_ = 0;
  char first_[64];
  char end_[128];
};

/// Takes each lane through its next block, four rounds of one beside four of the other.
template <std::size_t lanes>
WUMEI_SHA_TARGET void compress(std::array<ShaLane, 2>& lane) {
  const __m128i big_endian = _mm_set_epi64x(0x0c0d0e0f08090a0b, 0x0405060700010203);
  __m128i abef[lanes];
  __m128i cdgh[lanes];
  __m128i words[lanes][4];
  for (std::size_t l = 0; l < lanes; ++l) {
    abef[l] = lane[l].abef;
    cdgh[l] = lane[l].cdgh;
    const auto* block = reinterpret_cast<const __m128i*>(lane[l].block());
    for (std::size_t i = 0; i < 4; ++i) {
      words[l][i] = _mm_shuffle_epi8(_mm_loadu_si128(block + i), big_endian);
    }
  }
#pragma GCC unroll 16
  for (std::size_t four = 0; four < 16; ++four) {
    const auto* constants = reinterpret_cast<const __m128i*>(sha256_constants.data());
    const __m128i constant = _mm_load_si128(constants + four);
#pragma GCC unroll 2
    for (std::size_t l = 0; l < lanes; ++l) {
      __m128i& word = words[l][four % 4];
      const __m128i last = words[l][(four + 3) % 4];
      const __m128i input = _mm_add_epi32(word, constant);
      cdgh[l] = _mm_sha256rnds2_epu32(cdgh[l], abef[l], input);
      abef[l] = _mm_sha256rnds2_epu32(abef[l], cdgh[l], _mm_shuffle_epi32(input, 0x0e));
      if (four >= 12) continue;
      const __m128i seven_back = _mm_alignr_epi8(last, words[l][(four + 2) % 4], 4);
      const __m128i sum =
          _mm_add_epi32(_mm_sha256msg1_epu32(word, words[l][(four + 1) % 4]), seven_back);
      word = _mm_sha256msg2_epu32(sum, last);
    }
  }
  for (std::size_t l = 0; l < lanes; ++l) {
    lane[l].abef = _mm_add_epi32(lane[l].abef, abef[l]);
    lane[l].cdgh = _mm_add_epi32(lane[l].cdgh, cdgh[l]);
  }
}

/// Needs `has_sha_instructions`.
WUMEI_SHA_TARGET WUMEI_INLINE void digest_in_pairs(char prefix,
                                                   std::span<const std::string_view> texts,
                                                   std::span<Digest> into) {
  std::array<ShaLane, 2> lanes;
  std::size_t next = 0;
  const auto start = [&](ShaLane& lane) {
    if (next == texts.size()) return false;
    lane.start(prefix, texts[next], into[next]);
    ++next;
    return true;
  };
  bool first = start(lanes[0]);
  bool second = start(lanes[1]);
  while (first && second) {
    compress<2>(lanes);
    if (lanes[0].step()) first = start(lanes[0]);
    if (lanes[1].step()) second = start(lanes[1]);
  }
  if (second) lanes[0] = lanes[1];
  while (first || second) {
    compress<1>(lanes);
    if (lanes[0].step()) first = second = false;
  }
}

#undef WUMEI_SHA_TARGET

#else

[[nodiscard]] WUMEI_INLINE bool has_sha_instructions() { return false; }
WUMEI_INLINE void digest_in_pairs(char, std::span<const std::string_view>, std::span<Digest>) {}

#endif

}  // namespace wumei::detail
