#include "shape.hpp"

#include <wumei/publish/overview.hpp>

/// All shops of a ledger at a glance.
namespace wumei::hub {
namespace {

Json goods_json(const publish::WatchedGoods& goods) {
  Json told = Json::object({{"sku", goods.sku},
                            {"name", goods.name},
                            {"unit", goods.unit},
                            {"state", name(goods.state)},
                            {"left", goods.left},
                            {"restricted", goods.restricted},
                            {"spoiled", goods.spoiled},
                            {"handed_out", goods.handed_out},
                            {"beyond", goods.beyond}});
  if (goods.empty_since) told.add("empty_since", *goods.empty_since);
  return told;
}

Json week_json(const publish::ShopWeek& week) {
  return Json::object({{"from", week.first},
                       {"redemptions", week.redemptions},
                       {"points", week.points},
                       {"offline", week.offline}});
}

/// What the sum has as well as a shop.
Json figures_json(const publish::ShopOverview& row) {
  const auto till = [](const TillId& id) { return Json(id); };
  return Json::object({{"tills", row.tills},
                       {"quarantined", Json::array(row.quarantined, till)},
                       {"lent", row.lent},
                       {"used", row.used},
                       {"open", row.exposure.open},
                       {"in_doubt", row.exposure.in_doubt},
                       {"suspense", row.suspense},
                       {"short", row.short_pieces},
                       {"flagged", row.flagged},
                       {"fund", Json::object({{"stock", row.fund.stock},
                                              {"cash", row.fund.cash},
                                              {"spendable", row.fund.spendable},
                                              {"thin", row.fund.thin()}})},
                       {"weeks", Json::array(row.weeks, week_json)}});
}

Json shop_json(const publish::ShopOverview& row) {
  Json told = Json::object({{"shop", row.shop},
                            {"name", row.name},
                            {"village", row.village},
                            {"alarms", row.alarms()},
                            {"silent", row.silent()},
                            {"figures", figures_json(row)},
                            {"goods", Json::array(row.goods, goods_json)}});
  if (row.silent_days) told.add("silent_days", *row.silent_days);
  if (row.last_sale) told.add("last_sale", *row.last_sale);
  if (row.last_upload) told.add("last_upload", utc(*row.last_upload));
  if (row.doubt_since) told.add("doubt_since", utc(*row.doubt_since));
  return told;
}

http::Response overview(const Call& call) {
  const std::int64_t weeks = number_of(call.request, "weeks", {1, 26, 8});
  return json_response(call.ledger.writer.read([&](const programme::Programme& programme) {
    const publish::Overview gathered =
        publish::gather_overview(programme, {programme.today(), weeks});
    return Json::object({{"day", gathered.day},
                         {"shops", Json::array(gathered.shops, shop_json)},
                         {"total", figures_json(gathered.total)}});
  }));
}

constexpr Work works[] = {
    {"GET", "/v1/ledgers/*/overview", Right::look, overview},
};

}  // namespace

std::span<const Work> overview_works() { return works; }

}  // namespace wumei::hub
