#include "verbs.hpp"

namespace wumei::cli {
namespace {

constexpr TextEntry entries[] = {
    {"officer.all_villages", "全镇", "all"},
    {"officer.active", "在任", "in office"},
    {"officer.dismissed", "已离任", "dismissed"},
    {"card.stopped", "旧卡 {card} 已停用。", "Card {card} is stopped."},
    {"find.nothing", "没有符合的农户。", "No household fits."},
    {"usage.find_what", "请给出要查的内容：户编号、姓名、小组、卡号或存折号。",
     "say what to look for: number, name, group, card or passbook"},
    {"progress.pins", "正在读取人员", "reading officers"},
    {"col.head", "户主", "head"},
    {"col.phone", "电话", "phone"},
    {"col.passbook", "存折号", "passbook"},
    {"col.grid_worker", "网格员", "grid worker"},
    {"col.people", "人口", "people"},
    {"col.replaces", "换下的卡", "replaces"},
};

}  // namespace

TextTable text_people() { return entries; }

}  // namespace wumei::cli
