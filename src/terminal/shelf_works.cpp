#include "works.hpp"

#include <wumei/market/coverage.hpp>
#include <wumei/publish/sales.hpp>
#include <wumei/publish/township.hpp>

#include <algorithm>

/// What runs out on this shop's shelf, what is wanted, and whether the fund covers it.
namespace wumei::terminal {
namespace {

/// Weeks that say how fast goods go.
constexpr std::int64_t shelf_weeks = 4;

Json goods_json(const publish::WatchedGoods& goods) {
  return Json::object({{"sku", goods.sku},
                       {"name", goods.name},
                       {"unit", goods.unit},
                       {"state", name(goods.state)},
                       {"left", goods.left},
                       {"restricted", goods.restricted},
                       {"spoiled", goods.spoiled},
                       {"handed_out", goods.handed_out},
                       {"beyond", goods.beyond},
                       {"empty_since", goods.empty_since ? Json(*goods.empty_since) : Json("")}});
}

market::Coverage fund_of(const Counter& counter) {
  const programme::State& state = counter.programme().state();
  const auto funds = market::coverage_by_fund(state.book, state.people);
  const auto fund = funds.find(counter.shop().village);
  return fund == funds.end() ? market::Coverage{} : fund->second;
}

}  // namespace

http::Response shelf_watch(Desk& desk, const Call& /*call*/) {
  const programme::Programme& programme = desk.counter.programme();
  std::vector<publish::WatchedGoods> goods = publish::watch_shelf(
      programme, desk.counter.shop().id, programme.today(), shelf_weeks);
  std::stable_sort(goods.begin(), goods.end(), [](const auto& a, const auto& b) {
    if (a.state != b.state) return a.state > b.state;
    return a.handed_out > b.handed_out;
  });
  const market::Coverage fund = fund_of(desk.counter);
  const bool owed = fund.spendable > Points();
  return json_response(Json::object(
      {{"weeks", shelf_weeks},
       {"goods", Json::array(goods, goods_json)},
       {"fund", Json::object({{"stock", fund.stock},
                              {"cash", fund.cash},
                              {"spendable", fund.spendable},
                              {"percent", owed ? std::to_string(publish::percent(fund.ratio()))
                                               : std::string()},
                              {"thin", fund.thin()}})}}));
}

}  // namespace wumei::terminal
