#pragma once

#include <wumei/config.hpp>
#include <wumei/programme/impl/kinds_market.ipp>
#include <wumei/programme/impl/lease_facts.ipp>
#include <wumei/programme/kinds.hpp>
#include <wumei/programme/lease_commands.hpp>

#include <array>

namespace wumei::programme {
namespace detail {

inline constexpr int law_lease = 11;

/// Decides a lease's entry anew, unless no command could have asked for it.
template <class Facts>
[[nodiscard]] std::optional<ledger::Violation> lease_anew(
    const State& before, const Record& record, const Facts& facts, void (*possible)(const Facts&),
    Decision<Drafts> (*decide)(const State&, const Context&, const Facts&)) {
  try {
    possible(facts);
  } catch (const Error& error) {
    return ledger::Violation{law_lease, std::string(record.entry.kind) + ": " + error.what()};
  }
  return decided_anew(before, record, facts, decide, law_lease);
}

WUMEI_INLINE void fold_lease_terms(State& state, const Record& record) {
  state.leases.terms = lease_terms_from(record.in);
}

WUMEI_INLINE std::optional<ledger::Violation> check_lease_terms(const State& before,
                                                                const Record& record) {
  return lease_anew(before, record, lease_terms_from(record.in), &check_lease_terms_facts,
                    &decide_lease_terms);
}

WUMEI_INLINE void fold_lease(State& state, const Record& record) {
  const LeaseIssue asked = lease_from(record.in);
  market::Till& till = state.leases.tills[asked.till];
  till.shop = asked.shop;
  market::Lease& lease = till.leases[asked.number];
  lease.seq = record.entry.seq;
  lease.prices = asked.prices;
  lease.issued = record.entry.recorded;
  lease.stop = Instant::from_millis(record.out.at("stop").integer());
  lease.records = record.out.at("records").integer();
  lease.redemption = Points::of_units(record.out.at("redemption").integer());
  for (const LeaseShare& share : asked.households) {
    state.leases.households[share.household] = asked.till;
  }
}

WUMEI_INLINE std::optional<ledger::Violation> check_lease(const State& before,
                                                          const Record& record) {
  return lease_anew(before, record, lease_from(record.in), &check_lease_facts, &decide_lease);
}

/// The till and the lease that an entry acts on; it was checked, or a fold has no business with it.
WUMEI_INLINE market::Till& till_of(State& state, const Record& record) {
  const auto till = state.leases.tills.find(TillId(record.in.at("till").text()));
  if (till == state.leases.tills.end()) throw Error(Errc::corrupt, "a lease of no till");
  return till->second;
}

WUMEI_INLINE market::Lease& lease_of(State& state, const Record& record) {
  market::Till& till = till_of(state, record);
  const auto lease = till.leases.find(record.in.at("lease").integer());
  if (lease == till.leases.end()) throw Error(Errc::corrupt, "a lease that was never issued");
  return lease->second;
}

WUMEI_INLINE void fold_lease_add(State& state, const Record& record) {
  lease_of(state, record).added.push_back(record.entry.seq);
  state.leases.households[HouseholdId(record.in.at("household").text())] =
      TillId(record.in.at("till").text());
}

WUMEI_INLINE std::optional<ledger::Violation> check_lease_add(const State& before,
                                                              const Record& record) {
  return lease_anew(before, record, addition_from(record.in), &check_addition_facts,
                    &decide_lease_add);
}

WUMEI_INLINE void fold_offline(State& state, const Record& record) {
  market::Lease& lease = lease_of(state, record);
  if (lease.state != market::LeaseState::closed) {
    lease.counters.insert(record.in.at("counter").integer());
  }
  for (const json::Value& flag : record.out.at("flags").items()) {
    if (flag.text() == "fork") till_of(state, record).quarantined = true;
  }
  const HouseholdId household(record.in.at("household").text());
  const Date on = Instant::from_millis(record.in.at("at").integer())
                      .date(state.charter.offset_minutes);
  const json::Value& lines = record.out.at("lines");
  hand_over_lines(state.market, {household, on}, lines, 1);
  for (const json::Value& line : lines.items()) {
    const Quantity missing = Quantity::of_units(line.at("short").integer());
    market::hand_over_short(state.market, household, Sku(line.at("sku").text()), missing, on);
  }
}

WUMEI_INLINE std::optional<ledger::Violation> check_offline(const State& before,
                                                            const Record& record) {
  return lease_anew(before, record, offline_from(record.in), &check_offline_facts,
                    &decide_offline);
}

WUMEI_INLINE void end_lease(State& state, const Record& record, market::LeaseState end) {
  lease_of(state, record).state = end;
  const TillId till(record.in.at("till").text());
  std::erase_if(state.leases.households, [&](const auto& known) { return known.second == till; });
}

WUMEI_INLINE void fold_lease_close(State& state, const Record& record) {
  end_lease(state, record, market::LeaseState::closed);
  lease_of(state, record).counters.clear();  // whatever comes now is one too many
}

WUMEI_INLINE std::optional<ledger::Violation> check_lease_close(const State& before,
                                                                const Record& record) {
  return lease_anew(before, record, report_from(record.in), &check_report_facts,
                    &decide_lease_close);
}

WUMEI_INLINE void fold_lease_recall(State& state, const Record& record) {
  lease_of(state, record).recalled_by = OfficerId(record.entry.officer());
}

WUMEI_INLINE std::optional<ledger::Violation> check_lease_recall(const State& before,
                                                                 const Record& record) {
  return lease_anew(before, record, recall_from(record.in), &check_recall_facts,
                    &decide_lease_recall);
}

WUMEI_INLINE void fold_lease_force(State& state, const Record& record) {
  end_lease(state, record, market::LeaseState::forced);
}

WUMEI_INLINE std::optional<ledger::Violation> check_lease_force(const State& before,
                                                                const Record& record) {
  return lease_anew(before, record, force_from(record.in), &check_force_facts,
                    &decide_lease_force);
}

/// None is reversed: what a till did has happened, and a lease ends by its report or by force.
inline constexpr std::array<Kind, 7> lease_table{{
    {"lease.terms", &fold_lease_terms, &check_lease_terms},
    {"lease.issue", &fold_lease, &check_lease},
    {"lease.add", &fold_lease_add, &check_lease_add},
    {"lease.redeem", &fold_offline, &check_offline},
    {"lease.close", &fold_lease_close, &check_lease_close},
    {"lease.recall", &fold_lease_recall, &check_lease_recall},
    {"lease.force", &fold_lease_force, &check_lease_force},
}};

}  // namespace detail

WUMEI_INLINE std::span<const Kind> lease_kinds() { return detail::lease_table; }

}  // namespace wumei::programme
