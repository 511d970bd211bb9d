# Sets OUT to the bytes of FILE as text of C++, one literal.
function(bytes_of file out)
  file(READ ${file} bytes HEX)
  string(REGEX REPLACE "(................................)" "\\1\"\n    \"" bytes "${bytes}")
  string(REGEX REPLACE "([0-9a-f][0-9a-f])" "\\\\x\\1" bytes "${bytes}")
  set(${out} "\"${bytes}\"" PARENT_SCOPE)
endfunction()
