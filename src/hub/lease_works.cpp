#include "commands.hpp"
#include "shape.hpp"
#include "writing.hpp"

#include <wumei/base/text.hpp>
#include <wumei/programme/lease_commands.hpp>
#include <wumei/programme/lease_document.hpp>

#include <algorithm>
#include <charconv>
#include <set>

/// Points lent to tills: what a till takes along, what it brings, and who answers for what is out.
namespace wumei::hub {
namespace {

using http::Asked;

constexpr std::size_t records_most = 100;

std::string text_of_number(std::int64_t number) { return std::to_string(number); }

/// The lease that the path names.
struct Named {
  TillId till;
  std::int64_t number = 0;
};

Named named(const Call& call) { return {TillId(call.parts[1]), seq_of(call.parts[2])}; }

const market::Lease& known(const programme::State& state, const Named& asked) {
  const market::Lease* lease = state.leases.lease(asked.till, asked.number);
  if (lease != nullptr) return *lease;
  throw Stop("not_found", {{"till", asked.till.text()}, {"lease", text_of_number(asked.number)}});
}

Instant now_of(const programme::Programme& programme) {
  return std::max(programme.now(), programme.state().book.last_recorded());
}

/// The highest number such that it and all below are booked, or are `beside` among those that
/// were never handed over.
std::int64_t through(const market::Lease& lease, const std::set<std::int64_t>& beside) {
  std::int64_t number = 0;
  while (lease.counters.contains(number + 1) || beside.contains(number + 1)) ++number;
  return number;
}

Json exposure_json(const market::Exposure& exposure) {
  return Json::object({{"open", exposure.open},
                       {"in_doubt", exposure.in_doubt},
                       {"leases", exposure.leases}});
}

Json terms_json(const market::LeaseTerms& terms) {
  return Json::object({{"share", terms.share},
                       {"household", terms.household},
                       {"till", terms.till},
                       {"records", terms.records},
                       {"hours", terms.hours},
                       {"redemption", terms.redemption}});
}

Json till_json(const TillId& id, const market::Till& till, const market::Exposure& held,
               Instant now) {
  const market::Lease& lease = till.leases.rbegin()->second;
  return Json::object({{"till", id},
                       {"shop", till.shop},
                       {"lease", till.last()},
                       {"state", lease.in_doubt(now) ? "doubt" : name(lease.state)},
                       {"stop", utc(lease.stop)},
                       {"quarantined", till.quarantined},
                       {"exposure", exposure_json(held)}});
}

http::Response leases(const Call& call) {
  return json_response(call.ledger.writer.read([](const programme::Programme& programme) {
    const market::Leases& known = programme.state().leases;
    const ledger::Book& book = programme.state().book;
    const Instant now = now_of(programme);
    auto by_till = market::exposure_by_till(known, book, now);
    const auto by_shop = market::exposure_by_shop(known, book, now);
    const auto till = [&](const auto& item) {
      return till_json(item.first, item.second, by_till[item.first], now);
    };
    const auto shop = [](const auto& item) {
      return Json::object({{"shop", item.first}, {"exposure", exposure_json(item.second)}});
    };
    return Json::object({{"terms", terms_json(known.terms)},
                         {"now", utc(now)},
                         {"tills", Json::array(known.tills, till)},
                         {"shops", Json::array(by_shop, shop)},
                         {"total", exposure_json(market::total(by_shop))}});
  }));
}

/// The lease as it stands, with its document where the key is at hand.
Json lease_json(const Call& call, const programme::Programme& programme, const Named& asked) {
  const market::Lease& lease = known(programme.state(), asked);
  const Instant now = now_of(programme);
  const std::string note =
      call.ledger.sign_lease
          ? call.ledger.sign_lease(
                programme::lease_document(programme, asked.till, asked.number))
          : std::string();
  return Json::object({{"till", asked.till},
                       {"lease", asked.number},
                       {"entry", lease.seq},
                       {"state", lease.in_doubt(now) ? "doubt" : name(lease.state)},
                       {"quarantined", programme.state().leases.till(asked.till)->quarantined},
                       {"prices", lease.prices},
                       {"stop", utc(lease.stop)},
                       {"booked", static_cast<std::int64_t>(lease.counters.size())},
                       {"through", through(lease, {})},
                       {"now", utc(now)},
                       {"note", note}});
}

http::Response lease(const Call& call) {
  const Named asked = named(call);
  return json_response(call.ledger.writer.read([&](const programme::Programme& programme) {
    return lease_json(call, programme, asked);
  }));
}

http::Response prices(const Call& call) {
  const Named asked = named(call);
  return json_response(call.ledger.writer.read([&](const programme::Programme& programme) {
    const programme::State& state = programme.state();
    return prices_json(*state.market.list_by_seq(known(state, asked).prices));
  }));
}

/// What a counter asks for to know who stands there, and no more of the phone than that.
std::string phone_end(const std::string& phone) {
  return phone.size() < 2 ? std::string() : phone.substr(phone.size() - 2);
}

/// As a counter may show it: names masked.
Json customer_json(const programme::Programme& programme, const HouseholdId& id, Points points) {
  const auto household = programme.state().people.household(id);
  const programme::Person head = programme::head_of(programme, id);
  return Json::object({{"household", id},
                       {"head", head.name.empty() ? "" : mask_name(head.name)},
                       {"group", household->group},
                       {"people", household->people},
                       {"card", household->card},
                       {"passbook", household->passbook},
                       {"phone_end", phone_end(head.phone)},
                       {"points", points}});
}

/// Those whose points are in the lease.
http::Response households(const Call& call) {
  const Named asked = named(call);
  return json_response(call.ledger.writer.read([&](const programme::Programme& programme) {
    static_cast<void>(known(programme.state(), asked));
    const audit::LeaseDocument document =
        programme::lease_document(programme, asked.till, asked.number);
    const auto shown = [&](const audit::LeasedHousehold& leased) {
      return customer_json(programme, HouseholdId(leased.household),
                           Points::of_units(leased.points));
    };
    return Json::object({{"households", Json::array(document.households, shown)}});
  }));
}

/// Who shows that card, passbook or number at the till, and what may be added to its lease for him.
http::Response visitor(const Call& call) {
  const Named asked = named(call);
  const std::string code = call.request.parameter("code").value_or("");
  return call.ledger.writer.read([&](const programme::Programme& programme) {
    const programme::State& state = programme.state();
    const market::Lease& lease = known(state, asked);
    const auto shown = people::present_code(state.people, code);
    if (!shown) return failed(failure(shown.refusal()));
    const Points points =
        programme::addable(state, asked.till, lease, shown->household, programme.today());
    return json_response(customer_json(programme, shown->household, points));
  });
}

/// Cards that are never good again.
http::Response stopped(const Call& call) {
  return json_response(call.ledger.writer.read([](const programme::Programme& programme) {
    const auto card = [](const CardId& id) { return Json(id); };
    return Json::object({{"cards", Json::array(programme.state().people.stopped_cards, card)},
                         {"now", utc(now_of(programme))},
                         {"size", programme.size()}});
  }));
}

/// What the body says, and the path of it.
json::Value facts_of(const Call& call) {
  json::Value facts = call.request.body.empty() ? json::Value() : body_of(call.request);
  for (const char* name : {"till", "lease"}) {
    if (facts.find(name) != nullptr) throw said_twice(name);
  }
  facts.add("till", call.parts[1]);
  if (call.parts.size() > 2) facts.add("lease", seq_of(call.parts[2]));
  return facts;
}

http::Response set_terms(const Call& call) {
  return write(call, "lease.terms",
               call.request.body.empty() ? json::Value() : body_of(call.request));
}

/// Writes, and answers with the lease as it then stands. A lease that no till could open would only
/// tie up points: so the key is asked for first.
http::Response lend(const Call& call, std::string_view deed, std::string_view number) {
  if (!call.ledger.sign_lease) throw Stop("key.absent");
  const json::Value facts = facts_of(call);
  const http::Response written = write_now(call, deed, facts);
  if (written.status >= 400) return written;
  const Named asked{TillId(call.parts[1]), Asked(facts).integer(number)};
  return json_response(call.ledger.writer.read([&](const programme::Programme& programme) {
                         return lease_json(call, programme, asked);
                       }),
                       written.status);
}

http::Response issue(const Call& call) { return lend(call, "lease.issue", "number"); }
http::Response add(const Call& call) { return lend(call, "lease.add", "lease"); }

http::Response close(const Call& call) { return write(call, "lease.close", facts_of(call)); }
http::Response recall(const Call& call) { return write(call, "lease.recall", facts_of(call)); }
http::Response force(const Call& call) { return write(call, "lease.force", facts_of(call)); }

/// What a till brings.
struct Upload {
  std::vector<json::Value> records;  ///< facts, each with its till and lease
  std::set<std::int64_t> voids;      ///< counters whose goods were not handed over
};

Upload upload_of(const Call& call, const Named& asked) {
  const json::Value body = body_of(call.request);
  const Asked all(body);
  Upload upload;
  const json::Array& items = all.items("records");
  if (items.empty() || items.size() > records_most) {
    throw bad_input({"", 0, 0, "records"}, std::to_string(items.size()) + " records",
                    "1 to " + std::to_string(records_most));
  }
  if (all.has("void")) {
    for (const json::Value& number : all.items("void")) {
      if (!number.is_integer()) throw bad_input({"", 0, 0, "void"}, "", "numbers of records");
      upload.voids.insert(number.integer());
    }
  }
  for (json::Value record : items) {
    static_cast<void>(Asked(record));
    if (record.find("till") != nullptr) throw said_twice("till");
    if (record.find("lease") != nullptr) throw said_twice("lease");
    record.add("till", asked.till.text());
    record.add("lease", asked.number);
    upload.records.push_back(std::move(record));
  }
  return upload;
}

/// In order and without gaps, from no later than the first that is not booked yet.
void check_order(const market::Lease& lease, const Upload& upload) {
  std::int64_t next = through(lease, upload.voids) + 1;
  if (lease.state == market::LeaseState::closed) next = exact_max;  // its numbers are forgotten
  std::int64_t before = 0;
  for (const json::Value& record : upload.records) {
    const std::int64_t counter = Asked(record).integer("counter");
    if (before != 0 && counter <= before) {
      throw bad_input({"", 0, 0, "counter"}, std::to_string(counter), "records in order");
    }
    std::int64_t expected = before == 0 ? std::min(next, counter) : before + 1;
    while (expected < counter && upload.voids.contains(expected)) ++expected;
    if (expected != counter) throw Stop("lease.gap", {{"next", std::to_string(expected)}});
    before = counter;
  }
}

/// The same id came with other content. Both happened, as far as anybody can tell: the second is
/// booked under an id made of its content, so that sent again it is the same one; the ledger sees
/// the number used twice and gives the till no further lease.
void book_fork(const Call& call, json::Value record) {
  const std::string digest = to_hex(sha256(json::write(record)).bytes()).substr(0, 16);
  json::Value other;
  for (const auto& [name, value] : record.members()) {
    other.add(name, name == "random" ? json::Value(digest) : value);
  }
  const programme::Actor actor = call.actor();
  const Asked asked(other);
  static_cast<void>(call.ledger.writer.submit(
      make(*find_deed("lease.redeem"), {call.ledger.writer, actor, asked, {}})));
}

std::vector<programme::Command> commands_of(const Call& call, const Upload& upload) {
  const programme::Actor actor = call.actor();
  std::vector<programme::Command> commands;
  for (const json::Value& record : upload.records) {
    const Asked asked(record);
    try {
      commands.push_back(
          make(*find_deed("lease.redeem"), {call.ledger.writer, actor, asked, {}}));
    } catch (const Error& error) {
      Facts facts = error.facts();
      facts.push_back({"record", std::to_string(commands.size() + 1)});
      throw Error(error.code(), error.what(), std::move(facts));
    }
  }
  return commands;
}

bool conflicts(const Outcome& outcome) {
  return !outcome.decision && !outcome.thrown &&
         outcome.decision.refusal().code == RefusalCode::key_conflict;
}

http::Response upload(const Call& call) {
  const Named asked = named(call);
  const Upload brought = upload_of(call, asked);
  call.ledger.writer.read([&](const programme::Programme& programme) {
    check_order(known(programme.state(), asked), brought);
  });
  std::vector<programme::Command> commands = commands_of(call, brought);
  const std::vector<Outcome> outcomes = write_all(call, commands);
  std::optional<Failure> conflict;
  std::int64_t last = 0;
  Json shown = Json::array();
  for (std::size_t i = 0; i < outcomes.size(); ++i) {
    shown.add(outcome_json(call.ledger, outcomes[i]));
    if (outcomes[i].decision) last = Asked(brought.records[i]).integer("counter");
    if (!conflicts(outcomes[i])) continue;
    book_fork(call, brought.records[i]);
    if (!conflict) conflict = failure(outcomes[i].decision.refusal());
  }
  if (conflict) return failed(*conflict);
  return json_response(call.ledger.writer.read([&](const programme::Programme& programme) {
    const market::Lease& lease = known(programme.state(), asked);
    const bool forgotten = lease.state == market::LeaseState::closed;
    return Json::object({{"through", forgotten ? last : through(lease, brought.voids)},
                         {"quarantined",
                          programme.state().leases.till(asked.till)->quarantined},
                         {"now", utc(now_of(programme))},
                         {"outcomes", shown}});
  }));
}

constexpr Work works[] = {
    {"GET", "/v1/ledgers/*/leases", Right::look, leases},
    {"POST", "/v1/ledgers/*/leases/terms", Right::shop, set_terms},
    {"GET", "/v1/ledgers/*/cards/stopped", Right::look, stopped},
    {"POST", "/v1/ledgers/*/tills/*/leases", Right::shop, issue},
    {"GET", "/v1/ledgers/*/tills/*/leases/*", Right::shop, lease},
    {"GET", "/v1/ledgers/*/tills/*/leases/*/prices", Right::look, prices},
    {"GET", "/v1/ledgers/*/tills/*/leases/*/households", Right::shop, households},
    {"GET", "/v1/ledgers/*/tills/*/leases/*/visitor", Right::shop, visitor},
    {"POST", "/v1/ledgers/*/tills/*/leases/*/add", Right::shop, add},
    {"POST", "/v1/ledgers/*/tills/*/leases/*/redemptions", Right::shop, upload},
    {"POST", "/v1/ledgers/*/tills/*/leases/*/close", Right::shop, close},
    {"POST", "/v1/ledgers/*/tills/*/leases/*/recall", Right::shop, recall},
    {"POST", "/v1/ledgers/*/tills/*/leases/*/force", Right::shop, force},
};

}  // namespace

std::span<const Work> lease_works() { return works; }

}  // namespace wumei::hub
