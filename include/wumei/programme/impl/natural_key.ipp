#pragma once

#include <wumei/config.hpp>
#include <wumei/programme/natural_key.hpp>
#include <wumei/programme/programme.hpp>

namespace wumei::programme {
namespace detail {

/// The key of the `nth` time that the same fact is written: `key`, `key~2`, `key~3`, ...
WUMEI_INLINE std::string nth_key(const std::string& key, std::int64_t nth) {
  return nth == 1 ? key : key + "~" + std::to_string(nth);
}

}  // namespace detail

WUMEI_INLINE std::string key_after_reversals(const Programme& programme, const std::string& key) {
  if (key.empty()) return key;
  for (std::int64_t nth = 1;; ++nth) {
    std::string next = detail::nth_key(key, nth);
    const std::optional<ledger::Seq> seq = programme.find(next);
    if (!seq || !programme.state().book.is_reversed(*seq)) return next;
  }
}

}  // namespace wumei::programme
