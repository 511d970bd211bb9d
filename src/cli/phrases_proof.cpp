#include "phrases.hpp"

namespace wumei::cli {
namespace {

constexpr Phrase phrases[] = {
    // Policies.
    {"line *: *", "第 * 行：*"},
    {"the policy does not list the key *", "策略里没有公钥 *"},
    // What a note says under a policy.
    {"too few witnesses of the policy have cosigned the checkpoint",
     "策略要求的见证没有都在凭据上签名"},
    {"no witness of the policy says when it saw the checkpoint",
     "没有策略认可的见证说明何时见过凭据"},
    {"sound, but last witnessed before the time asked for",
     "证明成立，但最近一次见证早于所要求的日期"},
    {"the checkpoint held is of *, the proof of *", "另存的凭据属于 *，证明属于 *"},
    {"nothing leads from the checkpoint of size * to that of size *: give the hashes with --tiles",
     "无法从 * 笔的凭据推到 * 笔的凭据：请用 --tiles 给出哈希文件夹"},
    {"two signed checkpoints, of sizes * and *, cannot both be true: keep both, they are proof",
     "* 笔和 * 笔的两份已签名凭据互相矛盾：请都保存好，它们就是证据"},
    {"the hashes given are not those of the checkpoint of size *", "所给的哈希不属于 * 笔的凭据"},
    {"the checkpoint of size * is not one of this ledger", "* 笔的凭据不属于这本账"},
    // Witnesses.
    {"no checkpoint of size *", "没有 * 笔的凭据"},
    // Codes.
    {"a code holds digits, capital letters and a few signs only",
     "码内只能有数字、大写字母和少数符号"},
    // Folders of tiles.
    {"the log does not have the root of the checkpoint of size *", "账本的树根与 * 笔的凭据不符"},
    {"* holds a checkpoint *; export to a new folder", "* 里已有凭据（*）；请导出到新文件夹"},
    {"of another log, *", "属于另一本账 *"},
    {"of * entries, more than *", "* 笔，多于 * 笔"},
    {"of * entries that this log does not have", "其 * 笔不在这本账里"},
    {"tile * is missing or not whole", "哈希块 * 缺失或不完整"},
    {"tile * does not lead to the root of the checkpoint", "哈希块 * 推不到凭据的树根"},
    {"*: ends inside an entry", "*：在一笔中间中断"},
    {"* has no checkpoint", "* 里没有凭据"},
    {"the folder * lacks *", "文件夹 * 里缺少 *"},
    {"*: has * bytes", "*：有 * 字节"},
    {"*: has * entries", "*：有 * 笔"},
};

}  // namespace

PhraseTable phrases_proof() { return phrases; }

}  // namespace wumei::cli
