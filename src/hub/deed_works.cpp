#include "shape.hpp"

#include <wumei/programme/claim_commands.hpp>

/// Claims and notices, looked at.
namespace wumei::hub {
namespace {

constexpr std::int64_t claims_most = 500;

programme::ClaimFilter filter_of(const http::Request& request) {
  programme::ClaimFilter filter;
  filter.village = parameter(
      request, "village", [](const std::string& text) { return VillageId(text); }, VillageId());
  filter.through = parameter(
      request, "through", [](const std::string& text) { return Date::parse(text); },
      filter.through);
  filter.step = static_cast<std::int32_t>(number_of(request, "step", {0, 99, 0}));
  return filter;
}

bool fits(const programme::State& state, const programme::ClaimFilter& filter,
          const scoring::Claim& claim) {
  if (claim.on > filter.through) return false;
  if (filter.step != 0 && claim.steps + 1 != filter.step) return false;
  return filter.village.empty() ||
         state.people.household(claim.household)->village == filter.village;
}

/// Open claims after the cursor, all of them or those that wait for this officer.
std::vector<ledger::Seq> open_claims(const programme::State& state, const Call& call) {
  const programme::ClaimFilter filter = filter_of(call.request);
  if (flag_of(call.request, "mine")) {
    return programme::claims_waiting(state, call.token.officer, filter);
  }
  std::vector<ledger::Seq> open;
  for (const auto& [seq, claim] : state.deeds.claims) {
    if (fits(state, filter, claim)) open.push_back(seq);
  }
  return open;
}

http::Response claims(const Call& call) {
  const ledger::Seq after = number_of(call.request, "after", {-1, exact_max, -1});
  const auto most = static_cast<std::size_t>(
      number_of(call.request, "limit", {1, claims_most, 100}));
  return json_response(call.ledger.writer.read([&](const programme::Programme& programme) {
    Json shown = Json::array();
    std::size_t count = 0;
    bool more = false;
    for (const ledger::Seq seq : open_claims(programme.state(), call)) {
      if (seq <= after) continue;
      more = count == most;
      if (more) break;
      shown.add(claim_json(programme, seq));
      ++count;
    }
    return Json::object({{"claims", shown}, {"more", more}});
  }));
}

http::Response claim(const Call& call) {
  const ledger::Seq seq = seq_of(call.parts[1]);
  return json_response(call.ledger.writer.read([&](const programme::Programme& programme) {
    return claim_json(programme, seq);
  }));
}

http::Response notices(const Call& call) {
  const VillageId village = parameter(
      call.request, "village", [](const std::string& text) { return VillageId(text); },
      VillageId());
  const bool closed = flag_of(call.request, "closed");
  return json_response(call.ledger.writer.read([&](const programme::Programme& programme) {
    Json shown = Json::array();
    for (const auto& [id, notice] : programme.state().notices.notices) {
      if (notice.waiting.empty() && !closed) continue;
      if (!village.empty() && notice.village != village) continue;
      shown.add(notice_json(programme.state(), notice));
    }
    return Json::object({{"notices", shown}});
  }));
}

http::Response notice(const Call& call) {
  const NoticeId id(call.parts[1]);
  return json_response(call.ledger.writer.read([&](const programme::Programme& programme) {
    const auto& all = programme.state().notices.notices;
    const auto found = all.find(id);
    if (found == all.end()) throw Stop("not_found", {{"notice", id.text()}});
    return whole_notice_json(programme.state(), found->second);
  }));
}

constexpr Work works[] = {
    {"GET", "/v1/ledgers/*/claims", Right::look, claims},
    {"GET", "/v1/ledgers/*/claims/*", Right::look, claim},
    {"GET", "/v1/ledgers/*/notices", Right::look, notices},
    {"GET", "/v1/ledgers/*/notices/*", Right::look, notice},
};

}  // namespace

std::span<const Work> deed_works() { return works; }

}  // namespace wumei::hub
