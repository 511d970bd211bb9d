#pragma once

#include "columns.hpp"

#include <wumei/ledger/account.hpp>
#include <wumei/programme/state.hpp>

#include <memory>
#include <string_view>
#include <vector>

namespace wumei::python {

/// What a name of an account says, as codes of shared dictionaries; -1 is none.
struct AccountCodes {
  std::int32_t holder = -1;
  std::int32_t purpose = -1;
  std::int32_t detail = -1;   ///< year, goods or household behind the slash
  std::int32_t village = -1;
  std::int32_t unit = -1;
  bool pieces = false;        ///< amounts count whole pieces and not hundredths
};

/// Every account, household and village that the ledger knew at one moment. Never changes, so any
/// number of threads may look things up in it.
class Places {
 public:
  explicit Places(const programme::State& state);

  [[nodiscard]] std::int64_t entries() const { return entries_; }
  /// The account's number, or -1 for one that is newer than this.
  [[nodiscard]] std::int32_t account(std::string_view name) const;
  [[nodiscard]] const AccountCodes& codes(std::int32_t account) const {
    return codes_[static_cast<std::size_t>(account)];
  }
  /// The village's number, or -1.
  [[nodiscard]] std::int32_t village(std::string_view id) const;
  [[nodiscard]] std::int32_t village_of_household(std::string_view household) const;
  [[nodiscard]] std::int32_t village_of_shop(std::string_view shop) const;

  /// The score sheet that entry `seq` published, or nullptr.
  [[nodiscard]] const rules::ScoreSheet* sheet(std::int64_t seq) const;
  /// The rule in the book that entry `seq` published, or without one in that of the day; nullptr
  /// where the book has none.
  [[nodiscard]] const rules::Rule* rule(const RuleId& id, std::int64_t seq, Date on) const;

  [[nodiscard]] const SharedDictionary& accounts() const { return accounts_; }
  [[nodiscard]] const SharedDictionary& holders() const { return holders_; }
  [[nodiscard]] const SharedDictionary& purposes() const { return purposes_; }
  [[nodiscard]] const SharedDictionary& details() const { return details_; }
  [[nodiscard]] const SharedDictionary& villages() const { return villages_; }
  [[nodiscard]] const SharedDictionary& units() const { return units_; }

 private:
  struct Making;
  void add_account(std::string_view name, Making& making);
  [[nodiscard]] std::int32_t village_of_holder(std::string_view holder) const;

  std::int64_t entries_ = 0;
  ledger::NameIndex account_index_, household_index_, village_index_, shop_index_;
  std::vector<AccountCodes> codes_;
  std::vector<std::int32_t> household_villages_, shop_villages_;
  rules::Shelf shelf_;
  SharedDictionary accounts_, holders_, purposes_, details_, villages_, units_;
};
using SharedPlaces = std::shared_ptr<const Places>;

}  // namespace wumei::python
