#include "station_fixture.hpp"

using wumei::test::LeasedPage;
using wumei::test::LeasedShop;

TEST_CASE("a fault while the hub is asked ends that sync, not the till") {
  LeasedPage shop;
  shop.line = LeasedShop::Line::fault;
  shop.fails_after = 0;
  shop.loop->run_once();
  REQUIRE(shop.loop->trouble());
  CHECK(shop.loop->trouble()->code() == "internal");
  CHECK_FALSE(shop.loop->running());
  shop.line = LeasedShop::Line::whole;
  shop.loop->run_once();
  CHECK_FALSE(shop.loop->trouble());
}
