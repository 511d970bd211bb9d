#include "shape.hpp"

#include <wumei/market/coverage.hpp>

/// Shops, prices, shelves and slips, looked at.
namespace wumei::hub {
namespace {

http::Response shops(const Call& call) {
  return json_response(call.ledger.writer.read([](const programme::Programme& programme) {
    const auto shop = [](const auto& item) {
      const market::Shop& known = item.second;
      return Json::object(
          {{"shop", known.id}, {"village", known.village}, {"name", known.name}});
    };
    return Json::object({{"shops", Json::array(programme.state().market.shops, shop)}});
  }));
}

http::Response stock(const Call& call) {
  const ShopId shop(call.parts[1]);
  return json_response(call.ledger.writer.read([&](const programme::Programme& programme) {
    const programme::State& state = programme.state();
    if (state.market.shop(shop) == nullptr) throw Stop("not_found", {{"shop", shop.text()}});
    const auto line = [&](const market::ShelfLine& held) {
      const market::Goods* goods = state.market.goods(held.sku);
      return Json::object({{"sku", held.sku},
                           {"name", goods == nullptr ? "" : goods->name},
                           {"unit", goods == nullptr ? "" : goods->unit},
                           {"quantity", held.quantity},
                           {"restricted", held.restricted},
                           {"spoiled", held.spoiled},
                           {"cost", held.cost}});
    };
    return Json::object(
        {{"shop", shop},
         {"stock", Json::array(market::shelf(state.market, state.book, shop, programme.today()),
                               line)}});
  }));
}

http::Response prices(const Call& call) {
  const auto asked = parameter(
      call.request, "on", [](const std::string& text) { return std::optional(Date::parse(text)); },
      std::optional<Date>());
  return json_response(call.ledger.writer.read([&](const programme::Programme& programme) {
    const Date on = asked.value_or(programme.today());
    const market::PriceList* list = programme.state().market.list_on(on);
    if (list == nullptr) throw Stop("not_found", {{"on", on.text()}});
    return prices_json(*list);
  }));
}

http::Response slip(const Call& call) {
  const ledger::Seq seq = seq_of(call.parts[1]);
  return json_response(call.ledger.writer.read([&](const programme::Programme& programme) {
    const bool kind = seq < programme.size() &&
                      ledger::decode(programme.leaf(seq)).kind == "redeem.confirm";
    if (!kind) throw Stop("not_found", {{"entry", call.parts[1]}});
    return slip_json(publish::gather_receipt(programme, seq),
                     programme.state().book.is_reversed(seq));
  }));
}

constexpr Work works[] = {
    {"GET", "/v1/ledgers/*/shops", Right::look, shops},
    {"GET", "/v1/ledgers/*/shops/*/stock", Right::look, stock},
    {"GET", "/v1/ledgers/*/prices", Right::look, prices},
    {"GET", "/v1/ledgers/*/redemptions/*", Right::look, slip},
};

}  // namespace

std::span<const Work> market_works() { return works; }

}  // namespace wumei::hub
