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
    {"key.resumed", "接着用先前生成的新密钥 {file}。",
     "Going on with the key made before, {file}."},
    {"key.rotated",
     "已换密钥：新密钥在 {file}，旧密钥留在 {old}。请再运行 wumei checkpoint，并公布新公钥。",
     "The key is changed: the new one is {file}, the old one stays as {old}. Run wumei checkpoint "
     "next, and publish the new verifier key."},
    {"key.finished", "上次换密钥没有做完，现已完成：新密钥在 {file}。",
     "A change of the key had stopped half-way; it is finished now: the new key is {file}."},
    {"anchor.contradicts",
     "与第 {seq} 号所记 {size} 笔的凭据不能同时为真：两份都印在上面，请都保存好。",
     "it cannot be true beside the checkpoint of {size} entries kept by entry {seq}: both are "
     "printed above, keep them"},
    {"anchor.checked", "签名已核对。", "Its signature was checked."},
    {"anchor.unchecked", "没有核对签名（未给 --log-key）。",
     "Its signature was not checked: no --log-key was given."},
    {"usage.proof_what", "请给出序号，或用 --balance 给出户编号，只给其一。",
     "give either the number of an entry or --balance"},
    {"proof.no_close", "{day} 没有日结。", "the day {day} was not closed"},
    {"proof.balance",
     "{origin} 在 {day} 日结时：{household} 户可用积分 {spendable}，公示中 {pending}，"
     "欠分 {arrears}，荣誉积分 {honour}。",
     "At the close of {day}, by {origin}: household {household} had {spendable} points to spend, "
     "{pending} in notice, {arrears} in arrears, and {honour} of honour."},
    {"proof.signed_by", "由 {key} 签名，签名时共 {size} 笔。",
     "Signed by {key} over {size} entries."},
    {"col.erased_by", "已由第几号删除", "erased by"},
    {"value.state.in_office", "在任", "in office"},
};

}  // namespace

TextTable text_log() { return entries; }

}  // namespace wumei::cli
