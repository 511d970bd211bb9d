#pragma once

#include "app.hpp"

#include <wumei/programme/programme.hpp>

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <string_view>

namespace wumei::cli {

/// Who gave a command that runs in a hub: the holder of a token, elsewhere. The verb is the one
/// that runs beside the ledger; what it would take from a process of its own, it takes from here.
/// The disk of the hub's machine is none of that.
struct Guest {
  programme::Programme& programme;  ///< the guest's alone until the verb ends
  programme::Actor actor;           ///< the token stands for --as, --pin and --device
  /// What came along, as the arguments call it.
  std::map<std::string, std::string_view, std::less<>> files = {};
  std::map<std::string, std::string> written = {};  ///< what goes back
  /// Writes down a look at private detail before it is shown; throws for a token without the right.
  std::function<void(const std::string& what)> look = {};
  /// The key of the n-th command that has none of its own; throws where the client gave none.
  std::function<std::string(std::int64_t number)> key = {};
  std::int64_t keys = 0;  ///< given so far
};

/// The officer who asks for private detail, proven: by --as and --pin, or by his token. `what` is
/// written down in a hub, before it is shown.
[[nodiscard]] OfficerId proven_officer(const Context& context,
                                       const programme::Programme& programme,
                                       const std::string& what);

}  // namespace wumei::cli
