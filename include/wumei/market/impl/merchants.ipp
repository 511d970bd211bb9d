#pragma once

#include <wumei/base/assert.hpp>
#include <wumei/base/rational.hpp>
#include <wumei/config.hpp>
#include <wumei/market/market.hpp>
#include <wumei/market/merchants.hpp>

#include <algorithm>
#include <array>
#include <utility>

namespace wumei::market {
namespace detail {

inline constexpr std::array<std::pair<Verdict, std::string_view>, 6> verdict_names{{
    {Verdict::matched, "matched"},
    {Verdict::missing, "missing"},
    {Verdict::differs, "differs"},
    {Verdict::duplicate, "duplicate"},
    {Verdict::outside, "outside"},
    {Verdict::claimed, "claimed"},
}};

/// `*` stands for any number of characters. A mismatch goes back to the latest star alone, so that
/// no mask takes long.
WUMEI_INLINE bool fits_mask(std::string_view mask, std::string_view text) {
  std::size_t at = 0;
  std::size_t read = 0;
  std::size_t star = std::string_view::npos;
  std::size_t resume = 0;
  while (read < text.size()) {
    if (at < mask.size() && mask[at] == '*') {
      star = at++;
      resume = read;
    } else if (at < mask.size() && mask[at] == text[read]) {
      ++at;
      ++read;
    } else if (star != std::string_view::npos) {
      at = star + 1;
      read = ++resume;
    } else {
      return false;
    }
  }
  return mask.find_first_not_of('*', at) == std::string_view::npos;
}

WUMEI_INLINE LineVerdict held_against(const ClaimLine& claimed, const Sale& sale,
                                      const SaleLine& line) {
  LineVerdict verdict{Verdict::matched, {}};
  if (claimed.on != sale.on) verdict.fields.push_back("on");
  if (!fits_holder(claimed.holder, sale)) verdict.fields.push_back("holder");
  if (claimed.quantity != line.quantity) verdict.fields.push_back("quantity");
  if (claimed.yuan != line.yuan) verdict.fields.push_back("yuan");
  if (!verdict.fields.empty()) verdict.verdict = Verdict::differs;
  return verdict;
}

/// The claimed lines of the same goods on one slip, by their places in the sheet, sorted by what
/// they say so that the order of the sheet does not matter.
using Group = std::vector<std::size_t>;

WUMEI_INLINE std::map<std::pair<std::string, Sku>, Group> groups(
    std::span<const ClaimLine> lines) {
  std::map<std::pair<std::string, Sku>, Group> found;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    found[{lines[i].slip, lines[i].sku}].push_back(i);
  }
  for (auto& [key, group] : found) {
    std::stable_sort(group.begin(), group.end(),
                     [&](std::size_t a, std::size_t b) { return lines[a] < lines[b]; });
  }
  return found;
}

/// Goods on a slip that the ledger does not have.
WUMEI_INLINE void judge_unknown(std::span<const ClaimLine> lines, const Group& group,
                                const Period& period, std::vector<LineVerdict>& verdicts) {
  Verdict next = Verdict::missing;
  for (const std::size_t i : group) {
    if (!period.contains(lines[i].on)) {
      verdicts[i] = {Verdict::outside, {}};
      continue;
    }
    verdicts[i] = {next, {}};
    next = Verdict::duplicate;
  }
}

WUMEI_INLINE void judge_known(std::span<const ClaimLine> lines, const Group& group,
                              const Sale& sale, std::vector<LineVerdict>& verdicts) {
  const SaleLine& line = *sale.line(lines[group.front()].sku);
  std::size_t chosen = group.front();
  for (auto place = group.rbegin(); place != group.rend(); ++place) {
    const bool exact = held_against(lines[*place], sale, line).verdict == Verdict::matched;
    if (exact) chosen = *place;
  }
  for (const std::size_t i : group) verdicts[i] = {Verdict::duplicate, {}};
  verdicts[chosen] = held_against(lines[chosen], sale, line);
}

WUMEI_INLINE void judge(const Merchant& merchant, std::span<const ClaimLine> lines,
                        const Group& group, const Period& period,
                        std::vector<LineVerdict>& verdicts) {
  const ClaimLine& first = lines[group.front()];
  const auto sale = merchant.sales.find(first.slip);
  const SaleLine* line = sale == merchant.sales.end() ? nullptr : sale->second.line(first.sku);
  if (line == nullptr) return judge_unknown(lines, group, period, verdicts);
  if (line->claim != ledger::no_seq) {
    for (const std::size_t i : group) verdicts[i] = {Verdict::claimed, {}};
    return;
  }
  if (sale->second.on > period.last) {
    for (const std::size_t i : group) verdicts[i] = {Verdict::outside, {}};
    return;
  }
  judge_known(lines, group, sale->second, verdicts);
}

}  // namespace detail

WUMEI_INLINE const SaleLine* Sale::line(const Sku& sku) const {
  for (const SaleLine& known : lines) {
    if (known.sku == sku) return &known;
  }
  return nullptr;
}

WUMEI_INLINE const MonthlySettlement* Merchant::month(std::int32_t number) const {
  const auto place = months.find(number);
  return place == months.end() ? nullptr : &place->second;
}

WUMEI_INLINE const Merchant* Merchants::merchant(const MerchantId& id) const {
  const auto place = known.find(id);
  return place == known.end() ? nullptr : &place->second;
}

WUMEI_INLINE Yuan worth(const Contract& contract, Points points) {
  return Yuan::of_units(multiply(points.units(), Ratio{contract.rate, 100}, Rounding::down));
}

WUMEI_INLINE std::int32_t parse_month(std::string_view text) {
  try {
    return month_number(Date::parse(std::string(text) + "-01"));
  } catch (const Error&) {
    throw bad_input({}, text, "a month such as 2026-04");
  }
}

WUMEI_INLINE std::string month_text(std::int32_t number) {
  return month_period(number).first.text().substr(0, 7);
}

WUMEI_INLINE Period month_period(std::int32_t number) {
  return calendar_period(Cycle::month, Date::of(number / 12, number % 12 + 1, 1));
}

WUMEI_INLINE std::string_view name(Verdict verdict) {
  for (const auto& [known, text] : detail::verdict_names) {
    if (known == verdict) return text;
  }
  throw InvariantViolation("a verdict on a claimed line without a name");
}

WUMEI_INLINE std::string text(const LineVerdict& verdict) {
  std::string text(name(verdict.verdict));
  char before = ':';
  for (const std::string_view field : verdict.fields) {
    text.append(1, std::exchange(before, ',')).append(field);
  }
  return text;
}

WUMEI_INLINE bool shows_holder(std::string_view text) {
  constexpr std::string_view allowed =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.*";
  const auto clear = std::count_if(text.begin(), text.end(), [](char c) { return c != '*'; });
  return text.size() <= 40 && clear >= 3 &&
         text.find_first_not_of(allowed) == std::string_view::npos;
}

WUMEI_INLINE bool fits_holder(std::string_view shown, const Sale& sale) {
  return detail::fits_mask(shown, sale.household.text()) ||
         (!sale.card.empty() && detail::fits_mask(shown, sale.card.text()));
}

WUMEI_INLINE Matching match(const Merchant& merchant, std::int32_t month,
                            std::span<const ClaimLine> lines) {
  const Period period = month_period(month);
  Matching result;
  result.verdicts.resize(lines.size());
  const auto groups = detail::groups(lines);
  for (const auto& [key, group] : groups) {
    detail::judge(merchant, lines, group, period, result.verdicts);
  }
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const bool matched = result.verdicts[i].verdict == Verdict::matched;
    (matched ? result.payable : result.disputed) += lines[i].yuan;
  }
  for (const auto& [slip, sale] : merchant.sales) {
    if (sale.on > period.last) continue;
    for (const SaleLine& line : sale.lines) {
      if (line.claim != ledger::no_seq || groups.contains({slip, line.sku})) continue;
      result.unclaimed.push_back({slip, sale.seq, sale.on, sale.household, line.sku,
                                  line.quantity, line.yuan});
    }
  }
  return result;
}

}  // namespace wumei::market
