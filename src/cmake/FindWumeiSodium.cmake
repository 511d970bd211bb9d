# libsodium ships no CMake package.
find_path(WumeiSodium_INCLUDE_DIR sodium.h)
find_library(WumeiSodium_LIBRARY sodium)
include(FindPackageHandleStandardArgs)
find_package_handle_standard_args(WumeiSodium
  REQUIRED_VARS WumeiSodium_LIBRARY WumeiSodium_INCLUDE_DIR)
if(WumeiSodium_FOUND AND NOT TARGET WumeiSodium::sodium)
  add_library(WumeiSodium::sodium UNKNOWN IMPORTED)
  set_target_properties(WumeiSodium::sodium PROPERTIES
    IMPORTED_LOCATION ${WumeiSodium_LIBRARY}
    INTERFACE_INCLUDE_DIRECTORIES ${WumeiSodium_INCLUDE_DIR})
endif()
