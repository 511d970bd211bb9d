#include "phrases.hpp"

namespace wumei::cli {
namespace {

constexpr Phrase phrases[] = {
    // The signed lease of a till.
    {"not a lease of a till: *", "不是终端的额度书：*"},
    {"a line is missing or cut short", "缺行，或有一行不完整"},
    {"expected a line *", "应有 * 一行"},
    {"a household without points or lots", "有一户没有积分或批次"},
    {"a lot without its points", "有一批没有积分"},
    {"a lot of nothing, or out of order", "有一批为零，或次序不对"},
    {"more than there can be", "超过可能的数额"},
    {"lots that do not sum to the points", "各批合计与积分不符"},
    {"no number, no household, or an end before its issue", "没有编号，没有农户，或截止早于签发"},
    {"not the first has one before it", "只有第一份没有上一份"},
    {"points that were added before its issue", "追加早于签发"},
    {"households out of order, or one twice", "农户次序不对，或有重复"},
    {"it does not begin with *", "不是以 * 开头"},
    {"an entry is a number and a hash", "条目应为序号和摘要"},
    {"it is not in its one spelling", "写法不合规定"},
    {"the lease is of *, the key of *", "额度书属于 *，密钥属于 *"},
    {"lease * of till * is not signed by *", "第 * 份额度（终端 *）没有 * 的签名"},
    {"lease * of till * does not follow lease * of till *",
     "第 * 份额度（终端 *）不接在第 * 份（终端 *）之后"},
    {"lease * of till * is not the one that the till has",
     "第 * 份额度（终端 *）不是终端手里的那一份"},
    {"till * has no lease *", "终端 * 没有第 * 份额度"},
    // What a till or an officer asks for.
    {"limits of leases are 0 or more, a share at most 100 per cent, a time at most a year",
     "额度上限不小于零，比例不超过 100%，时限不超过一年"},
    {"till *: *", "终端 *：*"},
    {"a lease of no household", "额度里没有农户"},
    {"a lease of * points", "额度为 * 分"},
    {"households stand in order, none twice", "农户按编号排列，不能重复"},
    {"redemptions are counted from 1", "流水号从 1 起"},
    {"the random part of an id is 16 hex digits", "编号的随机部分是 16 位小写十六进制数"},
    {"an impossible time", "时刻不可能"},
    {"a redemption of nothing", "没有兑换任何商品"},
    {"* stands in a redemption twice", "* 在一笔兑换里出现两次"},
    {"a report of more records than counters", "报告的笔数多于流水号"},
    {"a recall gives its reason", "申请收回要写明理由"},
    // A till's own file.
    {"* is of till *", "* 是终端 * 的流水"},
    {"* is not the journal of a till", "* 不是收银台的流水"},
    // What an entry of a lease may be found to say.
    {"a lease of no till", "额度不属于任何终端"},
    {"a lease that was never issued", "从未给过的额度"},
    {"a share of a lease has not two cells", "额度里的一户不是两格"},
};

}  // namespace

PhraseTable phrases_leases() { return phrases; }

}  // namespace wumei::cli
