#pragma once

#include "tokens.hpp"

#include <http/asked.hpp>
#include <wumei/programme/group_writer.hpp>

#include <span>
#include <string>
#include <string_view>

/// What JSON asks for, as commands of the library.
namespace wumei::hub {

/// What a command is made of.
struct Making {
  programme::GroupWriter& writer;
  const programme::Actor& actor;
  const http::Asked& asked;  ///< its facts
  std::string key;           ///< for what has no natural key; "" where the client gave none
};

/// What can be done, by the name that a batch calls it.
struct Deed {
  std::string_view name;
  Right right;
  bool natural_key;  ///< the facts are the key: a slip number, a day and a rule
  programme::Command (*make)(const Making& making);
};
// Those of leases and of the stock; the others stand beside the table.
[[nodiscard]] programme::Command stock_count(const Making& making);
[[nodiscard]] programme::Command stock_transfer(const Making& making);
[[nodiscard]] programme::Command lease_terms(const Making& making);
[[nodiscard]] programme::Command lease_issue(const Making& making);
[[nodiscard]] programme::Command lease_add(const Making& making);
[[nodiscard]] programme::Command lease_redeem(const Making& making);
[[nodiscard]] programme::Command lease_close(const Making& making);
[[nodiscard]] programme::Command lease_recall(const Making& making);
[[nodiscard]] programme::Command lease_force(const Making& making);

[[nodiscard]] std::span<const Deed> deeds();
/// The one of that name, or nullptr.
[[nodiscard]] const Deed* find_deed(std::string_view name);

/// The key of a client in the ledger, apart from those of other devices. It sorts before all that
/// begin with a day, whose look-up it must not slow down. Throws Errc::bad_input for what is no
/// key: 1 to 64 less the device's characters of `[A-Za-z0-9._-]`.
[[nodiscard]] std::string client_key(const DeviceId& device, std::string_view text);

/// Makes the command. Throws Stop `key.missing`, and Errc::bad_input for what could not be stored:
/// found out only when it is written, it would undo the whole group it is written with.
[[nodiscard]] programme::Command make(const Deed& deed, const Making& making);

}  // namespace wumei::hub
