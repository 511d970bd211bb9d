#include "till.hpp"

#include <wumei/base/digest.hpp>

#include <algorithm>

/// The sale under a lease: debit on disk, hand over, tick; and the ways back.
namespace wumei::terminal {

TillRecord LeasedTill::new_record(const TillLease& lease) const {
  const std::vector<TillRecord> records = file_.records(lease.document.number);
  TillRecord record;
  record.sale.till = TillId(lease.document.till);
  record.sale.lease = lease.document.number;
  record.sale.counter = records.empty() ? 1 : records.back().sale.counter + 1;
  record.sale.random = to_hex(random_bytes(8));
  return record;
}

TillRecord LeasedTill::confirm(const TillSale& asked, const OfficerId& clerk) {
  if (const std::optional<TillRecord> known = file_.record(asked.id)) {
    if (!same_lines(known->sale.lines, asked.lines)) throw Stop("id.conflict", {{"id", asked.id}});
    return *known;
  }
  const TillLease lease = need_lease();
  std::optional<TillDraft> draft = file_.draft();
  if (!draft || draft->random != asked.id) throw Stop("visit.none");
  if (asked.prices != lease.prices.seq) {
    throw Stop(Refusal{RefusalCode::stale_prices,
                       {{"prices", std::to_string(lease.prices.seq)}}});
  }
  if (!same_lines(draft->lines, asked.lines)) static_cast<void>(put_cart(asked.lines));
  return confirm(clerk);
}

TillRecord LeasedTill::confirm(const OfficerId& clerk) {
  const TillLease lease = need_lease();
  const std::optional<TillDraft> draft = file_.draft();
  if (!draft) throw Stop("visit.none");
  refuse_while_unresolved();
  check_selling(lease);
  if (file_.stopped().contains(draft->card)) {  // the hub may have said so since it was shown
    throw Stop(Refusal{RefusalCode::card_stopped, {{"card", draft->card.text()}}});
  }
  const TillCart cart = priced(lease, *draft);
  if (cart.problem) throw Stop(*cart.problem);
  if (!cart.lacking.is_zero()) {
    throw Stop(Refusal{RefusalCode::not_enough_points, {{"missing", cart.lacking.text()}}});
  }
  TillRecord record = new_record(lease);
  if (!draft->random.empty()) record.sale.random = draft->random;
  record.proxy = draft->proxy;
  record.sale.household = draft->household;
  record.sale.card = draft->card;
  record.sale.at = now_();
  record.sale.clerk = clerk;
  record.sale.lines = draft->lines;
  record.sale.receiver = draft->receiver;
  record.points = cart.points;
  file_.debit(record);
  return record;
}

TillRecord LeasedTill::known(std::int64_t counter) const {
  const std::optional<TillLease> lease = file_.lease();
  std::optional<TillRecord> record;
  if (lease) record = file_.record(lease->document.number, counter);
  if (record) return std::move(*record);
  const std::string number = std::to_string(counter);
  throw Error(Errc::not_found, "no sale " + number + " under this lease", {{"id", number}});
}

TillRecord LeasedTill::handed_over(std::int64_t counter) {
  TillRecord record = known(counter);
  if (record.state == RecordState::returned) {
    throw Stop(Refusal{RefusalCode::wrong_state, {{"id", id_of(record.sale)}}});
  }
  if (record.state == RecordState::debited) {
    record.state = RecordState::done;
    file_.put_state(record);
  }
  return record;
}

TillRecord LeasedTill::not_handed_over(std::int64_t counter, const std::string& reason) {
  TillRecord record = known(counter);
  if (record.state == RecordState::done) {
    throw Stop(Refusal{RefusalCode::wrong_state, {{"id", id_of(record.sale)}}});
  }
  if (record.state == RecordState::debited) {
    record.state = RecordState::returned;
    record.reason = reason;
    file_.put_state(record);
  }
  return record;
}

std::optional<TillRecord> LeasedTill::take_return(std::int64_t counter,
                                                  const std::vector<market::BasketLine>& back,
                                                  const std::string& reason) {
  const TillLease lease = need_lease();
  TillRecord record = known(counter);
  if (record.state != RecordState::done) {
    throw Stop(Refusal{RefusalCode::wrong_state, {{"id", id_of(record.sale)}}});
  }
  if (record.sent) throw Stop("return.sent", {{"id", id_of(record.sale)}});
  // What was counted was counted without these goods.
  for (const CountSheet& sheet : file_.open_sheets()) {
    if (RecordPlace{record.sale.lease, counter} > sheet.through) continue;
    throw Stop("return.closed", {{"day", sheet.day.text()}});
  }
  if (back.empty()) throw bad_input({"", 0, 0, "lines"}, "", "the goods that come back");
  std::vector<market::BasketLine> lines = without(record.sale.lines, back);
  record.state = RecordState::returned;
  record.reason = reason;
  std::optional<TillRecord> kept;
  if (!lines.empty()) {
    kept = new_record(lease);
    if (kept->sale.counter > lease.document.records) throw Stop("lease.full");
    const std::int64_t number = kept->sale.counter;
    const std::string random = kept->sale.random;
    kept->sale = record.sale;
    kept->sale.counter = number;
    kept->sale.random = random;
    kept->sale.lines = lines;
    kept->state = RecordState::done;
    kept->before = counter;
    kept->proxy = record.proxy;
    for (const market::BasketLine& line : lines) {
      kept->points += lease.prices.goods.at(line.sku).price * line.quantity.units();
    }
  }
  file_.take_back(record, kept);
  return kept;
}

}  // namespace wumei::terminal
