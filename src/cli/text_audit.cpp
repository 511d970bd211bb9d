#include "verbs.hpp"

namespace wumei::cli {
namespace {

constexpr TextEntry entries[] = {
    {"progress.verify", "正在核验", "verifying"},
    {"progress.export", "正在导出", "exporting"},
    {"verdict.verified", "核验通过", "verified"},
    {"verdict.witnessed", "核验通过，已有见证", "verified and witnessed"},
    {"verdict.unwitnessed", "核验通过，尚无足够见证", "verified, unwitnessed"},
    {"verdict.failed", "核验不通过", "verification failed"},
    {"verdict.could_not_check", "无法核验", "could not check"},
    {"verdict.stale", "账本过旧", "stale"},
    {"verdict.equivocation", "两个账头互相矛盾", "equivocation"},
    {"col.verdict", "结论", "verdict"},
    {"col.checkpoints", "账头凭据", "checkpoints"},
    {"col.held", "外部凭据", "held outside"},
    {"col.tiles", "哈希块", "tiles"},
    {"col.documents", "公开文件", "documents"},
    {"col.details", "私密内容", "private details"},
    {"col.erased", "已依法删除", "erased"},
    {"col.unknown", "未知类别", "of unknown kinds"},
    {"col.law", "违反规则", "law"},
    {"col.lot", "批次", "lot"},
    {"col.epoch", "新一期", "new epoch"},
    {"col.lost", "丢失笔数", "entries lost"},
    {"col.verifier_key", "公钥", "verifier key"},
    {"col.checkpoint_size", "凭据笔数", "checkpoint size"},
    {"checkpoint.none", "账本还没有签过名，请先运行 wumei checkpoint。",
     "nothing was signed yet; run wumei checkpoint"},
    {"key.made", "密钥写入 {file}。请妥善保管口令，丢失后只能另起一期。",
     "The key is in {file}. Keep its passphrase: without it a new epoch must be opened."},
    {"key.dry_run", "试算：将把新密钥写入 {file}；没有写入。",
     "Dry run: would write a new key to {file}; nothing written."},
    {"proof.no_entry", "没有第 {seq} 笔。", "there is no entry {seq}"},
    {"proof.no_checkpoint", "第 {seq} 笔之后还没有签过名，请先运行 wumei checkpoint。",
     "nothing was signed since entry {seq}; run wumei checkpoint first"},
    {"usage.proof_key",
     "请用 --key 给出日志公钥（wumei key show 可打印），或用 --policy 给出信任策略。",
     "give the log's verifier key with --key (wumei key show prints it), or a --policy"},
    {"usage.witness_policy", "--require-witness 需要 --policy：由谁见证。",
     "--require-witness needs a --policy that names the witnesses"},
    {"usage.export_what", "请给出新文件夹，或用 --tiles 给出公开文件夹，只给其一。",
     "give either a new folder or --tiles"},
    {"usage.text_json", "--text 不与 --json 同用。", "--text does not go with --json"},
    {"usage.export_entries", "--entries 只与 --tiles 同用。", "--entries goes with --tiles"},
    {"policy.untimely", "见证 {witness} 的时间（{at}）不予采信",
     "the cosignature of {witness}, of {at}, is of no time that counts"},
    {"col.witness", "见证", "witness"},
    {"col.seen_at", "见证时间", "seen at"},
    {"col.written", "新写", "written"},
    {"col.kept", "未变", "kept"},
    {"qr.proof", "一笔记录的证明（二维码）", "Proof of an entry as a QR code"},
    {"qr.note", "账头凭据（二维码）", "Signed checkpoint as a QR code"},
    {"restore.behind",
     "备份只有 {entries} 笔，而已签名的账头有 {size} 笔：之后的记录会丢失。"
     "请先找更新的备份；确认无法找回时加 --accept-loss。",
     "the backup has {entries} entries, but a head of {size} was signed: the later ones would be "
     "lost. Look for a newer backup; if there is none, add --accept-loss"},
    {"restore.other_history", "备份在第 {size} 笔处与已签名的账头不符：不是同一本账。",
     "at size {size} the backup differs from the head that was signed: it is another history"},
    {"restore.sign_now", "请运行 wumei checkpoint，为新一期签名。",
     "Run wumei checkpoint to sign the new epoch."},
};

}  // namespace

TextTable text_audit() { return entries; }

}  // namespace wumei::cli
