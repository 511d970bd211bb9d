// Definitions of the programme's rules slice.
#include <wumei/programme/impl/kinds_rules.ipp>
#include <wumei/programme/impl/rules_commands.ipp>
