#include <catch.hpp>
#include <rapidcheck.h>

#include <wumei/ledger/name_index.hpp>

#include <map>
#include <string>

namespace wumei::ledger {
namespace {

TEST_CASE("names are numbered in the order they first come", "[ledger]") {
  NameIndex index;

  CHECK(index.find("h/1:pending") == NameIndex::none);
  CHECK(index.add("h/1:pending") == 0);
  CHECK(index.add("h/1:pendin") == 1);
  CHECK(index.find("h/1:pending") == 0);
  CHECK(index.find("h/1:pendin") == 1);
  CHECK(index.find("h/1:pend") == NameIndex::none);
  CHECK(index.name(1) == "h/1:pendin");
  CHECK(index.size() == 2);
}

TEST_CASE("an index of names finds what a map finds", "[ledger]") {
  CHECK(rc::check("every name by its number, no other", [] {
    NameIndex index;
    std::map<std::string, std::uint32_t> model;
    for (int i = 0; i < 200; ++i) {
      const std::string name = "h/" + std::to_string(*rc::gen::inRange(0, 400)) + ":honour";
      const auto known = model.find(name);
      RC_ASSERT(index.find(name) == (known == model.end() ? NameIndex::none : known->second));
      if (known == model.end()) model.emplace(name, index.add(name));
    }
    RC_ASSERT(index.size() == model.size());
    for (const auto& [name, number] : model) {
      RC_ASSERT(index.find(name) == number);
      RC_ASSERT(index.name(number) == name);
    }
  }));
}

}  // namespace
}  // namespace wumei::ledger
