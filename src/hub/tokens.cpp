#include "tokens.hpp"

#include <wumei/base/json.hpp>

#include <sys/stat.h>

#include <algorithm>
#include <array>

namespace wumei::hub {
namespace {

constexpr std::array every_right{Right::look,   Right::people,  Right::claims,
                                 Right::notices, Right::shop,    Right::close,
                                 Right::import, Right::people_register,
                                 Right::awards, Right::rules,   Right::money,
                                 Right::reverse, Right::erase};

Token token_of(const json::Value& line) {
  Token token;
  token.id = line.at("token").text();
  token.hash = Digest::from_bytes(from_hex(line.at("hash").text()));
  token.officer = OfficerId(line.at("officer").text());
  token.device = DeviceId(line.at("device").text());
  for (const json::Value& right : line.at("rights").items()) {
    token.rights.insert(parse_right(right.text()));
  }
  token.created = Instant::from_millis(line.at("created").integer());
  token.expires = Instant::from_millis(line.at("expires").integer());
  return token;
}

void take(std::vector<Token>& tokens, const json::Value& line) {
  if (const json::Value* id = line.find("revoke")) {
    for (Token& token : tokens) {
      if (token.id == id->text()) token.revoked = Instant::from_millis(line.at("at").integer());
    }
  } else {
    tokens.push_back(token_of(line));
  }
}

}  // namespace

std::string_view name(Right right) {
  switch (right) {
    case Right::look: return "look";
    case Right::people: return "people";
    case Right::claims: return "claims";
    case Right::notices: return "notices";
    case Right::shop: return "shop";
    case Right::close: return "close";
    case Right::import: return "import";
    case Right::people_register: return "register";
    case Right::awards: return "awards";
    case Right::rules: return "rules";
    case Right::money: return "money";
    case Right::reverse: return "reverse";
    case Right::erase: return "erase";
  }
  return "";
}

Right parse_right(std::string_view text) {
  for (const Right right : every_right) {
    if (text == name(right)) return right;
  }
  std::string known;
  for (const Right right : every_right) {
    known += (known.empty() ? "" : ", ") + std::string(name(right));
  }
  throw bad_input({"", 0, 0, "right"}, text, "one of " + known);
}

Rights all_rights() { return {every_right.begin(), every_right.end()}; }

std::vector<Token> TokenFile::read() const {
  std::vector<Token> tokens;
  std::int64_t number = 0;
  for (const std::string& line : lines_.read()) {
    ++number;
    try {
      take(tokens, json::parse(line));
    } catch (const Error&) {
      throw Error(Errc::corrupt,
                  file().string() + ": line " + std::to_string(number) + " is no token");
    }
  }
  return tokens;
}

TokenFile::Made TokenFile::add(const NewToken& wanted) const {
  const Made made{to_hex(random_bytes(4)), "wumei_" + to_base64url(random_bytes(32))};
  json::Array rights;
  for (const Right right : wanted.rights) rights.emplace_back(name(right));
  lines_.append(json::write(json::Value::object({{"token", made.id},
                                                 {"hash", to_hex(sha256(made.secret).bytes())},
                                                 {"officer", wanted.officer.text()},
                                                 {"device", wanted.device.text()},
                                                 {"rights", std::move(rights)},
                                                 {"created", wanted.created.millis()},
                                                 {"expires", wanted.expires.millis()}})));
  return made;
}

void TokenFile::revoke(const std::string& id, Instant now) const {
  const std::vector<Token> tokens = read();
  const auto token = std::find_if(tokens.begin(), tokens.end(),
                                  [&](const Token& known) { return known.id == id; });
  if (token == tokens.end()) throw Error(Errc::not_found, "no token is called " + id);
  if (token->revoked) return;
  lines_.append(json::write(json::Value::object({{"revoke", id}, {"at", now.millis()}})));
}

Tokens::Stamp Tokens::stamp() const {
  struct stat found {};
  if (::stat(file_.file().c_str(), &found) != 0) return {};
  return {found.st_ino, found.st_size,
          std::int64_t{found.st_mtim.tv_sec} * 1'000'000'000 + found.st_mtim.tv_nsec};
}

void Tokens::read_anew() {
  // Taken before reading: what is added meanwhile is seen the next time.
  const Stamp now = stamp();
  if (now == read_) return;
  std::map<Digest, std::shared_ptr<const Token>> known;
  for (Token& token : file_.read()) {
    known.emplace(token.hash, std::make_shared<const Token>(std::move(token)));
  }
  known_ = std::move(known);
  read_ = now;
}

std::shared_ptr<const Token> Tokens::find(std::string_view secret) {
  const Digest hash = sha256(secret);
  const std::lock_guard<std::mutex> lock(mutex_);
  read_anew();
  const auto token = known_.find(hash);
  return token == known_.end() ? nullptr : token->second;
}

}  // namespace wumei::hub
