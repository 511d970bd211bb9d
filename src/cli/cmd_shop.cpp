#include "market_files.hpp"
#include "session.hpp"
#include "shop_receipt.hpp"
#include "verbs.hpp"

#include <wumei/base/text.hpp>
#include <wumei/market/coverage.hpp>
#include <wumei/programme/market_commands.hpp>
#include <wumei/programme/natural_key.hpp>
#include <wumei/programme/programme.hpp>

#include <string>

/// The love supermarket at the counter.
namespace wumei::cli {
namespace {

/// `G04=20@2.40`, with `:RESTRICTION` at the end for goods kept for certain households.
programme::ReceivedLine parse_received_line(const std::string& text) {
  constexpr std::string_view shape = "SKU=PIECES@UNIT_COST[:RESTRICTION]";
  const GoodsWord line = parse_goods_word(text, shape);
  if (!line.rest.starts_with('@')) throw bad_input({"", 0, 0, "--line"}, text, shape);
  const std::size_t colon = line.rest.find(':');
  programme::ReceivedLine received;
  received.sku = line.sku;
  received.quantity = line.quantity;
  received.unit_cost = Yuan::parse(line.rest.substr(1, colon == std::string::npos ? colon
                                                                                  : colon - 1));
  if (colon != std::string::npos) received.restriction = to_nfc(line.rest.substr(colon + 1));
  return received;
}

programme::Receipt submit(Session& session, programme::Command command) {
  command.key = programme::key_after_reversals(session.programme(), command.key);
  return session.submit(std::move(command));
}

Date day_of(const Session& session, const Arguments& arguments) {
  return arguments.has("on") ? arguments.date("on") : session.today();
}

void publish_prices(Context& context, const Arguments& arguments) {
  Session session(context, Access::write);
  programme::PricePublication prices;
  prices.list = arguments.has("list") ? to_nfc(arguments.text("list")) : default_list;
  prices.version = arguments.has("version") ? arguments.integer("version")
                                            : next_version(session.state().market, prices.list);
  prices.from = arguments.has("from") ? arguments.date("from") : session.today();
  prices.minimum = arguments.has("minimum") ? arguments.amount<Points>("minimum")
                                            : default_minimum();
  prices.document = context.file(arguments.text("file"));
  prices.goods = read_goods(arguments.text("file"), prices.document);
  submit(session, programme::prices_command(session.actor(), prices));
}

void receive_goods(Context& context, const Arguments& arguments) {
  Session session(context, Access::write);
  programme::Receiving receiving;
  receiving.shop = arguments.id<ShopId>("shop");
  receiving.delivery = to_nfc(arguments.text("delivery"));
  receiving.on = day_of(session, arguments);
  if (arguments.has("donor") == arguments.has("fund")) {
    throw Usage(context.tr("shop.donor_or_fund"));
  }
  receiving.source = arguments.has("donor") ? market::Source::donor : market::Source::purchase;
  if (arguments.has("donor")) receiving.donor = arguments.id<DonorId>("donor");
  if (arguments.has("fund")) receiving.fund = arguments.id<VillageId>("fund");
  receiving.witness = arguments.id<OfficerId>("witness");
  for (const std::string& text : arguments.list("line")) {
    receiving.lines.push_back(parse_received_line(text));
    if (arguments.has("best-before")) {
      receiving.lines.back().best_before = arguments.date("best-before");
    }
  }
  submit(session, programme::receiving_command(session.actor(), receiving));
}

/// The household by number or by the card it shows.
HouseholdId household_of(const Session& session, const Arguments& arguments) {
  if (arguments.has("household")) return arguments.id<HouseholdId>("household");
  return need(people::present_card(session.state().people, arguments.id<CardId>("card")));
}

programme::Receiver receiver_of(const Arguments& arguments) {
  return arguments.has("receiver") ? programme::receiver(arguments.text("receiver"))
                                   : programme::Receiver::self;
}

void redeem(Context& context, const Arguments& arguments) {
  if (!arguments.has("household") && !arguments.has("card")) {
    throw Usage(context.tr("shop.household_or_card"));
  }
  Session session(context, Access::write);
  programme::Redemption redemption;
  redemption.shop = arguments.id<ShopId>("shop");
  redemption.slip = to_nfc(arguments.text("slip"));
  redemption.household = household_of(session, arguments);
  if (arguments.has("card")) redemption.card = arguments.id<CardId>("card");
  redemption.on = day_of(session, arguments);
  redemption.prices = arguments.has("prices")
                          ? arguments.integer("prices")
                          : prices_in_force(session.state().market, redemption.on);
  redemption.receiver = receiver_of(arguments);
  for (const std::string& text : arguments.list("line")) {
    redemption.lines.push_back(parse_basket_line(text));
  }
  const programme::Receipt receipt =
      submit(session, programme::redemption_command(session.actor(), redemption));
  print_receipt(session, redemption, receipt);
}

void deposit(Context& context, const Arguments& arguments) {
  Session session(context, Access::write);
  programme::Deposit deposit;
  deposit.fund = arguments.id<VillageId>("fund");
  deposit.yuan = arguments.amount<Yuan>("yuan");
  deposit.document = to_nfc(arguments.text("document"));
  deposit.on = day_of(session, arguments);
  submit(session, programme::deposit_command(session.actor(), deposit));
}

Table table_of_stock() {
  return {"stock",
          {{"sku"},
           {"goods"},
           {"unit"},
           {"quantity", Align::right},
           {"restricted", Align::right},
           {"spoiled", Align::right},
           {"cost", Align::right}},
          {}};
}

void print_stock(Context& context, const Arguments& arguments) {
  const Session session(context, Access::read);
  const programme::State& state = session.state();
  const auto shop = arguments.id<ShopId>("shop");
  if (state.market.shop(shop) == nullptr) {
    throw Refused({RefusalCode::shop_unknown, {{"shop", shop.text()}}});
  }
  Table table = table_of_stock();
  for (const market::ShelfLine& line :
       market::shelf(state.market, state.book, shop, session.today())) {
    const market::Goods* goods = state.market.goods(line.sku);
    table.rows.push_back({line.sku, goods == nullptr ? "" : goods->name,
                          goods == nullptr ? "" : goods->unit, line.quantity, line.restricted,
                          line.spoiled, line.cost});
  }
  context.out.table(table);
}

/// `1.23`, rounded down so that a figure just under the line never reads as on it.
std::string ratio_text(const market::Coverage& coverage) {
  if (coverage.spendable <= Points()) return "-";
  return Score::of_units(multiply(100, coverage.ratio(), Rounding::down)).text();
}

void print_coverage(Context& context, const Arguments& /*arguments*/) {
  const Session session(context, Access::read);
  const auto funds = market::coverage_by_fund(session.state().book, session.state().people);
  Table table{"coverage",
              {{"fund"},
               {"stock_cost", Align::right},
               {"cash", Align::right},
               {"spendable", Align::right},
               {"coverage", Align::right},
               {"thin"}},
              {}};
  const auto add = [&](const Cell& fund, const market::Coverage& coverage) {
    const std::string warning = coverage.thin() ? context.tr("shop.thin") : "";
    table.rows.push_back({fund, coverage.stock, coverage.cash, coverage.spendable,
                          ratio_text(coverage), Cell(warning, json::Value(coverage.thin()))});
  };
  for (const auto& [fund, coverage] : funds) add(fund, coverage);
  add(Cell(context.tr("shop.all_funds"), json::Value("all")), market::total(funds));
  context.out.table(table);
}

Verb prices_verb() {
  return {.name = "prices",
          .help = {"发布价目表", "Publish a price list"},
          .example = "wumei -L guanqiao.wumei --as o-lin shop prices goods.csv --from 2026-04-01",
          .options = {positional_file("file", "FILE", {"价目表（CSV）", "the list (CSV)"}),
                      optional("list", "NAME", {"价目表名称（goods）", "its name (goods)"}),
                      optional("version", "N", {"版本（下一个）", "version (the next)"}),
                      optional("from", "DATE", {"生效日（今天）", "in force from (today)"}),
                      optional("minimum", "POINTS", {"起兑积分（5.00）",
                                                     "smallest redemption (5.00)"})},
          .run = publish_prices};
}

Verb receive_verb() {
  return {.name = "receive",
          .help = {"商品入库（两人在场）", "Take goods in, before a witness"},
          .example = "wumei -L guanqiao.wumei --as KP03 shop receive 03-1 --donor D001 "
                     "--delivery DN-17 --witness SV03 --line G04=20@2.40",
          .options = {positional("shop", "SHOP", {"店编号", "the shop"}),
                      optional("donor", "DONOR", {"捐赠方", "who gave them"}),
                      optional("fund", "FUND", {"采购资金", "fund that paid for them"}),
                      required("delivery", "NO", {"单号", "delivery note"}),
                      required("witness", "OFFICER", {"见证人", "second person"}),
                      many("line", "SKU=N@COST", {"商品=数量@单价[:用途限制]",
                                                  "goods=pieces@unit cost[:restriction]"}),
                      optional("best-before", "DATE", {"保质期", "best-before date"}),
                      optional("on", "DATE", {"入库日（今天）", "day (today)"})},
          .run = receive_goods};
}

Verb redeem_verb() {
  return {.name = "redeem",
          .help = {"积分兑换，打印小票", "Redeem points for goods; prints the slip"},
          .example = "wumei -L guanqiao.wumei --as KP03 shop redeem 03-1 --card C0301017-1 "
                     "--slip 0408-003 --line G04=2 --line G03=1",
          .options = {positional("shop", "SHOP", {"店编号", "the shop"}),
                      optional("household", "HOUSEHOLD", {"户编号", "the household"}),
                      optional("card", "CARD", {"卡号", "the card it shows"}),
                      required("slip", "NO", {"小票号", "slip number"}),
                      many("line", "SKU=N", {"商品=数量[:用途限制]",
                                             "goods=pieces[:restriction]"}),
                      one_of(optional("receiver", "WHO", {"领取人", "who carries it home"}),
                             {"self", "family", "proxy"}),
                      optional("prices", "SEQ", {"所示价目表的条号", "price list shown, by entry"}),
                      optional("on", "DATE", {"兑换日（今天）", "day (today)"})},
          .run = redeem};
}

Verb deposit_verb() {
  return {.name = "deposit",
          .help = {"资金拨入村基金", "Pay money into a fund"},
          .example = "wumei -L guanqiao.wumei --as o-lin shop deposit V03 5000 "
                     "--document FUND-2026-03",
          .options = {positional("fund", "FUND", {"村编号", "the village's fund"}),
                      positional("yuan", "YUAN", {"金额（元）", "amount in yuan"}),
                      required("document", "NO", {"凭证号", "the paper that moved it"}),
                      optional("on", "DATE", {"拨款日（今天）", "day (today)"})},
          .run = deposit};
}

}  // namespace

void add_shop(Verbs& verbs) {
  Verb stock{.name = "stock",
             .help = {"货架存货", "What is on the shelf"},
             .example = "wumei -L guanqiao.wumei shop stock 03-1",
             .options = {positional("shop", "SHOP", {"店编号", "the shop"})},
             .run = print_stock};
  Verb coverage{.name = "coverage",
                .help = {"物资与资金对积分的保障", "What stands behind spendable points"},
                .example = "wumei -L guanqiao.wumei shop coverage",
                .options = {},
                .run = print_coverage};
  Verb shop{.name = "shop",
            .help = {"爱心超市：价目、入库、兑换、存货、盘点",
                     "Love supermarket: prices, goods in, redemptions, stock, counts"},
            .verbs = {prices_verb(), receive_verb(), redeem_verb(), std::move(stock)}};
  for (Verb& verb : stock_verbs()) shop.verbs.push_back(std::move(verb));
  shop.verbs.push_back(deposit_verb());
  shop.verbs.push_back(std::move(coverage));
  verbs.push_back(std::move(shop));
}

}  // namespace wumei::cli
