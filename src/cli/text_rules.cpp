#include "verbs.hpp"

namespace wumei::cli {
namespace {

constexpr TextEntry entries[] = {
    {"rules.examples_hold", "{count} 个示例全部成立。", "All {count} examples hold."},
    {"rules.holds", "成立", "holds"},
    {"rules.fails", "不成立", "fails"},
    {"rules.no_version", "账本里没有第 {version} 版规则册；已发布的见 wumei rules list。",
     "version {version} of the rule book was never published; see wumei rules list"},
    {"rules.no_changes", "两册没有差别。", "The two books say the same."},
    {"rules.added", "新增", "added"},
    {"rules.removed", "取消", "removed"},
    {"rules.changed", "修改", "changed"},
    {"rules.field.book", "规则册", "book"},
    {"rules.field.title", "标题", "title"},
    {"rules.field.valid", "有效期", "validity"},
    {"rules.field.adopted", "通过文件", "adoption"},
    {"rules.field.household_cap", "每户上限", "cap of a household"},
    {"rules.field.expiry_years", "积分有效年数", "years until expiry"},
    {"rules.field.notice_days", "公示天数", "days of notice"},
    {"rules.field.objection_days", "异议天数", "days for objections"},
    {"rules.field.answer_days", "答复天数", "days for an answer"},
    {"rules.field.evidence", "凭证种类", "kinds of evidence"},
    {"rules.field.award.level", "评选等级", "award levels"},
    {"rules.field.award.tie_break", "同分排序", "order of ties"},
    {"rules.field.award.veto", "一票否决", "vetoes"},
    {"rules.field.award.notice_working_days", "评选公示工作日", "working days of award notice"},
    {"rules.field.award.barred_months", "摘牌后停评月数", "months barred after a plaque is lost"},
    {"rules.field.name", "条目名称", "name"},
    {"rules.field.name_en", "英文名称", "English name"},
    {"rules.field.event", "触发事件", "event"},
    {"rules.field.points", "分值", "points"},
    {"rules.field.floor", "扣分底线", "floor"},
    {"rules.field.caps", "上限", "caps"},
    {"rules.field.highest_only", "就高不就低", "highest only"},
    {"rules.field.excluded_by", "不与之同计", "excluded by"},
    {"rules.field.needs_any", "凭证", "evidence"},
    {"rules.field.chain", "办理环节", "chain"},
    {"col.book", "规则册", "book"},
    {"col.sheet", "评分表", "sheet"},
    {"col.rules", "条目数", "rules"},
    {"col.examples", "示例数", "examples"},
    {"col.items", "项数", "items"},
    {"col.example", "示例", "example"},
    {"col.deed", "第几件事", "deed"},
    {"col.expected", "应得", "expected"},
    {"col.got", "实得", "got"},
    {"col.failures", "不成立数", "failures"},
    {"col.caps", "上限", "caps"},
    {"col.needs", "凭证", "evidence"},
    {"col.chain", "办理环节", "chain"},
    {"col.change", "变化", "change"},
    {"col.before", "原来", "before"},
    {"col.after", "现在", "after"},
};

}  // namespace

TextTable text_rules() { return entries; }

}  // namespace wumei::cli
