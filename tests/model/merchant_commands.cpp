#include "world.hpp"

#include <wumei/programme/merchant_commands.hpp>
#include <wumei/programme/suspense_commands.hpp>

namespace sim {

using namespace wumei;

namespace {

std::string text(const naive::Command& asked, const std::string& name) {
  const auto found = asked.in.find(name);
  return found == asked.in.end() ? std::string() : found->second;
}

std::int64_t number(const naive::Command& asked, const std::string& name) {
  return std::stoll(text(asked, name));
}

Date day(const naive::Command& asked, const std::string& name) {
  return Date::parse(text(asked, name));
}

programme::Command registration(const programme::Actor& actor, const naive::Command& asked) {
  programme::MerchantRegistration made;
  made.merchant = MerchantId(text(asked, "merchant"));
  made.name = "粮油店";
  for (const std::string& village : naive::split(text(asked, "villages"), ',')) {
    made.contract.villages.insert(VillageId(village));
  }
  made.contract.fund = VillageId(text(asked, "fund"));
  made.contract.rate = number(asked, "rate");
  made.contract.term = {day(asked, "from"), day(asked, "until")};
  made.contract.document = "合同";
  return programme::merchant_command(actor, made);
}

programme::Command sale(const programme::Actor& actor, const naive::Command& asked) {
  programme::MerchantRedemption made;
  made.merchant = MerchantId(text(asked, "merchant"));
  made.slip = text(asked, "slip");
  made.household = HouseholdId(text(asked, "household"));
  if (asked.in.contains("card")) made.card = CardId(text(asked, "card"));
  made.on = day(asked, "on");
  made.prices = number(asked, "prices");
  for (const std::string& item : naive::split(text(asked, "lines"), ',')) {
    const std::vector<std::string> cells = naive::split(item, ':');
    made.lines.push_back({Sku(cells[0]), Quantity::of_units(std::stoll(cells[1])), {}});
  }
  return programme::merchant_redemption_command(actor, made);
}

programme::Command claim(const programme::Actor& actor, const naive::Command& asked) {
  programme::MerchantClaim made{MerchantId(text(asked, "merchant")), text(asked, "month"),
                                text(asked, "statement"), {}};
  for (const std::string& item : naive::split(text(asked, "lines"), ',')) {
    const std::vector<std::string> cells = naive::split(item, ':');
    made.lines.push_back({cells[0], Date::parse(cells[1]), cells[2], Sku(cells[3]),
                          Quantity::of_units(std::stoll(cells[4])),
                          Yuan::of_units(std::stoll(cells[5]))});
  }
  return programme::merchant_claim_command(actor, made);
}

std::string merchant_text(const naive::Merchant& merchant) {
  std::string text;
  for (const auto& [slip, sale] : merchant.sales) {
    for (const auto& [sku, sold] : sale.lines) {
      text += " " + slip + "/" + sku + "=" + std::to_string(sold.second) +
              (sale.claimed.contains(sku) ? "!" : "");
    }
  }
  for (const auto& [month, known] : merchant.months) {
    text += " " + month + "=" + std::to_string(known.payable) + "," +
            std::to_string(known.settle) + "," + std::to_string(known.pay);
  }
  return text;
}

std::string merchant_text(const market::Merchant& merchant) {
  std::string text;
  for (const auto& [slip, sale] : merchant.sales) {
    std::map<std::string, std::string> lines;
    for (const market::SaleLine& line : sale.lines) {
      lines[line.sku.text()] = std::to_string(line.yuan.units()) +
                               (line.claim == ledger::no_seq ? "" : "!");
    }
    for (const auto& [sku, said] : lines) text += " " + slip + "/" + sku + "=" + said;
  }
  for (const auto& [month, known] : merchant.months) {
    text += " " + market::month_text(month) + "=" + std::to_string(known.payable.units()) + "," +
            std::to_string(known.settle) + "," + std::to_string(known.pay);
  }
  return text;
}

/// What is owed: everything that was redeemed there and is not paid.
naive::Num owed(const naive::Merchant& merchant) {
  naive::Num sum = 0;
  for (const auto& [slip, sale] : merchant.sales) {
    for (const auto& [sku, sold] : sale.lines) sum += sold.second;
  }
  for (const auto& [month, known] : merchant.months) {
    if (known.pay >= 0) sum -= known.payable;
  }
  return sum;
}

}  // namespace

std::optional<programme::Command> merchant_command_of(const naive::Command& asked) {
  const programme::Actor actor{OfficerId(asked.officer), DeviceId(asked.device)};
  if (asked.op == "merchant") return registration(actor, asked);
  if (asked.op == "sell") return sale(actor, asked);
  if (asked.op == "match") return claim(actor, asked);
  if (asked.op == "settle") {
    return programme::merchant_settlement_command(
        actor, {MerchantId(text(asked, "merchant")), text(asked, "month")});
  }
  if (asked.op == "pay") {
    return programme::merchant_payment_command(
        actor, {MerchantId(text(asked, "merchant")), text(asked, "month"),
                text(asked, "document"), day(asked, "on")});
  }
  if (asked.op == "waive") {
    return programme::suspense_waiver_command(actor, {number(asked, "proposal")});
  }
  if (asked.op != "repay" && asked.op != "propose") return std::nullopt;
  const HouseholdId home(text(asked, "household"));
  const Points points = Points::of_units(number(asked, "points"));
  if (asked.op == "propose") {
    return programme::suspense_proposal_command(actor, {home, points, "超额"});
  }
  return programme::suspense_repayment_command(
      actor, {home, points, text(asked, "consent"), day(asked, "on")});
}

std::optional<std::string> merchant_shown(const programme::Receipt& receipt) {
  const auto said = [&](const char* name) {
    return std::string(name) + "=" + std::to_string(receipt.out.at(name).integer());
  };
  if (receipt.kind == "merchant.redeem") return said("points") + " " + said("yuan");
  if (receipt.kind == "merchant.settle" || receipt.kind == "merchant.pay") return said("yuan");
  if (receipt.kind == "suspense.waive") return said("points");
  if (receipt.kind != "merchant.claim") return std::nullopt;
  std::string text;
  for (const json::Value& verdict : receipt.out.at("verdicts").items()) {
    text += verdict.text() + " ";
  }
  return text + said("payable");
}

std::string merchant_difference(const programme::Programme& book, const naive::Model& model) {
  const market::Merchants& known = book.state().merchants;
  if (known.known.size() != model.facts.merchants.size()) return "merchants differ";
  if (known.write_offs.size() != model.facts.write_offs.size()) return "write-offs differ";
  for (const auto& [id, merchant] : model.facts.merchants) {
    const std::string ledger = merchant_text(known.known.at(MerchantId(id)));
    const std::string naive = merchant_text(merchant);
    if (ledger != naive) {
      return "merchant " + id + ": the ledger says" + ledger + ", the model" + naive;
    }
    if (owed(merchant) != -model.balance("m/" + id + ":payable/" + merchant.fund)) {
      return "merchant " + id + " is owed another sum than what was redeemed and not paid";
    }
  }
  return "";
}

}  // namespace sim
