#include "verbs.hpp"

namespace wumei::cli {

const Verbs& all_verbs() {
  static const Verbs verbs = [] {
    Verbs all;
    for (const auto add :
         {add_init,      add_import,   add_officer,    add_card,       add_find,     add_rules,
          add_claim,     add_inspect,  add_notice,     add_award,      add_rank,     add_shop,
          add_lease,     add_suspense, add_merchant,   add_budget,     add_close,    add_reverse,
          add_erase,     add_statement,
          add_bulletin,  add_anchor,   add_report,     add_overview,   add_donor,    add_verify,
          add_checkpoint, add_proof,   add_check_page, add_witness,    add_export,   add_key,
          add_national,  add_backup,   add_xlsx,       add_terminal,   add_hub,
          add_completion}) {
      add(all);
    }
    return all;
  }();
  return verbs;
}

}  // namespace wumei::cli
