#pragma once

#include <wumei/rules/evaluate.hpp>
#include <wumei/scoring/deeds.hpp>

namespace wumei::scoring {

/// What caps count, read from the deeds of the programme. Keeps a reference: `deeds` must outlive
/// it. A question costs one look-up of the household and a walk over its grants.
class DeedsTally final : public rules::Tally {
 public:
  explicit DeedsTally(const Deeds& deeds) : deeds_(deeds) {}

  [[nodiscard]] std::int64_t times(const rules::Question& question) const override;
  [[nodiscard]] Points points(const rules::Question& question) const override;
  [[nodiscard]] Points household_points(const HouseholdId& household,
                                        Period period) const override;

 private:
  const Deeds& deeds_;
};

}  // namespace wumei::scoring

#ifndef WUMEI_COMPILED
#include <wumei/scoring/impl/tally.ipp>
#endif
