#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

namespace wumei::terminal {

enum class ScannerState : std::uint8_t {
  none = 1,  ///< this program reads none; one that types may still be there
  ok = 2,
  away = 3,  ///< it is unplugged or asleep
};

[[nodiscard]] std::string_view name(ScannerState state);

struct Scan {
  std::int64_t number = 0;  ///< grows by one
  std::string code;         ///< "" for one that was not read whole
};

/// What the scanner read, for the one page that listens. A page asks for what came after the number
/// that it saw last, so that an answer that was lost on the way is given again, and none is given
/// twice. What is scanned while nobody listens is nobody's: no later page or session gets it.
///
/// The scanner puts from its own thread; all may be called from any.
class Scans {
 public:
  static constexpr std::size_t kept = 32;  ///< not yet asked for; beyond it the oldest go

  /// Called without a lock whenever somebody who waits should ask again.
  void on_news(std::function<void()> news);

  void stands(ScannerState state);
  [[nodiscard]] ScannerState state() const;
  void put(const std::string& code);

  struct Listening {
    std::int64_t listener = 0;
    std::int64_t last = 0;  ///< the number to begin after
  };
  /// Who asks has the scanner from now on, for as long as the session is that one ("": nobody is
  /// signed in). Who had it before is told `scans.elsewhere`.
  [[nodiscard]] Listening listen(const std::string& session);
  /// What came after that number; what came before it is let go. `scans.elsewhere`: another page
  /// listens; `scans.over`: the session is another one.
  [[nodiscard]] std::vector<Scan> after(const Listening& seen, const std::string& session);
  /// A session begins or ends: what was scanned in the one before is gone.
  void end();

 private:
  void tell() const;

  mutable std::mutex mutex_;
  std::function<void()> news_;
  std::deque<Scan> scans_;
  std::string session_;
  std::int64_t listeners_ = 0;
  std::int64_t listener_ = 0;  ///< 0: none
  std::int64_t last_ = 0;
  ScannerState state_ = ScannerState::none;
};

}  // namespace wumei::terminal
