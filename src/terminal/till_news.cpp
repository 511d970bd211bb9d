#include "till_sync.hpp"

#include <wumei/audit/checkpoint.hpp>
#include <wumei/audit/key_rotation.hpp>
#include <wumei/base/json.hpp>

#include <http/client.hpp>

/// What a sync brings besides sales: people and shelf, counts of closed days, a changed key.
namespace wumei::terminal {
namespace {

/// The key that follows `known` at that entry. The log's epoch is part of what was signed, and the
/// hub tells only the one it is in.
audit::VerifierKey next_key(const json::Value& change, const std::string& origin,
                            const std::string& known) {
  const ledger::Seq entry = change.at("entry").integer();
  for (std::int64_t epoch = audit::epoch_number(origin); epoch > 0; --epoch) {
    const std::string then = std::string(audit::log_name(origin)) + "/e" + std::to_string(epoch);
    try {
      return audit::check_rotation(change.at("facts"), {then, entry}, known);
    } catch (const Error& error) {
      if (error.code() != Errc::conflict) throw;
    }
  }
  return audit::check_rotation(change.at("facts"), {origin, entry}, known);
}

/// A "no" of the ledger's rules, and not of the network or to the token.
bool by_ledger(const HubAnswer& answer, const Stop& no) {
  if (no.code() != "hub.refused" || no.facts().front().value.starts_with("token.")) return false;
  return answer.status == 403 || answer.status == 409 || answer.status == 422;
}

}  // namespace

void TillSync::bring_post() {
  const std::string shop = "shops/" + http::escaped(file_.name()->shop.text());
  const std::optional<TillLease> lease = file_.lease();
  TillPost post;
  if (lease) post.through = {lease->document.number, lease->acknowledged};
  post.people = need({"GET", below(shop + "/officers")});
  post.shelf = need({"GET", below(shop + "/stock")});
  file_.put_post(post);
}

void TillSync::bring_sheets(Synced& synced) {
  for (const CountSheet& sheet : file_.open_sheets()) {
    if (sheet.state != SheetState::waiting) continue;
    if (sheet.through.lease != 0) {
      synced.sent += upload(sheet.through.lease, sheet.through.counter);
    }
    send_sheet(sheet);
    ++synced.counted;
  }
}

void TillSync::send_sheet(CountSheet sheet) {
  const TillName name = *file_.name();
  json::Array lines;
  for (const programme::CountedLine& line : sheet.lines) {
    lines.push_back(json::Value::object({{"sku", line.sku.text()},
                                         {"counted", line.counted.text()},
                                         {"reason", std::string(programme::name(line.reason))}}));
  }
  const HubAnswer answer =
      asked({"POST", below("counts"),
             json::write(json::Value::object(
                 {{"shop", name.shop.text()},
                  {"sheet", name.till.text() + "/" + sheet.clerk.text()},
                  {"on", sheet.day.text()},
                  {"witness", sheet.witness.text()},
                  {"lines", std::move(lines)}}))});
  sheet.state = SheetState::booked;
  if (answer.status >= 400) {
    const Stop no = refused_by_hub(answer);
    if (!by_ledger(answer, no)) throw Stop(no);
    sheet.state = SheetState::refused;  // asked again it would be the same: somebody must look
    sheet.said = no.facts().front().value;
  }
  file_.put_sheet(sheet);
}

bool TillSync::follow_keys(const TillName& name) {
  const HubAnswer answer = asked({"GET", below("keys")});
  if (answer.status >= 400) return false;  // a hub of before knows of no changes
  const json::Value told = json::parse_lenient(answer.body);
  const std::string& origin = told.at("origin").text();
  std::string known = name.log_key;
  try {
    if (audit::log_name(origin) != audit::log_name(audit::VerifierKey::parse(known).name())) {
      return false;
    }
    for (const json::Value& change : told.at("changes").items()) {
      if (change.at("facts").at("old_key").text() != known) continue;
      known = next_key(change, origin, known).text();
    }
  } catch (const Error&) {
    return false;  // whoever made this up does not have the old key
  }
  if (known == name.log_key) return false;
  file_.follow_key(known);
  return true;
}

audit::LeaseDocument TillSync::opened(const std::string& note, std::int64_t number) {
  const auto open = [&] {
    const TillName name = *file_.name();
    const audit::LeaseDocument lease =
        audit::open_lease(note, audit::VerifierKey::parse(name.log_key));
    const bool ours = lease.till == name.till.text() && lease.shop == name.shop.text() &&
                      lease.number == number;
    if (!ours) throw Stop("lease.forged");
    return lease;
  };
  try {
    return open();
  } catch (const Error& error) {
    const bool by_other = error.code() == Errc::unauthorised && follow_keys(*file_.name());
    if (!by_other) throw Stop("lease.forged");
  }
  try {
    return open();
  } catch (const Error&) {
    throw Stop("lease.forged");
  }
}

}  // namespace wumei::terminal
