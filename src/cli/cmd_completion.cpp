#include "parser.hpp"
#include "verbs.hpp"

#include <sstream>

/// Shell completion, written from the same description of verbs that the parser reads. The shell
/// scripts only look words up, so completing needs no run of wumei.
namespace wumei::cli {
namespace {

/// A verb path such as `claim record` with the words that may follow it.
struct Place {
  std::string path;
  std::vector<std::string> words;
};

std::vector<std::string> option_words(const Verb& verb) {
  std::vector<std::string> words;
  for (const Option& option : verb.options) {
    switch (option.shape) {
      case Shape::positional:
      case Shape::positional_optional:
      case Shape::positional_list: break;
      case Shape::required:
      case Shape::optional:
      case Shape::many:
      case Shape::flag: words.push_back("--" + option.name); break;
    }
    words.insert(words.end(), option.choices.begin(), option.choices.end());
  }
  if (verb.name == "import") {
    for (const ImportKind& kind : all_imports()) words.push_back(kind.name);
  }
  return words;
}

void collect(const Verbs& verbs, const std::string& path, std::vector<Place>& places) {
  Place here{path, {}};
  for (const Verb& verb : verbs) here.words.push_back(verb.name);
  places.push_back(here);
  for (const Verb& verb : verbs) {
    const std::string below = path.empty() ? verb.name : path + " " + verb.name;
    if (verb.verbs.empty()) {
      places.push_back({below, option_words(verb)});
    } else {
      collect(verb.verbs, below, places);
    }
  }
}

std::string joined(const std::vector<std::string>& words) {
  std::string all;
  for (const std::string& word : words) all += (all.empty() ? "" : " ") + word;
  return all;
}

/// Every spelling of the global options; of those with a value only, when asked so.
std::string global_words(bool with_value_only) {
  std::vector<std::string> words;
  for (const GlobalOption& option : global_options()) {
    if (with_value_only && option.value.empty()) continue;
    std::istringstream names(option.names);
    for (std::string name; std::getline(names, name, ',');) words.push_back(name);
  }
  if (!with_value_only) words.insert(words.end(), {"--help", "--version"});
  return joined(words);
}

/// The same function serves bash and, through bashcompinit, zsh.
std::string bash_script(const std::vector<Place>& places) {
  std::string cases;
  for (const Place& place : places) {
    cases += "    \"" + place.path + "\") words=\"" + joined(place.words) + "\" ;;\n";
  }
  std::string with_value = global_words(true);
  for (char& c : with_value) c = c == ' ' ? '|' : c;
  return "_wumei() {\n"
         "  local current=${COMP_WORDS[COMP_CWORD]} path=\"\" words=\"\" word i\n"
         "  for ((i = 1; i < COMP_CWORD; i++)); do\n"
         "    word=${COMP_WORDS[i]}\n"
         "    case $word in\n"
         "      " + with_value + ") ((i++)) ;;\n"
         "      -*) ;;\n"
         "      *) _wumei_words \"${path:+$path }$word\" && path=\"${path:+$path }$word\" ;;\n"
         "    esac\n"
         "  done\n"
         "  _wumei_words \"$path\"\n"
         "  COMPREPLY=($(compgen -W \"$words " + global_words(false) + "\" -- \"$current\"))\n"
         "  [ ${#COMPREPLY[@]} -gt 0 ] || COMPREPLY=($(compgen -f -- \"$current\"))\n"
         "}\n"
         "_wumei_words() {\n"
         "  case $1 in\n" + cases +
         "    *) return 1 ;;\n"
         "  esac\n"
         "}\n"
         "complete -o filenames -F _wumei wumei\n";
}

std::string zsh_script(const std::vector<Place>& places) {
  return "#compdef wumei\nautoload -U +X bashcompinit && bashcompinit\n" + bash_script(places);
}

void fish_verbs(const Verbs& verbs, const std::string& parent, std::string& script) {
  for (const Verb& verb : verbs) {
    const std::string condition = parent.empty()
                                      ? "__fish_use_subcommand"
                                      : "__fish_seen_subcommand_from " + parent;
    script += "complete -c wumei -n '" + condition + "' -a " + verb.name + " -d '" +
              std::string(verb.help.en) + "'\n";
    fish_verbs(verb.verbs, verb.name, script);
    for (const std::string& word : option_words(verb)) {
      const bool dashed = word.starts_with("--");
      script += "complete -c wumei -n '__fish_seen_subcommand_from " + verb.name + "' " +
                (dashed ? "-l " + word.substr(2) : "-a " + word) + "\n";
    }
  }
}

void completion(Context& context, const Arguments& arguments) {
  std::vector<Place> places;
  collect(all_verbs(), "", places);
  const std::string shell = arguments.text("shell");
  if (shell == "bash") context.out.raw(bash_script(places));
  if (shell == "zsh") context.out.raw(zsh_script(places));
  if (shell != "fish") return;
  std::string script;
  fish_verbs(all_verbs(), "", script);
  context.out.raw(script);
}

}  // namespace

void add_completion(Verbs& verbs) {
  verbs.push_back(
      {.name = "completion",
       .help = {"命令行补全脚本", "Completion script for a shell"},
       .example = "wumei completion bash > ~/.local/share/bash-completion/completions/wumei",
       .options = {one_of(positional("shell", "SHELL", {"命令行种类", "which shell"}),
                          {"bash", "zsh", "fish"})},
       .run = completion});
}

}  // namespace wumei::cli
