#include "lease_fixture.hpp"

#include <wumei/audit/tree.hpp>
#include <wumei/programme/lease_document.hpp>

using namespace wumei;
using test::LeaseCounter;

TEST_CASE("a till takes its lease along as the entry has it", "[lease]") {
  LeaseCounter counter;
  const auto lease = counter.lend("30");

  const audit::LeaseDocument document =
      programme::lease_document(*counter.book, counter.till, 1);

  CHECK(document.origin == "wumei.example/test/e1");
  CHECK(document.entry == lease.first);
  Sha256 sha;
  CHECK(document.hash == audit::leaf_hash(sha, counter.book->leaf(lease.first)));
  CHECK(document.shop == "03-1");
  CHECK(document.prices == counter.prices);
  CHECK(document.stop == document.issued + 72 * 3'600'000);
  CHECK_FALSE(document.previous);
  REQUIRE(document.households.size() == 1);
  const std::vector<ledger::Lot> lots{{"2026-04-09", 20'00}, {"2027-12-31", 10'00}};
  CHECK(document.households[0] == audit::LeasedHousehold{"0301001", 30'00, lots});
  CHECK(audit::parse_lease(audit::lease_text(document)) == document);
}

TEST_CASE("leases of a till are a chain, also when one was forced back", "[lease]") {
  LeaseCounter counter;
  counter.lend("30");
  counter.pass_hours(73);
  counter.force();
  counter.lend("10", 2);
  const audit::LeaseDocument first = programme::lease_document(*counter.book, counter.till, 1);

  audit::check_follows(first, programme::lease_document(*counter.book, counter.till, 2));
  CHECK(first.households[0].points == 30'00);
  CHECK_THROWS_AS(programme::lease_document(*counter.book, counter.till, 3), Error);
  CHECK_THROWS_AS(programme::lease_document(*counter.book, TillId("09-9-a"), 1), Error);
}
