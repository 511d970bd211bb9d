#include "guest.hpp"
#include "session.hpp"
#include "verbs.hpp"

#include <wumei/base/text.hpp>
#include <wumei/ledger/account.hpp>
#include <wumei/programme/find.hpp>
#include <wumei/programme/programme.hpp>

#include <algorithm>

/// Households by honour. Rules on sub-county programmes frown on public rankings, so this is for
/// officers who prove who they are, never part of a bulletin, and masks names unless asked.
namespace wumei::cli {
namespace {

struct Standing {
  people::Household household;
  Honour honour;
};

/// The officer of --as, proven by --pin, who holds any role in the village.
void need_official(Session& session, Context& context, const VillageId& village) {
  const OfficerId id = proven_officer(context, session.programme(), "rank " + village.text());
  const people::Officer* officer = session.state().people.officer(id);
  const people::Roles roles = people::all_roles();
  const bool here = officer != nullptr &&
                    std::any_of(roles.begin(), roles.end(), [&](people::Role role) {
                      return officer->holds(role, village);
                    });
  if (here) return;
  throw Refused({RefusalCode::role_missing,
                 {{"officer", id.text()}, {"village", village.text()}}});
}

std::vector<Standing> standings(const programme::State& state, const VillageId& village,
                                const std::string& group) {
  std::vector<Standing> found;
  for (const auto& [id, household] : state.people.households) {
    if (household.status == people::Status::closed) continue;
    if (!village.empty() && household.village != village) continue;
    if (!group.empty() && household.group != group) continue;
    found.push_back({household, Honour::of_units(state.book.balance(ledger::of_household(
                                    id, ledger::Purpose::honour)))});
  }
  std::stable_sort(found.begin(), found.end(), [](const Standing& a, const Standing& b) {
    return a.honour > b.honour;
  });
  return found;
}

void rank(Context& context, const Arguments& arguments) {
  Session session(context, Access::read);
  const VillageId village =
      arguments.has("village") ? arguments.id<VillageId>("village") : VillageId();
  need_official(session, context, village);
  const auto found = standings(session.state(), village, arguments.text("group"));
  const std::size_t limit =
      arguments.has("limit")
          ? static_cast<std::size_t>(std::max<std::int64_t>(arguments.integer("limit"), 0))
          : found.size();
  const auto heads = programme::heads(session.programme());
  const bool full = arguments.flag("full-names");
  Table table{"households", {{"rank", Align::right}, {"household"}, {"village"}, {"group"},
                             {"name"}, {"honour", Align::right}}, {}};
  std::int64_t place = 0;
  for (std::size_t i = 0; i < found.size(); ++i) {
    const bool tied = i > 0 && found[i - 1].honour == found[i].honour;
    if (!tied) place = static_cast<std::int64_t>(i) + 1;  // equal honour shares a place
    if (i >= limit && !tied) break;
    const people::Household& household = found[i].household;
    const auto head = heads.find(household.id);
    const std::string name = head == heads.end() ? "" : head->second.name;
    table.rows.push_back({place, household.id, household.village, household.group,
                          full ? name : mask_name(name), found[i].honour});
  }
  context.out.table(table);
}

}  // namespace

void add_rank(Verbs& verbs) {
  verbs.push_back(
      {.name = "rank",
       .help = {"按荣誉积分排名（仅供工作人员）", "Households by honour, for officers only"},
       .example = "wumei --as o-lin --pin 482913 rank --village V03 --limit 20",
       .options = {optional("village", "VILLAGE", {"村编号（全镇）", "one village (all)"}),
                   optional("group", "GROUP", {"村民小组", "one villagers' group"}),
                   optional("limit", "COUNT", {"只列前几名", "the first so many places"}),
                   flag("full-names", {"显示全名", "do not mask names"})},
       .run = rank});
}

}  // namespace wumei::cli
