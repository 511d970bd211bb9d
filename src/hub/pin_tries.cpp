#include "pin_tries.hpp"

namespace wumei::hub {

std::chrono::milliseconds PinTries::wait(const OfficerId& officer, std::chrono::milliseconds now) {
  const std::lock_guard<std::mutex> lock(mutex_);
  const auto known = tries_.find(officer);
  if (known == tries_.end() || known->second.wrong < most) return {};
  const std::chrono::milliseconds left = locked - (now - known->second.last);
  if (left > std::chrono::milliseconds::zero()) return left;
  tries_.erase(known);  // a lock that has run out starts the count anew
  return {};
}

void PinTries::wrong(const OfficerId& officer, std::chrono::milliseconds now) {
  const std::lock_guard<std::mutex> lock(mutex_);
  Tries& tries = tries_[officer];
  ++tries.wrong;
  tries.last = now;
}

void PinTries::right(const OfficerId& officer) {
  const std::lock_guard<std::mutex> lock(mutex_);
  tries_.erase(officer);
}

}  // namespace wumei::hub
