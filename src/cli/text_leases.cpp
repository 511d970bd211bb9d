#include "verbs.hpp"

namespace wumei::cli {
namespace {

constexpr TextEntry entries[] = {
    {"lease.households", "请给出农户（--household）或本村各户（--all），二者取一。",
     "Say which households (--household) or all of the village (--all), one of the two."},
    {"lease.open", "使用中", "open"},
    {"lease.doubt", "存疑", "in doubt"},
    {"lease.closed", "已结清", "closed"},
    {"lease.forced", "强制收回", "taken back"},
    {"lease.quarantined", "，编号重复、停止授信", ", quarantined"},
    {"lease.all_shops", "合计", "all"},
    {"lease.and", "；", "; "},
    {"flag.fork", "流水号重复", "its number was used before"},
    {"flag.returned", "额度已结清或收回", "the lease was given back before"},
    {"flag.time", "时刻不在额度期限内", "outside the time of the lease"},
    {"flag.records", "超过笔数上限", "over the lease's redemptions"},
    {"flag.redemption", "超过每笔上限", "over the points of one redemption"},
    {"flag.limit", "超过每月限量", "over the month's limit of goods"},
    {"flag.household", "该户休眠或已销户", "the household takes no part"},
    {"flag.card", "卡已停用或不属该户", "the card is stopped or another's"},
    {"flag.clerk", "经办人不是该店店员", "the clerk is no keeper there"},
    {"flag.over", "超出额度，记入待核", "beyond the lease, held in suspense"},
    {"flag.short", "货架不足，待盘点", "beyond the shelf, to be counted"},
    {"value.limit.share", "比例", "share"},
    {"value.limit.household", "每户", "household"},
    {"value.limit.till", "每台终端", "till"},
    {"value.limit.lots", "批次数", "lots"},
    {"value.limit.redemption", "每笔", "redemption"},
    {"value.state.open", "使用中", "open"},
    {"value.state.doubt", "存疑", "in doubt"},
    {"value.state.closed", "已结清", "closed"},
    {"value.state.forced", "强制收回", "taken back"},
    {"value.recalled.no", "否", "no"},
    {"col.till", "终端", "till"},
    {"col.lease", "额度编号", "lease"},
    {"col.stop", "可用至", "until"},
    {"col.open", "使用中", "open"},
    {"col.in_doubt", "存疑", "in doubt"},
    {"col.flags", "待核事项", "flags"},
    {"col.excess", "超出额度", "beyond the lease"},
    {"col.share", "比例（%）", "share (per cent)"},
    {"col.household_limit", "每户上限", "most of a household"},
    {"col.till_limit", "每台终端上限", "most of a till"},
    {"col.records", "笔数", "redemptions"},
    {"col.hours", "时限（小时）", "hours"},
    {"col.redemption", "每笔上限", "most of one redemption"},
    {"col.allowed", "最多", "allowed"},
    {"col.next", "下一编号", "next"},
    {"col.booked", "已入账", "booked"},
    {"col.highest", "最大流水号", "highest"},
    {"col.recalled", "已申请收回", "recalled"},
    {"col.leased", "超市离线额度", "held by a shop's till"},
};

}  // namespace

TextTable text_leases() { return entries; }

}  // namespace wumei::cli
