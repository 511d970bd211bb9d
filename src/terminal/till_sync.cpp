#include "till_sync.hpp"

#include <wumei/base/json.hpp>
#include <wumei/base/text.hpp>

#include <http/client.hpp>

#include <algorithm>

namespace wumei::terminal {
namespace {

constexpr std::size_t at_once = 100;

[[noreturn]] void refused(const HubAnswer& answer) { throw refused_by_hub(answer); }

std::string code_of(const HubAnswer& answer) {
  try {
    return json::parse_lenient(answer.body).at("code").text();
  } catch (const Error&) {
    return {};
  }
}

json::Value record_json(const TillRecord& record) {
  const programme::OfflineRedemption& sale = record.sale;
  json::Array lines;
  for (const market::BasketLine& line : sale.lines) {
    lines.push_back(json::Value::object({{"sku", line.sku.text()},
                                         {"quantity", line.quantity.text()},
                                         {"restriction", line.restriction}}));
  }
  return json::Value::object({{"counter", sale.counter},
                              {"random", sale.random},
                              {"household", sale.household.text()},
                              {"card", sale.card.text()},
                              {"at", sale.at.millis()},
                              {"clerk", sale.clerk.text()},
                              {"lines", std::move(lines)},
                              {"receiver", std::string(programme::name(sale.receiver))}});
}

/// What goes over the wire next.
struct Parcel {
  json::Array records;
  json::Array voids;       ///< of the whole lease
  std::int64_t last = 0;   ///< number that it reaches, with those that are void
};

/// In order, from one number to another, as far as every sale was answered for.
Parcel parcel_of(const std::vector<TillRecord>& records, std::int64_t acknowledged,
                 std::int64_t last) {
  Parcel parcel;
  parcel.last = acknowledged;
  for (const TillRecord& record : records) {
    const bool gone = record.state == RecordState::returned;
    const bool next = record.sale.counter > acknowledged;
    const bool full = parcel.records.size() == at_once || record.sale.counter > last;
    if (record.state == RecordState::debited || full) break;
    if (gone) parcel.voids.emplace_back(record.sale.counter);
    if (next && !gone) parcel.records.push_back(record_json(record));
    if (next) parcel.last = record.sale.counter;
  }
  return parcel;
}

void check_next(const audit::LeaseDocument& before, const audit::LeaseDocument& lease) {
  try {
    audit::check_follows(before, lease);
  } catch (const Error&) {
    throw Stop("lease.forged");
  }
}

}  // namespace

Stop refused_by_hub(const HubAnswer& answer) {
  Facts facts;
  try {
    const json::Value body = json::parse_lenient(answer.body);
    facts.push_back({"code", body.at("code").text()});
    for (const auto& [name, value] : body.at("facts").members()) {
      facts.push_back({name, value.text()});
    }
  } catch (const Error&) {
    return Stop("hub.away");  // no answer of a hub
  }
  return Stop("hub.refused", std::move(facts));
}

TillSync::TillSync(TillFile& file, LeasedTill& till, AskHub ask)
    : file_(file), till_(till), ask_(std::move(ask)) {}

std::string TillSync::below(const std::string& path) const {
  return "/v1/ledgers/" + http::escaped(file_.name()->ledger) + "/" + path;
}

std::string TillSync::lease_path(std::int64_t number) const {
  return "tills/" + http::escaped(file_.name()->till.text()) + "/leases/" +
         std::to_string(number);
}

HubAnswer TillSync::asked(const HubRequest& request) const {
  HubAnswer answer;
  try {
    answer = ask_(request);
  } catch (const Error& error) {
    if (error.code() != Errc::io) throw;
    throw Stop("hub.away");
  }
  const bool later = answer.status == 429 || answer.status >= 500;
  if (later) throw Stop("hub.away", {{"status", std::to_string(answer.status)}});
  return answer;
}

std::string TillSync::need(const HubRequest& request) const {
  HubAnswer answer = asked(request);
  if (answer.status >= 400) refused(answer);
  return std::move(answer.body);
}

void TillSync::name_till(const TillId& till, const ShopId& shop) {
  const std::string body = need({"GET", "/v1/ledgers"});
  TillName name{till, shop, "", "", 480, false};
  try {
    const json::Value told = json::parse_lenient(body);
    const json::Value& ledger = told.at("ledgers").items().at(0);
    name.ledger = ledger.at("ledger").text();
    name.log_key = ledger.at("key").text();
    name.offset_minutes = static_cast<int>(ledger.at("offset_minutes").integer());
    name.rehearsal = ledger.at("rehearsal").flag();
  } catch (const Error&) {
    throw Stop("hub.away");  // something else answers there
  }
  file_.put_name(name);
}

Synced TillSync::run() {
  Synced synced;
  bring_stopped();
  std::optional<TillLease> lease = file_.lease();
  bring_sheets(synced);
  const bool closed = !lease || lease->stage == LeaseStage::closed;
  if (!closed) synced.sent += upload(lease->document.number, exact_max);
  bring_post();
  if (!closed) {
    const TillState state = till_.state();
    const bool ends = state.over || state.records_left <= 0;
    const bool idle = till_.unresolved().empty() && !file_.draft();
    if (lease->stage == LeaseStage::open && ends && idle) static_cast<void>(till_.report());
    synced.closed = close(*file_.lease());
    lease = file_.lease();
  }
  if (!lease || lease->stage == LeaseStage::closed) synced.renewed = renew(lease);
  return synced;
}

void TillSync::bring_stopped() {
  const json::Value answer = json::parse_lenient(need({"GET", below("cards/stopped")}));
  std::set<CardId> cards;
  for (const json::Value& card : answer.at("cards").items()) cards.insert(CardId(card.text()));
  size_ = answer.at("size").integer();
  file_.put_stopped(cards, Instant::parse(answer.at("now").text()));
}

std::int64_t TillSync::upload(std::int64_t number, std::int64_t last) {
  const std::string path = lease_path(number) + "/redemptions";
  std::int64_t through = file_.lease(number)->acknowledged;
  std::int64_t sent = 0;
  for (bool gone_back = false;;) {
    Parcel parcel = parcel_of(file_.records(number), through, last);
    if (parcel.last == through) return sent;
    if (parcel.records.empty()) {  // nothing of these was handed over: the hub need not know
      file_.acknowledge(number, parcel.last);
      return sent;
    }
    const std::int64_t count = std::ssize(parcel.records);
    file_.mark_sent(number, parcel.last);
    const HubAnswer answer = asked(
        {"POST", below(path),
         json::write(json::Value::object({{"records", std::move(parcel.records)},
                                          {"void", std::move(parcel.voids)}}))});
    if (answer.status == 409 && code_of(answer) == "lease.gap" && !gone_back) {
      gone_back = true;  // the hub was set back: everything is still here
      through = 0;
      file_.acknowledge(number, through);
      continue;
    }
    if (answer.status >= 400) refused(answer);
    const json::Value body = json::parse_lenient(answer.body);
    const std::int64_t reached = std::min(body.at("through").integer(), parcel.last);
    if (reached > through) file_.acknowledge(number, reached);
    if (reached < parcel.last) {
      for (const json::Value& outcome : body.at("outcomes").items()) {
        const json::Value* error = outcome.find("error");
        if (error != nullptr) refused({409, json::write(*error)});
      }
      throw Stop("hub.away");
    }
    through = reached;
    sent += count;
  }
}

bool TillSync::close(const TillLease& lease) {
  const TillReport report = report_of(file_, lease.document.number);
  if (lease.stage != LeaseStage::reported || lease.acknowledged < report.last) return false;
  const std::string path = lease_path(report.lease);
  const HubAnswer answer =
      asked({"POST", below(path + "/close"),
             json::write(json::Value::object({{"records", report.records},
                                              {"last", report.last}}))});
  if (answer.status >= 400) {
    // Two people may have taken it back meanwhile: then there is nothing left to report.
    const json::Value now = json::parse_lenient(need({"GET", below(path)}));
    const std::string& state = now.at("state").text();
    if (state != "forced" && state != "closed") refused(answer);
  }
  file_.put_stage(report.lease, LeaseStage::closed);
  return true;
}

std::int64_t TillSync::renew(const std::optional<TillLease>& before) {
  const TillName name = *file_.name();
  const std::int64_t number = before ? before->document.number + 1 : 1;
  const std::string path = "tills/" + http::escaped(name.till.text()) + "/leases";
  const std::int64_t since = file_.ask_for(number, size_);
  const json::Value issued = json::parse_lenient(
      need({"POST", below(path),
            json::write(json::Value::object({{"shop", name.shop.text()}, {"number", number}}))}));
  const std::string note = issued.at("note").text();
  const audit::LeaseDocument lease = opened(note, number);
  if (before) check_next(before->document, lease);
  const std::string& state = issued.at("state").text();
  const bool ours = lease.entry >= since && state != "closed" && state != "forced";
  if (!ours) throw Stop("lease.lost", {{"till", name.till.text()}});
  const std::string below_it = below(lease_path(number));
  const std::string prices = need({"GET", below_it + "/prices"});
  file_.put_lease(note, prices, need({"GET", below_it + "/households"}));
  return number;
}

}  // namespace wumei::terminal
