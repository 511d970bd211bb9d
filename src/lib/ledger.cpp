#include <wumei/ledger/impl/account.ipp>
#include <wumei/ledger/impl/book.ipp>
#include <wumei/ledger/impl/entry.ipp>
#include <wumei/ledger/impl/history.ipp>
#include <wumei/ledger/impl/laws.ipp>
#include <wumei/ledger/impl/lots.ipp>
#include <wumei/ledger/impl/name_index.ipp>
