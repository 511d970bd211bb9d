#include "witness_files.hpp"

#include "audit_files.hpp"
#include "proof_files.hpp"
#include "session.hpp"

#include <wumei/audit/export_log.hpp>
#include <wumei/audit/signer.hpp>
#include <wumei/audit/witness.hpp>
#include <wumei/base/clock.hpp>
#include <wumei/programme/verify.hpp>
#include <wumei/store/log_reader.hpp>

#include <algorithm>
#include <fstream>

namespace wumei::cli {

std::filesystem::path witness_key_path(const Context& context) {
  if (context.options.key.empty()) throw Usage(context.tr("usage.witness_key"));
  return context.key_path();
}

std::filesystem::path memory_path(const Context& context, const Arguments& arguments) {
  if (arguments.has("memory")) return arguments.text("memory");
  return witness_key_path(context).string() + ".memory";
}

namespace {

ExitCode exit_of(audit::WitnessVerdict verdict) {
  switch (verdict) {
    case audit::WitnessVerdict::cosign:
    case audit::WitnessVerdict::again: return ExitCode::done;
    case audit::WitnessVerdict::stale: return ExitCode::stale;
    case audit::WitnessVerdict::could_not_check: return ExitCode::could_not_check;
    case audit::WitnessVerdict::failed: return ExitCode::verification_failed;
    case audit::WitnessVerdict::equivocation: return ExitCode::equivocation;
  }
  return ExitCode::could_not_check;
}

/// What is to be cosigned, once it is known to hold in itself.
struct Asked {
  std::string note;
  Instant now;
  std::int64_t entries = 0;     ///< replayed; 0 when only a proof was followed
  std::int64_t old_size = -1;   ///< of a request
  std::function<audit::WitnessDecision(std::span<const audit::WitnessedNote>)> judge;
};

bool is_ledger_file(const std::string& file) {
  std::ifstream stream(file, std::ios::binary);
  std::string head(6, '\0');
  stream.read(head.data(), 6);
  return head == "SQLite";
}

/// The logs that are believed. A key given alone is the only one.
audit::Policy believed(const Context& context, const Arguments& arguments) {
  if (arguments.has("log-key")) {
    const std::string key = verifier_key(context, arguments.text("log-key"));
    return audit::policy_of(audit::VerifierKey::parse(key));
  }
  if (!arguments.has("policy")) throw Usage(context.tr("usage.witness_log_key"));
  return read_policy(context, arguments);
}

void say(Context& context, audit::WitnessVerdict found, std::string_view instead = {}) {
  const std::string verdict(instead.empty() ? audit::name(found) : instead);
  context.out.fact("verdict", Cell(context.tr("verdict." + verdict), json::Value(verdict)));
}

[[noreturn]] void end_badly(Context& context, audit::WitnessVerdict found,
                            const std::string& message) {
  say(context, found);
  context.out.set("message", json::Value(message));
  throw Verdict(exit_of(found), message);
}

[[noreturn]] void cannot_check(Context& context, const std::string& message) {
  end_badly(context, audit::WitnessVerdict::could_not_check, message);
}

class Cosigning {
 public:
  Cosigning(Context& context, const Arguments& arguments)
      : context_(context), arguments_(arguments), key_(witness_key_path(context)) {}

  void run() {
    const std::string what = arguments_.text("what");
    const bool folder = std::filesystem::is_directory(what);
    const bool log = folder || is_ledger_file(what);
    if (log && arguments_.flag("consistency-only")) {
      throw Usage(context_.tr("usage.witness_not_request"));
    }
    Asked asked = log ? from_log(what, folder) : from_request(what);
    const bool dry_run = context_.options.dry_run;
    // Asked for before the memory is locked: people type slowly.
    const auto signer = dry_run ? nullptr : open_signer(context_);
    const audit::WitnessMemory memory(memory_path(context_, arguments_),
                                      audit::checkpoint_of(asked.note).origin);
    const auto lock = dry_run ? nullptr : memory.lock();
    const audit::WitnessDecision decision = asked.judge(memory.notes());
    if (exit_of(decision.verdict) != ExitCode::done) refuse(memory, asked, decision);
    if (dry_run) {
      report(asked, decision);
      context_.out.tr("witness.dry_run");
      context_.out.set("dry_run", json::Value(true));
      return;
    }
    release(memory, asked, decision, *signer);
  }

 private:
  /// With the entries at hand: everything is checked from the first one on.
  Asked from_log(const std::string& what, bool folder) {
    if (!folder) ledger_ = std::make_unique<store::SqliteStore>(what, store::Access::read);
    log_ = folder ? exported(what) : store::log_reader(*ledger_, only_programme);
    const std::string note = note_of_log();
    const audit::VerifierKey log_key = key_of_log(audit::checkpoint_of(note).origin);
    programme::ProgrammeReplay laws;
    audit::WitnessReplay replay(laws);
    const audit::Finding finding = verify_log(
        context_, log_, replay, {.held_notes = {note}, .log_key = log_key.text()});
    if (finding.verdict != audit::Verdict::verified) {
      for (const std::string& kept : finding.evidence) keep_evidence(kept);
      report_finding(context_, finding);
    }
    refuse_own_key(laws.state().charter.log_key);
    const audit::ShownLog shown{note, replay.origin(), replay.steps(), {log_.tile, log_.leaf}};
    return {note, time_of(laws.state()), finding.entries, -1,
            [shown, first = arguments_.flag("first")](auto remembered) {
              return audit::judge_log(remembered, shown, first);
            }};
  }

  audit::LogReader exported(const std::string& folder) {
    try {
      return audit::export_reader(folder);
    } catch (const Error& error) {
      if (error.code() != Errc::not_found) throw;
      cannot_check(context_, context_.texts.said(error.what()));
    }
  }

  Asked from_request(const std::string& what) {
    const audit::WitnessRequest request = audit::parse_request(read_shown(context_, what));
    if (!arguments_.flag("consistency-only")) throw Usage(context_.tr("usage.witness_request"));
    if (!context_.options.now.empty()) throw Usage(context_.tr("usage.now_real"));
    try {
      const auto note = audit::check_note(believed(context_, arguments_), request.note);
      refuse_own_key(note.log_key);
    } catch (const Error& error) {
      const std::string message = context_.texts.said(error.what());
      if (error.code() == Errc::not_found) cannot_check(context_, message);
      if (error.code() != Errc::unauthorised) throw;
      end_badly(context_, audit::WitnessVerdict::failed, message);
    }
    return {request.note, SystemClock().now(), 0, request.old_size,
            [request, first = arguments_.flag("first")](auto remembered) {
              return audit::judge_request(remembered, request, first);
            }};
  }

  std::string note_of_log() {
    if (arguments_.has("checkpoint")) {
      return read_checkpoint_file(context_, arguments_.text("checkpoint"));
    }
    std::string newest;
    log_.checkpoints([&](std::int64_t /*size*/, const std::string& note) { newest = note; });
    if (newest.empty()) cannot_check(context_, context_.tr("checkpoint.none"));
    return newest;
  }

  /// The believed key of the log: its first one where that is among them.
  audit::VerifierKey key_of_log(const std::string& origin) {
    const audit::Policy policy = believed(context_, arguments_);
    std::vector<audit::VerifierKey> keys;
    for (const audit::PolicyLog& log : policy.logs) {
      if (audit::log_name(log.key.name()) == audit::log_name(origin)) keys.push_back(log.key);
    }
    if (!keys.empty()) return keys.front();
    cannot_check(context_,
                 context_.texts.said("the policy knows no log called " + origin));
  }

  /// A rehearsal's time stands where `--now` or its last entry puts it.
  [[nodiscard]] Instant time_of(const programme::State& state) const {
    const std::string& now = context_.options.now;
    if (!state.charter.rehearsal) {
      if (!now.empty()) throw Usage(context_.tr("usage.now_real"));
      return SystemClock().now();
    }
    return now.empty() ? state.book.last_recorded()
                       : parse_now(now, state.charter.offset_minutes);
  }

  void refuse_own_key(const std::string& log_key) const {
    const audit::VerifierKey own = audit::read_public_key(key_);
    if (audit::VerifierKey::parse(log_key).key() != own.key()) return;
    throw Error(Errc::conflict, "the key " + key_.string() +
                                    " signs this log itself: a witness has a key of its own");
  }

  void keep_evidence(const std::string& note) const {
    if (context_.options.dry_run) return;
    const audit::WitnessMemory memory(memory_path(context_, arguments_),
                                      audit::checkpoint_of(note).origin);
    const auto lock = memory.lock();
    static_cast<void>(memory.keep_evidence(note));
  }

  [[noreturn]] void refuse(const audit::WitnessMemory& memory, const Asked& asked,
                           const audit::WitnessDecision& decision) {
    const std::string message = context_.texts.said(decision.message);
    say(context_, decision.verdict);
    context_.out.fact("remembered", decision.known);
    context_.out.set("message", json::Value(message));
    json::Array notes;
    for (const std::string& note : decision.evidence) {
      context_.out.line(note);
      notes.emplace_back(note);
    }
    if (!notes.empty()) context_.out.set("evidence", json::Value(std::move(notes)));
    if (!decision.evidence.empty() && !context_.options.dry_run) {
      context_.out.fact("kept_in", memory.keep_evidence(decision.evidence.back()).string());
    }
    const bool other_size = asked.old_size >= 0 && asked.old_size != decision.known;
    const bool answers_size = decision.verdict == audit::WitnessVerdict::stale ||
                              decision.verdict == audit::WitnessVerdict::could_not_check;
    if (other_size && answers_size) hand_over(std::to_string(decision.known) + "\n");
    throw Verdict(exit_of(decision.verdict), message);
  }

  void report(const Asked& asked, const audit::WitnessDecision& decision) {
    const audit::Checkpoint checkpoint = audit::checkpoint_of(asked.note);
    say(context_, decision.verdict, context_.options.dry_run ? "would_cosign" : "");
    context_.out.fact("origin", checkpoint.origin);
    context_.out.fact("size", checkpoint.head.size);
    context_.out.fact("root", to_base64(checkpoint.head.root.bytes()));
    context_.out.fact("remembered", decision.known);
    context_.out.set("consistency_only", json::Value(asked.entries == 0));
    if (asked.entries == 0) {
      context_.out.tr("witness.consistency");
    } else {
      context_.out.fact("replayed", asked.entries);
    }
  }

  /// The memory is durable before the signature leaves this function, and before it is spoken of.
  void release(const audit::WitnessMemory& memory, const Asked& asked,
               const audit::WitnessDecision& decision, audit::Signer& signer) {
    const audit::Note note = audit::parse_note(asked.note);
    const std::vector<audit::NoteSignature> line{audit::cosign(signer, note.text, asked.now)};
    const std::string cosigned = audit::format_note(audit::with_signatures(note, line));
    memory.remember(cosigned);
    report(asked, decision);
    context_.out.fact("witness", audit::cosigner_key(signer).text());
    context_.out.fact("seen_at", china_time(asked.now));
    const auto evidence = static_cast<std::int64_t>(memory.evidence().size());
    if (evidence > 0) context_.out.fact("evidence_kept", evidence);
    if (arguments_.has("note")) write_file(arguments_.text("note"), cosigned);
    hand_over(audit::signature_lines(line));
  }

  void hand_over(const std::string& answer) {
    const std::string shown = as_shown(context_, arguments_, answer, Shown::exchange);
    if (!arguments_.has("out")) {
      context_.out.line("");
      context_.out.raw(shown);
      return;
    }
    if (!context_.options.dry_run) write_file(arguments_.text("out"), shown);
    context_.out.fact("file", arguments_.text("out"));
  }

  Context& context_;
  const Arguments& arguments_;
  std::filesystem::path key_;
  std::unique_ptr<store::SqliteStore> ledger_;
  audit::LogReader log_;
};

void cosign(Context& context, const Arguments& arguments) { Cosigning(context, arguments).run(); }

}  // namespace

Option memory_option() {
  return optional_file("memory", "DIR", {"见证记录文件夹，默认在密钥旁",
                                         "its memory; default beside the key"});
}

Verb cosign_verb() {
  return {
      .name = "cosign",
      .help = {"核验下级账本，记住并联署其凭据",
               "Check another ledger, remember its checkpoint and cosign it"},
      .example = "wumei --key county.key witness cosign usb/export --log-key guanqiao.vkey",
      .options = {positional_file("what", "WHAT",
                                  {"账本备份、导出的文件夹，或见证请求",
                                   "a backup, an exported folder, or a request"}),
                  optional("log-key", "KEY", {"该账本的公钥", "verifier key of that log"}),
                  optional_file("policy", "FILE",
                                {"或信任策略：认哪些账本（tlog-policy）",
                                 "or a tlog-policy that names the logs to believe"}),
                  optional_file("checkpoint", "FILE",
                                {"联署这份凭据，不用其中最近的",
                                 "cosign this note, not the newest one in it"}),
                  memory_option(),
                  flag("first", {"第一次见证这本账", "this witness has never seen this log"}),
                  flag("consistency-only",
                       {"没有记录，只凭一致性证明联署请求",
                        "cosign a request by its proof, without the entries"}),
                  optional_file("out", "FILE",
                                {"把联署（签名行）写入文件", "write the answer to a file"}),
                  optional_file("note", "FILE",
                                {"另把带联署的凭据写入文件",
                                 "write the cosigned note to a file too"}),
                  qr_option()},
      .run = cosign};
}

}  // namespace wumei::cli
