#pragma once

#include <wumei/base/assert.hpp>
#include <wumei/config.hpp>
#include <wumei/programme/impl/earning.ipp>
#include <wumei/programme/notice_commands.hpp>

#include <algorithm>
#include <map>
#include <utility>

// How confirmed earnings and deductions become legs.
namespace wumei::programme::detail {

/// The moves of one `notice.confirm` after another, each on top of what the earlier ones of the
/// same command do to the balances: a household may appear in several.
class Confirmation {
 public:
  Confirmation(const State& state, Date on) : state_(state), on_(on) {}

  void add(const scoring::Earning& earning) {
    if (earning.points > Points()) {
      credit(earning, earning.points.units());
    } else {
      deduct(earning, -earning.points.units());
    }
  }

  /// The moves since the last call, without those that cancelled out.
  [[nodiscard]] std::vector<ledger::Move> take_moves() {
    std::vector<ledger::Move> moves;
    for (const auto& [place, amount] : part_) {
      if (amount != 0) moves.push_back({place.first, place.second, amount});
    }
    part_.clear();
    return moves;
  }

 private:
  using Amounts = std::map<std::pair<std::string, std::string>, std::int64_t>;

  void move(const std::string& account, const std::string& lot, std::int64_t amount) {
    part_[{account, lot}] += amount;
    moved_[{account, lot}] += amount;
  }

  /// Non-empty spendable lots as they are now, soonest to expire first, leaving out expired ones.
  [[nodiscard]] std::vector<ledger::Lot> lots(const std::string& account) const {
    std::map<std::string, std::int64_t> amounts;
    for (const ledger::Lot& lot : state_.book.lots(account)) amounts[lot.name] = lot.amount;
    for (auto at = moved_.lower_bound({account, ""});
         at != moved_.end() && at->first.first == account; ++at) {
      amounts[at->first.second] += at->second;
    }
    std::vector<ledger::Lot> left;
    const std::string today = on_.text();
    for (const auto& [name, amount] : amounts) {
      if (amount > 0 && name >= today) left.push_back({name, amount});
    }
    return left;
  }

  /// What the household owes as it is now.
  [[nodiscard]] std::int64_t owed(const HouseholdId& household) const {
    const std::string arrears = ledger::of_household(household, ledger::Purpose::arrears);
    const auto moved = moved_.find({arrears, ""});
    return -(state_.book.balance(arrears) + (moved == moved_.end() ? 0 : moved->second));
  }

  void honour(const scoring::Earning& earning, std::int64_t amount) {
    move(ledger::of_household(earning.household, ledger::Purpose::honour), "", amount);
    move(ledger::of_fund(earning.village, ledger::Purpose::honour_given), "", -amount);
  }

  void credit(const scoring::Earning& earning, std::int64_t points) {
    move(ledger::of_household(earning.household, ledger::Purpose::pending),
         std::to_string(earning.seq), -points);
    const std::int64_t repaid = std::min(points, owed(earning.household));
    move(ledger::of_household(earning.household, ledger::Purpose::arrears), "", repaid);
    const rules::PublishedBook* published = state_.rules.book_at(earning.rules);
    WUMEI_ASSERT(published != nullptr);
    move(ledger::of_household(earning.household, ledger::Purpose::spendable),
         rules::expiry(published->book, earning.on).text(), points - repaid);
    honour(earning, points);
  }

  void deduct(const scoring::Earning& earning, std::int64_t due) {
    const std::string account =
        ledger::of_household(earning.household, ledger::Purpose::spendable);
    std::int64_t taken = 0;
    for (const ledger::Lot& lot : lots(account)) {
      const std::int64_t part = std::min(lot.amount, due - taken);
      if (part == 0) break;
      move(account, lot.name, -part);
      taken += part;
    }
    const std::int64_t debt = std::min(due - taken, may_owe(earning));
    move(ledger::of_household(earning.household, ledger::Purpose::arrears), "", -debt);
    taken += debt;
    move(ledger::of_fund(earning.village, ledger::Purpose::penalty), "", taken);
    honour(earning, -due);
  }

  /// How much of a deduction the household may owe: all, or as much as a till holds of its points,
  /// which lending does not put out of reach.
  [[nodiscard]] std::int64_t may_owe(const scoring::Earning& earning) const {
    if (leaves_debt(earning)) return exact_max;
    const Points leased = market::leased(state_.leases, state_.book, earning.household);
    return std::max<std::int64_t>(leased.units() - owed(earning.household), 0);
  }

  [[nodiscard]] bool leaves_debt(const scoring::Earning& earning) const {
    const rules::PublishedBook* published = state_.rules.book_at(earning.rules);
    const rules::Rule* rule =
        published == nullptr ? nullptr : published->book.find(earning.rule);
    WUMEI_ASSERT(rule != nullptr);
    return rule->floor == rules::Floor::debt;
  }

  const State& state_;
  Date on_;
  Amounts part_;
  Amounts moved_;
};

/// One `notice.confirm` over these earnings, in their order.
WUMEI_INLINE ledger::Draft confirm_draft(const State& state, Confirmation& confirmation,
                                         const notice::Notice& notice,
                                         std::span<const ledger::Seq> earnings) {
  ledger::Draft draft;
  draft.kind = "notice.confirm";
  draft.refs = {notice.seq};
  draft.in = json::Value::object({{"notice", notice.id.text()}});
  json::Array listed;
  std::int64_t points = 0;
  for (const ledger::Seq seq : earnings) {
    const scoring::Earning& earning = state.deeds.earnings.at(seq);
    confirmation.add(earning);
    draft.refs.push_back(seq);
    listed.push_back(seq);
    points += earning.points.units();
  }
  draft.out = json::Value::object({{"earnings", std::move(listed)}, {"points", points}});
  draft.moves = confirmation.take_moves();
  return draft;
}

/// Law 7: refuses an officer who had a hand in one of the earnings or posted the notice.
WUMEI_INLINE std::optional<Refusal> may_not_confirm(const State& state, const OfficerId& officer,
                                                    const notice::Notice& notice,
                                                    std::span<const ledger::Seq> earnings) {
  const auto refused = [&officer](ledger::Seq entry) {
    return Refusal{RefusalCode::four_eyes,
                   {{"officer", officer.text()}, {"entry", std::to_string(entry)}}};
  };
  if (notice.officer == officer) return refused(notice.seq);
  for (const ledger::Seq seq : earnings) {
    const std::vector<OfficerId>& had_a_hand = state.deeds.earnings.at(seq).officers;
    if (std::find(had_a_hand.begin(), had_a_hand.end(), officer) != had_a_hand.end()) {
      return refused(seq);
    }
  }
  return std::nullopt;
}

}  // namespace wumei::programme::detail
