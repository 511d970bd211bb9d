// Definitions of the programme's market slice, its leases, stock and merchants: all share baskets.
#include <wumei/programme/impl/kinds_leases.ipp>
#include <wumei/programme/impl/kinds_market.ipp>
#include <wumei/programme/impl/kinds_merchant.ipp>
#include <wumei/programme/impl/kinds_stock.ipp>
#include <wumei/programme/impl/kinds_suspense.ipp>
#include <wumei/programme/impl/lease_commands.ipp>
#include <wumei/programme/impl/lease_facts.ipp>
#include <wumei/programme/impl/lease_redemption.ipp>
#include <wumei/programme/impl/market_commands.ipp>
#include <wumei/programme/impl/market_facts.ipp>
#include <wumei/programme/impl/merchant_commands.ipp>
#include <wumei/programme/impl/merchant_facts.ipp>
#include <wumei/programme/impl/merchant_settlement.ipp>
#include <wumei/programme/impl/redemption.ipp>
#include <wumei/programme/impl/stock_commands.ipp>
#include <wumei/programme/impl/stock_facts.ipp>
#include <wumei/programme/impl/suspense_commands.ipp>
