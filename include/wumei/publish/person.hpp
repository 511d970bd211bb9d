#pragma once

#include <wumei/programme/find.hpp>
#include <wumei/publish/language.hpp>

namespace wumei::publish {

/// How papers and screens name somebody: whole or masked, "erased" when his name was erased, and
/// nothing when none was ever given.
[[nodiscard]] std::string shown_name(const programme::Person& person, bool masked,
                                     Language language);

}  // namespace wumei::publish

#ifndef WUMEI_COMPILED
#include <wumei/publish/impl/person.ipp>
#endif
