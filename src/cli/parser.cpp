#include "parser.hpp"

#include "phrases.hpp"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <array>
#include <deque>
#include <utility>

namespace wumei::cli {

namespace {

const GlobalOption global_table[] = {
    {"-L,--ledger", "FILE", "WUMEI_LEDGER", {"账本文件", "the ledger file"}, &Options::ledger},
    {"--as", "OFFICER", "WUMEI_AS", {"以哪位人员的身份办理", "officer who acts"}, &Options::as},
    {"--pin", "PIN", "WUMEI_PIN", {"该人员的六位 PIN", "that officer's six digits"}, &Options::pin},
    {"--device", "NAME", "WUMEI_DEVICE", {"本机名称", "name of this machine"}, &Options::device},
    {"--head",
     "FILE",
     "WUMEI_HEAD",
     {"账头文件（默认 账本.head）", "head file (LEDGER.head)"},
     &Options::head},
    {"--key",
     "FILE",
     "WUMEI_KEY",
     {"签名密钥（默认 账本.key）", "signing key (LEDGER.key)"},
     &Options::key},
    {"--passphrase-file",
     "FILE",
     "",
     {"口令文件（或 WUMEI_PASSPHRASE）", "file with the key's passphrase (or WUMEI_PASSPHRASE)"},
     &Options::passphrase_file},
    {"--effective",
     "DATE",
     "",
     {"记账日期（默认今天）", "accounting date (today)"},
     &Options::effective},
    {"--late",
     "SEQ",
     "",
     {"补记批准的序号（与 --effective 同用）",
      "late approval that admits --effective (close late)"},
     &Options::late},
    {"--now",
     "TIME",
     "WUMEI_NOW",
     {"演练账本的当前时间", "the time, on rehearsal ledgers"},
     &Options::now},
    {"--hub",
     "URL",
     "WUMEI_HUB",
     {"经接口办理，不开本机账本", "go to this hub, not to a ledger file"},
     &Options::hub},
    {"--token",
     "TOKEN",
     "WUMEI_TOKEN",
     {"接口的令牌", "token that opens the hub"},
     &Options::token},
    {"--hub-ca",
     "FILE",
     "WUMEI_HUB_CA",
     {"接口证书的签发者（默认系统所信）", "whom to trust for its certificate"},
     &Options::hub_ca},
    {"--lang", "zh|en", "", {"语言", "language"}, &Options::language},
    {"--json", "", "", {"输出一个 JSON 文档", "print one JSON document"}, nullptr, &Options::json},
    {"--dry-run",
     "",
     "",
     {"只试算，不写入", "decide everything, write nothing"},
     nullptr,
     &Options::dry_run},
    {"-q,--quiet", "", "", {"不显示进度", "no progress line"}, nullptr, &Options::quiet},
};

/// True when `word` is an option whose value is the next word.
bool takes_next_word(std::string_view word, const std::vector<const Verb*>& path) {
  if (word.find('=') != word.npos) return false;
  for (const GlobalOption& option : global_table) {
    const std::string names = "," + option.names + ",";
    if (names.find("," + std::string(word) + ",") != names.npos) return !option.value.empty();
  }
  for (const Verb* verb : path) {
    for (const Option& option : verb->options) {
      if ("--" + option.name == word) return option.shape != Shape::flag;
    }
  }
  return false;
}

std::string quoted_list(const std::vector<std::string>& names) {
  std::string list;
  for (const std::string& name : names) list += (list.empty() ? "" : ", ") + name;
  return list;
}

std::vector<std::string> names_of(const Verbs& verbs) {
  std::vector<std::string> names;
  for (const Verb& verb : verbs) names.push_back(verb.name);
  return names;
}

[[noreturn]] void unknown_verb(const std::string& word, const Verbs& verbs,
                               const Catalogue& texts) {
  const std::vector<std::string> near = nearest(word, names_of(verbs));
  const std::string known = quoted_list(names_of(verbs));
  if (near.empty()) throw Usage(texts.tr("usage.unknown", {{"word", word}, {"known", known}}));
  throw Usage(texts.tr("usage.did_you_mean", {{"word", word}, {"near", quoted_list(near)}}));
}

/// Splits the words into the path of verbs and the rest, which CLI11 reads.
std::vector<std::string> walk(const Verbs& verbs, const Catalogue& texts,
                              const std::vector<std::string>& words, Parsed& parsed) {
  std::vector<std::string> rest;
  const Verbs* level = &verbs;
  for (std::size_t i = 0; i < words.size(); ++i) {
    const std::string& word = words[i];
    parsed.help = parsed.help || word == "--help" || word == "-h";
    parsed.version = parsed.version || word == "--version";
    if (level->empty() || word.starts_with('-')) {
      rest.push_back(word);
      if (word.starts_with('-') && takes_next_word(word, parsed.path) && i + 1 < words.size()) {
        rest.push_back(words[++i]);
      }
      continue;
    }
    if (word == "help" && parsed.path.empty()) {  // `wumei help claim` is what many try first
      parsed.help = true;
      continue;
    }
    const auto found = std::find_if(level->begin(), level->end(),
                                    [&](const Verb& verb) { return verb.name == word; });
    if (found == level->end()) unknown_verb(word, *level, texts);
    parsed.path.push_back(&*found);
    level = &found->verbs;
  }
  return rest;
}

/// A slot for what CLI11 reads for one option of the verb.
struct Slot {
  const Option* option = nullptr;
  std::string text;
  std::vector<std::string> list;
  bool flag = false;
  CLI::Option* parsed = nullptr;
};

void add_option(CLI::App& app, Slot& slot) {
  const Option& option = *slot.option;
  const std::string dashed = "--" + option.name;
  switch (option.shape) {
    case Shape::positional: slot.parsed = app.add_option(option.name, slot.text)->required(); break;
    case Shape::positional_optional: slot.parsed = app.add_option(option.name, slot.text); break;
    case Shape::positional_list:
      slot.parsed = app.add_option(option.name, slot.list)->required();
      break;
    case Shape::required: slot.parsed = app.add_option(dashed, slot.text)->required(); break;
    case Shape::optional: slot.parsed = app.add_option(dashed, slot.text); break;
    case Shape::many:
      slot.parsed = app.add_option(dashed, slot.list)->expected(1, 1)->allow_extra_args(false);
      slot.parsed->multi_option_policy(CLI::MultiOptionPolicy::TakeAll)->expected(-1);
      slot.parsed->allow_extra_args(false);
      break;
    case Shape::flag: slot.parsed = app.add_flag(dashed, slot.flag); break;
  }
  if (!option.choices.empty()) slot.parsed->check(CLI::IsMember(option.choices));
}

void add_globals(CLI::App& app, Options& options) {
  for (const GlobalOption& option : global_table) {
    CLI::Option* added = option.text != nullptr ? app.add_option(option.names, options.*option.text)
                                                : app.add_flag(option.names, options.*option.flag);
    if (!option.environment.empty()) added->envname(option.environment);
  }
}

void collect(const std::deque<Slot>& slots, Arguments& arguments) {
  for (const Slot& slot : slots) {
    if (slot.parsed->count() == 0) continue;
    const bool list =
        slot.option->shape == Shape::many || slot.option->shape == Shape::positional_list;
    arguments.put(slot.option->name, typed(*slot.option),
                  list ? slot.list : std::vector<std::string>{slot.text});
  }
}

std::vector<std::string> verbs_then(const std::vector<const Verb*>& path,
                                    const std::vector<std::string>& rest) {
  std::vector<std::string> words;
  for (const Verb* verb : path) words.push_back(verb->name);
  words.insert(words.end(), rest.begin(), rest.end());
  return words;
}

/// The options a verb takes, without dashes.
std::vector<std::string> option_names(const Verb& verb) {
  std::vector<std::string> names{"help"};
  for (const Option& option : verb.options) {
    if (typed(option).starts_with('-')) names.push_back(option.name);
  }
  for (const GlobalOption& option : global_table) {
    names.push_back(option.names.substr(option.names.find("--") + 2));
  }
  return names;
}

/// CLI11 lists what is left from the back; an option that is not one explains the rest.
std::string unexpected(const std::string& words, const Verb& verb, const Catalogue& texts) {
  const std::size_t dash = words.starts_with('-') ? 0 : words.find(" -");
  if (dash == words.npos) {
    return texts.tr("usage.surplus", {{"verb", verb.name}, {"word", words}});
  }
  const std::string option = words.substr(words.find('-', dash));
  const std::string word = option.substr(0, option.find_first_of(" ="));
  std::vector<std::string> near =
      nearest(word.substr(word.find_first_not_of('-')), option_names(verb));
  for (std::string& name : near) name = "--" + name;
  return texts.tr(near.empty() ? "usage.option" : "usage.option_near",
                  {{"verb", verb.name}, {"word", word}, {"near", quoted_list(near)}});
}

/// The option that CLI11 calls `name`; nothing for one that every verb takes.
const Option* option_called(const std::string& name, const Verb& verb) {
  for (const Option& option : verb.options) {
    if (option.name == name || "--" + option.name == name) return &option;
  }
  return nullptr;
}

/// CLI11 says what is wrong in English only, and not as one would tell a clerk.
std::string complaint(const std::string& english, const Verb& verb, const Catalogue& texts) {
  struct Saying {
    std::string_view pattern;
    std::string_view key;
  };
  static constexpr Saying sayings[] = {{"The following argument* not expected: *", "extra"},
                                       {"* is required", "usage.missing"},
                                       {"*: At Most * required but received *", "usage.twice"},
                                       {"*: At least * required but received *", "usage.value"},
                                       {"*: * required * missing", "usage.value"},
                                       {"*: * not in {*}", "usage.choice"},
                                       {"*: Should be true/false or a number", "usage.flag"},
                                       {"Could not convert: * = *", "usage.flag"}};
  for (const Saying& saying : sayings) {
    const auto stars = at_stars(saying.pattern, english);
    if (!stars) continue;
    if (saying.key == "extra") return unexpected(stars->back(), verb, texts);
    const Option* option = option_called(stars->front(), verb);
    Facts facts{{"name", option == nullptr ? stars->front() : typed(*option)},
                {"times", stars->back()}};
    if (option != nullptr) facts.push_back({"help", std::string(texts.pick(option->help))});
    if (option != nullptr) facts.push_back({"known", quoted_list(option->choices)});
    if (stars->size() > 1) facts.push_back({"value", (*stars)[1]});
    return texts.tr(saying.key, facts);
  }
  return texts.tr("usage.other", {{"what", english}});
}

}  // namespace

std::string help_command(const Verbs& verbs, const Catalogue& texts,
                         const std::vector<std::string>& words) {
  Parsed parsed;
  try {
    static_cast<void>(walk(verbs, texts, words, parsed));
  } catch (const Usage&) {
    // The verbs up to the one that is not known are what help is there for.
  }
  std::string command = "wumei";
  for (const Verb* verb : parsed.path) command += " " + verb->name;
  return command + " --help";
}

std::span<const GlobalOption> global_options() { return global_table; }

Parsed parse_command_line(const Verbs& verbs, const Catalogue& texts,
                          const std::vector<std::string>& words) {
  Parsed parsed;
  std::vector<std::string> rest = walk(verbs, texts, words, parsed);
  if (parsed.help || parsed.version) return parsed;
  if (parsed.path.empty()) throw Usage(texts.tr("usage.no_verb"));
  const Verb& verb = *parsed.path.back();
  if (!verb.verbs.empty()) {
    throw Usage(texts.tr("usage.no_subverb",
                         {{"verb", verb.name}, {"known", quoted_list(names_of(verb.verbs))}}));
  }
  std::vector<std::string> typed_words = verbs_then(parsed.path, rest);
  CLI::App app;
  app.set_help_flag();
  add_globals(app, parsed.options);
  std::deque<Slot> slots;
  for (const Option& option : verb.options) {
    slots.push_back({&option, "", {}, false, nullptr});
    add_option(app, slots.back());
  }
  try {
    std::reverse(rest.begin(), rest.end());  // CLI11 takes words from the back
    app.parse(rest);
  } catch (const CLI::ParseError& error) {
    throw Usage(complaint(error.what(), verb, texts));
  }
  const std::string& language = parsed.options.language;
  if (!language.empty() && !language.starts_with("zh") && !language.starts_with("en")) {
    throw Usage(texts.tr("usage.language", {{"language", language}}));
  }
  collect(slots, parsed.arguments);
  parsed.arguments.put_words(std::move(typed_words));
  return parsed;
}

std::string find_language(const std::vector<std::string>& words) {
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (words[i] == "--lang" && i + 1 < words.size()) return words[i + 1];
    if (words[i].starts_with("--lang=")) return words[i].substr(7);
  }
  return "";
}

std::vector<std::string> nearest(std::string_view word, const std::vector<std::string>& names) {
  std::vector<std::pair<std::size_t, std::string>> ranked;
  for (const std::string& name : names) {
    // Edit distance, one row at a time.
    std::vector<std::size_t> row(name.size() + 1);
    for (std::size_t i = 0; i < row.size(); ++i) row[i] = i;
    for (std::size_t i = 1; i <= word.size(); ++i) {
      std::size_t diagonal = std::exchange(row[0], i);
      for (std::size_t j = 1; j <= name.size(); ++j) {
        const std::size_t swap = diagonal + (word[i - 1] == name[j - 1] ? 0 : 1);
        diagonal = row[j];
        row[j] = std::min({swap, row[j] + 1, row[j - 1] + 1});
      }
    }
    const std::size_t limit = std::max<std::size_t>(1, std::max(word.size(), name.size()) / 3);
    if (row.back() <= limit || (word.size() > 1 && name.starts_with(word))) {
      ranked.emplace_back(row.back(), name);
    }
  }
  std::sort(ranked.begin(), ranked.end());
  std::vector<std::string> near;
  for (const auto& [distance, name] : ranked) {
    if (near.size() < 3) near.push_back(name);
  }
  return near;
}

}  // namespace wumei::cli
