#pragma once

#include <wumei/programme/impl/snapshot_pieces.ipp>

#include <cstddef>
#include <string>
#include <utility>

#include <boost/archive/binary_iarchive.hpp>
#include <boost/archive/impl/archive_serializer_map.ipp>
#include <boost/archive/impl/basic_binary_iarchive.ipp>
#include <boost/archive/impl/basic_binary_iprimitive.ipp>

namespace wumei::programme::detail {

/// Boost's binary archive, which believes every length it reads: one damaged byte asks for memory
/// without end. Here nothing is made room for that the bytes left could not fill, and a flag is 0
/// or 1.
class SnapshotReader
    : public boost::archive::binary_iarchive_impl<SnapshotReader, char, std::char_traits<char>> {
  using Base = boost::archive::binary_iarchive_impl<SnapshotReader, char, std::char_traits<char>>;

 public:
  explicit SnapshotReader(PieceReader& bytes) : Base(bytes, 0), bytes_(bytes) { init(0); }

  using Base::load_override;
  void load_override(boost::serialization::collection_size_type& count) {
    Base::load_override(count);
    expect(std::as_const(count));
  }

  using Base::load;
  void load(std::string& text) {
    std::size_t size = 0;
    Base::load(size);
    expect(size);
    text.resize(size);
    load_binary(text.data(), size);
  }
  void load(bool& flag) {
    char byte = 0;
    Base::load(byte);
    if (byte != 0 && byte != 1) damaged();
    flag = byte == 1;
  }

 private:
  void expect(std::size_t bytes) const {
    if (bytes > bytes_.left()) damaged();
  }
  [[noreturn]] static void damaged() {
    throw boost::archive::archive_exception(boost::archive::archive_exception::input_stream_error);
  }

  PieceReader& bytes_;
};

}  // namespace wumei::programme::detail

namespace boost::archive {
template class detail::archive_serializer_map<wumei::programme::detail::SnapshotReader>;
template class basic_binary_iprimitive<wumei::programme::detail::SnapshotReader, char,
                                       std::char_traits<char>>;
template class basic_binary_iarchive<wumei::programme::detail::SnapshotReader>;
}  // namespace boost::archive

BOOST_SERIALIZATION_REGISTER_ARCHIVE(wumei::programme::detail::SnapshotReader)
BOOST_SERIALIZATION_USE_ARRAY_OPTIMIZATION(wumei::programme::detail::SnapshotReader)
