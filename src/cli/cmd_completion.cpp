#include "parser.hpp"
#include "verbs.hpp"

#include <algorithm>
#include <set>
#include <sstream>

/// Shell completion, written from the same description of verbs that the parser reads. The shell
/// scripts only look words up, so completing needs no run of wumei.
namespace wumei::cli {
namespace {

using Words = std::vector<std::string>;

/// An option with a value, and the only values it takes, if there is such a list.
struct Valued {
  std::string option;
  Words choices;
  bool file = false;
};

/// A verb path such as `claim record` with the words that may follow it.
struct Place {
  std::string path;
  Words words;
  std::vector<Valued> valued;
  bool file = false;  ///< a file may stand there
};

bool names_file(const std::string& value) {
  return value.find("FILE") != value.npos || value == "FOLDER";
}

/// The spellings of a global option: `-L` and `--ledger`.
Words spellings(const GlobalOption& option) {
  Words names;
  std::istringstream list(option.names);
  for (std::string name; std::getline(list, name, ',');) names.push_back(name);
  return names;
}

/// `zh|en` lists the values; `FILE` only names one.
Words choices_of(const GlobalOption& option) {
  if (option.value.find('|') == option.value.npos) return {};
  Words choices;
  std::istringstream list(option.value);
  for (std::string choice; std::getline(list, choice, '|');) choices.push_back(choice);
  return choices;
}

Place place_of(const Verb& verb, const std::string& path) {
  Place place{path, {}, {}, false};
  for (const Option& option : verb.options) {
    const std::string name = typed(option);
    if (!name.starts_with('-')) {
      place.words.insert(place.words.end(), option.choices.begin(), option.choices.end());
      const bool file = option.hint == Hint::file || option.hint == Hint::output;
      place.file = place.file || file || names_file(option.value);
      continue;
    }
    place.words.push_back(name);
    if (option.shape != Shape::flag) {
      place.valued.push_back({name, option.choices, names_file(option.value)});
    }
  }
  if (path == "import") {
    for (const ImportKind& kind : all_imports()) place.words.push_back(kind.name);
  }
  return place;
}

void collect(const Verbs& verbs, const std::string& path, std::vector<Place>& places) {
  Place here{path, {}, {}, false};
  for (const Verb& verb : verbs) here.words.push_back(verb.name);
  places.push_back(here);
  for (const Verb& verb : verbs) {
    const std::string below = path.empty() ? verb.name : path + " " + verb.name;
    if (verb.verbs.empty()) {
      places.push_back(place_of(verb, below));
    } else {
      collect(verb.verbs, below, places);
    }
  }
}

std::string joined(const Words& words, std::string_view between = " ") {
  std::string all;
  for (const std::string& word : words) all += (all.empty() ? "" : std::string(between)) + word;
  return all;
}

/// The options of all verbs and of every verb that take the next word.
Words words_before_values(const std::vector<Place>& places) {
  std::set<std::string> names;
  for (const Place& place : places) {
    for (const Valued& valued : place.valued) names.insert(valued.option);
  }
  for (const GlobalOption& option : global_options()) {
    if (option.value.empty()) continue;
    for (const std::string& name : spellings(option)) names.insert(name);
  }
  return {names.begin(), names.end()};
}

std::string global_words() {
  Words words;
  for (const GlobalOption& option : global_options()) {
    for (const std::string& name : spellings(option)) words.push_back(name);
  }
  words.insert(words.end(), {"--help", "--version"});
  return joined(words);
}

/// What may stand after an option, as lines of a shell's `case`: `@files` for a file.
std::string value_cases(const std::vector<Place>& places) {
  std::string cases;
  const auto add = [&](const std::string& pattern, const Words& choices, bool file) {
    if (choices.empty() && !file) return;
    cases += "    " + pattern + ") found=\"" + (file ? "@files" : joined(choices)) + "\" ;;\n";
  };
  for (const GlobalOption& option : global_options()) {
    for (const std::string& name : spellings(option)) {
      add("*\"|" + name + "\"", choices_of(option), names_file(option.value));
    }
  }
  for (const Place& place : places) {
    for (const Valued& valued : place.valued) {
      add("\"" + place.path + "|" + valued.option + "\"", valued.choices, valued.file);
    }
  }
  return cases;
}

/// Look-ups that bash and zsh read alike; the answer is in `found`.
std::string look_ups(const std::vector<Place>& places) {
  std::string cases;
  for (const Place& place : places) {
    cases += "    \"" + place.path + "\") found=\"" + joined(place.words) +
             (place.file ? " @files" : "") + "\" ;;\n";
  }
  return "_wumei_words() {\n"
         "  found=\"\"\n"
         "  case $1 in\n" +
         cases +
         "    *) return 1 ;;\n"
         "  esac\n"
         "}\n"
         "_wumei_value() {\n"
         "  found=\"\"\n"
         "  case \"$1|$2\" in\n" +
         value_cases(places) +
         "  esac\n"
         "}\n"
         "_wumei_takes_value() {\n"
         "  case $1 in\n"
         "    " +
         joined(words_before_values(places), "|") +
         ") return 0 ;;\n"
         "  esac\n"
         "  return 1\n"
         "}\n"
         "_wumei_globals=\"" +
         global_words() + "\"\n";
}

constexpr std::string_view bash_driver = R"sh(_wumei() {
  local current=${COMP_WORDS[COMP_CWORD]} before="" at="" found="" word i
  for ((i = 1; i < COMP_CWORD; i++)); do
    word=${COMP_WORDS[i]}
    [ "$word" = "=" ] && continue
    if [ -n "$before" ]; then
      before=""
    elif _wumei_takes_value "$word"; then
      before=$word
    elif _wumei_words "${at:+$at }$word"; then
      at="${at:+$at }$word"
    fi
  done
  [ "$current" = "=" ] && current=""
  if [ -n "$before" ]; then
    _wumei_value "$at" "$before"
  else
    _wumei_words "$at"
    found="$found $_wumei_globals"
  fi
  COMPREPLY=($(compgen -W "${found/@files/}" -- "$current"))
  if [[ $found == *@files* && $current != -* ]]; then
    COMPREPLY+=($(compgen -f -- "$current"))
  fi
}
complete -o filenames -F _wumei wumei
)sh";

constexpr std::string_view zsh_driver = R"sh(_wumei() {
  local before="" at="" found="" word
  for word in ${words[2,CURRENT-1]}; do
    if [[ -n $before ]]; then
      before=""
    elif _wumei_takes_value "$word"; then
      before=$word
    elif _wumei_words "${at:+$at }$word"; then
      at="${at:+$at }$word"
    fi
  done
  if [[ -n $before ]]; then
    _wumei_value "$at" "$before"
  elif [[ $PREFIX == --*=* ]]; then
    _wumei_value "$at" "${PREFIX%%=*}"
    compset -P '*='
  else
    _wumei_words "$at"
    found="$found $_wumei_globals"
  fi
  compadd -- ${=found/@files/}
  if [[ $found == *@files* && $PREFIX != -* ]]; then
    _files
  fi
}
if [[ ${funcstack[1]} == _wumei ]]; then
  _wumei "$@"
else
  compdef _wumei wumei
fi
)sh";

std::string bash_script(const std::vector<Place>& places) {
  return look_ups(places) + std::string(bash_driver);
}

/// Read at the start of a shell or found as a file `_wumei`: either way.
std::string zsh_script(const std::vector<Place>& places) {
  return "#compdef wumei\n" + look_ups(places) + std::string(zsh_driver);
}

/// In single quotes, as fish reads them.
std::string fish_quoted(std::string_view text) {
  std::string all = "'";
  for (const char c : text) {
    if (c == '\'' || c == '\\') all += '\\';
    all += c;
  }
  return all + "'";
}

/// Where on the path of verbs the line stands, for the conditions below.
std::string fish_functions(const std::vector<Place>& places) {
  std::string paths;
  for (const Place& place : places) {
    if (!place.path.empty()) paths += " " + fish_quoted(place.path);
  }
  return "function __wumei_at\n"
         "  set -l at\n"
         "  set -l before\n"
         "  for word in (commandline -opc)[2..]\n"
         "    if test -n \"$before\"\n"
         "      set before\n"
         "    else if contains -- $word " +
         joined(words_before_values(places)) +
         "\n"
         "      set before $word\n"
         "    else if contains -- (string join ' ' $at $word)" +
         paths +
         "\n"
         "      set at $at $word\n"
         "    end\n"
         "  end\n"
         "  string join ' ' $at\n"
         "end\n"
         "function __wumei_is\n"
         "  test \"$(__wumei_at)\" = \"$argv\"\n"
         "end\n"
         "complete -c wumei -f\n";
}

std::string fish_value(const Words& choices, bool file) {
  if (!choices.empty()) return " -x -a " + fish_quoted(joined(choices));
  return file ? " -r -F" : " -x";
}

std::string fish_globals(const Catalogue& texts) {
  std::string script;
  for (const GlobalOption& option : global_options()) {
    script += "complete -c wumei";
    for (const std::string& name : spellings(option)) {
      script += name.starts_with("--") ? " -l " + name.substr(2) : " -s " + name.substr(1);
    }
    if (!option.value.empty()) script += fish_value(choices_of(option), names_file(option.value));
    script += " -d " + fish_quoted(texts.pick(option.help)) + "\n";
  }
  return script + "complete -c wumei -s h -l help\ncomplete -c wumei -l version\n";
}

void fish_verbs(const Verbs& verbs, const std::string& path, const Catalogue& texts,
                std::string& script) {
  for (const Verb& verb : verbs) {
    script += "complete -c wumei -n " + fish_quoted("__wumei_is " + path) + " -a " + verb.name +
              " -d " + fish_quoted(texts.pick(verb.help)) + "\n";
    const std::string below = path.empty() ? verb.name : path + " " + verb.name;
    const std::string here = "complete -c wumei -n " + fish_quoted("__wumei_is " + below);
    fish_verbs(verb.verbs, below, texts, script);
    const Place place = place_of(verb, below);
    for (const std::string& word : place.words) {
      if (!word.starts_with('-')) script += here + " -a " + word + "\n";
    }
    if (place.file) script += here + " -F\n";
    for (const Option& option : verb.options) {
      if (!typed(option).starts_with('-')) continue;
      script += here + " -l " + option.name;
      if (option.shape != Shape::flag) {
        script += fish_value(option.choices, names_file(option.value));
      }
      script += " -d " + fish_quoted(texts.pick(option.help)) + "\n";
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
  std::string script = fish_functions(places) + fish_globals(context.texts);
  fish_verbs(all_verbs(), "", context.texts, script);
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
