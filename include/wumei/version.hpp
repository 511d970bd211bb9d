#pragma once

/// The one place that states the version: CMake and the Python package read these three lines.
#define WUMEI_VERSION_MAJOR 0
#define WUMEI_VERSION_MINOR 1
#define WUMEI_VERSION_PATCH 0
