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
    {"the request", "见证请求"},
    {"not a request to a witness: its first line must be \"old N\"",
     "不是见证请求：第一行必须是“old 笔数”"},
    {"the request says old *, but its checkpoint has only *",
     "请求写的是 old *，但其中的凭据只有 * 笔"},
    {"a witness that knows * entries has seen more than the checkpoint of size * holds",
     "见证人已见过 * 笔，多于凭据的 * 笔"},
    {"the request proves from * entries, this witness knows *: ask again with that --since",
     "请求从第 * 笔起证明，而本见证人已见过 * 笔：请用 --since 写明这一笔数，重新请求"},
    {"nothing is remembered of *: the request must say old 0",
     "没有见过 *：请求必须写 old 0"},
    {"nothing is remembered of *: say --first if this witness has never seen it, and never "
     "otherwise",
     "没有见过 *：确属第一次见证时请加 --first，其他时候绝不要加"},
    {"* is older than *, which was cosigned: was an old copy brought back?",
     "*早于已联署的 *：是否用回了旧副本？"},
    {"the proof does not lead from *, which was cosigned, to that of size *",
     "证明不能从已联署的 *推到 * 笔的凭据"},
    {"the new epoch * has lost entries of *, which was cosigned, and does not say so",
     "新一期 * 丢失了已联署的 *中的记录，却没有说明"},
    {"a new epoch is accepted only with the entries at hand",
     "另起新一期时，须拿到全部记录才能见证"},
    {"an empty log is not cosigned", "空账本不予联署"},
    {"the log was changed while it was read", "读取时账本被改动了"},
    {"the checkpoint of size * of *", "* 笔的凭据（*）"},
    {"another root was cosigned at size *", "* 笔处已联署过另一个树根"},
    {"the memory of the witness is damaged: *: *", "见证记录已损坏：*：*"},
    {"it is not the note that its name says", "内容与文件名不符"},
    {"another process uses the memory of this witness, *", "另有程序正在使用这份见证记录（*）"},
    {"no witness knows fewer than 0 entries", "见证人见过的笔数不会小于 0"},
    {"the key * signs this log itself: a witness has a key of its own",
     "密钥 * 就是这本账的签名密钥：见证人须用自己的密钥"},
    {"no line is of a witness of the policy", "没有一行出自策略认可的见证人"},
    {"the cosignature of * is of no time that counts: compare the clocks",
     "* 的联署时间不予采信：请核对两边的时钟"},
    {"the cosignature of * is of no checkpoint of this ledger, or wrong",
     "* 的联署不属于本账本的任何凭据，或者有误"},
    {"*: line * is longer than an entry can be", "*：第 * 行超过一笔记录的长度"},
    {"* has no entries: export them for a witness", "* 里没有记录：请把记录也导出给见证人"},
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
