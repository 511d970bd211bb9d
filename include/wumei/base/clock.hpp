#pragma once

#include <wumei/base/date.hpp>

#include <cstdint>
#include <string>

namespace wumei {

/// The only door to the time of day. Only `programme` asks it.
class Clock {
 public:
  virtual ~Clock() = default;
  [[nodiscard]] virtual Instant now() = 0;
};

/// The machine's clock.
class SystemClock final : public Clock {
 public:
  [[nodiscard]] Instant now() override;
};

/// A clock that stands where it was put: tests and rehearsals.
class FixedClock final : public Clock {
 public:
  explicit FixedClock(Instant instant) : instant_(instant) {}
  [[nodiscard]] Instant now() override { return instant_; }
  void set(Instant instant) { instant_ = instant; }

 private:
  Instant instant_;
};

/// Where fresh keys and salts come from.
class IdSource {
 public:
  virtual ~IdSource() = default;
  /// A key no other call ever returns, later keys sorting after earlier ones of this source:
  /// 13 base-32 digits of milliseconds, then 10 random ones.
  [[nodiscard]] virtual std::string next_key(Instant now) = 0;
  /// 32 unguessable bytes for a commitment.
  [[nodiscard]] virtual std::string salt() = 0;
};

/// Operating-system randomness.
class RandomIds final : public IdSource {
 public:
  [[nodiscard]] std::string next_key(Instant now) override;
  [[nodiscard]] std::string salt() override;
};

/// Repeatable keys and salts for tests and rehearsals: a counter under a seed. Not for secrets.
class CountedIds final : public IdSource {
 public:
  explicit CountedIds(std::uint64_t seed) : seed_(seed) {}
  [[nodiscard]] std::string next_key(Instant now) override;
  [[nodiscard]] std::string salt() override;

 private:
  std::uint64_t seed_;
  std::uint64_t count_ = 0;
};

}  // namespace wumei

#ifndef WUMEI_COMPILED
#include <wumei/base/impl/clock.ipp>
#endif
