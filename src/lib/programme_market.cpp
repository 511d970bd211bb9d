// Definitions of the programme's market slice, its leases and its stock, which share baskets.
#include <wumei/programme/impl/kinds_leases.ipp>
#include <wumei/programme/impl/kinds_market.ipp>
#include <wumei/programme/impl/kinds_stock.ipp>
#include <wumei/programme/impl/lease_commands.ipp>
#include <wumei/programme/impl/lease_facts.ipp>
#include <wumei/programme/impl/lease_redemption.ipp>
#include <wumei/programme/impl/market_commands.ipp>
#include <wumei/programme/impl/market_facts.ipp>
#include <wumei/programme/impl/redemption.ipp>
#include <wumei/programme/impl/stock_commands.ipp>
#include <wumei/programme/impl/stock_facts.ipp>
