#include "text_counter.hpp"

#include "failure.hpp"

#include <wumei/base/text.hpp>
#include <wumei/programme/stock_commands.hpp>
#include <wumei/publish/html.hpp>

#include <algorithm>
#include <sstream>

namespace wumei::terminal {

using publish::pick;
using publish::plain;

namespace {

/// When all that is left is kept for somebody, it is that stock that is meant, as on the page.
std::string restriction_of(const ShelfGoods& goods) {
  const bool kept = goods.on_shelf.is_zero() && !goods.restrictions.empty();
  return kept ? goods.restrictions.front() : "";
}

}  // namespace

TextCounter::TextCounter(Desk desk, Console console)
    : desk_(std::move(desk)), console_(std::move(console)) {}

std::string TextCounter::word(std::string_view zh, std::string_view en) const {
  return std::string(pick(desk_.language, zh, en));
}

void TextCounter::say(std::string_view zh, std::string_view en) const {
  console_.say(word(zh, en));
}

std::string TextCounter::ask(std::string_view zh, std::string_view en, Answer answer) {
  const std::optional<std::string> said = console_.ask(word(zh, en), answer);
  if (!said) throw InputOver();
  const std::chrono::milliseconds now = desk_.uptime();
  const bool late = !clerk_.officer.empty() && now - worked_ >= Api::idle;
  worked_ = now;
  if (late) throw Locked();
  return std::string(trim(*said));
}

bool TextCounter::attempt(const std::function<void()>& work) {
  try {
    work();
    return true;
  } catch (const InputOver&) {
    throw;
  } catch (const Locked&) {
    throw;
  } catch (...) {
    console_.say("! " + sentence(std::current_exception(), desk_.language));
    return false;
  }
}

void TextCounter::run() {
  const Counter& counter = desk_.counter;
  console_.say(counter.shop().name + " " + counter.programme().today().text());
  for (;;) {
    try {
      sign_in();
      serve();
      return;
    } catch (const InputOver&) {
      return;
    } catch (const Locked&) {
      say("很久没有操作，已锁定。", "Nothing was done for a while: locked.");
    }
  }
}

void TextCounter::sign_in() {
  clerk_ = {};
  for (bool known = false; !known;) {
    const std::string officer = ask("店员编号", "Clerk's number");
    const std::string pin = ask("密码", "PIN", Answer::hidden);
    known = attempt([&] { clerk_ = desk_.counter.sign_in(OfficerId(officer), pin); });
  }
  worked_ = desk_.uptime();
}

void TextCounter::serve() {
  if (const std::optional<Visit> visit = desk_.counter.visit()) {
    say("接着上次没有办完的一户：", "Going on with the household that was left:");
    console_.say(visit->customer.head);
    show_account(*visit);
    show_cart(visit->cart);
  }
  for (;;) {
    const std::vector<Sale> open = desk_.counter.unresolved();
    if (!open.empty()) {
      attempt([&] { answer(open.front()); });
    } else if (desk_.counter.visit()) {
      attempt([&] { shop(); });
    } else {
      const std::string typed = ask("扫卡或输号（c 日结，q 退出）",
                                    "Card or number (c closes the day, q ends)", Answer::scanned);
      if (typed == "q") return;
      if (typed == "c") attempt([&] { close(); });
      if (typed != "c" && !typed.empty()) attempt([&] { begin(typed); });
    }
  }
}

void TextCounter::begin(const std::string& code) {
  const Customer customer = desk_.counter.find(code);
  console_.say(customer.head + " " + customer.village_name + " " + customer.group + " " +
               std::to_string(customer.people) + word(" 口人", " people"));
  Identification known{.household = customer.household, .card = customer.card};
  if (customer.question == Question::phone) {
    known.answer = ask("请问：电话最后两位", "Ask: the phone's last two digits");
  } else if (customer.question == Question::family) {
    known.answer = ask("请问：户主姓什么", "Ask: the family name of the head");
  }
  const std::string who =
      ask("谁来领：1 本人，2 家人，3 代领", "Who collects: 1 head, 2 family, 3 proxy");
  if (who == "2") known.receiver = programme::Receiver::family;
  if (who == "3") {
    known.receiver = programme::Receiver::proxy;
    known.proxy = ask("代领人姓名", "Name of the proxy");
  }
  desk_.counter.begin_visit(known, clerk_.officer);
  show_account(*desk_.counter.visit());
}

void TextCounter::answer(const Sale& sale) {
  const SoldSlip sold = desk_.counter.sold(sale.id);
  console_.say(word("小票 ", "Slip ") + sale.id + "  " + sold.slip.head + "  " +
               plain(sold.slip.points) + word(" 分", " points"));
  for (const publish::ReceiptLine& line : sold.slip.lines) {
    console_.say("  " + line.goods + " " + line.quantity.text() + line.unit);
  }
  const std::string said = ask("已扣分。商品给了吗？给了 y，没给 n",
                               "The points are taken. Were the goods given? y or n");
  if (said == "y") {
    static_cast<void>(desk_.counter.handed_over(sale.id));
    give_slip(sale.id);
  } else if (said == "n") {
    take_back(sale.id);
  }
}

void TextCounter::take_back(const std::string& id) {
  const std::string reason = ask("为什么没给", "Why not");
  const SoldSlip back = desk_.counter.not_handed_over(id, reason, clerk_.officer);
  console_.say(word("已退回 ", "Given back: ") + plain(back.slip.points) + word(" 分", " points"));
}

void TextCounter::give_slip(const std::string& id) {
  const SoldSlip sold = desk_.counter.sold(id);
  console_.say(word("换购完成。凭证码 ", "Done. Proof code ") + sold.code +
               word("  剩余 ", "  left: ") + plain(sold.slip.after));
  const PrinterState state = desk_.printer.print(
      sale_ticket(sold, desk_.roll, desk_.language, sold.sale.copies + 1));
  if (state == PrinterState::ok) {
    desk_.counter.count_copy(id);
  } else {
    say("没有打出小票，请把凭证码抄给住户。", "No slip was printed: write the proof code down.");
  }
}

void TextCounter::show_account(const Visit& visit) {
  console_.say(word("可用积分 ", "Points available: ") + plain(visit.account.spendable));
  for (const publish::WaitingLine& line : visit.account.waiting) {
    if (!line.posted) continue;
    console_.say(word("公示中 ", "On notice: ") + plain(line.points) + word("，到 ", ", until ") +
                 line.until.text());
  }
}

void TextCounter::show_cart(const Cart& cart) {
  for (const CartLine& line : cart.lines) {
    console_.say("  " + line.asked.sku.text() + " " + line.name + " " +
                 line.asked.quantity.text() + line.unit + " × " + plain(line.price) + " = " +
                 plain(line.points));
    if (line.problem) console_.say("  ! " + sentence(*line.problem, desk_.language));
  }
  for (const Refusal& problem : cart.problems) {
    console_.say("! " + sentence(problem, desk_.language));
  }
  console_.say(word("合计 ", "Total ") + plain(cart.points) +
               word("，换后剩 ", ", left after it ") + plain(cart.after));
}

void TextCounter::shop() {
  const Visit visit = *desk_.counter.visit();
  const std::string typed =
      ask("商品编号 数量（-编号 去掉，ok 去确认，x 不换了）",
          "Goods and pieces (-GOODS removes, ok goes on, x leaves)", Answer::scanned);
  if (typed == "x") {
    desk_.counter.end_visit();
  } else if (typed == "ok") {
    confirm(visit);
  } else if (!typed.empty()) {
    put(visit, typed);
  }
}

void TextCounter::put(const Visit& visit, const std::string& typed) {
  std::istringstream words(typed);
  std::string sku;
  std::string pieces = "1";
  words >> sku >> pieces;
  const bool remove = sku.starts_with('-');
  if (remove) sku.erase(0, 1);
  for (char& letter : sku) {
    if (letter >= 'a' && letter <= 'z') letter = static_cast<char>(letter - 'a' + 'A');
  }
  std::vector<market::BasketLine> lines = visit.draft.lines;
  const auto line = std::find_if(lines.begin(), lines.end(),
                                 [&](const auto& known) { return known.sku.text() == sku; });
  if (remove) {
    if (line != lines.end()) lines.erase(line);
  } else if (line != lines.end()) {
    line->quantity += Quantity::parse(pieces);
  } else if (const auto goods = on_the_list(sku)) {
    lines.push_back({goods->goods.sku, Quantity::parse(pieces), restriction_of(*goods)});
  } else {
    console_.say(
        word("! 价目表里没有，没有加入：", "! Not in the price list, nothing was added: ") + sku);
    return;
  }
  show_cart(desk_.counter.put_cart(std::move(lines)));
}

std::optional<ShelfGoods> TextCounter::on_the_list(const std::string& sku) const {
  PricedShelf shelf = desk_.counter.shelf();
  const auto found =
      std::find_if(shelf.goods.begin(), shelf.goods.end(),
                   [&](const ShelfGoods& shown) { return shown.goods.sku.text() == sku; });
  if (found == shelf.goods.end()) return std::nullopt;
  return std::move(*found);
}

/// A scanner that types Enter confirms nothing: the letter must be typed.
void TextCounter::confirm(const Visit& visit) {
  show_cart(visit.cart);
  if (!visit.cart.ready()) {
    say("! 还不能扣分：请先改好清单。", "! The points cannot be taken yet: change the cart first.");
    return;
  }
  const std::string said = ask("请住户看一看，对吗？扣分 y，回去改按回车",
                               "Is this right? y takes the points, Enter goes back");
  if (said != "y") return;
  static_cast<void>(desk_.counter.confirm(visit.draft.id, visit.draft.lines, visit.prices,
                                          clerk_.officer));
}

std::vector<Count> TextCounter::count(const DayClose& day) {
  std::vector<Count> counts;
  for (const market::Goods& goods : day.to_count) {
    const std::string asked = goods.name + "（" + goods.unit + "）";
    const std::string counted = ask("数一数：" + asked, "Count: " + asked);
    counts.push_back({day.day, goods.sku, Quantity(), Quantity::parse(counted), ""});
  }
  return counts;
}

void TextCounter::close() {
  const DayClose day = desk_.counter.day();
  console_.say(word("换购 ", "Redemptions ") + std::to_string(day.sales) +
               word("，积分 ", ", points ") + plain(day.points) +
               word("，退货 ", ", returns ") + std::to_string(day.returns));
  std::vector<Count> counts = count(day);
  const std::string officer = ask("第二个人的编号", "Number of the second person");
  const std::string pin = ask("第二个人的密码", "PIN, typed by that person", Answer::hidden);
  const OfficerId second = desk_.counter.second(clerk_.officer, OfficerId(officer), pin);
  while (!try_close(counts, second)) {
  }
}

/// A number that stands for no reason is asked about again: the ledger takes these alone.
std::string TextCounter::ask_reason(const Fact& difference) {
  using programme::CountReason;
  const bool over = Quantity::parse(difference.value) > Quantity();
  const std::string answer =
      over ? ask(difference.name + " 多 " + difference.value + "，原因：1 盘盈，2 记错、点错",
                 difference.name + " differs by " + difference.value +
                     ": 1 found, 2 miscounted")
           : ask(difference.name + " 差 " + difference.value +
                     "，原因：1 损坏，2 过期，3 短少，4 记错、点错",
                 difference.name + " differs by " + difference.value +
                     ": 1 damaged, 2 expired, 3 missing, 4 miscounted");
  const std::vector<CountReason> reasons =
      over ? std::vector{CountReason::found, CountReason::miscounted}
           : std::vector{CountReason::damaged, CountReason::expired, CountReason::missing,
                         CountReason::miscounted};
  const bool known = answer.size() == 1 && answer[0] >= '1' &&
                     static_cast<std::size_t>(answer[0] - '1') < reasons.size();
  return known ? std::string(name(reasons[static_cast<std::size_t>(answer[0] - '1')])) : "";
}

bool TextCounter::try_close(std::vector<Count>& counts, const OfficerId& second) {
  ClosedDay closed;
  try {
    closed = desk_.counter.close_day(counts, clerk_.officer, second);
  } catch (const Stop& stop) {
    if (stop.code() != "count.reason") throw;
    for (const Fact& fact : stop.facts()) {
      const auto counted = std::find_if(counts.begin(), counts.end(), [&](const Count& known) {
        return known.sku.text() == fact.name;
      });
      counted->reason = ask_reason(fact);
    }
    return false;
  }
  const publish::LogHead head = publish::log_head(desk_.counter.programme());
  const std::string note = signed_note(desk_);
  static_cast<void>(desk_.printer.print(day_ticket(desk_.counter.programme(),
                                                   desk_.counter.day(), closed, desk_.roll,
                                                   desk_.language)));
  console_.say(word("日结完成，共 ", "The day is closed with ") + std::to_string(head.size) +
               word(" 笔，账本指纹 ", " entries, fingerprint ") + head.root);
  if (!note.empty()) console_.say(note);
  return true;
}

}  // namespace wumei::terminal
