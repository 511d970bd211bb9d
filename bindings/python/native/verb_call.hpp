#pragma once

#include "ledger.hpp"

#include <sstream>

namespace wumei::python {

/// Runs the verb in that context and gives what it said. Throws what the command line does.
[[nodiscard]] Answer call_verb(const Call& call, cli::Context& context, std::ostringstream& said);

}  // namespace wumei::python
