#include "audit_files.hpp"
#include "verbs.hpp"

namespace wumei::cli {
namespace {

void verify(Context& context, const Arguments& arguments) {
  audit::VerifyOptions options;
  for (const std::string& file : arguments.list("checkpoint")) {
    options.held_notes.push_back(read_checkpoint_file(file));
  }
  if (!context.options.key.empty()) options.log_key = verifier_key(context.options.key);
  if (arguments.has("newer-than")) {
    options.no_older_than = Instant::parse(arguments.date("newer-than").text() + "T00:00Z");
  }
  report_finding(context, verify_file(context, context.ledger_path(), options));
}

}  // namespace

void add_verify(Verbs& verbs) {
  verbs.push_back(
      {.name = "verify",
       .help = {"从第一笔起核验整个账本", "Check the whole ledger from its first entry"},
       .example = "wumei -L zhen.wumei verify --checkpoint receipt.txt",
       .options = {many("checkpoint", "FILE",
                        {"在账本之外保存的账头凭据（小票、证明文件）",
                         "a checkpoint kept outside: of a receipt or a proof file"}),
                   optional("newer-than", "DATE",
                            {"最后一笔不得早于此日",
                             "the last entry must be of this day or later"})},
       .run = verify});
}

}  // namespace wumei::cli
