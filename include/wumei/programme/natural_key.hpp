#pragma once

#include <string>

namespace wumei::programme {

class Programme;

/// The key under which a fact with the natural key `key` is to be submitted. A key is used once
/// for ever, also when its entry was taken back: a fact that comes again after that gets the next
/// of `key~2`, `key~3`, ...; one that still stands keeps its own, so that it is known. `""` stays.
[[nodiscard]] std::string key_after_reversals(const Programme& programme, const std::string& key);

}  // namespace wumei::programme

#ifndef WUMEI_COMPILED
#include <wumei/programme/impl/natural_key.ipp>
#endif
