#pragma once

#include <wumei/base/error.hpp>
#include <wumei/config.hpp>
#include <wumei/ledger/account.hpp>

#include <array>

namespace wumei::ledger {
namespace detail {

enum class Unit : std::uint8_t { points, honour, yuan, goods };

struct PurposeRow {
  Purpose purpose;
  std::string_view name;
  Bound bound;
  Unit unit;
  bool lots;
};

inline constexpr std::array<PurposeRow, 24> purposes{{
    {Purpose::issued, "issued", Bound::floor, Unit::points, false},
    {Purpose::pending, "pending", Bound::at_least_zero, Unit::points, true},
    {Purpose::spendable, "spendable", Bound::at_least_zero, Unit::points, true},
    {Purpose::arrears, "arrears", Bound::at_most_zero, Unit::points, false},
    {Purpose::honour, "honour", Bound::none, Unit::honour, false},
    {Purpose::honour_given, "honour_given", Bound::none, Unit::honour, false},
    {Purpose::redeemed, "redeemed", Bound::at_least_zero, Unit::points, false},
    {Purpose::expired, "expired", Bound::at_least_zero, Unit::points, false},
    {Purpose::penalty, "penalty", Bound::at_least_zero, Unit::points, false},
    {Purpose::escrow, "escrow", Bound::at_least_zero, Unit::points, true},
    {Purpose::suspense, "suspense", Bound::at_most_zero, Unit::points, false},
    {Purpose::opening, "opening", Bound::at_most_zero, Unit::points, false},
    {Purpose::given, "given", Bound::at_most_zero, Unit::goods, false},
    {Purpose::bought, "bought", Bound::at_most_zero, Unit::goods, false},
    {Purpose::stock, "stock", Bound::at_least_zero, Unit::goods, true},
    {Purpose::out, "out", Bound::at_least_zero, Unit::goods, false},
    {Purpose::variance, "variance", Bound::none, Unit::goods, false},
    {Purpose::short_stock, "short", Bound::at_most_zero, Unit::goods, false},
    {Purpose::cash, "cash", Bound::at_least_zero, Unit::yuan, false},
    {Purpose::stock_cost, "stock_cost", Bound::at_least_zero, Unit::yuan, false},
    {Purpose::spent, "spent", Bound::at_least_zero, Unit::yuan, false},
    {Purpose::topup, "topup", Bound::at_most_zero, Unit::yuan, false},
    {Purpose::payable, "payable", Bound::at_most_zero, Unit::yuan, false},
    {Purpose::donated_value, "donated_value", Bound::at_most_zero, Unit::yuan, false},
}};

/// Rows stand in the order of the enumerators, so that a look-up is an index.
constexpr bool purposes_in_order() {
  for (std::size_t i = 0; i < purposes.size(); ++i) {
    if (static_cast<std::size_t>(purposes[i].purpose) != i + 1) return false;
  }
  return true;
}
static_assert(purposes_in_order());

constexpr const PurposeRow& row(Purpose purpose) {
  return purposes[static_cast<std::size_t>(purpose) - 1];
}

/// Of units that need not be looked up in the account's name; "" for goods.
constexpr std::string_view unit_name(Unit unit) {
  switch (unit) {
    case Unit::points: return "points";
    case Unit::honour: return "honour";
    case Unit::yuan: return "yuan";
    case Unit::goods: return "";
  }
  return "";
}

/// For each first letter the rows whose names begin with it, plus one; 0 for no more. Every leg of
/// every entry is looked up by name.
inline constexpr auto purposes_by_letter = [] {
  std::array<std::array<std::uint8_t, 6>, 26> rows{};
  for (std::size_t i = 0; i < purposes.size(); ++i) {
    auto& known = rows[static_cast<std::size_t>(purposes[i].name.front() - 'a')];
    std::size_t free = 0;
    while (known[free] != 0) ++free;
    known[free] = static_cast<std::uint8_t>(i + 1);
  }
  return rows;
}();

/// The row of that name; nullptr for none.
constexpr const PurposeRow* find_purpose(std::string_view name) {
  if (name.empty() || name.front() < 'a' || name.front() > 'z') return nullptr;
  for (const std::uint8_t row : purposes_by_letter[static_cast<std::size_t>(name.front() - 'a')]) {
    if (row == 0) break;
    if (purposes[row - 1].name == name) return &purposes[row - 1];
  }
  return nullptr;
}

WUMEI_INLINE Error not_an_account(std::string_view account) {
  return Error(Errc::bad_input, "\"" + std::string(account) + "\" is not an account name");
}

WUMEI_INLINE std::string spell(std::string_view kind, std::string_view holder, Purpose purpose,
                               std::string_view part) {
  std::string text;
  text.reserve(holder.size() + part.size() + 20);
  text.append(kind).append(holder).append(":").append(row(purpose).name);
  if (!part.empty()) text.append("/").append(part);
  return text;
}

}  // namespace detail

WUMEI_INLINE bool names_goods(std::string_view sku) {
  return !sku.empty() && sku != "points" && sku != "honour" && sku != "yuan";
}

WUMEI_INLINE AccountName parse_account(std::string_view account) {
  const std::size_t colon = account.find(':');
  if (colon == std::string_view::npos || colon == 0) throw detail::not_an_account(account);
  AccountName parsed;
  parsed.holder = account.substr(0, colon);
  const std::string_view rest = account.substr(colon + 1);
  const std::size_t slash = rest.find('/');
  const std::string_view purpose = rest.substr(0, slash);
  if (slash != std::string_view::npos) parsed.detail = rest.substr(slash + 1);
  const detail::PurposeRow* known = detail::find_purpose(purpose);
  const bool goods = known != nullptr && known->unit == detail::Unit::goods;
  if (known == nullptr || (goods && !names_goods(parsed.detail))) {
    throw detail::not_an_account(account);
  }
  parsed.purpose = known->purpose;
  return parsed;
}

WUMEI_INLINE std::string_view name(Purpose purpose) { return detail::row(purpose).name; }
WUMEI_INLINE Bound bound(Purpose purpose) { return detail::row(purpose).bound; }
WUMEI_INLINE bool has_lots(Purpose purpose) { return detail::row(purpose).lots; }

WUMEI_INLINE std::string_view unit(const AccountName& account) {
  const detail::Unit unit = detail::row(account.purpose).unit;
  return unit == detail::Unit::goods ? account.detail : detail::unit_name(unit);
}

WUMEI_INLINE std::string_view unit(Purpose purpose, std::string_view account) {
  const detail::Unit unit = detail::row(purpose).unit;
  return unit == detail::Unit::goods ? parse_account(account).detail : detail::unit_name(unit);
}

WUMEI_INLINE std::string issued(const VillageId& fund, int year) {
  return detail::spell("f/", fund.text(), Purpose::issued, std::to_string(year));
}
WUMEI_INLINE std::string of_fund(const VillageId& fund, Purpose purpose) {
  return detail::spell("f/", fund.text(), purpose, {});
}
WUMEI_INLINE std::string of_household(const HouseholdId& household, Purpose purpose) {
  return detail::spell("h/", household.text(), purpose, {});
}
WUMEI_INLINE std::string stock(const ShopId& shop, const Sku& sku) {
  return detail::spell("s/", shop.text(), Purpose::stock, sku.text());
}
WUMEI_INLINE std::string out(const ShopId& shop, const Sku& sku) {
  return detail::spell("s/", shop.text(), Purpose::out, sku.text());
}
WUMEI_INLINE std::string short_stock(const ShopId& shop, const Sku& sku) {
  return detail::spell("s/", shop.text(), Purpose::short_stock, sku.text());
}
WUMEI_INLINE std::string variance(const ShopId& shop, const Sku& sku) {
  return detail::spell("s/", shop.text(), Purpose::variance, sku.text());
}
WUMEI_INLINE std::string escrow(const TillId& till, const HouseholdId& household) {
  return detail::spell("t/", till.text(), Purpose::escrow, household.text());
}
WUMEI_INLINE std::string given(const DonorId& donor, const Sku& sku) {
  return detail::spell("d/", donor.text(), Purpose::given, sku.text());
}
WUMEI_INLINE std::string bought(const VillageId& fund, const Sku& sku) {
  return detail::spell("f/", fund.text(), Purpose::bought, sku.text());
}
WUMEI_INLINE std::string payable(const MerchantId& merchant, const VillageId& fund) {
  return detail::spell("m/", merchant.text(), Purpose::payable, fund.text());
}

}  // namespace wumei::ledger
