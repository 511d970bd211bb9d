#include "verbs.hpp"

namespace wumei::cli {
namespace {

constexpr TextEntry entries[] = {
    {"shop.donor_or_fund", "请给出捐赠方（--donor）或采购资金（--fund），二者取一。",
     "Say who gave the goods (--donor) or which fund paid for them (--fund), one of the two."},
    {"shop.household_or_card", "请给出户编号（--household）或卡号（--card）。",
     "Say which household (--household) or which card (--card)."},
    {"shop.thin", "偏低（低于 1.20）", "thin (below 1.20)"},
    {"shop.all_funds", "合计", "all"},
    {"count.damaged", "损坏", "damaged"},
    {"count.expired", "过期", "expired"},
    {"count.miscounted", "记错", "miscounted"},
    {"count.missing", "短少", "missing"},
    {"count.found", "盘盈", "found"},
    {"col.counted", "实盘", "counted"},
    {"col.on_the_books", "账面", "on the books"},
    {"col.short", "超发", "beyond the books"},
    {"col.difference", "差异", "difference"},
    {"col.slip", "小票号", "slip"},
    {"col.cost", "成本", "cost"},
    {"col.coverage", "覆盖率", "coverage"},
    {"col.thin", "提示", "warning"},
    {"col.fund", "基金", "fund"},
    {"col.spoiled", "过期", "spoiled"},
    {"col.restricted", "限定用途", "restricted"},
    {"col.restriction", "用途限制", "restriction"},
    {"col.available", "现有", "available"},
    {"col.missing", "还差", "missing"},
    {"col.taken", "本月已换", "taken this month"},
    {"col.resets", "重新计算日", "resets on"},
    {"col.minimum", "起兑积分", "minimum"},
    {"col.prices", "价目表条号", "price list"},
    {"col.cited", "所引价目表", "price list shown"},
    {"col.in_force", "有效价目表", "price list in force"},
    {"col.list", "价目表", "list"},
    {"col.version", "版本", "version"},
    {"col.published", "发布日", "published"},
    {"col.donor", "捐赠方", "donor"},
    {"col.checkpoint", "签名凭据", "checkpoint"},
};

}  // namespace

TextTable text_market() { return entries; }

}  // namespace wumei::cli
