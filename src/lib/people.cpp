#include <wumei/people/impl/pin.ipp>
#include <wumei/people/impl/registry.ipp>
#include <wumei/people/impl/role.ipp>
