#include "counter.hpp"

#include <wumei/base/digest.hpp>
#include <wumei/programme/control_commands.hpp>

#include <algorithm>

/// The sale: debit on disk, hand over, tick; and the ways back.
namespace wumei::terminal {
namespace {

programme::Receipt need(Decision<programme::Receipt> decision) {
  if (!decision) throw Stop(decision.refusal());
  return std::move(decision).value();
}

/// Goods taken instead join those that are kept.
void join(std::vector<market::BasketLine>& lines, const std::vector<market::BasketLine>& more) {
  for (const market::BasketLine& line : more) {
    const auto same = std::find_if(lines.begin(), lines.end(), [&](const auto& known) {
      return known.sku == line.sku && known.restriction == line.restriction;
    });
    if (same == lines.end()) {
      lines.push_back(line);
    } else {
      same->quantity += line.quantity;
    }
  }
}

}  // namespace

bool same_lines(const std::vector<market::BasketLine>& a,
                const std::vector<market::BasketLine>& b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](const auto& x, const auto& y) {
    return x.sku == y.sku && x.quantity == y.quantity && x.restriction == y.restriction;
  });
}

std::vector<market::BasketLine> without(std::vector<market::BasketLine> lines,
                                        const std::vector<market::BasketLine>& back) {
  for (const market::BasketLine& line : back) {
    const auto sold = std::find_if(lines.begin(), lines.end(), [&](const auto& known) {
      return known.sku == line.sku;
    });
    const bool fits = sold != lines.end() && line.quantity >= Quantity::of_units(1) &&
                      line.quantity <= sold->quantity;
    if (!fits) {
      throw bad_input({"", 0, 0, "quantity"}, line.sku.text() + " " + line.quantity.text(),
                      "goods of this slip, no more than it has");
    }
    sold->quantity -= line.quantity;
  }
  std::erase_if(lines, [](const auto& line) { return line.quantity.is_zero(); });
  return lines;
}

programme::Redemption Counter::redemption(const Sale& sale) const {
  return {.shop = settings_.shop,
          .slip = sale.id,
          .household = sale.household,
          .card = sale.card,
          .on = sale.on,
          .prices = sale.prices,
          .lines = sale.lines,
          .receiver = sale.receiver};
}

Sale Counter::as_it_stands(Sale sale) const {
  if (sale.seq == ledger::no_seq || !programme_.state().book.is_reversed(sale.seq)) return sale;
  if (sale.stage == Stage::debited) sale.stage = Stage::taken_back;
  if (sale.stage == Stage::done) sale.stage = Stage::returned;
  return sale;
}

Sale Counter::known_sale(const std::string& id) const {
  std::optional<Sale> sale = journal_.sale(id);
  if (!sale || sale->stage == Stage::asked) {
    throw Error(Errc::not_found, "no sale " + id + " at this till", {{"id", id}});
  }
  return as_it_stands(std::move(*sale));
}

std::vector<Sale> Counter::sales(Date day) const {
  std::vector<Sale> sales = journal_.sales(day);
  std::erase_if(sales, [](const Sale& sale) { return sale.stage == Stage::asked; });
  for (Sale& sale : sales) sale = as_it_stands(std::move(sale));
  return sales;
}

std::string proof_code(const std::string& secret, const std::string& what) {
  const Digest mac = hmac_sha256(secret, what);
  std::string code;
  unsigned check = 0;
  for (unsigned i = 0; i < 9; ++i) {
    const unsigned value = mac.data[i] % 32;
    code += code_letters[value];
    check += (i + 1) * value;
    if (i == 3 || i == 7) code += '-';
  }
  return code + code_letters[check % 32];
}

std::string Counter::proof_code(const Sale& sale, Points points) const {
  return terminal::proof_code(journal_.secret(), sale.id + "|" + sale.household.text() + "|" +
                                                     points.text() + "|" +
                                                     std::to_string(sale.seq));
}

Points Counter::points_of(const Sale& sale) const {
  const std::string leaf = programme_.leaf(sale.seq);
  const json::Value data = ledger::parse_data(ledger::decode(leaf));
  return Points::of_units(data.at("out").at("points").integer());
}

SoldSlip Counter::slip_of(const Sale& sale) const {
  SoldSlip sold;
  sold.sale = sale;
  sold.slip = publish::gather_receipt(programme_, sale.seq);
  sold.clerk_name = programme::officer_name(programme_, sale.clerk);
  sold.code = proof_code(sale, sold.slip.points);
  return sold;
}

SoldSlip Counter::sold(const std::string& id) const { return slip_of(known_sale(id)); }

SoldSlip Counter::confirm(const std::string& id, const std::vector<market::BasketLine>& lines,
                          ledger::Seq prices, const OfficerId& clerk) {
  recover();  // an earlier try may have failed after the debit
  if (const auto known = journal_.sale(id)) {
    if (!same_lines(known->lines, lines)) throw Stop("id.conflict", {{"id", id}});
    return sold(id);
  }
  const std::optional<Draft> draft = journal_.draft();
  if (!draft || draft->id != id) throw Stop("visit.none");
  refuse_while_unresolved();
  Sale sale;
  sale.id = id;
  sale.on = programme_.today();
  sale.household = draft->household;
  sale.card = draft->card;
  sale.clerk = clerk;
  sale.receiver = draft->receiver;
  sale.proxy = draft->proxy;
  sale.prices = prices;
  sale.lines = lines;
  journal_.put_sale(sale);
  const auto debited =
      programme_.submit(programme::redemption_command(actor(clerk), redemption(sale)));
  if (!debited) {
    journal_.forget_sale(id);
    throw Stop(debited.refusal());
  }
  sale.seq = debited->first;
  sale.stage = Stage::debited;
  journal_.put_sale(sale, true);
  return slip_of(sale);
}

SoldSlip Counter::handed_over(const std::string& id) {
  Sale sale = known_sale(id);
  if (sale.stage == Stage::taken_back || sale.stage == Stage::returned) {
    throw Stop(Refusal{RefusalCode::wrong_state, {{"id", id}}});
  }
  if (sale.stage == Stage::debited) {
    sale.stage = Stage::done;
    journal_.put_sale(sale);
  }
  return slip_of(sale);
}

SoldSlip Counter::not_handed_over(const std::string& id, const std::string& reason,
                                  const OfficerId& clerk) {
  Sale sale = known_sale(id);
  if (sale.stage == Stage::done || sale.stage == Stage::returned) {
    throw Stop(Refusal{RefusalCode::wrong_state, {{"id", id}}});
  }
  if (sale.stage == Stage::debited) {
    need(programme_.submit(
        programme::reverse_command(programme_, actor(clerk), sale.seq, reason)));
    sale.stage = Stage::taken_back;
  }
  journal_.put_sale(sale);
  return slip_of(sale);
}

std::int64_t Counter::count_copy(const std::string& id) {
  Sale sale = known_sale(id);
  ++sale.copies;
  journal_.put_sale(sale);
  return sale.copies;
}

Returned Counter::take_return(const Return& asked, const OfficerId& clerk) {
  Sale sale = known_sale(asked.id);
  if (sale.stage != Stage::done) throw Stop(Refusal{RefusalCode::wrong_state, {{"id", sale.id}}});
  refuse_while_unresolved();
  const bool own_day = sale.on == programme_.today() && sale.clerk == clerk;
  if (!own_day && !asked.supervisor) throw Stop("supervisor.needed", {{"id", sale.id}});
  if (asked.lines.empty()) {
    throw bad_input({"", 0, 0, "lines"}, "", "the goods that come back");
  }
  Sale kept = sale;
  kept.lines = without(sale.lines, asked.lines);
  join(kept.lines, asked.instead);
  kept.id = journal_.next_slip();
  kept.stage = Stage::asked;
  kept.seq = ledger::no_seq;
  kept.kept = asked.instead.empty();  // goods taken instead are still to be handed over
  kept.before = sale.id;
  kept.copies = 0;
  const bool keeps_some = !kept.lines.empty();
  if (keeps_some) {
    const market::PriceList* list = programme_.state().market.list_on(sale.on);
    if (list != nullptr) kept.prices = list->seq;
    journal_.put_sale(kept);
  }
  try {
    kept.seq = exchange(sale, kept, asked, clerk);
  } catch (const Stop&) {
    if (keeps_some) journal_.forget_sale(kept.id);
    throw;
  }
  sale.stage = Stage::returned;
  journal_.put_sale(sale);
  if (!keeps_some) return {slip_of(sale), std::nullopt};
  kept.stage = kept.kept ? Stage::done : Stage::debited;
  journal_.put_sale(kept);
  return {slip_of(sale), slip_of(kept)};
}

ledger::Seq Counter::exchange(const Sale& sale, const Sale& kept, const Return& asked,
                              const OfficerId& clerk) {
  const Points before = points_of(sale);
  const programme::OpenBatch batch(programme_);
  need(programme_.submit(programme::reverse_command(
      programme_, actor(asked.supervisor.value_or(clerk)), sale.seq, asked.reason)));
  ledger::Seq seq = ledger::no_seq;
  if (!kept.lines.empty()) {
    const programme::Receipt again =
        need(programme_.submit(programme::redemption_command(actor(clerk), redemption(kept))));
    const Points after = Points::of_units(again.out.at("points").integer());
    if (after > before) throw Stop("exchange.more", {{"missing", (after - before).text()}});
    seq = again.first;
  }
  static_cast<void>(programme_.commit());
  return seq;
}

}  // namespace wumei::terminal
