#pragma once

#include <wumei/programme/command.hpp>

#include <string>

/// Plain transfers of honour: a ledger for something else than a points scheme, or honour brought
/// along. Points, goods and yuan move only as their own commands say.
namespace wumei::programme {

/// `honour.transfer`. Role: township. Refused: household_unknown, village_unknown for the holder of
/// an account that nobody registered; holders that are neither are free.
struct Transfer {
  std::string from;  ///< account: `f/V03:honour_given`
  std::string to;    ///< account: `h/0301017:honour`
  Honour amount;     ///< above zero
};

/// Throws Errc::bad_input unless both are accounts of honour, not the same one, and the amount is
/// above zero.
[[nodiscard]] Command transfer_command(const Actor& actor, Transfer transfer);

/// True for an account that a transfer may move.
[[nodiscard]] bool takes_transfers(std::string_view account);

}  // namespace wumei::programme

#ifndef WUMEI_COMPILED
#include <wumei/programme/impl/transfer_commands.ipp>
#endif
