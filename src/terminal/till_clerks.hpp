#pragma once

#include "lockout.hpp"
#include "till_sync.hpp"

#include <string>
#include <vector>

namespace wumei::terminal {

/// Somebody who may be at this shop's counter, as the hub told.
struct TillOfficer {
  OfficerId officer;
  std::string name;
  std::int64_t entry = 0;  ///< that registered the officer last; another one may have another PIN
  bool keeper = false;     ///< may stand behind the counter; the others may confirm
  bool witness = false;    ///< may be the second of two who count a shelf
};

/// Whose counter it is, as the hub told last.
struct TillShop {
  std::string name;
  VillageId village;
  std::string village_name;
  std::string township;
  std::vector<TillOfficer> officers;
};

/// Before the first time a shop without people, named by its number.
[[nodiscard]] TillShop shop_of(const TillFile& file);

/// Who may stand behind a leased till. A PIN is asked of the hub once, and then by a hash with a
/// salt of this till, which also opens it without a network. It is asked of the hub anew when the
/// officer was registered anew; who left the register is gone with the next sync.
class TillClerks {
 public:
  static constexpr int wrong_pins = 5;
  static constexpr std::int64_t lock_seconds = 600;

  TillClerks(TillFile& file, std::function<Instant()> now, AskHub ask);

  /// Keepers of the shop, by number.
  [[nodiscard]] std::vector<Clerk> clerks() const;
  /// `pin.wrong` (tries_left), `pin.locked` (wait_seconds), `role.missing`; `pin.first` when this
  /// till has not seen the officer and there is no hub to ask.
  [[nodiscard]] Clerk sign_in(const OfficerId& officer, std::string_view pin);
  /// A second person who confirms (`role.four_eyes`).
  [[nodiscard]] OfficerId second(const OfficerId& clerk, const OfficerId& officer,
                                 std::string_view pin);

 private:
  [[nodiscard]] TillOfficer checked(const OfficerId& officer, std::string_view pin);
  /// Whether the hub says that the PIN is right.
  [[nodiscard]] bool confirmed(const OfficerId& officer, std::string_view pin) const;

  TillFile& file_;
  Lockout lockout_;
  AskHub ask_;
};

}  // namespace wumei::terminal
