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

  const std::string dearer = "$argon2id$v=19$m=4194304,t=3,p=1$" + hash.substr(30);
  for (const std::string& text :
       {std::string(), std::string("argon2id"), "x" + hash, hash.substr(1),
        "$argon2i" + hash.substr(9), dearer, hash.substr(0, 30), "$scrypt" + hash.substr(9),
        hash.substr(0, hash.size() - 2), std::string(200, '$')}) {
    INFO(text);
    CHECK_ERROR(people::pin_matches("042917", text), Errc::corrupt);
  }
}

TEST_CASE("the hash is Argon2id as other programs have it", "[people]") {
  // argon2.low_level.hash_secret(b"042917", b"0123456789abcdef", time_cost=3, memory_cost=8192,
  // parallelism=1, hash_len=32, type=Type.ID) of argon2-cffi.
  CHECK(people::hash_pin("042917", salt) ==
        "$argon2id$v=19$m=8192,t=3,p=1$MDEyMzQ1Njc4OWFiY2RlZg$"
        "NuvEppcNi7IvLJGGRkmdGAQG3NrWfROp6ALHh20+sjA");
}
