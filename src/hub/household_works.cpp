#include "shape.hpp"

#include <algorithm>

/// Households: found, looked at, and their account line by line.
namespace wumei::hub {
namespace {

constexpr std::int64_t found_most = 200;
constexpr std::int64_t lines_most = 500;

/// Whole names are for officers with a role where the household lives, with a token that says so.
programme::Viewer viewer_of(const Call& call) {
  if (!flag_of(call.request, "full")) return {};
  if (!call.token.rights.contains(Right::people)) {
    throw Stop("token.right", {{"right", std::string(name(Right::people))}});
  }
  return {programme::Names::full, call.token.officer};
}

bool works_in(const programme::State& state, const OfficerId& id, const VillageId& village) {
  const people::Officer* officer = state.people.officer(id);
  return officer != nullptr &&
         std::any_of(officer->roles.begin(), officer->roles.end(),
                     [&](people::Role role) { return officer->holds(role, village); });
}

/// Written down before it is shown.
void note(const Call& call, const std::string& what) {
  call.ledger.reads.add(
      {call.settings.now(), call.token.officer, call.token.device, call.token.id, what});
}

programme::HouseholdQuery query_of(const http::Request& request) {
  programme::HouseholdQuery query;
  query.any = request.parameter("q").value_or("");
  query.name = request.parameter("name").value_or("");
  query.card = request.parameter("card").value_or("");
  query.passbook = request.parameter("passbook").value_or("");
  query.group = request.parameter("group").value_or("");
  query.village = parameter(
      request, "village", [](const std::string& text) { return VillageId(text); }, VillageId());
  return query;
}

http::Response search(const Call& call) {
  const programme::Viewer viewer = viewer_of(call);
  const programme::HouseholdQuery query = query_of(call.request);
  const auto most = static_cast<std::size_t>(
      number_of(call.request, "limit", {1, found_most, 50}));
  std::string seen;
  Json page = Json::object({});
  call.ledger.writer.read([&](const programme::Programme& programme) {
    auto found = programme::find_households(programme, query, viewer);
    const bool more = found.size() > most;
    if (more) found.resize(most);
    Json households = Json::array();
    for (const programme::HouseholdMatch& match : found) {
      const bool full = viewer.names == programme::Names::full &&
                        works_in(programme.state(), viewer.officer, match.household.village);
      if (full) seen += " " + match.household.id.text();
      households.add(household_json(programme, match, full));
    }
    page.add("households", households).add("more", more);
  });
  if (!seen.empty()) note(call, "households" + seen);
  return json_response(page);
}

/// The household with its head, whole when the viewer may see him. Throws Errc::not_found.
programme::HouseholdMatch one(const programme::Programme& programme, const HouseholdId& id,
                              const programme::Viewer& viewer) {
  programme::HouseholdMatch match;
  match.head = programme::head_of(programme, id);
  match.household = *programme.state().people.household(id);
  const VillageId& village = match.household.village;
  if (viewer.names == programme::Names::full &&
      !works_in(programme.state(), viewer.officer, village)) {
    throw Stop("token.right", {{"right", std::string(name(Right::people))},
                               {"village", village.text()}});
  }
  return match;
}

HouseholdId household_of(const Call& call) { return HouseholdId(call.parts[1]); }

http::Response household(const Call& call) {
  const programme::Viewer viewer = viewer_of(call);
  const HouseholdId id = household_of(call);
  const bool full = viewer.names == programme::Names::full;
  const Json shown = call.ledger.writer.read([&](const programme::Programme& programme) {
    return household_json(programme, one(programme, id, viewer), full);
  });
  if (full) note(call, "household " + id.text());
  return json_response(shown);
}

http::Response statement(const Call& call) {
  const programme::Viewer viewer = viewer_of(call);
  const HouseholdId id = household_of(call);
  const bool full = viewer.names == programme::Names::full;
  publish::StatementQuery query;
  query.household = id;
  query.language = language_of(call.request);
  query.masked = !full;
  query.lines_max =
      static_cast<std::size_t>(number_of(call.request, "lines", {0, lines_most, 60}));
  const Json shown = call.ledger.writer.read([&](const programme::Programme& programme) {
    static_cast<void>(one(programme, id, viewer));
    query.day = programme.today();
    return statement_json(publish::gather_statement(programme, query));
  });
  if (full) note(call, "statement " + id.text());
  return json_response(shown);
}

constexpr Work works[] = {
    {"GET", "/v1/ledgers/*/households", Right::look, search},
    {"GET", "/v1/ledgers/*/households/*", Right::look, household},
    {"GET", "/v1/ledgers/*/households/*/statement", Right::look, statement},
};

}  // namespace

std::span<const Work> household_works() { return works; }

}  // namespace wumei::hub
