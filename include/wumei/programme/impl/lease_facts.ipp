#pragma once

#include <wumei/config.hpp>
#include <wumei/programme/impl/market_facts.ipp>
#include <wumei/programme/lease_commands.hpp>

#include <algorithm>

/// `data.in` of the entries of leases, written and read back in one place, and what no command can
/// ask for. Key order is the schema.
namespace wumei::programme::detail {

WUMEI_INLINE json::Value lease_terms_in(const market::LeaseTerms& terms) {
  return json::Value::object({{"share", terms.share},
                              {"household", terms.household.units()},
                              {"till", terms.till.units()},
                              {"records", terms.records},
                              {"hours", terms.hours},
                              {"redemption", terms.redemption.units()}});
}

WUMEI_INLINE market::LeaseTerms lease_terms_from(const json::Value& in) {
  market::LeaseTerms terms;
  terms.share = in.at("share").integer();
  terms.household = Points::of_units(in.at("household").integer());
  terms.till = Points::of_units(in.at("till").integer());
  terms.records = in.at("records").integer();
  terms.hours = in.at("hours").integer();
  terms.redemption = Points::of_units(in.at("redemption").integer());
  return terms;
}

WUMEI_INLINE json::Value lease_in(const LeaseIssue& asked) {
  json::Array households;
  for (const LeaseShare& share : asked.households) {
    households.push_back(json::Array{share.household.text(), share.points.units()});
  }
  return json::Value::object({{"till", asked.till.text()},
                              {"shop", asked.shop.text()},
                              {"number", asked.number},
                              {"prices", asked.prices},
                              {"households", std::move(households)}});
}

WUMEI_INLINE LeaseIssue lease_from(const json::Value& in) {
  LeaseIssue asked;
  asked.till = TillId(in.at("till").text());
  asked.shop = ShopId(in.at("shop").text());
  asked.number = in.at("number").integer();
  asked.prices = in.at("prices").integer();
  for (const json::Value& share : in.at("households").items()) {
    const json::Array& cells = share.items();
    if (cells.size() != 2) throw Error(Errc::corrupt, "a share of a lease has not two cells");
    asked.households.push_back(
        {HouseholdId(cells[0].text()), Points::of_units(cells[1].integer())});
  }
  return asked;
}

WUMEI_INLINE json::Value addition_in(const LeaseAddition& asked) {
  return json::Value::object({{"till", asked.till.text()},
                              {"lease", asked.lease},
                              {"random", asked.random},
                              {"household", asked.household.text()},
                              {"points", asked.points.units()}});
}

WUMEI_INLINE LeaseAddition addition_from(const json::Value& in) {
  return {TillId(in.at("till").text()), in.at("lease").integer(), in.at("random").text(),
          HouseholdId(in.at("household").text()), Points::of_units(in.at("points").integer())};
}

WUMEI_INLINE json::Value offline_in(const OfflineRedemption& redemption) {
  return json::Value::object({{"till", redemption.till.text()},
                              {"lease", redemption.lease},
                              {"counter", redemption.counter},
                              {"random", redemption.random},
                              {"household", redemption.household.text()},
                              {"card", redemption.card.text()},
                              {"at", redemption.at.millis()},
                              {"clerk", redemption.clerk.text()},
                              {"lines", basket_in(redemption.lines)},
                              {"receiver", name(redemption.receiver)}});
}

WUMEI_INLINE OfflineRedemption offline_from(const json::Value& in) {
  OfflineRedemption redemption;
  redemption.till = TillId(in.at("till").text());
  redemption.lease = in.at("lease").integer();
  redemption.counter = in.at("counter").integer();
  redemption.random = in.at("random").text();
  redemption.household = HouseholdId(in.at("household").text());
  redemption.card = id_or_none<CardId>(in.at("card"));
  redemption.at = Instant::from_millis(in.at("at").integer());
  redemption.clerk = OfficerId(in.at("clerk").text());
  for (const json::Value& line : in.at("lines").items()) {
    redemption.lines.push_back(basket_line_from(line));
  }
  redemption.receiver = receiver(in.at("receiver").text());
  return redemption;
}

WUMEI_INLINE json::Value report_in(const LeaseReport& report) {
  return json::Value::object({{"till", report.till.text()},
                              {"lease", report.lease},
                              {"records", report.records},
                              {"last", report.last}});
}

WUMEI_INLINE LeaseReport report_from(const json::Value& in) {
  return {TillId(in.at("till").text()), in.at("lease").integer(), in.at("records").integer(),
          in.at("last").integer()};
}

WUMEI_INLINE json::Value recall_in(const LeaseRecall& recall) {
  return json::Value::object(
      {{"till", recall.till.text()}, {"lease", recall.lease}, {"reason", recall.reason}});
}

WUMEI_INLINE LeaseRecall recall_from(const json::Value& in) {
  return {TillId(in.at("till").text()), in.at("lease").integer(), in.at("reason").text()};
}

WUMEI_INLINE json::Value force_in(const LeaseForce& force) {
  return json::Value::object({{"till", force.till.text()}, {"lease", force.lease}});
}

WUMEI_INLINE LeaseForce force_from(const json::Value& in) {
  return {TillId(in.at("till").text()), in.at("lease").integer()};
}

WUMEI_INLINE Error bad_lease(const TillId& till, const std::string& what) {
  return Error(Errc::bad_input, "till " + till.text() + ": " + what, {{"till", till.text()}});
}

WUMEI_INLINE void check_lease_terms_facts(const market::LeaseTerms& terms) {
  constexpr std::int64_t most_hours = 8'784;  // a year
  const bool sound = terms.share >= 0 && terms.share <= 100 && terms.household >= Points() &&
                     terms.till >= Points() && terms.records >= 0 && terms.hours >= 0 &&
                     terms.hours <= most_hours && terms.redemption >= Points();
  if (!sound) {
    throw Error(Errc::bad_input, "limits of leases are 0 or more, a share at most 100 per cent, "
                                 "a time at most a year");
  }
}

WUMEI_INLINE void check_lease_facts(const LeaseIssue& asked) {
  if (asked.households.empty()) throw bad_lease(asked.till, "a lease of no household");
  const LeaseShare* before = nullptr;
  for (const LeaseShare& share : asked.households) {
    if (share.points <= Points()) {
      throw bad_lease(asked.till, "a lease of " + share.points.text() + " points");
    }
    if (before != nullptr && before->household >= share.household) {
      throw bad_lease(asked.till, "households stand in order, none twice");
    }
    before = &share;
  }
}

WUMEI_INLINE bool is_random_part(std::string_view text) {
  return text.size() == 16 && std::all_of(text.begin(), text.end(), [](char c) {
           return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
         });
}

WUMEI_INLINE void check_addition_facts(const LeaseAddition& asked) {
  if (!is_random_part(asked.random)) {
    throw bad_lease(asked.till, "the random part of an id is 16 hex digits");
  }
  if (asked.points <= Points()) {
    throw bad_lease(asked.till, "a lease of " + asked.points.text() + " points");
  }
}

WUMEI_INLINE void check_offline_facts(const OfflineRedemption& redemption) {
  constexpr std::int64_t far = 253'370'764'800'000;  // the year 9999
  const auto bad = [&](const std::string& what) { return bad_lease(redemption.till, what); };
  if (redemption.counter < 1) throw bad("redemptions are counted from 1");
  if (!is_random_part(redemption.random)) throw bad("the random part of an id is 16 hex digits");
  if (redemption.at.millis() < 0 || redemption.at.millis() >= far) throw bad("an impossible time");
  if (redemption.lines.empty()) throw bad("a redemption of nothing");
  for (const market::BasketLine& line : redemption.lines) {
    const std::string& sku = line.sku.text();
    if (line.quantity <= Quantity()) throw bad(sku + ": a quantity of " + line.quantity.text());
    const auto same = [&](const market::BasketLine& other) { return other.sku == line.sku; };
    if (std::count_if(redemption.lines.begin(), redemption.lines.end(), same) > 1) {
      throw bad(sku + " stands in a redemption twice");
    }
  }
}

WUMEI_INLINE void check_report_facts(const LeaseReport& report) {
  if (report.records >= 0 && report.records <= report.last) return;
  throw bad_lease(report.till, "a report of more records than counters");
}

WUMEI_INLINE void check_recall_facts(const LeaseRecall& recall) {
  if (recall.reason.empty()) throw bad_lease(recall.till, "a recall gives its reason");
}

WUMEI_INLINE void check_force_facts(const LeaseForce& /*force*/) {}

// What a till says has a natural key. They begin with 0, as all that has no day.
WUMEI_INLINE std::string key_of(const LeaseIssue& asked) {
  return market_key("0/lease", {asked.till.text(), std::to_string(asked.number)});
}

WUMEI_INLINE std::string key_of(const LeaseAddition& asked) {
  return market_key("0/lease-add",
                    {asked.till.text(), std::to_string(asked.lease), asked.random});
}

WUMEI_INLINE std::string key_of(const OfflineRedemption& redemption) {
  return market_key("0/lease-redeem",
                    {redemption.till.text(), std::to_string(redemption.lease),
                     std::to_string(redemption.counter), redemption.random});
}

WUMEI_INLINE std::string key_of(const LeaseReport& report) {
  return market_key("0/lease-close", {report.till.text(), std::to_string(report.lease)});
}

}  // namespace wumei::programme::detail
