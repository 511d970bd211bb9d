#pragma once

#include "till_sync.hpp"

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <optional>
#include <thread>

namespace wumei::terminal {

/// Takes a till to its hub again and again, on a thread of its own, so that no sale waits for a
/// network. `still` is held whenever the till's file is touched; the thread lets go of it while it
/// waits for an answer.
class SyncLoop {
 public:
  struct Parts {
    TillFile& file;
    LeasedTill& till;
    AskHub ask;
    std::mutex& still;
    std::chrono::milliseconds pause{30'000};  ///< from one sync to the next
  };
  explicit SyncLoop(Parts parts);
  ~SyncLoop();
  SyncLoop(const SyncLoop&) = delete;
  SyncLoop& operator=(const SyncLoop&) = delete;

  void start();
  /// Now, rather than after the pause. Whoever calls holds `still`.
  void nudge();
  /// One sync on the caller's thread, which does not hold `still`.
  void run_once();

  /// Whoever asks holds `still`.
  [[nodiscard]] bool running() const { return running_; }
  /// The hub answered the last sync, if only by a no; true before the first.
  [[nodiscard]] bool heard() const { return !trouble_ || trouble_->code() != "hub.away"; }
  /// What kept the last sync from its end; nothing after one that went well.
  [[nodiscard]] const std::optional<Stop>& trouble() const { return trouble_; }

 private:
  void loop();

  Parts parts_;
  TillSync sync_;
  std::condition_variable wake_;
  bool ending_ = false;
  bool wanted_ = true;
  bool running_ = false;
  std::optional<Stop> trouble_;
  std::thread thread_;
};

}  // namespace wumei::terminal
