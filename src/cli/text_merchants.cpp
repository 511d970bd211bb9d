#include "verbs.hpp"

namespace wumei::cli {
namespace {

constexpr TextEntry entries[] = {
    {"merchant.unclaimed", "账上有、单上没有的各笔：", "In the ledger and on no sheet:"},
    {"merchant.matched", "已核对", "matched"},
    {"merchant.approved", "已审批", "approved"},
    {"merchant.paid", "已付款", "paid"},
    {"suspense.proposals", "待批的核销：", "Write-offs that wait for a second person:"},
    {"col.merchant", "商户", "merchant"},
    {"col.merchant_name", "店名", "name"},
    {"col.rate", "每分（元）", "yuan a point"},
    {"col.owed", "应付余额（元）", "owed (yuan)"},
    {"col.last_month", "最近月份", "last month"},
    {"col.month", "月份", "month"},
    {"col.holder", "户或卡", "household or card"},
    {"col.claimed", "申报（元）", "claimed (yuan)"},
    {"col.in_ledger", "账上（元）", "ledger (yuan)"},
    {"col.match", "核对结果", "verdict"},
    {"col.payable", "应付（元）", "payable (yuan)"},
    {"col.disputed", "有争议（元）", "disputed (yuan)"},
    {"col.unclaimed_yuan", "未申报（元）", "not claimed (yuan)"},
    {"col.statement", "结算单号", "sheet"},
    {"col.prepared_by", "核对人", "prepared by"},
    {"col.approved_by", "审批人", "approved by"},
    {"col.paid_by", "付款人", "paid by"},
    {"col.proposed_by", "申请人", "proposed by"},
};

}  // namespace

TextTable text_merchants() { return entries; }

}  // namespace wumei::cli
