#include "parser.hpp"
#include "verbs.hpp"

#include <catch.hpp>

#include <set>

using namespace wumei;
using namespace wumei::cli;

namespace {

/// The `{names}` a text fills in.
std::set<std::string> placeholders(std::string_view text) {
  std::set<std::string> names;
  for (std::size_t open = text.find('{'); open != text.npos; open = text.find('{', open + 1)) {
    names.emplace(text.substr(open, text.find('}', open) - open));
  }
  return names;
}

void check_help(const Verbs& verbs, std::vector<const Verb*> path) {
  const Catalogue english(Language::en, all_texts());
  for (const Verb& verb : verbs) {
    INFO(verb.name);
    CHECK_FALSE(verb.help.zh.empty());
    CHECK_FALSE(verb.help.en.empty());
    CHECK((verb.run == nullptr) == !verb.verbs.empty());
    CHECK(verb.verbs.empty() != verb.example.empty());
    for (const Option& option : verb.options) {
      INFO(option.name);
      CHECK_FALSE(option.help.zh.empty());
      CHECK_FALSE(option.help.en.empty());
    }
    path.push_back(&verb);
    CHECK(help_text(all_verbs(), path, english).find(verb.name) != std::string::npos);
    check_help(verb.verbs, path);
    path.pop_back();
  }
}

std::vector<std::string> words(const std::string& line) {
  std::vector<std::string> found{""};
  for (const char c : line) {
    if (c == ' ') {
      found.emplace_back();
    } else {
      found.back() += c;
    }
  }
  return found;
}

}  // namespace

TEST_CASE("every text is in both languages and fills in the same facts", "[cli]") {
  std::set<std::string_view> keys;
  for (const TextTable& table : all_texts()) {
    for (const TextEntry& entry : table) {
      INFO(entry.key);
      CHECK_FALSE(entry.zh.empty());
      CHECK_FALSE(entry.en.empty());
      CHECK(placeholders(entry.zh) == placeholders(entry.en));
      CHECK(keys.insert(entry.key).second);
    }
  }
}

TEST_CASE("every error code has a text", "[cli]") {
  const std::vector<TextTable> tables = all_texts();
  const Catalogue chinese(Language::zh, tables);
  for (int code = 1; code <= 10; ++code) {
    const std::string key = "errc." + std::string(name(static_cast<Errc>(code)));
    CHECK(chinese.has(key));
  }
}

TEST_CASE("every refusal is a sentence with its facts in both languages", "[cli]") {
  const std::vector<TextTable> tables = all_texts();
  for (const Language language : {Language::zh, Language::en}) {
    const Catalogue texts(language, tables);
    for (int code = 1; code <= 46; ++code) {
      const Refusal refusal{static_cast<RefusalCode>(code), {{"limit", "4"}}};
      const std::string said = texts.sentence(refusal);
      CHECK(said.size() > 10);
      CHECK(said.find('4') != std::string::npos);
    }
  }
}

TEST_CASE("every verb has help in both languages, and those that run an example", "[cli]") {
  check_help(all_verbs(), {});
}

TEST_CASE("every example is a command line that parses", "[cli]") {
  const std::vector<TextTable> tables = all_texts();
  const Catalogue texts(Language::en, tables);
  const auto check = [&](const Verb& verb, const auto& again) -> void {
    for (const Verb& below : verb.verbs) again(below, again);
    if (!verb.verbs.empty()) return;
    INFO(verb.example);
    std::vector<std::string> line = words(verb.example.substr(0, verb.example.find(" > ")));
    REQUIRE(line.front() == "wumei");
    line.erase(line.begin());
    const Parsed parsed = parse_command_line(all_verbs(), texts, line);
    CHECK(parsed.path.back()->name == verb.name);
  };
  for (const Verb& verb : all_verbs()) check(verb, check);
}

TEST_CASE("global options may stand before and after the verb", "[cli]") {
  const std::vector<TextTable> tables = all_texts();
  const Catalogue texts(Language::en, tables);

  const Parsed parsed = parse_command_line(
      all_verbs(), texts, words("-L a.wumei statement 0301017 --json --lines 5 --as o-lin"));

  CHECK(parsed.options.ledger == "a.wumei");
  CHECK(parsed.options.json);
  CHECK(parsed.options.as == "o-lin");
  CHECK(parsed.arguments.text("household") == "0301017");
  CHECK(parsed.arguments.integer("lines") == 5);
}

TEST_CASE("what is handed on is the command line as typed, the verbs first", "[cli]") {
  const std::vector<TextTable> tables = all_texts();
  const Catalogue texts(Language::en, tables);

  const Parsed parsed = parse_command_line(
      all_verbs(), texts,
      {"-L", "a b", "xlsx", "--lang=zh", "import", "claims", "$(x)", "--sheet", ""});

  CHECK(parsed.arguments.words() == std::vector<std::string>{"xlsx", "import", "-L", "a b",
                                                             "--lang=zh", "claims", "$(x)",
                                                             "--sheet", ""});
}

TEST_CASE("a command line that makes no sense is a usage error", "[cli]") {
  const std::vector<TextTable> tables = all_texts();
  const Catalogue texts(Language::en, tables);
  for (const char* line : {"", "clam", "close", "statement", "statement 1 2", "report --colour",
                           "completion tcsh", "close month 2026-04 --as", "import"}) {
    INFO(line);
    std::vector<std::string> given = words(line);
    if (given.front().empty()) given.clear();
    CHECK_THROWS_AS(parse_command_line(all_verbs(), texts, given), Usage);
  }
}

TEST_CASE("a usage error names the option, what is wrong and what belongs, in both languages",
          "[cli]") {
  struct Mistake {
    std::string line, english, chinese;
  };
  const Mistake mistakes[] = {
      {"statement", "HOUSEHOLD is missing (household)", "缺少 HOUSEHOLD（户编号）。"},
      {"bulletin V03", "--month is missing (accounting month)", "缺少 --month（账期）。"},
      {"statement 1 --lins 3", "statement has no option --lins. Did you mean: --lines?",
       "statement 没有选项 --lins。是不是：--lines？"},
      {"statement 1 --colour", "statement has no option --colour", "statement 没有选项 --colour。"},
      {"statement 1 2", "statement has no place for \"2\"", "statement 不需要“2”。"},
      {"statement 1 --as a --as b", "--as was given 2 times; once is all it takes",
       "--as 给了 2 次，只能给一次。"},
      {"statement 1 --lines", "--lines needs a value", "--lines 之后要写内容。"},
      {"statement 1 --json=x", "--json takes no value", "--json 不带值。"},
      {"completion tcsh", "SHELL: there is no \"tcsh\"; there are: bash, zsh, fish",
       "SHELL：没有“tcsh”；可用：bash, zsh, fish"},
  };
  const std::vector<TextTable> tables = all_texts();
  const auto said = [&](const std::string& line, Language language) -> std::string {
    try {
      static_cast<void>(parse_command_line(all_verbs(), Catalogue(language, tables), words(line)));
    } catch (const Usage& usage) {
      return usage.what();
    }
    return "accepted";
  };
  for (const Mistake& mistake : mistakes) {
    CHECK(said(mistake.line, Language::en) == mistake.english);
    CHECK(said(mistake.line, Language::zh) == mistake.chinese);
  }
}

TEST_CASE("help is offered for the verb that was reached", "[cli]") {
  const std::vector<TextTable> tables = all_texts();
  const Catalogue texts(Language::en, tables);

  CHECK(help_command(all_verbs(), texts, words("--json close mnth")) == "wumei close --help");
  CHECK(help_command(all_verbs(), texts, words("clam")) == "wumei --help");
}

TEST_CASE("help may be asked for in words", "[cli]") {
  const std::vector<TextTable> tables = all_texts();
  const Catalogue texts(Language::en, tables);

  const Parsed one = parse_command_line(all_verbs(), texts, words("help claim record"));
  CHECK(one.help);
  REQUIRE(one.path.size() == 2);
  CHECK(one.path.back()->name == "record");
  CHECK(parse_command_line(all_verbs(), texts, words("help")).help);
  CHECK_THROWS_AS(parse_command_line(all_verbs(), texts, words("help clam")), Usage);
}

TEST_CASE("a value that is none is complained about under the name it was typed as", "[cli]") {
  Arguments arguments;
  arguments.put("month", "--month", {"2026-13"});
  arguments.put("household", "HOUSEHOLD", {"03 01"});

  CHECK(std::string(arguments.wrong("month", "a month as 2026-04").what()) ==
        "--month: found \"2026-13\", expected a month as 2026-04");
  try {
    static_cast<void>(arguments.id<HouseholdId>("household"));
    FAIL("accepted");
  } catch (const Error& error) {
    CHECK(error.fact("field") == "HOUSEHOLD");
    CHECK(error.fact("found") == "03 01");
  }
}

TEST_CASE("a mistyped verb is recognised", "[cli]") {
  CHECK(nearest("clam", {"claim", "close", "card"}) == std::vector<std::string>{"claim"});
  CHECK(nearest("stat", {"statement", "close"}) == std::vector<std::string>{"statement"});
  CHECK(nearest("xyzzy", {"claim", "close"}).empty());
}

TEST_CASE("the language comes from --lang wherever it stands", "[cli]") {
  CHECK(choose_language(find_language({"report", "--lang", "zh"})) == Language::zh);
  CHECK(choose_language(find_language({"--lang=en", "report"})) == Language::en);
}
