#pragma once

#include <wumei/config.hpp>
#include <wumei/programme/account_root.hpp>

#include <algorithm>
#include <array>

namespace wumei::programme {
namespace detail {

inline constexpr std::array<ledger::Purpose, 4> account_purposes{
    ledger::Purpose::spendable, ledger::Purpose::pending, ledger::Purpose::arrears,
    ledger::Purpose::honour};

/// Households by the entry that registered them.
WUMEI_INLINE std::vector<HouseholdId> by_registration(const State& state) {
  std::vector<std::pair<ledger::Seq, HouseholdId>> households;
  households.reserve(state.people.households.size());
  for (const auto& [id, household] : state.people.households) {
    households.emplace_back(household.since_seq, id);
  }
  std::sort(households.begin(), households.end());
  std::vector<HouseholdId> order;
  order.reserve(households.size());
  for (auto& [since, id] : households) order.push_back(std::move(id));
  return order;
}

/// `name` is a buffer: a close asks for four accounts of every household.
WUMEI_INLINE audit::AccountState account_state(const ledger::Book& book,
                                               const HouseholdId& household,
                                               std::string& name) {
  audit::AccountState account;
  account.household = household.text();
  const std::array<std::int64_t*, 4> balances{&account.spendable, &account.pending,
                                              &account.arrears, &account.honour};
  for (std::size_t i = 0; i < account_purposes.size(); ++i) {
    name.assign("h/").append(household.text()).append(":");
    name += ledger::name(account_purposes[i]);
    *balances[i] = book.balance(name);
    account.last = std::max(account.last, book.last_entry(name));
  }
  return account;
}

WUMEI_INLINE audit::AccountTree tree_over(const ledger::Book& book,
                                          const std::vector<HouseholdId>& order,
                                          std::string_view secret) {
  audit::AccountTree tree(secret);
  tree.reserve(order.size());
  std::string name;
  for (const HouseholdId& household : order) tree.add(account_state(book, household, name));
  return tree;
}

}  // namespace detail

WUMEI_INLINE audit::AccountTree account_tree(const State& state, std::string_view secret) {
  return detail::tree_over(state.book, detail::by_registration(state), secret);
}

WUMEI_INLINE audit::BalanceProof prove_account(const State& state, const HouseholdId& household,
                                               std::string_view secret) {
  const std::vector<HouseholdId> order = detail::by_registration(state);
  audit::AccountTree tree = detail::tree_over(state.book, order, secret);
  const auto place = std::find(order.begin(), order.end(), household);
  if (place == order.end()) {
    throw Error(Errc::not_found,
                "household " + household.text() + " was not registered when the day was closed",
                {{"household", household.text()}});
  }
  audit::BalanceProof proof;
  std::string name;
  proof.leaf = tree.leaf(detail::account_state(state.book, *place, name));
  proof.index = place - order.begin();
  proof.accounts = tree.size();
  proof.path = tree.path(proof.index);
  return proof;
}

WUMEI_INLINE std::string secret_detail(std::string_view secret) {
  return json::write(json::Value::object({{"secret", to_base64url(secret)}}));
}

WUMEI_INLINE std::string read_secret_detail(std::string_view detail) {
  const json::Value value = json::parse(detail);
  std::string text = value.at("secret").text();
  std::replace(text.begin(), text.end(), '-', '+');
  std::replace(text.begin(), text.end(), '_', '/');
  std::string secret = from_base64(text + "=");
  if (secret_detail(secret) != detail || secret.size() != 32) {
    throw Error(Errc::bad_input, "not the secret of a day's accounts");
  }
  return secret;
}

WUMEI_INLINE std::optional<ledger::Violation> check_account_root(const State& before,
                                                                 const json::Value& out,
                                                                 const std::string& detail) {
  std::string secret;
  try {
    secret = read_secret_detail(detail);
  } catch (const Error&) {
    return ledger::Violation{13, "what the close keeps is no secret of accounts"};
  }
  const std::string root = to_hex(account_tree(before, secret).root().bytes());
  if (out.at("account_root").text() == root) return std::nullopt;
  return ledger::Violation{13, "the root of the accounts does not follow from the entries"};
}

}  // namespace wumei::programme
