#include "sync_loop.hpp"

#include <exception>

namespace wumei::terminal {
namespace {

/// Lets go of the till while the hub is asked, and has it again whatever comes of that.
class Away {
 public:
  explicit Away(std::mutex& still) : still_(still) { still_.unlock(); }
  ~Away() { still_.lock(); }
  Away(const Away&) = delete;
  Away& operator=(const Away&) = delete;

 private:
  std::mutex& still_;
};

AskHub away(std::mutex& still, AskHub ask) {
  return [&still, ask = std::move(ask)](const HubRequest& request) {
    const Away gone(still);
    return ask(request);
  };
}

}  // namespace

SyncLoop::SyncLoop(Parts parts)
    : parts_(parts), sync_(parts.file, parts.till, away(parts.still, parts.ask)) {}

SyncLoop::~SyncLoop() {
  {
    const std::lock_guard<std::mutex> lock(parts_.still);
    ending_ = true;
  }
  wake_.notify_all();
  if (thread_.joinable()) thread_.join();
}

void SyncLoop::start() {
  thread_ = std::thread([this] { loop(); });
}

void SyncLoop::nudge() {
  wanted_ = true;
  wake_.notify_all();
}

void SyncLoop::run_once() {
  const std::lock_guard<std::mutex> lock(parts_.still);
  running_ = true;
  try {
    static_cast<void>(sync_.run());
    trouble_.reset();
  } catch (const Stop& stop) {
    trouble_ = stop;
  } catch (const Error& error) {
    trouble_ = Stop(error.code() == Errc::io             ? "disk.full"
                    : error.code() == Errc::unauthorised ? "hub.untrusted"
                                                         : "internal");
  } catch (const std::exception&) {  // the till serves on; the next sync tries anew
    trouble_ = Stop("internal");
  }
  running_ = false;
}

void SyncLoop::loop() {
  for (;;) {
    {
      std::unique_lock<std::mutex> lock(parts_.still);
      wake_.wait_for(lock, parts_.pause, [this] { return ending_ || wanted_; });
      if (ending_) return;
      wanted_ = false;
    }
    run_once();
  }
}

}  // namespace wumei::terminal
