#pragma once

#include "hub.hpp"

#include <wumei/programme/find.hpp>
#include <wumei/publish/receipt.hpp>
#include <wumei/publish/statement.hpp>

/// What ledgers hold, as the API gives it, and what a query may say. Amounts are decimal text, days
/// `2026-04-08`.
namespace wumei::hub {

[[nodiscard]] Json ledger_json(Ledger& ledger);
/// With points; the phone only when `full`.
[[nodiscard]] Json household_json(const programme::Programme& programme,
                                  const programme::HouseholdMatch& found, bool full);
[[nodiscard]] Json statement_json(const publish::Statement& statement);
/// Where the claim recorded at `seq` is and, once answered, why. Throws Errc::not_found.
[[nodiscard]] Json claim_json(const programme::Programme& programme, ledger::Seq seq);
[[nodiscard]] Json notice_json(const programme::State& state, const notice::Notice& notice);
/// With every entry that waits in it.
[[nodiscard]] Json whole_notice_json(const programme::State& state, const notice::Notice& notice);
/// The entry's fields by name, and its bytes as `leaf` when asked.
[[nodiscard]] Json entry_json(std::string_view leaf, bool with_leaf);
[[nodiscard]] Json slip_json(const publish::RedemptionSlip& slip, bool reversed);
[[nodiscard]] Json prices_json(const market::PriceList& list);

/// `2026-04-08T01:30:00Z`.
[[nodiscard]] std::string utc(Instant at);

/// The parameter of that name as what `read` makes of it, or `otherwise`. What it throws names it.
template <class Read, class Otherwise>
auto parameter(const http::Request& request, std::string_view name, Read read,
               Otherwise otherwise) -> decltype(read(std::string())) {
  const auto text = request.parameter(name);
  if (!text) return otherwise;
  try {
    return read(*text);
  } catch (const Error& error) {
    throw Error(Errc::bad_input, error.what(), {{"field", std::string(name)}, {"found", *text}});
  }
}

struct Bounds {
  std::int64_t least = 0;
  std::int64_t most = 0;
  std::int64_t otherwise = 0;
};
/// A whole number within the bounds. Throws Errc::bad_input.
[[nodiscard]] std::int64_t number_of(const http::Request& request, std::string_view name,
                                     const Bounds& bounds);
/// `true` or `false`; false when it is missing. Throws Errc::bad_input.
[[nodiscard]] bool flag_of(const http::Request& request, std::string_view name);
/// A part of the path that is the number of an entry. Throws Errc::not_found for what is none.
[[nodiscard]] ledger::Seq seq_of(const std::string& part);
/// `lang=zh|en`, Chinese when it is missing. Throws Errc::bad_input.
[[nodiscard]] publish::Language language_of(const http::Request& request);

}  // namespace wumei::hub
