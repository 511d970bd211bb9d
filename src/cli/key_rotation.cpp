#include "key_rotation.hpp"

#include "session.hpp"

#include <wumei/audit/signer.hpp>
#include <wumei/programme/key_commands.hpp>

namespace wumei::cli {
namespace {

std::filesystem::path beside(const std::filesystem::path& key, const std::string& ending) {
  return key.string() + "." + ending;
}

void move_file(const std::filesystem::path& from, const std::filesystem::path& into) {
  std::error_code failed;
  std::filesystem::rename(from, into, failed);
  if (failed) throw Error(Errc::io, from.string() + ": " + failed.message());
}

/// The old key keeps its id in its name, then the new one takes its place. Stopped between the two,
/// no key lies where one is looked for, and the next command finishes.
void switch_files(const Context& context) {
  const std::filesystem::path key = context.key_path();
  if (std::filesystem::exists(key)) {
    move_file(key, beside(key, to_hex(audit::read_public_key(key).id())));
  }
  move_file(beside(key, "next"), key);
}

std::string new_passphrase(const Context& context, const Arguments& arguments) {
  if (!arguments.has("new-passphrase-file")) return context.passphrase(true);
  Context other{context};
  other.options.passphrase_file = arguments.text("new-passphrase-file");
  return other.passphrase();
}

/// The key that was made for a change that did not come about, or a new one.
std::unique_ptr<audit::Signer> next_key(const Context& context, const std::string& name,
                                        const std::string& passphrase) {
  const std::filesystem::path file = beside(context.key_path(), "next");
  if (std::filesystem::exists(file)) {
    context.out.tr("key.resumed", {{"file", file.string()}});
  } else {
    static_cast<void>(audit::create_key_file(file, name, passphrase));
  }
  return audit::open_key_file(file, passphrase);
}

void rotate(Context& context, const Arguments& arguments) {
  Session session(context, Access::write);
  const auto old_key = open_signer(context);
  const auto submit = [&](audit::Signer& new_key) {
    session.submit(programme::rotate_command(session.programme(), session.actor(), *old_key,
                                             new_key));
  };
  // Whether it may be done at all is asked with a key that nobody keeps.
  const auto trial = audit::signer_from_seed(old_key->key().name(), random_bytes(32));
  if (session.dry_run()) return submit(*trial);
  {
    const programme::OpenBatch undone(session.programme());
    static_cast<void>(need(session.programme().submit(programme::rotate_command(
        session.programme(), session.actor(), *old_key, *trial))));
  }

  const auto new_key =
      next_key(context, old_key->key().name(), new_passphrase(context, arguments));
  submit(*new_key);
  switch_files(context);
  const std::string kept =
      beside(context.key_path(), to_hex(old_key->key().id())).string();
  context.out.tr("key.rotated", {{"file", context.key_path().string()}, {"old", kept}});
  context.out.fact("verifier_key", new_key->key().text());
}

}  // namespace

void finish_rotation(const Context& context, const std::string& log_key) {
  const std::filesystem::path next = beside(context.key_path(), "next");
  if (context.options.dry_run || !std::filesystem::exists(next)) return;
  if (audit::read_public_key(next).text() != log_key) return;  // made, not yet in use
  switch_files(context);
  context.out.tr("key.finished", {{"file", context.key_path().string()}});
}

Verb rotate_verb() {
  Option passphrase = optional_file("new-passphrase-file", "FILE",
                                    {"新口令所在文件", "file with the new passphrase"});
  return {.name = "rotate",
          .help = {"换密钥：新旧两把都签名", "Change the key; both sign for it"},
          .example = "wumei -L zhen.wumei --as o-lin --pin 482913 key rotate",
          .options = {passphrase},
          .run = rotate};
}

}  // namespace wumei::cli
