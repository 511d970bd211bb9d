#include <wumei/programme/impl/batch.ipp>
#include <wumei/programme/impl/control_commands.ipp>
#include <wumei/programme/impl/expiry.ipp>
#include <wumei/programme/impl/kinds.ipp>
#include <wumei/programme/impl/kinds_control.ipp>
#include <wumei/programme/impl/natural_key.ipp>
#include <wumei/programme/impl/programme.ipp>
#include <wumei/programme/impl/reverse.ipp>
