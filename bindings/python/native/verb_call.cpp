#include "verb_call.hpp"

#include <verbs.hpp>

#include <algorithm>

/// The verbs of the command line, called with values instead of words. Those that listen, those
/// about the command line itself, and those that this package does for it, are not here.
namespace wumei::cli {

void add_check_page(Verbs& /*verbs*/) {}
void add_xlsx(Verbs& /*verbs*/) {}
void add_terminal(Verbs& /*verbs*/) {}
void add_hub(Verbs& /*verbs*/) {}
void add_completion(Verbs& /*verbs*/) {}

/// Nobody mistypes here: names come from a list.
std::vector<std::string> nearest(std::string_view /*word*/,
                                 const std::vector<std::string>& /*names*/) {
  return {};
}

}  // namespace wumei::cli

namespace wumei::python {
namespace {

const cli::Verb& find_verb(const Call& call) {
  const cli::Verbs* level = &cli::all_verbs();
  const cli::Verb* found = nullptr;
  for (const std::string& word : call.verb) {
    const auto at = std::find_if(level->begin(), level->end(),
                                 [&](const cli::Verb& verb) { return verb.name == word; });
    if (at == level->end()) {
      throw Error(Errc::not_found, "there is no verb " + word, {{"verb", word}});
    }
    found = &*at;
    level = &found->verbs;
  }
  if (found == nullptr || found->run == nullptr) {
    throw Error(Errc::not_found, "a verb is missing", {{"verb", found ? found->name : ""}});
  }
  return *found;
}

bool needed(const cli::Option& option) {
  return option.shape == cli::Shape::positional || option.shape == cli::Shape::positional_list ||
         option.shape == cli::Shape::required;
}

void check_choice(const cli::Option& option, const std::string& value) {
  const std::vector<std::string>& choices = option.choices;
  if (choices.empty()) return;
  if (std::find(choices.begin(), choices.end(), value) != choices.end()) return;
  std::string known;
  for (const std::string& choice : choices) known += (known.empty() ? "" : ", ") + choice;
  throw bad_input({"", 0, 0, option.name}, value, known);
}

cli::Arguments arguments_of(const cli::Verb& verb, const Call& call) {
  cli::Arguments arguments;
  std::size_t used = 0;
  for (const cli::Option& option : verb.options) {
    const auto given = call.options.find(option.name);
    if (given == call.options.end()) {
      if (!needed(option)) continue;
      throw bad_input({"", 0, 0, option.name}, "", "a value: " + std::string(option.help.en));
    }
    ++used;
    const std::vector<std::string>& values = given->second;
    if (option.shape == cli::Shape::flag && values != std::vector<std::string>{""}) {
      throw bad_input({"", 0, 0, option.name}, values.empty() ? "" : values.front(),
                      "true or false");
    }
    for (const std::string& value : values) check_choice(option, value);
    arguments.put(option.name, option.name, values);
  }
  if (used == call.options.size()) return arguments;
  for (const auto& [name, values] : call.options) {
    if (arguments.has(name)) continue;
    throw bad_input({"", 0, 0, name}, values.empty() ? "" : values.front(),
                    "an option of " + verb.name);
  }
  return arguments;
}

void set_globals(const Call& call, cli::Options& options) {
  for (const auto& [name, value] : call.globals) {
    if (name == "effective") options.effective = value;
    if (name == "late") options.late = value;
    if (name == "now") options.now = value;
    if (name == "dry_run") options.dry_run = value == "1";
  }
}

void name_verbs(const cli::Verbs& verbs, const std::string& before,
                std::vector<std::string>& names) {
  for (const cli::Verb& verb : verbs) {
    if (verb.run != nullptr) names.push_back(before + verb.name);
    name_verbs(verb.verbs, before + verb.name + " ", names);
  }
}

}  // namespace

Answer call_verb(const Call& call, cli::Context& context, std::ostringstream& said) {
  const cli::Verb& verb = find_verb(call);
  const cli::Arguments arguments = arguments_of(verb, call);
  set_globals(call, context.options);
  context.options.json = !call.as_text;
  cli::Printer out(said, context.texts, !call.as_text);
  cli::Context own{context.options, context.texts, out, nullptr, context.lent};
  Answer answer;
  try {
    verb.run(own, arguments);
  } catch (const cli::Verdict& verdict) {
    answer.exit = static_cast<int>(verdict.exit());
    out.set("message", json::Value(std::string(verdict.what())));
  }
  out.finish();
  answer.document = said.str();
  return answer;
}

std::vector<std::string> verb_names() {
  std::vector<std::string> names;
  name_verbs(cli::all_verbs(), "", names);
  return names;
}

}  // namespace wumei::python
