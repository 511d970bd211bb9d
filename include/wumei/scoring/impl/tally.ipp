#pragma once

#include <wumei/config.hpp>
#include <wumei/scoring/tally.hpp>

namespace wumei::scoring {
namespace detail {

WUMEI_INLINE bool answers(const Deeds& deeds, const Grant& grant,
                          const rules::Question& question) {
  if (!question.period.contains(grant.on)) return false;
  const CapSubject& subject = deeds.subjects[grant.subject];
  return subject.rule == question.rule &&
         (question.person.empty() || subject.person == question.person);
}

}  // namespace detail

WUMEI_INLINE std::int64_t DeedsTally::times(const rules::Question& question) const {
  std::int64_t count = 0;
  for (const Grant& grant : grants_of(deeds_, question.household)) {
    if (detail::answers(deeds_, grant, question)) ++count;
  }
  return count;
}

WUMEI_INLINE Points DeedsTally::points(const rules::Question& question) const {
  Points sum;
  for (const Grant& grant : grants_of(deeds_, question.household)) {
    if (detail::answers(deeds_, grant, question)) sum += grant.points;
  }
  return sum;
}

WUMEI_INLINE Points DeedsTally::household_points(const HouseholdId& household,
                                                 Period period) const {
  Points sum;
  for (const Grant& grant : grants_of(deeds_, household)) {
    if (grant.points > Points() && period.contains(grant.on)) sum += grant.points;
  }
  return sum;
}

}  // namespace wumei::scoring
