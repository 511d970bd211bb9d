#include "verbs.hpp"

#include <unistd.h>

#include <cerrno>
#include <string>
#include <utility>
#include <vector>

/// Spreadsheets. What reads and writes them is the Python package, since the libraries for them are
/// Python's; this hands the command line on to its program, as git does with what it lacks.
namespace wumei::cli {
namespace {

constexpr const char* program = "wumei-xlsx";  ///< pyproject.toml installs it

/// Becomes that program: with the words as they were typed, without a shell, so that what it says,
/// asks and ends with is what the caller sees. Comes back only where there is none.
void hand_over(Context& /*context*/, const Arguments& arguments) {
  std::vector<std::string> words = arguments.words();
  words.front() = program;  // in the place of `xlsx`
  std::vector<char*> pointers;
  for (std::string& word : words) pointers.push_back(word.data());
  pointers.push_back(nullptr);
  ::execvp(program, pointers.data());
  if (errno == ENOENT) {
    throw Error(Errc::unsupported,
                "spreadsheets need wumei's Python package: pip install 'wumei[xlsx]'",
                {{"program", program}, {"package", "wumei[xlsx]"}});
  }
  throw Error(Errc::io, std::string(program) + " cannot be run", {{"program", program}});
}

/// Those of `wumei import`, but for plain transfers, which come from no sheet.
Option kind() {
  std::vector<std::string> kinds;
  for (const ImportKind& kind : all_imports()) {
    if (kind.name != "transfers") kinds.push_back(kind.name);
  }
  return one_of(positional("kind", "KIND", {"哪种行", "which rows"}), std::move(kinds));
}

Option input() {
  return positional_file("file", "FILE", {"工作簿 .xlsx", "the workbook, .xlsx"});
}

Option output() {
  Option option = input();
  option.hint = Hint::output;
  option.help = {"写入的新文件 .xlsx", "a new file, .xlsx"};
  return option;
}

Option sheet() {
  return optional("sheet", "NAME",
                  {"工作表名（默认唯一有内容的）", "which sheet, where several have rows"});
}

Verb template_verb() {
  return {.name = "template",
          .help = {"生成空白样表，带下拉列表和检查",
                   "Make a workbook to fill in, with lists and checks"},
          .example = "wumei -L zhen.wumei xlsx template claims claims.xlsx",
          .options = {kind(), output(),
                      optional("rows", "NUMBER", {"留多少行（默认 500）", "rows to leave (500)"}),
                      many("item", "ITEM", {"评分项目（检查记录用）", "an item of an inspection"})},
          .run = hand_over};
}

Verb preview_verb() {
  return {.name = "preview",
          .help = {"先看会导入什么、哪些单元格有误，不写账本",
                   "Say what an import would do, and what is wrong by cell"},
          .example = "wumei -L zhen.wumei xlsx preview claims filled.xlsx",
          .options = {kind(), input(), sheet()},
          .run = hand_over};
}

Verb import_verb() {
  return {.name = "import",
          .help = {"导入工作簿，全部写入或一行不写", "Import a workbook: all rows or none"},
          .example = "wumei -L zhen.wumei --as T02 xlsx import claims filled.xlsx",
          .options = {kind(), input(), sheet(),
                      flag("skip-refused", {"跳过规则不予办理的行",
                                            "leave out the rows that the rules refuse"})},
          .run = hand_over};
}

Verb export_verb() {
  return {.name = "export",
          .help = {"把账本的数据表写成工作簿", "Write tables of the ledger into a workbook"},
          .example = "wumei -L zhen.wumei xlsx export tables.xlsx --table balances --table stock",
          .options = {output(),
                      many("table", "NAME", {"哪个表，可重复", "a table; may be repeated"}),
                      optional("village", "VILLAGE", {"只要这个村", "of this village alone"}),
                      optional("since", "DATE", {"起始记账日期", "first accounting date"}),
                      optional("until", "DATE", {"截止记账日期", "last accounting date"})},
          .run = hand_over};
}

Verb bulletin_verb() {
  return {.name = "bulletin",
          .help = {"月度公示，可打印", "A village's monthly notice, to print"},
          .example = "wumei -L zhen.wumei xlsx bulletin V01 board.xlsx --month 2026-04",
          .options = {positional("village", "VILLAGE", {"村编号", "the village"}), output(),
                      required("month", "MONTH", {"年-月", "year and month"})},
          .run = hand_over};
}

Verb statement_verb() {
  Option households = positional("household", "HOUSEHOLD", {"户编号", "the households"});
  households.shape = Shape::positional_list;
  return {.name = "statement",
          .help = {"农户对账单，每户一页", "Statements of households, a page each"},
          .example = "wumei -L zhen.wumei xlsx statement statements.xlsx 0301017 0301018",
          .options = {output(), households},
          .run = hand_over};
}

}  // namespace

void add_xlsx(Verbs& verbs) {
  verbs.push_back({.name = "xlsx",
                   .help = {"电子表格：样表、导入、导出、公示、对账单（需 Python 包 wumei）",
                            "Spreadsheets (with the Python package wumei)"},
                   .verbs = {template_verb(), preview_verb(), import_verb(), export_verb(),
                             bulletin_verb(), statement_verb()}});
}

}  // namespace wumei::cli
