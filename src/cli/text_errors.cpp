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
    {"errc.cancelled", "已中断，什么都没有写入", "cancelled"},
    {"errc.internal", "程序内部错误，账本保持原样", "a fault in wumei; the ledger is as it was"},
};

}  // namespace

TextTable text_errors() { return entries; }

}  // namespace wumei::cli
