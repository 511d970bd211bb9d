#include <wumei/base/error.hpp>
#include <wumei/store/sqlite_store.hpp>

#include <iostream>
#include <string>

/// A program that stops in the midst of its work on a ledger, for as long as its standard input
/// stays open: `holder read FILE` inside a read of all entries, `holder write FILE` as the writer.
namespace {

using wumei::store::Access;
using wumei::store::SqliteStore;

/// Says where it stands, and waits for a line.
void stop(const std::string& said) {
  std::cout << said << std::endl;
  std::string line;
  std::getline(std::cin, line);
}

void hold_read(const std::string& file) {
  SqliteStore store(file, Access::read);
  std::int64_t seen = 0;
  store.read({}, 0, 1'000'000'000, [&](wumei::store::Seq, std::string_view) {
    if (seen++ == 0) stop("reading");
    return true;
  });
  std::cout << "read " << seen << std::endl;
}

void hold_write(const std::string& file) {
  SqliteStore store(file, Access::write);
  static_cast<void>(store.become_writer({}));
  stop("writing " + std::to_string(store.size({})));
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 3) return 2;
  const std::string how = argv[1];
  try {
    how == "read" ? hold_read(argv[2]) : hold_write(argv[2]);
    return 0;
  } catch (const wumei::Error& error) {
    std::cout << wumei::name(error.code()) << ": " << error.what() << std::endl;
    return 1;
  }
}
