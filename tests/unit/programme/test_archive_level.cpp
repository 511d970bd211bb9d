#include <catch.hpp>

#include <wumei/audit/tree.hpp>
#include <wumei/ledger/book.hpp>
#include <wumei/programme/impl/archive_level.ipp>

#include <map>
#include <string>
#include <vector>

namespace county {

/// A class of a program that links wumei and archives its own things.
struct Well {
  int depth = 0;
  template <class Archive>
  void serialize(Archive& archive, unsigned /*version*/) {
    archive& depth;
  }
};

}  // namespace county

namespace {

template <class T>
constexpr bool members_alone = boost::serialization::implementation_level<T>::value ==
                                   boost::serialization::object_serializable &&
                               boost::serialization::tracking_level<T>::value ==
                                   boost::serialization::track_never;

TEST_CASE("only what is of wumei is archived without versions", "[programme]") {
  STATIC_REQUIRE(members_alone<wumei::audit::Tree>);
  STATIC_REQUIRE(members_alone<std::vector<wumei::ledger::Lot>>);
  STATIC_REQUIRE_FALSE(members_alone<county::Well>);
  STATIC_REQUIRE_FALSE(members_alone<std::vector<county::Well>>);
  STATIC_REQUIRE_FALSE(members_alone<std::map<std::string, int>>);
}

}  // namespace
