// Definitions of the programme's market slice.
#include <wumei/programme/impl/kinds_market.ipp>
#include <wumei/programme/impl/market_commands.ipp>
#include <wumei/programme/impl/market_facts.ipp>
#include <wumei/programme/impl/redemption.ipp>
