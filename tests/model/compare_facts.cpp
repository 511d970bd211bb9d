#include "world.hpp"

#include <wumei/publish/bulletin.hpp>

#include <algorithm>

namespace sim {

using namespace wumei;

namespace {

using Sums = std::map<std::string, naive::Num>;

std::string sums_text(const Sums& sums) {
  std::string text;
  for (const auto& [name, amount] : sums) {
    if (amount != 0) text += " " + name + "=" + std::to_string(amount);
  }
  return text;
}

std::string differ(const std::string& what, const std::string& ledger, const std::string& model) {
  if (ledger == model) return "";
  return what + ": the ledger says" + ledger + ", the model" + model;
}

/// Refused claims and trimmed points by reason: of all that was ever answered.
std::string compare_reasons(const programme::Programme& book, const naive::Model& model) {
  Sums refusals;
  for (const auto& [code, count] : book.state().deeds.refusals) {
    refusals[std::string(name(code))] = count;
  }
  Sums trims;
  for (const auto& [code, points] : book.state().deeds.trims) {
    trims[std::string(name(code))] = points.units();
  }
  const std::string found =
      differ("refusals", sums_text(refusals), sums_text(model.facts.refusals));
  if (!found.empty()) return found;
  return differ("trims", sums_text(trims), sums_text(model.facts.trims));
}

std::string compare_taken(const programme::Programme& book, const naive::Model& model) {
  Sums taken;
  for (const auto& [key, pieces] : book.state().market.taken) {
    const Date first = Date::of(key.month / 12, key.month % 12 + 1, 1);
    taken[key.household.text() + "/" + key.sku.text() + "/" + first.text().substr(0, 7)] =
        pieces.units();
  }
  return differ("taken", sums_text(taken), sums_text(model.facts.taken));
}

/// What every donor gave, what of it was handed out and whom it reached.
std::string compare_donors(const programme::Programme& book, const naive::Model& model) {
  Sums ledger;
  for (const auto& [donor, tally] : book.state().market.donors) {
    const std::string id = donor.text();
    ledger[id + " value"] = tally.value.units();
    for (const auto& [sku, pieces] : tally.given) {
      ledger[id + " gave " + sku.text()] = pieces.units();
    }
    for (const auto& [sku, pieces] : tally.handed_out) {
      ledger[id + " out " + sku.text()] = pieces.units();
    }
    for (const auto& [home, pieces] : tally.reached) {
      ledger[id + " to " + home.text()] = pieces.units();
    }
  }
  Sums naive;
  const std::vector<naive::Entry>& log = model.facts.log;
  for (const auto& [name, lot] : model.facts.stock) {
    if (lot.donor.empty() || log[static_cast<std::size_t>(lot.seq)].reversed) continue;
    naive[lot.donor + " value"] += lot.pieces * lot.cost;
    naive[lot.donor + " gave " + lot.sku] += lot.pieces;
  }
  for (const naive::Entry& entry : log) {
    const bool sale = entry.kind == "redeem.confirm" || entry.kind == "lease.redeem";
    if (!sale || entry.reversed) continue;
    for (const auto& [place, amount] : entry.moves) {
      const auto lot = model.facts.stock.find(place.second);
      if (lot == model.facts.stock.end() || lot->second.donor.empty()) continue;
      naive[lot->second.donor + " out " + lot->second.sku] -= amount;
      naive[lot->second.donor + " to " + entry.in.at("household")] -= amount;
    }
  }
  return differ("donors", sums_text(ledger), sums_text(naive));
}

std::string compare_funds(const programme::Programme& book, const naive::Model& model) {
  Sums ledger;
  Sums naive;
  const naive::Day today = model.today();
  for (const auto& [village, name] : model.facts.villages) {
    const std::string account =
        "f/" + village + ":issued/" + std::to_string(naive::civil(today).year);
    ledger[village] = book.state().book.issuable(VillageId(village), Date::from_days(today));
    naive[village] = model.released(account, today, -1) + model.balance(account);
  }
  return differ("left to issue", sums_text(ledger), sums_text(naive));
}

std::string compare_notices(const programme::Programme& book, const naive::Model& model) {
  Sums ledger;
  const notice::Board& board = book.state().notices;
  for (const auto& [id, notice] : board.notices) {
    ledger[id.text() + " until " + notice.until.text()] = 1;
    for (const auto entry : notice.waiting) ledger[id.text() + " " + std::to_string(entry)] = 1;
  }
  for (const auto& [entry, objection] : board.open_objections) {
    ledger["objection " + std::to_string(objection)] = entry;
  }
  Sums naive;
  for (const auto& [id, notice] : model.facts.notices) {
    naive[id + " until " + naive::text(notice.until)] = 1;
    for (const auto entry : notice.waiting) naive[id + " " + std::to_string(entry)] = 1;
  }
  for (const auto& [entry, objection] : model.facts.open_objections) {
    naive["objection " + std::to_string(objection)] = entry;
  }
  return differ("notices", sums_text(ledger), sums_text(naive));
}

/// Balances as of an earlier entry and accounting date, of a few accounts that change with the log.
std::string compare_as_of(const programme::Programme& book, const naive::Model& model) {
  std::vector<std::string> names;
  for (const auto& [name, account] : model.facts.accounts) names.push_back(name);
  const std::size_t size = model.facts.log.size();
  for (std::size_t i = 0; i < 4 && !names.empty(); ++i) {
    const std::string& name = names[(size * 7 + i * 13) % names.size()];
    const std::size_t last = size * (i + 1) / 4;
    const naive::Day day = model.today() - static_cast<naive::Day>(i * 9);
    naive::Num sum = 0;
    for (std::size_t seq = 0; seq < last; ++seq) {
      if (model.facts.log[seq].effective > day) continue;
      for (const auto& [place, amount] : model.facts.log[seq].moves) {
        if (place.first == name) sum += amount;
      }
    }
    const std::int64_t shown =
        book.balance(name, {static_cast<ledger::Seq>(last) - 1, Date::from_days(day)});
    if (shown != sum) {
      return differ(name + " by entry " + std::to_string(last) + " and " + naive::text(day),
                    " " + std::to_string(shown), " " + std::to_string(sum));
    }
  }
  return "";
}

/// The accounting month that is called after the calendar month of a day: from the 26th on.
std::pair<naive::Day, naive::Day> accounting_month(naive::Day day) {
  const naive::Civil now = naive::civil(day);
  naive::Civil before{now.year, now.month - 1, 26};
  if (before.month == 0) before = {now.year - 1, 12, 26};
  return {naive::day_of(before), naive::day_of({now.year, now.month, 25})};
}

Sums bulletin_sums(const publish::Bulletin& bulletin) {
  Sums sums;
  sums["homes"] = bulletin.households;
  sums["stage"] = static_cast<naive::Num>(bulletin.stage);
  for (const publish::BulletinGroup& group : bulletin.groups) {
    for (const publish::BulletinRow& row : group.rows) {
      const std::string home = row.household.text();
      sums[home + " earned"] = row.earned.units();
      sums[home + " times"] = row.times;
      sums[home + " deducted"] = row.deducted.units();
    }
  }
  for (const auto* totals : {&bulletin.gains, &bulletin.deductions}) {
    for (const publish::RuleTotal& total : *totals) {
      sums[total.rule.text() + " times"] = total.times;
      sums[total.rule.text() + " points"] = total.points.units();
    }
  }
  return sums;
}

naive::Num stage_of(const naive::Model& model, const std::string& village,
                    std::pair<naive::Day, naive::Day> month) {
  naive::Num stage = 4;
  for (const auto& [seq, earning] : model.facts.earnings) {
    const bool in_month = month.first <= earning.on && earning.on <= month.second;
    if (earning.village != village || !in_month) continue;
    const auto posted = model.facts.notice_of.find(seq);
    if (posted == model.facts.notice_of.end()) return 1;
    const bool running = model.facts.notices.at(posted->second).until >= model.today();
    stage = running || stage == 2 ? 2 : 3;
  }
  return stage;
}

Sums bulletin_sums(const naive::Model& model, const std::string& village) {
  Sums sums;
  const auto month = accounting_month(model.today());
  sums["homes"] = 0;
  sums["stage"] = stage_of(model, village, month);
  for (const auto& [id, household] : model.facts.households) {
    if (household.village != village) continue;
    sums["homes"] += household.facts.status == "closed" ? 0 : 1;
    const auto grants = model.facts.grants.find(id);
    if (grants == model.facts.grants.end()) continue;
    for (const naive::Grant& grant : grants->second) {
      if (grant.on < month.first || grant.on > month.second) continue;
      const bool gain = grant.points > 0;
      sums[id + (gain ? " earned" : " deducted")] += grant.points;
      sums[id + " times"] += gain ? 1 : 0;
      ++sums[grant.rule + " times"];
      sums[grant.rule + " points"] += grant.points;
    }
  }
  return sums;
}

std::string compare_bulletins(const programme::Programme& book, const naive::Model& model) {
  for (const auto& [village, name] : model.facts.villages) {
    publish::BulletinQuery query;
    query.village = VillageId(village);
    query.month = naive::text(model.today()).substr(0, 7);
    query.printed = Date::from_days(model.today());
    const Sums ledger = bulletin_sums(publish::gather_bulletin(book, query));
    const std::string found = differ("bulletin of " + village + " for " + query.month,
                                     sums_text(ledger), sums_text(bulletin_sums(model, village)));
    if (!found.empty()) return found;
  }
  return "";
}

}  // namespace

std::string key_difference(const programme::Programme& book, const naive::Model& model) {
  for (const auto& [key, seq] : model.facts.keys) {
    // The ledger names these itself, by digest or by chance.
    if (key.starts_with("import/") || key.starts_with("taken/")) continue;
    const std::optional<ledger::Seq> found = book.find(key);
    if (found == seq) continue;
    return "key " + key + ": the ledger finds " + (found ? std::to_string(*found) : "nothing") +
           ", the model entry " + std::to_string(seq);
  }
  return "";
}

std::string fact_difference(const programme::Programme& book, const naive::Model& model) {
  for (const auto compare : {compare_reasons, compare_taken, compare_donors, compare_funds,
                             compare_notices, compare_as_of, compare_bulletins,
                             ranking_difference, lease_difference,
                             merchant_difference}) {
    if (std::string found = compare(book, model); !found.empty()) return found;
  }
  return "";
}

}  // namespace sim
