#include "pictures.hpp"

#include <wumei/base/error.hpp>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <string_view>

namespace wumei::terminal {
namespace {

constexpr std::array<std::string_view, 4> endings{".jpg", ".png", ".webp", ".jpeg"};
constexpr std::size_t head_bytes = 12;

/// A regular file that was opened as it lies there, not where a link leads.
class File {
 public:
  explicit File(const std::filesystem::path& path)
      : opened_(::open(path.c_str(), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)) {
    if (opened_ >= 0 && ::fstat(opened_, &what_) != 0) what_ = {};
  }
  ~File() {
    if (opened_ >= 0) ::close(opened_);
  }
  File(const File&) = delete;
  File& operator=(const File&) = delete;

  [[nodiscard]] bool may_be_shown() const {
    return opened_ >= 0 && S_ISREG(what_.st_mode) && what_.st_size > 0 &&
           static_cast<std::uintmax_t>(what_.st_size) <= Pictures::bytes_most;
  }
  /// Its size and its last change, to the nanosecond.
  [[nodiscard]] std::string tag() const {
    return std::to_string(what_.st_size) + "-" + std::to_string(what_.st_mtim.tv_sec) + "-" +
           std::to_string(what_.st_mtim.tv_nsec);
  }
  [[nodiscard]] std::size_t size() const { return static_cast<std::size_t>(what_.st_size); }
  /// The first bytes, at most so many; fewer when it is shorter or cannot be read.
  [[nodiscard]] std::string first(std::size_t bytes) const {
    std::string read(bytes, '\0');
    std::size_t got = 0;
    while (got < bytes) {
      const ssize_t more =
          ::pread(opened_, read.data() + got, bytes - got, static_cast<off_t>(got));
      if (more <= 0) break;
      got += static_cast<std::size_t>(more);
    }
    read.resize(got);
    return read;
  }

 private:
  int opened_;
  struct stat what_ {};
};

/// "" for what is no picture.
std::string_view content_type(std::string_view head) {
  if (head.starts_with("\xff\xd8\xff")) return "image/jpeg";
  if (head.starts_with("\x89PNG\r\n\x1a\n")) return "image/png";
  const bool webp = head.size() >= head_bytes && head.starts_with("RIFF") &&
                    head.substr(8).starts_with("WEBP");
  return webp ? "image/webp" : "";
}

}  // namespace

Pictures::Pictures(std::filesystem::path folder) : folder_(std::move(folder)) {
  std::error_code failure;
  if (std::filesystem::is_directory(folder_, failure)) return;
  throw Error(Errc::not_found, "no folder of pictures " + folder_.string());
}

std::string Pictures::tag(const Sku& sku) const {
  if (folder_.empty()) return "";
  for (const std::string_view ending : endings) {
    const File file(folder_ / (sku.text() + std::string(ending)));
    if (file.may_be_shown() && !content_type(file.first(head_bytes)).empty()) return file.tag();
  }
  return "";
}

std::optional<Picture> Pictures::read(const Sku& sku) const {
  if (folder_.empty()) return std::nullopt;
  for (const std::string_view ending : endings) {
    const File file(folder_ / (sku.text() + std::string(ending)));
    if (!file.may_be_shown()) continue;
    Picture picture{"", file.tag(), file.first(file.size())};
    picture.content_type = content_type(picture.bytes);
    if (!picture.content_type.empty()) return picture;
  }
  return std::nullopt;
}

}  // namespace wumei::terminal
