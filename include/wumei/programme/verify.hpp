#pragma once

#include <wumei/audit/verify.hpp>
#include <wumei/programme/kinds.hpp>

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace wumei::programme {

/// The fold `audit::verify` runs with everything wumei knows: laws 1 to 4, 6 and 8 from the book,
/// laws 7 and 9 to 14 from each kind, checked against the state before the entry.
class ProgrammeReplay final : public audit::Replay {
 public:
  ProgrammeReplay();
  ~ProgrammeReplay() override;

  void begin(const audit::LogReader& log) override;
  [[nodiscard]] std::optional<ledger::Violation> check(const ledger::Entry& entry,
                                                       const json::Value& data) override;
  void apply(const ledger::Entry& entry, const json::Value& data) override;
  [[nodiscard]] bool knows(std::string_view kind) const override;
  [[nodiscard]] std::string published(const ledger::Entry& entry,
                                      const json::Value& data) const override;

  /// What the entries folded so far add up to.
  [[nodiscard]] const State& state() const { return *state_; }

 private:
  /// The kind, looked up once an entry.
  [[nodiscard]] const Kind* kind_of(std::string_view name) const;
  /// Whoever acted last mostly acts next.
  [[nodiscard]] people::Officer* officer(std::string_view id);

  std::function<std::string(ledger::Seq)> read_;  ///< what a reversal takes back is read again
  /// The secret of a day's accounts, as long as it is kept.
  std::function<std::optional<std::string>(ledger::Seq)> detail_;
  std::unique_ptr<State> state_;
  ledger::FoundAccounts found_;   ///< of the entry checked last
  people::Officer* officer_ = nullptr;  ///< who acted last, if known; the register keeps them all
  const Kind* known_ = nullptr;   ///< its kind
};

}  // namespace wumei::programme

#ifndef WUMEI_COMPILED
#include <wumei/programme/impl/verify.ipp>
#endif
