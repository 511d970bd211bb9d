#include "verbs.hpp"

namespace wumei::cli {
namespace {

constexpr TextEntry entries[] = {
    {"usage.erase_what", "请给出序号，或用 --household 给出户编号，只给其一。",
     "give either the number of an entry or --household"},
    {"erase.backups", "旧备份里还留有这些内容：请另做一份新备份，并按规定销毁旧备份。",
     "Older backups still hold it: make a new backup and destroy the old ones."},
    {"verify.erased", "第 {seq} 号的私密内容已由第 {by} 号删除",
     "entry {seq}: erased by entry {by}"},
    {"col.erased_by", "已由第几号删除", "erased by"},
    {"value.state.in_office", "在任", "in office"},
};

}  // namespace

TextTable text_log() { return entries; }

}  // namespace wumei::cli
