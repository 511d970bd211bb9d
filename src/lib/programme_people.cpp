#include <wumei/programme/impl/find.ipp>
#include <wumei/programme/impl/kinds_people.ipp>
#include <wumei/programme/impl/opening_commands.ipp>
#include <wumei/programme/impl/people_commands.ipp>
#include <wumei/programme/impl/people_records.ipp>
#include <wumei/programme/impl/roles.ipp>
