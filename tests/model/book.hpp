#pragma once

#include "calendar.hpp"

#include <cstdint>
#include <string>
#include <vector>

/// Rule books as the model knows them. A number picks one, so a step can name it.
namespace naive {

using Num = std::int64_t;

struct Cap {
  bool counts_times = false;
  Num most = 0;              ///< times, or points in hundredths
  std::string per;           ///< day, month, quarter, year, ever, or person
  bool rejects = false;
};

struct Tier {
  Num min = 0;
  Num points = 0;
};

/// How a deed of the rule is paid: `fixed` points, `per` so much, or by `tiers`.
enum class Pay { fixed, per, tiers };

struct Rule {
  std::string id;
  Pay pay = Pay::fixed;
  Num points = 0;              ///< below zero for a deduction
  Num quantity = 0;            ///< of `per`, thousandths
  std::string rounding;        ///< down, up, half_up, half_even
  std::vector<Tier> tiers;
  bool debt = false;
  std::vector<Cap> caps;
  std::string group;           ///< of which only the highest counts
  std::string group_per;
  std::vector<std::string> excluded_by;
  std::string excluded_per;
  std::vector<std::string> chain;  ///< `panel:approve`
  std::vector<std::string> needs;
  bool on_visit = false;       ///< asked whenever a visit was scored
};

struct Book {
  Num version = 0;
  Day from = 0;
  Day until = 0;
  Num seq = 0;                 ///< entry that published it
  Num month_cap = 0;
  Num year_cap = 0;
  bool cap_rejects = false;
  int expiry_years = 0;
  Num notice_days = 0;
  Num objection_days = 0;
  std::vector<Rule> rules;
};

/// The book number `variant`: what rules there are is fixed, their figures are drawn.
[[nodiscard]] Book make_book(std::uint64_t variant, Num version);
[[nodiscard]] const Rule* find_rule(const Book& book, const std::string& id);
/// What the rule gives or takes before any limit, without its sign.
[[nodiscard]] Num full_points(const Rule& rule, Num quantity);

/// One line of the score sheet; all of the outside ones are looked at on every visit.
struct SheetItem {
  std::string code;
  std::string dimension;
  Num max = 0;  ///< hundredths
  bool outside = false;
};
[[nodiscard]] const std::vector<SheetItem>& sheet_items();

}  // namespace naive
