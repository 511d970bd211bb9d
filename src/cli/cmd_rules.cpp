#include "session.hpp"
#include "verbs.hpp"

#include <wumei/base/text.hpp>
#include <wumei/programme/programme.hpp>
#include <wumei/programme/rules_commands.hpp>
#include <wumei/rules/examples.hpp>

#include <algorithm>
#include <string>
#include <utility>

/// Rule books and score sheets: read, tried out, published, compared.
namespace wumei::cli {
namespace {

std::string read_toml(const Context& context, const std::string& file) {
  return decode_text(context.file(file));
}

rules::RuleBook read_book(const Context& context, const std::string& file) {
  return rules::parse_book(read_toml(context, file), file);
}

bool is_version(const std::string& text) {
  return !text.empty() && std::all_of(text.begin(), text.end(),
                                      [](char c) { return c >= '0' && c <= '9'; });
}

/// A published version by its number, or a file.
rules::RuleBook book_of(Context& context, const std::string& version_or_file) {
  if (!is_version(version_or_file)) return read_book(context, version_or_file);
  const Session session(context, Access::read);
  const auto& shelf = session.state().rules;
  const auto* book =
      version_or_file.size() > 9 ? nullptr : shelf.book_version(std::stoll(version_or_file));
  if (book != nullptr) return book->book;
  throw Error(Errc::not_found, context.tr("rules.no_version", {{"version", version_or_file}}),
              {{"version", version_or_file}});
}

void print_book(Context& context, const rules::RuleBook& book) {
  context.out.fact("book", book.id);
  context.out.fact("version", book.version);
  const bool zh = context.texts.language() == Language::zh;
  context.out.fact("title", zh ? book.title : book.title_en);
  context.out.fact("from", book.from);
  context.out.fact("until", book.until);
  context.out.fact("rules", static_cast<std::int64_t>(book.rules.size()));
  context.out.fact("examples", static_cast<std::int64_t>(book.examples.size()));
}

/// Prints the examples that fail and throws Refused, or says that all hold.
void need_examples(Context& context, const rules::RuleBook& book) {
  const std::vector<rules::ExampleFailure> failures = rules::run_examples(book);
  if (failures.empty()) {
    context.out.tr("rules.examples_hold", {{"count", std::to_string(book.examples.size())}});
    return;
  }
  Table table{"failures",
              {{"line", Align::right},
               {"example"},
               {"deed", Align::right},
               {"expected", Align::right},
               {"got", Align::right}},
              {}};
  for (const rules::ExampleFailure& failure : failures) {
    table.rows.push_back(
        {failure.line, failure.title, failure.deed, failure.expected, failure.got});
  }
  context.out.table(table);
  throw Refused({RefusalCode::example_failed,
                 {{"example", failures.front().title},
                  {"failures", std::to_string(failures.size())}}});
}

void check_file(Context& context, const Arguments& arguments) {
  const std::string file = arguments.text("file");
  if (!arguments.flag("sheet")) {
    const rules::RuleBook book = read_book(context, file);
    print_book(context, book);
    need_examples(context, book);
    return;
  }
  const rules::ScoreSheet sheet = rules::parse_sheet(read_toml(context, file), file);
  context.out.fact("sheet", sheet.id);
  context.out.fact("version", sheet.version);
  const bool zh = context.texts.language() == Language::zh;
  context.out.fact("title", zh ? sheet.title : sheet.title_en);
  context.out.fact("from", sheet.from);
  context.out.fact("items", static_cast<std::int64_t>(sheet.items.size()));
}

void test_file(Context& context, const Arguments& arguments) {
  const rules::RuleBook book = read_book(context, arguments.text("file"));
  const std::vector<rules::ExampleFailure> failures = rules::run_examples(book);
  Table table{"examples", {{"line", Align::right}, {"example"}, {"state"}}, {}};
  for (const rules::Example& example : book.examples) {
    const bool failed = std::any_of(
        failures.begin(), failures.end(),
        [&](const rules::ExampleFailure& failure) { return failure.line == example.line; });
    table.rows.push_back(
        {example.line, example.title,
         Cell(context.tr(failed ? "rules.fails" : "rules.holds"), failed ? "fails" : "holds")});
  }
  context.out.table(table);
  need_examples(context, book);
}

Date from_of(const Arguments& arguments) {
  return arguments.has("from") ? arguments.date("from") : Date();
}

void publish_book(Context& context, const Arguments& arguments) {
  const std::string file = arguments.text("file");
  const programme::RulesPublication publication{read_toml(context, file), file,
                                                from_of(arguments)};
  need_examples(context, rules::parse_book(publication.text, file));
  Session session(context, Access::write);
  session.submit(programme::rules_command(session.actor(), publication));
}

void publish_sheet(Context& context, const Arguments& arguments) {
  const std::string file = arguments.text("file");
  const programme::SheetPublication publication{read_toml(context, file), file,
                                                from_of(arguments)};
  Session session(context, Access::write);
  session.submit(programme::sheet_command(session.actor(), publication));
}

void list_published(Context& context, const Arguments&) {
  const Session session(context, Access::read);
  Table books{"books",
              {{"seq", Align::right},
               {"book"},
               {"version", Align::right},
               {"from"},
               {"until"},
               {"rules", Align::right},
               {"title"}},
              {}};
  for (const rules::PublishedBook& book : session.state().rules.books) {
    books.rows.push_back({book.seq, book.book.id, book.book.version, book.from, book.until,
                          static_cast<std::int64_t>(book.book.rules.size()), book.book.title});
  }
  context.out.table(books);
  Table sheets{"sheets",
               {{"seq", Align::right},
                {"sheet"},
                {"version", Align::right},
                {"from"},
                {"items", Align::right},
                {"title"}},
               {}};
  for (const rules::PublishedSheet& sheet : session.state().rules.sheets) {
    sheets.rows.push_back({sheet.seq, sheet.sheet.id, sheet.sheet.version, sheet.from,
                           static_cast<std::int64_t>(sheet.sheet.items.size()),
                           sheet.sheet.title});
  }
  context.out.table(sheets);
}

std::string needs_of(const Context& context, const rules::RuleBook& book,
                     const rules::Rule& rule) {
  std::string needs;
  for (const std::string& id : rule.needs_any) {
    const rules::EvidenceKind& kind = *book.find_evidence(id);
    if (!needs.empty()) needs += " / ";
    needs += context.texts.language() == Language::zh ? kind.name : kind.name_en;
  }
  return needs;
}

/// Who signs, in order, in the words of the reader.
std::string chain_of(const Context& context, const rules::Rule& rule) {
  std::string chain;
  for (const rules::Step& step : rule.steps_after_record()) {
    if (!chain.empty()) chain += " > ";
    chain += context.texts.language() == Language::zh ? people::chinese(step.role)
                                                      : people::name(step.role);
  }
  return chain;
}

/// `1 times/month` in the reader's words.
std::string caps_of(const Context& context, const rules::Rule& rule) {
  std::string caps = rules::caps_text(rule);
  if (context.texts.language() != Language::zh) return caps;
  constexpr std::pair<std::string_view, std::string_view> words[] = {
      {" times/", " 次/"}, {"/day", "/日"},   {"/month", "/月"},  {"/quarter", "/季"},
      {"/year", "/年"},    {"/ever", "/总计"}, {"/person", "/人"}, {" reject", "，超出不计"}};
  for (const auto& [english, chinese] : words) {
    for (std::size_t at = caps.find(english); at != caps.npos; at = caps.find(english, at)) {
      caps.replace(at, english.size(), chinese);
    }
  }
  return caps;
}

void show_book(Context& context, const Arguments& arguments) {
  const rules::RuleBook book = book_of(context, arguments.text("book"));
  Table table{"rules",
              {{"rule"},
               {"title"},
               {"points", Align::right},
               {"caps", Align::right},
               {"needs"},
               {"chain"}},
              {}};
  const bool zh = context.texts.language() == Language::zh;
  for (const rules::Rule& rule : book.rules) {
    table.rows.push_back({rule.id, zh ? rule.name : rule.name_en, rules::gain_text(rule),
                          Cell(caps_of(context, rule), json::Value(rules::caps_text(rule))),
                          needs_of(context, book, rule),
                          chain_of(context, rule)});
  }
  context.out.table(table);
}

void diff_books(Context& context, const Arguments& arguments) {
  const rules::RuleBook before = book_of(context, arguments.text("before"));
  const rules::RuleBook after = book_of(context, arguments.text("after"));
  const std::vector<rules::Change> changes = rules::diff(before, after);
  if (changes.empty()) context.out.tr("rules.no_changes");
  Table table{"changes", {{"change"}, {"rule"}, {"title"}, {"field"}, {"before"}, {"after"}}, {}};
  for (const rules::Change& change : changes) {
    const char* kind = change.kind == rules::ChangeKind::added     ? "added"
                       : change.kind == rules::ChangeKind::removed ? "removed"
                                                                   : "changed";
    const std::string word = context.tr(std::string("rules.") + kind);
    const Cell field = change.field.empty()
                           ? Cell("")
                           : Cell(context.tr("rules.field." + change.field), change.field);
    table.rows.push_back(
        {Cell(word, kind), change.rule, change.name, field, change.before, change.after});
  }
  context.out.table(table);
}

Option from_option() {
  return optional("from", "DATE",
                  {"生效日（默认取文件所写）", "first day it holds; default: the file's own"});
}

Verb file_verb(std::string name, Bilingual help, void (*run)(Context&, const Arguments&)) {
  Verb verb{.name = std::move(name),
            .help = help,
            .options = {positional_file("file", "FILE", {"TOML 文件", "the TOML file"})},
            .run = run};
  return verb;
}

Verb publish_verb() {
  Verb verb = file_verb(
      "publish", {"发布规则册（写入账本）", "Publish a rule book into the ledger"}, publish_book);
  verb.example = "wumei -L guanqiao.wumei --as o-zhao --pin 271828 rules publish rulebook.toml";
  verb.options.push_back(from_option());
  return verb;
}

Verb sheet_verb() {
  Verb verb = file_verb(
      "sheet", {"发布评分表（写入账本）", "Publish a score sheet into the ledger"}, publish_sheet);
  verb.example = "wumei -L guanqiao.wumei --as o-zhao --pin 271828 rules sheet sheet.toml";
  verb.options.push_back(from_option());
  return verb;
}

Verb check_verb() {
  Verb verb = file_verb("check", {"检查规则册，不写账本", "Read a rule book and run its examples"},
                        check_file);
  verb.example = "wumei rules check examples/data/rulebook.toml";
  verb.options.push_back(flag("sheet", {"文件是评分表", "the file is a score sheet"}));
  return verb;
}

Verb test_verb() {
  Verb verb = file_verb("test", {"运行规则册的全部示例", "Run every example of a rule book"},
                        test_file);
  verb.example = "wumei rules test examples/data/rulebook.toml";
  return verb;
}

}  // namespace

void add_rules(Verbs& verbs) {
  Verb list{.name = "list",
            .help = {"已发布的规则册和评分表", "What has been published"},
            .example = "wumei -L guanqiao.wumei rules list",
            .options = {},
            .run = list_published};
  Verb show{.name = "show",
            .help = {"列出一册的全部条目", "Every rule of a book"},
            .example = "wumei rules show examples/data/rulebook.toml",
            .options = {positional_file("book", "VERSION|FILE",
                                        {"版本号或文件", "a published version or a file"})},
            .run = show_book};
  Verb diff{.name = "diff",
            .help = {"比较两个版本", "What changed between two versions"},
            .example = "wumei -L guanqiao.wumei rules diff 1 draft.toml",
            .options = {positional_file("before", "VERSION|FILE", {"旧版本", "the earlier one"}),
                        positional_file("after", "VERSION|FILE", {"新版本", "the later one"})},
            .run = diff_books};
  verbs.push_back({.name = "rules",
                   .help = {"规则册与评分表：检查、发布、比较",
                            "Rule books and score sheets: check, publish, compare"},
                   .verbs = {check_verb(), test_verb(), publish_verb(), sheet_verb(),
                             std::move(list), std::move(show), std::move(diff)}});
}

}  // namespace wumei::cli
