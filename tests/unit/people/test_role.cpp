#include <catch.hpp>

#include <wumei/people/role.hpp>

using wumei::Errc;
using wumei::people::parse_role;
using wumei::people::parse_roles;
using wumei::people::Role;
using wumei::people::Roles;

TEST_CASE("a word that names no role is refused", "[people]") {
  for (const char* text : {"", "会计", "grid worker", "ADMIN", "网格员、组长"}) {
    CHECK_ERROR(parse_role(text), Errc::bad_input);
  }
  CHECK_ERROR(parse_roles("、 ，"), Errc::bad_input);
  CHECK_ERROR(parse_roles("网格员、会计"), Errc::bad_input);
}

TEST_CASE("every role is read back from its stored name and its Chinese word", "[people]") {
  const Roles roles = wumei::people::all_roles();

  CHECK(roles.size() == wumei::people::role_count);
  for (const Role role : roles) {
    CHECK(parse_role(wumei::people::name(role)) == role);
    CHECK(parse_role(wumei::people::chinese(role)) == role);
  }
}

TEST_CASE("a cell may hold several roles with any usual separator", "[people]") {
  const Roles expected{Role::grid_worker, Role::women, Role::keeper};

  CHECK(parse_roles("网格员、妇联、店长") == expected);
  CHECK(parse_roles(" 网格员 ,妇联;店长") == expected);
  CHECK(parse_roles("网格员，妇联；keeper、") == expected);
}

TEST_CASE("the longer words that townships write are the same roles", "[people]") {
  CHECK(parse_role("村支两委") == Role::village);
  CHECK(parse_role("村务监督委员会") == Role::supervisor);
  CHECK(parse_role("\u3000村民小组长 ") == Role::group_leader);
}
