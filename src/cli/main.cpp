#include "ending.hpp"
#include "hub_verbs.hpp"
#include "parser.hpp"
#include "remote.hpp"
#include "verbs.hpp"

#include <wumei/version.hpp>

#include <algorithm>
#include <iostream>
#include <string>

namespace wumei::cli {
namespace {

void say(const Ending& ending, const std::string& help, bool as_json) {
  if (!as_json) {
    std::cerr << "wumei: " << ending.message << '\n';
    if (ending.exit == ExitCode::usage) std::cerr << help << '\n';
    return;
  }
  json::Object facts;
  for (const Fact& fact : ending.facts) facts.emplace_back(fact.name, sayable(fact.value));
  const json::Value error = json::Value::object({{"code", json::Value(ending.code)},
                                                 {"exit", static_cast<int>(ending.exit)},
                                                 {"message", sayable(ending.message)},
                                                 {"facts", json::Value(std::move(facts))}});
  std::cerr << json::write(json::Value::object({{"schema_version", 1}, {"error", error}})) << '\n';
}

/// Runs the verb here, or by way of the hub of --hub.
void run_verb(Context& context, const Parsed& parsed) {
  const Verb& verb = *parsed.path.back();
  const std::string name = dotted(parsed.path);
  if (context.options.hub.empty() || is_anywhere(name)) {
    verb.run(context, parsed.arguments);
  } else if (verb.over_hub != nullptr) {
    verb.over_hub(context, parsed.arguments);
  } else if (const Bilingual* why = why_here(name)) {
    throw Usage(context.tr("usage.no_hub", {{"why", std::string(context.texts.pick(*why))}}));
  } else {
    Remote(context).run(verb, name, parsed.arguments);
  }
}

int run(const std::vector<std::string>& words, const Catalogue& texts, bool& as_json) {
  const Parsed parsed = parse_command_line(all_verbs(), texts, words);
  as_json = parsed.options.json;
  if (parsed.help) {
    std::cout << help_text(all_verbs(), parsed.path, texts);
    return 0;
  }
  if (parsed.version) {
    std::cout << "wumei " << WUMEI_VERSION_MAJOR << '.' << WUMEI_VERSION_MINOR << '.'
              << WUMEI_VERSION_PATCH << '\n';
    return 0;
  }
  Printer out(std::cout, texts, as_json);
  Context context{parsed.options, texts, out};
  watch_interrupts();
  try {
    run_verb(context, parsed);
  } catch (const Verdict&) {
    out.finish();  // a verdict comes with findings on stdout
    throw;
  }
  out.finish();
  return 0;
}

Ending guarded(const std::vector<std::string>& words, const Catalogue& texts, bool& as_json) {
  try {
    return {static_cast<ExitCode>(run(words, texts, as_json)), "", "", {}};
  } catch (...) {
    return ending_of(std::current_exception(), texts);
  }
}

}  // namespace
}  // namespace wumei::cli

int main(int argc, char** argv) {
  using namespace wumei::cli;
  const std::vector<std::string> words(argv + 1, argv + argc);
  const std::vector<TextTable> tables = all_texts();
  const Catalogue texts(choose_language(find_language(words)), tables);
  bool as_json = std::find(words.begin(), words.end(), "--json") != words.end();
  const Ending ending = guarded(words, texts, as_json);
  if (ending.exit == ExitCode::done) return 0;
  const std::string help =
      texts.tr("usage.see_help", {{"command", help_command(all_verbs(), texts, words)}});
  say(ending, help, as_json);
  return static_cast<int>(ending.exit);
}
