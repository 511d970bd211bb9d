#include "balance_files.hpp"

#include "session.hpp"

#include <wumei/programme/accounts.hpp>

namespace wumei::cli {
namespace {

/// The close of the day asked for, or the newest.
ledger::Seq close_of(const Context& context, const programme::Programme& ledger,
                     const Arguments& arguments) {
  if (!arguments.has("day")) return programme::last_close(ledger);
  const std::string day = arguments.date("day").text();
  if (const auto seq = ledger.find(day + "/close")) return *seq;
  throw Error(Errc::not_found, context.tr("proof.no_close", {{"day", day}}));
}

}  // namespace

std::vector<Option> balance_options() {
  return {optional("balance", "HOUSEHOLD",
                   {"证明该户在日结时的余额", "prove the household's balance at a day's close"}),
          optional("day", "DATE", {"哪一天的日结（最近一次）", "which day's close (the newest)"})};
}

std::optional<audit::BalanceProof> asked_balance(Context& context, const Arguments& arguments) {
  if (arguments.has("seq") == arguments.has("balance")) {
    throw Usage(context.tr("usage.proof_what"));
  }
  if (!arguments.has("balance")) return std::nullopt;
  Session session(context, Access::read);
  const programme::Programme& ledger = session.programme();
  const ledger::Seq close = close_of(context, ledger, arguments);
  return programme::prove_balance(ledger, arguments.id<HouseholdId>("balance"), close);
}

std::optional<audit::BalanceProof> read_balance(std::string_view text) {
  if (!text.starts_with("wumei/balance")) return std::nullopt;
  return audit::parse_balance_proof(text);
}

std::string fault_of_balance(const audit::BalanceProof& proof) {
  try {
    static_cast<void>(audit::account_in_close(proof));
    return "";
  } catch (const Error& error) {
    return error.what();
  }
}

void print_balance(Context& context, const audit::BalanceProof& proof, const BalanceWords& words) {
  const audit::Balance balance = audit::account_in_close(proof);
  const audit::Account& account = balance.account;
  Printer& out = context.out;
  const std::string spendable = Points::of_units(account.spendable).text();
  const std::string pending = Points::of_units(account.pending).text();
  const std::string arrears = Points::of_units(account.arrears).text();
  const std::string honour = Honour::of_units(account.honour).text();
  out.tr("proof.balance", {{"origin", words.origin}, {"household", account.household},
                           {"day", balance.day.text()}, {"spendable", spendable},
                           {"pending", pending}, {"arrears", arrears}, {"honour", honour}});
  out.tr("proof.signed_by", {{"key", words.signer}, {"size", std::to_string(words.size)}});
  out.set("origin", json::Value(words.origin));
  out.set("household", json::Value(account.household));
  out.set("day", json::Value(balance.day.text()));
  out.set("spendable", json::Value(spendable));
  out.set("pending", json::Value(pending));
  out.set("arrears", json::Value(arrears));
  out.set("honour", json::Value(honour));
  out.set("last", json::Value(account.last));
  out.set("close", json::Value(proof.close.index));
  out.set("signed_by", json::Value(words.signer));
  out.set("size", json::Value(words.size));
}

}  // namespace wumei::cli
