#include "table.hpp"

#include <wumei/base/error.hpp>

#include <algorithm>

namespace wumei::python {

bool Filter::has_kind(std::string_view kind) const {
  if (kinds.empty()) return true;
  return std::any_of(kinds.begin(), kinds.end(), [&](const std::string& wanted) {
    return wanted == kind || (wanted.ends_with('.') && kind.starts_with(wanted));
  });
}

Sieve::Sieve(const Filter& filter, const Places& places)
    : filter_(&filter), open_(filter.villages.empty()) {
  villages_.resize(static_cast<std::size_t>(places.villages()->size()), false);
  for (const std::string& id : filter.villages) {
    const std::int32_t number = places.village(id);
    if (number < 0) throw Error(Errc::not_found, "there is no village " + id, {{"village", id}});
    villages_[static_cast<std::size_t>(number)] = true;
  }
}

const std::vector<Definition>& definitions() {
  static const std::vector<Definition> all = [] {
    std::vector<Definition> tables;
    for (const auto make :
         {log_tables, state_tables, deed_tables, market_tables, monthly_tables}) {
      for (Definition& made : make()) tables.push_back(std::move(made));
    }
    return tables;
  }();
  return all;
}

const Definition& definition(std::string_view name) {
  for (const Definition& table : definitions()) {
    if (table.name == name) return table;
  }
  throw Error(Errc::not_found, "there is no table " + std::string(name),
              {{"table", std::string(name)}});
}

}  // namespace wumei::python
