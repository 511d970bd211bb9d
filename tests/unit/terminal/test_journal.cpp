#include "counter_fixture.hpp"

#include <fstream>

using wumei::Errc;
using wumei::terminal::Journal;
using wumei::test::Till;

TEST_CASE("A journal opened again remembers its till, its secret and its numbers") {
  Till till;
  const std::string name = till.journal->till();
  const std::string secret = till.journal->secret();
  CHECK(till.journal->next_slip() == name + "-000001");
  till.start();
  CHECK(till.journal->till() == name);
  CHECK(till.journal->secret() == secret);
  CHECK(till.journal->next_slip() == name + "-000002");
}

TEST_CASE("Two terminals do not share a journal") {
  Till till;
  CHECK_ERROR(Journal(till.folder / "journal"), Errc::busy);
}

TEST_CASE("A file that is no journal is refused and left as it is") {
  Till till;
  std::ofstream(till.folder / "text") << std::string(4'096, 'x');
  CHECK_ERROR(Journal(till.folder / "text"), Errc::bad_input);
  CHECK(std::filesystem::file_size(till.folder / "text") == 4'096);
  CHECK_ERROR(Journal(till.folder / "no" / "such"), Errc::io);
}

TEST_CASE("Only a sale that was never debited can be forgotten") {
  Till till;
  const std::string id = till.debited({Till::line("G04", 2)});
  till.journal->forget_sale(id);
  CHECK(till.journal->sale(id));
  CHECK(till.journal->sale_of(till.counter->sold(id).sale.seq)->id == id);
  CHECK(till.counter->count_copy(id) == 1);
  CHECK(till.counter->count_copy(id) == 2);
}
