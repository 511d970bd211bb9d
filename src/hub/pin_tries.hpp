#pragma once

#include <wumei/base/id.hpp>

#include <chrono>
#include <map>
#include <mutex>

namespace wumei::hub {

/// Wrong PINs in a row, by officer: whoever holds a till's token must not find a PIN out by asking.
/// In memory, since nobody outside can restart the hub. Thread-safe.
class PinTries {
 public:
  static constexpr int most = 5;
  static constexpr std::chrono::milliseconds locked{600'000};

  /// How long no PIN of that officer is looked at; zero when one may be tried.
  [[nodiscard]] std::chrono::milliseconds wait(const OfficerId& officer,
                                               std::chrono::milliseconds now);
  void wrong(const OfficerId& officer, std::chrono::milliseconds now);
  void right(const OfficerId& officer);

 private:
  struct Tries {
    int wrong = 0;
    std::chrono::milliseconds last{};
  };
  std::mutex mutex_;
  std::map<OfficerId, Tries> tries_;
};

}  // namespace wumei::hub
