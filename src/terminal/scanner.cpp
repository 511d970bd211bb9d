#include "scanner.hpp"

#include <wumei/base/error.hpp>

#include <fcntl.h>
#include <linux/input.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <ctime>

namespace wumei::terminal {
namespace {

constexpr std::string_view pipe_prefix = "fifo:";

/// What `open` said no to.
Error not_opened(const std::string& path, int fault) {
  if (fault == ENOENT || fault == ENOTDIR || fault == ENODEV || fault == ENXIO) {
    return {Errc::not_found,
            "no scanner at " + path + ": plug it in; its name is in /dev/input/by-id"};
  }
  if (fault == EACCES || fault == EPERM) {
    return {Errc::io, path + " is not for this user: add him to the group input, or write a rule "
                             "of udev for the scanner"};
  }
  return {Errc::io, path + " cannot be opened: " + std::strerror(fault)};
}

/// Nobody else gets the keys from now on; times are of the clock that never goes back.
void grab(int device, const std::string& path) {
  int version = 0;
  if (::ioctl(device, EVIOCGVERSION, &version) != 0) {
    throw bad_input({"", 0, 0, "--scanner"}, path,
                    "an input device of /dev/input/by-id, or fifo:PATH");
  }
  int clock = CLOCK_MONOTONIC;
  ::ioctl(device, EVIOCSCLOCKID, &clock);
  if (::ioctl(device, EVIOCGRAB, 1) == 0) return;
  if (errno == EBUSY) {
    throw Error(Errc::busy, "another program has the scanner " + path + ": end it first");
  }
  throw not_opened(path, errno);
}

int open_scanner(const std::string& address) {
  const bool is_pipe = address.starts_with(pipe_prefix);
  const std::string path = is_pipe ? address.substr(pipe_prefix.size()) : address;
  const int opened = ::open(path.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC | O_NOCTTY);
  if (opened < 0) throw not_opened(path, errno);
  try {
    struct stat what {};
    if (!is_pipe) {
      grab(opened, path);
    } else if (::fstat(opened, &what) != 0 || !S_ISFIFO(what.st_mode)) {
      throw bad_input({"", 0, 0, "--scanner"}, path, "a named pipe, made by mkfifo");
    }
  } catch (const Error&) {
    ::close(opened);
    throw;
  }
  return opened;
}

}  // namespace

Scanner::Scanner(Parts parts) : parts_(std::move(parts)), device_(open_scanner(parts_.address)) {
  stop_ = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
  if (stop_ >= 0) return;
  close();
  throw Error(Errc::io, "the scanner has no file descriptor left");
}

Scanner::~Scanner() {
  const std::uint64_t one = 1;
  [[maybe_unused]] const auto told = ::write(stop_, &one, sizeof one);  // the first write fits
  if (thread_.joinable()) thread_.join();
  close();
  ::close(stop_);
}

void Scanner::close() {
  if (device_ >= 0) ::close(device_);  // which lets go of it
  device_ = -1;
}

void Scanner::start() {
  parts_.there(true);
  thread_ = std::thread([this] { loop(); });
}

void Scanner::loop() {
  for (;;) {
    read_codes();
    if (device_ >= 0) return;
    parts_.there(false);
    decoder_.forget();
    if (!wait_for_device()) return;
    parts_.there(true);
  }
}

Scanner::Woken Scanner::wait(int timeout_ms) const {
  std::array<pollfd, 2> asked{{{stop_, POLLIN, 0}, {device_, POLLIN, 0}}};  // poll skips a -1
  ::poll(asked.data(), asked.size(), timeout_ms);
  if (asked[0].revents != 0) return Woken::stopped;
  return asked[1].revents != 0 ? Woken::readable : Woken::timeout;
}

void Scanner::read_codes() {
  std::array<char, 64 * sizeof(input_event)> bytes{};
  for (Woken woken = wait(-1); woken != Woken::stopped; woken = wait(-1)) {
    if (woken != Woken::readable) continue;
    const ssize_t got = ::read(device_, bytes.data(), bytes.size());
    if (got < 0 && (errno == EAGAIN || errno == EINTR)) continue;
    if (got <= 0) {
      close();
      return;
    }
    for (const std::string& code : decoder_.take({bytes.data(), static_cast<std::size_t>(got)})) {
      parts_.scanned(code);
    }
  }
}

bool Scanner::wait_for_device() {
  while (wait(static_cast<int>(parts_.pause.count())) != Woken::stopped) {
    try {
      device_ = open_scanner(parts_.address);
      return true;
    } catch (const Error&) {  // not yet there, or udev has not yet given it to our group
      continue;
    }
  }
  return false;
}

}  // namespace wumei::terminal
