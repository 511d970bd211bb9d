#pragma once

#include <pybind11/pybind11.h>

namespace wumei::python {

/// From now on what the library throws arrives in Python as wumei.Error or wumei.Refused.
void translate_errors();

}  // namespace wumei::python
