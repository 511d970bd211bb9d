#include "guest.hpp"

#include <wumei/programme/find.hpp>

namespace wumei::cli {

OfficerId proven_officer(const Context& context, const programme::Programme& programme,
                         const std::string& what) {
  if (context.guest != nullptr) {
    context.guest->look(what);
    return context.guest->actor.officer;
  }
  const OfficerId officer = context.officer();
  programme::authenticate(programme, officer, context.options.pin);
  return officer;
}

}  // namespace wumei::cli
