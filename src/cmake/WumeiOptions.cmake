# What wumei's own targets are built with. Nothing here reaches a user of the library.
add_library(wumei_options INTERFACE)
target_compile_features(wumei_options INTERFACE cxx_std_20)
target_compile_options(wumei_options INTERFACE
  -Wall -Wextra -Wpedantic -Wconversion -Wshadow $<$<BOOL:${WUMEI_WERROR}>:-Werror>)
# GCC 12 at -O2 and above sees overlaps and overflows inside std::string that are not there (GCC
# bug 105651); GCC 13 does not.
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 13)
  target_compile_options(wumei_options INTERFACE
    "$<$<CONFIG:Release>:-Wno-restrict;-Wno-stringop-overflow;-Wno-array-bounds>")
endif()
if(WUMEI_SANITIZE)
  # The instrumented moves of a std::variant look uninitialized to GCC; the sanitizer itself knows.
  target_compile_options(wumei_options INTERFACE
    -fsanitize=${WUMEI_SANITIZE} -fno-sanitize-recover=all -fno-omit-frame-pointer
    -Wno-maybe-uninitialized)
  target_link_options(wumei_options INTERFACE -fsanitize=${WUMEI_SANITIZE})
endif()

# ccache with precompiled headers caches nothing unless it may ignore these.
find_program(WUMEI_CCACHE ccache)
if(WUMEI_CCACHE AND PROJECT_IS_TOP_LEVEL)
  set(CMAKE_CXX_COMPILER_LAUNCHER ${CMAKE_COMMAND} -E env
      CCACHE_SLOPPINESS=pch_defines,time_macros,include_file_mtime,include_file_ctime
      ${WUMEI_CCACHE})
  target_compile_options(wumei_options INTERFACE -fpch-preprocess)
endif()
