#include "audit_files.hpp"
#include "proof_files.hpp"
#include "session.hpp"
#include "verbs.hpp"

#include <wumei/audit/head_file.hpp>
#include <wumei/audit/key_rotation.hpp>
#include <wumei/programme/epoch_commands.hpp>
#include <wumei/programme/programme.hpp>
#include <wumei/store/log_reader.hpp>

#include <algorithm>

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
  audit::TreeHead witnessed;  ///< the largest head that a witness of the policy cosigned
  std::vector<std::string> within;  ///< notes that the backup must contain
};

void see(Known& known, const audit::Checkpoint& seen) {
  if (audit::log_name(seen.origin) != audit::log_name(known.origin)) {
    throw Error(Errc::conflict, "that is a checkpoint of " + seen.origin +
                                    ", the backup is of " + known.origin);
  }
  if (audit::epoch_number(seen.origin) > audit::epoch_number(known.origin)) {
    known.origin = seen.origin;
  }
  if (seen.head.size > known.last.size) known.last = seen.head;
}

/// The keys that the backup names, the first one first.
std::vector<audit::VerifierKey> log_keys(store::Store& backup, const json::Value& founding) {
  std::vector<audit::VerifierKey> keys{
      audit::VerifierKey::parse(founding.at("log_key").text())};
  const std::string rotation(audit::rotation_kind);
  backup.read(only_programme, 0, backup.size(only_programme), [&](auto, std::string_view leaf) {
    if (leaf.find(rotation) == std::string_view::npos) return true;
    const ledger::Entry entry = ledger::decode(leaf);
    if (entry.kind != rotation) return true;
    const json::Value data = ledger::parse_data(entry);
    keys.push_back(audit::VerifierKey::parse(data.at("in").at("new_key").text()));
    return true;
  });
  return keys;
}

/// The checkpoint held, signed by the newest of the keys that signed it.
audit::Checkpoint open_held(const std::string& note, const std::vector<audit::VerifierKey>& keys) {
  const audit::Note parsed = audit::parse_note(note);
  const auto signer = std::find_if(keys.rbegin(), keys.rend(), [&](const auto& key) {
    return audit::is_signed_by(parsed, key) == audit::Signed::yes;
  });
  return audit::open_checkpoint(note, signer == keys.rend() ? keys.back() : *signer);
}

/// The largest head that a witness of `--policy` saw, among the notes held and those of the backup.
audit::TreeHead find_witnessed(const Context& context, const Arguments& arguments,
                               std::vector<std::string> notes, store::Store& backup) {
  audit::TreeHead witnessed;
  if (!arguments.has("policy")) return witnessed;
  const audit::Policy policy = read_policy(context, arguments);
  for (const auto& stored : backup.checkpoints(only_programme)) notes.push_back(stored.note);
  const audit::CosignatureTimes times = cosignature_times(context);
  for (const std::string& text : notes) {
    const audit::Note note = audit::parse_note(text);
    const bool seen = std::any_of(
        policy.witnesses.begin(), policy.witnesses.end(), [&](const audit::PolicyWitness& witness) {
          return audit::check_cosignature(note, witness.key, times).is == audit::Cosigned::yes;
        });
    const audit::TreeHead head = audit::parse_checkpoint(note.text).head;
    if (seen && head.size > witnessed.size) witnessed = head;
  }
  return witnessed;
}

Known gather(const Context& context, const Arguments& arguments, store::Store& backup,
             const json::Value& founding) {
  Known known{founding.at("origin").text(), {}, {}, {}};
  const std::int64_t size = backup.size(only_programme);
  const std::vector<audit::VerifierKey> keys = log_keys(backup, founding);
  std::vector<std::string> shown;
  for (const std::string& file : arguments.list("checkpoint")) {
    const std::string note = read_checkpoint_file(context, file);
    shown.push_back(note);
    const audit::Checkpoint held = open_held(note, keys);
    see(known, held);
    if (held.head.size <= size) known.within.push_back(note);
  }
  known.witnessed = find_witnessed(context, arguments, shown, backup);
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
  if (audit::epoch_number(epoch.origin_old) >= audit::epoch_number(known.origin)) {
    epoch.origin_new = programme::next_epoch(epoch.origin_old);
  }
  epoch.signed_head = known.last;
  epoch.witnessed_head = known.witnessed;
  epoch.lost_from = restored.size;
  epoch.lost_until = std::max(restored.size, known.last.size);
  audit::HeadFile(context.head_path()).begin_epoch({epoch.origin_new, restored});
  session.submit(programme::epoch_command(session.actor(), epoch));
  context.out.fact("epoch", epoch.origin_new);
  context.out.fact("lost", epoch.lost_until - epoch.lost_from);
  if (epoch.witnessed_head.size > 0) context.out.fact("witnessed", epoch.witnessed_head.size);
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
  Option policy = optional_file("policy", "FILE",
                                {"信任策略：新一期写明其见证人最后联署的凭据（tlog-policy）",
                                 "a tlog-policy: the new epoch names what its witnesses saw last"});
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
                   policy,
                   flag("accept-loss", {"接受备份之后的记录已丢失，并写入账本",
                                        "accept that later entries are lost, and say so in the "
                                        "ledger"})},
       .run = restore});
}

}  // namespace wumei::cli
