#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

struct input_event;

namespace wumei::terminal {

/// The codes that a scanner types, from the bytes of its Linux input device: `input_event`s, keys
/// of the US layout, Enter after each code.
///
/// A code is whole or none: one with a key that is no character, or with keys that were lost on the
/// way (SYN_DROPPED), comes out as "", since what is left of a card's number may be another card's.
class ScanDecoder {
 public:
  static constexpr std::size_t shortest = 3;  ///< characters; fewer are dropped, as by the page
  static constexpr std::size_t longest = 512;
  /// Keys further apart than this belong to two codes, of which the first had no Enter.
  static constexpr std::int64_t gap_micros = 1'000'000;

  /// The codes that end within `bytes`, in order; an event may be torn anywhere.
  [[nodiscard]] std::vector<std::string> take(std::string_view bytes);
  /// The device is another one now: what was begun is dropped.
  void forget() { *this = {}; }

 private:
  void follow(const input_event& event, std::vector<std::string>& codes);
  void press(std::uint16_t key, std::vector<std::string>& codes);
  void put(char character);
  void end(std::vector<std::string>& codes);

  std::string torn_;  ///< the beginning of an event
  std::string code_;
  bool spoiled_ = false;
  bool dropped_ = false;  ///< until the next SYN_REPORT
  bool left_shift_ = false;
  bool right_shift_ = false;
  bool capitals_ = false;
  std::uint64_t last_micros_ = 0;  ///< of the last key
};

}  // namespace wumei::terminal
