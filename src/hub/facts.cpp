#include "facts.hpp"

namespace wumei::hub {
namespace {

constexpr std::size_t items_most = 60;

}  // namespace

using http::Asked;

std::string text_of(const Asked& asked, std::string_view name, std::size_t most) {
  std::string text = asked.text_or_none(name);
  if (text.size() <= most) return text;
  throw bad_input({"", 0, 0, std::string(name)}, std::to_string(text.size()) + " bytes",
                  "at most " + std::to_string(most));
}

Date date_of(const Asked& asked, std::string_view name) {
  return reading(asked, name, [](const std::string& text) { return Date::parse(text); });
}

const json::Array& items_of(const Asked& asked, std::string_view name) {
  const json::Array& items = asked.items(name);
  if (items.size() <= items_most) return items;
  throw bad_input({"", 0, 0, std::string(name)}, std::to_string(items.size()) + " items",
                  "at most " + std::to_string(items_most));
}

ledger::Seq entry_of(const Asked& asked, std::string_view name) {
  const std::int64_t seq = asked.integer(name);
  if (seq >= 0) return seq;
  throw bad_input({"", 0, 0, std::string(name)}, std::to_string(seq), "the number of an entry");
}

std::vector<market::BasketLine> basket_of(const Asked& asked) {
  std::vector<market::BasketLine> lines;
  for (const json::Value& item : items_of(asked, "lines")) {
    const Asked line(item);
    lines.push_back({id_of<Sku>(line, "sku"), amount_of<Quantity>(line, "quantity"),
                     text_of(line, "restriction", text_most)});
    if (lines.back().quantity > Quantity()) continue;
    throw bad_input({"", 0, 0, "quantity"}, line.text("quantity"), "one or more pieces");
  }
  return lines;
}

programme::Receiver receiver_of(const Asked& asked) {
  if (!asked.has("receiver")) return programme::Receiver::self;
  for (const auto known : {programme::Receiver::self, programme::Receiver::family,
                           programme::Receiver::proxy}) {
    if (asked.text("receiver") == programme::name(known)) return known;
  }
  throw bad_input({"", 0, 0, "receiver"}, asked.text("receiver"), "self, family or proxy");
}

}  // namespace wumei::hub
