#include "audit_files.hpp"
#include "proof_files.hpp"
#include "session.hpp"
#include "verbs.hpp"

#include <wumei/audit/head_file.hpp>
#include <wumei/programme/programme.hpp>
#include <wumei/store/log_reader.hpp>

namespace wumei::cli {

std::unique_ptr<audit::Signer> open_signer(const Context& context) {
  return audit::open_signer(context.key_name(), [&] { return context.passphrase(); });
}

std::unique_ptr<audit::Signer> open_signer(Session& session) {
  auto signer = open_signer(session.context());
  if (signer->key().text() == session.state().charter.log_key) return signer;
  throw Error(Errc::conflict, session.context().key_name() +
                                  " is not the key in use for this ledger");
}

std::string sign_head(Session& session, audit::Signer& signer) {
  const programme::Programme& programme = session.programme();
  return store::sign_and_keep(
      programme.store(), programme.id(), audit::HeadFile(session.context().head_path()), signer,
      {session.state().charter.origin, {programme.size(), programme.root()}});
}

namespace {

void put_note(Context& context, const Arguments& arguments, const std::string& note) {
  const std::string shown = as_shown(context, arguments, note, Shown::note);
  if (!arguments.has("out")) {
    context.out.raw(shown);
    return;
  }
  context.put_file(arguments.text("out"), shown);
  context.out.fact("file", arguments.text("out"));
  context.out.fact("size", audit::checkpoint_of(note).head.size);
}

void show_last(Context& context, const Arguments& arguments) {
  ReadStore store(context);
  const auto newest = (*store).newest_checkpoint(only_programme);
  if (!newest) throw Error(Errc::not_found, context.tr("checkpoint.none"));
  put_note(context, arguments, newest->note);
}

void checkpoint(Context& context, const Arguments& arguments) {
  if (arguments.flag("last")) {
    show_last(context, arguments);
    return;
  }
  Session session(context, Access::write);
  if (session.dry_run()) {
    context.out.raw(audit::checkpoint_text({session.state().charter.origin,
                                            {session.programme().size(),
                                             session.programme().root()}}));
    context.out.tr("checkpoint.dry_run");
    return;
  }
  put_note(context, arguments, sign_head(session, *open_signer(session)));
}

}  // namespace

void add_checkpoint(Verbs& verbs) {
  verbs.push_back(
      {.name = "checkpoint",
       .help = {"对当前账头签名，打印凭据", "Sign the head of the ledger and print the note"},
       .example = "wumei -L zhen.wumei --as o-lin --pin 482913 checkpoint --out head.txt",
       .options = {flag("last", {"只打印最近一次的凭据，不签名",
                                 "print the newest one, sign nothing"}),
                   qr_option(), optional_output("out", "FILE", {"写入文件", "write it to a file"})},
       .run = checkpoint});
}

}  // namespace wumei::cli
