#include "generate.hpp"

#include <algorithm>

namespace sim {

using naive::Fields;
using naive::Model;
using naive::Step;

namespace {

const char* const till_roles = "keeper,shop-supervisor,township";
const char* const recall_roles = "shop-supervisor,supervisor,township";

std::string hex(std::int64_t number) {
  static const char* const digits = "0123456789abcdef";
  std::string text(16, '0');
  for (auto place = text.rbegin(); number > 0; ++place, number /= 16) *place = digits[number % 16];
  return text;
}

}  // namespace

std::string Generator::till() {
  static const std::vector<std::string> tills{"T1", "T1", "T2", "T3"};
  if (dice_.one_in(25)) return "T9";
  // A copied till gets no lease any more; another one takes its place.
  return dice_.pick(tills) + (dice_.one_in(3) ? "b" : "");
}

void Generator::lease_terms(const Model& model) {
  if (!dice_.one_in(3)) return;
  Step& step = ask(model, "terms", "township",
                   {{"share", dice_.one_in(2) ? "60" : number(20, 100)},
                    {"household", number(2, 9) + "00"},
                    {"most", number(6, 30) + "00"},
                    {"records", number(1, 6)},
                    {"hours", number(1, 9) + "0"},
                    {"redemption", number(3, 20) + "00"}});
  if (dice_.one_in(8)) step.fields["hours"] = "0";
  fresh_key(step);
}

void Generator::lend(const Model& model) {
  const std::string till = this->till();
  naive::Num seq = -1;
  static_cast<void>(model.list_on(model.today(), &seq));
  int prices = step_of(model, seq);
  if (dice_.one_in(20)) prices = step_of_any(model, model.facts.lists);
  if (prices == 0) return;
  const auto known = model.facts.tills.find(till);
  std::size_t next = 1;
  if (known != model.facts.tills.end()) next = known->second.leases.size() + 1;
  std::string households;
  for (const auto& [id, household] : model.facts.households) {
    const naive::Num most = model.leasable(id);
    if (dice_.one_in(2) || (most == 0 && !dice_.one_in(15))) continue;
    const naive::Num points = dice_.one_in(9) ? dice_.between(1, 3000)
                                              : std::max<naive::Num>(1, most / dice_.between(1, 2));
    households += (households.empty() ? "" : ",") + id + ":" + std::to_string(points);
  }
  if (households.empty()) return;
  ask(model, "lend", till_roles,
      {{"till", till},
       {"shop", dice_.one_in(30) ? "S9" : till.starts_with("T2") ? "S2" : "S1"},
       {"number", std::to_string(next + (dice_.one_in(20) ? 1 : 0))},
       {"prices", std::to_string(prices)},
       {"households", households}});
}

/// A household stands at a till that has a network, mostly one that is still on its lease.
void Generator::lend_more(const Model& model) {
  std::vector<std::string> tills;
  for (const auto& [id, known] : model.facts.tills) {
    const naive::Lease& newest = known.leases.back();
    const bool sells = newest.state == "open" && model.now <= newest.stop && !known.quarantined;
    if (sells || dice_.one_in(15)) tills.push_back(id);
  }
  if (tills.empty()) return;
  const std::string till = dice_.pick(tills);
  const auto& leases = model.facts.tills.at(till).leases;
  const auto last = static_cast<std::int64_t>(leases.size());
  const std::string home = household(model);
  const naive::Num most = model.addable(till, leases.back(), home);
  const naive::Num points = most == 0 || dice_.one_in(6) ? most + dice_.between(1, 400)
                                                         : dice_.between(1, most);
  ask(model, "lend-more", till_roles,
      {{"till", till},
       {"lease", std::to_string(dice_.one_in(12) ? dice_.between(1, last + 1) : last)},
       {"random", hex(next_id_)},
       {"household", home},
       {"points", std::to_string(points)}});
}

void Generator::offline(const Model& model) {
  if (model.facts.tills.empty()) return;
  auto place = model.facts.tills.begin();
  std::advance(place, dice_.between(0, static_cast<std::int64_t>(model.facts.tills.size()) - 1));
  const auto& [till, known] = *place;
  auto lease = static_cast<std::int64_t>(known.leases.size());
  if (known.leases.back().state != "open" && !dice_.one_in(5)) return;
  if (dice_.one_in(12)) lease = dice_.between(1, lease + 1);
  const naive::Lease& newest = known.leases.back();
  const std::int64_t highest = newest.counters.empty() ? 0 : *newest.counters.rbegin();
  const auto counter =
      dice_.one_in(25) ? dice_.between(1, 4) : highest + dice_.between(1, 8) / 8 + 1;
  std::string home = household(model);
  for (const auto& [id, holder] : model.facts.leased) {
    if (holder == till && !dice_.one_in(3)) home = id;
  }
  const long long most = std::max(newest.issued, std::min(newest.stop, model.now));
  long long sold = newest.issued + dice_.between(0, most - newest.issued);
  if (dice_.one_in(8)) sold = model.now + dice_.between(-4000, 30);
  std::string lines = (dice_.one_in(2) ? "rice:" : "soap:") + number(1, dice_.one_in(6) ? 6 : 2);
  if (dice_.one_in(4)) lines = "rice:" + number(1, 2) + ",soap:" + number(1, 2);
  if (dice_.one_in(12)) lines += "::R";
  if (dice_.one_in(40)) lines = "salt:1";
  Step& step = ask(model, "offline", till_roles,
                   {{"till", till},
                    {"lease", std::to_string(lease)},
                    {"counter", std::to_string(counter)},
                    {"random", hex(next_id_)},
                    {"household", home},
                    {"sold", naive::minutes_text(sold)},
                    {"clerk", dice_.one_in(9) ? "o-panel" : "o-keeper"},
                    {"lines", lines}});
  if (dice_.one_in(4)) step.fields["card"] = "C" + number(1, 9);
  // No network: it arrives later, perhaps after others, perhaps twice.
  if (dice_.one_in(4)) step.fields["hold"] = "1";
  asked_.back() = step;
}

void Generator::lease_end(const Model& model) {
  if (model.facts.tills.empty()) return;
  auto place = model.facts.tills.begin();
  std::advance(place, dice_.between(0, static_cast<std::int64_t>(model.facts.tills.size()) - 1));
  const auto& [till, known] = *place;
  const naive::Lease& lease = known.leases.back();
  if (lease.state != "open" && !dice_.one_in(12)) return;
  Fields fields{{"till", till}, {"lease", std::to_string(known.leases.size())}};
  if (dice_.one_in(30)) fields["lease"] = "99";
  if (model.now > lease.stop && dice_.one_in(2)) {
    if (!lease.recalled.empty() || dice_.one_in(9)) {
      fresh_key(ask(model, "force", recall_roles, fields));
    } else {
      fresh_key(ask(model, "recall", recall_roles, fields));
    }
    return;
  }
  if (dice_.one_in(9)) {
    fresh_key(ask(model, "recall", recall_roles, fields));
    return;
  }
  const auto records = static_cast<std::int64_t>(lease.counters.size());
  const std::int64_t highest = lease.counters.empty() ? 0 : *lease.counters.rbegin();
  const bool wrong = dice_.one_in(5);
  fields["records"] = std::to_string(records + (wrong ? 1 : 0));
  fields["last"] = std::to_string(std::max(highest, records) + (wrong ? 1 : 0));
  ask(model, "report", till_roles, fields);
}

}  // namespace sim
