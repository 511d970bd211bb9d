#pragma once

#include <wumei/config.hpp>
#include <wumei/programme/verify.hpp>

#include <array>

namespace wumei::programme {

WUMEI_INLINE ProgrammeReplay::ProgrammeReplay() : state_(std::make_unique<State>()) {
  const std::array tables{control_kinds(), people_kinds(), rules_kinds(), scoring_kinds(),
                          notice_kinds(),  award_kinds(),  market_kinds(), epoch_kinds()};
  for (const std::span<const Kind> table : tables) {
    for (const Kind& known : table) kinds_.emplace(known.name, &known);
  }
}

WUMEI_INLINE ProgrammeReplay::~ProgrammeReplay() = default;

WUMEI_INLINE const Kind* ProgrammeReplay::kind(std::string_view name) const {
  const auto found = kinds_.find(name);
  return found == kinds_.end() ? nullptr : found->second;
}

WUMEI_INLINE bool ProgrammeReplay::knows(std::string_view name) const {
  return kind(name) != nullptr;
}

WUMEI_INLINE std::optional<ledger::Violation> ProgrammeReplay::check(const ledger::Entry& entry,
                                                                     const json::Value& data) {
  if (auto broken = state_->book.check(entry)) return broken;
  const Kind* known = kind(entry.kind);
  if (known == nullptr || known->check == nullptr) return std::nullopt;
  return known->check(*state_, {entry, data.at("in"), data.at("out")});
}

WUMEI_INLINE void ProgrammeReplay::apply(const ledger::Entry& entry, const json::Value& data) {
  state_->book.apply(entry);
  const Kind* known = kind(entry.kind);
  if (known == nullptr || known->fold == nullptr) return;
  known->fold(*state_, {entry, data.at("in"), data.at("out")});
}

}  // namespace wumei::programme
