#include <catch.hpp>
#include <rapidcheck.h>

#include <wumei/base/error.hpp>
#include <wumei/ledger/lots.hpp>

#include <map>
#include <string>
#include <vector>

namespace wumei::ledger {
namespace {

TEST_CASE("lots add up as in a map, and one that is used up is gone", "[ledger]") {
  CHECK(rc::check("amounts by name", [] {
    Lots lots;
    std::map<std::string, std::int64_t> model;
    for (int i = 0; i < 100; ++i) {
      const std::string name = std::to_string(*rc::gen::inRange(1, 30) * 37);
      const std::int64_t amount = *rc::gen::element(-500, -3, 3, 500, 1'000'000'000'000);
      const bool there = model.contains(name);
      model[name] += amount;
      if (there && model[name] == 0) model.erase(name);
      lots.add(name, amount);
      RC_ASSERT(lots.amount(name) == (model.contains(name) ? model[name] : 0));
    }
    std::vector<Lot> expected;
    for (const auto& [name, amount] : model) expected.push_back({name, amount});
    RC_ASSERT(lots.list() == expected);
    RC_ASSERT(Lots::unpack(lots.packed()).list() == expected);
    const Lots copy = lots;
    RC_ASSERT(copy.packed() == lots.packed());
  }));
}

TEST_CASE("an account without lots holds none", "[ledger]") {
  const Lots none;
  CHECK(none.amount("2027-12-31") == 0);
  CHECK(none.list().empty());
  CHECK(none.packed().empty());
}

TEST_CASE("lots out of order or cut short are damaged", "[ledger]") {
  Lots first;
  first.add("1", 5);
  Lots second;
  second.add("2", 5);
  const std::string one(first.packed());
  const std::string two(second.packed());

  CHECK(Lots::unpack(one + two).list() == std::vector<Lot>{{"1", 5}, {"2", 5}});
  CHECK_THROWS_AS(Lots::unpack(two + one), Error);
  CHECK_THROWS_AS(Lots::unpack(one + one), Error);
  CHECK_THROWS_AS(Lots::unpack(one.substr(0, one.size() - 1)), Error);
}

}  // namespace
}  // namespace wumei::ledger
