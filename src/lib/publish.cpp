// Definitions of module publish.
#include <wumei/publish/impl/bulletin.ipp>
#include <wumei/publish/impl/bulletin_gather.ipp>
#include <wumei/publish/impl/describe.ipp>
#include <wumei/publish/impl/donor.ipp>
#include <wumei/publish/impl/html.ipp>
#include <wumei/publish/impl/language.ipp>
#include <wumei/publish/impl/overview.ipp>
#include <wumei/publish/impl/overview_chart.ipp>
#include <wumei/publish/impl/overview_gather.ipp>
#include <wumei/publish/impl/person.ipp>
#include <wumei/publish/impl/qr_symbol.ipp>
#include <wumei/publish/impl/receipt.ipp>
#include <wumei/publish/impl/sales.ipp>
#include <wumei/publish/impl/statement.ipp>
#include <wumei/publish/impl/statement_gather.ipp>
#include <wumei/publish/impl/township.ipp>
#include <wumei/publish/impl/township_gather.ipp>
