#include "market_files.hpp"
#include "merchant_files.hpp"
#include "pages.hpp"
#include "session.hpp"
#include "verbs.hpp"

#include <wumei/base/text.hpp>
#include <wumei/programme/merchant_commands.hpp>
#include <wumei/programme/natural_key.hpp>
#include <wumei/programme/programme.hpp>
#include <wumei/publish/merchant.hpp>

#include <algorithm>
#include <string>

/// Merchants of their own: what they hand out for points, and what they are paid for it.
namespace wumei::cli {
namespace {

MerchantId merchant_of(const Arguments& arguments) { return arguments.id<MerchantId>("merchant"); }

std::string month_of(const Arguments& arguments) {
  return arguments.reading("month", [&] {
    return market::month_text(market::parse_month(arguments.text("month")));
  });
}

Date day_of(const Session& session, const Arguments& arguments) {
  return arguments.has("on") ? arguments.date("on") : session.today();
}

programme::Receipt submit(Session& session, programme::Command command) {
  command.key = programme::key_after_reversals(session.programme(), command.key);
  return session.submit(std::move(command));
}

void add(Context& context, const Arguments& arguments) {
  Session session(context, Access::write);
  programme::MerchantRegistration asked;
  asked.merchant = merchant_of(arguments);
  asked.name = to_nfc(arguments.text("name"));
  for (const std::string& village : arguments.list("village")) {
    asked.contract.villages.insert(
        arguments.reading("village", [&] { return VillageId(village); }));
  }
  asked.contract.fund = arguments.id<VillageId>("fund");
  if (arguments.has("rate")) asked.contract.rate = arguments.amount<Yuan>("rate").units();
  asked.contract.term = {arguments.date("from"), arguments.date("until")};
  asked.contract.document = to_nfc(arguments.text("document"));
  submit(session, programme::merchant_command(session.actor(), asked));
}

Yuan owed_to(const programme::State& state, const market::Merchant& merchant) {
  return -Yuan::of_units(
      state.book.balance(ledger::payable(merchant.id, merchant.contract.fund)));
}

Cell state_cell(const Context& context, const market::MonthlySettlement& month) {
  const std::string state = month.pay != ledger::no_seq      ? "paid"
                            : month.settle != ledger::no_seq ? "approved"
                                                             : "matched";
  return Cell(context.tr("merchant." + state), json::Value(state));
}

void list(Context& context, const Arguments& /*arguments*/) {
  Session session(context, Access::read);
  const programme::State& state = session.state();
  Table table{"merchants",
              {{"merchant"}, {"merchant_name"}, {"villages"}, {"fund"}, {"rate", Align::right},
               {"until"}, {"owed", Align::right}, {"last_month"}, {"state"}},
              {}};
  for (const auto& [id, merchant] : state.merchants.known) {
    std::string villages;
    for (const VillageId& village : merchant.contract.villages) {
      villages += (villages.empty() ? "" : " ") + village.text();
    }
    const bool any = !merchant.months.empty();
    table.rows.push_back(
        {id, merchant.name, villages, merchant.contract.fund,
         Yuan::of_units(merchant.contract.rate), merchant.contract.term.last,
         owed_to(state, merchant),
         any ? Cell(market::month_text(merchant.months.rbegin()->first)) : Cell(""),
         any ? state_cell(context, merchant.months.rbegin()->second) : Cell("")});
  }
  context.out.table(table);
}

void redeem(Context& context, const Arguments& arguments) {
  if (!arguments.has("household") && !arguments.has("card")) {
    throw Usage(context.tr("shop.household_or_card"));
  }
  Session session(context, Access::write);
  programme::MerchantRedemption asked;
  asked.merchant = merchant_of(arguments);
  asked.slip = slip_number(arguments.text("slip"));
  if (arguments.has("card")) asked.card = arguments.id<CardId>("card");
  asked.household = arguments.has("household")
                        ? arguments.id<HouseholdId>("household")
                        : need(people::present_card(session.state().people, asked.card));
  asked.on = day_of(session, arguments);
  asked.prices = arguments.has("prices") ? arguments.integer("prices")
                                         : prices_in_force(session.state().market, asked.on);
  if (arguments.has("receiver")) asked.receiver = programme::receiver(arguments.text("receiver"));
  for (const std::string& text : arguments.list("line")) {
    asked.lines.push_back(parse_basket_line(text));
  }
  const programme::Receipt receipt =
      submit(session, programme::merchant_redemption_command(session.actor(), asked));
  context.out.fact("points", Points::of_units(receipt.out.at("points").integer()));
  context.out.fact("yuan", Yuan::of_units(receipt.out.at("yuan").integer()));
}

/// Every line of the sheet with its verdict, then what the ledger has besides.
void print_lines(Context& context, const publish::MerchantStatement& statement) {
  const Language language = language_of(context);
  Table claims{"lines",
               {{"slip"}, {"on"}, {"holder"}, {"goods"}, {"quantity", Align::right},
                {"claimed", Align::right}, {"in_ledger", Align::right}, {"match"}},
               {}};
  for (const publish::StatementClaim& row : statement.claims) {
    claims.rows.push_back(
        {row.line.slip, row.line.on, row.line.holder,
         Cell(row.goods, json::Value(row.line.sku.text())), row.line.quantity, row.line.yuan,
         row.recorded ? Cell(*row.recorded) : Cell(""),
         Cell(publish::verdict_words(row.verdict, language), json::Value(row.verdict))});
  }
  if (statement.sheet) context.out.table(claims);
  Table open{"unclaimed",
             {{"slip"}, {"on"}, {"goods"}, {"quantity", Align::right}, {"yuan", Align::right}},
             {}};
  for (const publish::StatementOwed& row : statement.unclaimed) {
    open.rows.push_back({row.line.slip, row.line.on,
                         Cell(row.goods, json::Value(row.line.sku.text())), row.line.quantity,
                         row.line.yuan});
  }
  if (!context.out.json() && open.rows.empty()) return;
  context.out.line("");
  context.out.line(context.tr("merchant.unclaimed"));
  context.out.table(open);
}

void print_sums(Context& context, const publish::MerchantStatement& statement) {
  context.out.fact("claimed", statement.claimed);
  context.out.fact("payable", statement.payable);
  context.out.fact("disputed", statement.disputed);
  context.out.fact("unclaimed_yuan", statement.open);
}

/// With --dry-run the verdicts alone; the entry is written and taken away again.
void match(Context& context, const Arguments& arguments) {
  Session session(context, Access::write);
  const std::string file = arguments.text("file");
  programme::MerchantClaim asked{merchant_of(arguments), month_of(arguments),
                                 to_nfc(arguments.text("statement")),
                                 read_merchant_sheet(session.state().market, file,
                                                     context.file(file))};
  const market::Merchant* merchant = session.state().merchants.merchant(asked.merchant);
  if (merchant == nullptr) {
    throw Refused({RefusalCode::merchant_unknown, {{"merchant", asked.merchant.text()}}});
  }
  const publish::MerchantStatement statement =
      publish::preview_merchant(session.programme(), asked);
  submit(session, programme::merchant_claim_command(session.actor(), asked));
  print_lines(context, statement);
  print_sums(context, statement);
}

void statement(Context& context, const Arguments& arguments) {
  Session session(context, Access::read);
  const auto gathered = publish::gather_merchant(session.programme(), merchant_of(arguments),
                                                 month_of(arguments));
  const auto page = [&] { return publish::merchant_html(gathered, language_of(context)); };
  if (wrote_page(context, arguments, page)) return;
  context.out.fact("merchant", gathered.merchant);
  context.out.fact("month", gathered.month);
  print_sums(context, gathered);
  context.out.fact("owed", gathered.owed);
  if (gathered.sheet) {
    context.out.fact("statement", gathered.number);
    context.out.fact("prepared_by", gathered.prepared_by);
    context.out.fact("approved_by", gathered.approved_by);
    context.out.fact("paid_by", gathered.paid_by);
  }
  print_lines(context, gathered);
}

void settle(Context& context, const Arguments& arguments) {
  Session session(context, Access::write);
  const programme::Receipt receipt = session.submit(programme::merchant_settlement_command(
      session.actor(), {merchant_of(arguments), month_of(arguments)}));
  context.out.fact("payable", Yuan::of_units(receipt.out.at("yuan").integer()));
}

void pay(Context& context, const Arguments& arguments) {
  Session session(context, Access::write);
  const programme::Receipt receipt =
      submit(session, programme::merchant_payment_command(
                          session.actor(), {merchant_of(arguments), month_of(arguments),
                                            to_nfc(arguments.text("document")),
                                            day_of(session, arguments)}));
  context.out.fact("yuan", Yuan::of_units(receipt.out.at("yuan").integer()));
  context.out.fact("fund", receipt.out.at("fund").text());
}

Option merchant_option() {
  return positional("merchant", "MERCHANT", {"商户编号", "the merchant"});
}

Option month_option() {
  return positional("month", "MONTH", {"月份（2026-04）", "the calendar month, 2026-04"});
}

Verb add_verb() {
  return {.name = "add",
          .help = {"登记合作商户及其合同", "Register a merchant with its contract"},
          .example = "wumei -L guanqiao.wumei --as o-lin merchant add M01 --name 老李粮油店 "
                     "--village V03 --fund V03 --from 2026-04-01 --until 2026-12-31 "
                     "--document 合同7号",
          .options = {merchant_option(), required("name", "NAME", {"店名", "its name"}),
                      many("village", "VILLAGE", {"服务的村", "a village that it serves"}),
                      required("fund", "FUND", {"付款资金（村）", "the fund that pays"}),
                      optional("rate", "YUAN", {"每 1 积分付多少元（1.00）",
                                                "yuan for one point (1.00)"}),
                      required("from", "DATE", {"合同起始日", "first day of the contract"}),
                      required("until", "DATE", {"合同截止日", "last day of the contract"}),
                      required("document", "NO", {"合同号", "number of the contract"})},
          .run = add};
}

Verb list_verb() {
  return {.name = "list",
          .help = {"各商户的应付金额与最近一次结算", "Merchants, what is owed, the last month"},
          .example = "wumei -L guanqiao.wumei merchant list",
          .run = list};
}

Verb redeem_verb() {
  return {.name = "redeem",
          .help = {"记入在商户的兑换", "Book what a household took at a merchant"},
          .example = "wumei -L guanqiao.wumei --as KP03 merchant redeem M01 --slip L-118 "
                     "--household 0301017 --line G04=2",
          .options = {merchant_option(),
                      required("slip", "NO", {"商户的小票号", "the merchant's slip"}),
                      optional("household", "HOUSEHOLD", {"户编号", "the household"}),
                      optional("card", "CARD", {"卡号", "the card it shows"}),
                      many("line", "SKU=N", {"商品=数量", "goods=pieces"}),
                      one_of(optional("receiver", "WHO", {"领取人", "who carries it home"}),
                             {"self", "family", "proxy"}),
                      optional("on", "DATE", {"兑换日（今天）", "day (today)"}),
                      optional("prices", "SEQ", {"价目表的条号", "price list, by entry"})},
          .run = redeem};
}

Verb match_verb() {
  return {.name = "match",
          .help = {"逐笔核对商户的月结算单", "Hold a merchant's monthly sheet against the ledger"},
          .example = "wumei -L guanqiao.wumei --as V03 merchant match M01 2026-04 "
                     "--file april.csv --statement JS-4 --dry-run",
          .options = {merchant_option(), month_option(),
                      {Shape::required, "file", "FILE",
                       {"结算单（小票号,日期,户或卡,商品,数量,金额）", "the sheet, a CSV file"}, {},
                       Hint::file},
                      required("statement", "NO", {"结算单号", "number of the sheet"})},
          .run = match};
}

Verb statement_verb() {
  return {.name = "statement",
          .help = {"月结算单，可打印签字", "A month's statement, to be printed and signed"},
          .example = "wumei -L guanqiao.wumei merchant statement M01 2026-04 --html april.html",
          .options = {merchant_option(), month_option(), html_option()},
          .run = statement};
}

Verb settle_verb() {
  return {.name = "settle",
          .help = {"审批当月应付金额（第二人）", "Approve what is payable: the second person"},
          .example = "wumei -L guanqiao.wumei --as o-lin merchant settle M01 2026-04",
          .options = {merchant_option(), month_option()},
          .run = settle};
}

Verb pay_verb() {
  return {.name = "pay",
          .help = {"付清当月已审批金额", "Pay the month out of the fund's cash"},
          .example = "wumei -L guanqiao.wumei --as o-wang merchant pay M01 2026-04 "
                     "--document 付款12号",
          .options = {merchant_option(), month_option(),
                      required("document", "NO", {"付款凭证号", "number of the transfer"}),
                      optional("on", "DATE", {"付款日（今天）", "day (today)"})},
          .run = pay};
}

}  // namespace

void add_merchant(Verbs& verbs) {
  verbs.push_back({.name = "merchant",
                   .help = {"合作商户：兑换、月结算、付款",
                            "Merchants: redemptions, monthly settlement, payment"},
                   .verbs = {add_verb(), list_verb(), redeem_verb(), match_verb(),
                             statement_verb(), settle_verb(), pay_verb()}});
}

}  // namespace wumei::cli
