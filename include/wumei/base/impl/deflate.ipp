#pragma once

#include <wumei/base/assert.hpp>
#include <wumei/base/deflate.hpp>
#include <wumei/config.hpp>

#include <zlib.h>

namespace wumei {

WUMEI_INLINE std::string deflated(std::string_view bytes, int window_bits) {
  z_stream stream{};
  WUMEI_ASSERT(::deflateInit2(&stream, Z_BEST_COMPRESSION, Z_DEFLATED, window_bits, MAX_MEM_LEVEL,
                              Z_DEFAULT_STRATEGY) == Z_OK);
  std::string packed(::deflateBound(&stream, static_cast<uLong>(bytes.size())), '\0');
  std::string input(bytes);  // zlib takes it as writable
  stream.next_in = reinterpret_cast<Bytef*>(input.data());
  stream.avail_in = static_cast<uInt>(input.size());
  stream.next_out = reinterpret_cast<Bytef*>(packed.data());
  stream.avail_out = static_cast<uInt>(packed.size());
  const int done = ::deflate(&stream, Z_FINISH);
  packed.resize(stream.total_out);
  ::deflateEnd(&stream);
  WUMEI_ASSERT(done == Z_STREAM_END);
  return packed;
}

}  // namespace wumei
