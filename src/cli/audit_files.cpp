#include "audit_files.hpp"

#include "guest.hpp"
#include "proof_files.hpp"
#include "session.hpp"

#include <wumei/programme/verify.hpp>
#include <wumei/store/log_reader.hpp>

namespace wumei::cli {

namespace {

ExitCode exit_of(audit::Verdict verdict) {
  switch (verdict) {
    case audit::Verdict::verified: return ExitCode::done;
    case audit::Verdict::failed: return ExitCode::verification_failed;
    case audit::Verdict::could_not_check: return ExitCode::could_not_check;
    case audit::Verdict::stale: return ExitCode::stale;
    case audit::Verdict::equivocation: return ExitCode::equivocation;
  }
  return ExitCode::could_not_check;
}

/// How many, and the entry that says so of each.
void print_erased(Context& context, const audit::Finding& finding) {
  context.out.fact("erased", finding.erased);
  json::Array erasures;
  for (const audit::Erased& erased : finding.erasures) {
    context.out.line(context.tr("verify.erased", {{"seq", std::to_string(erased.seq)},
                                                  {"by", std::to_string(erased.by)}}));
    erasures.push_back(json::Value::object({{"seq", erased.seq}, {"by", erased.by}}));
  }
  context.out.set("erasures", json::Value(std::move(erasures)));
}

void print_counts(Context& context, const audit::Finding& finding) {
  context.out.fact("entries", finding.entries);
  if (finding.head.size > 0) {
    context.out.fact("origin", finding.origin);
    context.out.fact("root", to_base64(finding.head.root.bytes()));
  }
  context.out.fact("checkpoints", finding.checkpoints);
  context.out.fact("held", finding.held);
  context.out.fact("tiles", finding.tiles);
  context.out.fact("documents", finding.documents);
  context.out.fact("details", finding.details);
  if (finding.erased > 0) print_erased(context, finding);
  if (finding.unknown > 0) context.out.fact("unknown", finding.unknown);
}

}  // namespace

std::string read_checkpoint_file(const Context& context, const std::string& file) {
  const std::string text = read_shown(context, file);
  if (!text.starts_with("c2sp.org/tlog-proof")) return text;
  return audit::parse_proof(text).checkpoint;
}

std::string verifier_key(const Context& context, const std::string& text) {
  if (!context.has_file(text)) return audit::VerifierKey::parse(text).text();
  const std::string file = context.file(text);
  const std::string line = file.substr(0, file.find('\n'));
  return audit::VerifierKey::parse(line.substr(line.rfind(' ') + 1)).text();
}

ReadStore::ReadStore(const Context& context) {
  if (context.guest != nullptr) {
    hub_ = &context.guest->programme.store();
  } else {
    own_.emplace(context.ledger_path(), store::Access::read);
  }
}

void would_make_key(Context& context, const std::string& file) {
  if (std::filesystem::exists(file)) {
    throw Error(Errc::conflict, file + " exists; a key is never overwritten", {{"file", file}});
  }
  context.out.tr("key.dry_run", {{"file", file}});
  context.out.set("dry_run", json::Value(true));
  context.out.set("file", json::Value(file));
}

audit::Finding verify_log(const Context& context, const audit::LogReader& log,
                          audit::Replay& replay, audit::VerifyOptions options) {
  Progress progress(context, context.tr("progress.verify"), log.size);
  options.threads = 2;
  options.progress = [&](std::int64_t done) {
    stop_if_interrupted();
    progress.at(done);
  };
  return audit::verify(log, replay, options);
}

audit::Finding verify_file(const Context& context, const std::filesystem::path& ledger,
                           audit::VerifyOptions options) {
  store::SqliteStore store(ledger, store::Access::read);
  programme::ProgrammeReplay replay;
  audit::Finding finding = verify_log(context, store::log_reader(store, only_programme), replay,
                                      std::move(options));
  if (finding.verdict == audit::Verdict::verified) store.check_keys();
  return finding;
}

void report_finding(Context& context, const audit::Finding& finding, std::string_view said) {
  const bool better = finding.verdict == audit::Verdict::verified && !said.empty();
  const std::string verdict(better ? said : audit::name(finding.verdict));
  context.out.fact("verdict", Cell(context.tr("verdict." + verdict), json::Value(verdict)));
  print_counts(context, finding);
  if (finding.verdict == audit::Verdict::verified) return;
  if (finding.seq != ledger::no_seq) context.out.fact("seq", finding.seq);
  if (finding.law != audit::law_none) context.out.fact("law", finding.law);
  const std::string message = context.texts.said(finding.message);
  context.out.set("message", json::Value(message));
  for (const std::string& note : finding.evidence) context.out.line(note);
  if (!finding.evidence.empty()) {
    json::Array notes;
    for (const std::string& note : finding.evidence) notes.emplace_back(note);
    context.out.set("evidence", json::Value(notes));
  }
  throw Verdict(exit_of(finding.verdict), message);
}

}  // namespace wumei::cli
