#include "verbs.hpp"

namespace wumei::cli {
namespace {

constexpr TextEntry entries[] = {
    {"usage.tls_pair", "--tls-cert 和 --tls-key 要同时给出。",
     "give --tls-cert and --tls-key together"},
    {"usage.no_hub", "这个命令不能经接口办理，请在有账本的机器上运行，不要 --hub。",
     "this command does not go by way of a hub; run it where the ledger is, without --hub"},
    {"usage.hub_token", "请在变量 WUMEI_TOKEN 中给出接口的令牌（wumei hub token add）。",
     "put the token of the hub into the variable WUMEI_TOKEN (wumei hub token add)"},
    {"usage.hub_options", "经接口办理时没有 --dry-run、--effective、--late 和 --now。",
     "--dry-run, --effective, --late and --now do not go by way of a hub"},
    {"usage.till_text", "经 --hub 的收银台目前只有 --text。",
     "a counter by way of --hub is --text for now"},
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
