#pragma once

#include <http/asked.hpp>
#include <wumei/base/error.hpp>
#include <wumei/programme/market_commands.hpp>

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

/// The facts of commands, read from the JSON that a client sent. All throw Errc::bad_input naming
/// the member.
namespace wumei::hub {

inline constexpr std::size_t text_most = 200;  ///< bytes

/// The words of the parsers are of the member that they were read from.
template <class Read>
auto reading(const http::Asked& asked, std::string_view name, Read read) {
  const std::string& text = asked.text(name);
  try {
    return read(text);
  } catch (const Error& error) {
    throw Error(Errc::bad_input, error.what(), {{"field", std::string(name)}, {"found", text}});
  }
}

template <class Identifier>
Identifier id_of(const http::Asked& asked, std::string_view name) {
  return reading(asked, name, [](const std::string& text) { return Identifier(text); });
}
template <class Amount>
Amount amount_of(const http::Asked& asked, std::string_view name) {
  return reading(asked, name, [](const std::string& text) { return Amount::parse(text); });
}
[[nodiscard]] Date date_of(const http::Asked& asked, std::string_view name);
/// "" when it is missing; at most `most` bytes.
[[nodiscard]] std::string text_of(const http::Asked& asked, std::string_view name,
                                  std::size_t most);
/// At most 60 of them.
[[nodiscard]] const json::Array& items_of(const http::Asked& asked, std::string_view name);
/// The number of an entry.
[[nodiscard]] ledger::Seq entry_of(const http::Asked& asked, std::string_view name);
/// `lines`: one piece or more of each.
[[nodiscard]] std::vector<market::BasketLine> basket_of(const http::Asked& asked);
/// `receiver`: the head when it is missing.
[[nodiscard]] programme::Receiver receiver_of(const http::Asked& asked);

}  // namespace wumei::hub
