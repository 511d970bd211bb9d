#pragma once

#include "import.hpp"
#include "verb.hpp"

/// What every slice adds to the command line. `verbs.cpp` and `registries.cpp` call each of these
/// once, verbs in the order of `wumei --help`.
namespace wumei::cli {

void add_init(Verbs& verbs);
void add_import(Verbs& verbs);
void add_officer(Verbs& verbs);
void add_card(Verbs& verbs);
void add_find(Verbs& verbs);
void add_rules(Verbs& verbs);
void add_claim(Verbs& verbs);
void add_inspect(Verbs& verbs);
void add_notice(Verbs& verbs);
void add_award(Verbs& verbs);
void add_rank(Verbs& verbs);
void add_shop(Verbs& verbs);
[[nodiscard]] Verbs stock_verbs();  ///< shop count, shop transfer
void add_lease(Verbs& verbs);
void add_suspense(Verbs& verbs);
void add_merchant(Verbs& verbs);
void add_budget(Verbs& verbs);
void add_close(Verbs& verbs);
void add_reverse(Verbs& verbs);
void add_erase(Verbs& verbs);
void add_anchor(Verbs& verbs);
void add_statement(Verbs& verbs);
void add_bulletin(Verbs& verbs);
void add_report(Verbs& verbs);
void add_overview(Verbs& verbs);
void add_donor(Verbs& verbs);
void add_verify(Verbs& verbs);
void add_checkpoint(Verbs& verbs);
void add_proof(Verbs& verbs);  ///< proof, check-proof
void add_check_page(Verbs& verbs);
void add_export(Verbs& verbs);
void add_witness(Verbs& verbs);
void add_key(Verbs& verbs);
void add_national(Verbs& verbs);
void add_backup(Verbs& verbs);  ///< backup, restore
void add_xlsx(Verbs& verbs);
void add_terminal(Verbs& verbs);
void add_hub(Verbs& verbs);
void add_completion(Verbs& verbs);

void add_import_people(ImportRegistry& registry);
void add_import_opening(ImportRegistry& registry);
void add_import_deeds(ImportRegistry& registry);
void add_import_market(ImportRegistry& registry);
void add_import_budgets(ImportRegistry& registry);
void add_import_transfers(ImportRegistry& registry);

[[nodiscard]] TextTable text_cli();
[[nodiscard]] TextTable text_errors();  ///< one for every Errc
[[nodiscard]] TextTable text_people();
[[nodiscard]] TextTable text_rules();
[[nodiscard]] TextTable text_scoring();  ///< claims, inspections, notices
[[nodiscard]] TextTable text_awards();
[[nodiscard]] TextTable text_market();
[[nodiscard]] TextTable text_leases();
[[nodiscard]] TextTable text_merchants();  ///< and suspense
[[nodiscard]] TextTable text_overview();  ///< and donors
[[nodiscard]] TextTable text_audit();
[[nodiscard]] TextTable text_witness();
[[nodiscard]] TextTable text_log();  ///< erasure
[[nodiscard]] TextTable text_hub();

/// The whole command line.
[[nodiscard]] const Verbs& all_verbs();
[[nodiscard]] const ImportRegistry& all_imports();

}  // namespace wumei::cli
