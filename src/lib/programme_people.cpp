#include <wumei/programme/impl/roles.ipp>
