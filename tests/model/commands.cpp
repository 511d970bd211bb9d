#include "world.hpp"

#include <wumei/programme/claim_commands.hpp>
#include <wumei/programme/control_commands.hpp>
#include <wumei/programme/erase_commands.hpp>
#include <wumei/programme/household_commands.hpp>
#include <wumei/programme/inspection_commands.hpp>
#include <wumei/programme/market_commands.hpp>
#include <wumei/programme/notice_commands.hpp>
#include <wumei/programme/opening_commands.hpp>
#include <wumei/programme/people_commands.hpp>
#include <wumei/programme/rules_commands.hpp>
#include <wumei/programme/stock_commands.hpp>

#include <stdexcept>

namespace sim {

using namespace wumei;

namespace {

/// A command's fields as the values the library takes.
struct Reader {
  const naive::Command& command;
  programme::Actor actor{OfficerId(command.officer), DeviceId(command.device)};

  [[nodiscard]] std::string text(const std::string& name) const {
    const auto found = command.in.find(name);
    return found == command.in.end() ? std::string() : found->second;
  }
  [[nodiscard]] std::int64_t number(const std::string& name) const {
    const std::string digits = text(name);
    return digits.empty() ? 0 : std::stoll(digits);
  }
  [[nodiscard]] Date day(const std::string& name) const { return Date::parse(text(name)); }
  template <class SomeId>
  [[nodiscard]] SomeId id(const std::string& name) const {
    return text(name).empty() ? SomeId() : SomeId(text(name));
  }
  [[nodiscard]] HouseholdId household() const { return id<HouseholdId>("household"); }
};

programme::Command appoint(const Reader& asked) {
  programme::Appointment appointment{asked.id<OfficerId>("officer"), {}, {}, "某某", ""};
  for (const std::string& role : naive::split(asked.text("roles"), ',')) {
    appointment.roles.insert(people::parse_role(role));
  }
  for (const std::string& village : naive::split(asked.text("villages"), ',')) {
    appointment.villages.insert(VillageId(village));
  }
  return programme::appointment_command(asked.actor, appointment);
}

programme::Command people_command(const Reader& asked, const std::string& op) {
  if (op == "village") {
    return programme::village_command(asked.actor,
                                      {asked.id<VillageId>("village"), asked.text("name")});
  }
  if (op == "appoint") return appoint(asked);
  if (op == "dismiss") {
    return programme::dismissal_command(asked.actor, {asked.id<OfficerId>("officer")});
  }
  if (op == "donor") {
    return programme::donor_command(asked.actor, {asked.id<DonorId>("donor"), "县水利局",
                                                  people::DonorKind::assistance_unit});
  }
  if (op == "card") {
    return programme::card_command(asked.actor, {asked.household(), asked.id<CardId>("card"),
                                                 asked.id<CardId>("replaces")});
  }
  if (op == "opening") {
    return programme::opening_command(
        asked.actor, {asked.household(), Points::of_units(asked.number("points")),
                      Honour::of_units(asked.number("honour")), asked.day("expires"),
                      asked.text("document")});
  }
  const HouseholdId into = asked.id<HouseholdId>("into");
  if (op == "merge") return programme::merge_command(asked.actor, {asked.household(), into});
  if (op == "split") {
    return programme::split_command(
        asked.actor, {asked.household(), into, asked.number("moved"), asked.number("of")});
  }
  const people::Status status = people::parse_status(asked.text("status"));
  if (op == "change") {
    return programme::household_change_command(
        asked.actor, {asked.household(), status, "01", {}, asked.number("people"),
                      asked.text("passbook"), "", ""});
  }
  return programme::household_command(
      asked.actor, {asked.household(), asked.id<VillageId>("village"), "01", {}, status,
                    asked.number("people"), asked.text("passbook"), asked.id<CardId>("card"),
                    "张三", ""});
}

programme::Command control_command(const Reader& asked, const std::string& op,
                                   const programme::Programme& book) {
  if (op == "rules") {
    const naive::Book rules = naive::make_book(static_cast<std::uint64_t>(asked.number("variant")),
                                               asked.number("version"));
    return programme::rules_command(asked.actor,
                                    {book_text(rules), "sim.toml", asked.day("from")});
  }
  if (op == "sheet") {
    return programme::sheet_command(asked.actor, {sheet_text(), "sheet.toml", asked.day("from")});
  }
  if (op == "budget") {
    return programme::budget_command(
        asked.actor, {asked.id<VillageId>("fund"), static_cast<int>(asked.number("year")),
                      static_cast<int>(asked.number("from")),
                      static_cast<int>(asked.number("until")),
                      Points::of_units(asked.number("monthly")), asked.text("document")});
  }
  if (op == "close-period") {
    return programme::close_period_command(asked.actor, asked.day("through"));
  }
  if (op == "late") {
    return programme::late_command(asked.actor, {asked.day("on"), "单据迟到", "1"});
  }
  if (op == "close-day") return programme::close_day_command(asked.actor, asked.day("day"));
  if (op == "expire") return programme::expire_command(asked.actor, asked.day("day"));
  if (op == "erase") {
    return programme::erase_command(book, asked.actor, {asked.number("seq"), "本人要求", "1"});
  }
  return programme::reverse_command(book, asked.actor, asked.number("seq"), "写错");
}

programme::Command claim_command(const Reader& asked) {
  programme::ClaimRecord claim;
  claim.household = asked.household();
  claim.rule = asked.id<RuleId>("rule");
  claim.on = asked.day("on");
  claim.quantity = Measure::of_units(asked.number("qty"));
  claim.person = asked.text("person");
  claim.number = asked.number("n");
  for (const std::string& kind : naive::split(asked.text("evidence"), ',')) {
    claim.evidence.push_back({kind, "1"});
  }
  return programme::claim_command(asked.actor, claim);
}

programme::Command visit_command(const Reader& asked) {
  programme::InspectionRecord visit;
  visit.household = asked.household();
  visit.on = asked.day("on");
  visit.part = rules::parse_part(asked.text("part"));
  visit.judge = asked.id<OfficerId>("judge");
  visit.status = scoring::parse_outcome(asked.text("status"));
  for (const std::string& mark : naive::split(asked.text("marks"), ',')) {
    visit.marks.push_back(Score::of_units(std::stoll(mark)));
  }
  return programme::inspection_command(asked.actor, visit);
}

programme::Subject subject(const Reader& asked) {
  if (!asked.text("entry").empty()) return {asked.number("entry"), {}, {}};
  return {ledger::no_seq, asked.household(), asked.id<RuleId>("rule")};
}

programme::Command deed_command(const Reader& asked, const std::string& op,
                                const programme::Programme& book) {
  if (op == "claim") return claim_command(asked);
  if (op == "visit") return visit_command(asked);
  if (op == "check") {
    programme::ClaimCheck check{asked.number("claim"), asked.text("reason").empty()};
    if (!check.pass) check.reason = refusal_code(asked.text("reason"));
    return programme::check_command(book.state(), asked.actor, check, "");
  }
  if (op == "withdraw") return programme::withdraw_command(asked.actor, asked.number("claim"));
  if (op == "notice") {
    return programme::notice_open_command(
        asked.actor, {asked.id<NoticeId>("notice"), asked.id<VillageId>("village"),
                      asked.day("through"), asked.number("days")});
  }
  if (op == "confirm") return programme::confirm_command(asked.actor, asked.id<NoticeId>("notice"));
  if (op == "object") {
    return programme::objection_command(asked.actor, {subject(asked), asked.day("on")}, "不对");
  }
  programme::NoticeDecide verdict;
  verdict.subject = subject(asked);
  if (!asked.text("on").empty()) verdict.on = asked.day("on");
  verdict.verdict = notice::parse_verdict(asked.text("verdict"));
  verdict.points = Points::of_units(asked.number("points"));
  verdict.by = asked.id<OfficerId>("by");
  return programme::verdict_command(asked.actor, verdict, "查过");
}

programme::Command prices_command(const Reader& asked) {
  programme::PricePublication prices{"goods", asked.number("version"), asked.day("from"),
                                     Points::of_units(asked.number("minimum")), {}, "商品\n"};
  for (const std::string& item : naive::split(asked.text("goods"), ',')) {
    const std::vector<std::string> cells = naive::split(item, ':');
    prices.goods.push_back({Sku(cells[0]), "商品", "件", Points::of_units(std::stoll(cells[1])),
                            Yuan::of_units(100), Quantity::of_units(std::stoll(cells[2]))});
  }
  return programme::prices_command(asked.actor, prices);
}

programme::Command receive_command(const Reader& asked) {
  programme::Receiving receiving;
  receiving.shop = asked.id<ShopId>("shop");
  receiving.source = market::source(asked.text("source"));
  receiving.donor = asked.id<DonorId>("donor");
  receiving.fund = asked.id<VillageId>("fund");
  receiving.delivery = asked.text("delivery");
  receiving.on = asked.day("on");
  receiving.witness = asked.id<OfficerId>("witness");
  for (const std::string& item : naive::split(asked.text("lines"), ',')) {
    std::vector<std::string> cells = naive::split(item, ':');
    cells.resize(5);
    receiving.lines.push_back({Sku(cells[0]), Quantity::of_units(std::stoll(cells[1])),
                               Yuan::of_units(std::stoll(cells[2])), cells[3],
                               cells[4].empty() ? market::keeps : Date::parse(cells[4])});
  }
  return programme::receiving_command(asked.actor, receiving);
}

programme::Command redeem_command(const Reader& asked) {
  programme::Redemption redemption;
  redemption.shop = asked.id<ShopId>("shop");
  redemption.slip = asked.text("slip");
  redemption.household = asked.household();
  redemption.card = asked.id<CardId>("card");
  redemption.on = asked.day("on");
  redemption.prices = asked.number("prices");
  for (const std::string& item : naive::split(asked.text("lines"), ',')) {
    std::vector<std::string> cells = naive::split(item, ':');
    cells.resize(4);
    redemption.lines.push_back(
        {Sku(cells[0]), Quantity::of_units(std::stoll(cells[1])), cells[3]});
  }
  return programme::redemption_command(asked.actor, redemption);
}

programme::Command count_command(const Reader& asked) {
  programme::StockCount count{asked.id<ShopId>("shop"), asked.text("sheet"), asked.day("on"),
                              asked.id<OfficerId>("witness"), {}};
  for (const std::string& item : naive::split(asked.text("lines"), ',')) {
    std::vector<std::string> cells = naive::split(item, ':');
    cells.resize(3);
    count.lines.push_back({Sku(cells[0]), Quantity::of_units(std::stoll(cells[1])),
                           programme::count_reason(cells[2])});
  }
  return programme::count_command(asked.actor, count);
}

programme::Command transfer_command(const Reader& asked) {
  programme::StockTransfer transfer{asked.id<ShopId>("from"), asked.id<ShopId>("to"),
                                    asked.text("slip"), asked.day("on"),
                                    asked.id<OfficerId>("sender"), {}};
  for (const std::string& item : naive::split(asked.text("lines"), ',')) {
    std::vector<std::string> cells = naive::split(item, ':');
    cells.resize(4);
    transfer.lines.push_back(
        {Sku(cells[0]), Quantity::of_units(std::stoll(cells[1])), cells[3]});
  }
  return programme::stock_transfer_command(asked.actor, transfer);
}

programme::Command market_command(const Reader& asked, const std::string& op) {
  if (op == "shop") {
    return programme::shop_command(
        asked.actor, {asked.id<ShopId>("shop"), asked.id<VillageId>("village"), "爱心超市"});
  }
  if (op == "prices") return prices_command(asked);
  if (op == "receive") return receive_command(asked);
  if (op == "redeem") return redeem_command(asked);
  if (op == "count") return count_command(asked);
  if (op == "transfer") return transfer_command(asked);
  return programme::deposit_command(
      asked.actor, {asked.id<VillageId>("fund"), Yuan::of_units(asked.number("yuan")),
                    asked.text("document"), asked.day("on")});
}

}  // namespace

programme::Command command_of(const naive::Command& command, const programme::Programme& book) {
  const Reader asked{command};
  static const std::set<std::string> people{"village", "appoint", "dismiss", "donor",  "card",
                                            "opening", "change",  "household", "split", "merge"};
  static const std::set<std::string> market{"shop",    "prices", "deposit", "receive",
                                            "redeem", "count",  "transfer"};
  static const std::set<std::string> deeds{"claim",  "check",  "withdraw", "notice", "visit",
                                           "object", "decide", "confirm"};
  std::optional<programme::Command> lease = lease_command_of(command);
  if (!lease) lease = merchant_command_of(command);
  programme::Command made = lease                         ? *lease
                            : people.contains(command.op) ? people_command(asked, command.op)
                            : market.contains(command.op) ? market_command(asked, command.op)
                            : deeds.contains(command.op)
                                ? deed_command(asked, command.op, book)
                                : control_command(asked, command.op, book);
  made.key = command.key;
  if (command.effective) made.effective = Date::from_days(*command.effective);
  made.late = command.late;
  return made;
}

namespace {

/// The numbers of a day's close, by name.
std::string close_text(const json::Value& out) {
  std::map<std::string, std::int64_t> sums;
  for (const auto& [name, value] : out.members()) {
    if (name == "stock") {
      for (const auto& [sku, pieces] : value.members()) sums["stock/" + sku] = pieces.integer();
    } else if (name != "accounts" && name != "account_root") {
      sums[name] = value.integer();
    }
  }
  std::string text;
  for (const auto& [name, amount] : sums) text += name + "=" + std::to_string(amount) + " ";
  return text + "accounts=" + std::to_string(out.at("accounts").integer());
}

std::string shown(const programme::Receipt& receipt) {
  if (receipt.kind == "claim.refuse") return "code=" + receipt.out.at("code").text();
  if (receipt.kind == "day.close") return close_text(receipt.out);
  if (const auto said = merchant_shown(receipt)) return *said;
  if (receipt.kind == "stock.count") {
    std::string text;
    for (const json::Value& line : receipt.out.at("lines").items()) {
      text += line.at("sku").text() + "=" + std::to_string(line.at("difference").integer()) + " ";
    }
    return text;
  }
  const std::set<std::string> with_points{"claim.settle", "redeem.confirm", "notice.confirm",
                                          "inspection.record", "lease.issue", "lease.redeem",
                                          "lease.close", "lease.force"};
  if (!with_points.contains(receipt.kind)) return "";
  std::string text = "points=" + std::to_string(receipt.out.at("points").integer());
  if (const json::Value* rule = receipt.out.find("rule")) {
    text += " rule=" + rule->text() + " score=" +
            std::to_string(receipt.out.at("score").integer()) + " outside=" +
            std::to_string(receipt.out.at("outside").integer());
  }
  if (receipt.kind == "lease.redeem") {
    text += " excess=" + std::to_string(receipt.out.at("excess").integer()) + " flags=";
    for (const json::Value& flag : receipt.out.at("flags").items()) text += flag.text() + ",";
  }
  if (receipt.out.find("trims") == nullptr) return text;
  text += " trims=";
  for (const json::Value& trim : receipt.out.at("trims").items()) {
    text += trim.at("code").text() + ":" +
            std::to_string(std::abs(trim.at("points").integer())) + ",";
  }
  return text;
}

}  // namespace

naive::Outcome outcome_of(const Decision<programme::Receipt>& decision) {
  if (!decision) return {.code = std::string(name(decision.refusal().code))};
  return {.replayed = decision->replayed,
          .first = decision->first,
          .kind = decision->kind,
          .shown = decision->replayed ? "" : shown(*decision)};
}

naive::Outcome submit(programme::Programme& book, const programme::Command& command) {
  try {
    return outcome_of(book.submit(command));
  } catch (const Error& error) {
    return {.code = "!" + std::string(name(error.code()))};
  } catch (const InvariantViolation& bug) {
    return {.code = "!bug " + std::string(bug.what())};
  }
}

}  // namespace sim
