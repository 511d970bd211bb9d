#include "audit_files.hpp"
#include "proof_files.hpp"
#include "verbs.hpp"

#include <wumei/audit/head_file.hpp>
#include <wumei/audit/policy.hpp>

#include <algorithm>
#include <utility>

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

/// Every note of the newest head: what the ledger keeps, and what was shown.
std::vector<std::string> newest_notes(const Context& context,
                                      const std::vector<std::string>& held) {
  store::SqliteStore store(context.ledger_path(), store::Access::read);
  std::vector<std::string> all = held;
  for (const auto& stored : store.checkpoints(only_programme)) all.push_back(stored.note);
  std::int64_t newest = 0;
  std::vector<std::string> notes;
  for (const std::string& note : all) {
    const auto size = audit::checkpoint_of(note).head.size;
    if (size > newest) notes.clear();
    newest = std::max(newest, size);
    if (size == newest) notes.push_back(note);
  }
  return notes;
}

/// A sound log is witnessed when the quorum saw its newest head.
audit::NoteCheck hold_against_policy(const Context& context, const Arguments& arguments,
                                     const std::vector<std::string>& held,
                                     audit::Finding& finding) {
  const audit::Policy policy = given_policy(context, arguments);
  audit::NoteCheck best;
  if (finding.verdict != audit::Verdict::verified) return best;
  try {
    for (const std::string& note : newest_notes(context, held)) {
      const auto check = audit::check_note(policy, note, cosignature_times(context));
      if (best.log_key.empty() || check.is == audit::Witnessing::witnessed) best = check;
    }
  } catch (const Error& error) {
    const bool wrong = error.code() == Errc::unauthorised;
    if (!wrong && error.code() != Errc::not_found) throw;
    finding.verdict = wrong ? audit::Verdict::failed : audit::Verdict::could_not_check;
    finding.message = error.what();
    return best;
  }
  if (best.is == audit::Witnessing::unwitnessed && arguments.flag("require-witness")) {
    finding.verdict = audit::Verdict::failed;
    finding.message = "too few witnesses of the policy have cosigned the checkpoint";
  }
  return best;
}

void verify(Context& context, const Arguments& arguments) {
  const bool policy = arguments.has("policy");
  if (arguments.flag("require-witness") && !policy) {
    throw Usage(context.tr("usage.witness_policy"));
  }
  audit::VerifyOptions options;
  for (const std::string& file : arguments.list("checkpoint")) {
    options.held_notes.push_back(read_checkpoint_file(context, file));
  }
  if (!context.options.key.empty()) options.log_key = verifier_key(context, context.options.key);
  if (arguments.has("newer-than")) {
    options.no_older_than = Instant::parse(arguments.date("newer-than").text() + "T00:00Z");
  }
  audit::Finding finding = verify_file(context, context.ledger_path(), options);
  compare_with_head_file(context, finding);
  if (!policy) {
    report_finding(context, finding);
    return;
  }
  const audit::NoteCheck note =
      hold_against_policy(context, arguments, options.held_notes, finding);
  report_finding(context, finding, audit::name(note.is));
  print_witnesses(context, note);
}

}  // namespace

void add_verify(Verbs& verbs) {
  Verb verb{.name = "verify",
            .help = {"从第一笔起核验整个账本", "Check the whole ledger from its first entry"},
            .example = "wumei -L zhen.wumei verify --checkpoint receipt.txt",
            .options = {many("checkpoint", "FILE",
                             {"在账本之外保存的账头凭据（小票、证明文件）",
                              "a checkpoint kept outside: of a receipt or a proof file"}),
                        optional("newer-than", "DATE",
                                 {"最后一笔不得早于此日",
                                  "the last entry must be of this day or later"})},
            .run = verify};
  for (Option& option : policy_options()) verb.options.push_back(std::move(option));
  verbs.push_back(std::move(verb));
}

}  // namespace wumei::cli
