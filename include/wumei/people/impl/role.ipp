#pragma once

#include <wumei/base/assert.hpp>
#include <wumei/base/error.hpp>
#include <wumei/base/text.hpp>
#include <wumei/config.hpp>
#include <wumei/people/role.hpp>

#include <array>

namespace wumei::people {
namespace detail {

struct RoleWords {
  Role role;
  std::string_view stored;
  std::string_view chinese;
  std::string_view also;  ///< another usual word, "" for none
};

inline constexpr std::array<RoleWords, role_count> role_words{{
    {Role::admin, "admin", "管理员", "系统管理员"},
    {Role::grid_worker, "grid-worker", "网格员", "网格长"},
    {Role::group_leader, "group-leader", "组长", "村民小组长"},
    {Role::panel, "panel", "评议小组", "道德评议会"},
    {Role::women, "women", "妇联", "妇联执委"},
    {Role::council, "council", "红白理事会", ""},
    {Role::village, "village", "村两委", "村支两委"},
    {Role::supervisor, "supervisor", "监委会", "村务监督委员会"},
    {Role::township, "township", "乡镇", "包村干部"},
    {Role::keeper, "keeper", "店长", "超市管理员"},
    {Role::shop_supervisor, "shop-supervisor", "超市监督员", ""},
}};

WUMEI_INLINE const RoleWords& words_of(Role role) {
  for (const RoleWords& words : role_words) {
    if (words.role == role) return words;
  }
  throw InvariantViolation("a role without a name");
}

/// The error of every parser here: what was found and all that would have been right.
template <class Table>
[[nodiscard]] Error unknown_word(std::string_view text, const Table& table) {
  std::string known;
  for (const auto& words : table) {
    if (!known.empty()) known += "、";
    known += words.chinese;
  }
  return bad_input({}, text, "one of " + known);
}

}  // namespace detail

WUMEI_INLINE std::string_view name(Role role) { return detail::words_of(role).stored; }

WUMEI_INLINE std::string_view chinese(Role role) { return detail::words_of(role).chinese; }

WUMEI_INLINE Role parse_role(std::string_view text) {
  const std::string_view word = trim(text);
  for (const detail::RoleWords& words : detail::role_words) {
    if (word == words.stored || word == words.chinese) return words.role;
    if (!word.empty() && word == words.also) return words.role;
  }
  throw detail::unknown_word(word, detail::role_words);
}

WUMEI_INLINE Roles parse_roles(std::string_view text) {
  Roles roles;
  for (const std::string& word : split_list(text)) roles.insert(parse_role(word));
  if (roles.empty()) throw detail::unknown_word(text, detail::role_words);
  return roles;
}

WUMEI_INLINE std::vector<std::string> split_list(std::string_view text) {
  static constexpr std::array<std::string_view, 5> separators{"、", "，", "；", ",", ";"};
  std::vector<std::string> parts;
  std::string part;
  const auto finish = [&] {
    if (const std::string_view trimmed = trim(part); !trimmed.empty()) {
      parts.emplace_back(trimmed);
    }
    part.clear();
  };
  while (!text.empty()) {
    std::size_t cut = 0;
    for (const std::string_view separator : separators) {
      if (text.starts_with(separator)) cut = separator.size();
    }
    if (cut > 0) finish();
    if (cut == 0) part += text.front();
    text.remove_prefix(cut > 0 ? cut : 1);
  }
  finish();
  return parts;
}

WUMEI_INLINE Roles all_roles() {
  Roles roles;
  for (const detail::RoleWords& words : detail::role_words) roles.insert(words.role);
  return roles;
}

}  // namespace wumei::people
