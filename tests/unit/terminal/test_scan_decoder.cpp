#include <catch.hpp>

#include <terminal/scan_decoder.hpp>

#include <linux/input.h>

#include <cstring>
#include <string>
#include <vector>

using wumei::terminal::ScanDecoder;

namespace {

using Codes = std::vector<std::string>;

/// The bytes that the kernel would give for what a scanner does, ten milliseconds between keys.
class Keys {
 public:
  Keys& event(std::uint16_t type, std::uint16_t code, int value) {
    input_event event{};
    event.input_event_sec = static_cast<decltype(event.input_event_sec)>(micros_ / 1'000'000);
    event.input_event_usec = static_cast<decltype(event.input_event_usec)>(micros_ % 1'000'000);
    event.type = type;
    event.code = code;
    event.value = value;
    bytes_.append(reinterpret_cast<const char*>(&event), sizeof event);
    return *this;
  }
  Keys& sync() { return event(EV_SYN, SYN_REPORT, 0); }
  Keys& down(std::uint16_t key) {
    return event(EV_MSC, MSC_SCAN, key).event(EV_KEY, key, 1).sync();
  }
  Keys& up(std::uint16_t key) { return event(EV_KEY, key, 0).sync(); }
  Keys& key(std::uint16_t key) {
    micros_ += 10'000;
    return down(key).up(key);
  }
  Keys& shifted(std::uint16_t code) { return down(KEY_LEFTSHIFT).key(code).up(KEY_LEFTSHIFT); }
  Keys& keys(const std::vector<std::uint16_t>& codes) {
    for (const std::uint16_t code : codes) key(code);
    return *this;
  }
  Keys& pause(std::int64_t micros) {
    micros_ += micros;
    return *this;
  }
  [[nodiscard]] const std::string& bytes() const { return bytes_; }
  [[nodiscard]] Codes codes() const { return ScanDecoder().take(bytes_); }

 private:
  std::int64_t micros_ = 5'000'000;
  std::string bytes_;
};

/// `C9-1`, without its Enter.
Keys card() { return Keys().shifted(KEY_C).keys({KEY_9, KEY_MINUS, KEY_1}); }

}  // namespace

TEST_CASE("a code is what was typed before Enter") {
  CHECK(card().key(KEY_ENTER).codes() == Codes{"C9-1"});
  CHECK(card().key(KEY_KPENTER).codes() == Codes{"C9-1"});
  CHECK(card().codes().empty());
}

TEST_CASE("every character that a scanner types in the US layout is read") {
  Keys plain;
  for (std::uint16_t key = KEY_1; key <= KEY_EQUAL; ++key) plain.key(key);
  for (std::uint16_t key = KEY_Q; key <= KEY_RIGHTBRACE; ++key) plain.key(key);
  for (std::uint16_t key = KEY_A; key <= KEY_GRAVE; ++key) plain.key(key);
  for (std::uint16_t key = KEY_BACKSLASH; key <= KEY_SLASH; ++key) plain.key(key);
  CHECK(plain.key(KEY_SPACE).key(KEY_ENTER).codes() ==
        Codes{"1234567890-=qwertyuiop[]asdfghjkl;'`\\zxcvbnm,./ "});
  Keys shifted;
  for (std::uint16_t key = KEY_1; key <= KEY_EQUAL; ++key) shifted.shifted(key);
  for (std::uint16_t key = KEY_Q; key <= KEY_RIGHTBRACE; ++key) shifted.shifted(key);
  for (std::uint16_t key = KEY_A; key <= KEY_GRAVE; ++key) shifted.shifted(key);
  for (std::uint16_t key = KEY_BACKSLASH; key <= KEY_SLASH; ++key) shifted.shifted(key);
  CHECK(shifted.key(KEY_ENTER).codes() ==
        Codes{"!@#$%^&*()_+QWERTYUIOP{}ASDFGHJKL:\"~|ZXCVBNM<>?"});
  CHECK(Keys()
            .keys({KEY_KP0, KEY_KP1, KEY_KP2, KEY_KP3, KEY_KP4, KEY_KP5, KEY_KP6, KEY_KP7})
            .keys({KEY_KP8, KEY_KP9, KEY_KPDOT, KEY_KPMINUS, KEY_KPPLUS, KEY_KPSLASH})
            .keys({KEY_KPASTERISK, KEY_NUMLOCK, KEY_KPEQUAL, KEY_KPCOMMA, KEY_KPENTER})
            .codes() == Codes{"0123456789.-+/*=,"});
}

TEST_CASE("either shift and the capitals lock make capitals, and both together do not") {
  Keys keys;
  keys.down(KEY_RIGHTSHIFT).key(KEY_A).up(KEY_RIGHTSHIFT).key(KEY_A);
  keys.key(KEY_CAPSLOCK).key(KEY_A).shifted(KEY_A).key(KEY_1).key(KEY_CAPSLOCK).key(KEY_A);
  CHECK(keys.key(KEY_ENTER).codes() == Codes{"AaAa1a"});
  Keys both;
  both.down(KEY_LEFTSHIFT).down(KEY_RIGHTSHIFT).up(KEY_LEFTSHIFT).keys({KEY_A, KEY_A});
  CHECK(both.up(KEY_RIGHTSHIFT).key(KEY_A).key(KEY_ENTER).codes() == Codes{"AAa"});
}

TEST_CASE("codes come out the same wherever their bytes are torn") {
  const std::string bytes = card().key(KEY_ENTER).keys({KEY_G, KEY_0, KEY_4, KEY_ENTER}).bytes();
  for (std::size_t piece = 1; piece < 2 * sizeof(input_event); ++piece) {
    CAPTURE(piece);
    ScanDecoder decoder;
    Codes codes;
    for (std::size_t at = 0; at < bytes.size(); at += piece) {
      for (std::string& code : decoder.take(std::string_view(bytes).substr(at, piece))) {
        codes.push_back(std::move(code));
      }
    }
    CHECK(codes == Codes{"C9-1", "g04"});
  }
}

TEST_CASE("a key that is held is one character") {
  Keys keys = card();
  keys.down(KEY_7).event(EV_KEY, KEY_7, 2).sync().event(EV_KEY, KEY_7, 2).sync().up(KEY_7);
  CHECK(keys.key(KEY_ENTER).event(EV_KEY, KEY_ENTER, 2).codes() == Codes{"C9-17"});
}

TEST_CASE("a code with a key that is no character is none, and the next one is whole") {
  const std::vector<std::uint16_t> none{KEY_LEFTALT, KEY_LEFTCTRL, KEY_F1,
                                        KEY_TAB,     KEY_102ND,    KEY_MICMUTE};
  for (const std::uint16_t odd : none) {
    CAPTURE(odd);
    Keys keys = card();
    keys.key(odd).key(KEY_2).key(KEY_ENTER);
    CHECK(keys.keys({KEY_G, KEY_0, KEY_4, KEY_ENTER}).codes() == Codes{"", "g04"});
  }
}

TEST_CASE("a code of which the kernel lost keys is none") {
  Keys keys = card();
  keys.event(EV_SYN, SYN_DROPPED, 0).event(EV_KEY, KEY_8, 1).sync().key(KEY_2).key(KEY_ENTER);
  CHECK(keys.keys({KEY_G, KEY_0, KEY_4, KEY_ENTER}).codes() == Codes{"", "g04"});
  // A shift whose release was lost does not shift what follows.
  Keys held;
  held.down(KEY_LEFTSHIFT).event(EV_SYN, SYN_DROPPED, 0).sync().key(KEY_ENTER);
  CHECK(held.keys({KEY_G, KEY_0, KEY_4, KEY_ENTER}).codes() == Codes{"", "g04"});
}

TEST_CASE("keys after a pause begin a code of their own") {
  Keys keys = card();
  keys.pause(ScanDecoder::gap_micros).keys({KEY_G, KEY_0, KEY_4, KEY_ENTER});
  CHECK(keys.codes() == Codes{"g04"});
  Keys lost;
  lost.event(EV_SYN, SYN_DROPPED, 0).sync().pause(ScanDecoder::gap_micros);
  CHECK(lost.keys({KEY_G, KEY_0, KEY_4, KEY_ENTER}).codes() == Codes{"g04"});
}

TEST_CASE("what is too short is no scan, what is too long is none that can be used") {
  CHECK(Keys().keys({KEY_Y, KEY_ENTER, KEY_ENTER, KEY_1, KEY_2, KEY_ENTER}).codes().empty());
  Keys longest;
  for (std::size_t i = 0; i < ScanDecoder::longest; ++i) longest.key(KEY_1);
  CHECK(Keys(longest).key(KEY_ENTER).codes() == Codes{std::string(ScanDecoder::longest, '1')});
  CHECK(longest.key(KEY_1).key(KEY_ENTER).codes() == Codes{""});
}

TEST_CASE("a device that is plugged in again begins with nothing typed and nothing held") {
  ScanDecoder decoder;
  const std::string half = card().down(KEY_LEFTSHIFT).bytes();
  CHECK(decoder.take(half + half.substr(0, 5)).empty());
  decoder.forget();
  CHECK(decoder.take(Keys().keys({KEY_G, KEY_0, KEY_4, KEY_ENTER}).bytes()) == Codes{"g04"});
}
