#include "world.hpp"

#include <wumei/market/coverage.hpp>
#include <wumei/programme/claim_commands.hpp>
#include <wumei/publish/statement.hpp>
#include <wumei/publish/township.hpp>

namespace sim {

using namespace wumei;

namespace {

std::string differ(const std::string& what, const std::string& ledger, const std::string& model) {
  return what + ": the ledger says " + ledger + ", the model " + model;
}

std::string differ(const std::string& what, std::int64_t ledger, std::int64_t model) {
  return differ(what, std::to_string(ledger), std::to_string(model));
}

std::string lots_text(const std::map<std::string, naive::Num>& lots) {
  std::string text;
  for (const auto& [name, amount] : lots) text += name + "=" + std::to_string(amount) + " ";
  return text.empty() ? "nothing" : text;
}

std::string account_text(const ledger::Book& book, std::string_view account) {
  std::map<std::string, naive::Num> lots;
  if (ledger::has_lots(ledger::parse_account(account).purpose)) {
    for (const ledger::Lot& lot : book.lots(account)) lots[lot.name] = lot.amount;
  } else if (book.balance(account) != 0) {
    lots[""] = book.balance(account);
  }
  return lots_text(lots) + "last " + std::to_string(book.last_entry(account));
}

std::string household_text(const people::Household& household) {
  return household.village.text() + " " + std::string(people::name(household.status)) + " " +
         household.passbook + " " + household.card.text() + " " +
         std::to_string(household.people);
}

std::string household_text(const naive::Household& household) {
  const naive::HouseholdFacts& facts = household.facts;
  return household.village + " " + facts.status + " " + facts.passbook + " " + household.card +
         " " + std::to_string(facts.people);
}

/// Everything a statement says of balances, of what waits, and of what was refused.
std::string statement_text(const publish::Statement& statement) {
  std::string text = "spendable " + std::to_string(statement.spendable.units()) + " pending " +
                     std::to_string(statement.pending.units()) + " arrears " +
                     std::to_string(statement.arrears.units()) + " honour " +
                     std::to_string(statement.honour.units()) + " leased " +
                     std::to_string(statement.leased.units()) + " lots";
  for (const auto& lot : statement.lots) {
    text += " " + lot.expires.text() + "=" + std::to_string(lot.points.units());
  }
  text += " waiting";
  for (const auto& line : statement.waiting) {
    text += " " + std::to_string(line.seq) + "=" + std::to_string(line.points.units()) + "@" +
            line.on.text() + (line.posted ? " until " + line.until.text() : "") +
            (line.disputed ? " disputed" : "");
  }
  text += " refused";
  for (const auto& line : statement.refused) text += " " + std::to_string(line.seq);
  text += " lines";
  for (const auto& line : statement.lines) {
    text += " " + std::to_string(line.seq) + ":" + std::to_string(line.pending.units()) + "/" +
            std::to_string(line.spendable.units());
  }
  return text;
}

std::string waiting_text(const naive::Model& model, const std::string& household) {
  std::string text;
  for (const auto& [seq, earning] : model.facts.earnings) {
    if (earning.household != household) continue;
    text += " " + std::to_string(seq) + "=" + std::to_string(earning.points) + "@" +
            naive::text(earning.on);
    const auto posted = model.facts.notice_of.find(seq);
    if (posted != model.facts.notice_of.end()) {
      text += " until " + naive::text(model.facts.notices.at(posted->second).until);
    }
    if (model.facts.open_objections.contains(seq)) text += " disputed";
  }
  return text;
}

struct Lines {
  std::string text;
  naive::Num oldest = 0;  ///< entry of the last line when there are more, else 0
};

Lines lines_of(const naive::Model& model, const std::string& home, std::size_t most) {
  Lines lines;
  std::size_t count = 0;
  naive::Num last = 0;
  const std::string escrow = ":escrow/" + home.substr(2);
  const std::vector<naive::Entry>& log = model.facts.log;
  for (std::size_t seq = log.size(); seq-- > 0 && lines.oldest == 0;) {
    naive::Num pending = 0;
    naive::Num spendable = 0;
    bool touched = false;
    for (const auto& [place, amount] : log[seq].moves) {
      if (place.first == home + ":pending") pending += amount;
      const bool own = place.first == home + ":spendable" || place.first.ends_with(escrow);
      if (own) spendable += amount;
      touched = touched || own || place.first == home + ":pending";
    }
    // Lent or given back: the household has what it had.
    if (!touched || (log[seq].kind.starts_with("lease.") && spendable == 0)) continue;
    if (++count > most) {
      lines.oldest = last;
      continue;
    }
    last = static_cast<naive::Num>(seq);
    lines.text += " " + std::to_string(seq) + ":" + std::to_string(pending) + "/" +
                  std::to_string(spendable);
  }
  return lines;
}

naive::Num leased(const naive::Model& model, const std::string& household) {
  naive::Num sum = 0;
  for (const auto& [name, account] : model.facts.accounts) {
    if (name.ends_with(":escrow/" + household)) sum += account.balance();
  }
  return sum;
}

std::string statement_text(const naive::Model& model, const std::string& household,
                           const publish::StatementQuery& query) {
  const std::string home = "h/" + household;
  std::string lots;
  for (const auto& [lot, amount] : model.account(home + ":spendable").lots) {
    if (naive::parse_day(lot) >= query.day.days()) lots += " " + lot + "=" + std::to_string(amount);
  }
  std::string text = "spendable " +
                     std::to_string(model.spendable_on(household, query.day.days())) +
                     " pending " + std::to_string(model.balance(home + ":pending")) + " arrears " +
                     std::to_string(model.balance(home + ":arrears")) + " honour " +
                     std::to_string(model.balance(home + ":honour")) + " leased " +
                     std::to_string(leased(model, household)) + " lots" + lots +
                     " waiting" + waiting_text(model, household) + " refused";
  const Lines lines = lines_of(model, home, query.lines_max);
  const auto refused = model.facts.refused.find(household);
  if (refused != model.facts.refused.end()) {
    std::size_t left = query.lines_max;
    for (auto seq = refused->second.rbegin(); seq != refused->second.rend() && left > 0; ++seq) {
      if (*seq < lines.oldest) break;
      text += " " + std::to_string(*seq);
      --left;
    }
  }
  return text + " lines" + lines.text;
}

std::string compare_statements(const programme::Programme& book, const naive::Model& model) {
  publish::StatementQuery query;
  query.day = book.today();
  query.lines_max = 20;
  for (const auto& [id, household] : model.facts.households) {
    query.household = HouseholdId(id);
    const std::string ledger = statement_text(publish::gather_statement(book, query));
    const std::string naive = statement_text(model, id, query);
    if (ledger != naive) return differ("statement of " + id, ledger, naive);
  }
  return "";
}

std::string compare_shelves(const programme::Programme& book, const naive::Model& model) {
  const programme::State& state = book.state();
  for (const auto& [shop, village] : model.facts.shops) {
    std::map<std::string, naive::Num> sums;
    for (const auto& [name, lot] : model.facts.stock) {
      const naive::Num left = model.account("s/" + shop + ":stock/" + lot.sku).lot(name);
      if (lot.shop != shop && left == 0) continue;
      sums[lot.sku] += left;
      sums[lot.sku + " kept"] += lot.restriction.empty() ? 0 : left;
      sums[lot.sku + " spoiled"] += lot.best_before < book.today().days() ? left : 0;
      sums[lot.sku + " cost"] += lot.cost * left;
    }
    std::map<std::string, naive::Num> shown;
    for (const auto& line : market::shelf(state.market, state.book, ShopId(shop), book.today())) {
      shown[line.sku.text()] = line.quantity.units();
      shown[line.sku.text() + " kept"] = line.restricted.units();
      shown[line.sku.text() + " spoiled"] = line.spoiled.units();
      shown[line.sku.text() + " cost"] = line.cost.units();
    }
    if (sums != shown) return differ("shelf of " + shop, lots_text(shown), lots_text(sums));
  }
  return "";
}

std::string row_text(const publish::VillageRow& row) {
  std::string text = std::to_string(row.households);
  for (const Points points : {row.issued, row.pending, row.spendable, row.redeemed, row.opening,
                              row.taken}) {
    text += " " + std::to_string(points.units());
  }
  return text + " " + std::to_string(row.stock.units()) + " " + std::to_string(row.cash.units());
}

std::string row_text(const naive::Model& model, const std::string& village) {
  std::int64_t households = 0;
  for (const auto& [id, household] : model.facts.households) {
    if (household.village == village && household.facts.status != "closed") ++households;
  }
  std::map<std::string, naive::Num> sums = model.totals(village);
  if (sums.contains("escrow")) sums["spendable"] += sums["escrow"];
  std::string text = std::to_string(households);
  for (const char* name : {"issued", "pending", "spendable", "redeemed", "opening"}) {
    text += " " + std::to_string(sums.at(name));
  }
  return text + " " +
         std::to_string(sums.at("penalty") + sums.at("expired") + sums.at("arrears")) + " " +
         std::to_string(sums.at("stock_cost")) + " " + std::to_string(sums.at("cash"));
}

/// The township's page, and behind it what a village's goods and money cover.
std::string compare_page(const programme::Programme& book, const naive::Model& model) {
  const publish::Township page = publish::gather_township(book, {.day = book.today()});
  for (const publish::VillageRow& row : page.villages) {
    const std::string ledger = row_text(row);
    const std::string naive = row_text(model, row.village.text());
    if (ledger != naive) return differ("row of " + row.village.text(), ledger, naive);
  }
  for (const auto& [fund, covered] :
       market::coverage_by_fund(book.state().book, book.state().people)) {
    std::map<std::string, naive::Num> sums = model.totals(fund.text());
    if (sums.contains("escrow")) sums["spendable"] += sums["escrow"];
    const bool same = covered.spendable.units() == sums.at("spendable") &&
                      covered.stock.units() == sums.at("stock_cost") &&
                      covered.cash.units() == sums.at("cash");
    if (!same) return differ("coverage of " + fund.text(), covered.stock.text(), "otherwise");
  }
  return "";
}

/// Claims that wait for each officer, which also says whom every rule of four eyes shuts out.
std::string compare_waiting(const programme::Programme& book, const naive::Model& model) {
  for (const auto& [officer, known] : model.facts.officers) {
    std::string naive;
    for (const auto& [seq, claim] : model.facts.claims) {
      if (model.may_check_next(officer, claim)) naive += " " + std::to_string(seq);
    }
    std::string ledger;
    for (const ledger::Seq seq : programme::claims_waiting(book.state(), OfficerId(officer), {})) {
      ledger += " " + std::to_string(seq);
    }
    if (ledger != naive) return differ("claims that wait for " + officer, ledger, naive);
  }
  return "";
}

}  // namespace

std::string difference(const programme::Programme& book, const naive::Model& model) {
  const programme::State& state = book.state();
  const auto entries = static_cast<std::int64_t>(model.facts.log.size());
  if (book.size() != entries) return differ("entries", book.size(), entries);
  std::string found;
  std::size_t count = 0;
  state.book.for_each_account([&](std::string_view name, std::int64_t) {
    ++count;
    const naive::Account& account = model.account(std::string(name));
    const std::string ledger = account_text(state.book, name);
    const std::string naive = lots_text(account.lots) + "last " + std::to_string(account.last);
    if (found.empty() && ledger != naive) found = differ(std::string(name), ledger, naive);
  });
  if (!found.empty()) return found;
  if (count != model.facts.accounts.size()) {
    return differ("accounts", static_cast<std::int64_t>(count),
                  static_cast<std::int64_t>(model.facts.accounts.size()));
  }
  if (state.people.households.size() != model.facts.households.size()) return "households differ";
  for (const auto& [id, household] : model.facts.households) {
    const std::string ledger = household_text(*state.people.household(HouseholdId(id)));
    if (ledger != household_text(household)) {
      return differ("household " + id, ledger, household_text(household));
    }
  }
  return "";
}

std::string report_difference(const programme::Programme& book, const naive::Model& model) {
  for (const auto compare :
       {compare_statements, compare_shelves, compare_page, compare_waiting}) {
    if (std::string found = compare(book, model); !found.empty()) return found;
  }
  return fact_difference(book, model);
}

}  // namespace sim
