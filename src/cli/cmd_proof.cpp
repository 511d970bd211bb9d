#include "audit_files.hpp"
#include "balance_files.hpp"
#include "proof_files.hpp"
#include "verbs.hpp"

#include <wumei/audit/proof_check.hpp>
#include <wumei/audit/tiles.hpp>
#include <wumei/ledger/entry.hpp>
#include <wumei/store/log_reader.hpp>

namespace wumei::cli {
namespace {

/// The note to prove against: one that was cosigned, or the newest stored one, which serves all
/// proofs of a day.
std::string covering(const Context& context, const Arguments& arguments, store::Store& store,
                     ledger::Seq seq) {
  if (seq < 0 || seq >= store.size(only_programme)) {
    throw Error(Errc::not_found, context.tr("proof.no_entry", {{"seq", std::to_string(seq)}}));
  }
  const auto newest = store.newest_checkpoint(only_programme);
  const std::string note = arguments.has("checkpoint")
                               ? read_checkpoint_file(context, arguments.text("checkpoint"))
                               : (newest ? newest->note : std::string());
  if (note.empty() || audit::checkpoint_of(note).head.size <= seq) {
    throw Verdict(ExitCode::could_not_check,
                  context.tr("proof.no_checkpoint", {{"seq", std::to_string(seq)}}));
  }
  return note;
}

void prove(Context& context, const Arguments& arguments) {
  std::optional<audit::BalanceProof> balance = asked_balance(context, arguments);
  const ledger::Seq seq = balance ? balance->close.index : arguments.integer("seq");
  ReadStore opened(context);
  store::Store& store = *opened;
  const std::string note = covering(context, arguments, store, seq);
  const audit::TreeHead head = audit::checkpoint_of(note).head;
  const audit::HashReader hashes = store::hash_reader(store, only_programme);
  const bool ours = head.size <= store.size(only_programme) &&
                    audit::root_at(hashes, head.size) == head.root;
  if (!ours) {
    throw Error(Errc::conflict, "the checkpoint of size " + std::to_string(head.size) +
                                    " is not one of this ledger");
  }
  audit::ProofFile proof{store.leaf(only_programme, seq), seq,
                         audit::inclusion_proof(hashes, seq, head.size), note};
  if (balance) balance->close = proof;
  const std::string text =
      balance ? audit::write_balance_proof(*balance) : audit::write_proof(proof);
  const std::string shown = as_shown(context, arguments, text, Shown::proof);
  if (!arguments.has("out")) {
    context.out.raw(shown);
    return;
  }
  const bool dry_run = context.options.dry_run;
  if (!dry_run) context.put_file(arguments.text("out"), shown);
  context.out.fact("file", arguments.text("out"));
  context.out.fact("size", head.size);
  if (dry_run) context.out.tr("page.dry_run", {{"file", arguments.text("out")}});
}

ExitCode exit_of(audit::ProofVerdict verdict) {
  switch (verdict) {
    case audit::ProofVerdict::witnessed:
    case audit::ProofVerdict::unwitnessed: return ExitCode::done;
    case audit::ProofVerdict::failed: return ExitCode::verification_failed;
    case audit::ProofVerdict::could_not_check: return ExitCode::could_not_check;
    case audit::ProofVerdict::stale: return ExitCode::stale;
    case audit::ProofVerdict::equivocation: return ExitCode::equivocation;
  }
  return ExitCode::could_not_check;
}

void print_entry(Context& context, const audit::ProofFinding& finding) {
  const ledger::Entry entry = ledger::decode(finding.proof.leaf);
  context.out.fact("origin", finding.note.checkpoint.origin);
  context.out.fact("size", finding.note.checkpoint.head.size);
  context.out.fact("seq", entry.seq);
  context.out.fact("effective", entry.effective);
  context.out.fact("kind", entry.kind);
  print_witnesses(context, finding.note);
  Table legs{"legs",
             {{"account"}, {"lot"}, {"amount", Align::right}, {"balance", Align::right}},
             {}};
  for (const ledger::Leg& leg : entry.legs) {
    legs.rows.push_back({leg.account, leg.lot, leg.amount, leg.balance});
  }
  if (!legs.rows.empty()) context.out.table(legs);
}

/// A verdict that is not good news.
[[noreturn]] void end_badly(Context& context, const audit::ProofFinding& finding) {
  const std::string message = context.texts.said(finding.message);
  context.out.set("message", json::Value(message));
  json::Array notes;
  for (const std::string& note : finding.evidence) {
    context.out.line(note);
    notes.emplace_back(note);
  }
  if (!notes.empty()) context.out.set("evidence", json::Value(std::move(notes)));
  throw Verdict(exit_of(finding.verdict), message);
}

void check(Context& context, const Arguments& arguments) {
  audit::ProofTerms terms;
  terms.policy = given_policy(context, arguments);
  terms.times = cosignature_times(context);
  terms.require_witness = arguments.flag("require-witness");
  if (arguments.has("newer-than")) {
    terms.no_older_than = Instant::parse(arguments.date("newer-than").text() + "T00:00Z");
  }
  for (const std::string& held : arguments.list("checkpoint")) {
    terms.held_notes.push_back(read_checkpoint_file(context, held));
  }
  if (arguments.has("tiles")) {
    const std::string folder = arguments.text("tiles");
    const audit::Checkpoint shown = audit::checkpoint_of(audit::read_folder_checkpoint(folder));
    terms.hashes = audit::folder_reader(folder, shown.head.size);
  }
  const std::string text = read_shown(context, arguments.text("file"));
  const std::optional<audit::BalanceProof> balance = read_balance(text);
  audit::ProofFinding finding =
      audit::judge_proof(balance ? audit::write_proof(balance->close) : text, terms);
  if (balance && exit_of(finding.verdict) == ExitCode::done) {
    finding.message = fault_of_balance(*balance);
    if (!finding.message.empty()) finding.verdict = audit::ProofVerdict::failed;
  }
  const std::string verdict(audit::name(finding.verdict));
  context.out.fact("verdict", Cell(context.tr("verdict." + verdict), json::Value(verdict)));
  if (exit_of(finding.verdict) != ExitCode::done) end_badly(context, finding);
  if (!balance) return print_entry(context, finding);
  const audit::Checkpoint& signed_head = finding.note.checkpoint;
  print_balance(context, *balance,
                {signed_head.origin, finding.note.log_key, signed_head.head.size});
  print_witnesses(context, finding.note);
}

}  // namespace

void add_proof(Verbs& verbs) {
  Option note = optional_file("checkpoint", "FILE",
                              {"用这份（已有见证的）凭据，不用账本里最近的",
                               "prove against this (cosigned) note, not the newest stored one"});
  Option seq = positional("seq", "SEQ", {"序号", "number of the entry"});
  seq.shape = Shape::positional_optional;
  const std::vector<Option> balance = balance_options();
  verbs.push_back({.name = "proof",
                   .help = {"打印某一笔或某户余额的证明，可离线核验",
                            "Prove an entry or a balance to someone offline"},
                   .example = "wumei -L zhen.wumei proof 1204 --out 1204.tlog-proof",
                   .options = {seq, balance[0], balance[1], note, qr_option(),
                               optional_output("out", "FILE", {"写入文件", "write it to a file"})},
                   .run = prove});
  Option tiles = optional_file("tiles", "DIR",
                               {"公开的哈希文件夹，用来核对另存的凭据（export --tiles）",
                                "a public folder of hashes, to hold kept checkpoints against"});
  Verb checking{.name = "check-proof",
                .help = {"核验证明文件或扫到的码，不需要账本",
                         "Check a proof file or a scanned code; needs no ledger"},
                .example = "wumei check-proof 1204.tlog-proof --policy guanqiao.policy",
                .options = {positional_file("file", "FILE",
                                            {"证明文件，- 为标准输入", "the proof; - for stdin"}),
                            many("checkpoint", "FILE",
                                 {"另存的账头凭据", "a checkpoint kept elsewhere"}),
                            tiles,
                            optional("newer-than", "DATE", {"见证不得早于此日",
                                                            "witnessed on this day or later"})},
                .run = check};
  for (Option& option : policy_options()) checking.options.push_back(std::move(option));
  verbs.push_back(std::move(checking));
}

}  // namespace wumei::cli
