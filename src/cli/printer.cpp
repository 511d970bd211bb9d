#include "printer.hpp"

#include <wumei/base/text.hpp>

#include <algorithm>
#include <ostream>

namespace wumei::cli {

namespace {

std::string pad(const std::string& text, std::size_t width, Align align) {
  const std::size_t taken = display_width(text);
  const std::string space(width > taken ? width - taken : 0, ' ');
  return align == Align::right ? space + text : text + space;
}

std::vector<std::size_t> widths(const Table& table, const Catalogue& catalogue) {
  std::vector<std::size_t> wide;
  for (const Column& column : table.columns) {
    wide.push_back(display_width(catalogue.heading(column.key)));
  }
  for (const auto& row : table.rows) {
    for (std::size_t i = 0; i < wide.size(); ++i) {
      wide[i] = std::max(wide[i], display_width(row[i].text));
    }
  }
  return wide;
}

void write_row(std::ostream& out, const std::vector<std::string>& cells) {
  std::string line;
  for (const std::string& cell : cells) line += (line.empty() ? "" : "  ") + cell;
  line.erase(line.find_last_not_of(' ') + 1);
  out << line << '\n';
}

json::Value rows_of(const Table& table) {
  json::Array rows;
  for (const auto& row : table.rows) {
    json::Object object;
    for (std::size_t i = 0; i < table.columns.size(); ++i) {
      object.emplace_back(table.columns[i].key, row[i].value);
    }
    rows.emplace_back(std::move(object));
  }
  return json::Value(std::move(rows));
}

}  // namespace

Printer::Printer(std::ostream& out, const Catalogue& catalogue, bool json)
    : out_(out), catalogue_(catalogue), json_(json) {
  document_.emplace_back("schema_version", json::Value(1));
}

void Printer::line(std::string_view text) {
  if (!json_) out_ << text << '\n';
}

void Printer::tr(std::string_view key, const Facts& facts) { line(catalogue_.tr(key, facts)); }

void Printer::set(std::string key, json::Value value) {
  if (!json_) return;
  for (auto& [name, held] : document_) {
    if (name != key) continue;
    held = std::move(value);
    return;
  }
  document_.emplace_back(std::move(key), std::move(value));
}

void Printer::fact(const std::string& key, const Cell& cell) {
  const bool chinese = catalogue_.language() == Language::zh;
  line(catalogue_.heading(key) + (chinese ? "：" : ": ") + cell.text);
  set(key, cell.value);
}

void Printer::table(const Table& table) {
  if (json_) {
    set(table.name, rows_of(table));
    return;
  }
  const std::vector<std::size_t> wide = widths(table, catalogue_);
  std::vector<std::string> cells;
  for (std::size_t i = 0; i < wide.size(); ++i) {
    cells.push_back(pad(catalogue_.heading(table.columns[i].key), wide[i],
                        table.columns[i].align));
  }
  write_row(out_, cells);
  for (const auto& row : table.rows) {
    for (std::size_t i = 0; i < wide.size(); ++i) {
      cells[i] = pad(row[i].text, wide[i], table.columns[i].align);
    }
    write_row(out_, cells);
  }
}

void Printer::raw(std::string_view bytes) {
  if (!json_) out_ << bytes;
  set("text", json::Value(bytes));
}

void Printer::relay(std::string_view bytes) {
  out_ << bytes;
  relayed_ = true;
}

void Printer::finish() {
  if (json_ && !relayed_) out_ << json::write(json::Value(document_)) << '\n';
  out_.flush();
  if (!out_) throw Error(Errc::io, "standard output could not be written");
}

}  // namespace wumei::cli
