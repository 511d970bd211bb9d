# What wumei's own targets are built with. Nothing here reaches a user of the library.
add_library(wumei_options INTERFACE)
target_compile_features(wumei_options INTERFACE cxx_std_20)
target_compile_options(wumei_options INTERFACE
  -Wall -Wextra -Wpedantic -Wconversion $<$<BOOL:${WUMEI_WERROR}>:-Werror>)
# Files of tests compiled as one hide each other's names; each by itself they are warned of it.
if(NOT WUMEI_TESTS_TOGETHER)
  target_compile_options(wumei_options INTERFACE -Wshadow)
endif()
# From -O1 on GCC 12 sees overlaps and overflows inside std::string that are not there (GCC bug
# 105651), in some builds only: it depends on the length of folded constants such as a path. GCC 13
# does not.
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 13)
  target_compile_options(wumei_options INTERFACE
    -Wno-restrict -Wno-stringop-overflow -Wno-stringop-overread -Wno-array-bounds
    -Wno-maybe-uninitialized)
endif()
if(WUMEI_SANITIZE)
  target_compile_options(wumei_options INTERFACE
    -fsanitize=${WUMEI_SANITIZE} -fno-sanitize-recover=all -fno-omit-frame-pointer)
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
