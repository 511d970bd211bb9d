#include "shop_receipt.hpp"

#include <wumei/base/text.hpp>
#include <wumei/programme/find.hpp>
#include <wumei/programme/programme.hpp>

namespace wumei::cli {
namespace {

std::string shop_name(const programme::State& state, const ShopId& id) {
  const market::Shop* shop = state.market.shop(id);
  return shop == nullptr ? id.text() : shop->name;
}

Table lines_of(const programme::State& state, const json::Value& out) {
  Table table{"lines",
              {{"goods"}, {"quantity", Align::right}, {"price", Align::right},
               {"points", Align::right}},
              {}};
  for (const json::Value& line : out.at("lines").items()) {
    const Sku sku(line.at("sku").text());
    const market::Goods* goods = state.market.goods(sku);
    const std::string words = goods == nullptr ? sku.text() : goods->name;
    table.rows.push_back({Cell(words, json::Value(sku.text())),
                          Quantity::of_units(line.at("quantity").integer()),
                          Points::of_units(line.at("price").integer()),
                          Points::of_units(line.at("points").integer())});
  }
  return table;
}

}  // namespace

void print_receipt(Session& session, const programme::Redemption& redemption,
                   const programme::Receipt& receipt) {
  Printer& out = session.context().out;
  const programme::State& state = session.state();
  const programme::Person head = programme::head_of(session.programme(), redemption.household);
  out.line("");
  out.line(state.charter.title + " " + shop_name(state, redemption.shop));
  out.fact("slip", redemption.slip);
  out.fact("on", redemption.on);
  const std::string masked = head.name.empty() ? "" : " " + mask_name(head.name);
  out.fact("household", Cell(redemption.household.text() + masked,
                             json::Value(redemption.household.text())));
  out.table(lines_of(state, receipt.out));
  const std::int64_t points = receipt.out.at("points").integer();
  const std::int64_t held = ledger::spendable_on(state.book, redemption.household, redemption.on);
  out.fact("points", Points::of_units(points));
  // A trial was undone before this prints: the points are still there.
  out.fact("spendable", Points::of_units(session.dry_run() ? held - points : held));
  if (session.dry_run()) return;
  const auto newest = session.programme().store().newest_checkpoint(session.programme().id());
  if (newest) out.fact("checkpoint", newest->note);
}

}  // namespace wumei::cli
