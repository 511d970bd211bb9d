#include "verbs.hpp"

/// What every program with the verbs of this command line has, whichever of them it has.
namespace wumei::cli {

const ImportRegistry& all_imports() {
  static const ImportRegistry registry = [] {
    ImportRegistry all;
    for (const auto add : {add_import_people, add_import_opening, add_import_market,
                           add_import_budgets, add_import_deeds, add_import_transfers}) {
      add(all);
    }
    return all;
  }();
  return registry;
}

std::vector<TextTable> all_texts() {
  return {text_cli(),    text_errors(), text_people(), text_rules(),
          text_scoring(), text_awards(),   text_market(), text_audit(),
          text_witness(), text_log(),      text_leases(),  text_hub(),
          text_overview(), text_merchants()};
}

}  // namespace wumei::cli
