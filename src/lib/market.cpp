// Definitions of module market.
#include <wumei/market/impl/market.ipp>

#include <wumei/market/impl/basket.ipp>
#include <wumei/market/impl/coverage.ipp>
#include <wumei/market/impl/leases.ipp>
#include <wumei/market/impl/merchants.ipp>
