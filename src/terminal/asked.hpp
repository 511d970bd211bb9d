#pragma once

#include <http/asked.hpp>

namespace wumei::terminal {
using http::Asked;
}
