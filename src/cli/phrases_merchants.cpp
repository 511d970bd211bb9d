#include "phrases.hpp"

namespace wumei::cli {
namespace {

constexpr Phrase phrases[] = {
    {"a month such as 2026-04", "2026-04 这样的月份"},
    {"merchant *: *", "商户 *：*"},
    {"it has no name", "没有店名"},
    {"it serves no village", "没有服务的村"},
    {"a point is worth more than nothing", "每积分的金额应大于零"},
    {"the contract ends before it begins", "合同截止日早于起始日"},
    {"a merchant is registered on a contract; cite it", "登记商户要写明合同号"},
    {"a slip has a number, of 40 bytes", "小票要有号，不超过 40 个字节"},
    {"* is kept for others on our own shelves", "* 是本店限定用途的商品"},
    {"a sheet has a number", "结算单要有号"},
    {"a sheet has at most 500 lines", "一张结算单最多 500 行"},
    {"\"*\" shows no household or card", "“*”看不出户或卡"},
    {"*: a line of no goods or no yuan", "*：数量或金额不大于零"},
    {"a payment cites its transfer", "付款要写明凭证号"},
    {"a line of a sheet has not six cells", "结算单的一行不是六格"},
    {"no such merchant", "没有这个商户"},
    {"a month without a sheet", "当月没有结算单"},
    {"suspense of *: *", "*户的待核积分：*"},
    {"more than no points, please", "积分应大于零"},
    {"the household signed for it; cite the paper", "须该户签字同意，请写明同意书号"},
    {"a write-off gives its reason", "核销要写明理由"},
    {"goods that a price list names, by number or name", "价目表里的商品编号或名称"},
    {"a line of goods; leave totals out of the file", "一笔商品；请删去合计行"},
    {"yuan above zero", "大于零的金额"},
    {"a household or card, three characters of it in the clear", "户编号或卡号，至少露出三位"},
    {"at most 500 lines; the others can stand in the next sheet",
     "最多 500 行，其余可列入下一张结算单"},
};

}  // namespace

PhraseTable phrases_merchants() { return phrases; }

}  // namespace wumei::cli
