#pragma once

#include <wumei/base/assert.hpp>
#include <wumei/config.hpp>
#include <wumei/programme/account_root.hpp>
#include <wumei/programme/control_commands.hpp>
#include <wumei/programme/erase_commands.hpp>
#include <wumei/programme/roles.hpp>
#include <wumei/programme/verify.hpp>

#include <algorithm>
#include <array>

namespace wumei::programme {

namespace detail {

/// The kinds that move points, goods or yuan: each compares its legs with what its facts say. All
/// others move nothing.
inline constexpr std::array<std::string_view, 27> moving_kinds{
    "award.grant",     "claim.settle",  "claim.withdraw",  "entry.reverse",
    "fund.deposit",    "goods.receive", "honour.transfer", "household.merge",
    "household.split", bare_transfer,   "lease.add",       "lease.close",
    "lease.force",     "lease.issue",   "lease.redeem",    "merchant.pay",
    "merchant.redeem", "notice.confirm", "notice.decide",  "points.expire",
    "inspection.record", "opening.balance", "redeem.confirm", "stock.count",
    "stock.transfer",  "suspense.repay", "suspense.waive"};

WUMEI_INLINE bool may_move(std::string_view kind) {
  return std::find(moving_kinds.begin(), moving_kinds.end(), kind) != moving_kinds.end();
}

/// The earlier entry that one acts on.
WUMEI_INLINE ledger::Seq first_ref(const ledger::Entry& entry) {
  if (!entry.refs.empty() && entry.refs.front() < entry.seq) return entry.refs.front();
  throw Error(Errc::corrupt, std::string(entry.kind) + " names no earlier entry");
}

}  // namespace detail

WUMEI_INLINE void ProgrammeReplay::begin(const audit::LogReader& log) {
  read_ = log.leaf;
  detail_ = log.detail;
}

WUMEI_INLINE ProgrammeReplay::ProgrammeReplay() : state_(std::make_unique<State>()) {}

WUMEI_INLINE ProgrammeReplay::~ProgrammeReplay() = default;

WUMEI_INLINE const Kind* ProgrammeReplay::kind_of(std::string_view name) const {
  return known_ != nullptr && known_->name == name ? known_ : find_kind(name);
}

WUMEI_INLINE people::Officer* ProgrammeReplay::officer(std::string_view id) {
  if (officer_ == nullptr || officer_->id.text() != id) {
    const auto known = state_->people.officers.find(OfficerId(id));
    officer_ = known == state_->people.officers.end() ? nullptr : &known->second;
  }
  return officer_;
}

WUMEI_INLINE bool ProgrammeReplay::knows(std::string_view name) const {
  return kind_of(name) != nullptr && name != bare_transfer;
}

WUMEI_INLINE std::optional<ledger::Violation> ProgrammeReplay::check(const ledger::Entry& entry,
                                                                     const json::Value& data) {
  if (auto broken = state_->book.check(entry, found_)) return broken;
  const Kind* known = kind_of(entry.kind);
  known_ = known;
  if (known == nullptr) return std::nullopt;
  // Points come only of kinds that say why.
  const bool unfounded =
      entry.kind == bare_transfer ? found_.move_points() : !detail::may_move(entry.kind);
  if (unfounded && !entry.legs.empty()) {
    return ledger::Violation{9, std::string(entry.kind) + " moves what no rule of it gives"};
  }
  // Entries 0 and 1 make the first officer.
  const people::Officer* actor = officer(entry.officer());
  if (entry.seq > 1 && (actor == nullptr || !actor->active)) {
    return ledger::Violation{7, std::string(entry.actor) + " is no officer, or was dismissed"};
  }
  const Record record{entry, data.at("in"), data.at("out")};
  if (entry.kind == "entry.reverse" || entry.kind == "detail.erase") {
    WUMEI_ASSERT(read_ != nullptr);
    const auto check = entry.kind == "entry.reverse" ? &check_reversal : &check_erasure;
    return check(*state_, record, read_(detail::first_ref(entry)));
  }
  if (known->check == nullptr) return std::nullopt;
  if (auto broken = known->check(*state_, record)) return broken;
  if (entry.kind != "day.close" || !detail_) return std::nullopt;
  const std::optional<std::string> secret = detail_(entry.seq);
  if (!secret) return std::nullopt;  // erased, or not kept here
  return check_account_root(*state_, record.out, *secret);
}

WUMEI_INLINE std::string ProgrammeReplay::published(const ledger::Entry& entry,
                                                    const json::Value& data) const {
  const Kind* known = kind_of(entry.kind);
  if (known == nullptr || known->document.empty()) return {};
  return data.at("in").at(known->document).text();
}

WUMEI_INLINE void ProgrammeReplay::apply(const ledger::Entry& entry, const json::Value& data) {
  state_->book.apply(entry, found_);
  if (people::Officer* actor = officer(entry.officer())) actor->last_act = entry.seq;
  const Kind* known = kind_of(entry.kind);
  if (known == nullptr || known->fold == nullptr) return;
  known->fold(*state_, {entry, data.at("in"), data.at("out")});
}

}  // namespace wumei::programme
