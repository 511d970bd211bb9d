#pragma once

#include <wumei/base/assert.hpp>
#include <wumei/config.hpp>
#include <wumei/publish/language.hpp>

#include <algorithm>
#include <array>

namespace wumei::publish {
namespace detail {

struct Reason {
  RefusalCode code;
  std::string_view zh;
  std::string_view en;
};

inline constexpr std::array<Reason, 60> reason_words{{
    {RefusalCode::not_enough_points, "可用积分不够。", "There are not enough points."},
    {RefusalCode::not_enough_stock, "货架上的货不够。", "There is not enough on the shelf."},
    {RefusalCode::cap_times, "本期该条目的次数已满。",
     "The rule's number of times in this period is used up."},
    {RefusalCode::cap_points, "本期该条目的积分已到上限。",
     "The rule's points for this period are used up."},
    {RefusalCode::cap_household, "该户本期积分已到上限。",
     "The household's points for this period are used up."},
    {RefusalCode::budget_exhausted, "积分额度已用完，需先批准预算。",
     "The fund's budget of points is used up; a budget must be approved first."},
    {RefusalCode::rule_not_in_force, "当日没有生效的条目。",
     "The rule is not in force on that day."},
    {RefusalCode::excluded_by_other_rule, "已按另一互斥条目计分。",
     "Another rule that excludes this one was applied already."},
    {RefusalCode::evidence_missing, "缺少该条目要求的佐证。",
     "The evidence the rule asks for is missing."},
    {RefusalCode::below_first_tier, "未达到最低一档。", "The quantity is below the first tier."},
    {RefusalCode::role_missing, "该人员没有此项职责。",
     "The officer does not hold the role for this."},
    {RefusalCode::four_eyes, "经办人与审核人不能是同一人。",
     "Nobody confirms what they proposed themselves."},
    {RefusalCode::wrong_state, "当前状态不能办理此事。",
     "This cannot be done in its present state."},
    {RefusalCode::period_closed, "该账期已结账，需先批准补记。",
     "The accounting period is closed; a late approval must come first (wumei close late)."},
    {RefusalCode::date_in_future, "日期在今天之后。", "The date lies after today."},
    {RefusalCode::notice_running, "公示期未满。", "The public notice is still running."},
    {RefusalCode::objection_open, "有异议尚未处理。", "An objection is still open."},
    {RefusalCode::objection_late, "已过异议期。", "The time for objections has passed."},
    {RefusalCode::already_reversed, "该笔已冲正，不能再次冲正。",
     "The entry was reversed already."},
    {RefusalCode::not_reversible, "该笔不能冲正。", "This entry cannot be reversed."},
    {RefusalCode::household_unknown, "没有这一户。", "There is no such household."},
    {RefusalCode::household_inactive, "该户为休眠或已销户。",
     "The household is dormant or closed."},
    {RefusalCode::village_mismatch, "不属于该村。", "It belongs to another village."},
    {RefusalCode::card_unknown, "没有这张卡。", "There is no such card."},
    {RefusalCode::card_stopped, "此卡已挂失或已换卡，不能使用。",
     "The card was lost or replaced and is no longer valid."},
    {RefusalCode::goods_unknown, "价目表里没有此商品。", "The goods are not in the price list."},
    {RefusalCode::goods_limit, "本月该商品已兑换到上限。",
     "The household's monthly limit for these goods is reached."},
    {RefusalCode::below_minimum, "低于起兑积分。",
     "The points are below the minimum for redeeming."},
    {RefusalCode::key_conflict, "该编号已用于内容不同的记录。",
     "The same key was used before with other content."},
    {RefusalCode::duplicate, "已经登记过。", "It is registered already."},
    {RefusalCode::officer_unknown, "没有这位人员。", "There is no such officer."},
    {RefusalCode::officer_dismissed, "该人员已离任。", "The officer has been dismissed."},
    {RefusalCode::vetoed, "因一票否决不能参评。", "A veto bars the household from this award."},
    {RefusalCode::quota_full, "名额已满。", "The quota is full."},
    {RefusalCode::below_threshold, "未达到评选分数线。", "The scores are below the threshold."},
    {RefusalCode::not_yet_valid, "生效日期未到或早于公布日期。",
     "It is not valid yet, or would be valid before its publication."},
    {RefusalCode::shop_unknown, "没有这家超市。", "There is no such shop."},
    {RefusalCode::donor_unknown, "没有这个捐赠方。", "There is no such donor."},
    {RefusalCode::round_unknown, "没有这一轮评选。", "There is no such award round."},
    {RefusalCode::rule_unknown, "积分手册里没有此条目。", "The rule book has no such rule."},
    {RefusalCode::nothing_to_do, "没有需要办理的事项。", "There is nothing to do."},
    {RefusalCode::example_failed, "手册中的示例未通过。",
     "An example in the rule book does not come out."},
    {RefusalCode::restricted_goods, "该批物资限定用途，不能这样兑换。",
     "These goods are restricted to another use."},
    {RefusalCode::stale_prices, "价目表不是当日有效版本。",
     "The price list is not the one in force that day."},
    {RefusalCode::village_unknown, "没有这个村。", "There is no such village."},
    {RefusalCode::late_unfit, "所引的不是对该记账日期的补记批准。",
     "The entry cited is not a late approval for that accounting date."},
    {RefusalCode::grid_unknown, "没有这个网格。", "There is no such grid."},
    {RefusalCode::lease_off, "未开通离线兑换。", "Redeeming without a network is turned off."},
    {RefusalCode::lease_limit, "超过离线额度的上限。", "This is over a limit of leases."},
    {RefusalCode::lease_open, "离线额度尚未归还。", "A lease of points is not given back yet."},
    {RefusalCode::lease_unknown, "没有这份离线额度。", "There is no such lease."},
    {RefusalCode::lease_records, "终端报告的离线兑换尚未全部入账，或与入账不符。",
     "Not all redemptions that the till reports are booked, or they are others."},
    {RefusalCode::till_quarantined, "该终端出现编号重复的兑换，已停止授信。",
     "The till used a number twice, so it gets no further lease."},
    {RefusalCode::count_reason, "盘点有差异，须注明与之相符的原因。",
     "The count differs; give a reason that fits the difference."},
    {RefusalCode::merchant_unknown, "没有这个商户。", "There is no such merchant."},
    {RefusalCode::merchant_contract, "不在商户合同期内。",
     "The merchant's contract does not cover that day."},
    {RefusalCode::month_open, "当月还没有结束。", "The month is not over."},
    {RefusalCode::already_settled, "该商户当月已经核对、结算或付款。",
     "The merchant's month has its sheet, settlement or payment already."},
    {RefusalCode::settlement_unknown, "没有可办理的结算或申请。",
     "There is no settlement or proposal to act on."},
    {RefusalCode::not_enough_cash, "资金里的现金不够。", "The fund has not enough cash."},
}};

}  // namespace detail

WUMEI_INLINE std::string reason(RefusalCode code, Language language) {
  const auto found = std::find_if(detail::reason_words.begin(), detail::reason_words.end(),
                                  [&](const detail::Reason& known) { return known.code == code; });
  WUMEI_ASSERT(found != detail::reason_words.end());
  return pick(language, found->zh, found->en);
}

}  // namespace wumei::publish
