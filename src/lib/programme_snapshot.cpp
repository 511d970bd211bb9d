#include <wumei/programme/impl/snapshot.ipp>
