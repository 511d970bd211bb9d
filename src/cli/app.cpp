#include "app.hpp"

#include "guest.hpp"

#include <wumei/audit/signer.hpp>

#include <termios.h>
#include <unistd.h>

#include <atomic>
#include <csignal>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <sstream>

namespace wumei::cli {

namespace {

// A signal handler can reach nothing but a global; it is written here and nowhere else.
volatile std::sig_atomic_t interrupt_seen = 0;

void on_interrupt(int signal) {
  interrupt_seen = 1;
  std::signal(signal, SIG_DFL);  // a second Ctrl-C ends the process at once
}

std::string first_line(const std::string& text) {
  return text.substr(0, text.find_first_of("\r\n"));
}

}  // namespace

std::string ask_hidden(const std::string& question) {
  std::cerr << question << std::flush;
  termios shown{};
  tcgetattr(STDIN_FILENO, &shown);
  termios hidden = shown;
  hidden.c_lflag &= ~static_cast<tcflag_t>(ECHO);
  tcsetattr(STDIN_FILENO, TCSANOW, &hidden);
  std::string answer;
  std::getline(std::cin, answer);
  tcsetattr(STDIN_FILENO, TCSANOW, &shown);
  std::cerr << '\n';
  return answer;
}

OfficerId Context::officer() const {
  if (options.as.empty()) throw Usage(tr("usage.no_officer"));
  try {
    return OfficerId(options.as);
  } catch (const Error& error) {
    throw bad_input({"", 0, 0, "--as"}, options.as, error.fact("expected"));
  }
}

std::filesystem::path Context::ledger_path() const {
  if (options.ledger.empty()) throw Usage(tr("usage.no_ledger"));
  return options.ledger;
}

std::filesystem::path Context::head_path() const {
  return options.head.empty() ? ledger_path().string() + ".head" : options.head;
}

std::string Context::key_name() const {
  return options.key.empty() ? ledger_path().string() + ".key" : options.key;
}

std::filesystem::path Context::key_path() const { return audit::key_file_named(key_name()); }

bool Context::has_passphrase() const {
  if (options.passphrase) return !options.passphrase->empty();
  return !options.passphrase_file.empty() || std::getenv("WUMEI_PASSPHRASE") != nullptr;
}

std::string Context::passphrase(bool fresh) const {
  if (options.passphrase) return *options.passphrase;
  if (!options.passphrase_file.empty()) return first_line(read_file(options.passphrase_file));
  if (const char* given = std::getenv("WUMEI_PASSPHRASE")) return given;
  if (guest != nullptr) throw Error(Errc::not_found, "the hub has no key to sign with at hand");
  if (isatty(STDIN_FILENO) == 0) throw Usage(tr("usage.no_passphrase"));
  const std::string answer = ask_hidden(tr("ask.passphrase"));
  if (fresh && ask_hidden(tr("ask.passphrase_again")) != answer) {
    throw Error(Errc::bad_input, tr("ask.passphrase_differs"));
  }
  return answer;
}

std::string Context::file(const std::string& name) const {
  if (guest == nullptr) return read_file(name);
  const auto found = guest->files.find(name);
  if (found != guest->files.end()) return std::string(found->second);
  throw Error(Errc::not_found, "there is no file " + name, {{"file", name}});
}

bool Context::has_file(const std::string& name) const {
  return guest == nullptr ? std::filesystem::exists(name) : guest->files.contains(name);
}

void Context::put_file(const std::string& name, std::string_view bytes) const {
  if (guest == nullptr) {
    write_file(name, bytes);
  } else {
    guest->written[name] = std::string(bytes);
  }
}

std::string read_file(const std::filesystem::path& path) {
  std::error_code failure;
  if (!std::filesystem::exists(path, failure)) {
    throw Error(Errc::not_found, "there is no file " + path.string(), {{"file", path.string()}});
  }
  if (std::filesystem::is_directory(path, failure)) {
    throw Error(Errc::bad_input, path.string() + " is a folder, not a file",
                {{"file", path.string()}});
  }
  std::string bytes;
  const std::uintmax_t size = std::filesystem::file_size(path, failure);
  if (!failure) bytes.reserve(size);  // a pipe does not tell
  std::ifstream in(path, std::ios::binary);
  std::vector<char> block(1 << 16);
  while (in.read(block.data(), std::ssize(block)) || in.gcount() > 0) {
    bytes.append(block.data(), static_cast<std::size_t>(in.gcount()));
  }
  if (!in.eof()) {
    throw Error(Errc::io, path.string() + " cannot be read", {{"file", path.string()}});
  }
  return bytes;
}

void write_file(const std::filesystem::path& path, std::string_view bytes) {
  std::filesystem::path part = path;
  part += ".part";
  std::ofstream out(part, std::ios::binary | std::ios::trunc);
  out << bytes;
  out.close();
  std::error_code failure;
  if (out) std::filesystem::rename(part, path, failure);
  if (!out || failure) {
    std::filesystem::remove(part, failure);
    throw Error(Errc::io, path.string() + " cannot be written", {{"file", path.string()}});
  }
}

void watch_interrupts() {
  std::signal(SIGINT, on_interrupt);
  std::signal(SIGXFSZ, SIG_IGN);  // a file that may not grow is reported like a full disk
}

bool interrupted() { return interrupt_seen != 0; }

void stop_if_interrupted() {
  if (interrupted()) throw Error(Errc::cancelled, "interrupted: nothing was written");
}

}  // namespace wumei::cli
