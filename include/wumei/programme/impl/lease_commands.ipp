#pragma once

#include <wumei/config.hpp>
#include <wumei/programme/impl/lease_facts.ipp>
#include <wumei/programme/lease_commands.hpp>
#include <wumei/programme/roles.hpp>

#include <utility>

namespace wumei::programme {
namespace detail {

/// A lease with its till and shop.
struct KnownLease {
  const market::Till& till;
  const market::Lease& lease;
  const market::Shop& shop;
};

WUMEI_INLINE Decision<KnownLease> known_lease(const State& state, const TillId& id,
                                              std::int64_t number) {
  const market::Lease* lease = state.leases.lease(id, number);
  if (lease == nullptr) {
    return Refusal{RefusalCode::lease_unknown,
                   {{"till", id.text()}, {"lease", std::to_string(number)}}};
  }
  const market::Till& till = *state.leases.till(id);
  const market::Shop* shop = state.market.shop(till.shop);
  WUMEI_ASSERT(shop != nullptr);
  return KnownLease{till, *lease, *shop};
}

/// Who may act for a till.
inline constexpr std::initializer_list<people::Role> till_roles{
    people::Role::keeper, people::Role::shop_supervisor, people::Role::township};

/// Who may take a lease back without its till.
inline constexpr std::initializer_list<people::Role> recall_roles{
    people::Role::shop_supervisor, people::Role::supervisor, people::Role::township};

WUMEI_INLINE std::optional<Refusal> not_open(const KnownLease& known, const TillId& till) {
  if (known.lease.state == market::LeaseState::open) return std::nullopt;
  return Refusal{RefusalCode::wrong_state,
                 {{"till", till.text()}, {"state", std::string(name(known.lease.state))}}};
}

/// Whether the lease is past its end is not what the command needs it to be.
WUMEI_INLINE Refusal wrong_side_of_end(const State& state, const TillId& till,
                                       const market::Lease& lease) {
  const std::string stop = lease.stop.text(state.charter.offset_minutes);
  return {RefusalCode::wrong_state, {{"till", till.text()}, {"stop", stop}}};
}

WUMEI_INLINE Refusal over_lease_limit(std::string_view limit, const std::string& asked,
                                      const std::string& allowed) {
  return {RefusalCode::lease_limit,
          {{"limit", std::string(limit)}, {"asked", asked}, {"allowed", allowed}}};
}

/// A till stays with its shop, and has one lease after the other.
WUMEI_INLINE std::optional<Refusal> unfit_till(const State& state, const LeaseIssue& asked,
                                               Instant now) {
  const market::Till* till = state.leases.till(asked.till);
  const std::int64_t next = till == nullptr ? 1 : till->last() + 1;
  if (till != nullptr) {
    if (till->shop != asked.shop) {
      return Refusal{RefusalCode::wrong_state,
                     {{"till", asked.till.text()}, {"shop", till->shop.text()}}};
    }
    if (till->quarantined) {
      return Refusal{RefusalCode::till_quarantined, {{"till", asked.till.text()}}};
    }
    if (const market::Lease* open = till->open()) {
      return Refusal{RefusalCode::lease_open,
                     {{"till", asked.till.text()},
                      {"lease", std::to_string(till->last())},
                      {"state", open->in_doubt(now) ? "doubt" : "open"}}};
    }
  }
  if (asked.number == next) return std::nullopt;
  return Refusal{RefusalCode::wrong_state,
                 {{"till", asked.till.text()}, {"next", std::to_string(next)}}};
}

WUMEI_INLINE std::optional<Refusal> unfit_list(const State& state, ledger::Seq cited,
                                               Date today) {
  const market::PriceList* in_force = state.market.list_on(today);
  if (in_force == nullptr) {
    return Refusal{RefusalCode::not_yet_valid, {{"on", today.text()}}};
  }
  if (in_force->seq == cited) return std::nullopt;
  return Refusal{RefusalCode::stale_prices,
                 {{"cited", std::to_string(cited)}, {"in_force", std::to_string(in_force->seq)}}};
}

WUMEI_INLINE std::optional<Refusal> leased_already(const State& state,
                                                   const HouseholdId& household) {
  const TillId* till = state.leases.holder(household);
  if (till == nullptr) return std::nullopt;
  return Refusal{RefusalCode::lease_open,
                 {{"household", household.text()}, {"till", till->text()}}};
}

/// The part of the household's points that may be lent, rounded down.
WUMEI_INLINE Points lendable_share(const State& state, const HouseholdId& household, Date today) {
  const Points held = Points::of_units(ledger::spendable_on(state.book, household, today));
  return Points::of_units((held * state.leases.terms.share).units() / 100);
}

WUMEI_INLINE std::optional<Refusal> unfit_share(const State& state, const LeaseShare& share,
                                                Date today) {
  if (auto refusal = people::inactive(state.people, share.household)) return refusal;
  if (auto refusal = leased_already(state, share.household)) return refusal;
  const Points most = state.leases.terms.household;
  const Points part = lendable_share(state, share.household, today);
  if (share.points <= most && share.points <= part) return std::nullopt;
  const bool by_share = share.points > part;
  Refusal refusal = over_lease_limit(by_share ? "share" : "household", share.points.text(),
                                     (by_share ? part : most).text());
  refusal.facts.push_back({"household", share.household.text()});
  return refusal;
}

WUMEI_INLINE Points lease_total(const LeaseIssue& asked) {
  Points total;
  for (const LeaseShare& share : asked.households) total += share.points;
  return total;
}

WUMEI_INLINE void lend(const State& state, const TillId& till, const LeaseShare& share,
                       Date today, std::vector<ledger::Move>& moves) {
  const std::string from = ledger::of_household(share.household, ledger::Purpose::spendable);
  const std::string to = ledger::escrow(till, share.household);
  for (ledger::Move& taken :
       ledger::take_from_lots(state.book, from, share.points.units(), today)) {
    moves.push_back({to, taken.lot, -taken.amount});
    moves.push_back(std::move(taken));
  }
}

WUMEI_INLINE std::optional<Refusal> may_not_lease(const State& state, const Context& context,
                                                  const LeaseIssue& asked) {
  const market::Shop* shop = state.market.shop(asked.shop);
  if (shop == nullptr) {
    return Refusal{RefusalCode::shop_unknown, {{"shop", asked.shop.text()}}};
  }
  if (auto refusal = lacks_roles(state, context, till_roles, shop->village)) return refusal;
  if (state.leases.terms.off()) return Refusal{RefusalCode::lease_off, {}};
  if (auto refusal = unfit_till(state, asked, context.now)) return refusal;
  if (auto refusal = unfit_list(state, asked.prices, context.today)) return refusal;
  for (const LeaseShare& share : asked.households) {
    if (auto refusal = unfit_share(state, share, context.today)) return refusal;
  }
  const Points total = lease_total(asked);
  if (total <= state.leases.terms.till) return std::nullopt;
  return over_lease_limit("till", total.text(), state.leases.terms.till.text());
}

/// What the till did not spend goes back to the lots it came from.
WUMEI_INLINE void return_lease(const State& state, const TillId& till, ledger::Draft& draft) {
  std::int64_t points = 0;
  for (const auto& [household, holder] : state.leases.households) {
    if (holder != till) continue;
    const std::string from = ledger::escrow(till, household);
    const std::string to = ledger::of_household(household, ledger::Purpose::spendable);
    for (const ledger::Lot& lot : state.book.lots(from)) {
      draft.moves.push_back({from, lot.name, -lot.amount});
      draft.moves.push_back({to, lot.name, lot.amount});
      points += lot.amount;
    }
  }
  draft.out = json::Value::object({{"points", points}});
}

WUMEI_INLINE std::optional<Refusal> unbooked(const market::Lease& lease,
                                             const LeaseReport& report) {
  const auto booked = static_cast<std::int64_t>(lease.counters.size());
  const std::int64_t highest = lease.counters.empty() ? 0 : *lease.counters.rbegin();
  if (booked == report.records && highest <= report.last) return std::nullopt;
  Refusal refusal{RefusalCode::lease_records,
                  {{"till", report.till.text()},
                   {"records", std::to_string(report.records)},
                   {"booked", std::to_string(booked)},
                   {"highest", std::to_string(highest)}}};
  std::int64_t missing = 1;
  while (lease.counters.contains(missing)) ++missing;
  if (missing <= report.last) refusal.facts.push_back({"missing", std::to_string(missing)});
  return refusal;
}

template <class Facts>
[[nodiscard]] Command lease_kind_command(
    const Actor& actor, std::string kind, json::Value in, Facts facts,
    Decision<Drafts> (*decide)(const State&, const Context&, const Facts&)) {
  Command command;
  command.actor = actor;
  command.kind = std::move(kind);
  command.in = std::move(in);
  command.decide = [facts = std::move(facts), decide](const State& state,
                                                      const Context& context) {
    return decide(state, context, facts);
  };
  return command;
}

}  // namespace detail

WUMEI_INLINE Decision<Drafts> decide_lease_terms(const State& state, const Context& context,
                                                 const market::LeaseTerms& terms) {
  if (auto refusal = lacks_role(state, context, people::Role::township, {})) return *refusal;
  if (terms == state.leases.terms) return Refusal{RefusalCode::nothing_to_do, {}};
  return Drafts{{.kind = "lease.terms", .in = detail::lease_terms_in(terms)}};
}

WUMEI_INLINE Decision<Drafts> decide_lease(const State& state, const Context& context,
                                           const LeaseIssue& asked) {
  if (auto refusal = detail::may_not_lease(state, context, asked)) return *refusal;
  ledger::Draft draft;
  draft.kind = "lease.issue";
  draft.refs = {asked.prices};
  draft.in = detail::lease_in(asked);
  for (const LeaseShare& share : asked.households) {
    detail::lend(state, asked.till, share, context.today, draft.moves);
  }
  const std::size_t lots = draft.moves.size() / 2;
  if (lots > lease_lots) {
    return detail::over_lease_limit("lots", std::to_string(lots), std::to_string(lease_lots));
  }
  const market::LeaseTerms& terms = state.leases.terms;
  draft.out = json::Value::object({{"points", detail::lease_total(asked).units()},
                                   {"stop", context.now.millis() + terms.hours * 3'600'000},
                                   {"records", terms.records},
                                   {"redemption", terms.redemption.units()}});
  return Drafts{std::move(draft)};
}

WUMEI_INLINE Decision<Drafts> decide_lease_close(const State& state, const Context& context,
                                                 const LeaseReport& report) {
  const auto known = detail::known_lease(state, report.till, report.lease);
  if (!known) return known.refusal();
  auto refusal = lacks_roles(state, context, detail::till_roles, known->shop.village);
  if (!refusal) refusal = detail::not_open(*known, report.till);
  if (!refusal) refusal = detail::unbooked(known->lease, report);
  if (refusal) return *refusal;
  ledger::Draft draft;
  draft.kind = "lease.close";
  draft.refs = {known->lease.seq};
  draft.in = detail::report_in(report);
  detail::return_lease(state, report.till, draft);
  return Drafts{std::move(draft)};
}

WUMEI_INLINE Decision<Drafts> decide_lease_recall(const State& state, const Context& context,
                                                  const LeaseRecall& recall) {
  const auto known = detail::known_lease(state, recall.till, recall.lease);
  if (!known) return known.refusal();
  auto refusal = lacks_roles(state, context, detail::recall_roles, known->shop.village);
  if (!refusal) refusal = detail::not_open(*known, recall.till);
  if (refusal) return *refusal;
  if (!known->lease.in_doubt(context.now)) {
    return detail::wrong_side_of_end(state, recall.till, known->lease);
  }
  if (!known->lease.recalled_by.empty()) {
    return Refusal{RefusalCode::duplicate, {{"by", known->lease.recalled_by.text()}}};
  }
  ledger::Draft draft;
  draft.kind = "lease.recall";
  draft.refs = {known->lease.seq};
  draft.in = detail::recall_in(recall);
  return Drafts{std::move(draft)};
}

WUMEI_INLINE Decision<Drafts> decide_lease_force(const State& state, const Context& context,
                                                 const LeaseForce& force) {
  const auto known = detail::known_lease(state, force.till, force.lease);
  if (!known) return known.refusal();
  auto refusal = lacks_roles(state, context, detail::recall_roles, known->shop.village);
  if (!refusal) refusal = detail::not_open(*known, force.till);
  if (refusal) return *refusal;
  if (known->lease.recalled_by.empty()) {
    return Refusal{RefusalCode::wrong_state, {{"till", force.till.text()}, {"recalled", "no"}}};
  }
  refusal = same_officer(context, known->lease.recalled_by);
  if (refusal) return *refusal;
  ledger::Draft draft;
  draft.kind = "lease.force";
  draft.refs = {known->lease.seq};
  draft.in = detail::force_in(force);
  detail::return_lease(state, force.till, draft);
  return Drafts{std::move(draft)};
}

WUMEI_INLINE Command lease_terms_command(const Actor& actor, const market::LeaseTerms& terms) {
  detail::check_lease_terms_facts(terms);
  return detail::lease_kind_command(actor, "lease.terms", detail::lease_terms_in(terms), terms,
                                    &decide_lease_terms);
}

WUMEI_INLINE Command lease_command(const Actor& actor, const LeaseIssue& asked) {
  detail::check_lease_facts(asked);
  Command command = detail::lease_kind_command(actor, "lease.issue", detail::lease_in(asked),
                                               asked, &decide_lease);
  command.key = detail::key_of(asked);
  return command;
}

WUMEI_INLINE Command lease_close_command(const Actor& actor, const LeaseReport& report) {
  detail::check_report_facts(report);
  Command command = detail::lease_kind_command(actor, "lease.close", detail::report_in(report),
                                               report, &decide_lease_close);
  command.key = detail::key_of(report);
  command.by_anyone = true;
  return command;
}

WUMEI_INLINE Command lease_recall_command(const Actor& actor, const LeaseRecall& recall) {
  detail::check_recall_facts(recall);
  return detail::lease_kind_command(actor, "lease.recall", detail::recall_in(recall), recall,
                                    &decide_lease_recall);
}

WUMEI_INLINE Command lease_force_command(const Actor& actor, const LeaseForce& force) {
  return detail::lease_kind_command(actor, "lease.force", detail::force_in(force), force,
                                    &decide_lease_force);
}

WUMEI_INLINE Points leasable(const State& state, const HouseholdId& household, Date today) {
  if (state.leases.terms.off() || people::inactive(state.people, household) ||
      state.leases.holder(household) != nullptr) {
    return {};
  }
  return std::min(state.leases.terms.household, detail::lendable_share(state, household, today));
}

WUMEI_INLINE std::vector<LeaseShare> leasable_village(const State& state, const ShopId& shop,
                                                      Date today) {
  std::vector<LeaseShare> shares;
  const market::Shop* known = state.market.shop(shop);
  if (known == nullptr) return shares;
  Points left = state.leases.terms.till;
  std::size_t lots = lease_lots;
  for (const auto& [id, household] : state.people.households) {
    if (household.village != known->village || left.is_zero()) continue;
    const Points most = leasable(state, id, today);
    const std::size_t taken =
        state.book.lots(ledger::of_household(id, ledger::Purpose::spendable)).size();
    if (most.is_zero() || taken > lots) continue;
    shares.push_back({id, std::min(most, left)});
    left -= shares.back().points;
    lots -= taken;
  }
  std::sort(shares.begin(), shares.end(),
            [](const auto& a, const auto& b) { return a.household < b.household; });
  return shares;
}

WUMEI_INLINE LeaseIssue lease_issue_of(const json::Value& in) { return detail::lease_from(in); }

}  // namespace wumei::programme
