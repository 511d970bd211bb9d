#include "failure.hpp"

#include <wumei/base/text.hpp>
#include <wumei/programme/kinds.hpp>
#include <wumei/publish/language.hpp>

namespace wumei::hub {
namespace {

constexpr FailureRow rows[] = {
    {"token.none", 401, "请求没有带令牌", "The request carries no token"},
    {"token.unknown", 401, "没有这个令牌", "There is no such token"},
    {"token.expired", 401, "令牌已过期", "The token has expired"},
    {"token.revoked", 401, "令牌已停用", "The token was revoked"},
    {"token.ledger", 403, "令牌不能用于这个账本", "The token is not one of that ledger"},
    {"token.right", 403, "令牌没有此项权限", "The token does not give the right to do this"},
    {"pin.wrong", 401, "密码不对", "The PIN is wrong"},
    {"pin.locked", 423, "密码错误次数过多，请稍后再试", "Too many wrong PINs; try again later"},
    {"rate", 429, "请求过于频繁，请稍后再试", "Too many requests; try again later"},
    {"key.missing", 400, "请求缺少 Idempotency-Key", "The request lacks an Idempotency-Key"},
    {"bad_input", 400, "内容有误", "Something is not as it should be"},
    {"not_found", 404, "没有这一项", "There is no such thing"},
    {"method", 405, "不能这样请求", "This cannot be asked in that way"},
    {"too_large", 413, "内容过大", "Too large"},
    {"conflict", 409, "与账本冲突", "It contradicts the ledger"},
    {"checkpoint.none", 409, "还没有包含这一笔的账头凭据",
     "No signed checkpoint covers the entry yet"},
    {"key.absent", 409, "本机没有可用的签名密钥", "No key to sign with is at hand here"},
    {"lease.gap", 409, "离线记录的流水号有缺口", "Records of the till are missing before these"},
    {"lease.nothing", 422, "本村没有可借出的积分", "No household there has points to lend"},
    {"busy", 503, "正忙，请稍后再试", "Busy; try again in a moment"},
    {"disk", 507, "磁盘已满或无法读写", "The disk is full or cannot be used"},
    {"internal", 500, "程序内部错误，账本保持原样", "A fault in wumei; the ledger is as it was"},
};

/// What the system said may not be UTF-8.
Json facts_json(const Facts& facts) {
  Json known = Json::object({});
  for (const Fact& fact : facts) {
    known.add(fact.name, is_utf8(fact.value) ? fact.value : std::string("?"));
  }
  return known;
}

struct Words {
  std::string zh;
  std::string en;
};

Json error_json(std::string_view code, const Words& words, const Facts& facts) {
  return Json::object({{"code", code},
                       {"message", Json::object({{"zh", words.zh}, {"en", words.en}})},
                       {"facts", facts_json(facts)}});
}

int status_of(RefusalCode code) {
  if (programme::concerns_rights(code)) return 403;
  const bool contradicts = code == RefusalCode::key_conflict || code == RefusalCode::duplicate ||
                           code == RefusalCode::wrong_state ||
                           code == RefusalCode::already_reversed;
  return contradicts ? 409 : 422;
}

}  // namespace

std::span<const FailureRow> failure_rows() { return rows; }

Failure failure(std::string_view code, const Facts& facts) {
  const FailureRow* row = http::row_of(rows, code);
  if (row == nullptr) return failure("internal");
  return {row->status, error_json(code, {std::string(row->zh), std::string(row->en)}, facts)};
}

Failure failure(const Refusal& refusal) {
  using publish::Language;
  return {status_of(refusal.code),
          error_json(name(refusal.code),
                     {publish::reason(refusal.code, Language::zh),
                      publish::reason(refusal.code, Language::en)},
                     refusal.facts)};
}

Failure failure(const std::exception_ptr& thrown) {
  try {
    std::rethrow_exception(thrown);
  } catch (const Stop& stop) {
    return failure(stop.code(), stop.facts());
  } catch (const Error& error) {
    const std::string_view code = http::code_of(error.code());
    return failure(code, code == "internal" || code == "disk" ? Facts() : error.facts());
  } catch (...) {
    return failure("internal");
  }
}

http::Response json_response(const Json& body, int status) {
  return {status, "application/json", body.text()};
}

http::Response failed(const Failure& failure) {
  return json_response(failure.body, failure.status);
}

}  // namespace wumei::hub
