#include "csv.hpp"
#include "fuzz.hpp"
#include "parser.hpp"
#include "verbs.hpp"

#include <wumei/base/text.hpp>
#include <wumei/programme/batch.hpp>
#include <wumei/programme/programme.hpp>

#include <functional>
#include <memory>
#include <sstream>

/// Spreadsheets: as rows and cells, and as the imports that they become.
namespace wumei::fuzz {
namespace {

/// A cell read as something: refused with its place, or read.
void read_cell(const std::function<void()>& read) {
  try {
    read();
  } catch (const Error& error) {
    demand(!error.fact("file").empty() && !error.fact("line").empty(),
           "a wrong cell without its place: " + std::string(error.what()));
  }
}

std::vector<std::string> cells_of(const cli::Csv& csv, const cli::Row& row) {
  std::vector<std::string> cells;
  for (const std::string& head : csv.heads()) cells.push_back(row.text(head));
  return cells;
}

}  // namespace

void csv(std::string_view input) {
  const cli::Heads heads{
      .required = {"户编号", "积分"}, .optional = {"备注", "日期"}, .key = {"户编号"}};
  const auto csv = cli::read_csv("a.csv", input, heads);
  std::string written = cli::csv_line(csv->heads());
  for (const cli::Row& row : csv->rows()) {
    read_cell([&] { static_cast<void>(row.id<HouseholdId>("户编号")); });
    read_cell([&] { static_cast<void>(row.points("积分")); });
    read_cell([&] { static_cast<void>(row.integer("积分")); });
    read_cell([&] { static_cast<void>(row.date("日期")); });
    read_cell([&] { static_cast<void>(row.choice("备注", {"本人", "代领"})); });
    for (const std::string& word : row.list("备注")) demand(is_utf8(word), "a word cut in two");
    for (const std::string& cell : cells_of(*csv, row)) {
      demand(is_nfc(cell) && trim(cell) == cell, "a cell that is not trimmed, or not in NFC");
    }
    written += cli::csv_line(cells_of(*csv, row));
  }
  const auto again = must("written, but not read again",
                          [&] { return cli::read_csv("b.csv", written, heads); });
  demand(again->rows().size() == csv->rows().size(), "another number of rows when written");
  for (std::size_t i = 0; i < csv->rows().size(); ++i) {
    demand(cells_of(*csv, csv->rows()[i]) == cells_of(*again, again->rows()[i]),
           "other cells when written");
  }
}

namespace {

/// The small village of the manual, opened for writing once; what is imported is undone.
class Village {
 public:
  Village() : texts_(cli::Language::en, tables_), out_(said_, texts_, true) {
    scratch_.put("passphrase", "our passphrase\n");
    const std::string root = WUMEI_SOURCE_DIR;
    const std::string examples = root + "/examples/data/";
    const std::string own = root + "/tests/fuzz/village/";  // shorter, and without PINs to hash
    run({"init", "--rehearsal", "--title", "官桥镇", "--programme", "guanqiao"});
    run({"import", "villages", examples + "village/villages.csv"});
    run({"import", "officers", own + "officers.csv"});
    run({"import", "grids", examples + "village/grids.csv"});
    run({"import", "households", own + "households.csv"});
    run({"import", "shops", examples + "village/shops.csv"});
    run({"import", "donors", examples + "village/donors.csv"});
    run({"import", "goods", own + "goods.csv"});
    run({"import", "budgets", examples + "village/budgets.csv"});
    run({"rules", "publish", examples + "rulebook.toml"});
    run({"rules", "sheet", examples + "sheet.toml"});
    context_ = std::make_unique<cli::Context>(cli::Context{options("2026-05-20"), texts_, out_});
    session_ = std::make_unique<cli::Session>(*context_, cli::Access::write);
  }

  [[nodiscard]] cli::Session& session() { return *session_; }

 private:
  [[nodiscard]] cli::Options options(const char* now) const {
    cli::Options given;
    given.ledger = (scratch_.folder() / "village.wumei").string();
    given.passphrase_file = (scratch_.folder() / "passphrase").string();
    given.as = "T01";
    given.pin = "246801";
    given.now = now;
    given.quiet = true;
    return given;
  }

  void run(const std::vector<std::string>& words) {
    const cli::Parsed parsed = cli::parse_command_line(cli::all_verbs(), texts_, words);
    cli::Context context{options("2026-03-30"), texts_, out_};
    parsed.path.back()->run(context, parsed.arguments);
  }

  Scratch scratch_;
  std::vector<cli::TextTable> tables_ = cli::all_texts();
  cli::Catalogue texts_;
  std::ostringstream said_;
  cli::Printer out_;
  std::unique_ptr<cli::Context> context_;
  std::unique_ptr<cli::Session> session_;
};

const cli::ImportKind& kind_called(std::string_view name) {
  for (const cli::ImportKind& kind : cli::all_imports()) {
    if (kind.name == name) return kind;
  }
  throw Error(Errc::bad_input, "no kind of import");
}

}  // namespace

/// A kind of import on the first line, and the file. Every row is decided by the rules and then
/// undone.
void import_file(std::string_view input) {
  static Village village;
  const std::size_t end = input.find('\n');
  if (end == std::string_view::npos) throw Error(Errc::bad_input, "no kind");
  const cli::ImportKind& kind = kind_called(input.substr(0, end));
  const programme::ImportFile file{"a.csv", kind.name, std::string(input.substr(end + 1))};
  cli::Session& session = village.session();
  const Digest before = session.programme().root();
  const auto rows = kind.read(session, file);
  const auto receipt = programme::import_rows(session.programme(), session.actor(), file, rows,
                                              {.dry_run = true, .skip_refused = true});
  demand(!session.programme().in_batch(), "a rehearsed import was left open");
  demand(session.programme().root() == before, "a rehearsed import changed the ledger");
  if (!receipt) throw Error(Errc::conflict, "refused");
}

}  // namespace wumei::fuzz
