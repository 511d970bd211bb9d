#include "line_file.hpp"

#include <wumei/base/error.hpp>

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>

namespace wumei::hub {
namespace {

Error failed(const std::filesystem::path& file) {
  return Error(Errc::io, "cannot use " + file.string() + ": " + std::strerror(errno));
}

/// An open file, locked as long as it is open.
class Held {
 public:
  Held(const std::filesystem::path& file, int flags, int lock)
      : file_(file), handle_(::open(file.c_str(), flags | O_CLOEXEC | O_NOFOLLOW, 0600)) {
    if (handle_ < 0) throw failed(file);
    struct stat found {};
    if (::flock(handle_, lock) != 0 || ::fstat(handle_, &found) != 0) {
      const Error failure = failed(file);
      ::close(handle_);
      throw failure;
    }
    if ((found.st_mode & 077) == 0) return;
    ::close(handle_);
    throw Error(Errc::unauthorised, file.string() + " can be read by other users; make it private "
                                                    "with chmod 600");
  }
  ~Held() { ::close(handle_); }
  Held(const Held&) = delete;
  Held& operator=(const Held&) = delete;

  [[nodiscard]] std::string read() const {
    std::string text;
    std::array<char, 16384> bytes{};
    for (;;) {
      const ssize_t got =
          ::pread(handle_, bytes.data(), bytes.size(), static_cast<off_t>(text.size()));
      if (got < 0) throw failed(file_);
      if (got == 0) return text;
      text.append(bytes.data(), static_cast<std::size_t>(got));
    }
  }

  /// Drops what follows the last whole line.
  void mend() const {
    const off_t size = ::lseek(handle_, 0, SEEK_END);
    char last = '\n';
    if (size < 0 || (size > 0 && ::pread(handle_, &last, 1, size - 1) != 1)) throw failed(file_);
    if (last == '\n') return;
    const std::size_t end = read().rfind('\n');
    const off_t whole = end == std::string::npos ? 0 : static_cast<off_t>(end + 1);
    if (::ftruncate(handle_, whole) != 0) throw failed(file_);
  }

  void append(std::string_view text) const {
    while (!text.empty()) {
      const ssize_t written = ::write(handle_, text.data(), text.size());
      if (written < 0) throw failed(file_);
      text.remove_prefix(static_cast<std::size_t>(written));
    }
    if (::fsync(handle_) != 0) throw failed(file_);
  }

 private:
  const std::filesystem::path& file_;
  int handle_;
};

void sync_folder(const std::filesystem::path& file) {
  const std::filesystem::path folder = file.has_parent_path() ? file.parent_path() : ".";
  const int handle = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (handle < 0) throw failed(folder);
  const bool done = ::fsync(handle) == 0;
  ::close(handle);
  if (!done) throw failed(folder);
}

}  // namespace

std::vector<std::string> LineFile::read() const {
  std::vector<std::string> lines;
  if (!std::filesystem::exists(file_)) return lines;
  const std::string text = Held(file_, O_RDONLY, LOCK_SH).read();
  std::size_t from = 0;
  for (std::size_t end = 0; (end = text.find('\n', from)) != text.npos; from = end + 1) {
    lines.push_back(text.substr(from, end - from));
  }
  return lines;
}

void LineFile::append(std::string_view line) const {
  const bool is_new = !std::filesystem::exists(file_);
  const Held held(file_, O_RDWR | O_CREAT | O_APPEND, LOCK_EX);
  held.mend();
  held.append(std::string(line) + "\n");
  if (is_new) sync_folder(file_);
}

}  // namespace wumei::hub
