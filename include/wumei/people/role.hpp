#pragma once

#include <cstdint>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace wumei::people {

/// What an officer may do. Several can be held at once, in some villages or in all.
enum class Role : std::uint8_t {
  admin = 1,            ///< 管理员: the register, officers and keys; gives no say over points
  grid_worker = 2,      ///< 网格员: monthly inspection, rectification orders, claims in the grid
  group_leader = 3,     ///< 组长: first check of claims in the villagers' group
  panel = 4,            ///< 评议小组: appraisal panel
  women = 5,            ///< 妇联: women's federation, courtyard rounds
  council = 6,          ///< 红白理事会: wedding-and-funeral council
  village = 7,          ///< 村两委: village Party branch and villagers' committee
  supervisor = 8,       ///< 监委会: village affairs supervisory committee; must not issue points
  township = 9,         ///< 乡镇: rule book, budget, awards, appeals
  keeper = 10,          ///< 店长: shop keeper
  shop_supervisor = 11, ///< 超市监督员: countersigns receipts and counts
};
inline constexpr int role_count = 11;

using Roles = std::set<Role>;

/// Name as stored in entries: `grid-worker`.
[[nodiscard]] std::string_view name(Role role);
/// The word a township's spreadsheet has: `网格员`.
[[nodiscard]] std::string_view chinese(Role role);
/// From the stored name or the Chinese word (with its usual longer forms, such as 村"两委").
/// Throws Errc::bad_input, listing the words known.
[[nodiscard]] Role parse_role(std::string_view text);
/// Several, separated as `split_list` says; at least one. Throws Errc::bad_input.
[[nodiscard]] Roles parse_roles(std::string_view text);
/// The parts of a cell that holds several words, separated by `、`, `,`, `，`, `;` or `；`.
/// Empty parts are left out.
[[nodiscard]] std::vector<std::string> split_list(std::string_view text);
/// Every role: what the founder of a programme holds.
[[nodiscard]] Roles all_roles();

}  // namespace wumei::people

#ifndef WUMEI_COMPILED
#include <wumei/people/impl/role.ipp>
#endif
