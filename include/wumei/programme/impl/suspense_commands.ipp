#pragma once

#include <wumei/config.hpp>
#include <wumei/programme/impl/market_facts.ipp>
#include <wumei/programme/impl/merchant_commands.ipp>
#include <wumei/programme/roles.hpp>
#include <wumei/programme/suspense_commands.hpp>

namespace wumei::programme {
namespace detail {

inline constexpr std::initializer_list<people::Role> repaying_roles{
    people::Role::keeper, people::Role::shop_supervisor, people::Role::village,
    people::Role::township};

inline constexpr std::initializer_list<people::Role> proposing_roles{
    people::Role::shop_supervisor, people::Role::village, people::Role::township};

WUMEI_INLINE Points in_suspense(const State& state, const HouseholdId& household) {
  return Points::of_units(
      -state.book.balance(ledger::of_household(household, ledger::Purpose::suspense)));
}

/// Points of the household that wait for the second person.
WUMEI_INLINE Points proposed(const State& state, const HouseholdId& household) {
  Points sum;
  for (const auto& [seq, asked] : state.merchants.write_offs) {
    if (asked.household == household) sum += asked.points;
  }
  return sum;
}

WUMEI_INLINE std::optional<Refusal> beyond_suspense(const HouseholdId& household, Points asked,
                                                    Points held) {
  if (asked <= held) return std::nullopt;
  return Refusal{RefusalCode::nothing_to_do, {{"household", household.text()},
                                              {"asked", asked.text()},
                                              {"suspense", held.text()}}};
}

WUMEI_INLINE json::Value suspense_repayment_in(const SuspenseRepayment& asked) {
  return json::Value::object({{"household", asked.household.text()},
                              {"points", asked.points.units()},
                              {"consent", asked.consent},
                              {"on", asked.on.text()}});
}

WUMEI_INLINE SuspenseRepayment suspense_repayment_from(const json::Value& in) {
  return {HouseholdId(in.at("household").text()), Points::of_units(in.at("points").integer()),
          in.at("consent").text(), Date::parse(in.at("on").text())};
}

WUMEI_INLINE json::Value suspense_proposal_in(const SuspenseProposal& asked) {
  return json::Value::object({{"household", asked.household.text()},
                              {"points", asked.points.units()},
                              {"reason", asked.reason}});
}

WUMEI_INLINE SuspenseProposal suspense_proposal_from(const json::Value& in) {
  return {HouseholdId(in.at("household").text()), Points::of_units(in.at("points").integer()),
          in.at("reason").text()};
}

WUMEI_INLINE json::Value suspense_waiver_in(const SuspenseWaiver& asked) {
  return json::Value::object({{"proposal", asked.proposal}});
}

WUMEI_INLINE Error bad_suspense(const HouseholdId& household, const std::string& what) {
  return Error(Errc::bad_input, "suspense of " + household.text() + ": " + what,
               {{"household", household.text()}});
}

WUMEI_INLINE void check_suspense_repayment_facts(const SuspenseRepayment& asked) {
  if (asked.points <= Points()) throw bad_suspense(asked.household, "more than no points, please");
  if (asked.consent.empty()) {
    throw bad_suspense(asked.household, "the household signed for it; cite the paper");
  }
}

WUMEI_INLINE void check_suspense_proposal_facts(const SuspenseProposal& asked) {
  if (asked.points <= Points()) throw bad_suspense(asked.household, "more than no points, please");
  if (asked.reason.empty()) throw bad_suspense(asked.household, "a write-off gives its reason");
}

WUMEI_INLINE void check_suspense_waiver_facts(const SuspenseWaiver& /*asked*/) {}

WUMEI_INLINE std::string key_of(const SuspenseRepayment& asked) {
  return market_key(asked.on.text() + "/suspense", {asked.household.text(), asked.consent});
}

}  // namespace detail

WUMEI_INLINE Decision<Drafts> decide_suspense_repayment(const State& state,
                                                        const Context& context,
                                                        const SuspenseRepayment& asked) {
  auto refusal = lacks_role_for(state, context, detail::repaying_roles, asked.household);
  if (!refusal) refusal = detail::market_in_future(context, asked.on);
  if (!refusal) refusal = people::inactive(state.people, asked.household);
  if (!refusal) {
    refusal = detail::beyond_suspense(asked.household, asked.points,
                                      detail::in_suspense(state, asked.household));
  }
  if (refusal) return *refusal;
  const Points held =
      Points::of_units(ledger::spendable_on(state.book, asked.household, context.today));
  if (held < asked.points) {
    return Refusal{RefusalCode::not_enough_points,
                   {{"points", asked.points.text()},
                    {"spendable", held.text()},
                    {"missing", (asked.points - held).text()}}};
  }
  ledger::Draft draft;
  draft.kind = "suspense.repay";
  draft.in = detail::suspense_repayment_in(asked);
  draft.out = json::Value::object({});
  draft.moves = ledger::take_from_lots(
      state.book, ledger::of_household(asked.household, ledger::Purpose::spendable),
      asked.points.units(), context.today);
  ledger::add_move(draft.moves, ledger::of_household(asked.household, ledger::Purpose::suspense),
                   "", asked.points.units());
  return Drafts{std::move(draft)};
}

WUMEI_INLINE Decision<Drafts> decide_suspense_proposal(const State& state,
                                                       const Context& context,
                                                       const SuspenseProposal& asked) {
  auto refusal = lacks_role_for(state, context, detail::proposing_roles, asked.household);
  if (!refusal) {
    const Points free = detail::in_suspense(state, asked.household) -
                        detail::proposed(state, asked.household);
    refusal = detail::beyond_suspense(asked.household, asked.points, free);
  }
  if (refusal) return *refusal;
  return Drafts{{.kind = "suspense.propose", .in = detail::suspense_proposal_in(asked)}};
}

WUMEI_INLINE Decision<Drafts> decide_suspense_waiver(const State& state, const Context& context,
                                                     const SuspenseWaiver& asked) {
  const auto place = state.merchants.write_offs.find(asked.proposal);
  if (place == state.merchants.write_offs.end()) {
    return Refusal{RefusalCode::settlement_unknown, {{"seq", std::to_string(asked.proposal)}}};
  }
  const market::WriteOff& known = place->second;
  auto refusal = lacks_role(state, context, people::Role::township, {});
  if (!refusal) refusal = same_officer(context, known.proposed_by);
  if (!refusal) {
    refusal = detail::beyond_suspense(known.household, known.points,
                                      detail::in_suspense(state, known.household));
  }
  if (refusal) return *refusal;
  const auto home = state.people.household(known.household);
  if (!home) {
    return Refusal{RefusalCode::household_unknown, {{"household", known.household.text()}}};
  }
  const VillageId& fund = home->village;
  const Points left = Points::of_units(state.book.issuable(fund, context.effective));
  if (left < known.points) {
    return Refusal{RefusalCode::budget_exhausted, {{"fund", fund.text()},
                                                   {"asked", known.points.text()},
                                                   {"left", left.text()}}};
  }
  ledger::Draft draft;
  draft.kind = "suspense.waive";
  draft.refs = {asked.proposal};
  draft.in = detail::suspense_waiver_in(asked);
  draft.out = json::Value::object(
      {{"household", known.household.text()}, {"points", known.points.units()}});
  ledger::add_move(draft.moves, ledger::issued(fund, context.effective.year()), "",
                   -known.points.units());
  ledger::add_move(draft.moves, ledger::of_household(known.household, ledger::Purpose::suspense),
                   "", known.points.units());
  return Drafts{std::move(draft)};
}

WUMEI_INLINE Command suspense_repayment_command(const Actor& actor,
                                                const SuspenseRepayment& asked) {
  detail::check_suspense_repayment_facts(asked);
  Command command =
      detail::merchant_kind_command(actor, "suspense.repay", detail::suspense_repayment_in(asked),
                                    asked, &decide_suspense_repayment);
  command.key = detail::key_of(asked);
  return command;
}

WUMEI_INLINE Command suspense_proposal_command(const Actor& actor,
                                               const SuspenseProposal& asked) {
  detail::check_suspense_proposal_facts(asked);
  return detail::merchant_kind_command(actor, "suspense.propose",
                                       detail::suspense_proposal_in(asked), asked,
                                       &decide_suspense_proposal);
}

WUMEI_INLINE Command suspense_waiver_command(const Actor& actor, const SuspenseWaiver& asked) {
  return detail::merchant_kind_command(actor, "suspense.waive", detail::suspense_waiver_in(asked),
                                       asked, &decide_suspense_waiver);
}

}  // namespace wumei::programme
