#include <catch.hpp>

#include <terminal/scanner.hpp>
#include <wumei/base/digest.hpp>

#include <fcntl.h>
#include <linux/input.h>
#include <sys/fsuid.h>
#include <sys/stat.h>
#include <unistd.h>

#include <condition_variable>
#include <filesystem>
#include <fstream>
#include <mutex>
#include <string>
#include <vector>

using wumei::Errc;
using wumei::terminal::Scanner;

namespace {

/// A pipe that stands for a scanner: it is plugged in while somebody has it open for writing.
class Plug {
 public:
  Plug() : path_(std::filesystem::temp_directory_path() /
                 ("scanner-" + wumei::to_hex(wumei::random_bytes(8)))) {
    REQUIRE(::mkfifo(path_.c_str(), 0600) == 0);
  }
  ~Plug() {
    pull();
    std::filesystem::remove(path_);
  }
  Plug(const Plug&) = delete;
  Plug& operator=(const Plug&) = delete;

  [[nodiscard]] std::string address() const { return "fifo:" + path_.string(); }
  /// Waits until the scanner has it open too.
  void put_in() { opened_ = ::open(path_.c_str(), O_WRONLY | O_CLOEXEC); }
  void pull() {
    if (opened_ >= 0) ::close(opened_);
    opened_ = -1;
  }
  void type(const std::vector<std::uint16_t>& keys) const {
    for (const std::uint16_t key : keys) {
      input_event event{};
      event.type = EV_KEY;
      event.code = key;
      event.value = 1;
      REQUIRE(::write(opened_, &event, sizeof event) == static_cast<ssize_t>(sizeof event));
    }
  }

 private:
  std::filesystem::path path_;
  int opened_ = -1;
};

/// What the scanner's thread told, in order: codes, `+` for there, `-` for gone.
class Heard {
 public:
  Scanner::Parts parts(const std::string& address) {
    return {.address = address,
            .scanned = [this](const std::string& code) { add(code); },
            .there = [this](bool there) { add(there ? "+" : "-"); },
            .pause = std::chrono::milliseconds(1)};
  }
  /// Waits until so much was told.
  std::vector<std::string> told(std::size_t many) {
    std::unique_lock<std::mutex> lock(mutex_);
    came_.wait(lock, [&] { return told_.size() >= many; });
    return told_;
  }

 private:
  void add(const std::string& what) {
    {
      const std::lock_guard<std::mutex> lock(mutex_);
      told_.push_back(what);
    }
    came_.notify_all();
  }
  std::mutex mutex_;
  std::condition_variable came_;
  std::vector<std::string> told_;
};

/// Files are opened as nobody meanwhile, also where the tests run as root.
struct AsNobody {
  AsNobody() : before(::setfsuid(65'534)) {}
  ~AsNobody() { ::setfsuid(static_cast<uid_t>(before)); }
  int before;
};

using Told = std::vector<std::string>;

}  // namespace

TEST_CASE("a scanner hands on each code once, in order") {
  Plug plug;
  Heard heard;
  Scanner scanner(heard.parts(plug.address()));
  plug.put_in();
  scanner.start();
  plug.type({KEY_G, KEY_0, KEY_4, KEY_ENTER, KEY_G, KEY_1, KEY_7, KEY_ENTER});
  CHECK(heard.told(3) == Told{"+", "g04", "g17"});
}

TEST_CASE("a scanner that is unplugged and plugged in again goes on, without half a code") {
  Plug plug;
  Heard heard;
  Scanner scanner(heard.parts(plug.address()));
  plug.put_in();
  scanner.start();
  plug.type({KEY_G, KEY_0, KEY_4, KEY_ENTER, KEY_9, KEY_9, KEY_9});
  CHECK(heard.told(2) == Told{"+", "g04"});
  plug.pull();
  CHECK(heard.told(4) == Told{"+", "g04", "-", "+"});
  plug.put_in();
  plug.type({KEY_G, KEY_1, KEY_7, KEY_ENTER});
  CHECK(heard.told(5) == Told{"+", "g04", "-", "+", "g17"});
}

TEST_CASE("a scanner that stays away is waited for, and waiting can be ended") {
  Plug plug;
  const std::string path = plug.address().substr(5);
  Heard heard;
  {
    Scanner scanner(heard.parts(plug.address()));
    plug.put_in();
    scanner.start();
    std::filesystem::rename(path, path + ".away");
    plug.pull();
    CHECK(heard.told(2) == Told{"+", "-"});
  }
  std::filesystem::rename(path + ".away", path);
  CHECK(heard.told(2) == Told{"+", "-"});
}

TEST_CASE("a scanner that is not there, not for us or no scanner is refused at the start") {
  Plug plug;
  Heard heard;
  const std::string path = plug.address().substr(5);
  CHECK_ERROR(Scanner(heard.parts("/dev/input/by-id/no-such-scanner")), Errc::not_found);
  CHECK_ERROR(Scanner(heard.parts("fifo:/no/such/pipe")), Errc::not_found);
  CHECK_ERROR(Scanner(heard.parts("/dev/null")), Errc::bad_input);
  CHECK_ERROR(Scanner(heard.parts(path)), Errc::bad_input);  // a pipe has nothing to grab
  CHECK_ERROR(Scanner(heard.parts("fifo:/dev/null")), Errc::bad_input);
  CHECK_ERROR(Scanner(heard.parts("fifo:" + std::filesystem::temp_directory_path().string())),
              Errc::bad_input);
  std::filesystem::permissions(path, std::filesystem::perms::none);
  const AsNobody nobody;
  CHECK_ERROR(Scanner(heard.parts(plug.address())), Errc::io);
}
