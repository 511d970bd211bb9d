#include "table.hpp"

#include <wumei/programme/award_commands.hpp>

namespace wumei::python {
namespace {

using programme::Programme;

void write_accounts(const Programme& programme, const Places& places, const Sieve& sieve,
                    Rows& rows) {
  const ledger::Book& book = programme.state().book;
  book.for_each_account([&](std::string_view name, std::int64_t balance) {
    const std::int32_t account = places.account(name);
    const AccountCodes& codes = places.codes(account);
    if (!sieve.has_village(codes.village)) return;
    rows.word(account, places.accounts()).word(codes.holder, places.holders());
    rows.word(codes.purpose, places.purposes()).word(codes.detail, places.details());
    rows.word(codes.village, places.villages()).word(codes.unit, places.units());
    codes.pieces ? rows.pieces(balance) : rows.hundredths(balance);
    rows.integer(std::ssize(book.lots(name))).seq(book.last_entry(name)).end();
  });
}

/// Points of a household, by where they are.
void write_balances(const Programme& programme, const Places& places, const Sieve& sieve,
                    Rows& rows) {
  const programme::State& state = programme.state();
  for (const auto& [id, household] : state.people.households) {
    const std::int32_t village = places.village(household.village.text());
    if (!sieve.has_village(village)) continue;
    const auto balance = [&, &home = id](ledger::Purpose purpose) {
      return state.book.balance(ledger::of_household(home, purpose));
    };
    rows.word(id.text()).word(village, places.villages());
    rows.hundredths(balance(ledger::Purpose::spendable));
    rows.hundredths(market::leased(state.leases, state.book, id).units());
    rows.hundredths(balance(ledger::Purpose::pending));
    rows.hundredths(balance(ledger::Purpose::arrears));
    rows.hundredths(balance(ledger::Purpose::suspense));
    rows.hundredths(balance(ledger::Purpose::honour)).end();
  }
}

void write_households(const Programme& programme, const Places& places, const Sieve& sieve,
                      Rows& rows) {
  const people::Registry& registry = programme.state().people;
  for (const auto& [id, household] : registry.households) {
    const std::int32_t village = places.village(household.village.text());
    if (!sieve.has_village(village)) continue;
    const people::Village* home = registry.village(household.village);
    rows.word(id.text()).word(village, places.villages());
    rows.word(home == nullptr ? "" : home->name).word(household.group).word(household.grid.text());
    rows.word(people::chain(registry, household).grid_worker.text());
    rows.word(people::name(household.status)).integer(household.people);
    rows.text(household.passbook).text(household.card.text()).seq(household.since_seq).end();
  }
}

void write_stock(const Programme& programme, const Places& places, const Sieve& sieve,
                 Rows& rows) {
  const programme::State& state = programme.state();
  for (const auto& [id, shop] : state.market.shops) {
    const std::int32_t village = places.village(shop.village.text());
    if (!sieve.has_village(village)) continue;
    for (const auto& [name, lot] : state.market.lots) {
      const std::int64_t left = state.book.lot_balance(ledger::stock(id, lot.sku), name);
      if (left == 0 && lot.shop != id) continue;
      const market::Goods* goods = state.market.goods(lot.sku);
      rows.word(id.text()).word(village, places.villages()).text(name).word(lot.sku.text());
      rows.word(goods == nullptr ? "" : goods->name).word(goods == nullptr ? "" : goods->unit);
      rows.word(market::name(lot.source)).word(lot.donor.text()).word(lot.fund.text());
      rows.integer(lot.received.units()).integer(left).hundredths(lot.unit_cost.units());
      rows.word(lot.restriction);
      lot.best_before == market::keeps ? rows.none() : rows.date(lot.best_before);
      rows.seq(lot.seq).end();
    }
  }
}

void write_notices(const Programme& programme, const Places& places, const Sieve& sieve,
                   Rows& rows) {
  const notice::Board& board = programme.state().notices;
  std::map<NoticeId, std::pair<std::int64_t, std::int64_t>> objections;
  for (const auto& [seq, objection] : board.objections) {
    auto& [all, open] = objections[objection.notice];
    ++all;
    open += objection.open ? 1 : 0;
  }
  for (const auto& [id, notice] : board.notices) {
    const std::int32_t village = places.village(notice.village.text());
    if (!sieve.has_village(village) || !sieve.filter().has_day(notice.posted)) continue;
    const auto [all, open] = objections[id];
    rows.word(id.text()).word(notice::name(notice.scope)).word(village, places.villages());
    rows.date(notice.posted).date(notice.until).word(notice.officer.text());
    rows.integer(notice.entries).integer(std::ssize(notice.waiting)).integer(all).integer(open);
    rows.seq(notice.confirmed == 0 ? ledger::no_seq : notice.confirmed).seq(notice.seq).end();
  }
}

/// The placings of a round's latest ranking; it may take several entries.
std::vector<awards::Placing> placings_of(const Programme& programme, const awards::Round& round) {
  std::vector<awards::Placing> placings;
  std::int64_t parts = round.ranking == 0 ? 0 : 1;
  for (std::int64_t part = 0; part < parts; ++part) {
    const std::string leaf = programme.leaf(round.ranking + part);
    const json::Value out = ledger::parse_data(ledger::decode(leaf)).at("out");
    parts = out.at("parts").integer();
    for (awards::Placing& placing : programme::placings_in(out)) {
      placings.push_back(std::move(placing));
    }
  }
  return placings;
}

void write_awards(const Programme& programme, const Places& places, const Sieve& sieve,
                  Rows& rows) {
  for (const auto& [id, round] : programme.state().awards.rounds) {
    if (!sieve.filter().has_day(round.opened)) continue;
    for (const awards::Placing& placing : placings_of(programme, round)) {
      const std::int32_t village = places.village(placing.village.text());
      if (!sieve.has_village(village)) continue;
      const auto winner = round.winners.find(placing.household);
      const bool granted = winner != round.winners.end() && winner->second.granted != 0;
      rows.word(id.text()).word(awards::name(round.state)).date(round.opened);
      rows.word(village, places.villages()).word(placing.household.text());
      rows.integer(placing.rank).hundredths(placing.total.units());
      rows.word(placing.level ? rules::name(*placing.level) : std::string_view());
      rows.word(placing.held_back ? name(*placing.held_back) : std::string_view());
      granted ? rows.hundredths(winner->second.points.units()) : rows.none();
      rows.seq(granted ? winner->second.granted : ledger::no_seq).seq(round.ranking).end();
    }
  }
}

const Fields account_fields = {{"account", Type::word, false, "holder:purpose/detail"},
                               {"holder", Type::word, false, "h/0301017, f/V03, s/03-1, ..."},
                               {"purpose", Type::word, false, "issued, pending, spendable, ..."},
                               {"detail", Type::word, true, "year, goods or household"},
                               {"village", Type::word, true, "of the holder"},
                               {"unit", Type::word, false, "points, honour, yuan, or the goods"},
                               {"balance", Type::decimal, false, "over all lots"},
                               {"lots", Type::integer, false, "lots that are not empty"},
                               {"last", Type::integer, true, "latest entry that touched it"}};

const Fields balance_fields = {{"household", Type::word, false, "whose"},
                               {"village", Type::word, true, "of the household"},
                               {"spendable", Type::decimal, false, "points it may spend"},
                               {"leased", Type::decimal, false, "points that a till holds"},
                               {"pending", Type::decimal, false, "points in public notice"},
                               {"arrears", Type::decimal, false, "debt, zero or below"},
                               {"suspense", Type::decimal, false, "beyond a till's lease"},
                               {"honour", Type::decimal, false, "standing"}};

const Fields household_fields = {{"household", Type::word, false, "number"},
                                 {"village", Type::word, true, "id"},
                                 {"village_name", Type::word, true, "name"},
                                 {"group", Type::word, true, "villagers' group"},
                                 {"grid", Type::word, true, "grid"},
                                 {"grid_worker", Type::word, true, "officer of the grid"},
                                 {"status", Type::word, false, "resident, away, dormant, closed"},
                                 {"people", Type::integer, false, "members"},
                                 {"passbook", Type::text, true, "number of the passbook"},
                                 {"card", Type::text, true, "card in use"},
                                 {"since", Type::integer, true, "entry that registered it"}};

const Fields stock_fields = {{"shop", Type::word, false, "where it lies"},
                             {"village", Type::word, true, "of the shop"},
                             {"lot", Type::text, false, "delivery and line"},
                             {"sku", Type::word, false, "the goods"},
                             {"name", Type::word, true, "as the newest list calls them"},
                             {"unit", Type::word, true, "bag, piece, bucket"},
                             {"source", Type::word, false, "donor, purchase, opening"},
                             {"donor", Type::word, true, "who gave them"},
                             {"fund", Type::word, true, "fund that carries the cost"},
                             {"received", Type::integer, false, "pieces of the lot at first"},
                             {"left", Type::integer, false, "pieces of it on this shelf"},
                             {"unit_cost", Type::decimal, false, "yuan for a piece"},
                             {"restriction", Type::word, true, "whom it is for"},
                             {"best_before", Type::date, true, "empty for what does not spoil"},
                             {"seq", Type::integer, true, "entry of the delivery"}};

const Fields notice_fields = {{"notice", Type::word, false, "its id"},
                              {"scope", Type::word, false, "points, award, settlement"},
                              {"village", Type::word, true, "where it hangs"},
                              {"posted", Type::date, false, "first day"},
                              {"until", Type::date, false, "last day for objections"},
                              {"officer", Type::word, false, "who posted it"},
                              {"entries", Type::integer, false, "earnings on it"},
                              {"waiting", Type::integer, false, "neither confirmed nor void yet"},
                              {"objections", Type::integer, false, "said against it"},
                              {"open_objections", Type::integer, false, "of them undecided"},
                              {"confirmed", Type::integer, true, "entry that confirmed it last"},
                              {"seq", Type::integer, false, "entry that posted it"}};

const Fields award_fields = {{"round", Type::word, false, "its id"},
                             {"state", Type::word, false, "announced ... confirmed"},
                             {"opened", Type::date, false, "day it was announced"},
                             {"village", Type::word, true, "of the household"},
                             {"household", Type::word, false, "who was ranked"},
                             {"rank", Type::integer, false, "within the village"},
                             {"score", Type::decimal, false, "of the whole sheet"},
                             {"level", Type::word, true, "qualified, demonstration, model"},
                             {"held_back", Type::word, true, "code: why not a level higher"},
                             {"points", Type::decimal, true, "granted"},
                             {"granted", Type::integer, true, "entry that granted them"},
                             {"ranking", Type::integer, false, "first entry of the ranking"}};

}  // namespace

std::vector<Definition> state_tables() {
  return {
      {.name = "accounts", .about = "every account and its balance", .fields = account_fields,
       .write = write_accounts},
      {.name = "balances", .about = "points of every household", .fields = balance_fields,
       .write = write_balances},
      {.name = "households", .about = "the register; names are private and not in it",
       .fields = household_fields, .write = write_households},
      {.name = "awards", .about = "the latest ranking of every round", .fields = award_fields,
       .write = write_awards},
      {.name = "stock", .about = "every lot on every shelf", .fields = stock_fields,
       .write = write_stock},
      {.name = "notices", .about = "every public notice", .fields = notice_fields,
       .write = write_notices},
  };
}

}  // namespace wumei::python
