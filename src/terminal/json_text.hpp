#pragma once

#include <http/json_text.hpp>

namespace wumei::terminal {
using http::Json;
}
