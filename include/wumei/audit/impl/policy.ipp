#pragma once

#include <wumei/audit/policy.hpp>
#include <wumei/base/error.hpp>
#include <wumei/base/text.hpp>
#include <wumei/config.hpp>

#include <algorithm>
#include <map>
#include <set>
#include <utility>

namespace wumei::audit {

namespace detail {

inline constexpr std::size_t policy_bytes_max = 64 * 1024;

/// The words of a line: only space and tab part them.
WUMEI_INLINE std::vector<std::string_view> policy_words(std::string_view line) {
  std::vector<std::string_view> words;
  while (true) {
    const std::size_t start = line.find_first_not_of(" \t");
    if (start == std::string_view::npos) return words;
    line.remove_prefix(start);
    const std::size_t end = std::min(line.find_first_of(" \t"), line.size());
    words.push_back(line.substr(0, end));
    line.remove_prefix(end);
  }
}

class PolicyParser {
 public:
  explicit PolicyParser(std::string file) : file_(std::move(file)) {}

  Policy run(std::string_view text) {
    check_characters(text);
    while (!text.empty()) {
      ++line_;
      const std::size_t end = text.find('\n');
      if (end == std::string_view::npos) throw refuse("end", text, "a newline after the last line");
      see(text.substr(0, end));
      text.remove_prefix(end + 1);
    }
    if (!has_quorum_) throw refuse("quorum", "", "a line \"quorum NAME\"");
    return std::move(policy_);
  }

 private:
  [[nodiscard]] Error refuse(std::string field, std::string_view found,
                             std::string_view expected) const {
    return bad_input({file_, line_, 0, std::move(field)}, found, expected);
  }

  void check_characters(std::string_view text) {
    if (text.size() > policy_bytes_max) {
      throw refuse("policy", std::to_string(text.size()) + " bytes", "at most 65536 bytes");
    }
    const auto control = [](char c) {
      const auto byte = static_cast<unsigned char>(c);
      return (byte < 0x20 && c != '\n' && c != '\t') || byte == 0x7f;
    };
    const auto bad = std::find_if(text.begin(), text.end(), control);
    line_ = 1 + std::count(text.begin(), bad, '\n');
    if (bad != text.end()) {
      throw refuse("policy", "control character " + to_hex(std::string_view(&*bad, 1)),
                   "text, tabs and newlines");
    }
    line_ = 0;
    if (!is_utf8(text)) throw refuse("policy", "bytes that are not UTF-8", "UTF-8");
  }

  void see(std::string_view line) {
    const std::vector<std::string_view> words = policy_words(line);
    if (words.empty() || words[0].starts_with('#')) return;
    if (words[0] == "log") {
      see_log(words);
    } else if (words[0] == "witness") {
      see_witness(words);
    } else if (words[0] == "group") {
      see_group(words);
    } else if (words[0] == "quorum") {
      see_quorum(words);
    } else {
      throw refuse("line", words[0], "log, witness, group or quorum");
    }
  }

  void see_log(const std::vector<std::string_view>& words) {
    if (words.size() < 2 || words.size() > 3) {
      throw refuse("log", std::to_string(words.size()) + " items", "log VKEY [URL]");
    }
    policy_.logs.push_back({take_key(words[1], KeyType::ed25519), std::string(url(words, 2))});
  }

  void see_witness(const std::vector<std::string_view>& words) {
    if (words.size() < 3 || words.size() > 4) {
      throw refuse("witness", std::to_string(words.size()) + " items", "witness NAME VKEY [URL]");
    }
    define(words[1]);
    policy_.witnesses.push_back({std::string(words[1]), take_key(words[2], KeyType::cosignature),
                                 std::string(url(words, 3))});
  }

  void see_group(const std::vector<std::string_view>& words) {
    if (words.size() < 4) {
      throw refuse("group", std::to_string(words.size()) + " items",
                   "group NAME all|any|K MEMBER...");
    }
    PolicyGroup group{std::string(words[1]), 0, {words.begin() + 3, words.end()}};
    group.threshold = threshold(words[2], group.members.size());
    for (const std::string& member : group.members) {
      if (!defined_.contains(member)) {
        throw refuse("group", member, "a witness or group of an earlier line");
      }
      if (!members_.insert(member).second) {
        throw refuse("group", member, "a name that is in no group yet");
      }
    }
    define(words[1]);
    policy_.groups.push_back(std::move(group));
  }

  void see_quorum(const std::vector<std::string_view>& words) {
    if (has_quorum_) throw refuse("quorum", "a second quorum line", "exactly one");
    if (words.size() != 2) {
      throw refuse("quorum", std::to_string(words.size()) + " items", "quorum NAME");
    }
    if (words[1] != "none" && !defined_.contains(words[1])) {
      throw refuse("quorum", words[1], "none, or a witness or group of an earlier line");
    }
    policy_.quorum = words[1];
    has_quorum_ = true;
  }

  void define(std::string_view name) {
    if (name == "none") throw refuse("name", name, "another name: none is predefined");
    if (!defined_.insert(std::string(name)).second) {
      throw refuse("name", name, "a name that is not defined yet");
    }
  }

  /// A key of the one type, whose bytes no other line has, whatever its name.
  VerifierKey take_key(std::string_view text, KeyType type) {
    VerifierKey key = parse_key(text);
    if (key.type() != type) {
      throw refuse("key", text, type == KeyType::ed25519 ? "a log's key, of type 1"
                                                         : "a witness's key, of type 4");
    }
    if (!keys_.insert(key.key()).second) throw refuse("key", text, "a key that is listed once");
    return key;
  }

  VerifierKey parse_key(std::string_view text) const {
    try {
      return VerifierKey::parse(text);
    } catch (const Error& error) {
      if (error.code() != Errc::unsupported) throw refuse("key", text, "a verifier key");
      throw Error(Errc::unsupported, file_ + (file_.empty() ? "line " : ":") +
                                         std::to_string(line_) + ": " + error.what());
    }
  }

  [[nodiscard]] std::size_t threshold(std::string_view word, std::size_t members) const {
    if (word == "all") return members;
    if (word == "any") return 1;
    const bool digits = !word.empty() && word.size() < 6 && word[0] != '0' &&
                        word.find_first_not_of("0123456789") == std::string_view::npos;
    const std::size_t count = digits ? std::stoul(std::string(word)) : 0;
    if (count == 0 || count > members) {
      throw refuse("group", word, "all, any or a number from 1 to " + std::to_string(members));
    }
    return count;
  }

  static std::string_view url(const std::vector<std::string_view>& words, std::size_t at) {
    return at < words.size() ? words[at] : std::string_view();
  }

  std::string file_;
  std::int64_t line_ = 0;
  Policy policy_;
  bool has_quorum_ = false;
  std::set<std::string, std::less<>> defined_;
  std::set<std::string, std::less<>> members_;
  std::set<std::string, std::less<>> keys_;
};

/// The key among those of the policy for this origin that signed the note.
WUMEI_INLINE std::string signing_log(const Policy& policy, const Note& note,
                                     const Checkpoint& checkpoint) {
  bool known = false;
  std::string signer;
  for (const PolicyLog& log : policy.logs) {
    if (log_name(log.key.name()) != log_name(checkpoint.origin)) continue;
    known = true;
    const Signed is = is_signed_by(note, log.key);
    if (is == Signed::wrong) {
      throw Error(Errc::unauthorised, "the signature of the log, " + log.key.text() +
                                          ", is wrong on the checkpoint of size " +
                                          std::to_string(checkpoint.head.size));
    }
    if (is == Signed::yes && signer.empty()) signer = log.key.text();
  }
  if (!known) {
    throw Error(Errc::not_found, "the policy knows no log called " + checkpoint.origin);
  }
  if (signer.empty()) {
    throw Error(Errc::unauthorised, "the checkpoint of size " +
                                        std::to_string(checkpoint.head.size) +
                                        " is not signed by the log " + checkpoint.origin);
  }
  return signer;
}

}  // namespace detail

WUMEI_INLINE Policy parse_policy(std::string_view text, const std::string& file) {
  return detail::PolicyParser(file).run(text);
}

WUMEI_INLINE Policy policy_of(const VerifierKey& log_key) {
  Policy policy;
  policy.logs.push_back({log_key, {}});
  return policy;
}

WUMEI_INLINE bool meets_quorum(const Policy& policy, const std::vector<std::string>& witnesses) {
  std::set<std::string, std::less<>> met(witnesses.begin(), witnesses.end());
  for (const PolicyGroup& group : policy.groups) {
    const auto count = std::count_if(group.members.begin(), group.members.end(),
                                     [&](const std::string& name) { return met.contains(name); });
    // Names from outside never stand for a group.
    met.erase(group.name);
    if (static_cast<std::size_t>(count) >= group.threshold) met.insert(group.name);
  }
  return policy.quorum != "none" && met.contains(policy.quorum);
}

WUMEI_INLINE std::string_view name(Witnessing witnessing) {
  switch (witnessing) {
    case Witnessing::witnessed: return "witnessed";
    case Witnessing::unwitnessed: return "unwitnessed";
  }
  return "";
}

WUMEI_INLINE NoteCheck check_note(const Policy& policy, std::string_view note,
                                  const CosignatureTimes& times) {
  const Note parsed = parse_note(note);
  NoteCheck check;
  check.checkpoint = parse_checkpoint(parsed.text);
  check.log_key = detail::signing_log(policy, parsed, check.checkpoint);
  std::vector<std::string> names;
  for (const PolicyWitness& witness : policy.witnesses) {
    const CosignatureCheck found = check_cosignature(parsed, witness.key, times);
    const Sighting sighting{witness.name, witness.key.text(), found.at};
    switch (found.is) {
      case Cosigned::wrong:
        throw Error(Errc::unauthorised, "the cosignature of " + witness.name + ", " +
                                            witness.key.text() + ", is wrong");
      case Cosigned::yes:
        check.seen.push_back(sighting);
        names.push_back(witness.name);
        break;
      case Cosigned::untimely: check.untimely.push_back(sighting); break;
      case Cosigned::absent: break;
    }
  }
  if (meets_quorum(policy, names)) check.is = Witnessing::witnessed;
  return check;
}

}  // namespace wumei::audit
