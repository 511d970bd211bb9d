#include "failure.hpp"

#include <wumei/base/text.hpp>
#include <wumei/publish/html.hpp>
#include <wumei/publish/language.hpp>

#include <algorithm>
#include <charconv>
#include <optional>

namespace wumei::terminal {
namespace {

constexpr FailureRow rows[] = {
    {"pin.wrong", 401, "密码不对", "The PIN is wrong"},
    {"pin.locked", 423, "密码错误次数过多，请稍后再试", "Too many wrong PINs; try again later"},
    {"session.none", 401, "请先登录", "Please sign in"},
    {"csrf", 403, "请求不是本页面发出的", "The request did not come from this page"},
    {"origin", 403, "请求来自别处", "The request came from elsewhere"},
    {"visit.none", 409, "没有正在办理的住户", "No household stands at the counter"},
    {"visit.open", 409, "另一户还没有办完", "Another household still stands at the counter"},
    {"identity.wrong", 403, "核对不符", "The answer does not match"},
    {"identity.locked", 423, "核对错误次数过多，请稍后再试",
     "Too many wrong answers; try again later"},
    {"id.conflict", 409, "该小票号已用于不同的商品", "The slip number was used for other goods"},
    {"unresolved", 409, "有一笔还没有说明是否已交付",
     "Nobody has said whether the goods of an earlier sale were handed over"},
    {"supervisor.needed", 403, "须乡镇人员同意", "An officer of the township must agree"},
    {"exchange.more", 409, "换取的商品比退回的贵", "The goods taken cost more than those returned"},
    {"count.reason", 409, "点数与账面不符，请写明原因",
     "The count differs from the ledger; give the reasons"},
    {"disk.full", 507, "磁盘已满或无法写入，只能查看",
     "The disk is full or cannot be written; reading only"},
    {"clock.wrong", 409, "本机时间早于最后一笔，请先校准时间",
     "The clock is behind the last entry; set it first"},
    {"lease.none", 409, "没有可用的离线额度，联网同步后再办",
     "The till has no lease; sell when it has been to the hub"},
    {"lease.over", 409, "离线额度已到期，联网同步后再办",
     "The lease is over; sell when the till has been to the hub"},
    {"lease.full", 409, "离线额度的笔数已用完，联网同步后再办",
     "The lease takes no more redemptions; let the till go to the hub first"},
    {"lease.household", 409, "不在本店的离线名单上，请联网时再来",
     "Not among the households of this lease; please come when there is a network"},
    {"lease.redemption", 409, "超过每笔离线换购的上限", "More than one redemption may be offline"},
    {"return.sent", 409, "这一笔已报给乡镇，请联网办理退货",
     "The township has this sale already: it takes the goods back"},
    {"return.closed", 409, "这一天已经日结盘点，退货请在联网报送后由乡镇办理",
     "That day is closed and counted: the township takes the goods back once it has the sale"},
    {"exchange.leased", 409, "本终端不能直接换货：请先退货退分，再重新换购",
     "This till exchanges nothing in one step: take the goods back, then redeem anew"},
    {"pin.first", 503, "第一次在本终端登录，或密码改过，要联网核对：请联网后再登录",
     "A first sign-in here, or one with a new PIN, is checked at the hub: connect the till first"},
    {"till.elsewhere", 409, "本终端没有账本，不能办这件事：请在村里的账本电脑上办，或请乡镇代办",
     "This till has no ledger: do it on the PC that has the village's, or ask the township"},
    {"hub.away", 503, "接不通乡镇接口，离线换购照常",
     "The hub cannot be reached; the till goes on without it"},
    {"hub.untrusted", 503, "乡镇接口的证书不可信，没有联网：请联系乡镇检查证书",
     "The hub's certificate is not to be trusted: nothing is sent; ask the township"},
    {"hub.refused", 409, "乡镇接口不接受，请联系乡镇", "The hub says no; ask the township"},
    {"lease.lost", 409, "本终端在乡镇已有额度，本机没有记录：请换新的终端编号",
     "The hub lent to this till before, and this file does not know it: use a new till number"},
    {"lease.forged", 409, "额度书的签名不对，不能使用",
     "The lease is not signed by the ledger's key"},
    {"scans.elsewhere", 409, "扫码枪正由另一个窗口接收", "Another window has the scanner"},
    {"scans.over", 409, "登录状态变了，请重新接收扫码", "The session is another one: listen anew"},
    {"bad_input", 400, "填写有误", "Something is not filled in as it should be"},
    {"not_found", 404, "找不到", "Not found"},
    {"method", 405, "不能这样请求", "This cannot be asked in that way"},
    {"too_large", 413, "内容过大", "Too large"},
    {"busy", 503, "正忙，请稍后再试", "Busy; try again in a moment"},
    {"conflict", 409, "与账本冲突", "It contradicts the ledger"},
    {"internal", 500, "程序内部错误，账本保持原样", "A fault in wumei; the ledger is as it was"},
};

/// The refusal with that name; nothing for a name that is none.
std::optional<RefusalCode> refusal_named(std::string_view code) {
  try {
    return refusal_code(code);
  } catch (const Error&) {
    return std::nullopt;
  }
}

/// Counts are numbers for the page, all else is text; what the system said may not be UTF-8.
Json fact_json(const Fact& fact) {
  std::int64_t number = 0;
  const char* end = fact.value.data() + fact.value.size();
  const bool counts = fact.name == "wait_seconds" || fact.name == "tries_left";
  if (counts && std::from_chars(fact.value.data(), end, number).ptr == end) return number;
  return is_utf8(fact.value) ? fact.value : std::string("?");
}

Json facts_json(const Facts& facts) {
  Json known = Json::object({});
  for (const Fact& fact : facts) known.add(fact.name, fact_json(fact));
  return known;
}

Json error_json(std::string_view code, const Json& facts, const Json& text) {
  return Json::object({{"code", code}, {"facts", facts}, {"text", text}});
}

Failure of_row(const FailureRow& row, const Json& facts) {
  return {row.status, error_json(row.code, facts, text_json(row.zh, row.en))};
}

/// At a till only a PIN is unauthorised, and an I/O error leaves it reading only.
std::string_view code_of(Errc code) {
  if (code == Errc::io) return "disk.full";
  return code == Errc::unauthorised ? "pin.wrong" : http::code_of(code);
}

struct FactWords {
  std::string_view name, zh, zh_unit, en, en_unit;
};

constexpr FactWords fact_words[] = {
    {"missing", "还差 ", " 分", "", " points are missing"},
    {"minimum", "满 ", " 分起兑", "from ", " points on"},
    {"left", "本月还可换 ", "", "", " left this month"},
    {"available", "货架上有 ", "", "", " on the shelf"},
    {"tries_left", "还可以试 ", " 次", "", " tries left"},
    {"wait_seconds", "请等 ", " 秒", "wait ", " s"},
    {"code", "代码 ", "", "code ", ""},
    {"stop", "到期于 ", "", "it ended at ", ""},
    {"last", "上一笔记在 ", "", "the last entry is of ", ""},
};

std::string said(const Failure& failure, publish::Language language) {
  const bool zh = language == publish::Language::zh;
  const json::Value error = json::parse_lenient(failure.error.text());
  std::string sentence = error.at("text").at(zh ? "zh" : "en").text();
  for (const FactWords& words : fact_words) {
    const json::Value* value = error.at("facts").find(words.name);
    if (value == nullptr) continue;
    const bool ended = sentence.ends_with(zh ? "。" : ".");
    sentence += zh ? (ended ? "" : "，") : (ended ? " " : "; ");
    sentence += zh ? words.zh : words.en;
    sentence += value->is_integer() ? std::to_string(value->integer())
                                    : publish::plain(value->text());
    sentence += zh ? words.zh_unit : words.en_unit;
  }
  return sentence;
}

}  // namespace

std::string sentence(const std::exception_ptr& thrown, publish::Language language) {
  return said(failure(thrown), language);
}

std::string sentence(const Refusal& refusal, publish::Language language) {
  return said(failure(refusal), language);
}

std::span<const FailureRow> failure_rows() { return rows; }

Json text_json(std::string_view zh, std::string_view en) {
  return Json::object({{"zh", zh}, {"en", en}});
}

Failure failure(const Refusal& refusal) {
  using publish::Language;
  Facts facts = refusal.facts;
  if (refusal.code == RefusalCode::goods_limit) {
    const Error shown(Errc::bad_input, "", facts);
    const Quantity left =
        Quantity::parse(shown.fact("limit")) - Quantity::parse(shown.fact("taken"));
    facts.push_back({"left", std::max(Quantity(), left).text()});
  }
  return {409, error_json(name(refusal.code), facts_json(facts),
                          text_json(publish::reason(refusal.code, Language::zh),
                                    publish::reason(refusal.code, Language::en)))};
}

Failure failure(std::string_view code, const Facts& facts) {
  if (const FailureRow* row = http::row_of(rows, code)) return of_row(*row, facts_json(facts));
  if (const auto refusal = refusal_named(code)) return failure(Refusal{*refusal, facts});
  return failure("internal");
}

Failure failure_with(std::string_view code, const Json& facts) {
  const FailureRow* row = http::row_of(rows, code);
  return row == nullptr ? failure("internal") : of_row(*row, facts);
}

Failure failure(const std::exception_ptr& thrown) {
  try {
    std::rethrow_exception(thrown);
  } catch (const Stop& stop) {
    return failure(stop.code(), stop.facts());
  } catch (const Error& error) {
    const std::string_view code = code_of(error.code());
    return failure(code, code == "internal" ? Facts() : error.facts());
  } catch (...) {
    return failure("internal");
  }
}

}  // namespace wumei::terminal
