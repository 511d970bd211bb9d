#include "generate.hpp"

#include <algorithm>

namespace sim {

using naive::Model;
using naive::Step;

void Generator::sell(const Model& model) {
  naive::Num seq = -1;
  static_cast<void>(model.list_on(model.today(), &seq));
  const int prices = step_of(model, seq);
  if (prices == 0) return;
  std::string home = household(model);
  for (int tries = 0; tries < 4 && model.spendable_on(home, model.today()) < 600; ++tries) {
    home = household(model);
  }
  const bool both = dice_.one_in(4);
  Step& step = ask(model, "sell", "keeper,village,township",
                   {{"merchant", dice_.one_in(30) ? "M9" : dice_.one_in(4) ? "M2" : "M1"},
                    {"slip", dice_.one_in(15) ? "1" : std::to_string(next_id_)},
                    {"household", home},
                    {"on", dice_.one_in(5) ? past(model, 40) : naive::text(model.today())},
                    {"prices", std::to_string(prices)},
                    {"lines", both ? "rice:1,soap:" + number(1, 2) : "rice:" + number(1, 3)}});
  const auto known = model.facts.households.find(home);
  const bool card = known != model.facts.households.end() && !known->second.card.empty();
  if (card && dice_.one_in(3)) step.fields["card"] = known->second.card;
  if (dice_.one_in(20)) step.fields["on"] = naive::text(model.today() + 1);
  asked_.back() = step;
}

/// What a merchant remembers of its sales, mostly rightly.
std::string Generator::sheet(const naive::Merchant& merchant) {
  std::string lines;
  for (const auto& [slip, sale] : merchant.sales) {
    for (const auto& [sku, sold] : sale.lines) {
      if (dice_.one_in(6) || lines.size() > 900) continue;
      const std::string holder = dice_.one_in(2)    ? sale.household
                                 : dice_.one_in(20) ? "0999***"
                                                    : sale.household.substr(0, 4) + "*";
      const auto shift = static_cast<naive::Day>(dice_.one_in(20) ? dice_.between(-40, 40) : 0);
      const naive::Day on = sale.on + shift;
      const std::string line =
          (dice_.one_in(20) ? "X" : slip) + ":" + naive::text(on) + ":" +
          holder + ":" + sku + ":" + std::to_string(sold.first + (dice_.one_in(20) ? 1 : 0)) +
          ":" + std::to_string(sold.second + (dice_.one_in(12) ? 5 : 0));
      lines += (lines.empty() ? "" : ",") + line;
      if (dice_.one_in(12)) lines += "," + line;
    }
  }
  return lines;
}

void Generator::month(const Model& model) {
  const std::string id = dice_.one_in(30) ? "M9" : dice_.one_in(4) ? "M2" : "M1";
  const auto merchant = model.facts.merchants.find(id);
  const naive::Day first = model.today() - naive::civil(model.today()).day;
  const std::string month =
      naive::text(dice_.one_in(12) ? model.today() : first).substr(0, 7);
  const auto what = dice_.between(1, 4);
  const bool open = merchant != model.facts.merchants.end() &&
                    !merchant->second.months.contains(month);
  if (what == 1 || (open && what != 4)) {
    ask(model, "match", "village,township",
        {{"merchant", id},
         {"month", month},
         {"statement", "J" + std::to_string(next_id_)},
         {"lines", merchant == model.facts.merchants.end() ? "" : sheet(merchant->second)}});
    return;
  }
  if (what == 2) {
    fresh_key(ask(model, "settle", "township", {{"merchant", id}, {"month", month}}));
    return;
  }
  ask(model, "pay", "township",
      {{"merchant", id},
       {"month", month},
       {"document", "P" + std::to_string(next_id_)},
       {"on", dice_.one_in(20) ? naive::text(model.today() + 1) : past(model, 2)}});
}

void Generator::suspense(const Model& model) {
  if (!model.facts.write_offs.empty() && dice_.one_in(2)) {
    const int proposal = step_of_any(model, model.facts.write_offs);
    if (proposal == 0) return;
    fresh_key(ask(model, "waive", "township", {{"proposal", std::to_string(proposal)}}));
    return;
  }
  std::string home = household(model);
  naive::Num held = 0;
  for (const auto& [id, known] : model.facts.households) {
    held = -model.balance("h/" + id + ":suspense");
    if (held > 0) home = id;
    if (held > 0) break;
  }
  if (held <= 0 && !dice_.one_in(8)) return;
  const naive::Num points = dice_.one_in(3) ? held + 100 : (held + 1) / dice_.between(1, 2);
  naive::Fields fields{{"household", home},
                       {"points", std::to_string(std::max<naive::Num>(points, 1))}};
  if (dice_.one_in(2)) {
    fresh_key(ask(model, "propose", "shop-supervisor,village,township", fields));
    return;
  }
  fields["consent"] = "S" + std::to_string(next_id_);
  fields["on"] = dice_.one_in(20) ? naive::text(model.today() + 1) : past(model, 2);
  ask(model, "repay", "keeper,shop-supervisor,village,township", fields);
}

}  // namespace sim
