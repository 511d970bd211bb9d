# libqrencode ships no CMake package.
find_path(WumeiQrencode_INCLUDE_DIR qrencode.h)
find_library(WumeiQrencode_LIBRARY qrencode)
include(FindPackageHandleStandardArgs)
find_package_handle_standard_args(WumeiQrencode
  REQUIRED_VARS WumeiQrencode_LIBRARY WumeiQrencode_INCLUDE_DIR)
if(WumeiQrencode_FOUND AND NOT TARGET WumeiQrencode::qrencode)
  add_library(WumeiQrencode::qrencode UNKNOWN IMPORTED)
  set_target_properties(WumeiQrencode::qrencode PROPERTIES
    IMPORTED_LOCATION ${WumeiQrencode_LIBRARY}
    INTERFACE_INCLUDE_DIRECTORIES ${WumeiQrencode_INCLUDE_DIR})
endif()
