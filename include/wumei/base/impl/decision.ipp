#pragma once

#include <wumei/base/decision.hpp>
#include <wumei/config.hpp>

#include <array>
#include <utility>

namespace wumei {
namespace detail {

inline constexpr std::array<std::pair<RefusalCode, std::string_view>, 60> refusal_names{{
    {RefusalCode::not_enough_points, "points.short"},
    {RefusalCode::not_enough_stock, "stock.short"},
    {RefusalCode::cap_times, "cap.times"},
    {RefusalCode::cap_points, "cap.points"},
    {RefusalCode::cap_household, "cap.household"},
    {RefusalCode::budget_exhausted, "budget.exhausted"},
    {RefusalCode::rule_not_in_force, "rule.not_in_force"},
    {RefusalCode::excluded_by_other_rule, "rule.excluded"},
    {RefusalCode::evidence_missing, "evidence.missing"},
    {RefusalCode::below_first_tier, "tier.below"},
    {RefusalCode::role_missing, "role.missing"},
    {RefusalCode::four_eyes, "role.four_eyes"},
    {RefusalCode::wrong_state, "state.wrong"},
    {RefusalCode::period_closed, "period.closed"},
    {RefusalCode::date_in_future, "date.future"},
    {RefusalCode::notice_running, "notice.running"},
    {RefusalCode::objection_open, "objection.open"},
    {RefusalCode::objection_late, "objection.late"},
    {RefusalCode::already_reversed, "reverse.twice"},
    {RefusalCode::not_reversible, "reverse.barred"},
    {RefusalCode::household_unknown, "household.unknown"},
    {RefusalCode::household_inactive, "household.inactive"},
    {RefusalCode::village_mismatch, "village.mismatch"},
    {RefusalCode::card_unknown, "card.unknown"},
    {RefusalCode::card_stopped, "card.stopped"},
    {RefusalCode::goods_unknown, "goods.unknown"},
    {RefusalCode::goods_limit, "goods.limit"},
    {RefusalCode::below_minimum, "points.minimum"},
    {RefusalCode::key_conflict, "key.conflict"},
    {RefusalCode::duplicate, "duplicate"},
    {RefusalCode::officer_unknown, "officer.unknown"},
    {RefusalCode::officer_dismissed, "officer.dismissed"},
    {RefusalCode::vetoed, "award.vetoed"},
    {RefusalCode::quota_full, "award.quota"},
    {RefusalCode::below_threshold, "award.threshold"},
    {RefusalCode::not_yet_valid, "date.not_yet"},
    {RefusalCode::shop_unknown, "shop.unknown"},
    {RefusalCode::donor_unknown, "donor.unknown"},
    {RefusalCode::round_unknown, "award.unknown"},
    {RefusalCode::rule_unknown, "rule.unknown"},
    {RefusalCode::nothing_to_do, "nothing"},
    {RefusalCode::example_failed, "example.failed"},
    {RefusalCode::restricted_goods, "goods.restricted"},
    {RefusalCode::stale_prices, "prices.stale"},
    {RefusalCode::village_unknown, "village.unknown"},
    {RefusalCode::late_unfit, "late.unfit"},
    {RefusalCode::grid_unknown, "grid.unknown"},
    {RefusalCode::lease_off, "lease.off"},
    {RefusalCode::lease_limit, "lease.limit"},
    {RefusalCode::lease_open, "lease.open"},
    {RefusalCode::lease_unknown, "lease.unknown"},
    {RefusalCode::lease_records, "lease.records"},
    {RefusalCode::till_quarantined, "till.quarantined"},
    {RefusalCode::count_reason, "count.reason"},
    {RefusalCode::merchant_unknown, "merchant.unknown"},
    {RefusalCode::merchant_contract, "merchant.contract"},
    {RefusalCode::month_open, "month.open"},
    {RefusalCode::already_settled, "merchant.settled"},
    {RefusalCode::settlement_unknown, "settlement.unknown"},
    {RefusalCode::not_enough_cash, "cash.short"},
}};

}  // namespace detail

WUMEI_INLINE std::string_view name(RefusalCode code) {
  for (const auto& [known, text] : detail::refusal_names) {
    if (known == code) return text;
  }
  throw InvariantViolation("a refusal code without a name");
}

WUMEI_INLINE RefusalCode refusal_code(std::string_view stored_name) {
  for (const auto& [code, text] : detail::refusal_names) {
    if (text == stored_name) return code;
  }
  throw Error(Errc::corrupt, "no refusal is called \"" + std::string(stored_name) + "\"");
}

}  // namespace wumei
