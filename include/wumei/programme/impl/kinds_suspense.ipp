#pragma once

#include <wumei/config.hpp>
#include <wumei/programme/impl/kinds_merchant.ipp>
#include <wumei/programme/impl/suspense_commands.ipp>
#include <wumei/programme/kinds.hpp>

#include <array>

namespace wumei::programme {
namespace detail {

WUMEI_INLINE std::optional<ledger::Violation> check_suspense_repayment(const State& before,
                                                                       const Record& record) {
  return merchant_anew(before, record, suspense_repayment_from(record.in),
                       &check_suspense_repayment_facts, &decide_suspense_repayment);
}

WUMEI_INLINE void fold_suspense_proposal(State& state, const Record& record) {
  const SuspenseProposal asked = suspense_proposal_from(record.in);
  state.merchants.write_offs[record.entry.seq] = {asked.household, asked.points,
                                                  OfficerId(record.entry.officer())};
}

WUMEI_INLINE std::optional<ledger::Violation> check_suspense_proposal(const State& before,
                                                                      const Record& record) {
  return merchant_anew(before, record, suspense_proposal_from(record.in),
                       &check_suspense_proposal_facts, &decide_suspense_proposal);
}

WUMEI_INLINE void reverse_suspense_proposal(State& state, const Record& original) {
  state.merchants.write_offs.erase(original.entry.seq);
}

WUMEI_INLINE std::optional<Refusal> may_reverse_suspense_proposal(const State& state,
                                                                  const Record& original) {
  if (state.merchants.write_offs.contains(original.entry.seq)) return std::nullopt;
  return Refusal{RefusalCode::not_reversible, {{"seq", std::to_string(original.entry.seq)}}};
}

WUMEI_INLINE void fold_suspense_waiver(State& state, const Record& record) {
  state.merchants.write_offs.erase(record.in.at("proposal").integer());
}

WUMEI_INLINE std::optional<ledger::Violation> check_suspense_waiver(const State& before,
                                                                    const Record& record) {
  const SuspenseWaiver asked{record.in.at("proposal").integer()};
  return merchant_anew(before, record, asked, &check_suspense_waiver_facts,
                       &decide_suspense_waiver);
}

/// Written off is written off: two people have signed for it.
inline constexpr std::array<Kind, 3> suspense_table{{
    {"suspense.repay", nullptr, &check_suspense_repayment, &nothing_to_undo},
    {"suspense.propose", &fold_suspense_proposal, &check_suspense_proposal,
     &reverse_suspense_proposal, &may_reverse_suspense_proposal},
    {"suspense.waive", &fold_suspense_waiver, &check_suspense_waiver},
}};

}  // namespace detail

WUMEI_INLINE std::span<const Kind> suspense_kinds() { return detail::suspense_table; }

}  // namespace wumei::programme
