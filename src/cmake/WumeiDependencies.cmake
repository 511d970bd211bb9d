# Every library wumei stands on, found and never fetched. Debian names are in src/README.md.
find_package(Boost 1.74 CONFIG REQUIRED COMPONENTS serialization)
find_package(OpenSSL 3.0 REQUIRED)
find_package(SQLiteCpp 3.2 CONFIG REQUIRED)
find_package(simdjson 3.0 CONFIG REQUIRED)
find_package(tomlplusplus 3.3 CONFIG REQUIRED)
find_package(WumeiUtf8proc REQUIRED)
find_package(WumeiQrencode REQUIRED)
find_package(ZLIB 1.2.11 REQUIRED)
