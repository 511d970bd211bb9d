#pragma once

#include <wumei/config.hpp>
#include <wumei/publish/overview.hpp>
#include <wumei/publish/township.hpp>

#include <algorithm>

namespace wumei::publish {
namespace detail {

// Told apart by everybody who sees colours differently, and by a copier: one is dark, one light.
inline constexpr std::string_view online_colour = "#0072B2";
inline constexpr std::string_view offline_colour = "#E69F00";

inline constexpr std::int64_t week_wide = 14;  ///< of a row's chart, with the gap
inline constexpr std::int64_t row_high = 20;

/// Where bars stand, and what the highest of them stands for.
struct BarPlace {
  std::int64_t x = 0;
  std::int64_t bottom = 0;
  std::int64_t width = 0;
  std::int64_t height = 0;  ///< of a bar of `most`
  Points most;
};

WUMEI_INLINE std::string chart_rect(const BarPlace& place, std::int64_t height,
                                    std::string_view fill) {
  return "<rect x=\"" + std::to_string(place.x) + "\" y=\"" +
         std::to_string(place.bottom - height) + "\" width=\"" + std::to_string(place.width) +
         "\" height=\"" + std::to_string(height) + "\" fill=\"" + std::string(fill) + "\"/>";
}

/// Height of so many points; whatever is not nothing can be seen.
WUMEI_INLINE std::int64_t bar_height(const BarPlace& place, Points points) {
  if (points <= Points() || place.most <= Points()) return 0;
  const Ratio part{points.units(), place.most.units()};
  return std::max<std::int64_t>(1, multiply(place.height, part, Rounding::half_up));
}

/// One week: what was redeemed under leases stands below the rest.
WUMEI_INLINE std::string week_bar(BarPlace place, const ShopWeek& week) {
  std::string svg;
  const std::int64_t offline = bar_height(place, week.offline);
  if (offline > 0) svg += chart_rect(place, offline, offline_colour);
  const std::int64_t online = bar_height(place, week.points - week.offline);
  place.bottom -= offline;
  if (online > 0) svg += chart_rect(place, online, online_colour);
  return svg;
}

WUMEI_INLINE Points most_in_a_week(const std::vector<ShopWeek>& weeks) {
  Points most;
  for (const ShopWeek& week : weeks) most = std::max(most, week.points);
  return most;
}

WUMEI_INLINE Points sum_of(const std::vector<ShopWeek>& weeks) {
  Points sum;
  for (const ShopWeek& week : weeks) sum += week.points;
  return sum;
}

/// `04-08`: a day without its year.
WUMEI_INLINE std::string short_date(Date date) { return date.text().substr(5); }

/// The figures of a chart, for whoever cannot see it and under the pointer of whoever can.
WUMEI_INLINE std::string chart_title(const std::vector<ShopWeek>& weeks) {
  std::string words;
  for (const ShopWeek& week : weeks) {
    words += (words.empty() ? "" : "; ") + short_date(week.first) + ": " +
             plain(week.points);
  }
  return element("title", words);
}

/// A shop's weeks in its row, to a scale of their own: one busy shop would flatten all others.
WUMEI_INLINE std::string row_chart(const std::vector<ShopWeek>& weeks) {
  const auto wide = static_cast<std::int64_t>(weeks.size()) * week_wide;
  const std::string width = std::to_string(wide);
  std::string svg = "<svg viewBox=\"0 0 " + width + " " + std::to_string(row_high) +
                    "\" preserveAspectRatio=\"none\" role=\"img\">" + chart_title(weeks);
  BarPlace place{1, row_high - 1, week_wide - 3, row_high - 2, most_in_a_week(weeks)};
  for (const ShopWeek& week : weeks) {
    svg += week_bar(place, week);
    place.x += week_wide;
  }
  return svg + "<rect x=\"0\" y=\"" + std::to_string(row_high - 1) + "\" width=\"" + width +
         "\" height=\"1\" fill=\"#444\"/></svg>";
}

WUMEI_INLINE std::string chart_legend(Language language) {
  std::string svg;
  std::int64_t x = 4;
  for (const auto& [fill, words] :
       {std::pair{online_colour, pick(language, "联网兑换", "with a network")},
        std::pair{offline_colour, pick(language, "离线额度兑换", "under leases")}}) {
    svg += chart_rect({x, 14, 10, 0, {}}, 10, fill);
    svg += "<text x=\"" + std::to_string(x + 14) + "\" y=\"13\">" + escape_html(words) +
           "</text>";
    x += 110;
  }
  return svg;
}

/// Every shop's weeks together, with what they stand for.
WUMEI_INLINE std::string total_chart(const Overview& overview, Language language) {
  constexpr std::int64_t wide = 480;
  constexpr std::int64_t high = 132;
  const std::vector<ShopWeek>& weeks = overview.total.weeks;
  const std::int64_t step = wide / static_cast<std::int64_t>(weeks.size());
  const bool crowded = step < 34;
  std::string svg = "<svg viewBox=\"0 0 " + std::to_string(wide) + " " + std::to_string(high) +
                    "\" role=\"img\" font-size=\"11\" font-family=\"inherit\">" +
                    chart_title(weeks) + chart_legend(language);
  BarPlace place{4, high - 16, step - 8, high - 52, most_in_a_week(weeks)};
  std::size_t number = 0;
  for (const ShopWeek& week : weeks) {
    svg += week_bar(place, week);
    const std::int64_t middle = place.x + place.width / 2;
    const std::int64_t top = place.bottom - bar_height(place, week.offline) -
                             bar_height(place, week.points - week.offline);
    const auto text = [&](std::int64_t y, const std::string& words) {
      svg += "<text x=\"" + std::to_string(middle) + "\" y=\"" + std::to_string(y) +
             "\" text-anchor=\"middle\">" + words + "</text>";
    };
    const bool told = !crowded || number++ % 4 == 2;
    if (told) text(high - 3, short_date(week.first));
    if (!crowded) text(top - 4, grouped(std::to_string(week.points.units() / 100)));
    place.x += step;
  }
  return svg + "<rect x=\"0\" y=\"" + std::to_string(high - 16) + "\" width=\"" +
         std::to_string(wide) + "\" height=\"1\" fill=\"#444\"/></svg>\n";
}

}  // namespace detail
}  // namespace wumei::publish
