#pragma once

#include <wumei/base/text.hpp>
#include <wumei/config.hpp>
#include <wumei/publish/person.hpp>

namespace wumei::publish {

WUMEI_INLINE std::string shown_name(const programme::Person& person, bool masked,
                                    Language language) {
  if (person.erased) return pick(language, "已删除", "erased");
  if (person.name.empty() || !masked) return person.name;
  return mask_name(person.name);
}

}  // namespace wumei::publish
