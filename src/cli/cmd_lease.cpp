#include "audit_files.hpp"
#include "market_files.hpp"
#include "session.hpp"
#include "verbs.hpp"

#include <wumei/base/digest.hpp>
#include <wumei/base/text.hpp>
#include <wumei/programme/lease_commands.hpp>
#include <wumei/programme/lease_document.hpp>
#include <wumei/programme/programme.hpp>

#include <algorithm>
#include <string>

/// Points lent to the tills of shops.
namespace wumei::cli {
namespace {

TillId till_of(const Arguments& arguments) { return arguments.id<TillId>("till"); }

/// --lease, or the till's last one.
std::int64_t number_of(const Session& session, const Arguments& arguments) {
  if (arguments.has("lease")) return arguments.integer("lease");
  const market::Till* till = session.state().leases.till(till_of(arguments));
  return till == nullptr ? 1 : till->last();
}

void set_terms(Context& context, const Arguments& arguments) {
  Session session(context, Access::write);
  market::LeaseTerms terms = session.state().leases.terms;
  const auto points = [&](const char* name, Points& limit) {
    if (arguments.has(name)) limit = arguments.amount<Points>(name);
  };
  const auto count = [&](const char* name, std::int64_t& limit) {
    if (arguments.has(name)) limit = arguments.integer(name);
  };
  count("share", terms.share);
  points("household", terms.household);
  points("till-limit", terms.till);
  count("records", terms.records);
  count("hours", terms.hours);
  points("redemption", terms.redemption);
  session.submit(programme::lease_terms_command(session.actor(), terms));
}

/// `0301017`, as much as may be lent; or `0301017=25`. Where nothing may be, it asks for the least
/// there is, and the rules say why not.
programme::LeaseShare parse_share(const Session& session, const std::string& text) {
  const std::size_t equals = text.find('=');
  const HouseholdId household(text.substr(0, equals));
  if (equals != std::string::npos) return {household, Points::parse(text.substr(equals + 1))};
  const Points most = programme::leasable(session.state(), household, session.today());
  return {household, std::max(most, Points::of_units(1))};
}

/// The signed lease into the file of --out, where there is one.
void put_document(Session& session, const Arguments& arguments, std::int64_t number) {
  const std::string file = arguments.text("out");
  if (file.empty() || session.dry_run()) return;
  const audit::LeaseDocument lease =
      programme::lease_document(session.programme(), till_of(arguments), number);
  session.context().put_file(file, audit::sign_lease(lease, *open_signer(session)));
  session.context().out.fact("file", file);
}

void issue(Context& context, const Arguments& arguments) {
  if (arguments.flag("all") == arguments.has("household")) {
    throw Usage(context.tr("lease.households"));
  }
  Session session(context, Access::write);
  const programme::State& state = session.state();
  programme::LeaseIssue asked;
  asked.till = till_of(arguments);
  asked.shop = arguments.id<ShopId>("shop");
  const market::Till* till = state.leases.till(asked.till);
  asked.number = arguments.has("number") ? arguments.integer("number")
                 : till == nullptr       ? 1
                                         : till->last() + 1;
  asked.prices = arguments.has("prices") ? arguments.integer("prices")
                                         : prices_in_force(state.market, session.today());
  for (const std::string& text : arguments.list("household")) {
    asked.households.push_back(
        arguments.reading("household", [&] { return parse_share(session, text); }));
  }
  if (arguments.flag("all")) {
    if (state.market.shop(asked.shop) == nullptr) {
      throw Refused({RefusalCode::shop_unknown, {{"shop", asked.shop.text()}}});
    }
    asked.households = programme::leasable_village(state, asked.shop, session.today());
  }
  if (asked.households.empty()) throw Refused({RefusalCode::nothing_to_do, {}});
  std::sort(asked.households.begin(), asked.households.end(),
            [](const auto& a, const auto& b) { return a.household < b.household; });
  const programme::Receipt receipt =
      session.submit(programme::lease_command(session.actor(), asked));
  context.out.fact("till", asked.till);
  context.out.fact("lease", asked.number);
  context.out.fact("points", Points::of_units(receipt.out.at("points").integer()));
  const Instant stop = Instant::from_millis(receipt.out.at("stop").integer());
  context.out.fact("stop", stop.text(state.charter.offset_minutes));
  put_document(session, arguments, asked.number);
}

/// For the cart of a household that stands at the till.
void add(Context& context, const Arguments& arguments) {
  Session session(context, Access::write);
  programme::LeaseAddition asked;
  asked.till = till_of(arguments);
  asked.lease = number_of(session, arguments);
  asked.random = arguments.has("random") ? arguments.text("random")
                                         : to_hex(random_bytes(8));
  asked.household = arguments.id<HouseholdId>("household");
  asked.points = arguments.amount<Points>("points");
  session.submit(programme::lease_add_command(session.actor(), asked));
  context.out.fact("till", asked.till);
  context.out.fact("lease", asked.lease);
  context.out.fact("points", asked.points);
  put_document(session, arguments, asked.lease);
}

/// Flags in the reader's language; their names for programs.
Cell flags_cell(const Context& context, const json::Value& flags) {
  std::string words;
  for (const json::Value& flag : flags.items()) {
    words += (words.empty() ? "" : context.tr("lease.and")) + context.tr("flag." + flag.text());
  }
  return Cell(words, flags);
}

Instant instant_of(const Session& session, const Arguments& arguments) {
  return arguments.reading("at", [&] {
    return parse_now(arguments.text("at"), session.state().charter.offset_minutes);
  });
}

void redeem(Context& context, const Arguments& arguments) {
  Session session(context, Access::write);
  programme::OfflineRedemption sale;
  sale.till = till_of(arguments);
  sale.lease = number_of(session, arguments);
  sale.counter = arguments.integer("counter");
  sale.random = arguments.text("random");
  sale.household = arguments.id<HouseholdId>("household");
  if (arguments.has("card")) sale.card = arguments.id<CardId>("card");
  sale.at = instant_of(session, arguments);
  sale.clerk = arguments.id<OfficerId>("clerk");
  if (arguments.has("receiver")) sale.receiver = programme::receiver(arguments.text("receiver"));
  for (const std::string& text : arguments.list("line")) {
    sale.lines.push_back(parse_basket_line(text));
  }
  const programme::Receipt receipt =
      session.submit(programme::offline_command(session.actor(), sale));
  context.out.fact("points", Points::of_units(receipt.out.at("points").integer()));
  if (receipt.out.at("flags").items().empty()) return;
  context.out.fact("excess", Points::of_units(receipt.out.at("excess").integer()));
  context.out.fact("flags", flags_cell(context, receipt.out.at("flags")));
}

void print_returned(Context& context, const programme::Receipt& receipt) {
  context.out.fact("points", Points::of_units(receipt.out.at("points").integer()));
}

void close(Context& context, const Arguments& arguments) {
  Session session(context, Access::write);
  const programme::LeaseReport report{till_of(arguments), number_of(session, arguments),
                                      arguments.integer("records"), arguments.integer("last")};
  print_returned(context,
                 session.submit(programme::lease_close_command(session.actor(), report)));
}

void recall(Context& context, const Arguments& arguments) {
  Session session(context, Access::write);
  session.submit(programme::lease_recall_command(
      session.actor(), {till_of(arguments), number_of(session, arguments),
                        to_nfc(arguments.text("reason"))}));
}

void force(Context& context, const Arguments& arguments) {
  Session session(context, Access::write);
  print_returned(context, session.submit(programme::lease_force_command(
                              session.actor(),
                              {till_of(arguments), number_of(session, arguments)})));
}

void show_terms(Context& context, const market::LeaseTerms& terms) {
  context.out.fact("share", terms.share);
  context.out.fact("household_limit", terms.household);
  context.out.fact("till_limit", terms.till);
  context.out.fact("records", terms.records);
  context.out.fact("hours", terms.hours);
  context.out.fact("redemption", terms.redemption);
}

/// Every till, what it holds, and since when nobody can say what it did.
void show_exposure(Context& context, Session& session) {
  const programme::State& state = session.state();
  const Instant now = std::max(session.programme().now(), state.book.last_recorded());
  Table table{"tills",
              {{"shop"}, {"till"}, {"lease", Align::right}, {"state"}, {"stop"},
               {"open", Align::right}, {"in_doubt", Align::right}},
              {}};
  const auto exposures = market::exposure_by_till(state.leases, state.book, now);
  for (const auto& [id, till] : state.leases.tills) {
    const market::Lease& lease = till.leases.rbegin()->second;
    const std::string_view named = lease.in_doubt(now) ? "doubt" : name(lease.state);
    const auto held = exposures.find(id);
    const market::Exposure exposure =
        held == exposures.end() ? market::Exposure() : held->second;
    const std::string words = context.tr("lease." + std::string(named)) +
                              (till.quarantined ? context.tr("lease.quarantined") : "");
    table.rows.push_back({till.shop, id, till.last(), Cell(words, json::Value(named)),
                          lease.stop.text(state.charter.offset_minutes), exposure.open,
                          exposure.in_doubt});
  }
  context.out.table(table);
  Table sums{"shops", {{"shop"}, {"open", Align::right}, {"in_doubt", Align::right}}, {}};
  const auto shops = market::exposure_by_shop(state.leases, state.book, now);
  for (const auto& [shop, sum] : shops) sums.rows.push_back({shop, sum.open, sum.in_doubt});
  const market::Exposure all = market::total(shops);
  sums.rows.push_back({Cell(context.tr("lease.all_shops"), json::Value("all")), all.open,
                       all.in_doubt});
  context.out.table(sums);
}

/// The households of one till, and what of theirs it holds.
void show_till(Context& context, const Session& session, const TillId& id) {
  const programme::State& state = session.state();
  Table table{"households", {{"household"}, {"points", Align::right}}, {}};
  for (const auto& [household, till] : state.leases.households) {
    if (till != id) continue;
    table.rows.push_back({household, market::leased(state.leases, state.book, household)});
  }
  context.out.table(table);
}

void show(Context& context, const Arguments& arguments) {
  Session session(context, Access::read);
  if (arguments.has("till")) {
    show_till(context, session, till_of(arguments));
    put_document(session, arguments, number_of(session, arguments));
    return;
  }
  show_terms(context, session.state().leases.terms);
  show_exposure(context, session);
}

/// A lease as a till holds it, checked with the log's key alone.
void check(Context& context, const Arguments& arguments) {
  const auto key = audit::VerifierKey::parse(verifier_key(context, arguments.text("log-key")));
  const audit::LeaseDocument lease =
      audit::open_lease(context.file(arguments.text("file")), key);
  if (arguments.has("before")) {
    const audit::LeaseDocument before =
        audit::open_lease(context.file(arguments.text("before")), key);
    // The document of before may be of this very lease, with less in it.
    if (before.number == lease.number) {
      audit::check_grows(before, lease);
    } else {
      audit::check_follows(before, lease);
    }
  }
  context.out.fact("till", lease.till);
  context.out.fact("lease", lease.number);
  Table table{"households", {{"household"}, {"points", Align::right}}, {}};
  for (const audit::LeasedHousehold& leased : lease.households) {
    table.rows.push_back({leased.household, Points::of_units(leased.points)});
  }
  context.out.table(table);
}

Option till_option() { return positional("till", "TILL", {"终端编号", "the till"}); }

Option lease_option() {
  return optional("lease", "N", {"额度编号（最近一份）", "number of the lease (the last)"});
}

Verb terms_verb() {
  return {.name = "terms",
          .help = {"规定离线额度的上限，0 为停用", "Say how much may be lent; 0 turns it off"},
          .example = "wumei -L guanqiao.wumei --as o-lin lease terms --share 60 --household 100",
          .options = {optional("share", "PERCENT", {"占可用积分的百分比",
                                                    "per cent of a household's points"}),
                      optional("household", "POINTS", {"每户上限", "most of a household"}),
                      optional("till-limit", "POINTS", {"每台终端上限", "most of a till"}),
                      optional("records", "N", {"笔数上限", "most redemptions"}),
                      optional("hours", "N", {"时限（小时）", "hours until the till stops"}),
                      optional("redemption", "POINTS", {"每笔上限",
                                                        "most of one redemption"})},
          .run = set_terms};
}

Verb issue_verb() {
  return {.name = "issue",
          .help = {"给终端离线额度，积分转入该终端", "Lend points of households to a till"},
          .example = "wumei -L guanqiao.wumei --as KP03 lease issue 03-1-a --shop 03-1 --all "
                     "--out lease.note",
          .options = {till_option(), required("shop", "SHOP", {"所属超市", "its shop"}),
                      many("household", "ID[=POINTS]", {"户编号[=积分]（不写为上限）",
                                                        "household[=points] (the most)"}),
                      flag("all", {"本村各户", "every household of the shop's village"}),
                      optional("number", "N", {"额度编号（下一份）", "its number (the next)"}),
                      optional("prices", "SEQ", {"价目表的条号", "price list, by entry"}),
                      optional_output("out", "FILE", {"签名的额度书", "the signed lease"})},
          .run = issue};
}

Verb add_verb() {
  return {.name = "add",
          .help = {"给在柜台前的一户追加额度（联网时）",
                   "Lend for one cart, while there is a network"},
          .example = "wumei -L guanqiao.wumei --as KP03 lease add 03-1-a --household 0301017 "
                     "--points 12 --out lease.note",
          .options = {till_option(), lease_option(),
                      required("household", "HOUSEHOLD", {"户编号", "the household"}),
                      required("points", "POINTS", {"积分", "points"}),
                      optional("random", "HEX", {"随机部分（16 位），重发不重记",
                                                 "16 digits: sent again, it is the same"}),
                      optional_output("out", "FILE", {"签名的额度书", "the signed lease"})},
          .run = add};
}

Verb redeem_verb() {
  return {.name = "redeem",
          .help = {"记入终端的离线兑换", "Book what a till redeemed without a network"},
          .example = "wumei -L guanqiao.wumei --as KP03 lease redeem 03-1-a --counter 1 "
                     "--random 00112233445566ff --household 0301017 --at 2026-04-08T10:30 "
                     "--clerk KP03 --line G04=2",
          .options = {till_option(), lease_option(),
                      required("counter", "N", {"终端的流水号", "the till's counter"}),
                      required("random", "HEX", {"随机部分（16 位）", "random part (16 digits)"}),
                      required("household", "HOUSEHOLD", {"户编号", "the household"}),
                      optional("card", "CARD", {"卡号", "the card it showed"}),
                      required("at", "TIME", {"兑换时刻（终端钟）", "when, by the till"}),
                      required("clerk", "OFFICER", {"经办人", "who sold it"}),
                      many("line", "SKU=N", {"商品=数量[:用途限制]",
                                             "goods=pieces[:restriction]"}),
                      one_of(optional("receiver", "WHO", {"领取人", "who carries it home"}),
                             {"self", "family", "proxy"})},
          .run = redeem};
}

Verb close_verb() {
  return {.name = "close",
          .help = {"终端结清：未用积分退回各户", "A till's report; the rest goes back"},
          .example = "wumei -L guanqiao.wumei --as KP03 lease close 03-1-a --records 12 --last 12",
          .options = {till_option(), lease_option(),
                      required("records", "N", {"离线兑换笔数", "redemptions"}),
                      required("last", "N", {"最大流水号", "highest counter"})},
          .run = close};
}

Verb recall_verb() {
  return {.name = "recall",
          .help = {"申请收回存疑的额度（第一人）", "Ask for a lease in doubt back: first person"},
          .example = "wumei -L guanqiao.wumei --as SV03 lease recall 03-1-a --reason 终端损坏",
          .options = {till_option(), lease_option(),
                      required("reason", "TEXT", {"理由", "why"})},
          .run = recall};
}

Verb force_verb() {
  return {.name = "force",
          .help = {"强制收回额度（第二人）", "Take it back without a report: second person"},
          .example = "wumei -L guanqiao.wumei --as o-lin lease force 03-1-a",
          .options = {till_option(), lease_option()},
          .run = force};
}

Verb show_verb() {
  return {.name = "show",
          .help = {"各终端持有的额度与存疑额度", "What tills hold, and what is in doubt"},
          .example = "wumei -L guanqiao.wumei lease show",
          .options = {{Shape::positional_optional, "till", "TILL", {"某台终端", "one till"}},
                      lease_option(),
                      optional_output("out", "FILE", {"再写一份该终端的额度书",
                                                    "that till's signed lease once more"})},
          .run = show};
}

Verb check_verb() {
  return {.name = "check",
          .help = {"核对签名的额度书", "Check a signed lease"},
          .example = "wumei lease check lease.note --log-key village.key",
          .options = {positional_file("file", "FILE", {"额度书", "the lease"}),
                      required("log-key", "KEY", {"账本的公钥", "verifier key of the log"}),
                      optional_file("before", "FILE", {"上一份额度书", "the lease before"})},
          .run = check};
}

}  // namespace

void add_lease(Verbs& verbs) {
  verbs.push_back({.name = "lease",
                   .help = {"离线额度：借给终端，断网时兑换",
                            "Leases: points for tills that redeem without a network"},
                   .verbs = {issue_verb(), add_verb(), redeem_verb(), close_verb(), recall_verb(),
                             force_verb(), show_verb(), terms_verb(), check_verb()}});
}

}  // namespace wumei::cli
