#pragma once

namespace wumei::notice {

/// Public notices, objections and decisions.
struct Board {};

}  // namespace wumei::notice
