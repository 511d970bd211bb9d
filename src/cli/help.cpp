#include "parser.hpp"

#include <wumei/base/text.hpp>

#include <algorithm>

namespace wumei::cli {

namespace {

struct Line {
  std::string left;
  std::string right;
};

std::string two_columns(const std::vector<Line>& lines) {
  std::size_t wide = 0;
  for (const Line& line : lines) wide = std::max(wide, display_width(line.left));
  std::string text;
  for (const Line& line : lines) {
    text += "  " + line.left + std::string(wide - display_width(line.left) + 2, ' ') + line.right;
    text += '\n';
  }
  return text;
}

std::string path_name(const std::vector<const Verb*>& path) {
  std::string name = "wumei";
  for (const Verb* verb : path) name += " " + verb->name;
  return name;
}

std::string usage_of(const Option& option) {
  switch (option.shape) {
    case Shape::positional: return " " + option.value;
    case Shape::positional_optional: return " [" + option.value + "]";
    case Shape::positional_list: return " " + option.value + "...";
    case Shape::required: return " --" + option.name + " " + option.value;
    case Shape::optional: return " [--" + option.name + " " + option.value + "]";
    case Shape::many: return " [--" + option.name + " " + option.value + "]...";
    case Shape::flag: return " [--" + option.name + "]";
  }
  return "";
}

Line line_of(const Option& option, const Catalogue& texts) {
  std::string right(texts.pick(option.help));
  if (!option.choices.empty()) {
    right += " (";
    for (const std::string& choice : option.choices) {
      right += (&choice == &option.choices.front() ? "" : "|") + choice;
    }
    right += ")";
  }
  switch (option.shape) {
    case Shape::positional:
    case Shape::positional_optional:
    case Shape::positional_list: return {option.value, right};
    case Shape::required:
    case Shape::optional:
    case Shape::many: return {"--" + option.name + " " + option.value, right};
    case Shape::flag: return {"--" + option.name, right};
  }
  return {};
}

std::string list_verbs(const Verbs& verbs, const Catalogue& texts) {
  std::vector<Line> lines;
  for (const Verb& verb : verbs) lines.push_back({verb.name, std::string(texts.pick(verb.help))});
  return two_columns(lines);
}

std::string list_globals(const Catalogue& texts) {
  std::vector<Line> lines;
  for (const GlobalOption& option : global_options()) {
    std::string left = option.names;
    std::replace(left.begin(), left.end(), ',', ' ');
    if (!option.value.empty()) left += " " + option.value;
    std::string right(texts.pick(option.help));
    if (!option.environment.empty()) right += " [" + option.environment + "]";
    lines.push_back({left, right});
  }
  return two_columns(lines);
}

/// That of a group is the first of its verbs'.
std::string example_of(const Verb& verb) {
  return verb.verbs.empty() ? verb.example : example_of(verb.verbs.front());
}

std::string help_of(const std::vector<const Verb*>& path, const Catalogue& texts) {
  const Verb& verb = *path.back();
  std::string text = std::string(texts.pick(verb.help)) + "\n\n" + texts.tr("help.usage") + "\n  " +
                     path_name(path);
  if (!verb.verbs.empty()) {
    text += " " + texts.tr("help.verb_word") + "\n\n" + texts.tr("help.verbs") + "\n" +
            list_verbs(verb.verbs, texts) + "\n" + texts.tr("help.example") + "\n";
    for (const Verb& inner : verb.verbs) text += "  " + example_of(inner) + "\n";
    return text;
  }
  std::vector<Line> lines;
  for (const Option& option : verb.options) {
    text += usage_of(option);
    lines.push_back(line_of(option, texts));
  }
  text += "\n";
  if (!lines.empty()) text += "\n" + texts.tr("help.options") + "\n" + two_columns(lines);
  if (!verb.example.empty()) text += "\n" + texts.tr("help.example") + "\n  " + verb.example + "\n";
  return text + "\n" + texts.tr("help.more") + "\n";
}

}  // namespace

std::string help_text(const Verbs& verbs, const std::vector<const Verb*>& path,
                      const Catalogue& texts) {
  if (!path.empty()) return help_of(path, texts);
  return texts.tr("help.about") + "\n\n" + texts.tr("help.usage") + "\n  wumei [" +
         texts.tr("help.options_word") + "] " + texts.tr("help.verb_word") + "\n\n" +
         texts.tr("help.verbs") + "\n" +
         list_verbs(verbs, texts) + "\n" + texts.tr("help.options") + "\n" + list_globals(texts) +
         "\n" + texts.tr("help.example") + "\n" + texts.tr("help.first_steps") + "\n\n" +
         texts.tr("help.exits") + "\n";
}

}  // namespace wumei::cli
