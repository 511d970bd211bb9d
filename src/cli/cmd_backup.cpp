#include "audit_files.hpp"
#include "session.hpp"
#include "verbs.hpp"

#include <wumei/audit/head_file.hpp>
#include <wumei/programme/epoch_commands.hpp>
#include <wumei/programme/programme.hpp>
#include <wumei/store/log_reader.hpp>

namespace wumei::cli {
namespace {

/// A file that a failed verb takes away again.
class Unfinished {
 public:
  explicit Unfinished(std::filesystem::path file) : file_(std::move(file)) {}
  ~Unfinished() {
    if (kept_) return;
    std::error_code ignored;  // what cannot be removed is reported by the next try
    for (const char* suffix : {"", "-wal", "-shm", ".lock"}) {
      std::filesystem::remove(file_.string() + suffix, ignored);
    }
  }
  Unfinished(const Unfinished&) = delete;
  Unfinished& operator=(const Unfinished&) = delete;
  void keep() { kept_ = true; }

 private:
  std::filesystem::path file_;
  bool kept_ = false;
};

void would_copy(Context& context, std::int64_t entries, const std::filesystem::path& file) {
  context.out.tr("backup.dry_run",
                 {{"entries", std::to_string(entries)}, {"file", file.string()}});
  context.out.set("dry_run", json::Value(true));
  context.out.set("entries", json::Value(entries));
}

void backup(Context& context, const Arguments& arguments) {
  const std::filesystem::path copy = arguments.text("file");
  if (context.options.dry_run) {
    if (std::filesystem::exists(copy)) {
      throw Error(Errc::conflict, copy.string() + " exists; a backup never overwrites a file");
    }
    store::SqliteStore store(context.ledger_path(), store::Access::read);
    would_copy(context, store.size(only_programme), copy);
    return;
  }
  store::SqliteStore(context.ledger_path(), store::Access::read).backup(copy);
  Unfinished unfinished(copy);
  context.out.fact("file", copy.string());
  report_finding(context, verify_file(context, copy, {}));
  unfinished.keep();
}

/// What is known of the log's last head from outside the backup.
struct Known {
  std::string origin;         ///< of the latest epoch seen
  audit::TreeHead last;       ///< the largest head seen
  std::vector<std::string> within;  ///< notes that the backup must contain
};

void see(Known& known, const audit::Checkpoint& seen) {
  if (audit::log_name(seen.origin) != audit::log_name(known.origin)) {
    throw Error(Errc::conflict, "that is a checkpoint of " + seen.origin +
                                    ", the backup is of " + known.origin);
  }
  if (programme::epoch_number(seen.origin) > programme::epoch_number(known.origin)) {
    known.origin = seen.origin;
  }
  if (seen.head.size > known.last.size) known.last = seen.head;
}

Known gather(const Context& context, const Arguments& arguments, store::Store& backup,
             const json::Value& founding) {
  Known known{founding.at("origin").text(), {}, {}};
  const std::int64_t size = backup.size(only_programme);
  for (const std::string& file : arguments.list("checkpoint")) {
    const std::string note = read_checkpoint_file(file);
    const audit::Checkpoint held = audit::open_checkpoint(
        note, audit::VerifierKey::parse(founding.at("log_key").text()));
    see(known, held);
    if (held.head.size <= size) known.within.push_back(note);
  }
  const auto head = audit::HeadFile(context.head_path()).read();
  if (!head || head->origin.empty()) return known;
  see(known, {head->origin, head->head});
  const bool inside = head->head.size > 0 && head->head.size <= size;
  if (inside && audit::root_at(store::hash_reader(backup, only_programme), head->head.size) !=
                    head->head.root) {
    throw Verdict(ExitCode::verification_failed,
                  context.tr("restore.other_history",
                             {{"size", std::to_string(head->head.size)}}));
  }
  return known;
}

void refuse_silent_loss(const Context& context, const Known& known, std::int64_t size,
                        bool accepted) {
  if (known.last.size <= size || accepted) return;
  throw Verdict(ExitCode::stale,
                context.tr("restore.behind", {{"entries", std::to_string(size)},
                                              {"size", std::to_string(known.last.size)}}));
}

/// From the copy on: the new epoch is in the head file before it is in the ledger, so a power cut
/// in between leaves a ledger that signs nothing rather than one that signs twice.
void open_epoch(Context& context, const Known& known) {
  Session session(context, Access::restored);
  const programme::Programme& programme = session.programme();
  const audit::TreeHead restored{programme.size(), programme.root()};
  programme::Epoch epoch;
  epoch.origin_old = session.state().charter.origin;
  epoch.origin_new = programme::next_epoch(known.origin);
  if (programme::epoch_number(epoch.origin_old) >= programme::epoch_number(known.origin)) {
    epoch.origin_new = programme::next_epoch(epoch.origin_old);
  }
  epoch.signed_head = known.last;
  epoch.lost_from = restored.size;
  epoch.lost_until = std::max(restored.size, known.last.size);
  audit::HeadFile(context.head_path()).begin_epoch({epoch.origin_new, restored});
  session.submit(programme::epoch_command(session.actor(), epoch));
  context.out.fact("epoch", epoch.origin_new);
  context.out.fact("lost", epoch.lost_until - epoch.lost_from);
  if (std::filesystem::exists(context.key_path()) && context.has_passphrase()) {
    context.out.set("checkpoint", json::Value(sign_head(session, *open_signer(session))));
  } else {
    context.out.tr("restore.sign_now");
  }
}

void restore(Context& context, const Arguments& arguments) {
  const std::filesystem::path source = arguments.text("file");
  const std::filesystem::path ledger = context.ledger_path();
  store::SqliteStore backup(source, store::Access::read);
  const std::string first = backup.leaf(only_programme, 0);
  const Known known = gather(context, arguments, backup,
                             ledger::parse_data(ledger::decode(first)).at("in"));
  refuse_silent_loss(context, known, backup.size(only_programme), arguments.flag("accept-loss"));
  if (context.options.dry_run) {
    report_finding(context, verify_file(context, source, {.held_notes = known.within}));
    would_copy(context, backup.size(only_programme), ledger);
    return;
  }
  backup.backup(ledger);
  Unfinished unfinished(ledger);
  report_finding(context, verify_file(context, ledger, {.held_notes = known.within}));
  open_epoch(context, known);
  unfinished.keep();
}

}  // namespace

void add_backup(Verbs& verbs) {
  verbs.push_back({.name = "backup",
                   .help = {"复制正在使用的账本并核验副本",
                            "Copy a live ledger and check the copy"},
                   .example = "wumei -L zhen.wumei backup /media/usb/zhen-2026-06.wumei",
                   .options = {positional_file("file", "FILE", {"新文件", "the new file"})},
                   .run = backup});
  verbs.push_back(
      {.name = "restore",
       .help = {"由备份恢复账本，另起一期", "Bring a backup back, as a new epoch"},
       .example = "wumei -L zhen.wumei --as o-lin --pin 482913 restore zhen-2026-06.wumei",
       .options = {positional_file("file", "FILE", {"备份文件", "the backup"}),
                   many("checkpoint", "FILE",
                        {"手中最新的账头凭据", "the newest checkpoint you hold"}),
                   flag("accept-loss", {"接受备份之后的记录已丢失，并写入账本",
                                        "accept that later entries are lost, and say so in the "
                                        "ledger"})},
       .run = restore});
}

}  // namespace wumei::cli
