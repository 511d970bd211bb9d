#include "console.hpp"

#include <wumei/base/error.hpp>

#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <iostream>

namespace wumei::cli {
namespace {

/// The first line of `bytes`, which is taken out of them.
std::optional<std::string> take_line(std::string& bytes) {
  const std::size_t end = bytes.find('\n');
  if (end == std::string::npos) return std::nullopt;
  std::string line = bytes.substr(0, end);
  bytes.erase(0, end + 1);
  return line;
}

}  // namespace

ClerkTerminal::ClerkTerminal(const Context& context, const std::string& scanner)
    : context_(context), typed_(isatty(STDIN_FILENO) != 0) {
  if (scanner.empty()) return;
  if (::pipe2(scans_, O_CLOEXEC | O_NONBLOCK) != 0) {
    throw Error(Errc::io, "the scanner has no file descriptor left");
  }
  const auto hand_on = [to = scans_[1]](const std::string& code) {
    const std::string line = code + "\n";  // shorter than what a pipe takes in one piece
    [[maybe_unused]] const auto written = ::write(to, line.data(), line.size());
  };
  scanner_ = std::make_unique<terminal::Scanner>(
      terminal::Scanner::Parts{.address = scanner, .scanned = hand_on, .there = [](bool) {}});
  scanner_->start();
}

ClerkTerminal::~ClerkTerminal() {
  scanner_.reset();
  for (const int end : scans_) {
    if (end >= 0) ::close(end);
  }
}

terminal::Console ClerkTerminal::console() {
  return {[this](const std::string& question, terminal::Answer answer) {
            return ask(question, answer);
          },
          [](const std::string& line) { std::cout << line << std::endl; }};
}

std::optional<std::string> ClerkTerminal::ask(const std::string& question,
                                              terminal::Answer answer) {
  const bool hidden = answer == terminal::Answer::hidden;
  if (typed_ && hidden) {
    const std::string secret = ask_hidden(question + ": ");
    if (scanner_) read_more(scans_[0], scanned_bytes_);
    scanned_bytes_.clear();  // it was scanned at a question that wanted none
    return secret;
  }
  std::cout << question << (typed_ ? ": " : ":") << std::flush;
  return line(question, answer);
}

std::optional<std::string> ClerkTerminal::line(const std::string& question,
                                               terminal::Answer answer) {
  const bool hidden = answer == terminal::Answer::hidden;
  for (bool over = false;;) {
    if (const auto code = scanned()) {
      const bool wanted = answer == terminal::Answer::scanned && !code->empty();
      std::cout << (typed_ ? "" : " ") << *code << std::endl;
      if (wanted) return code;
      std::cout << "! " << context_.tr(code->empty() ? "terminal.unread" : "terminal.no_scan")
                << std::endl;
      std::cout << question << (typed_ ? ": " : ":") << std::flush;
      continue;
    }
    const std::optional<std::string> said = take_line(typed_bytes_);
    if (said || over) {
      if (!typed_ && said && !said->empty()) std::cout << ' ' << (hidden ? "******" : *said);
      if (!typed_ || !said) std::cout << std::endl;
      return said;
    }
    std::array<pollfd, 2> asked{{{STDIN_FILENO, POLLIN, 0}, {scans_[0], POLLIN, 0}}};
    ::poll(asked.data(), asked.size(), -1);
    if (asked[1].revents != 0) read_more(scans_[0], scanned_bytes_);
    else if (asked[0].revents != 0) over = !read_more(STDIN_FILENO, typed_bytes_);
    // The last line may have no end of its own.
    if (over && !typed_bytes_.empty()) typed_bytes_ += '\n';
  }
}

std::optional<std::string> ClerkTerminal::scanned() { return take_line(scanned_bytes_); }

bool ClerkTerminal::read_more(int source, std::string& bytes) {
  std::array<char, 4096> came{};
  const ssize_t got = ::read(source, came.data(), came.size());
  if (got < 0) return errno == EAGAIN || errno == EINTR;
  bytes.append(came.data(), static_cast<std::size_t>(got));
  return got != 0;
}

}  // namespace wumei::cli
