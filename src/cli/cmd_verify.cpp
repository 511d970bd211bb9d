#include "audit_files.hpp"
#include "verbs.hpp"

#include <wumei/audit/head_file.hpp>

namespace wumei::cli {
namespace {

/// This machine's own memory counts as a checkpoint held outside: a ledger cut back behind the head
/// that was signed here is not whole, however well it verifies in itself.
void compare_with_head_file(const Context& context, audit::Finding& finding) {
  const auto signed_head = audit::HeadFile(context.head_path()).read();
  if (!signed_head || signed_head->origin != finding.origin) return;
  if (finding.verdict != audit::Verdict::verified) return;
  const bool shorter = signed_head->head.size > finding.entries;
  const bool other =
      signed_head->head.size == finding.entries && signed_head->head.root != finding.head.root;
  if (!shorter && !other) return;
  finding.verdict = audit::Verdict::failed;
  finding.law = audit::law_held;
  const std::string sizes = std::to_string(finding.entries) + " entries, signed " +
                            std::to_string(signed_head->head.size);
  finding.message = shorter
                        ? "the log is shorter than the head signed on this machine: " + sizes
                        : "the log is not the one whose head was signed on this machine: " + sizes;
}

void verify(Context& context, const Arguments& arguments) {
  audit::VerifyOptions options;
  for (const std::string& file : arguments.list("checkpoint")) {
    options.held_notes.push_back(read_checkpoint_file(file));
  }
  if (!context.options.key.empty()) options.log_key = verifier_key(context.options.key);
  if (arguments.has("newer-than")) {
    options.no_older_than = Instant::parse(arguments.date("newer-than").text() + "T00:00Z");
  }
  audit::Finding finding = verify_file(context, context.ledger_path(), options);
  compare_with_head_file(context, finding);
  report_finding(context, finding);
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
                   optional(
                       "newer-than", "DATE",
                       {"最后一笔不得早于此日", "the last entry must be of this day or later"})},
       .run = verify});
}

}  // namespace wumei::cli
