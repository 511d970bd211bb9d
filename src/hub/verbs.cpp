#include "verbs.hpp"

#include "failure.hpp"

namespace wumei::hub {
namespace {

/// In the order of `wumei --help`.
constexpr VerbRow rows[] = {
    {"import", Right::import},
    {"officer.appoint", Right::people_register},
    {"officer.dismiss", Right::people_register},
    {"officer.list", Right::look},
    {"card.issue", Right::people_register},
    {"household.change", Right::people_register},
    {"household.split", Right::people_register},
    {"household.merge", Right::people_register},
    {"find", Right::look},
    {"rules.publish", Right::rules},
    {"rules.sheet", Right::rules},
    {"rules.list", Right::look},
    {"rules.show", Right::look},
    {"rules.diff", Right::look},
    {"claim.record", Right::claims},
    {"claim.check", Right::claims},
    {"claim.approve", Right::claims},
    {"claim.withdraw", Right::claims},
    {"claim.list", Right::look},
    {"claim.show", Right::look},
    {"inspect.record", Right::claims},
    {"inspect.list", Right::look},
    {"inspect.count", Right::look},
    {"notice.open", Right::notices},
    {"notice.object", Right::notices},
    {"notice.decide", Right::notices},
    {"notice.confirm", Right::notices},
    {"notice.list", Right::look},
    {"notice.show", Right::look},
    {"award.open", Right::awards},
    {"award.veto", Right::awards},
    {"award.rank", Right::awards},
    {"award.publish", Right::awards},
    {"award.object", Right::awards},
    {"award.decide", Right::awards},
    {"award.confirm", Right::awards},
    {"award.list", Right::look},
    {"rank", Right::look},
    {"shop.prices", Right::rules},
    {"shop.receive", Right::shop},
    {"shop.redeem", Right::shop},
    {"shop.stock", Right::look},
    {"shop.count", Right::shop},
    {"shop.transfer", Right::shop},
    {"shop.deposit", Right::money},
    {"shop.coverage", Right::look},
    {"lease.terms", Right::shop},
    {"lease.issue", Right::shop},
    {"lease.add", Right::shop},
    {"lease.redeem", Right::shop},
    {"lease.close", Right::shop},
    {"lease.recall", Right::shop},
    {"lease.force", Right::shop},
    {"lease.show", Right::look},
    {"merchant.add", Right::money},
    {"merchant.list", Right::look},
    {"merchant.redeem", Right::shop},
    {"merchant.match", Right::money},
    {"merchant.statement", Right::look},
    {"merchant.settle", Right::money},
    {"merchant.pay", Right::money},
    {"suspense.list", Right::look},
    {"suspense.repay", Right::shop},
    {"suspense.propose", Right::shop},
    {"suspense.waive", Right::money},
    {"budget.approve", Right::money},
    {"close.day", Right::close},
    {"close.month", Right::close},
    {"close.expire", Right::close},
    {"close.late", Right::reverse},
    {"reverse", Right::reverse},
    {"erase", Right::erase},
    {"statement", Right::look},
    {"receipt", Right::look},
    {"bulletin", Right::look},
    {"anchor", Right::close},
    {"report", Right::look},
    {"overview", Right::look},
    {"donor", Right::look},
    {"checkpoint", Right::close},
    {"proof", Right::look},
    {"check-page", Right::look},
};

constexpr std::size_t answers_most = 256;
constexpr std::size_t answer_bytes_most = 64 * 1024;  ///< a longer one is made again

}  // namespace

std::span<const VerbRow> verb_rows() { return rows; }

std::optional<http::Response> Answers::find(const std::string& key, const Digest& request) const {
  const auto found = known_.find(key);
  if (found == known_.end()) return std::nullopt;
  if (found->second.request != request) {
    return failed(failure(Refusal{RefusalCode::key_conflict, {{"key", key}}}));
  }
  return found->second.answer;
}

void Answers::keep(const std::string& key, const Digest& request, const http::Response& answer) {
  if (answer.body.size() > answer_bytes_most) return;
  if (known_.insert_or_assign(key, Known{request, answer}).second) order_.push_back(key);
  if (order_.size() <= answers_most) return;
  known_.erase(order_.front());
  order_.pop_front();
}

}  // namespace wumei::hub
