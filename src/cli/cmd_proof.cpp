#include "audit_files.hpp"
#include "verbs.hpp"

#include <wumei/audit/checkpoint.hpp>
#include <wumei/ledger/entry.hpp>
#include <wumei/store/log_reader.hpp>

namespace wumei::cli {
namespace {

/// The newest checkpoint: one note serves all proofs of a day.
store::StoredCheckpoint covering(const Context& context, store::Store& store, ledger::Seq seq) {
  if (seq < 0 || seq >= store.size(only_programme)) {
    throw Error(Errc::not_found, context.tr("proof.no_entry", {{"seq", std::to_string(seq)}}));
  }
  const auto all = store.checkpoints(only_programme);
  if (!all.empty() && all.back().size > seq) return all.back();
  throw Verdict(ExitCode::could_not_check,
                context.tr("proof.no_checkpoint", {{"seq", std::to_string(seq)}}));
}

void prove(Context& context, const Arguments& arguments) {
  const ledger::Seq seq = arguments.integer("seq");
  store::SqliteStore store(context.ledger_path(), store::Access::read);
  const store::StoredCheckpoint checkpoint = covering(context, store, seq);
  const audit::HashReader hashes = store::hash_reader(store, only_programme);
  const std::string text =
      audit::write_proof({store.leaf(only_programme, seq), seq,
                          audit::inclusion_proof(hashes, seq, checkpoint.size), checkpoint.note});
  if (!arguments.has("out")) {
    context.out.raw(text);
    return;
  }
  write_file(arguments.text("out"), text);
  context.out.fact("file", arguments.text("out"));
  context.out.fact("size", checkpoint.size);
}

/// A held checkpoint of the same size must be the same head; other sizes need the ledger.
void compare_held(const Context& context, const audit::ProofCheck& proof, const std::string& note,
                  const audit::VerifierKey& key) {
  const audit::Checkpoint held = audit::open_checkpoint(note, key);
  if (held.head.size == proof.checkpoint.head.size && held != proof.checkpoint) {
    throw Verdict(ExitCode::equivocation, context.texts.said("two signed checkpoints of size " +
                                                             std::to_string(held.head.size) +
                                                             " differ: keep both, they are proof"));
  }
}

/// The entry's bytes say the same place as the proof, in their one spelling.
ledger::Entry read_entry(const audit::ProofCheck& proof) {
  ledger::Entry entry = ledger::decode(proof.leaf);
  static_cast<void>(ledger::parse_data(entry));
  if (entry.seq != proof.index) {
    throw Error(Errc::conflict, "the entry calls itself " + std::to_string(entry.seq) +
                                    ", the proof " + std::to_string(proof.index));
  }
  return entry;
}

void print_entry(Context& context, const audit::ProofCheck& proof, const ledger::Entry& entry) {
  context.out.fact("verdict", Cell(context.tr("verdict.verified"), json::Value("verified")));
  context.out.fact("origin", proof.checkpoint.origin);
  context.out.fact("size", proof.checkpoint.head.size);
  context.out.fact("seq", entry.seq);
  context.out.fact("effective", entry.effective);
  context.out.fact("kind", entry.kind);
  Table legs{
      "legs", {{"account"}, {"lot"}, {"amount", Align::right}, {"balance", Align::right}}, {}};
  for (const ledger::Leg& leg : entry.legs) {
    legs.rows.push_back({leg.account, leg.lot, leg.amount, leg.balance});
  }
  if (!legs.rows.empty()) context.out.table(legs);
}

void check(Context& context, const Arguments& arguments) {
  if (context.options.key.empty()) throw Usage(context.tr("usage.proof_key"));
  const audit::VerifierKey key = audit::VerifierKey::parse(verifier_key(context.options.key));
  const audit::ProofFile file = audit::parse_proof(read_file(arguments.text("file")));
  try {
    const audit::ProofCheck proof = audit::check_proof(file, key);
    const ledger::Entry entry = read_entry(proof);
    for (const std::string& held : arguments.list("checkpoint")) {
      compare_held(context, proof, read_checkpoint_file(held), key);
    }
    print_entry(context, proof, entry);
  } catch (const Error& error) {
    const bool wrong = error.code() == Errc::unauthorised || error.code() == Errc::conflict ||
                       error.code() == Errc::corrupt;
    if (!wrong) throw;
    throw Verdict(ExitCode::verification_failed, context.texts.said(error.what()));
  }
}

}  // namespace

void add_proof(Verbs& verbs) {
  verbs.push_back({.name = "proof",
                   .help = {"打印某一笔的证明，可离线核验", "Prove one entry to someone offline"},
                   .example = "wumei -L zhen.wumei proof 1204 --out 1204.tlog-proof",
                   .options = {positional("seq", "SEQ", {"序号", "number of the entry"}),
                               optional("out", "FILE", {"写入文件", "write it to a file"})},
                   .run = prove});
  verbs.push_back(
      {.name = "check-proof",
       .help = {"核验证明文件，不需要账本", "Check a proof file; needs no ledger"},
       .example = "wumei check-proof 1204.tlog-proof --key guanqiao.example/points+65a333ae+Add...",
       .options = {positional_file("file", "FILE", {"证明文件", "the proof"}),
                   many("checkpoint", "FILE", {"另存的账头凭据", "a checkpoint kept elsewhere"})},
       .run = check});
}

}  // namespace wumei::cli
