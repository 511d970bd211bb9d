// Definitions of module awards.
#include <wumei/awards/impl/archive.ipp>
#include <wumei/awards/impl/ranking.ipp>
#include <wumei/awards/impl/rounds.ipp>
