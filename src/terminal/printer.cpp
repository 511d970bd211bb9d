#include "printer.hpp"

#include <wumei/base/error.hpp>

#include <cerrno>
#include <charconv>
#include <optional>

#include <fcntl.h>
#include <netdb.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

namespace wumei::terminal {
namespace {

constexpr int patience_ms = 2'000;
constexpr std::string_view tcp = "tcp:";

struct HostAndPort {
  std::string host;
  std::string port;
};

std::optional<HostAndPort> host_and_port(std::string_view address) {
  if (!address.starts_with(tcp)) return std::nullopt;
  address.remove_prefix(tcp.size());
  const std::size_t colon = address.rfind(':');
  HostAndPort found{std::string(address.substr(0, colon)), ""};
  if (colon != address.npos) found.port = address.substr(colon + 1);
  unsigned number = 0;
  const char* end = found.port.data() + found.port.size();
  const auto [stop, fault] = std::from_chars(found.port.data(), end, number);
  if (found.host.empty() || fault != std::errc() || stop != end || number == 0 || number > 65'535) {
    throw bad_input({"", 0, 0, "printer"}, tcp.data() + std::string(address),
                    "tcp:HOST:PORT or the path of a device");
  }
  return found;
}

bool waits_for(int opened, short what) {
  pollfd asked{opened, what, 0};
  return ::poll(&asked, 1, patience_ms) == 1 && (asked.revents & what) != 0;
}

int connect_to(const HostAndPort& place) {
  addrinfo hints{};
  hints.ai_socktype = SOCK_STREAM;
  addrinfo* found = nullptr;
  if (::getaddrinfo(place.host.c_str(), place.port.c_str(), &hints, &found) != 0) return -1;
  const std::unique_ptr<addrinfo, decltype(&::freeaddrinfo)> list(found, &::freeaddrinfo);
  const int opened = ::socket(found->ai_family, found->ai_socktype | SOCK_NONBLOCK | SOCK_CLOEXEC,
                              found->ai_protocol);
  if (opened < 0) return -1;
  const bool started = ::connect(opened, found->ai_addr, found->ai_addrlen) == 0;
  int fault = 0;
  socklen_t size = sizeof fault;
  const bool reached = started || (errno == EINPROGRESS && waits_for(opened, POLLOUT) &&
                                   ::getsockopt(opened, SOL_SOCKET, SO_ERROR, &fault, &size) == 0 &&
                                   fault == 0);
  if (reached) return opened;
  ::close(opened);
  return -1;
}

}  // namespace

/// The line to the printer, for the length of one question or slip.
struct Printer::Line {
  explicit Line(const std::string& address) {
    const std::optional<HostAndPort> place = host_and_port(address);
    network = place.has_value();
    opened = place ? connect_to(*place)
                   : ::open(address.c_str(), O_RDWR | O_NONBLOCK | O_CLOEXEC | O_NOCTTY);
    if (opened < 0 && !place) {
      opened = ::open(address.c_str(), O_WRONLY | O_NONBLOCK | O_CLOEXEC | O_NOCTTY);
    }
  }
  ~Line() {
    if (opened >= 0) ::close(opened);
  }
  Line(const Line&) = delete;
  Line& operator=(const Line&) = delete;

  bool send(std::string_view bytes) const {
    while (!bytes.empty()) {
      if (!waits_for(opened, POLLOUT)) return false;
      // A printer that hangs up must not end the process.
      const ssize_t sent = network ? ::send(opened, bytes.data(), bytes.size(), MSG_NOSIGNAL)
                                   : ::write(opened, bytes.data(), bytes.size());
      if (sent < 0 && (errno == EAGAIN || errno == EINTR)) continue;
      if (sent <= 0) return false;
      bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
    return true;
  }

  /// One byte of status; nothing when the printer does not answer.
  std::optional<unsigned> ask(char what) const {
    const std::string question{'\x10', '\x04', what};
    if (!send(question) || !waits_for(opened, POLLIN)) return std::nullopt;
    unsigned char answer = 0;
    if (::read(opened, &answer, 1) != 1) return std::nullopt;
    return answer;
  }

  int opened = -1;
  bool network = false;
};

Printer::Printer(std::string address) : address_(std::move(address)) {
  static_cast<void>(host_and_port(address_));
}

Printer::~Printer() = default;

PrinterState Printer::state() {
  if (address_.empty()) return PrinterState::none;
  const Line line(address_);
  if (line.opened < 0) return PrinterState::offline;
  constexpr unsigned paper_end = 0x60;
  const std::optional<unsigned> paper = line.ask(4);
  if (!paper) return line.network ? PrinterState::offline : PrinterState::ok;
  if ((*paper & paper_end) != 0) return PrinterState::paper_out;
  constexpr unsigned cover_open_or_fault = 0x64;
  const std::optional<unsigned> fault = line.ask(2);
  return fault && (*fault & cover_open_or_fault) != 0 ? PrinterState::offline : PrinterState::ok;
}

PrinterState Printer::print(std::string_view ticket) {
  const PrinterState before = state();
  if (before != PrinterState::ok) return before;
  const Line line(address_);
  return line.opened >= 0 && line.send(ticket) ? PrinterState::ok : PrinterState::offline;
}

}  // namespace wumei::terminal
