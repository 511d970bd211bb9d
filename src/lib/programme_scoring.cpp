// Definitions of programme: claims, inspections and notices. One unit, since what a deed earns is
// shared by all three.
#include <wumei/programme/impl/claim_commands.ipp>
#include <wumei/programme/impl/inspection_commands.ipp>
#include <wumei/programme/impl/kinds_notice.ipp>
#include <wumei/programme/impl/kinds_scoring.ipp>
#include <wumei/programme/impl/notice_commands.ipp>
