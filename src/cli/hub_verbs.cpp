#include "hub_verbs.hpp"

#include <algorithm>

namespace wumei::cli {
namespace {

constexpr std::string_view anywhere[] = {
    "rules.check",  "rules.test",   "lease.check",    "check-proof",
    "witness.key",  "witness.show", "witness.cosign", "completion",
};

struct Here {
  std::string_view name;
  Bilingual why;
};

constexpr Bilingual of_file{"账本文件在那里", "it is about the file itself"};
constexpr Bilingual of_key{"签名密钥不离开签名的机器",
                           "the key stays on the machine that signs with it"};
constexpr Bilingual of_token{"令牌凭本人的 PIN 在账本旁生成和停用",
                             "tokens are made and ended beside the ledger, by PIN"};
constexpr Bilingual of_proof{"由接口自己说账本无误，证明不了什么；请 wumei export 后在本机核验",
                             "what a hub says of its own ledger proves nothing; wumei export it "
                             "and check it here"};
constexpr Bilingual of_witness{"见证是与账本机器之间的交换，凭据存在账本里",
                               "a witness answers the machine that has the ledger, which keeps it"};

constexpr Bilingual of_package{"电子表格由账本旁的 Python 包读写",
                               "the Python package beside the ledger reads and writes workbooks"};

constexpr Here here[] = {
    {"init", {"接口只服务已有的账本", "a hub serves ledgers that are there"}},
    {"verify", of_proof},
    {"national.check", of_proof},
    {"witness.request", of_witness},
    {"witness.accept", of_witness},
    {"key.new", of_key},
    {"key.show", of_key},
    {"key.rotate", of_key},
    {"national.key", of_key},
    {"national.show", of_key},
    {"national.sign", of_key},
    {"backup", of_file},
    {"restore", of_file},
    {"hub.serve", of_file},
    {"hub.token.add", of_token},
    {"hub.token.list", of_token},
    {"hub.token.revoke", of_token},
    {"xlsx.template", of_package},
    {"xlsx.preview", of_package},
    {"xlsx.import", of_package},
    {"xlsx.export", of_package},
    {"xlsx.bulletin", of_package},
    {"xlsx.statement", of_package},
};

}  // namespace

std::string dotted(const std::vector<const Verb*>& path) {
  std::string name;
  for (const Verb* verb : path) name += (name.empty() ? "" : ".") + verb->name;
  return name;
}

const Verb* find_verb(const Verbs& verbs, std::string_view name) {
  const std::size_t dot = std::min(name.find('.'), name.size());
  const auto found = std::find_if(verbs.begin(), verbs.end(), [&](const Verb& verb) {
    return verb.name == name.substr(0, dot);
  });
  if (found == verbs.end()) return nullptr;
  if (dot == name.size()) return found->verbs.empty() ? &*found : nullptr;
  return find_verb(found->verbs, name.substr(dot + 1));
}

bool is_anywhere(std::string_view name) {
  return std::find(std::begin(anywhere), std::end(anywhere), name) != std::end(anywhere);
}

const Bilingual* why_here(std::string_view name) {
  const auto* found = std::find_if(std::begin(here), std::end(here),
                                   [&](const Here& row) { return row.name == name; });
  return found == std::end(here) ? nullptr : &found->why;
}

}  // namespace wumei::cli
