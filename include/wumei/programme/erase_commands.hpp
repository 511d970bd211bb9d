#pragma once

#include <wumei/programme/command.hpp>
#include <wumei/programme/kinds.hpp>
#include <wumei/programme/programme.hpp>

#include <string>
#include <vector>

/// What the law wants forgotten: private detail goes for good, and an entry says so. The entry it
/// belonged to stays, and with it every balance and hash.
namespace wumei::programme {

/// The entry whose private detail goes, on what ground, and the paper that asked for it. All of it
/// is public.
struct Erasure {
  ledger::Seq seq = ledger::no_seq;
  std::string ground;
  std::string document;
};

/// `detail.erase`: erases salt and private text of one entry. Role: township. Refused with
/// nothing_to_do when the entry has none, with duplicate when it was erased before, and with
/// wrong_state for name and PIN of an officer in office. Throws Errc::not_found for an unknown
/// entry, Errc::bad_input without ground or document.
[[nodiscard]] Command erase_command(const Programme& programme, const Actor& actor,
                                    const Erasure& erasure);

/// Entries about the household whose private detail is still kept: names and phones, words of
/// objections, vetoes and answers. Throws Errc::not_found for an unknown household.
[[nodiscard]] std::vector<ledger::Seq> details_about(const Programme& programme,
                                                     const HouseholdId& household);

/// A `detail.erase`, decided again from the bytes of the entry whose detail it erases.
[[nodiscard]] std::optional<ledger::Violation> check_erasure(const State& before,
                                                             const Record& record,
                                                             const std::string& target);

}  // namespace wumei::programme

#ifndef WUMEI_COMPILED
#include <wumei/programme/impl/erase_commands.ipp>
#include <wumei/programme/impl/kinds_log.ipp>
#endif
