#include <catch.hpp>
#include <rapidcheck.h>

#include <wumei/base/digest.hpp>
#include <wumei/base/error.hpp>

#include <span>
#include <string>
#include <vector>

namespace wumei {
namespace {

TEST_CASE("a digest has 32 bytes", "[base]") {
  CHECK_ERROR(Digest::from_bytes(std::string(31, 'x')), Errc::bad_input);
  CHECK_ERROR(Digest::from_bytes(std::string(33, 'x')), Errc::bad_input);
  CHECK(Digest::from_bytes(std::string(32, '\0')) == Digest());
}

TEST_CASE("SHA-256 of FIPS 180-4", "[base]") {
  const std::string abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
  Sha256 hash;

  CHECK(to_hex(sha256("abc").bytes()) == abc);
  CHECK(to_hex(hash.digest("a", "bc").bytes()) == abc);
  CHECK(to_hex(hash.digest("").bytes()) ==
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  CHECK(to_hex(hash.digest("abc").bytes()) == abc);  // the context is reused, not worn out
}

TEST_CASE("digests of many texts at once are those of each text alone", "[base]") {
  std::vector<std::string> texts;
  for (std::size_t size = 0; size < 400; ++size) {
    const std::size_t mixed = size * 157 % 400;  // every length once, beside very different ones
    texts.push_back(random_bytes(mixed));
  }
  const std::vector<std::string_view> all(texts.begin(), texts.end());
  Sha256 hash;

  for (const std::size_t count : {0U, 1U, 2U, 3U, 400U}) {
    const std::span<const std::string_view> some(all.data() + all.size() - count, count);
    std::vector<Digest> digests(count);
    hash.digest_each('\1', some, digests);
    for (std::size_t i = 0; i < count; ++i) CHECK(digests[i] == hash.digest("\1", some[i]));
  }
}

TEST_CASE("SHA-256 of FIPS 180-4 among many texts", "[base]") {
  const std::vector<std::string_view> texts{
      "bc", std::string_view("bcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq")};
  std::vector<Digest> digests(2);

  Sha256().digest_each('a', texts, digests);

  CHECK(to_hex(digests[0].bytes()) ==
        "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  CHECK(to_hex(digests[1].bytes()) ==
        "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
}

TEST_CASE("HMAC-SHA-256 of RFC 4231, case 2", "[base]") {
  CHECK(to_hex(hmac_sha256("Jefe", "what do ya want for nothing?").bytes()) ==
        "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
}

TEST_CASE("text that is not lower-case hexadecimal is refused", "[base]") {
  CHECK_ERROR(from_hex("abc"), Errc::bad_input);
  CHECK_ERROR(from_hex("AB"), Errc::bad_input);
  CHECK_ERROR(from_hex("0g"), Errc::bad_input);
}

TEST_CASE("base64 with a second spelling of the same bytes is refused", "[base]") {
  CHECK(from_base64("TQ==") == "M");
  for (const char* text : {"TQ", "TR==", "TQ= ", "TQ==\n", "T===", "T-==", "====", "TQ==TQ=="}) {
    INFO(text);
    CHECK_ERROR(from_base64(text), Errc::bad_input);
  }
}

TEST_CASE("RFC 4648 vectors", "[base]") {
  CHECK(to_base64("foobar") == "Zm9vYmFy");
  CHECK(to_base64("foob") == "Zm9vYg==");
  CHECK(to_base64("") == "");
  CHECK(to_base64url("\xFB\xFF") == "-_8");
  CHECK(to_base64url("f") == "Zg");
}

TEST_CASE("hexadecimal and base64 give the bytes back", "[base]") {
  CHECK(rc::check("round trips", [](const std::string& bytes) {
    RC_ASSERT(from_hex(to_hex(bytes)) == bytes);
    RC_ASSERT(from_base64(to_base64(bytes)) == bytes);
  }));
}

TEST_CASE("a document is named by its digest", "[base]") {
  CHECK(document_name("abc") ==
        "sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

TEST_CASE("random bytes are as many as asked and not the same twice", "[base]") {
  CHECK(random_bytes(0).empty());
  CHECK(random_bytes(32).size() == 32);
  CHECK(random_bytes(32) != random_bytes(32));
}

}  // namespace
}  // namespace wumei
