#include "pipeline.hpp"

#include <catch.hpp>
#include <wumei/audit/qr.hpp>

#include <rapidcheck.h>

namespace wumei::audit {
namespace {

/// The payload of bytes that are already a zlib stream, or pretend to be.
std::string payload_of(std::string_view stream) {
  return std::string(qr_prefix) + to_base45(stream);
}

std::string stream_of(const std::string& payload) {
  return from_base45(payload.substr(qr_prefix.size()));
}

/// Text that deflating cannot shorten: base64 of chained digests.
std::string noise(std::size_t digests) {
  std::string text;
  Digest last = sha256("noise");
  for (std::size_t i = 0; i < digests; ++i) {
    last = sha256(last.bytes());
    text += to_base64(last.bytes());
  }
  return text;
}

TEST_CASE("Base45 gives the examples of RFC 9285", "[audit]") {
  CHECK(to_base45("AB") == "BB8");
  CHECK(to_base45("Hello!!") == "%69 VD92EX0");
  CHECK(to_base45("base-45") == "UJCLQE7W581");
  CHECK(to_base45("") == "");
  CHECK(from_base45("QED8WEX0") == "ietf!");
  CHECK(from_base45("FGW") == std::string("\xff\xff"));
}

TEST_CASE("Base45 refuses other characters, lengths and numbers out of range", "[audit]") {
  CHECK_ERROR(from_base45("B"), Errc::bad_input);
  CHECK_ERROR(from_base45("BB8B"), Errc::bad_input);
  CHECK_ERROR(from_base45("GGW"), Errc::bad_input);  // 65,536
  CHECK_ERROR(from_base45(":::"), Errc::bad_input);
  CHECK_ERROR(from_base45("::"), Errc::bad_input);
  CHECK_ERROR(from_base45("V5"), Errc::bad_input);  // 256
  CHECK(from_base45("U5") == std::string("\xff"));
  CHECK_ERROR(from_base45("bb8"), Errc::bad_input);
  CHECK_ERROR(from_base45("BB8\n"), Errc::bad_input);
  CHECK_ERROR(from_base45("\xe5\x8f\xb7"), Errc::bad_input);
}

TEST_CASE("bytes and texts come back from Base45 and from a payload", "[audit]") {
  CHECK(rc::check("base45", [](const std::string& bytes) {
    RC_ASSERT(from_base45(to_base45(bytes)) == bytes);
  }));
  CHECK(rc::check("payload", [](const std::string& text) {
    RC_ASSERT(from_qr_payload(to_qr_payload(text)) == text);
  }));
  CHECK(from_qr_payload(to_qr_payload(testing::pipeline_file())) == testing::pipeline_file());
}

TEST_CASE("a payload of another prefix or alphabet is refused", "[audit]") {
  const std::string good = to_qr_payload("hello");

  CHECK_FALSE(is_qr_payload("c2sp.org/tlog-proof@v1\n"));
  CHECK_ERROR(from_qr_payload(""), Errc::bad_input);
  CHECK_ERROR(from_qr_payload("WUMEI2:" + good.substr(7)), Errc::bad_input);
  CHECK_ERROR(from_qr_payload("wumei1:" + good.substr(7)), Errc::bad_input);
  CHECK_ERROR(from_qr_payload(good + "\n"), Errc::bad_input);
  CHECK_ERROR(from_qr_payload("WUMEI1:"), Errc::bad_input);
}

TEST_CASE("a payload that is cut, changed or goes on is refused", "[audit]") {
  const std::string text = testing::pipeline_file();
  const std::string stream = stream_of(to_qr_payload(text));

  int passed = 0;
  for (std::size_t size = 0; size < stream.size(); ++size) {
    try {
      static_cast<void>(from_qr_payload(payload_of(stream.substr(0, size))));
      ++passed;
    } catch (const Error& error) {
      CHECK(error.code() == Errc::bad_input);
    }
  }
  CHECK(passed == 0);
  CHECK_ERROR(from_qr_payload(payload_of(stream + '\0')), Errc::bad_input);
  CHECK_ERROR(from_qr_payload(payload_of(stream + stream)), Errc::bad_input);
  std::string sum = stream;
  sum.back() ^= 1;  // the last byte of Adler-32
  CHECK_ERROR(from_qr_payload(payload_of(sum)), Errc::bad_input);
}

TEST_CASE("a text of 16 KiB passes, one byte more is refused on either side", "[audit]") {
  const std::string most(qr_text_max, 'a');
  // Python: zlib.compress(b"a" * 16385, 9)
  const std::string one_more = from_hex(
      "78daedc13101000000c2a0aceb5fc2183e400100000000000000000000000000000077031d3041ca");

  CHECK(from_qr_payload(to_qr_payload(most)) == most);
  CHECK_ERROR(to_qr_payload(most + "a"), Errc::bad_input);
  CHECK_ERROR(from_qr_payload(payload_of(one_more)), Errc::bad_input);
}

TEST_CASE("what does not fit one code is refused on either side", "[audit]") {
  CHECK_ERROR(to_qr_payload(noise(120)), Errc::bad_input);
  CHECK_ERROR(from_qr_payload("WUMEI1:" + std::string(qr_payload_max, '0')), Errc::bad_input);
}

TEST_CASE("one changed character of a payload never gives another text", "[audit]") {
  const std::string text = testing::pipeline_file();
  const std::string good = to_qr_payload(text);
  CHECK(rc::check("changed character", [&] {
    std::string bad = good;
    const auto at = *rc::gen::inRange<std::size_t>(0, good.size());
    bad[at] = *rc::gen::elementOf(std::string("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"));
    try {
      // The bits that fill the last byte of a stream mean nothing.
      RC_ASSERT(from_qr_payload(bad) == text);
    } catch (const Error& error) {
      RC_ASSERT(error.code() == Errc::bad_input);
    }
  }));
}

}  // namespace
}  // namespace wumei::audit
