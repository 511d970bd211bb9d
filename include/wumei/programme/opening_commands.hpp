#pragma once

#include <wumei/programme/command.hpp>

#include <string>

/// Day one: what households hold under an earlier scheme, from its spreadsheet or passbooks.
namespace wumei::programme {

/// `points` may be spent until `expires`; `honour` counts for rank only. Neither is below zero:
/// debts of an earlier scheme are not brought over.
struct OpeningBalance {
  HouseholdId household;
  Points points;
  Honour honour;
  Date expires;          ///< last day the points can be spent
  std::string document;  ///< the paper that says so; needed, since no rule explains the points
};

/// Refusals: roles (township only: it makes points out of a paper), household_unknown,
/// household_inactive (closed), duplicate (household and document once, unless reversed),
/// nothing_to_do (neither points nor honour), wrong_state when the
/// points would have expired before the accounting date.
[[nodiscard]] Decision<Drafts> decide_opening(const State&, const Context&, const OpeningBalance&);

/// Throws Errc::bad_input for amounts below zero and for an empty document.
[[nodiscard]] Command opening_command(Actor actor, OpeningBalance asked);

/// `<effective>/opening/<household>/<document>`; a document that a key cannot spell is given by
/// the start of its digest.
[[nodiscard]] std::string opening_key(const OpeningBalance& asked, Date effective);

}  // namespace wumei::programme

#ifndef WUMEI_COMPILED
#include <wumei/programme/impl/opening_commands.ipp>
#endif
