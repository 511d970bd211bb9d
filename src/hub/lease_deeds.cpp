#include "commands.hpp"
#include "facts.hpp"
#include "failure.hpp"

#include <wumei/programme/lease_commands.hpp>

#include <algorithm>

/// Commands of leases: points lent to tills.
namespace wumei::hub {
namespace {

using http::Asked;
using programme::Command;

constexpr std::size_t shares_most = programme::lease_lots;  // each has a lot at least

TillId till_of(const Asked& asked) { return id_of<TillId>(asked, "till"); }

programme::LeaseShare share_of(const json::Value& item) {
  const Asked share(item);
  return {id_of<HouseholdId>(share, "household"), amount_of<Points>(share, "points")};
}

std::vector<programme::LeaseShare> shares_of(const Asked& asked) {
  const json::Array& items = asked.items("households");
  if (items.size() > shares_most) {
    throw bad_input({"", 0, 0, "households"}, std::to_string(items.size()) + " households",
                    "at most " + std::to_string(shares_most));
  }
  std::vector<programme::LeaseShare> shares;
  for (const json::Value& item : items) shares.push_back(share_of(item));
  std::sort(shares.begin(), shares.end(),
            [](const auto& a, const auto& b) { return a.household < b.household; });
  return shares;
}

/// What the lease of that number said when it was issued: asked for again, it is the same.
std::optional<programme::LeaseIssue> issued(const programme::Programme& programme,
                                            const TillId& till, std::int64_t number) {
  const market::Lease* lease = programme.state().leases.lease(till, number);
  if (lease == nullptr) return std::nullopt;
  const std::string leaf = programme.leaf(lease->seq);
  return programme::lease_issue_of(ledger::parse_data(ledger::decode(leaf)).at("in"));
}

}  // namespace

Command lease_terms(const Making& making) {
  const Asked& asked = making.asked;
  return programme::lease_terms_command(making.actor,
                                        {.share = asked.integer("share"),
                                         .household = amount_of<Points>(asked, "household"),
                                         .till = amount_of<Points>(asked, "till"),
                                         .records = asked.integer("records"),
                                         .hours = asked.integer("hours"),
                                         .redemption = amount_of<Points>(asked, "redemption")});
}

/// What only the ledger knows is looked up for a client that does not say it: the list in force,
/// and as much as may be lent of every household of the shop's village.
Command lease_issue(const Making& making) {
  const Asked& asked = making.asked;
  programme::LeaseIssue lease;
  lease.till = till_of(asked);
  lease.shop = id_of<ShopId>(asked, "shop");
  lease.number = asked.integer("number");
  if (asked.has("prices")) lease.prices = entry_of(asked, "prices");
  if (asked.has("households")) lease.households = shares_of(asked);
  making.writer.read([&](const programme::Programme& programme) {
    const programme::State& state = programme.state();
    const auto before = issued(programme, lease.till, lease.number);
    const market::PriceList* list = state.market.list_on(programme.today());
    if (!asked.has("prices")) {
      lease.prices = before ? before->prices : list == nullptr ? ledger::no_seq : list->seq;
    }
    if (asked.has("households")) return;
    lease.households = before ? before->households
                              : programme::leasable_village(state, lease.shop, programme.today());
  });
  if (lease.households.empty()) throw Stop("lease.nothing", {{"shop", lease.shop.text()}});
  return programme::lease_command(making.actor, lease);
}

Command lease_add(const Making& making) {
  const Asked& asked = making.asked;
  return programme::lease_add_command(
      making.actor,
      {till_of(asked), asked.integer("lease"), text_of(asked, "random", text_most),
       id_of<HouseholdId>(asked, "household"), amount_of<Points>(asked, "points")});
}

Command lease_redeem(const Making& making) {
  const Asked& asked = making.asked;
  programme::OfflineRedemption sale;
  sale.till = till_of(asked);
  sale.lease = asked.integer("lease");
  sale.counter = asked.integer("counter");
  sale.random = text_of(asked, "random", text_most);
  sale.household = id_of<HouseholdId>(asked, "household");
  if (!asked.text_or_none("card").empty()) sale.card = id_of<CardId>(asked, "card");
  sale.at = Instant::from_millis(asked.integer("at"));
  sale.clerk = id_of<OfficerId>(asked, "clerk");
  sale.lines = basket_of(asked);
  sale.receiver = receiver_of(asked);
  return programme::offline_command(making.actor, sale);
}

Command lease_close(const Making& making) {
  const Asked& asked = making.asked;
  return programme::lease_close_command(making.actor,
                                        {till_of(asked), asked.integer("lease"),
                                         asked.integer("records"), asked.integer("last")});
}

Command lease_recall(const Making& making) {
  const Asked& asked = making.asked;
  return programme::lease_recall_command(
      making.actor, {till_of(asked), asked.integer("lease"), text_of(asked, "reason", text_most)});
}

Command lease_force(const Making& making) {
  const Asked& asked = making.asked;
  return programme::lease_force_command(making.actor, {till_of(asked), asked.integer("lease")});
}

}  // namespace wumei::hub
