#include "world.hpp"

#include <wumei/programme/lease_commands.hpp>

namespace sim {

using namespace wumei;

namespace {

std::string text(const naive::Command& command, const std::string& name) {
  const auto found = command.in.find(name);
  return found == command.in.end() ? std::string() : found->second;
}

std::int64_t number(const naive::Command& command, const std::string& name) {
  return std::stoll(text(command, name));
}

programme::Command terms(const programme::Actor& actor, const naive::Command& asked) {
  return programme::lease_terms_command(
      actor, {number(asked, "share"), Points::of_units(number(asked, "household")),
              Points::of_units(number(asked, "most")), number(asked, "records"),
              number(asked, "hours"), Points::of_units(number(asked, "redemption"))});
}

programme::Command lend(const programme::Actor& actor, const naive::Command& asked) {
  programme::LeaseIssue lease{TillId(text(asked, "till")), ShopId(text(asked, "shop")),
                              number(asked, "number"), number(asked, "prices"), {}};
  for (const std::string& item : naive::split(text(asked, "households"), ',')) {
    const std::size_t colon = item.find(':');
    lease.households.push_back({HouseholdId(item.substr(0, colon)),
                                Points::of_units(std::stoll(item.substr(colon + 1)))});
  }
  return programme::lease_command(actor, lease);
}

programme::Command lend_more(const programme::Actor& actor, const naive::Command& asked) {
  return programme::lease_add_command(
      actor, {TillId(text(asked, "till")), number(asked, "lease"), text(asked, "random"),
              HouseholdId(text(asked, "household")), Points::of_units(number(asked, "points"))});
}

programme::Command offline(const programme::Actor& actor, const naive::Command& asked) {
  programme::OfflineRedemption sale;
  sale.till = TillId(text(asked, "till"));
  sale.lease = number(asked, "lease");
  sale.counter = number(asked, "counter");
  sale.random = text(asked, "random");
  sale.household = HouseholdId(text(asked, "household"));
  if (!text(asked, "card").empty()) sale.card = CardId(text(asked, "card"));
  sale.at = Instant::parse(text(asked, "sold") + ":00+08:00");
  sale.clerk = OfficerId(text(asked, "clerk"));
  for (const std::string& item : naive::split(text(asked, "lines"), ',')) {
    std::vector<std::string> cells = naive::split(item, ':');
    cells.resize(4);
    sale.lines.push_back({Sku(cells[0]), Quantity::of_units(std::stoll(cells[1])), cells[3]});
  }
  return programme::offline_command(actor, sale);
}

std::string exposure_text(const std::map<TillId, market::Exposure>& exposures) {
  std::string text;
  for (const auto& [till, exposure] : exposures) {
    text += " " + till.text() + ":" + std::to_string(exposure.open.units()) + "/" +
            std::to_string(exposure.in_doubt.units()) + "/" + std::to_string(exposure.leases);
  }
  return text;
}

/// What tills hold, per till: open, in doubt, how many leases.
std::string exposure_text(const naive::Model& model) {
  std::string text;
  for (const auto& [till, known] : model.facts.tills) {
    const naive::Lease& lease = known.leases.back();
    if (lease.state != "open") continue;
    naive::Num held = 0;
    for (const auto& [household, holder] : model.facts.leased) {
      if (holder == till) held += model.balance("t/" + till + ":escrow/" + household);
    }
    const bool doubt = model.moment() > lease.stop;
    text += " " + till + ":" + std::to_string(doubt ? 0 : held) + "/" +
            std::to_string(doubt ? held : 0) + "/1";
  }
  return text;
}

std::string till_text(const naive::Till& till) {
  std::string text = till.shop + (till.quarantined ? " quarantined" : "");
  for (const naive::Lease& lease : till.leases) {
    text += " " + lease.state + "@" + std::to_string(lease.seq) + " " + lease.recalled;
    for (const naive::Num counter : lease.counters) text += "," + std::to_string(counter);
    for (const naive::Num seq : lease.added) text += "+" + std::to_string(seq);
  }
  return text;
}

std::string till_text(const market::Till& till) {
  std::string text = till.shop.text() + (till.quarantined ? " quarantined" : "");
  for (const auto& [number, lease] : till.leases) {
    text += " " + std::string(name(lease.state)) + "@" + std::to_string(lease.seq) + " " +
            lease.recalled_by.text();
    for (const std::int64_t counter : lease.counters) text += "," + std::to_string(counter);
    for (const ledger::Seq seq : lease.added) text += "+" + std::to_string(seq);
  }
  return text;
}

/// What may be added to the newest lease of each till of one household.
std::string addable_text(const programme::State& state, const HouseholdId& home, Date today) {
  std::string text;
  for (const auto& [id, till] : state.leases.tills) {
    const market::Lease& newest = till.leases.rbegin()->second;
    text += " " + programme::addable(state, id, newest, home, today).text();
  }
  return text;
}

std::string addable_text(const naive::Model& model, const std::string& home) {
  std::string text;
  for (const auto& [id, till] : model.facts.tills) {
    text += " " + Points::of_units(model.addable(id, till.leases.back(), home)).text();
  }
  return text;
}

std::string differ(const std::string& what, const std::string& ledger, const std::string& model) {
  return what + ": the ledger says" + ledger + ", the model" + model;
}

}  // namespace

std::optional<programme::Command> lease_command_of(const naive::Command& asked) {
  const programme::Actor actor{OfficerId(asked.officer), DeviceId(asked.device)};
  if (asked.op == "terms") return terms(actor, asked);
  if (asked.op == "lend") return lend(actor, asked);
  if (asked.op == "lend-more") return lend_more(actor, asked);
  if (asked.op == "offline") return offline(actor, asked);
  if (asked.op != "report" && asked.op != "recall" && asked.op != "force") return std::nullopt;
  const TillId till(text(asked, "till"));
  const std::int64_t lease = number(asked, "lease");
  if (asked.op == "recall") return programme::lease_recall_command(actor, {till, lease, "坏了"});
  if (asked.op == "force") return programme::lease_force_command(actor, {till, lease});
  return programme::lease_close_command(
      actor, {till, lease, number(asked, "records"), number(asked, "last")});
}

std::string lease_difference(const programme::Programme& book, const naive::Model& model) {
  const programme::State& state = book.state();
  const Instant now = std::max(book.now(), state.book.last_recorded());
  const auto tills = market::exposure_by_till(state.leases, state.book, now);
  const std::string ledger = exposure_text(tills);
  if (ledger != exposure_text(model)) return differ("exposure", ledger, exposure_text(model));
  const auto shops = market::exposure_by_shop(state.leases, state.book, now);
  if (market::total(shops) != market::total(tills)) return "exposure by shop is another";
  if (state.leases.tills.size() != model.facts.tills.size()) return "tills differ";
  for (const auto& [id, till] : model.facts.tills) {
    const std::string known = till_text(state.leases.tills.at(TillId(id)));
    if (known != till_text(till)) return differ("till " + id, known, till_text(till));
  }
  for (const auto& [id, household] : model.facts.households) {
    const HouseholdId home(id);
    const Date today = Date::from_days(model.today());
    const std::string most = " " + programme::leasable(state, home, today).text();
    const std::string naive = " " + Points::of_units(model.leasable(id)).text();
    if (most != naive) return differ("leasable of " + id, most, naive);
    const std::string more = addable_text(state, home, today);
    const std::string naive_more = addable_text(model, id);
    if (more != naive_more) return differ("addable of " + id, more, naive_more);
  }
  return "";
}

}  // namespace sim
