# utf8proc ships a pkg-config file only on most distributions.
find_path(WumeiUtf8proc_INCLUDE_DIR utf8proc.h)
find_library(WumeiUtf8proc_LIBRARY utf8proc)
include(FindPackageHandleStandardArgs)
find_package_handle_standard_args(WumeiUtf8proc
  REQUIRED_VARS WumeiUtf8proc_LIBRARY WumeiUtf8proc_INCLUDE_DIR)
if(WumeiUtf8proc_FOUND AND NOT TARGET WumeiUtf8proc::utf8proc)
  add_library(WumeiUtf8proc::utf8proc UNKNOWN IMPORTED)
  set_target_properties(WumeiUtf8proc::utf8proc PROPERTIES
    IMPORTED_LOCATION ${WumeiUtf8proc_LIBRARY}
    INTERFACE_INCLUDE_DIRECTORIES ${WumeiUtf8proc_INCLUDE_DIR})
endif()
