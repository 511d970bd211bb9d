#include <catch.hpp>

#include <http/packed.hpp>

#include <zlib.h>

namespace {

bool taken(const std::string& accepts) {
  wumei::http::Request request;
  request.headers = {{"Accept-Encoding", accepts}};
  return wumei::http::takes_gzip(request);
}

std::string gunzipped(std::string packed, std::size_t size) {
  std::string bytes(size, '\0');
  z_stream stream{};
  REQUIRE(inflateInit2(&stream, 15 + 16) == Z_OK);
  stream.next_in = reinterpret_cast<Bytef*>(packed.data());
  stream.avail_in = static_cast<uInt>(packed.size());
  stream.next_out = reinterpret_cast<Bytef*>(bytes.data());
  stream.avail_out = static_cast<uInt>(bytes.size());
  const int ended = inflate(&stream, Z_FINISH);
  inflateEnd(&stream);
  REQUIRE(ended == Z_STREAM_END);
  CHECK(stream.avail_in == 0);
  return bytes;
}

}  // namespace

TEST_CASE("an answer is packed for who reads gzip and for nobody else") {
  for (const char* accepts : {"gzip", "br, GZIP", "deflate , gzip;q=0.5", "*", "gzip, *;q=0"}) {
    INFO(accepts);
    CHECK(taken(accepts));
  }
  for (const char* accepts : {"", "br", "gzip;q=0", "gzip;Q=0.000, *", "*;q=0", "xgzip", ",;,"}) {
    INFO(accepts);
    CHECK_FALSE(taken(accepts));
  }
  CHECK_FALSE(wumei::http::takes_gzip({}));
}

TEST_CASE("what is packed is the same again when it is unpacked, and smaller") {
  std::string text;
  for (int i = 0; i < 1'000; ++i) text += "爱心超市 " + std::to_string(i % 7);
  const std::string packed = wumei::http::gzipped(text);
  CHECK(packed.size() < text.size() / 4);
  CHECK(packed == wumei::http::gzipped(text));
  CHECK(gunzipped(packed, text.size()) == text);
  CHECK(gunzipped(wumei::http::gzipped(""), 0).empty());
}
