#include "disk.hpp"

#include <wumei/base/json.hpp>

#include <sqlite3.h>

namespace wumei::terminal {

Errc errc_of(int code) {
  switch (code & 0xff) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return Errc::busy;
    case SQLITE_NOTADB:
      return Errc::bad_input;
    case SQLITE_FULL:
    case SQLITE_IOERR:
    case SQLITE_CANTOPEN:
    case SQLITE_PERM:
    case SQLITE_READONLY:
      return Errc::io;
  }
  return Errc::corrupt;
}

std::string write_lines(const std::vector<market::BasketLine>& lines) {
  json::Array cells;
  for (const market::BasketLine& line : lines) {
    cells.push_back(json::Array{line.sku.text(), line.quantity.units(), line.restriction});
  }
  return json::write(std::move(cells));
}

std::vector<market::BasketLine> read_lines(std::string_view text) {
  std::vector<market::BasketLine> lines;
  const json::Value parsed = json::parse(text);
  for (const json::Value& line : parsed.items()) {
    const json::Array& cells = line.items();
    if (cells.size() != 3) throw Error(Errc::corrupt, "a line of goods with other than 3 cells");
    lines.push_back({Sku(cells[0].text()), Quantity::of_units(cells[1].integer()),
                     cells[2].text()});
  }
  return lines;
}

CardId card_of(const std::string& text) { return text.empty() ? CardId() : CardId(text); }

void keep_private(const std::filesystem::path& path) {
  using std::filesystem::perms;
  std::error_code unsupported;
  if (!std::filesystem::is_empty(path, unsupported)) return;
  std::filesystem::permissions(path, perms::owner_read | perms::owner_write, unsupported);
}

}  // namespace wumei::terminal
