#include "scan_decoder.hpp"

#include <linux/input.h>

#include <cstring>
#include <optional>

namespace wumei::terminal {
namespace {

/// Keys whose numbers follow each other, as they lie on the keyboard.
struct Row {
  std::uint16_t first;
  std::string_view plain;
  std::string_view shifted;
};

constexpr Row rows[] = {
    {KEY_1, "1234567890-=", "!@#$%^&*()_+"},
    {KEY_Q, "qwertyuiop[]", "QWERTYUIOP{}"},
    {KEY_A, "asdfghjkl;'`", "ASDFGHJKL:\"~"},
    {KEY_BACKSLASH, "\\zxcvbnm,./", "|ZXCVBNM<>?"},
    {KEY_SPACE, " ", " "},
    // A scanner may type digits on the keypad; shift changes nothing there.
    {KEY_KP7, "789-456+1230.", "789-456+1230."},
    {KEY_KPASTERISK, "*", "*"},
    {KEY_KPSLASH, "/", "/"},
    {KEY_KPEQUAL, "=", "="},
    {KEY_KPCOMMA, ",", ","},
};

bool is_letter(char c) { return c >= 'a' && c <= 'z'; }

std::optional<char> character(std::uint16_t key, bool shift, bool capitals) {
  for (const Row& row : rows) {
    if (key < row.first || key >= row.first + row.plain.size()) continue;
    const std::size_t at = key - row.first;
    const bool upper = is_letter(row.plain[at]) ? shift != capitals : shift;
    return upper ? row.shifted[at] : row.plain[at];
  }
  return std::nullopt;
}

/// Modulo 2^64, for a time that no clock shows.
std::uint64_t micros_of(const input_event& event) {
  return static_cast<std::uint64_t>(event.input_event_sec) * 1'000'000 +
         static_cast<std::uint64_t>(event.input_event_usec);
}

}  // namespace

std::vector<std::string> ScanDecoder::take(std::string_view bytes) {
  std::vector<std::string> codes;
  torn_.append(bytes);
  std::size_t used = 0;
  for (; torn_.size() - used >= sizeof(input_event); used += sizeof(input_event)) {
    input_event event{};
    std::memcpy(&event, torn_.data() + used, sizeof event);
    follow(event, codes);
  }
  torn_.erase(0, used);
  return codes;
}

void ScanDecoder::follow(const input_event& event, std::vector<std::string>& codes) {
  if (event.type == EV_SYN && event.code == SYN_DROPPED) {
    dropped_ = true;
    spoiled_ = true;
    left_shift_ = right_shift_ = false;  // which of them are held is not known any more
    last_micros_ = micros_of(event);
  } else if (event.type == EV_SYN && event.code == SYN_REPORT) {
    dropped_ = false;
  }
  if (event.type != EV_KEY || dropped_) return;
  const bool down = event.value != 0;
  if (event.code == KEY_LEFTSHIFT) left_shift_ = down;
  if (event.code == KEY_RIGHTSHIFT) right_shift_ = down;
  if (event.value != 1) return;  // a release, or the kernel's own repeat of a key that is held
  const std::uint64_t at = micros_of(event);
  if (static_cast<std::int64_t>(at - last_micros_) > gap_micros) {
    code_.clear();
    spoiled_ = false;
  }
  last_micros_ = at;
  press(event.code, codes);
}

void ScanDecoder::press(std::uint16_t key, std::vector<std::string>& codes) {
  if (key == KEY_LEFTSHIFT || key == KEY_RIGHTSHIFT || key == KEY_NUMLOCK) return;
  if (key == KEY_ENTER || key == KEY_KPENTER) return end(codes);
  if (key == KEY_CAPSLOCK) {
    capitals_ = !capitals_;
    return;
  }
  const auto typed = character(key, left_shift_ || right_shift_, capitals_);
  if (typed) put(*typed);
  else spoiled_ = true;
}

void ScanDecoder::put(char character) {
  if (code_.size() == longest) spoiled_ = true;
  else code_ += character;
}

void ScanDecoder::end(std::vector<std::string>& codes) {
  if (spoiled_) codes.emplace_back();
  else if (code_.size() >= shortest) codes.push_back(code_);
  code_.clear();
  spoiled_ = false;
}

}  // namespace wumei::terminal
