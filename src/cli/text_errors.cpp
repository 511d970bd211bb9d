#include "verbs.hpp"

namespace wumei::cli {
namespace {

constexpr TextEntry entries[] = {
    {"errc.bad_input", "输入有误", "bad input"},
    {"errc.not_found", "找不到", "not found"},
    {"errc.conflict", "与账本冲突", "conflict"},
    {"errc.busy", "账本正被占用", "busy"},
    {"errc.io", "读写失败", "cannot read or write"},
    {"errc.corrupt", "文件已损坏", "damaged file"},
    {"errc.overflow", "数值超出范围", "number out of range"},
    {"errc.unsupported", "版本或格式不支持", "not supported"},
    {"errc.unauthorised", "未获授权", "not authorised"},
    {"errc.cancelled", "已中断，什么都没有写入", "interrupted: nothing was written"},
    {"bad.head", "表头", "head"},
    {"bad.line", "{file} 第 {line} 行：读到“{found}”，应为 {expected}",
     "{file}:{line}: found \"{found}\", expected {expected}"},
    {"bad.field", "{field}：读到“{found}”，应为 {expected}",
     "{field}: found \"{found}\", expected {expected}"},
    {"bad.plain", "读到“{found}”，应为 {expected}", "found \"{found}\", expected {expected}"},
    {"session.old_copy",
     "账本只有 {entries} 笔，而本机签过 {size} 笔的账头（{file}）：这是旧副本。请用 restore 恢复。",
     "the ledger has {entries} entries, but a head of {size} was signed here ({file}): this is an "
     "old copy. Use restore."},
    {"usage.language", "没有语言“{language}”；可用：zh、en",
     "there is no language \"{language}\"; there are: zh, en"},
    {"import.empty", "{file} 只有表头；没有可导入的内容。",
     "{file} has a head and no rows; nothing to import."},
    {"errc.internal", "程序内部错误，账本保持原样", "a fault in wumei; the ledger is as it was"},
};

}  // namespace

TextTable text_errors() { return entries; }

}  // namespace wumei::cli
