// Definitions of the programme's award slice.
#include <wumei/programme/impl/award_commands.ipp>
#include <wumei/programme/impl/award_facts.ipp>
#include <wumei/programme/impl/award_grants.ipp>
#include <wumei/programme/impl/award_ranking.ipp>
#include <wumei/programme/impl/kinds_awards.ipp>
