// Definitions of module store.
#include <wumei/store/hashes.hpp>
#include <wumei/store/log_reader.hpp>
#include <wumei/store/memory_store.hpp>
#include <wumei/store/sqlite_store.hpp>

#include <wumei/store/impl/hashes.ipp>
#include <wumei/store/impl/key_index.ipp>
#include <wumei/store/impl/log_reader.ipp>
#include <wumei/store/impl/memory_store.ipp>
#include <wumei/store/impl/sqlite_store.ipp>
