// Definitions of module scoring.
#include <wumei/scoring/impl/deeds.ipp>
#include <wumei/scoring/impl/sheet_score.ipp>
#include <wumei/scoring/impl/tally.ipp>
