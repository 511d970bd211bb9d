#pragma once

#include <wumei/base/assert.hpp>
#include <wumei/config.hpp>
#include <wumei/programme/command.hpp>
#include <wumei/programme/kinds.hpp>
#include <wumei/scoring/tally.hpp>

#include <algorithm>

// Shared by claims and inspections: what a deed earns, and the legs that carry it.
namespace wumei::programme::detail {

/// Where the earning entry will stand: its seq names the pending lot, its day the fund's year.
struct EarningPlace {
  Date effective;
  ledger::Seq seq = 0;
};

/// Points of a deed after every limit. A deduction has no legs yet: it is taken when its notice is
/// confirmed.
struct EarningDraft {
  Points points;
  json::Value trims = json::Array{};
  ledger::Seq rules = 0;
  std::vector<ledger::Move> moves;
};

WUMEI_INLINE json::Value trim_json(RefusalCode code, Points points) {
  return json::Value::object({{"code", name(code)}, {"points", points.units()}});
}

WUMEI_INLINE std::vector<ledger::Move> pending_moves(const people::Household& household,
                                                     const EarningPlace& place, Points points) {
  return {{ledger::issued(household.village, place.effective.year()), "", -points.units()},
          {ledger::of_household(household.id, ledger::Purpose::pending),
           std::to_string(place.seq), points.units()}};
}

/// Pending points that go back to the fund they came from. A deduction has nothing to give back.
WUMEI_INLINE std::vector<ledger::Move> returned_moves(const scoring::Earning& earning,
                                                      Points points) {
  if (points <= Points()) return {};
  return {{ledger::of_household(earning.household, ledger::Purpose::pending),
           std::to_string(earning.seq), -points.units()},
          {ledger::issued(earning.village, earning.year), "", points.units()}};
}

/// Nothing when the fund can still issue so much; else the refusal with what is left of it.
WUMEI_INLINE std::optional<Refusal> beyond_budget(const State& state, const VillageId& fund,
                                                  Date effective, Points points) {
  const std::int64_t left = state.book.issuable(fund, effective);
  if (points.units() <= left) return std::nullopt;
  return Refusal{RefusalCode::budget_exhausted, {{"fund", fund.text()},
                                                 {"asked", points.text()},
                                                 {"left", Points::of_units(left).text()}}};
}

/// Households that are away are not charged while nobody is there to answer.
WUMEI_INLINE std::optional<Refusal> may_not_earn(const State& state, const rules::Rule& rule,
                                                 const HouseholdId& household) {
  if (auto refusal = people::inactive(state.people, household)) return refusal;
  const people::Status status = state.people.household(household)->status;
  if (rule.is_deduction() && status == people::Status::away) {
    return Refusal{RefusalCode::household_inactive, {{"household", household.text()},
                                                     {"status", std::string(name(status))}}};
  }
  return std::nullopt;
}

/// Evaluates the rule book of the deed's day on the deed and what was granted before. Writer and
/// verifier call the same, so law 9 holds by construction for the one and is proven by the other.
WUMEI_INLINE Decision<EarningDraft> earn(const State& state, const EarningPlace& place,
                                         const rules::Deed& deed) {
  const rules::PublishedBook* published = state.rules.book_on(deed.on);
  const rules::Rule* rule = published == nullptr ? nullptr : published->book.find(deed.rule);
  if (rule == nullptr) {
    return Refusal{published == nullptr ? RefusalCode::rule_not_in_force
                                        : RefusalCode::rule_unknown,
                   {{"rule", deed.rule.text()}, {"on", deed.on.text()}}};
  }
  if (auto refusal = may_not_earn(state, *rule, deed.household)) return *refusal;
  const Decision<rules::Earned> earned =
      rules::evaluate(published->book, deed, scoring::DeedsTally(state.deeds));
  if (!earned) return earned.refusal();
  EarningDraft draft;
  draft.points = earned->points;
  draft.rules = published->seq;
  for (const rules::Trim& trim : earned->trims) draft.trims.add(trim_json(trim.code, trim.points));
  if (draft.points < Points()) return draft;
  const people::Household household = *state.people.household(deed.household);
  if (auto refusal = beyond_budget(state, household.village, place.effective, draft.points)) {
    return *refusal;
  }
  draft.moves = pending_moves(household, place, draft.points);
  return draft;
}

/// True when the entry's legs are exactly these moves.
WUMEI_INLINE bool legs_are(const ledger::Entry& entry, std::vector<ledger::Move> moves) {
  const auto before = [](const ledger::Move& a, const ledger::Move& b) {
    return std::tie(a.account, a.lot) < std::tie(b.account, b.lot);
  };
  std::sort(moves.begin(), moves.end(), before);
  return std::equal(moves.begin(), moves.end(), entry.legs.begin(), entry.legs.end(),
                    [](const ledger::Move& move, const ledger::Leg& leg) {
                      return move.account == leg.account && move.lot == leg.lot &&
                             move.amount == leg.amount;
                    });
}

WUMEI_INLINE ledger::Violation broken(int law, const Record& record, std::string_view what) {
  return {law, "entry " + std::to_string(record.entry.seq) + " (" +
                   std::string(record.entry.kind) + "): " + std::string(what)};
}

/// The day in `in.on`: of the deed or of the visit.
WUMEI_INLINE Date day_of(const json::Value& in) { return Date::parse(in.at("on").text()); }

WUMEI_INLINE void count_trims(State& state, const json::Value& out) {
  for (const json::Value& trim : out.at("trims").items()) {
    state.deeds.trims[refusal_code(trim.at("code").text())] +=
        Points::of_units(trim.at("points").integer());
  }
}

/// The earning that an entry with `out.points` leaves behind: household, rule, day, person and
/// officers are given, the rest is the entry's.
WUMEI_INLINE void fold_earning(State& state, const Record& record, scoring::Earning earning) {
  earning.seq = record.entry.seq;
  const auto household = state.people.household(earning.household);
  WUMEI_ASSERT(household.has_value());
  earning.village = household->village;
  earning.points = Points::of_units(record.out.at("points").integer());
  earning.rules = record.out.at("rules").integer();
  earning.year = record.entry.effective.year();
  scoring::grant(state.deeds, earning);
}

}  // namespace wumei::programme::detail
