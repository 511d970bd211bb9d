#include "model.hpp"

#include <algorithm>
#include <tuple>

// Merchants who are paid by the month, and who settles suspense.
namespace naive {

namespace {

Decided refuse(const std::string& code) { return {.code = code}; }

/// `7:2026-04-08:0101***:rice:2:600`, as a sheet has it.
struct Claimed {
  std::string slip;
  std::string on;
  std::string holder;
  std::string sku;
  Num pieces = 0;
  Num yuan = 0;
};

std::vector<Claimed> sheet_of(const std::string& text) {
  std::vector<Claimed> lines;
  for (const std::string& item : split(text, ',')) {
    const std::vector<std::string> cells = split(item, ':');
    lines.push_back({cells.at(0), cells.at(1), cells.at(2), cells.at(3), std::stoll(cells.at(4)),
                     std::stoll(cells.at(5))});
  }
  return lines;
}

/// Stars are what is not shown.
bool shows(const std::string& mask, const std::string& name) {
  if (mask.empty()) return name.empty();
  if (mask[0] == '*') {
    return shows(mask.substr(1), name) || (!name.empty() && shows(mask, name.substr(1)));
  }
  return !name.empty() && name[0] == mask[0] && shows(mask.substr(1), name.substr(1));
}

std::string held_against(const Claimed& line, const Sale& sale) {
  const auto& [pieces, yuan] = sale.lines.at(line.sku);
  std::string wrong;
  const auto differs = [&](bool is_other, const char* field) {
    if (is_other) wrong += (wrong.empty() ? "differs:" : ",") + std::string(field);
  };
  const bool holder = shows(line.holder, sale.household) ||
                      (!sale.card.empty() && shows(line.holder, sale.card));
  differs(line.on != text(sale.on), "on");
  differs(!holder, "holder");
  differs(line.pieces != pieces, "quantity");
  differs(line.yuan != yuan, "yuan");
  return wrong.empty() ? "matched" : wrong;
}

/// Places of the lines about the same goods on the same slip, by what they say.
std::vector<std::size_t> alike(const std::vector<Claimed>& lines, const Claimed& line) {
  std::vector<std::size_t> places;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    if (lines[i].slip == line.slip && lines[i].sku == line.sku) places.push_back(i);
  }
  std::sort(places.begin(), places.end(), [&](std::size_t a, std::size_t b) {
    const auto said = [&](std::size_t i) {
      return std::tuple(lines[i].on, lines[i].holder, lines[i].pieces, lines[i].yuan, i);
    };
    return said(a) < said(b);
  });
  return places;
}

std::string verdict_on_unknown(const std::vector<Claimed>& lines, std::size_t at,
                               const std::string& month) {
  if (lines[at].on.substr(0, 7) != month) return "outside";
  for (const std::size_t place : alike(lines, lines[at])) {
    if (lines[place].on.substr(0, 7) != month) continue;
    return place == at ? "missing" : "duplicate";
  }
  return "missing";
}

std::string verdict_on(const Merchant& merchant, const std::vector<Claimed>& lines,
                       std::size_t at, const std::string& month) {
  const Claimed& line = lines[at];
  const auto sale = merchant.sales.find(line.slip);
  const bool known = sale != merchant.sales.end() && sale->second.lines.contains(line.sku);
  if (!known) return verdict_on_unknown(lines, at, month);
  if (sale->second.claimed.contains(line.sku)) return "claimed";
  if (text(sale->second.on).substr(0, 7) > month) return "outside";
  const std::vector<std::size_t> places = alike(lines, line);
  std::size_t chosen = places.front();
  for (const std::size_t place : places) {
    if (held_against(lines[place], sale->second) != "matched") continue;
    chosen = place;
    break;
  }
  return chosen == at ? held_against(line, sale->second) : "duplicate";
}

}  // namespace

Decided Model::merchant(const Asked& asked) const {
  if (std::string no = lacks(asked.officer(), "township", ""); !no.empty()) return refuse(no);
  if (facts.merchants.contains(asked.text("merchant"))) return refuse("duplicate");
  for (const std::string& village : split(asked.text("villages"), ',')) {
    if (!facts.villages.contains(village)) return refuse("village.unknown");
  }
  if (!facts.villages.contains(asked.text("fund"))) return refuse("village.unknown");
  return {.draft = {.kind = "merchant.register"}};
}

void Model::fold_merchant(const Asked& asked, Num /*seq*/) {
  Merchant& merchant = facts.merchants[asked.text("merchant")];
  for (const std::string& village : split(asked.text("villages"), ',')) {
    merchant.villages.insert(village);
  }
  merchant.fund = asked.text("fund");
  merchant.rate = asked.number("rate");
  merchant.from = asked.day("from");
  merchant.until = asked.day("until");
}

std::string Model::may_sell(const Asked& asked) const {
  const auto found = facts.merchants.find(asked.text("merchant"));
  if (found == facts.merchants.end()) return "merchant.unknown";
  const Merchant& merchant = found->second;
  const std::string home = asked.text("household");
  if (std::string no = lacks_for(asked.officer(), "keeper,village,township", home); !no.empty()) {
    return no;
  }
  const Day on = asked.day("on");
  if (on > asked.today) return "date.future";
  if (on < merchant.from || on > merchant.until) return "merchant.contract";
  if (!merchant.villages.contains(facts.households.at(home).village)) return "village.mismatch";
  if (std::string no = may_show(asked); !no.empty()) return no;
  const auto month = merchant.months.find(asked.text("on").substr(0, 7));
  if (month != merchant.months.end() && month->second.settle >= 0) return "merchant.settled";
  return merchant.sales.contains(asked.text("slip")) ? "duplicate" : "";
}

Decided Model::sell(const Asked& asked) const {
  if (std::string no = may_sell(asked); !no.empty()) return refuse(no);
  Num points = 0;
  if (std::string no = may_pay(asked, &points); !no.empty()) return refuse(no);
  const std::string home = asked.text("household");
  const Merchant& merchant = facts.merchants.at(asked.text("merchant"));
  Decided decided{.draft = {.kind = "merchant.redeem"}};
  Moves& moves = decided.draft.moves;
  pay_points(home, points, asked.day("on"), moves);
  moves[{"f/" + facts.households.at(home).village + ":redeemed", ""}] += points;
  const PriceList& list = facts.lists.at(asked.number("prices"));
  Num yuan = 0;
  for (const std::string& item : split(asked.text("lines"), ',')) {
    const std::vector<std::string> cells = split(item, ':');
    yuan += list.goods.at(cells[0]).price * std::stoll(cells[1]) * merchant.rate / 100;
  }
  moves[{"m/" + asked.text("merchant") + ":payable/" + merchant.fund, ""}] -= yuan;
  moves[{"f/" + merchant.fund + ":spent", ""}] += yuan;
  decided.draft.shown = "points=" + std::to_string(points) + " yuan=" + std::to_string(yuan);
  return decided;
}

void Model::fold_sell(const Asked& asked, Num seq) {
  const PriceList& list = facts.lists.at(asked.number("prices"));
  Merchant& merchant = facts.merchants.at(asked.text("merchant"));
  Sale sale{asked.day("on"), asked.text("household"), asked.text("card")};
  for (const std::string& item : split(asked.text("lines"), ',')) {
    const std::vector<std::string> cells = split(item, ':');
    const Num pieces = std::stoll(cells[1]);
    sale.lines[cells[0]] = {pieces, list.goods.at(cells[0]).price * pieces * merchant.rate / 100};
  }
  merchant.sales[asked.text("slip")] = sale;
  take(facts.log[static_cast<std::size_t>(seq)], 1);
}

Decided Model::match(const Asked& asked) const {
  const auto found = facts.merchants.find(asked.text("merchant"));
  if (found == facts.merchants.end()) return refuse("merchant.unknown");
  const Merchant& merchant = found->second;
  if (std::string no = lacks(asked.officer(), "village,township", merchant.fund); !no.empty()) {
    return refuse(no);
  }
  const std::string month = asked.text("month");
  if (text(asked.today).substr(0, 7) <= month) return refuse("month.open");
  if (merchant.months.contains(month)) return refuse("merchant.settled");
  Decided decided{.draft = {.kind = "merchant.claim"}};
  const std::vector<Claimed> lines = sheet_of(asked.text("lines"));
  Num payable = 0;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const std::string verdict = verdict_on(merchant, lines, i, month);
    decided.draft.shown += verdict + " ";
    if (verdict != "matched") continue;
    decided.draft.list.push_back(static_cast<Num>(i));
    payable += lines[i].yuan;
  }
  decided.draft.out["payable"] = payable;
  decided.draft.shown += "payable=" + std::to_string(payable);
  return decided;
}

void Model::mark(const Entry& sheet, bool is_on) {
  Merchant& merchant = facts.merchants.at(sheet.in.at("merchant"));
  const auto lines = sheet.in.find("lines");
  const std::vector<Claimed> claimed =
      sheet_of(lines == sheet.in.end() ? std::string() : lines->second);
  for (const Num place : sheet.list) {
    const Claimed& line = claimed.at(static_cast<std::size_t>(place));
    std::set<std::string>& goods = merchant.sales.at(line.slip).claimed;
    if (is_on) goods.insert(line.sku);
    if (!is_on) goods.erase(line.sku);
  }
}

void Model::fold_match(const Asked& asked, Num seq) {
  const Entry& entry = facts.log[static_cast<std::size_t>(seq)];
  Merchant& merchant = facts.merchants.at(asked.text("merchant"));
  merchant.months[asked.text("month")] = {asked.officer(), entry.out.at("payable")};
  mark(entry, true);
}

/// The month that an officer of the township acts on; the code of a refusal where there is none.
std::string Model::month_refusal(const Asked& asked) const {
  const auto merchant = facts.merchants.find(asked.text("merchant"));
  if (merchant == facts.merchants.end()) return "merchant.unknown";
  if (!merchant->second.months.contains(asked.text("month"))) return "settlement.unknown";
  return lacks(asked.officer(), "township", "");
}

Decided Model::settle(const Asked& asked) const {
  if (std::string no = month_refusal(asked); !no.empty()) return refuse(no);
  const MerchantMonth& month =
      facts.merchants.at(asked.text("merchant")).months.at(asked.text("month"));
  if (month.prepared == asked.officer()) return refuse("role.four_eyes");
  if (month.settle >= 0) return refuse("merchant.settled");
  return {.draft = {.kind = "merchant.settle", .shown = "yuan=" + std::to_string(month.payable)}};
}

void Model::fold_settle(const Asked& asked, Num seq) {
  MerchantMonth& month =
      facts.merchants.at(asked.text("merchant")).months.at(asked.text("month"));
  month.settle = seq;
  month.approved = asked.officer();
}

Decided Model::pay(const Asked& asked) const {
  if (std::string no = month_refusal(asked); !no.empty()) return refuse(no);
  if (asked.day("on") > asked.today) return refuse("date.future");
  const Merchant& merchant = facts.merchants.at(asked.text("merchant"));
  const MerchantMonth& month = merchant.months.at(asked.text("month"));
  if (month.settle < 0) return refuse("settlement.unknown");
  if (month.approved == asked.officer()) return refuse("role.four_eyes");
  if (month.pay >= 0) return refuse("merchant.settled");
  if (month.payable == 0) return refuse("nothing");
  if (balance("f/" + merchant.fund + ":cash") < month.payable) return refuse("cash.short");
  Decided decided{.draft = {.kind = "merchant.pay"}};
  decided.draft.moves[{"f/" + merchant.fund + ":cash", ""}] = -month.payable;
  decided.draft.moves[{"m/" + asked.text("merchant") + ":payable/" + merchant.fund, ""}] =
      month.payable;
  decided.draft.shown = "yuan=" + std::to_string(month.payable);
  return decided;
}

void Model::fold_pay(const Asked& asked, Num seq) {
  facts.merchants.at(asked.text("merchant")).months.at(asked.text("month")).pay = seq;
}

}  // namespace naive
