#include "shape.hpp"
#include "writing.hpp"

#include <http/asked.hpp>
#include <wumei/market/coverage.hpp>
#include <wumei/people/pin.hpp>

#include <algorithm>

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

/// The hash of the officer's PIN; "" for one who has none or is not in office.
std::string pin_of(const programme::Programme& programme, const OfficerId& id) {
  const people::Officer* officer = programme.state().people.officer(id);
  if (officer == nullptr || !officer->active) return {};
  const std::string body = programme.detail(officer->seq);
  if (body.empty()) return {};
  const json::Value detail = json::parse(body);
  const json::Value* hash = detail.find("pin");
  return hash == nullptr ? std::string() : hash->text();
}

bool serves(const people::Officer& officer, const VillageId& village) {
  return officer.active && std::any_of(officer.roles.begin(), officer.roles.end(),
                                       [&](people::Role role) {
                                         return officer.holds(role, village);
                                       });
}

/// Who may be the second of two who count a shelf or take goods in.
bool may_witness(const people::Officer& officer, const VillageId& village) {
  using people::Role;
  const std::initializer_list<Role> roles{Role::shop_supervisor, Role::supervisor, Role::village,
                                          Role::township};
  return std::any_of(roles.begin(), roles.end(),
                     [&](Role role) { return officer.holds(role, village); });
}

const market::Shop& shop_named(const programme::State& state, const std::string& name) {
  const market::Shop* shop = state.market.shop(ShopId(name));
  if (shop == nullptr) throw Stop("not_found", {{"shop", name}});
  return *shop;
}

/// Who may stand at a counter there, or confirm what a clerk does. A PIN is another one when
/// `entry` is.
http::Response officers(const Call& call) {
  return json_response(call.ledger.writer.read([&](const programme::Programme& programme) {
    const programme::State& state = programme.state();
    const market::Shop& shop = shop_named(state, call.parts[1]);
    const people::Village* village = state.people.village(shop.village);
    Json found = Json::array();
    for (const auto& [id, officer] : state.people.officers) {
      if (!serves(officer, shop.village) || pin_of(programme, id).empty()) continue;
      found.add(Json::object({{"officer", id},
                              {"name", programme::officer_name(programme, id)},
                              {"entry", officer.seq},
                              {"keeper", officer.holds(people::Role::keeper, shop.village)},
                              {"witness", may_witness(officer, shop.village)}}));
    }
    return Json::object(
        {{"shop", shop.id},
         {"name", shop.name},
         {"village", Json::object({{"id", shop.village},
                                   {"name", village == nullptr ? "" : village->name}})},
         {"township", state.charter.title},
         {"officers", found}});
  }));
}

/// Whether that is the officer's PIN. The slow hash is made while others write.
http::Response check_pin(const Call& call) {
  if (auto no = not_in_office(call.ledger, call.token.officer)) return failed(failure(*no));
  const json::Value body = body_of(call.request);
  const std::string pin = http::Asked(body).text("pin");
  const OfficerId id(call.parts[2]);
  const std::string hash = call.ledger.writer.read([&](const programme::Programme& programme) {
    const programme::State& state = programme.state();
    const market::Shop& shop = shop_named(state, call.parts[1]);
    const people::Officer* officer = state.people.officer(id);
    const bool here = officer != nullptr && serves(*officer, shop.village);
    return here ? pin_of(programme, id) : std::string();
  });
  if (hash.empty()) throw Stop("pin.wrong");
  const std::chrono::milliseconds wait = call.ledger.pins.wait(id, call.settings.uptime());
  if (wait > std::chrono::milliseconds::zero()) {
    throw Stop("pin.locked", {{"wait_seconds", std::to_string((wait.count() + 999) / 1'000)}});
  }
  if (!people::pin_matches(pin, hash)) {
    call.ledger.pins.wrong(id, call.settings.uptime());
    throw Stop("pin.wrong");
  }
  call.ledger.pins.right(id);
  return json_response(Json::object({{"officer", id}}));
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
    {"GET", "/v1/ledgers/*/shops/*/officers", Right::shop, officers},
    {"POST", "/v1/ledgers/*/shops/*/officers/*/pin", Right::shop, check_pin},
    {"GET", "/v1/ledgers/*/prices", Right::look, prices},
    {"GET", "/v1/ledgers/*/redemptions/*", Right::look, slip},
};

}  // namespace

std::span<const Work> market_works() { return works; }

}  // namespace wumei::hub
