#include "audit_files.hpp"
#include "key_rotation.hpp"
#include "verbs.hpp"

#include <wumei/audit/signer.hpp>

namespace wumei::cli {
namespace {

void make(Context& context, const Arguments& arguments) {
  const std::string name = arguments.text("name");
  if (context.options.dry_run) {
    // A fixed key: only whether the name can stand in a note is asked.
    static_cast<void>(audit::VerifierKey::of(name, audit::KeyType::ed25519, std::string(32, 'k')));
    would_make_key(context, context.key_path().string());
    return;
  }
  const auto key = audit::create_key_file(context.key_path(), name, context.passphrase(true));
  context.out.tr("key.made", {{"file", context.key_path().string()}});
  context.out.fact("verifier_key", key.text());
}

void show(Context& context, const Arguments& /*arguments*/) {
  context.out.fact("verifier_key", audit::read_public_key(context.key_path()).text());
}

}  // namespace

void add_key(Verbs& verbs) {
  verbs.push_back(
      {.name = "key",
       .help = {"签名密钥", "The signing key"},
       .verbs = {
           {.name = "new",
            .help = {"生成新密钥（口令加密）", "Make a new key under a passphrase"},
            .example = "wumei --key zhen.key key new guanqiao.example/points",
            .options = {positional("name", "NAME", {"日志名", "name of the log it signs"})},
            .run = make},
           {.name = "show",
            .help = {"打印公钥，交给核验人", "Print the public key for those who check"},
            .example = "wumei -L zhen.wumei key show",
            .run = show},
           rotate_verb()}});
}

}  // namespace wumei::cli
