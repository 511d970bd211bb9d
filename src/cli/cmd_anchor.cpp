#include "audit_files.hpp"
#include "session.hpp"
#include "verbs.hpp"

#include <wumei/programme/anchor_commands.hpp>
#include <wumei/programme/programme.hpp>

/// What the parent of a ledger does with the child's checkpoints.
namespace wumei::cli {
namespace {

/// Both notes, for whoever has to judge: this one and the one that was anchored.
[[noreturn]] void show_contradiction(Session& session, const programme::Anchor& anchor,
                                     const std::string& note) {
  Context& context = session.context();
  const programme::Programme& ledger = session.programme();
  const std::string known = ledger.store().document(ledger.id(), anchor.note).value_or("");
  context.out.line(known);
  context.out.line(note);
  context.out.set("evidence", json::Value(json::Array{json::Value(known), json::Value(note)}));
  throw Verdict(ExitCode::equivocation,
                context.tr("anchor.contradicts", {{"seq", std::to_string(anchor.seq)},
                                                  {"size", std::to_string(anchor.size)}}));
}

void anchor(Context& context, const Arguments& arguments) {
  const std::string note = read_checkpoint_file(context, arguments.text("file"));
  const bool checked = arguments.has("log-key");
  if (checked) {
    const auto key = audit::VerifierKey::parse(verifier_key(context, arguments.text("log-key")));
    static_cast<void>(audit::open_checkpoint(note, key));
  }
  Session session(context, Access::write);
  const programme::Command command = programme::anchor_command(session.actor(), note);
  const audit::Checkpoint checkpoint = audit::checkpoint_of(note);
  if (const auto known = programme::contradicting_anchor(session.state(), checkpoint)) {
    show_contradiction(session, *known, note);
  }
  session.submit(command);
  context.out.fact("origin", checkpoint.origin);
  context.out.fact("size", checkpoint.head.size);
  context.out.set("signature_checked", json::Value(checked));
  context.out.tr(checked ? "anchor.checked" : "anchor.unchecked");
}

}  // namespace

void add_anchor(Verbs& verbs) {
  Option key = optional_file("log-key", "KEY",
                        {"下级账本的公钥，用来核对签名", "verifier key of that log, to check it"});
  verbs.push_back({.name = "anchor",
                   .help = {"把下级账本的凭据记入本账本", "Keep another ledger's checkpoint here"},
                   .example = "wumei anchor village.note --log-key village.key",
                   .options = {positional_file("file", "FILE",
                                               {"下级账本的凭据", "the other log's checkpoint"}),
                               key},
                   .run = anchor});
}

}  // namespace wumei::cli
