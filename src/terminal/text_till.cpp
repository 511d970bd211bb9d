#include "text_till.hpp"

#include "failure.hpp"

#include <wumei/base/text.hpp>
#include <wumei/publish/html.hpp>

#include <algorithm>
#include <sstream>
#include <utility>

namespace wumei::terminal {

using publish::plain;

namespace {

std::string upper(std::string text) {
  for (char& letter : text) {
    if (letter >= 'a' && letter <= 'z') letter = static_cast<char>(letter - 'a' + 'A');
  }
  return text;
}

/// `G04 2`, or `G04` for one piece.
market::BasketLine line_of(const std::string& typed) {
  std::istringstream words(typed);
  std::string sku;
  std::string pieces = "1";
  words >> sku >> pieces;
  return {Sku(upper(sku)), Quantity::parse(pieces), {}};
}

}  // namespace

std::string TextTill::word(std::string_view zh, std::string_view en) const {
  return std::string(publish::pick(parts_.language, zh, en));
}

std::string TextTill::ask(std::string_view zh, std::string_view en, Answer answer) {
  const std::optional<std::string> said = parts_.console.ask(word(zh, en), answer);
  if (!said) throw InputOver();
  return std::string(trim(*said));
}

void TextTill::attempt(const std::function<void()>& work) {
  try {
    work();
  } catch (const InputOver&) {
    throw;
  } catch (...) {
    say("! " + sentence(std::current_exception(), parts_.language));
  }
}

void TextTill::run() {
  try {
    attempt([&] { sync(); });
    sign_in();
    show_state();
    serve();
  } catch (const InputOver&) {
    return;
  }
}

void TextTill::sign_in() {
  std::string pin = std::exchange(parts_.pin, {});
  for (bool known = false; !known;) {
    if (pin.empty()) pin = ask("密码", "PIN", Answer::hidden);
    attempt([&] {
      static_cast<void>(parts_.clerks.sign_in(parts_.clerk, pin));
      known = true;
    });
    pin.clear();
  }
}

void TextTill::sync() {
  away_ = true;
  const Synced synced = parts_.sync.run();
  away_ = false;
  say(word("已同步，报送 ", "In step with the hub; brought ") + std::to_string(synced.sent) +
      word(" 笔", ""));
  if (synced.closed) say(word("上一份额度已结清", "The lease before is closed"));
  if (synced.renewed != 0) {
    say(word("领到离线额度 ", "Got lease ") + std::to_string(synced.renewed));
  }
}

void TextTill::show_state() {
  const TillState state = parts_.till.state();
  const std::optional<TillName> name = parts_.file.name();
  const int offset = name ? name->offset_minutes : 0;
  if (state.lease == 0 || state.stage != LeaseStage::open) {
    say(word("没有离线额度，不能换购", "No lease: nothing can be sold"));
  } else if (state.over) {
    say(word("离线额度已到期，不能换购，未报送 ", "The lease is over; not brought yet: ") +
        std::to_string(state.unsent) + word(" 笔", ""));
  } else {
    say(word("离线，可换购，已存 ", "Offline, open; kept here ") + std::to_string(state.unsent) +
        word(" 笔，可用至 ", ", until ") + state.stop.text(offset));
  }
  if (state.hub_time.millis() != 0) {
    say(word("上次同步 ", "Last at the hub ") + state.hub_time.text(offset));
  }
}

void TextTill::serve() {
  if (parts_.till.draft()) {
    say(word("接着上次没有办完的一户", "Going on with the household that was left"));
    attempt([&] { show_cart(parts_.till.cart()); });
  }
  for (;;) {
    const std::vector<TillRecord> open = parts_.till.unresolved();
    if (!open.empty()) {
      attempt([&] { answer(open.front()); });
      continue;
    }
    if (parts_.till.draft()) {
      attempt([&] { shop(); });
      continue;
    }
    const std::string typed = ask("扫卡或输号（s 同步，r 退货，c 结清额度，q 退出）",
                                  "Card or number (s syncs, r returns, c ends the lease, q ends)",
                                  Answer::scanned);
    if (typed == "q") return;
    attempt([&] {
      if (typed == "s") {
        sync();
        show_state();
      } else if (typed == "r") {
        take_return();
      } else if (typed == "c") {
        close();
      } else if (!typed.empty()) {
        begin(typed);
      }
    });
  }
}

void TextTill::meet(const std::string& code) {
  if (away_) return parts_.hub.meet_nobody();
  away_ = !parts_.hub.meet(code);
}

void TextTill::begin(const std::string& code) {
  meet(code);
  const LeasedHousehold household = parts_.till.find(code);
  say(household.head + " " + household.group + " " + std::to_string(household.people) +
      word(" 口人", " people"));
  const std::string who =
      ask("谁来领：1 本人，2 家人，3 代领", "Who collects: 1 head, 2 family, 3 proxy");
  parts_.till.begin(code, who == "2"   ? programme::Receiver::family
                          : who == "3" ? programme::Receiver::proxy
                                       : programme::Receiver::self);
  say(word("可在本店使用 ", "To be used here: ") +
      plain(parts_.till.reach(household.household)) + word(" 分", " points"));
}

void TextTill::show_record(const TillRecord& record) {
  say(word("第 ", "Number ") + std::to_string(record.sale.counter) + word(" 笔  ", "  ") +
      record.sale.household.text() + "  " + plain(record.points) + word(" 分", " points"));
  for (const market::BasketLine& line : record.sale.lines) {
    say("  " + line.sku.text() + " " + line.quantity.text());
  }
}

void TextTill::answer(const TillRecord& record) {
  show_record(record);
  const std::string said = ask("已扣分。商品给了吗？给了 y，没给 n",
                               "The points are taken. Were the goods given? y or n");
  if (said == "y") {
    static_cast<void>(parts_.till.handed_over(record.sale.counter));
    say(word("换购完成。编号 ", "Done. Number ") + id_of(record.sale));
    give_slip(record);
  } else if (said == "n") {
    const std::string reason = ask("为什么没给", "Why not");
    static_cast<void>(parts_.till.not_handed_over(record.sale.counter, reason));
    say(word("已退回 ", "Given back: ") + plain(record.points) + word(" 分", " points"));
  }
}

void TextTill::give_slip(const TillRecord& record) {
  const SoldSlip sold = sold_of(parts_.file, parts_.till, record);
  const PrinterState state = parts_.printer.print(
      till_ticket(sold, parts_.roll, parts_.language, record.copies + 1));
  if (state == PrinterState::ok) return parts_.file.count_copy(record);
  say(word("没有打出小票，请把编号抄给住户。", "No slip was printed: write the number down."));
}

void TextTill::show_cart(const TillCart& cart) {
  for (const TillLine& line : cart.lines) {
    say("  " + line.asked.sku.text() + " " + line.name + " " + line.asked.quantity.text() +
        line.unit + " × " + plain(line.price) + " = " + plain(line.points));
  }
  if (cart.problem) {
    say("! " + sentence(std::make_exception_ptr(*cart.problem), parts_.language));
  }
  say(word("合计 ", "Total ") + plain(cart.points) + word("，换后剩 ", ", left after it ") +
      plain(cart.left));
}

void TextTill::shop() {
  const std::string typed = ask("商品编号 数量（-编号 去掉，ok 去确认，x 不换了）",
                                "Goods and pieces (-GOODS removes, ok goes on, x leaves)",
                                Answer::scanned);
  if (typed == "x") {
    parts_.till.end_visit();
  } else if (typed == "ok") {
    confirm();
  } else if (!typed.empty()) {
    put(typed);
  }
}

void TextTill::put(const std::string& typed) {
  const bool remove = typed.starts_with('-');
  const market::BasketLine asked = line_of(remove ? typed.substr(1) : typed);
  std::vector<market::BasketLine> lines = parts_.till.draft()->lines;
  const auto line = std::find_if(lines.begin(), lines.end(),
                                 [&](const auto& known) { return known.sku == asked.sku; });
  if (remove) {
    if (line != lines.end()) lines.erase(line);
  } else if (line != lines.end()) {
    line->quantity += asked.quantity;
  } else {
    lines.push_back(asked);
  }
  show_cart(parts_.till.put_cart(std::move(lines)));
}

/// A scanner that types Enter confirms nothing: the letter must be typed.
void TextTill::confirm() {
  const TillCart cart = parts_.till.cart();
  show_cart(cart);
  if (cart.problem) return;
  const std::string said = ask("请住户看一看，对吗？扣分 y，回去改按回车",
                               "Is this right? y takes the points, Enter goes back");
  if (said != "y") return;
  parts_.hub.cover();
  static_cast<void>(parts_.till.confirm(parts_.clerk));
}

void TextTill::take_return() {
  for (const TillRecord& record : parts_.till.sales()) {
    if (record.state == RecordState::done && !record.sent) show_record(record);
  }
  const std::string number = ask("退哪一笔（第几笔）", "Which sale comes back, by its number");
  if (number.empty()) return;
  const market::BasketLine back = line_of(ask("退回的商品编号 数量", "Goods and pieces"));
  const std::string reason = ask("退货原因", "Why");
  const auto kept = parts_.till.take_return(Quantity::parse(number).units(), {back}, reason);
  say(word("已退货", "Taken back"));
  if (kept) show_record(*kept);
}

void TextTill::close() {
  const TillReport report = parts_.till.report();
  say(word("额度 ", "Lease ") + std::to_string(report.lease) +
      word(" 不再使用，共 ", " is used no more; redemptions: ") + std::to_string(report.records));
  sync();
}

}  // namespace wumei::terminal
