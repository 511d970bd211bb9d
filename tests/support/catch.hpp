#pragma once

// Catch2 2 (Debian 12) and 3 (Ubuntu 24.04) behind one name.
#if __has_include(<catch2/catch_all.hpp>)
#include <catch2/catch_all.hpp>
#else
#include <catch2/catch.hpp>
#endif

#include <wumei/base/error.hpp>

/// Checks that `expression` throws a wumei::Error of that code; messages are never compared.
#define CHECK_ERROR(expression, errc)            \
  do {                                           \
    bool wumei_thrown = false;                   \
    try {                                        \
      static_cast<void>(expression);             \
    } catch (const wumei::Error& error) {        \
      wumei_thrown = true;                       \
      INFO(error.what());                        \
      CHECK(error.code() == (errc));             \
    }                                            \
    CHECK(wumei_thrown);                         \
  } while (false)
