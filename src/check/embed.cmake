# Writes OUT, a .cpp that holds the page PAGE.
file(READ ${PAGE} bytes HEX)
string(REGEX REPLACE "(................................)" "\\1\"\n    \"" bytes "${bytes}")
string(REGEX REPLACE "([0-9a-f][0-9a-f])" "\\\\x\\1" bytes "${bytes}")
file(WRITE ${OUT} "#include \"check_page.hpp\"\n\nnamespace wumei::cli {\nnamespace {\n\n"
     "constexpr char page[] =\n    \"${bytes}\";\n\n}  // namespace\n\n"
     "std::string_view check_page() { return {page, sizeof page - 1}; }\n\n"
     "}  // namespace wumei::cli\n")
