// Definitions of programme: claims and inspections.
#include <wumei/programme/impl/claim_commands.ipp>
#include <wumei/programme/impl/inspection_commands.ipp>
#include <wumei/programme/impl/kinds_scoring.ipp>
