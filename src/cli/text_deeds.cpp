#include "verbs.hpp"

namespace wumei::cli {
namespace {

constexpr TextEntry entries[] = {
    {"claim.one_or_all", "请给出一件申报的条目号，或用 --all，二者取一。",
     "Name one claim, or say --all, one of the two."},
    {"claim.recorded", "待审核", "recorded"},
    {"claim.checked", "审核中", "checked"},
    {"claim.settled", "已计分", "settled"},
    {"claim.refused", "不予计分", "refused"},
    {"claim.withdrawn", "已撤回", "withdrawn"},
    {"claim.reversed", "已冲正", "reversed"},
    {"visit.outside/scored", "月检 已检", "outside, scored"},
    {"visit.outside/absent", "月检 不在家", "outside, absent"},
    {"visit.outside/refused", "月检 拒检", "outside, refused"},
    {"visit.outside/exempt", "月检 免检", "outside, exempt"},
    {"visit.whole/scored", "季检 已检", "whole sheet, scored"},
    {"visit.whole/absent", "季检 不在家", "whole sheet, absent"},
    {"visit.whole/refused", "季检 拒检", "whole sheet, refused"},
    {"visit.whole/exempt", "季检 免检", "whole sheet, exempt"},
    {"notice.village_or_all", "请给出村编号（--village），或用 --all，二者取一。",
     "Name a village (--village), or say --all, one of the two."},
    {"notice.points_needed", "更正须写明更正后的分值（--points）。",
     "An amendment says what is left (--points)."},
    {"col.claim", "申报", "claim"},
    {"col.recorder", "登记人", "recorded by"},
    {"col.trimmed", "核减", "trimmed"},
    {"col.visit", "检查", "visit"},
    {"col.dimensions", "各维度 %", "dimensions, %"},
    {"col.notice", "公示", "notice"},
    {"col.waiting", "待生效", "waiting"},
    {"col.objections", "未决异议", "open objections"},
};

}  // namespace

TextTable text_scoring() { return entries; }

}  // namespace wumei::cli
