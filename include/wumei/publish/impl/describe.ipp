#pragma once

#include <wumei/config.hpp>
#include <wumei/publish/statement.hpp>

#include <array>
#include <utility>

namespace wumei::publish {
namespace detail {

using Words = std::pair<std::string_view, std::string_view>;

inline constexpr std::array<std::pair<std::string_view, Words>, 18> kind_words{{
    {"notice.confirm", {"公示期满，转为可用积分", "notice over, points may be spent"}},
    {"notice.decide", {"异议已处理", "objection decided"}},
    {"claim.withdraw", {"申报撤回", "claim withdrawn"}},
    {"opening.balance", {"原有积分转入", "balance brought forward"}},
    {"entry.reverse", {"冲正", "reversal"}},
    {"inspection.record", {"庭院检查", "courtyard inspection"}},
    {"claim.settle", {"申报通过", "claim accepted"}},
    {"claim.refuse", {"申报未通过", "claim not accepted"}},
    {"claim.check", {"申报审核", "claim checked"}},
    {"redeem.confirm", {"爱心超市兑换", "redeemed at the love supermarket"}},
    {"lease.redeem", {"爱心超市离线兑换", "redeemed at the love supermarket, offline"}},
    {"merchant.redeem", {"合作商户兑换", "redeemed at a merchant"}},
    {"suspense.repay", {"待核积分结清", "suspense repaid"}},
    {"suspense.waive", {"待核积分核销", "suspense written off"}},
    {"stock.count", {"超市盘点", "stock counted"}},
    {"stock.transfer", {"商品调拨", "goods moved between shops"}},
    {"award.grant", {"五美庭院评选奖励", "five-beauty courtyard award"}},
    {"points.expire", {"积分到期", "points expired"}},
}};

inline constexpr std::array<std::pair<std::string_view, Words>, 3> level_words{{
    {"qualified", {"达标户", "qualified"}},
    {"demonstration", {"示范户", "demonstration"}},
    {"model", {"标兵户", "model"}},
}};

template <class Table>
[[nodiscard]] std::string word(const Table& table, std::string_view name, Language language) {
  for (const auto& [known, words] : table) {
    if (known == name) return pick(language, words.first, words.second);
  }
  return std::string(name);
}

WUMEI_INLINE std::string text_of(const json::Value& object, std::string_view key) {
  const json::Value* found = object.find(key);
  return found == nullptr || !found->is_text() ? std::string() : found->text();
}

WUMEI_INLINE std::int64_t number_of(const json::Value& object, std::string_view key,
                                    std::int64_t otherwise) {
  const json::Value* found = object.find(key);
  return found == nullptr || !found->is_integer() ? otherwise : found->integer();
}

/// `肥皂×2、食盐×1`.
WUMEI_INLINE std::string describe_goods(const programme::State& state, const json::Value& out,
                                        Language language) {
  std::string goods;
  const json::Value* lines = out.find("lines");
  if (lines == nullptr) return goods;
  for (const json::Value& line : lines->items()) {
    const Sku sku(line.at("sku").text());
    const market::Goods* known = state.market.goods(sku);
    if (!goods.empty()) goods += pick(language, "、", ", ");
    goods += (known == nullptr ? sku.text() : known->name) + "×" +
             std::to_string(line.at("quantity").integer());
  }
  return goods;
}

WUMEI_INLINE std::string describe_inspection(const json::Value& in, const json::Value& out,
                                             Language language) {
  const std::string part = text_of(in, "part");
  std::string what = part == "whole" ? pick(language, "五美庭院季检", "five-beauty inspection")
                                     : pick(language, "庭院月检", "monthly courtyard inspection");
  const std::int64_t score = number_of(out, "score", -1);
  if (score < 0) return what;
  return what + pick(language, "，得 ", ", score ") + plain(Score::of_units(score)) +
         pick(language, " 分", "");
}

}  // namespace detail

WUMEI_INLINE std::string rule_name(const programme::State& state, ledger::Seq rules,
                                   const RuleId& rule, Language language) {
  const rules::PublishedBook* published = state.rules.book_at(rules);
  const rules::Rule* known = published == nullptr ? nullptr : published->book.find(rule);
  if (known == nullptr) return rule.text();
  return language == Language::en && !known->name_en.empty() ? known->name_en : known->name;
}

WUMEI_INLINE std::string describe(const programme::State& state, const programme::Record& record,
                                  Language language) {
  const auto& [entry, in, out] = record;
  const std::string kind = detail::word(detail::kind_words, entry.kind, language);
  if (entry.kind == "inspection.record") return detail::describe_inspection(in, out, language);
  const bool sale = entry.kind == "redeem.confirm" || entry.kind == "lease.redeem" ||
                    entry.kind == "merchant.redeem";
  if (sale) {
    return pick(language, "兑换：", "redeemed: ") + detail::describe_goods(state, out, language);
  }
  if (entry.kind == "award.grant") {
    return kind + pick(language, "：", ": ") +
           detail::word(detail::level_words, detail::text_of(in, "level"), language);
  }
  if (entry.kind == "entry.reverse") {
    const std::string reason = detail::text_of(in, "reason");
    return kind + pick(language, "第 ", " of entry ") +
           std::to_string(detail::number_of(in, "seq", 0)) + pick(language, " 号", "") +
           (reason.empty() ? "" : pick(language, "：", ": ") + reason);
  }
  const std::string rule = detail::text_of(in, "rule");
  if (rule.empty()) return kind;
  const ledger::Seq rules = detail::number_of(out, "rules", ledger::no_seq);
  return rule_name(state, rules, RuleId(rule), language);
}

}  // namespace wumei::publish
