#pragma once

#include <wumei/config.hpp>
#include <wumei/programme/account_root.hpp>
#include <wumei/programme/control_commands.hpp>
#include <wumei/programme/people_commands.hpp>
#include <wumei/programme/roles.hpp>

#include <string_view>

namespace wumei::programme {
namespace detail {

WUMEI_INLINE json::Value charter_data(const Charter& charter) {
  return json::Value::object({{"origin", charter.origin},
                              {"programme", charter.programme},
                              {"title", charter.title},
                              {"offset", charter.offset_minutes},
                              {"log_key", charter.log_key},
                              {"hash", "sha256"},
                              {"parent", ""},
                              {"rehearsal", charter.rehearsal},
                              {"close_day", charter.close_day}});
}

/// A command of one draft without refs or moves, for one role over the whole township.
WUMEI_INLINE Command plain_command(const Actor& actor, std::string kind, const json::Value& in) {
  Command command;
  command.actor = actor;
  command.kind = kind;
  command.in = in;
  command.decide = [kind = std::move(kind), in](const State& state,
                                                const Context& context) -> Decision<Drafts> {
    if (auto refusal = lacks_role(state, context, people::Role::township, {})) return *refusal;
    return Drafts{{.kind = kind, .in = in}};
  };
  return command;
}

WUMEI_INLINE void add_to_totals(Totals& sums, std::string_view account, std::int64_t balance) {
  const ledger::AccountName name = ledger::parse_account(account);
  switch (name.purpose) {
    case ledger::Purpose::issued: sums.issued -= balance; return;
    case ledger::Purpose::pending: sums.pending += balance; return;
    case ledger::Purpose::spendable: sums.spendable += balance; return;
    case ledger::Purpose::arrears: sums.arrears += balance; return;
    case ledger::Purpose::escrow: sums.escrow += balance; return;
    case ledger::Purpose::suspense: sums.suspense += balance; return;
    case ledger::Purpose::redeemed: sums.redeemed += balance; return;
    case ledger::Purpose::expired: sums.expired += balance; return;
    case ledger::Purpose::penalty: sums.penalty += balance; return;
    case ledger::Purpose::opening: sums.opening -= balance; return;
    case ledger::Purpose::honour: sums.honour += balance; return;
    case ledger::Purpose::cash: sums.cash += balance; return;
    case ledger::Purpose::stock_cost: sums.stock_cost += balance; return;
    case ledger::Purpose::stock:
      if (balance != 0) sums.stock[std::string(name.detail)] += balance;
      return;
    case ledger::Purpose::honour_given:
    case ledger::Purpose::given:
    case ledger::Purpose::bought:
    case ledger::Purpose::out:
    case ledger::Purpose::variance:
    case ledger::Purpose::short_stock:
    case ledger::Purpose::spent:
    case ledger::Purpose::topup:
    case ledger::Purpose::payable:
    case ledger::Purpose::donated_value: return;
  }
}

/// What the close of a day says: the totals, and the root of the tree over all accounts.
WUMEI_INLINE json::Value close_data(const State& state, const std::string& account_root) {
  json::Value out = to_json(totals(state.book));
  out.add("accounts", json::Value(static_cast<std::int64_t>(state.people.households.size())));
  out.add("account_root", json::Value(account_root));
  return out;
}

/// The village an account belongs to; empty for a donor's.
WUMEI_INLINE VillageId village_of(const State& state, std::string_view account) {
  const ledger::AccountName name = ledger::parse_account(account);
  const std::string_view holder = name.holder;
  if (holder.size() < 3) return {};
  const bool escrow = name.purpose == ledger::Purpose::escrow;
  const std::string_view id = escrow ? name.detail : holder.substr(2);
  if (holder.starts_with("f/")) return VillageId(id);
  if (escrow || holder.starts_with("h/")) {
    const auto household = state.people.household(HouseholdId(id));
    return household ? household->village : VillageId();
  }
  if (holder.starts_with("s/")) {
    const auto shop = state.market.shops.find(ShopId(id));
    return shop == state.market.shops.end() ? VillageId() : shop->second.village;
  }
  return {};
}

WUMEI_INLINE std::optional<Refusal> may_not_close_day(const State& state,
                                                      const Context& context) {
  using people::Role;
  return lacks_roles(state, context, {Role::township, Role::village, Role::keeper}, {});
}

}  // namespace detail

WUMEI_INLINE Command open_log_command(const Founding& founding) {
  Command command;
  command.actor = founding.founder;
  command.kind = "log.open";
  command.key = "log";
  command.in = detail::charter_data(founding.charter);
  json::Array roles;
  for (const people::Role role : people::all_roles()) roles.emplace_back(people::name(role));
  const json::Value appointment =
      json::Value::object({{"officer", founding.founder.officer.text()},
                           {"roles", std::move(roles)},
                           {"villages", json::Array{}}});
  command.decide = [in = command.in, appointment, detail = founding.founder_detail](
                       const State&, const Context&) -> Decision<Drafts> {
    return Drafts{{.kind = "log.open", .in = in},
                  {.kind = "officer.appoint", .in = appointment, .detail = detail}};
  };
  return command;
}

WUMEI_INLINE Command budget_command(const Actor& actor, const Budget& budget) {
  if (budget.from < 1 || budget.until > 12 || budget.from > budget.until ||
      budget.monthly <= Points()) {
    throw Error(Errc::bad_input, "a budget runs over months 1 to 12 and releases points above 0");
  }
  Command command = detail::plain_command(
      actor, "budget.approve",
      json::Value::object({{"fund", budget.fund.text()},
                           {"year", budget.year},
                           {"from", budget.from},
                           {"until", budget.until},
                           {"monthly", budget.monthly.units()},
                           {"document", budget.document}}));
  command.decide = [decide = command.decide, fund = budget.fund](
                       const State& state, const Context& context) -> Decision<Drafts> {
    if (state.people.village(fund) == nullptr) {
      return Refusal{RefusalCode::village_unknown, {{"village", fund.text()}}};
    }
    return decide(state, context);
  };
  return command;
}

WUMEI_INLINE Command close_period_command(const Actor& actor, Date through) {
  Command command = detail::plain_command(actor, "period.close",
                                          json::Value::object({{"through", through.text()}}));
  command.decide = [decide = command.decide, through](const State& state,
                                                      const Context& context) -> Decision<Drafts> {
    if (through > context.today) {
      return Refusal{RefusalCode::date_in_future, {{"through", through.text()}}};
    }
    const auto closed = state.book.closed_through();
    if (closed && through <= *closed) {
      return Refusal{RefusalCode::period_closed, {{"closed_through", closed->text()}}};
    }
    // The entry that closes a period must lie outside it, or it would refuse itself on replay.
    if (context.effective <= through) {
      return Refusal{RefusalCode::not_yet_valid, {{"through", through.text()},
                                                  {"effective", context.effective.text()}}};
    }
    return decide(state, context);
  };
  return command;
}

WUMEI_INLINE Command late_command(const Actor& actor, const LateApproval& approval) {
  return detail::plain_command(actor, "period.late",
                               json::Value::object({{"on", approval.on.text()},
                                                    {"reason", approval.reason},
                                                    {"document", approval.document}}));
}

WUMEI_INLINE Totals totals(const ledger::Book& book) {
  Totals sums;
  book.for_each_account([&](std::string_view account, std::int64_t balance) {
    detail::add_to_totals(sums, account, balance);
  });
  return sums;
}

WUMEI_INLINE std::map<VillageId, Totals> totals_by_village(const State& state) {
  std::map<VillageId, Totals> villages;
  state.book.for_each_account([&](std::string_view account, std::int64_t balance) {
    const VillageId village = detail::village_of(state, account);
    if (!village.empty()) detail::add_to_totals(villages[village], account, balance);
  });
  return villages;
}

WUMEI_INLINE json::Value to_json(const Totals& totals) {
  json::Object stock;
  for (const auto& [sku, pieces] : totals.stock) stock.emplace_back(sku, pieces);
  json::Value sums = json::Value::object({{"issued", totals.issued},
                                          {"pending", totals.pending},
                                          {"spendable", totals.spendable},
                                          {"arrears", totals.arrears},
                                          {"redeemed", totals.redeemed},
                                          {"expired", totals.expired},
                                          {"penalty", totals.penalty},
                                          {"opening", totals.opening},
                                          {"honour", totals.honour},
                                          {"cash", totals.cash},
                                          {"stock_cost", totals.stock_cost},
                                          {"stock", std::move(stock)}});
  // Only where tills are on leases: most townships have none.
  if (totals.escrow != 0) sums.add("escrow", totals.escrow);
  if (totals.suspense != 0) sums.add("suspense", totals.suspense);
  return sums;
}

WUMEI_INLINE Command close_day_command(const Actor& actor, Date day) {
  Command command;
  command.actor = actor;
  command.kind = "day.close";
  command.key = day.text() + "/close";
  command.in = json::Value::object({{"day", day.text()}});
  command.draws = true;
  command.decide = [in = command.in, day](const State& state,
                                          const Context& context) -> Decision<Drafts> {
    if (auto refusal = detail::may_not_close_day(state, context)) return *refusal;
    if (day > context.today) return Refusal{RefusalCode::date_in_future, {{"day", day.text()}}};
    if (day <= state.last_day_close) {
      return Refusal{RefusalCode::period_closed, {{"closed", state.last_day_close.text()}}};
    }
    const std::string root = to_hex(account_tree(state, context.chance).root().bytes());
    return Drafts{{.kind = "day.close",
                   .in = in,
                   .out = detail::close_data(state, root),
                   .detail = secret_detail(context.chance)}};
  };
  return command;
}

}  // namespace wumei::programme
