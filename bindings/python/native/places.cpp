#include "places.hpp"

namespace wumei::python {

struct Places::Making {
  Dictionary holders, purposes, details, units;
};

namespace {

std::int32_t number_in(const ledger::NameIndex& index, std::string_view name) {
  const std::uint32_t number = index.find(name);
  return number == ledger::NameIndex::none ? -1 : static_cast<std::int32_t>(number);
}

SharedDictionary shared(Dictionary words) {
  return std::make_shared<const Dictionary>(std::move(words));
}

}  // namespace

Places::Places(const programme::State& state)
    : entries_(state.book.size()), shelf_(state.rules) {
  for (const auto& [id, village] : state.people.villages) {
    static_cast<void>(village_index_.add(id.text()));
  }
  for (const auto& [id, household] : state.people.households) {
    static_cast<void>(household_index_.add(id.text()));
    household_villages_.push_back(number_in(village_index_, household.village.text()));
  }
  for (const auto& [id, shop] : state.market.shops) {
    static_cast<void>(shop_index_.add(id.text()));
    shop_villages_.push_back(number_in(village_index_, shop.village.text()));
  }
  Making making;
  state.book.for_each_account(
      [&](std::string_view name, std::int64_t /*balance*/) { add_account(name, making); });
  villages_ = shared(Dictionary(village_index_));
  accounts_ = shared(Dictionary(account_index_));
  holders_ = shared(std::move(making.holders));
  purposes_ = shared(std::move(making.purposes));
  details_ = shared(std::move(making.details));
  units_ = shared(std::move(making.units));
}

void Places::add_account(std::string_view name, Making& making) {
  static_cast<void>(account_index_.add(name));
  const ledger::AccountName parts = ledger::parse_account(name);
  const std::string_view unit = ledger::unit(parts);
  AccountCodes codes;
  codes.holder = making.holders.add(parts.holder);
  codes.purpose = making.purposes.add(ledger::name(parts.purpose));
  if (!parts.detail.empty()) codes.detail = making.details.add(parts.detail);
  codes.village = village_of_holder(parts.holder);
  codes.unit = making.units.add(unit);
  codes.pieces = unit != "points" && unit != "honour" && unit != "yuan";
  codes_.push_back(codes);
}

const rules::ScoreSheet* Places::sheet(std::int64_t seq) const {
  const rules::PublishedSheet* published = shelf_.sheet_at(seq);
  return published == nullptr ? nullptr : &published->sheet;
}

const rules::Rule* Places::rule(const RuleId& id, std::int64_t seq, Date on) const {
  const rules::PublishedBook* published =
      seq == ledger::no_seq ? shelf_.book_on(on) : shelf_.book_at(seq);
  return published == nullptr ? nullptr : published->book.find(id);
}

std::int32_t Places::account(std::string_view name) const {
  return number_in(account_index_, name);
}

std::int32_t Places::village(std::string_view id) const { return number_in(village_index_, id); }

std::int32_t Places::village_of_household(std::string_view household) const {
  const std::int32_t number = number_in(household_index_, household);
  return number < 0 ? -1 : household_villages_[static_cast<std::size_t>(number)];
}

std::int32_t Places::village_of_shop(std::string_view shop) const {
  const std::int32_t number = number_in(shop_index_, shop);
  return number < 0 ? -1 : shop_villages_[static_cast<std::size_t>(number)];
}

std::int32_t Places::village_of_holder(std::string_view holder) const {
  if (holder.size() < 3) return -1;
  const std::string_view id = holder.substr(2);
  switch (holder.front()) {
    case 'f': return village(id);
    case 'h': return village_of_household(id);
    case 's': return village_of_shop(id);
    case 't': {  // a till is called after its shop: `03-1-a`
      const std::size_t dash = id.rfind('-');
      return dash == id.npos ? -1 : village_of_shop(id.substr(0, dash));
    }
    default: return -1;
  }
}

}  // namespace wumei::python
