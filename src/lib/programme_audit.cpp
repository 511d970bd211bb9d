#include <wumei/programme/impl/account_root.ipp>
#include <wumei/programme/impl/accounts.ipp>
#include <wumei/programme/impl/epoch_commands.ipp>
#include <wumei/programme/impl/erase_commands.ipp>
#include <wumei/programme/impl/key_commands.ipp>
#include <wumei/programme/impl/kinds_epoch.ipp>
#include <wumei/programme/impl/kinds_log.ipp>
#include <wumei/programme/impl/verify.ipp>
