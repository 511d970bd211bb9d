# Writes OUT, a .cpp with the bytes of FILE behind `NAMESPACE::FUNCTION()`, which HEADER declares.
include(${CMAKE_CURRENT_LIST_DIR}/bytes.cmake)
bytes_of(${FILE} bytes)
file(WRITE ${OUT} "#include <${HEADER}>\n\nnamespace ${NAMESPACE} {\nnamespace {\n\n"
     "constexpr char text[] =\n    ${bytes};\n\n}  // namespace\n\n"
     "std::string_view ${FUNCTION}() { return {text, sizeof text - 1}; }\n\n"
     "}  // namespace ${NAMESPACE}\n")
