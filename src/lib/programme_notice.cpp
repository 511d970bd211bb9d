// Definitions of programme: notices of points.
#include <wumei/programme/impl/kinds_notice.ipp>
#include <wumei/programme/impl/notice_commands.ipp>
