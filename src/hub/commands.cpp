#include "commands.hpp"

#include "facts.hpp"
#include "failure.hpp"

#include <wumei/programme/claim_commands.hpp>
#include <wumei/programme/control_commands.hpp>
#include <wumei/programme/market_commands.hpp>
#include <wumei/programme/notice_commands.hpp>
#include <wumei/programme/stock_commands.hpp>

#include <algorithm>

namespace wumei::hub {
namespace {

using http::Asked;
using programme::Command;
using programme::Programme;

constexpr std::size_t words_most = 2'000;  ///< bytes
constexpr std::size_t facts_most = 16'384;

Command add_claim(const Making& making) {
  const Asked& asked = making.asked;
  programme::ClaimRecord claim;
  claim.household = id_of<HouseholdId>(asked, "household");
  claim.rule = id_of<RuleId>(asked, "rule");
  claim.on = date_of(asked, "on");
  if (asked.has("quantity")) claim.quantity = amount_of<Measure>(asked, "quantity");
  claim.person = text_of(asked, "person", text_most);
  if (asked.has("evidence")) {
    for (const json::Value& item : items_of(asked, "evidence")) {
      const Asked shown(item);
      claim.evidence.push_back({shown.text("kind"), text_of(shown, "ref", text_most)});
    }
  }
  if (asked.has("by")) claim.by = reading(asked, "by", scoring::parse_claimed_by);
  if (asked.has("number")) claim.number = asked.integer("number");
  return programme::claim_command(making.actor, claim);
}

RefusalCode reason_of(const Asked& asked) {
  if (!asked.has("reason")) return RefusalCode::evidence_missing;
  return reading(asked, "reason", [](const std::string& text) { return refusal_code(text); });
}

/// Whether the entry under a known key is what this check asks for again.
bool says_the_same(const Asked& asked, const programme::ClaimCheck& check, std::string_view kind,
                   const json::Value& in) {
  const json::Value* claim = in.find("claim");
  const json::Value* step = in.find("step");
  const json::Value* reason = in.find("reason");
  if (!kind.starts_with("claim.") || claim == nullptr || step == nullptr) return false;
  if (claim->integer() != check.claim || (reason == nullptr) != check.pass) return false;
  if (asked.has("step") && asked.integer("step") != step->integer()) return false;
  return check.pass || reason->text() == name(check.reason);
}

/// A check is of the step that the claim waits for; sent again when it was done, it would be of the
/// next one. So its key is looked up first.
Command check_claim(const Making& making) {
  const Asked& asked = making.asked;
  const programme::ClaimCheck check{entry_of(asked, "claim"), asked.flag("pass"),
                                    reason_of(asked)};
  const std::string words = text_of(asked, "words", words_most);
  return making.writer.read([&](const Programme& programme) {
    if (const auto known = programme.find(making.key)) {
      const std::string leaf = programme.leaf(*known);
      const ledger::Entry entry = ledger::decode(leaf);
      const json::Value in = ledger::parse_data(entry).at("in");
      if (says_the_same(asked, check, entry.kind, in)) {
        Command again;
        again.actor = making.actor;
        again.kind = entry.kind;
        again.in = in;
        again.detail = words;
        return again;  // found by its key: nothing is left to decide
      }
    }
    const programme::State& state = programme.state();
    const auto open = state.deeds.claims.find(check.claim);
    const bool other_step = asked.has("step") && open != state.deeds.claims.end() &&
                            open->second.steps + 1 != asked.integer("step");
    if (other_step) {
      throw Stop("conflict", {{"claim", std::to_string(check.claim)},
                              {"step", std::to_string(open->second.steps + 1)}});
    }
    return programme::check_command(state, making.actor, check, words);
  });
}

Command withdraw_claim(const Making& making) {
  return programme::withdraw_command(making.actor, entry_of(making.asked, "claim"));
}

Command open_notice(const Making& making) {
  const Asked& asked = making.asked;
  programme::NoticeOpen notice;
  notice.notice = id_of<NoticeId>(asked, "notice");
  notice.village = id_of<VillageId>(asked, "village");
  notice.through = date_of(asked, "through");
  notice.days = asked.integer("days");
  return programme::notice_open_command(making.actor, notice);
}

Command confirm_notice(const Making& making) {
  return programme::confirm_command(making.actor, id_of<NoticeId>(making.asked, "notice"));
}

Command add_objection(const Making& making) {
  const Asked& asked = making.asked;
  programme::NoticeObject objection;
  objection.subject.entry = entry_of(asked, "entry");
  objection.on = date_of(asked, "on");
  if (asked.has("ground")) objection.ground = reading(asked, "ground", notice::parse_ground);
  return programme::objection_command(making.actor, objection,
                                      text_of(asked, "words", words_most));
}

Command add_verdict(const Making& making) {
  const Asked& asked = making.asked;
  programme::NoticeDecide verdict;
  verdict.subject.entry = entry_of(asked, "entry");
  verdict.on = date_of(asked, "on");
  verdict.verdict = reading(asked, "verdict", notice::parse_verdict);
  if (verdict.verdict == notice::Verdict::amended) {
    verdict.points = amount_of<Points>(asked, "points");
  }
  return programme::verdict_command(making.actor, verdict, text_of(asked, "words", words_most));
}

/// What only the ledger knows is looked up for a client that does not say it: the household of a
/// card, the list in force.
Command add_redemption(const Making& making) {
  const Asked& asked = making.asked;
  programme::Redemption redemption;
  redemption.shop = id_of<ShopId>(asked, "shop");
  redemption.slip = text_of(asked, "slip", text_most);
  redemption.on = date_of(asked, "on");
  redemption.lines = basket_of(asked);
  redemption.receiver = receiver_of(asked);
  if (asked.has("card")) redemption.card = id_of<CardId>(asked, "card");
  if (asked.has("household")) redemption.household = id_of<HouseholdId>(asked, "household");
  if (asked.has("prices")) redemption.prices = entry_of(asked, "prices");
  if (asked.has("household") && asked.has("prices")) {
    return programme::redemption_command(making.actor, redemption);
  }
  making.writer.read([&](const Programme& programme) {
    const programme::State& state = programme.state();
    const market::PriceList* list = state.market.list_on(redemption.on);
    if (!asked.has("prices") && list != nullptr) redemption.prices = list->seq;
    if (asked.has("household")) return;
    const auto household = state.people.household_by_card(id_of<CardId>(asked, "card"));
    if (!household) throw Stop("not_found", {{"card", asked.text("card")}});
    redemption.household = household->id;
  });
  return programme::redemption_command(making.actor, redemption);
}

Command reverse_redemption(const Making& making) {
  const ledger::Seq seq = entry_of(making.asked, "redemption");
  const std::string reason = text_of(making.asked, "reason", text_most);
  if (reason.empty()) throw bad_input({"", 0, 0, "reason"}, "", "why it is taken back");
  return making.writer.read([&](const Programme& programme) {
    const bool known = seq < programme.size() &&
                       ledger::decode(programme.leaf(seq)).kind == "redeem.confirm";
    if (!known) throw Stop("not_found", {{"redemption", std::to_string(seq)}});
    return programme::reverse_command(programme, making.actor, seq, reason);
  });
}

programme::ReceivedLine received_of(const Asked& line) {
  programme::ReceivedLine received;
  received.sku = id_of<Sku>(line, "sku");
  received.quantity = amount_of<Quantity>(line, "quantity");
  received.unit_cost = amount_of<Yuan>(line, "unit_cost");
  received.restriction = text_of(line, "restriction", text_most);
  if (line.has("best_before")) received.best_before = date_of(line, "best_before");
  return received;
}

Command add_delivery(const Making& making) {
  const Asked& asked = making.asked;
  programme::Receiving receiving;
  receiving.shop = id_of<ShopId>(asked, "shop");
  receiving.delivery = text_of(asked, "delivery", text_most);
  receiving.on = date_of(asked, "on");
  receiving.witness = id_of<OfficerId>(asked, "witness");
  if (asked.has("donor") == asked.has("fund")) {
    throw bad_input({"", 0, 0, "donor"}, "", "either who gave the goods or the fund that paid");
  }
  receiving.source = asked.has("donor") ? market::Source::donor : market::Source::purchase;
  if (asked.has("donor")) receiving.donor = id_of<DonorId>(asked, "donor");
  if (asked.has("fund")) receiving.fund = id_of<VillageId>(asked, "fund");
  for (const json::Value& item : items_of(asked, "lines")) {
    receiving.lines.push_back(received_of(Asked(item)));
  }
  return programme::receiving_command(making.actor, receiving);
}

Command close_day(const Making& making) {
  return programme::close_day_command(making.actor, date_of(making.asked, "day"));
}

constexpr Deed all[] = {
    {"claim.add", Right::claims, true, add_claim},
    {"claim.check", Right::claims, false, check_claim},
    {"claim.withdraw", Right::claims, false, withdraw_claim},
    {"notice.open", Right::notices, false, open_notice},
    {"notice.confirm", Right::notices, false, confirm_notice},
    {"objection.add", Right::notices, false, add_objection},
    {"verdict.add", Right::notices, false, add_verdict},
    {"redemption.add", Right::shop, true, add_redemption},
    {"redemption.reverse", Right::shop, false, reverse_redemption},
    {"delivery.add", Right::shop, true, add_delivery},
    {"stock.count", Right::shop, true, stock_count},
    {"stock.transfer", Right::shop, true, stock_transfer},
    {"day.close", Right::close, false, close_day},
    {"lease.terms", Right::shop, false, lease_terms},
    {"lease.issue", Right::shop, true, lease_issue},
    {"lease.add", Right::shop, true, lease_add},
    {"lease.redeem", Right::shop, true, lease_redeem},
    {"lease.close", Right::shop, true, lease_close},
    {"lease.recall", Right::shop, false, lease_recall},
    {"lease.force", Right::shop, false, lease_force},
};

void check_storable(const Command& command) {
  if (!ledger::parse_key(command.key)) {
    throw bad_input({"", 0, 0, "key"}, command.key, "a key of at most 64 characters without #");
  }
  const auto plain = [](char c) { return c >= 0x20 && c < 0x7f; };
  if (!std::all_of(command.key.begin(), command.key.end(), plain)) {
    throw bad_input({"", 0, 0, "key"}, command.key, "numbers and names in ASCII");
  }
  if (json::write(command.in).size() <= facts_most) return;
  throw bad_input({}, "a command of too many facts",
                  "at most " + std::to_string(facts_most) + " bytes");
}

}  // namespace

std::span<const Deed> deeds() { return all; }

const Deed* find_deed(std::string_view name) {
  const auto* deed = std::find_if(std::begin(all), std::end(all),
                                  [&](const Deed& known) { return known.name == name; });
  return deed == std::end(all) ? nullptr : deed;
}

std::string client_key(const DeviceId& device, std::string_view text) {
  const auto fits = [](char c) {
    const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    return letter || (c >= '0' && c <= '9') || c == '-' || c == '_' || c == '.';
  };
  const std::string key = "+" + device.text() + "/" + std::string(text);
  if (!text.empty() && key.size() <= 64 && std::all_of(text.begin(), text.end(), fits)) return key;
  throw bad_input({"", 0, 0, "Idempotency-Key"}, text,
                  "letters, digits, -, _ or ., not more than 64 with the device's name");
}

programme::Command make(const Deed& deed, const Making& making) {
  if (!deed.natural_key && making.key.empty()) throw Stop("key.missing");
  Command command = deed.make(making);
  if (!deed.natural_key) command.key = making.key;
  check_storable(command);
  return command;
}

}  // namespace wumei::hub
