#include "audit_files.hpp"
#include "session.hpp"
#include "verbs.hpp"

#include <wumei/audit/head_file.hpp>
#include <wumei/audit/national.hpp>
#include <wumei/programme/programme.hpp>

namespace wumei::cli {
namespace {

/// The SM2 key, and what was last signed with it, lie beside those of the first tree.
std::filesystem::path beside(const std::filesystem::path& file) { return file.string() + ".sm2"; }

/// The log's leaves from the first, with progress.
audit::LeafWalk leaves_of(Session& session) {
  return [&session](const std::function<void(std::string_view)>& visit) {
    const Context& context = session.context();
    programme::Programme& programme = session.programme();
    Progress progress(context, context.tr("progress.verify"), programme.size());
    programme.store().read(programme.id(), 0, programme.size(),
                           [&](ledger::Seq seq, std::string_view leaf) {
                             if (seq % 4096 == 0) stop_if_interrupted();
                             progress.at(seq);
                             visit(leaf);
                             return true;
                           });
  };
}

void make_key(Context& context, const Arguments& arguments) {
  const std::filesystem::path file = beside(context.key_path());
  if (context.options.dry_run) {
    would_make_key(context, file.string());
    return;
  }
  const auto key =
      audit::create_sm2_key_file(file, arguments.text("name"), context.passphrase(true));
  context.out.tr("key.made", {{"file", file.string()}});
  context.out.fact("verifier_key", key.text());
}

void show_key(Context& context, const Arguments& /*arguments*/) {
  context.out.fact("verifier_key", audit::read_sm2_public_key(beside(context.key_path())).text());
}

void sign(Context& context, const Arguments& arguments) {
  Session session(context, Access::read);
  const std::string& origin = session.state().charter.origin;
  if (context.options.dry_run) {
    audit::Sm3Tree tree;
    leaves_of(session)([&](std::string_view leaf) { tree.append(leaf); });
    context.out.raw(audit::checkpoint_text(
        {audit::national_origin(origin), {tree.size(), tree.root()}}));
    context.out.tr("checkpoint.dry_run");
    return;
  }
  const auto signer =
      audit::open_sm2_key_file(beside(context.key_path()), context.passphrase());
  const std::string note = audit::sign_national(audit::HeadFile(beside(context.head_path())),
                                                *signer, leaves_of(session), origin);
  if (!arguments.has("out")) {
    context.out.raw(note);
    return;
  }
  context.put_file(arguments.text("out"), note);
  context.out.fact("file", arguments.text("out"));
}

void check(Context& context, const Arguments& arguments) {
  Session session(context, Access::read);
  const audit::Sm2Key key = audit::Sm2Key::parse(arguments.text("sm2-key"));
  try {
    const audit::Checkpoint checkpoint = audit::check_national(
        context.file(arguments.text("note")), key, leaves_of(session),
        session.state().charter.origin);
    context.out.fact("verdict", context.tr("verdict.verified"));
    context.out.fact("origin", checkpoint.origin);
    context.out.fact("size", checkpoint.head.size);
    context.out.fact("root", to_hex(checkpoint.head.root.bytes()));
  } catch (const Error& error) {
    // A note that cannot be read says nothing of the log; one that does not fit says it is unsound.
    const bool unsound = error.code() == Errc::conflict || error.code() == Errc::unauthorised;
    if (!unsound) throw;
    throw Verdict(ExitCode::verification_failed, context.texts.said(error.what()));
  }
}

}  // namespace

void add_national(Verbs& verbs) {
  verbs.push_back(
      {.name = "national",
       .help = {"国密凭据（SM3 树、SM2 签名）", "Checkpoints in SM3 and SM2"},
       .verbs = {
           {.name = "key",
            .help = {"生成 SM2 密钥（口令加密）", "Make an SM2 key under a passphrase"},
            .example = "wumei -L zhen.wumei national key guanqiao.example/points",
            .options = {positional("name", "NAME", {"日志名", "name of the log it signs"})},
            .run = make_key},
           {.name = "show",
            .help = {"打印 SM2 公钥，交给核验人", "Print the public key for those who check"},
            .example = "wumei -L zhen.wumei national show",
            .run = show_key},
           {.name = "sign",
            .help = {"对当前账头另出国密凭据", "Sign the head of the SM3 tree, print the note"},
            .example = "wumei -L zhen.wumei national sign --out head-sm3.txt",
            .options = {optional("out", "FILE", {"写入文件", "write it to a file"})},
            .run = sign},
           {.name = "check",
            .help = {"用国密凭据核对账本", "Hold the ledger against such a note"},
            .example = "wumei -L zhen.wumei national check head-sm3.txt --sm2-key KEY",
            .options = {positional_file("note", "FILE", {"国密凭据", "the signed note"}),
                        required("sm2-key", "KEY", {"SM2 公钥", "the SM2 verifier key"})},
            .run = check}}});
}

}  // namespace wumei::cli
