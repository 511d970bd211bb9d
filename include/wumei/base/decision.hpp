#pragma once

#include <wumei/base/assert.hpp>
#include <wumei/base/error.hpp>

#include <string>
#include <string_view>
#include <utility>
#include <variant>

namespace wumei {

/// Why the rules say no. A refusal is an ordinary outcome: it is shown to a person, and a refused
/// claim is written to the log. Names are stored in the ledger, so they never change.
enum class RefusalCode : std::uint8_t {
  not_enough_points = 1,
  not_enough_stock = 2,
  cap_times = 3,
  cap_points = 4,
  cap_household = 5,
  budget_exhausted = 6,
  rule_not_in_force = 7,
  excluded_by_other_rule = 8,
  evidence_missing = 9,
  below_first_tier = 10,
  role_missing = 11,
  four_eyes = 12,
  wrong_state = 13,
  period_closed = 14,
  date_in_future = 15,
  notice_running = 16,
  objection_open = 17,
  objection_late = 18,
  already_reversed = 19,
  not_reversible = 20,
  household_unknown = 21,
  household_inactive = 22,
  village_mismatch = 23,
  card_unknown = 24,
  card_stopped = 25,
  goods_unknown = 26,
  goods_limit = 27,
  below_minimum = 28,
  key_conflict = 29,
  duplicate = 30,
  officer_unknown = 31,
  officer_dismissed = 32,
  vetoed = 33,
  quota_full = 34,
  below_threshold = 35,
  not_yet_valid = 36,
  shop_unknown = 37,
  donor_unknown = 38,
  round_unknown = 39,
  rule_unknown = 40,
  nothing_to_do = 41,
  example_failed = 42,
  restricted_goods = 43,
  stale_prices = 44,
  village_unknown = 45,
  late_unfit = 46,
  grid_unknown = 47,
  lease_off = 48,
  lease_limit = 49,
  lease_open = 50,
  lease_unknown = 51,
  lease_records = 52,
  till_quarantined = 53,
  count_reason = 54,
  merchant_unknown = 55,
  merchant_contract = 56,
  month_open = 57,
  already_settled = 58,
  settlement_unknown = 59,
  not_enough_cash = 60,
};

/// Stable dotted name as stored and as printed by `--json`: `cap.times`.
[[nodiscard]] std::string_view name(RefusalCode code);

/// The code with that stored name; throws Errc::corrupt for a name that no version wrote.
[[nodiscard]] RefusalCode refusal_code(std::string_view stored_name);

/// A "no" with the facts a person needs to understand it: what was asked, what the limit is,
/// when it resets.
struct Refusal {
  RefusalCode code;
  Facts facts;
  bool operator==(const Refusal&) const = default;
};

/// Either the value or the refusal; never both, never neither.
template <class T>
class [[nodiscard]] Decision {
 public:
  Decision(T value) : outcome_(std::move(value)) {}
  Decision(Refusal refusal) : outcome_(std::move(refusal)) {}

  [[nodiscard]] explicit operator bool() const { return std::holds_alternative<T>(outcome_); }
  [[nodiscard]] const T& operator*() const& { return value(); }
  [[nodiscard]] const T* operator->() const { return &value(); }

  /// The accepted value; calling this on a refusal is a bug of the caller.
  [[nodiscard]] const T& value() const& {
    WUMEI_ASSERT(std::holds_alternative<T>(outcome_));
    return std::get<T>(outcome_);
  }
  [[nodiscard]] T&& value() && {
    WUMEI_ASSERT(std::holds_alternative<T>(outcome_));
    return std::get<T>(std::move(outcome_));
  }
  [[nodiscard]] const Refusal& refusal() const {
    WUMEI_ASSERT(std::holds_alternative<Refusal>(outcome_));
    return std::get<Refusal>(outcome_);
  }

 private:
  std::variant<T, Refusal> outcome_;
};

}  // namespace wumei

#ifndef WUMEI_COMPILED
#include <wumei/base/impl/decision.ipp>
#endif
