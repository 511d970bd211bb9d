# Writes OUT, a .cpp with the bytes of FILE behind `wumei::hub::openapi()`.
file(READ ${FILE} bytes HEX)
string(REGEX REPLACE "(................................)" "\\1\"\n    \"" bytes "${bytes}")
string(REGEX REPLACE "([0-9a-f][0-9a-f])" "\\\\x\\1" bytes "${bytes}")
file(WRITE ${OUT} "#include <hub/openapi.hpp>\n\nnamespace wumei::hub {\nnamespace {\n\n"
     "constexpr char document[] =\n    \"${bytes}\";\n\n}  // namespace\n\n"
     "std::string_view openapi() { return {document, sizeof document - 1}; }\n\n"
     "}  // namespace wumei::hub\n")
