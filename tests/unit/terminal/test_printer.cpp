#include <catch.hpp>

#include <terminal/printer.hpp>

#include <string>
#include <thread>

#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

using wumei::Errc;
using wumei::terminal::Printer;
using wumei::terminal::PrinterState;

namespace {

/// A printer on 127.0.0.1 that answers every status question with `status` and keeps what it is
/// sent.
class FakePrinter {
 public:
  explicit FakePrinter(unsigned char status) : status_(status) {
    listening_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address = loopback();
    socklen_t size = sizeof address;
    REQUIRE(::bind(listening_, reinterpret_cast<sockaddr*>(&address), size) == 0);
    REQUIRE(::listen(listening_, 4) == 0);
    ::getsockname(listening_, reinterpret_cast<sockaddr*>(&address), &size);
    port_ = ntohs(address.sin_port);
    thread_ = std::thread([this] { serve(); });
  }
  ~FakePrinter() { stop(); }
  FakePrinter(const FakePrinter&) = delete;
  FakePrinter& operator=(const FakePrinter&) = delete;

  [[nodiscard]] std::string address() const {
    return "tcp:127.0.0.1:" + std::to_string(port_);
  }
  /// What was printed, status questions left out.
  std::string printed() {
    stop();
    return printed_;
  }

 private:
  void stop() {
    if (!thread_.joinable()) return;
    // Lines are served in the order they came: one that says nothing is the last.
    const int last = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in own = loopback();
    own.sin_port = htons(static_cast<std::uint16_t>(port_));
    ::connect(last, reinterpret_cast<sockaddr*>(&own), sizeof own);
    ::close(last);
    thread_.join();
    ::close(listening_);
  }
  static sockaddr_in loopback() {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    return address;
  }
  void serve() {
    for (;;) {
      const int line = ::accept(listening_, nullptr, nullptr);
      if (line < 0) return;
      char byte = 0;
      bool silent = true;
      std::string question;
      while (::read(line, &byte, 1) == 1) {
        silent = false;
        question += byte;
        if (question == "\x10" || question == "\x10\x04") continue;
        const bool asked = question.size() == 3 && question.starts_with("\x10\x04");
        if (asked && ::send(line, &status_, 1, MSG_NOSIGNAL) != 1) break;
        if (!asked) printed_ += question;
        question.clear();
      }
      ::close(line);
      if (silent) return;
    }
  }

  unsigned char status_;
  int listening_ = -1;
  int port_ = 0;
  std::string printed_;
  std::thread thread_;
};

}  // namespace

TEST_CASE("A printer with paper prints what it is sent") {
  FakePrinter fake(0x12);
  Printer printer(fake.address());
  CHECK(printer.state() == PrinterState::ok);
  CHECK(printer.print("slip\n") == PrinterState::ok);
  CHECK(fake.printed() == "slip\n");
}

TEST_CASE("A printer without paper is sent nothing") {
  FakePrinter fake(0x72);
  Printer printer(fake.address());
  CHECK(printer.state() == PrinterState::paper_out);
  CHECK(printer.print("slip\n") == PrinterState::paper_out);
  CHECK(fake.printed().empty());
}

TEST_CASE("A printer that is not there is offline, and none at all is none") {
  CHECK(Printer("tcp:127.0.0.1:9").state() == PrinterState::offline);  // discard: nobody's
  CHECK(Printer("/no/such/device").print("slip") == PrinterState::offline);
  CHECK(Printer("").print("slip") == PrinterState::none);
}

TEST_CASE("An address of another shape is refused") {
  for (const char* address : {"tcp:", "tcp:host", "tcp::9100", "tcp:host:0", "tcp:host:99999",
                              "tcp:host:91x"}) {
    CAPTURE(address);
    CHECK_ERROR(Printer(address), Errc::bad_input);
  }
}
