#pragma once

#include <wumei/config.hpp>
#include <wumei/programme/verify.hpp>

namespace wumei::programme {

WUMEI_INLINE ProgrammeReplay::ProgrammeReplay() : state_(std::make_unique<State>()) {}

WUMEI_INLINE ProgrammeReplay::~ProgrammeReplay() = default;

WUMEI_INLINE bool ProgrammeReplay::knows(std::string_view name) const {
  return find_kind(name) != nullptr;
}

WUMEI_INLINE std::optional<ledger::Violation> ProgrammeReplay::check(const ledger::Entry& entry,
                                                                     const json::Value& data) {
  if (auto broken = state_->book.check(entry)) return broken;
  const Kind* known = find_kind(entry.kind);
  if (known == nullptr || known->check == nullptr) return std::nullopt;
  return known->check(*state_, {entry, data.at("in"), data.at("out")});
}

WUMEI_INLINE void ProgrammeReplay::apply(const ledger::Entry& entry, const json::Value& data) {
  state_->book.apply(entry);
  const Kind* known = find_kind(entry.kind);
  if (known == nullptr || known->fold == nullptr) return;
  known->fold(*state_, {entry, data.at("in"), data.at("out")});
}

}  // namespace wumei::programme
