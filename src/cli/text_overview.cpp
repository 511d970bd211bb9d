#include "verbs.hpp"

namespace wumei::cli {
namespace {

constexpr TextEntry entries[] = {
    {"overview.title", "{township} 爱心超市总览（截至 {day}，近 {weeks} 周）",
     "{township}: love supermarkets as of {day}, the last {weeks} weeks"},
    {"overview.never", "从未", "never"},
    {"overview.all", "全镇", "all"},
    {"overview.goods", "缺货和不够两周的商品：", "Goods that are out or low:"},
    {"overview.weeks", "全镇各周：", "All shops by week:"},
    {"overview.tills", "终端停用：", "Tills that get no further lease: "},
    {"shelf.enough", "够", "enough"},
    {"shelf.low", "不够两周", "low"},
    {"shelf.out", "缺货", "out"},
    {"donor.sentence", "收到 {received} 件，已有 {given} 件送到 {households} 户、{villages} 个村。",
     "Of {received} pieces {given} reached {households} households in {villages} villages."},
    {"donor.lots", "各批次：", "Deliveries:"},
    {"donor.villages", "到了哪些村：", "Where they went:"},
    {"col.last_sale", "末次兑换", "last sale"},
    {"col.last_upload", "末次上报", "last upload"},
    {"col.silent_days", "无音讯天数", "days silent"},
    {"col.lent", "额度", "lent"},
    {"col.suspense", "待核积分", "suspense"},
    {"col.short_pieces", "待盘点", "short"},
    {"col.quarantined", "停用终端", "tills stopped"},
    {"col.flagged", "带标记", "flagged"},
    {"col.out", "缺货", "out"},
    {"col.low", "不够", "low"},
    {"col.redeemed_weeks", "近期兑换", "redeemed"},
    {"col.offline", "其中离线", "offline"},
    {"col.handed_out", "换出", "given"},
    {"col.beyond", "账上无货", "not on the shelf"},
    {"col.empty_since", "缺货自", "since"},
    {"col.alarms", "要看", "to look at"},
    {"col.received", "收到", "received"},
    {"col.given", "已发放", "given"},
    {"col.other", "其他减少", "otherwise"},
    {"col.best_before", "保质期至", "best before"},
    {"col.pieces", "件数", "pieces"},
    {"col.value", "价值（元）", "value (yuan)"},
    {"col.redemptions", "笔数", "redemptions"},
    {"col.village_name", "村名", "name of the village"},
    {"col.donor_name", "名称", "name"},
};

}  // namespace

TextTable text_overview() { return entries; }

}  // namespace wumei::cli
