#include "verbs.hpp"

namespace wumei::cli {
namespace {

constexpr TextEntry entries[] = {
    {"verdict.cosigned", "核验通过，已联署", "checked and cosigned"},
    {"verdict.cosigned_again", "没有新的记录，再次联署", "nothing new; cosigned again"},
    {"verdict.would_cosign", "核验通过，可以联署", "checked; it may be cosigned"},
    {"col.remembered", "已见过的笔数", "remembered"},
    {"col.remembered_notes", "已记凭据", "notes"},
    {"col.replayed", "已核验笔数", "entries checked"},
    {"col.evidence_kept", "已存证据", "evidence kept"},
    {"col.kept_in", "证据存于", "evidence kept in"},
    {"col.witnessed", "最近联署笔数", "last witnessed"},
    {"col.since", "起自笔数", "since"},
    {"witness.consistency",
     "只核对了账本没有改写已见过的记录；没有重算各笔记录，也没有核对规则。",
     "Only that the log keeps what was seen before was checked: no entry was replayed, no law or "
     "rule was looked at."},
    {"witness.dry_run", "试算：没有签名，也没有记录。",
     "Dry run: nothing signed, nothing remembered."},
    {"witness.accept_dry_run", "试算：没有写入账本。", "Dry run: nothing written."},
    {"witness.knows",
     "见证人已见过 {size} 笔，与请求不符：请运行 wumei witness request --since {size} 重新请求。",
     "the witness knows {size} entries: make a new request with wumei witness request --since "
     "{size}"},
    {"witness.added", "已收下", "added"},
    {"witness.known", "已有", "known already"},
    {"qr.exchange", "见证请求或联署（二维码）",
     "Request to a witness, or its answer, as a QR code"},
    {"usage.witness_key", "请用 --key 给出见证密钥文件（wumei key new 可生成）。",
     "give the witness's key file with --key (wumei key new makes one)"},
    {"usage.witness_log_key", "请用 --log-key 给出该账本的公钥，或用 --policy 给出信任策略。",
     "give the log's verifier key with --log-key, or a --policy"},
    {"usage.witness_request",
     "这是见证请求，里面没有记录：请给出账本备份或导出的文件夹，"
     "或加 --consistency-only 只核对一致性。",
     "that is a request without entries: name a backup or an exported folder, or add "
     "--consistency-only to check no more than its proof"},
    {"usage.witness_not_request", "--consistency-only 只用于见证请求。",
     "--consistency-only goes with a request"},
    {"usage.witness_accept_policy", "请用 --policy 给出信任策略：认哪些见证人。",
     "give a --policy that names the witnesses"},
};

}  // namespace

TextTable text_witness() { return entries; }

}  // namespace wumei::cli
