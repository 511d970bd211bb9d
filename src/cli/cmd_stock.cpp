#include "market_files.hpp"
#include "session.hpp"
#include "verbs.hpp"

#include <wumei/base/text.hpp>
#include <wumei/programme/natural_key.hpp>
#include <wumei/programme/programme.hpp>
#include <wumei/programme/stock_commands.hpp>

#include <string>

/// What is counted on a shelf, and what goes from one shop to another.
namespace wumei::cli {
namespace {

/// `G04=18`, with `:REASON` at the end where the books may differ.
programme::CountedLine parse_counted_line(const std::string& text) {
  constexpr std::string_view shape = "SKU=PIECES or SKU=PIECES:REASON";
  const std::size_t equals = text.find('=');
  if (equals == std::string::npos) throw bad_input({"", 0, 0, "--line"}, text, shape);
  const std::size_t colon = text.find(':', equals);
  const std::size_t digits = colon == std::string::npos ? colon : colon - equals - 1;
  programme::CountedLine line{Sku(text.substr(0, equals)),
                              Quantity::parse(text.substr(equals + 1, digits))};
  if (line.counted < Quantity()) throw bad_input({"", 0, 0, "--line"}, text, shape);
  if (colon != std::string::npos) line.reason = parse_count_reason(text.substr(colon + 1));
  return line;
}

programme::Receipt submit(Session& session, programme::Command command) {
  command.key = programme::key_after_reversals(session.programme(), command.key);
  return session.submit(std::move(command));
}

Date day_of(const Session& session, const Arguments& arguments) {
  return arguments.has("on") ? arguments.date("on") : session.today();
}

/// What the books said, now that the count is among them.
void print_count(Context& context, const programme::State& state,
                 const programme::StockCount& count, const json::Value& out) {
  Table table{"lines",
              {{"goods"},
               {"counted", Align::right},
               {"on_the_books", Align::right},
               {"short", Align::right},
               {"difference", Align::right},
               {"reason"}},
              {}};
  const json::Array& lines = out.at("lines").items();
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const auto pieces = [&](const char* name) {
      return Quantity::of_units(lines[i].at(name).integer());
    };
    const programme::CountedLine& line = count.lines[i];
    const market::Goods* goods = state.market.goods(line.sku);
    const std::string words = goods == nullptr ? line.sku.text() : goods->name;
    const std::string stored(name(line.reason));
    const std::string reason = stored.empty() ? "" : context.tr("count." + stored);
    table.rows.push_back({Cell(words, json::Value(line.sku.text())), line.counted,
                          pieces("book"), pieces("short"), pieces("difference"),
                          Cell(reason, json::Value(stored))});
  }
  context.out.table(table);
}

void count_goods(Context& context, const Arguments& arguments) {
  Session session(context, Access::write);
  programme::StockCount count{arguments.id<ShopId>("shop"), to_nfc(arguments.text("sheet")),
                              day_of(session, arguments), arguments.id<OfficerId>("witness"), {}};
  for (const std::string& text : arguments.list("line")) {
    count.lines.push_back(parse_counted_line(text));
  }
  const programme::Receipt receipt =
      submit(session, programme::count_command(session.actor(), count));
  print_count(context, session.state(), count, receipt.out);
}

void transfer_goods(Context& context, const Arguments& arguments) {
  Session session(context, Access::write);
  programme::StockTransfer transfer{
      arguments.id<ShopId>("from"), arguments.id<ShopId>("to"), to_nfc(arguments.text("slip")),
      day_of(session, arguments), arguments.id<OfficerId>("sender"), {}};
  for (const std::string& text : arguments.list("line")) {
    transfer.lines.push_back(parse_basket_line(text));
  }
  submit(session, programme::stock_transfer_command(session.actor(), transfer));
}

Verb count_verb() {
  return {.name = "count",
          .help = {"盘点货架（两人在场）", "Count a shelf, before a witness"},
          .example = "wumei -L guanqiao.wumei --as KP03 shop count 03-1 --sheet PD-4 "
                     "--witness SV03 --line G04=18:missing --line G03=7",
          .options = {positional("shop", "SHOP", {"店编号", "the shop"}),
                      required("sheet", "NO", {"盘点单号", "number of the sheet"}),
                      required("witness", "OFFICER", {"见证人", "second person"}),
                      many("line", "SKU=N", {"商品=实盘数[:原因]；原因：损坏 过期 记错 短少 盘盈",
                                             "goods=pieces[:reason], one of damaged, expired,"
                                             " miscounted, missing, found"}),
                      optional("on", "DATE", {"盘点日（今天）", "day (today)"})},
          .run = count_goods};
}

Verb transfer_verb() {
  return {.name = "transfer",
          .help = {"收下别店调拨来的商品", "Take in goods that another shop sent"},
          .example = "wumei -L guanqiao.wumei --as KP04 shop transfer 03-1 04-1 --slip DB-2 "
                     "--sender KP03 --line G04=6",
          .options = {positional("from", "FROM", {"调出店", "shop that sent them"}),
                      positional("to", "TO", {"调入店", "shop that received them"}),
                      required("slip", "NO", {"调拨单号", "number of the slip"}),
                      required("sender", "OFFICER", {"移交人", "who handed them over"}),
                      many("line", "SKU=N", {"实收商品=数量[:用途限制]",
                                             "goods that arrived=pieces[:restriction]"}),
                      optional("on", "DATE", {"收货日（今天）", "day (today)"})},
          .run = transfer_goods};
}

}  // namespace

Verbs stock_verbs() { return {count_verb(), transfer_verb()}; }

}  // namespace wumei::cli
