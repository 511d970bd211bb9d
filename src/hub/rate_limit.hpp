#pragma once

#include <wumei/base/digest.hpp>

#include <chrono>
#include <cstdint>
#include <map>
#include <mutex>

namespace wumei::hub {

struct Rate {
  std::int64_t per_second = 50;
  std::int64_t burst = 200;  ///< requests at once after a rest
};

/// A bucket for each token: it fills by `per_second` up to `burst`, and a request takes from it.
/// Thread-safe.
class RateLimit {
 public:
  /// Both at least 1.
  explicit RateLimit(Rate rate) : rate_(rate) {}

  /// Takes `cost` requests (at most the burst) and returns zero, or takes none and returns the time
  /// after which there is enough. `now` is of a clock that only grows.
  [[nodiscard]] std::chrono::milliseconds take(const Digest& who, std::int64_t cost,
                                               std::chrono::milliseconds now);

 private:
  struct Bucket {
    std::int64_t thousandths = 0;
    std::chrono::milliseconds at{};
  };
  Rate rate_;
  std::mutex mutex_;
  std::map<Digest, Bucket> buckets_;
};

}  // namespace wumei::hub
