#pragma once

#include <wumei/base/amount.hpp>
#include <wumei/config.hpp>
#include <wumei/ledger/entry.hpp>

#include <array>
#include <charconv>
#include <cstring>

namespace wumei::ledger::detail {

inline constexpr std::string_view leaf_tag = "[\"wumei/entry/1\",";

/// Text the envelope may hold: printable ASCII that JSON does not escape.
inline constexpr std::array<bool, 256> plain_bytes = [] {
  std::array<bool, 256> plain{};
  for (std::size_t byte = 0x20; byte <= 0x7e; ++byte) plain[byte] = byte != '"' && byte != '\\';
  return plain;
}();

constexpr bool plain(char c) { return plain_bytes[static_cast<unsigned char>(c)]; }

/// Writes the envelope from left to right into room that was measured before: an entry has sixty
/// pieces, and growing a text by each would cost more than hashing it.
class Writer {
 public:
  explicit Writer(char* at) : at_(at) {}

  [[nodiscard]] const char* at() const { return at_; }

  void put(std::string_view piece) {
    std::memcpy(at_, piece.data(), piece.size());
    at_ += piece.size();
  }
  void put(char c) { *at_++ = c; }

  void put_integer(std::int64_t value) {
    if (value > exact_max || value < -exact_max) {
      throw Error(Errc::overflow, "an entry cannot hold " + std::to_string(value));
    }
    at_ = std::to_chars(at_, at_ + integer_most, value).ptr;
  }

  void put_text(std::string_view text) {
    *at_++ = '"';
    bool fits = true;
    for (const char c : text) {
      fits = fits && plain(c);
      *at_++ = c;
    }
    *at_++ = '"';
    if (fits) return;
    throw Error(Errc::bad_input, "\"" + std::string(text) + "\" cannot stand in an entry: only " +
                                     "printable ASCII without quotes");
  }

  static constexpr std::size_t integer_most = 20;  ///< -9223372036854775808

 private:
  char* at_;
};

/// No envelope of these is longer, data and detail not counted.
WUMEI_INLINE std::size_t envelope_most(const Position& position, const Draft& draft,
                                       std::span<const Leg> legs) {
  constexpr std::size_t mark = 4;  // quotes, comma, bracket
  std::size_t most = leaf_tag.size() + 2 * (Writer::integer_most + mark) + 16;
  most += draft.kind.size() + position.actor.size() + position.key.size() + 3 * mark;
  most += (draft.refs.size() + 1) * (Writer::integer_most + mark) + mark;
  for (const Leg& leg : legs) {
    most += leg.account.size() + leg.lot.size() + 3 * Writer::integer_most + 3 * mark;
  }
  return most;
}

WUMEI_INLINE void put_refs(Writer& writer, std::span<const Seq> refs) {
  char separator = '[';
  for (const Seq ref : refs) {
    writer.put(separator);
    writer.put_integer(ref);
    separator = ',';
  }
  writer.put(refs.empty() ? "[]," : "],");
}

WUMEI_INLINE void put_legs(Writer& writer, std::span<const Leg> legs) {
  char separator = '[';
  for (const Leg& leg : legs) {
    writer.put(separator);
    writer.put('[');
    writer.put_text(leg.account);
    writer.put(',');
    writer.put_text(leg.lot);
    for (const std::int64_t number : {leg.amount, leg.balance, leg.previous}) {
      writer.put(',');
      writer.put_integer(number);
    }
    writer.put(']');
    separator = ',';
  }
  writer.put(legs.empty() ? "[]," : "],");
}

}  // namespace wumei::ledger::detail
