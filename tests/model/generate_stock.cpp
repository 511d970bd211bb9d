#include "generate.hpp"

#include <algorithm>

namespace sim {

using naive::Model;

/// Mostly what the books say, now and then less or more.
void Generator::count(const Model& model) {
  const std::string shop = dice_.one_in(40) ? "S9" : dice_.one_in(3) ? "S2" : "S1";
  const std::string account = "s/" + shop + ":";
  std::string lines;
  for (const char* sku : {"rice", "soap"}) {
    if (dice_.one_in(3)) continue;
    const naive::Num book = model.balance(account + "stock/" + sku);
    const naive::Num due = book + model.balance(account + "short/" + sku);
    const naive::Num counted = std::max<naive::Num>(
        0, (dice_.one_in(4) ? book : due) + (dice_.one_in(2) ? 0 : dice_.between(-2, 2)));
    std::string reason = counted > due ? "found" : counted < due ? "missing" : "";
    if (dice_.one_in(3)) {
      static const std::vector<std::string> reasons{"", "damaged", "expired", "miscounted",
                                                    "found"};
      reason = dice_.pick(reasons);
    }
    lines += (lines.empty() ? "" : ",") + std::string(sku) + ":" + std::to_string(counted) + ":" +
             reason;
  }
  if (dice_.one_in(30)) lines = "salt:1:found";
  if (lines.empty()) return;
  ask(model, "count", "keeper",
      {{"shop", shop},
       {"sheet", "PD" + std::to_string(next_id_)},
       {"on", dice_.one_in(15) ? naive::text(model.today() + 1) : past(model, dice_.one_in(4))},
       {"witness", officer(model, "shop-supervisor,supervisor,village,township")},
       {"lines", lines}});
}

void Generator::transfer(const Model& model) {
  const bool there = dice_.one_in(2);
  std::string lines = (dice_.one_in(2) ? "rice:" : "soap:") + number(1, dice_.one_in(5) ? 9 : 3);
  if (dice_.one_in(6)) lines += "::R";
  if (dice_.one_in(4)) lines = "rice:" + number(1, 2) + ",soap:" + number(1, 2);
  if (dice_.one_in(40)) lines = "salt:1";
  ask(model, "transfer", "keeper",
      {{"from", there ? "S1" : dice_.one_in(40) ? "S9" : "S2"},
       {"to", there != dice_.one_in(25) ? "S2" : "S1"},
       {"slip", "DB" + std::to_string(next_id_)},
       {"on", dice_.one_in(15) ? naive::text(model.today() + 1) : past(model, dice_.one_in(4))},
       {"sender", officer(model, "keeper,shop-supervisor,village,township")},
       {"lines", lines}});
}

}  // namespace sim
