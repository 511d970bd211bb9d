#include "scans.hpp"

#include <http/failure.hpp>

#include <utility>

namespace wumei::terminal {

using Lock = std::lock_guard<std::mutex>;

std::string_view name(ScannerState state) {
  switch (state) {
    case ScannerState::none: return "none";
    case ScannerState::ok: return "ok";
    case ScannerState::away: return "away";
  }
  return "none";
}

void Scans::on_news(std::function<void()> news) {
  const Lock lock(mutex_);
  news_ = std::move(news);
}

void Scans::tell() const {
  std::function<void()> news;
  {
    const Lock lock(mutex_);
    news = news_;
  }
  if (news) news();
}

void Scans::stands(ScannerState state) {
  const Lock lock(mutex_);
  state_ = state;
}

ScannerState Scans::state() const {
  const Lock lock(mutex_);
  return state_;
}

void Scans::put(const std::string& code) {
  {
    const Lock lock(mutex_);
    if (listener_ == 0) return;
    scans_.push_back({++last_, code});
    if (scans_.size() > kept) scans_.pop_front();
  }
  tell();
}

Scans::Listening Scans::listen(const std::string& session) {
  Listening begun;
  {
    const Lock lock(mutex_);
    scans_.clear();
    session_ = session;
    listener_ = ++listeners_;
    begun = {listener_, last_};
  }
  tell();
  return begun;
}

std::vector<Scan> Scans::after(const Listening& seen, const std::string& session) {
  const Lock lock(mutex_);
  if (listener_ == 0 || session != session_) throw http::Stop("scans.over");
  if (seen.listener != listener_) throw http::Stop("scans.elsewhere");
  while (!scans_.empty() && scans_.front().number <= seen.last) scans_.pop_front();
  return {scans_.begin(), scans_.end()};
}

void Scans::end() {
  {
    const Lock lock(mutex_);
    scans_.clear();
    listener_ = 0;
  }
  tell();
}

}  // namespace wumei::terminal
