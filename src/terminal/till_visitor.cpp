#include "till_sync.hpp"

#include <wumei/base/digest.hpp>
#include <wumei/base/json.hpp>

#include <http/client.hpp>

/// A household that is not in the lease, or wants more than it has there, while the hub answers: it
/// is lent what its cart takes, and the till sells to it as to all others.
namespace wumei::terminal {
namespace {

/// In the ledger's words where the rules say no.
Stop no_of(const HubAnswer& answer) {
  Stop no = refused_by_hub(answer);
  if (no.code() != "hub.refused") return no;
  Facts facts = no.facts();
  const std::string code = facts.front().value;
  facts.erase(facts.begin());
  try {
    return Stop(Refusal{refusal_code(code), std::move(facts)});
  } catch (const Error&) {
    return no;
  }
}

/// 64 bits that are the same for the same cart under the same lease: an answer that was lost is
/// asked for again.
std::string random_part(const TillDraft& draft, const TillLease& lease, Points lacking) {
  const std::int64_t added = lease.document.added ? lease.document.added->seq : 0;
  const std::string cart =
      draft.random + "/" + std::to_string(added) + "/" + lacking.text();
  return to_hex(sha256(cart).bytes()).substr(0, 16);
}

}  // namespace

bool TillSync::meet(const std::string& code) {
  const std::int64_t number = till_.need_lease().document.number;
  try {
    const HubAnswer answer = asked(
        {"GET", below(lease_path(number) + "/visitor?code=" + http::escaped(code))});
    if (answer.status >= 400) throw no_of(answer);
    file_.put_visitor(number, answer.body);
    return true;
  } catch (const Stop& stop) {
    if (!stop.code().starts_with("hub.")) throw;
    meet_nobody();
    return stop.code() != "hub.away";
  }
}

void TillSync::meet_nobody() {
  file_.forget_addable(till_.need_lease().document.number);
}

void TillSync::cover() {
  const Points lacking = till_.cart().lacking;
  if (lacking.is_zero()) return;
  const TillLease lease = till_.need_lease();
  const TillDraft draft = *file_.draft();
  const std::int64_t number = lease.document.number;
  const HubAnswer answer =
      asked({"POST", below(lease_path(number) + "/add"),
             json::write(json::Value::object({{"random", random_part(draft, lease, lacking)},
                                              {"household", draft.household.text()},
                                              {"points", lacking.text()}}))});
  file_.forget_addable(number);  // whatever it says, it said it of another lease
  if (answer.status >= 400) throw no_of(answer);
  const std::string note = json::parse_lenient(answer.body).at("note").text();
  const audit::LeaseDocument grown = opened(note, number);
  try {
    audit::check_grows(lease.document, grown);
  } catch (const Error&) {
    throw Stop("lease.forged");
  }
  file_.put_note(number, note);
}

}  // namespace wumei::terminal
