#include "verbs.hpp"

namespace wumei::cli {
namespace {

constexpr TextEntry entries[] = {
    {"usage.tls_pair", "--tls-cert 和 --tls-key 要同时给出。",
     "give --tls-cert and --tls-key together"},
    {"usage.no_hub", "这个命令不能经接口办理：{why}。请在有账本的机器上运行，不要 --hub。",
     "this command does not go by way of a hub: {why}. Run it where the ledger is, without --hub"},
    {"usage.hub_token", "请在变量 WUMEI_TOKEN 中给出接口的令牌（wumei hub token add）。",
     "put the token of the hub into the variable WUMEI_TOKEN (wumei hub token add)"},
    {"usage.hub_options", "经接口办理时没有 --now：时间以接口那台机器为准。",
     "--now does not go by way of a hub, which has a clock of its own"},
    {"usage.export_tiles_here",
     "经接口只能导出到新文件夹；--tiles 的文件夹请在有账本的机器上写。",
     "by way of a hub only a new folder is written; that of --tiles belongs beside the ledger"},
    {"export.unsigned", "接口给出的记录与它的凭据不符，账本被改动过。",
     "the entries are not those that the checkpoint signed: the ledger was changed"},
    {"terminal.no_scan", "这一步不用扫码", "Nothing is to be scanned in this step"},
    {"terminal.unread", "没有读清，请再扫一次", "It was not read whole: scan once more"},
    {"till.first_away",
     "终端 {till} 第一次开机要联网领取额度、名单和公钥，但 {hub} 接不通。"
     "请检查网线、地址和乡镇接口是否开着，然后再开一次；以后断网也能开。",
     "the first start of till {till} needs the hub, for its lease, its names and the log's key, "
     "and {hub} cannot be reached: check the network, the address and that the hub runs, then "
     "start again; later it starts without a network too"},
    {"till.first_refused",
     "终端 {till} 第一次开机要联网领取额度，{hub} 有回答但不接受：{why}。"
     "请向乡镇核对令牌和店编号。",
     "the first start of till {till} needs the hub, and {hub} answered no: {why}; ask the township "
     "about the token and the shop"},
    {"usage.till_name", "经 --hub 的收银台要用 --till 给出终端编号。",
     "a counter by way of --hub is named with --till"},
    {"hub.shown_once", "令牌只显示这一次，不在任何地方保存；请立即放进该设备。",
     "The token is shown this once and kept nowhere: put it into the device now."},
    {"hub.token_dry_run", "试算：没有生成令牌。", "dry run: no token was made"},
    {"hub.revoked", "令牌 {token} 已停用。", "Token {token} is revoked."},
    {"hub.revoke_dry_run", "试算：令牌 {token} 没有停用。", "dry run: token {token} stays"},
    {"hub.valid", "有效", "valid"},
    {"hub.expired", "已过期", "expired"},
    {"hub.is_revoked", "已停用", "revoked"},
    {"col.token", "令牌", "token"},
    {"col.secret", "令牌内容", "secret"},
    {"col.device", "设备", "device"},
    {"col.rights", "权限", "rights"},
};

}  // namespace

TextTable text_hub() { return entries; }

}  // namespace wumei::cli
