#pragma once

#include <wumei/base/decision.hpp>

#include <cstdint>
#include <string>
#include <string_view>

namespace wumei::publish {

/// Language of a page or a sentence. What is stored never depends on it.
enum class Language : std::uint8_t { en = 1, zh = 2 };

[[nodiscard]] inline std::string pick(Language language, std::string_view zh,
                                      std::string_view en) {
  return std::string(language == Language::zh ? zh : en);
}

/// Why the rules said no, as one short sentence that a household can read.
[[nodiscard]] std::string reason(RefusalCode code, Language language);

}  // namespace wumei::publish

#ifndef WUMEI_COMPILED
#include <wumei/publish/impl/language.ipp>
#endif
