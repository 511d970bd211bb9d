#include <wumei/programme/impl/find.ipp>
#include <wumei/programme/impl/household_commands.ipp>
#include <wumei/programme/impl/household_moves.ipp>
#include <wumei/programme/impl/kinds_people.ipp>
#include <wumei/programme/impl/opening_commands.ipp>
#include <wumei/programme/impl/people_commands.ipp>
#include <wumei/programme/impl/people_records.ipp>
#include <wumei/programme/impl/roles.ipp>
