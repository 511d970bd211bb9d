#include "parser.hpp"
#include "verbs.hpp"

#include <wumei/base/assert.hpp>
#include <wumei/base/text.hpp>
#include <wumei/version.hpp>

#include <algorithm>
#include <iostream>
#include <string>

namespace wumei::cli {
namespace {

/// What ended the run, in the shape both people and programs get it.
struct Ending {
  ExitCode exit = ExitCode::done;
  std::string code;
  std::string message;
  Facts facts;
};

/// Text of the machine (file names, messages of the system) may not be UTF-8; JSON must be.
std::string sayable(const std::string& text) {
  if (is_utf8(text)) return to_nfc(text);
  std::string ascii;
  for (const char c : text) ascii += static_cast<unsigned char>(c) < 0x80 ? c : '?';
  return ascii;
}

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

/// What the verb does here, or by way of the hub of --hub.
auto chosen(const Parsed& parsed, const Catalogue& texts) {
  const Verb& verb = *parsed.path.back();
  if (parsed.options.hub.empty()) return verb.run;
  if (verb.over_hub == nullptr) throw Usage(texts.tr("usage.no_hub"));
  return verb.over_hub;
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
    chosen(parsed, texts)(context, parsed.arguments);
  } catch (const Verdict&) {
    out.finish();  // a verdict comes with findings on stdout
    throw;
  }
  out.finish();
  return 0;
}

/// The only place where failures become exit codes.
Ending guarded(const std::vector<std::string>& words, const Catalogue& texts, bool& as_json) {
  try {
    return {static_cast<ExitCode>(run(words, texts, as_json)), "", "", {}};
  } catch (const Usage& usage) {
    return {ExitCode::usage, "usage", usage.what(), {}};
  } catch (const Refused& refused) {
    const Refusal& refusal = refused.refusal();
    return {exit_code(refusal.code), std::string(name(refusal.code)), texts.sentence(refusal),
            refusal.facts};
  } catch (const Verdict& verdict) {
    return {verdict.exit(), "verdict", verdict.what(), {}};
  } catch (const Error& error) {
    return {exit_code(error.code()), std::string(name(error.code())), texts.sentence(error),
            error.facts()};
  } catch (const InvariantViolation& fault) {
    return {ExitCode::internal,
            "internal",
            texts.tr("errc.internal") + ": " + texts.said(fault.what()),
            {}};
  } catch (const std::exception& fault) {
    return {ExitCode::storage, "io", texts.tr("errc.io") + ": " + texts.said(fault.what()), {}};
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
