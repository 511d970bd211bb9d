#include "lease_fixture.hpp"

#include <wumei/programme/verify.hpp>

#include <functional>

using namespace wumei;
using test::LeaseCounter;

namespace {

/// What a forger changes of an entry; balances and pointers continue by themselves.
struct Forgery {
  ledger::Draft draft;
  std::string actor;
};

/// The law that the entry breaks once it is changed; 0 for none.
int law_of(const LeaseCounter& counter, ledger::Seq seq,
           const std::function<void(Forgery&)>& change) {
  programme::ProgrammeReplay replay;
  for (ledger::Seq before = 0; before < seq; ++before) {
    const std::string leaf = counter.book->leaf(before);
    const ledger::Entry entry = ledger::decode(leaf);
    const json::Value data = ledger::parse_data(entry);
    REQUIRE_FALSE(replay.check(entry, data));
    replay.apply(entry, data);
  }
  const std::string leaf = counter.book->leaf(seq);
  const ledger::Entry entry = ledger::decode(leaf);
  const json::Value data = ledger::parse_data(entry);
  Forgery forgery;
  forgery.draft.kind = entry.kind;
  forgery.draft.refs = entry.refs;
  forgery.draft.in = data.at("in");
  forgery.draft.out = data.at("out");
  forgery.actor = entry.actor;
  for (const ledger::Leg& leg : entry.legs) {
    forgery.draft.moves.push_back({std::string(leg.account), std::string(leg.lot), leg.amount});
  }
  change(forgery);
  const std::string key(entry.key);
  const std::vector<ledger::Leg> legs = replay.state().book.legs_for(forgery.draft.moves);
  const std::string forged = ledger::encode(
      {seq, entry.recorded, entry.effective, forgery.actor, key, ""}, forgery.draft, legs);
  const ledger::Entry again = ledger::decode(forged);
  const auto broken = replay.check(again, ledger::parse_data(again));
  return broken ? broken->law : 0;
}

/// The text of a value with one part replaced.
json::Value with(const json::Value& value, const std::string& text, const std::string& other) {
  std::string written = json::write(value);
  const std::size_t at = written.find(text);
  REQUIRE(at != std::string::npos);
  return json::parse(written.replace(at, text.size(), other));
}

std::function<void(Forgery&)> in(const std::string& text, const std::string& other) {
  return [=](Forgery& forgery) { forgery.draft.in = with(forgery.draft.in, text, other); };
}

std::function<void(Forgery&)> out(const std::string& text, const std::string& other) {
  return [=](Forgery& forgery) { forgery.draft.out = with(forgery.draft.out, text, other); };
}

std::function<void(Forgery&)> by(const std::string& officer) {
  return [=](Forgery& forgery) { forgery.actor = "o-" + officer + "@unit"; };
}

/// So many points more from one account to another.
std::function<void(Forgery&)> moving(const std::string& from, const std::string& to,
                                     const std::string& lot, std::int64_t points) {
  return [=](Forgery& forgery) {
    ledger::add_move(forgery.draft.moves, from, lot, -points);
    ledger::add_move(forgery.draft.moves, to, ledger::parse_account(to).purpose ==
                                                      ledger::Purpose::escrow ||
                                                  to.ends_with(":spendable")
                                              ? lot
                                              : "",
                     points);
  };
}

const std::string home_account = "h/0301001:spendable";
const std::string escrow = "t/03-1-a:escrow/0301001";
const std::string last_lot = "2027-12-31";

}  // namespace

TEST_CASE("a forged lease breaks law 11, or 7 over who wrote it", "[lease]") {
  LeaseCounter counter;
  const ledger::Seq lease = counter.lend("30").first;

  CHECK(law_of(counter, lease, [](Forgery&) {}) == 0);
  CHECK(law_of(counter, lease, moving(home_account, escrow, last_lot, 100)) == 11);
  CHECK(law_of(counter, lease, in("3000]", "3700]")) == 11);
  CHECK(law_of(counter, lease, in("3000]", "-3000]")) == 11);
  CHECK(law_of(counter, lease, in("\"number\":1", "\"number\":2")) == 11);
  CHECK(law_of(counter, lease, out("\"stop\":1", "\"stop\":2")) == 11);
  CHECK(law_of(counter, lease, out("\"records\":200", "\"records\":201")) == 11);
  CHECK(law_of(counter, lease, [](Forgery& forgery) { forgery.draft.refs.clear(); }) == 11);
  CHECK(law_of(counter, lease, in("03-1\"", "03-9\"")) == 14);
  CHECK(law_of(counter, lease, by("panel")) == 7);
}

TEST_CASE("forged points of a cart break law 11, or 7 over who wrote them", "[lease]") {
  LeaseCounter counter;
  counter.lend("10");
  const ledger::Seq added = counter.accept(programme::lease_add_command(
      counter.keeper, {counter.till, 1, "00000000000000aa", counter.home, Points::parse("15")}))
      .first;

  CHECK(law_of(counter, added, [](Forgery&) {}) == 0);
  CHECK(law_of(counter, added, moving(home_account, escrow, last_lot, 100)) == 11);
  CHECK(law_of(counter, added, in("1500", "1600")) == 11);
  CHECK(law_of(counter, added, in("1500", "4100")) == 11);
  CHECK(law_of(counter, added, in("1500", "-1500")) == 11);
  CHECK(law_of(counter, added, in("\"lease\":1", "\"lease\":2")) == 11);
  CHECK(law_of(counter, added, in("03-1-a", "03-1-b")) == 11);
  CHECK(law_of(counter, added, in("0000aa", "0000AA")) == 11);
  CHECK(law_of(counter, added, in("0301001", "0301002")) == 11);
  CHECK(law_of(counter, added, in("0301001", "0309999")) == 14);
  CHECK(law_of(counter, added, [](Forgery& forgery) { forgery.draft.refs.clear(); }) == 11);
  CHECK(law_of(counter, added, [](Forgery& forgery) { forgery.draft.moves.clear(); }) == 11);
  CHECK(law_of(counter, added, by("panel")) == 7);
}

TEST_CASE("a forged redemption of a till breaks law 11", "[lease]") {
  LeaseCounter counter;
  counter.lend("30");
  const ledger::Seq sale =
      counter.upload(counter.sold({LeaseCounter::line("G04", 2), LeaseCounter::line("G26", 1)}))
          .first;

  CHECK(law_of(counter, sale, [](Forgery&) {}) == 0);
  CHECK(law_of(counter, sale, moving(escrow, "f/V03:redeemed", last_lot, 100)) == 11);
  CHECK(law_of(counter, sale, moving(home_account, "f/V03:redeemed", last_lot, 100)) == 11);
  CHECK(law_of(counter, sale, out("[\"short\"]", "[]")) == 11);
  CHECK(law_of(counter, sale, out("\"excess\":0", "\"excess\":1")) == 11);
  CHECK(law_of(counter, sale, in("\"lease\":1", "\"lease\":2")) == 11);
  CHECK(law_of(counter, sale, in("\"random\":\"0", "\"random\":\"x")) == 11);
  CHECK(law_of(counter, sale, in("\"household\":\"0301001\"", "\"household\":\"0301002\"")) == 11);
  CHECK(law_of(counter, sale, in("\"household\":\"0301001\"", "\"household\":\"0309999\"")) == 14);
  CHECK(law_of(counter, sale, by("panel")) == 7);
}

TEST_CASE("a forged end of a lease breaks law 11, or 7 over two people", "[lease]") {
  LeaseCounter counter;
  counter.lend("30");
  const ledger::Seq close = counter.close(0, 0).first;
  CHECK(law_of(counter, close, in("\"records\":0,\"last\":0", "\"records\":1,\"last\":1")) == 11);
  CHECK(law_of(counter, close, in("\"records\":0", "\"records\":-1")) == 11);
  CHECK(law_of(counter, close, moving(home_account, "f/V03:redeemed", last_lot, 100)) == 11);
  CHECK(law_of(counter, close, out("3000", "2900")) == 11);
  counter.lend("30", 2);
  counter.pass_hours(73);
  counter.force(2);
  const ledger::Seq force = counter.book->size() - 1;

  CHECK(law_of(counter, force - 1, in("终端损坏", "")) == 11);
  CHECK(law_of(counter, force - 1, by("keeper")) == 7);
  CHECK(law_of(counter, force, by("shop-supervisor")) == 7);
  CHECK(law_of(counter, force, in("\"lease\":2", "\"lease\":1")) == 11);
  CHECK(law_of(counter, force, [](Forgery& forgery) { forgery.draft.moves.clear(); }) == 11);
}

TEST_CASE("no other kind touches a till's escrow", "[lease]") {
  LeaseCounter counter;
  counter.lend("30");
  const ledger::Seq sale = counter.accept(programme::redemption_command(
      counter.keeper, counter.sale({LeaseCounter::line("G04", 2)}))).first;

  CHECK(law_of(counter, sale, moving(escrow, "f/V03:redeemed", last_lot, 100)) == 9);
  CHECK(law_of(counter, sale, [](Forgery& forgery) {
          forgery.draft.kind = "ledger.transfer";
        }) == 9);
}
