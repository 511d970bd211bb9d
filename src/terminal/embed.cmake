# Writes OUT, a .cpp with the files that LIST names, `URL-path file content-type` a line; files lie
# beside the list.
include(${CMAKE_CURRENT_LIST_DIR}/../cmake/bytes.cmake)
get_filename_component(folder ${LIST} DIRECTORY)
file(STRINGS ${LIST} lines ENCODING UTF-8)
set(bodies "")
set(rows "")
set(number 0)
foreach(line IN LISTS lines)
  # A list of CMake ends where a semicolon stands: content types have one.
  string(REPLACE "\;" ";" line "${line}")
  if(NOT line MATCHES "^(/[^ ]*) ([^ ]+) (.+)$")
    continue()
  endif()
  set(path "${CMAKE_MATCH_1}")
  set(file "${folder}/${CMAKE_MATCH_2}")
  set(type "${CMAKE_MATCH_3}")
  bytes_of(${file} bytes)
  file(SHA256 ${file} digest)
  string(SUBSTRING ${digest} 0 20 etag)
  string(APPEND bodies "constexpr char file_${number}[] =\n    ${bytes};\n")
  string(APPEND rows "    {\"${path}\", \"${type}\", \"\\\"${etag}\\\"\",\n"
                     "     {file_${number}, sizeof file_${number} - 1}},\n")
  math(EXPR number "${number} + 1")
endforeach()
file(WRITE ${OUT} "#include <terminal/pages.hpp>\n\nnamespace wumei::terminal {\nnamespace {\n\n"
     "${bodies}\nconstexpr Page all[] = {\n${rows}};\n\n}  // namespace\n\n"
     "std::span<const Page> pages() { return all; }\n\n}  // namespace wumei::terminal\n")
