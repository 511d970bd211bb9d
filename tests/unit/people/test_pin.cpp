#include <catch.hpp>

#include <wumei/people/pin.hpp>

using namespace wumei;

namespace {
const std::string salt = "0123456789abcdef";
}

TEST_CASE("anything but six digits is no PIN", "[people]") {
  for (const char* text : {"", "12345", "1234567", "12345a", " 12345", "１２３４５６"}) {
    CHECK_FALSE(people::is_pin(text));
    CHECK_ERROR(people::hash_pin(text, salt), Errc::bad_input);
  }
  CHECK_ERROR(people::hash_pin("123456", "short"), Errc::bad_input);
}

TEST_CASE("a wrong PIN does not match and the right one does", "[people]") {
  const std::string hash = people::hash_pin("042917", salt);

  CHECK(people::pin_matches("042917", hash));
  CHECK_FALSE(people::pin_matches("042918", hash));
  CHECK_FALSE(people::pin_matches("42917", hash));
  CHECK_FALSE(people::pin_matches("", hash));
}

TEST_CASE("a stored hash that is not one is corrupt, not a wrong PIN", "[people]") {
  const std::string hash = people::hash_pin("042917", salt);

  for (const std::string& text :
       {std::string(), std::string("scrypt"), std::string("scrypt$1$1$1$00"), hash + "$00",
        "bcrypt" + hash.substr(6), "scrypt$x" + hash.substr(8),
        "scrypt$99999999" + hash.substr(11), hash.substr(0, hash.size() - 2)}) {
    CHECK_ERROR(people::pin_matches("042917", text), Errc::corrupt);
  }
}

TEST_CASE("the hash is scrypt as RFC 7914 has it", "[people]") {
  // hashlib.scrypt(b"042917", salt=b"0123456789abcdef", n=4096, r=8, p=1, dklen=32) in Python.
  CHECK(people::hash_pin("042917", salt) ==
        "scrypt$4096$8$1$30313233343536373839616263646566$"
        "f158393ac6f647ebe2f00a1fcac70d3b60b44d22e317b1c7667e35104dec8de0");
}
