#include "rate_limit.hpp"

#include <algorithm>

namespace wumei::hub {

std::chrono::milliseconds RateLimit::take(const Digest& who, std::int64_t cost,
                                          std::chrono::milliseconds now) {
  const std::lock_guard<std::mutex> lock(mutex_);
  const std::int64_t full = rate_.burst * 1'000;
  const auto [found, is_new] = buckets_.try_emplace(who, Bucket{full, now});
  Bucket& bucket = found->second;
  // Full after so long: no rest is so long that it overflows.
  const std::int64_t passed = std::min<std::int64_t>((now - bucket.at).count(), full);
  bucket.thousandths = std::min(full, bucket.thousandths + passed * rate_.per_second);
  bucket.at = now;
  const std::int64_t wanted = std::min(full, cost * 1'000);
  const std::int64_t missing = wanted - bucket.thousandths;
  if (missing > 0) {
    return std::chrono::milliseconds((missing + rate_.per_second - 1) / rate_.per_second);
  }
  bucket.thousandths -= wanted;
  return {};
}

}  // namespace wumei::hub
