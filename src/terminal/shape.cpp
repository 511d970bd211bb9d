#include "shape.hpp"

#include "escpos.hpp"
#include "failure.hpp"

#include <wumei/audit/qr.hpp>
#include <wumei/publish/qr_symbol.hpp>

namespace wumei::terminal {
namespace {

std::string_view name(Question question) {
  switch (question) {
    case Question::none: return "none";
    case Question::phone: return "phone";
    case Question::family: return "family";
  }
  return "none";
}

std::string_view name(Stage stage) {
  switch (stage) {
    case Stage::asked:
    case Stage::debited: return "debited";
    case Stage::done: return "done";
    case Stage::taken_back: return "taken_back";
    case Stage::returned: return "returned";
  }
  return "debited";
}

std::string_view name(PrinterState state) {
  switch (state) {
    case PrinterState::none: return "none";
    case PrinterState::ok: return "ok";
    case PrinterState::paper_out: return "paper_out";
    case PrinterState::offline: return "offline";
  }
  return "none";
}

Json words(PrinterState state) {
  switch (state) {
    case PrinterState::none: return text_json("没有打印机", "No printer");
    case PrinterState::ok: return text_json("打印机正常", "The printer is ready");
    case PrinterState::paper_out: return text_json("打印机缺纸", "The printer is out of paper");
    case PrinterState::offline: return text_json("打印机没有响应", "The printer does not answer");
  }
  return text_json("没有打印机", "No printer");
}

Json words(ScannerState state) {
  switch (state) {
    case ScannerState::none: return text_json("扫码枪按键盘方式", "The scanner types");
    case ScannerState::ok: return text_json("扫码枪正常", "The scanner is ready");
    case ScannerState::away: return text_json("扫码枪没有接好", "The scanner is not connected");
  }
  return text_json("扫码枪没有接好", "The scanner is not connected");
}

Json village_json(const VillageId& id, const std::string& called) {
  return Json::object({{"id", id}, {"name", called}});
}

Json problem_json(const Refusal& refusal) { return failure(refusal).error; }

Json line_json(const CartLine& line) {
  return Json::object({{"sku", line.asked.sku},
                       {"name", line.name},
                       {"unit", line.unit},
                       {"quantity", line.asked.quantity},
                       {"price", line.price},
                       {"points", line.points},
                       {"restriction", line.asked.restriction},
                       {"problem", line.problem ? problem_json(*line.problem) : Json(nullptr)}});
}

Json balance_json(const publish::Statement& account) {
  Json pending = Json::array();
  for (const publish::WaitingLine& line : account.waiting) {
    if (!line.posted) continue;
    pending.add(Json::object({{"points", line.points}, {"until", line.until}}));
  }
  const auto lot = [](const publish::ExpiringLot& held) {
    return Json::object({{"points", held.points}, {"on", held.expires}});
  };
  return Json::object({{"available", account.spendable},
                       {"pending", pending},
                       {"expiring", Json::array(account.lots, lot)},
                       {"arrears", -account.arrears},
                       {"honour", account.honour}});
}

/// The slip has the goods in the order of the sale.
Json sold_lines(const SoldSlip& sold) {
  const bool back = sold.sale.stage == Stage::taken_back || sold.sale.stage == Stage::returned;
  Json lines = Json::array();
  for (std::size_t i = 0; i < sold.slip.lines.size(); ++i) {
    const publish::ReceiptLine& line = sold.slip.lines[i];
    lines.add(Json::object({{"sku", sold.sale.lines.at(i).sku},
                            {"name", line.goods},
                            {"unit", line.unit},
                            {"quantity", line.quantity},
                            {"price", line.price},
                            {"points", line.points},
                            {"returned", back ? line.quantity : Quantity()}}));
  }
  return lines;
}

/// The newest signed note as the picture of a code, or the number of a sale that is in no ledger
/// yet; "" while there is neither.
std::string code_svg(const SoldSlip& sold) {
  const std::string& note = sold.slip.log.checkpoint;
  if (note.empty() && sold.number.empty()) return "";
  const std::string payload = note.empty() ? as_code(sold.number) : audit::to_qr_payload(note);
  return publish::qr_svg(publish::QrSymbol::of(payload, publish::QrLevel::medium), "");
}

}  // namespace

Json household_json(const Customer& customer) {
  return Json::object({{"id", customer.household},
                       {"head", customer.head},
                       {"group", customer.group},
                       {"people", customer.people},
                       {"village", village_json(customer.village, customer.village_name)}});
}

Json asked_json(const Customer& customer) {
  return Json::object({{"household", household_json(customer)},
                       {"card", customer.card},
                       {"ask", name(customer.question)},
                       {"tries_left", customer.tries_left}});
}

Json cart_json(const Cart& cart) {
  return Json::object({{"lines", Json::array(cart.lines, line_json)},
                       {"points", cart.points},
                       {"after", cart.after},
                       {"problems", Json::array(cart.problems, problem_json)},
                       {"ready", cart.ready()}});
}

Json visit_json(const Visit& visit) {
  Json limits = Json::object({});
  for (const Limit& limit : visit.limits) {
    limits.add(limit.sku.text(), Json::object({{"left", limit.left}, {"resets", limit.resets}}));
  }
  return Json::object({{"redemption", visit.draft.id},
                       {"household", household_json(visit.customer)},
                       {"receiver", programme::name(visit.draft.receiver)},
                       {"prices", visit.prices},
                       {"balance", balance_json(visit.account)},
                       {"limits", limits},
                       {"cart", cart_json(visit.cart)}});
}

Json shelf_json(const PricedShelf& shelf, const Pictures& pictures) {
  const auto goods = [&](const ShelfGoods& shown) {
    const auto text = [](const std::string& restriction) { return Json(restriction); };
    return Json::object(
        {{"sku", shown.goods.sku},
         {"name", shown.goods.name},
         {"unit", shown.goods.unit},
         {"price", shown.goods.price},
         {"monthly_limit", shown.goods.monthly_limit},
         {"on_shelf", shown.on_shelf},
         {"restrictions", Json::array(shown.restrictions, text)},
         {"best_before", shown.best_before == market::keeps ? Json("") : Json(shown.best_before)},
         {"picture", pictures.tag(shown.goods.sku)}});
  };
  const market::PriceList none;
  const market::PriceList& list = shelf.list == nullptr ? none : *shelf.list;
  return Json::object({{"list", list.list},
                       {"version", list.version},
                       {"prices", list.seq},
                       {"minimum", list.minimum},
                       {"goods", Json::array(shelf.goods, goods)}});
}

Json brief_json(const SoldSlip& sold) {
  const std::string& recorded = sold.slip.recorded;
  return Json::object(
      {{"id", sold.sale.id},
       {"slip", sold.slip.slip},
       {"seq", sold.sale.seq},
       {"state", name(sold.sale.stage)},
       {"on", sold.slip.on},
       {"at", recorded.substr(recorded.find(' ') + 1)},
       {"household", Json::object({{"id", sold.slip.household}, {"head", sold.slip.head}})},
       {"points", sold.slip.points}});
}

Json redemption_json(const SoldSlip& sold) {
  const Sale& sale = sold.sale;
  Json shown = brief_json(sold);
  shown.add("lines", sold_lines(sold))
      .add("before", sold.slip.before)
      .add("after", sold.slip.after)
      .add("code", sold.code)
      .add("receiver", programme::name(sale.receiver))
      .add("proxy", sale.proxy)
      .add("clerk", Json::object({{"officer", sale.clerk}, {"name", sold.clerk_name}}))
      .add("copies", sale.copies)
      .add("qr", code_svg(sold))
      .add("checkpoint", sold.slip.covered);
  return shown;
}

Json printer_json(PrinterState state) {
  return Json::object({{"state", name(state)}, {"text", words(state)}});
}

Json scanner_json(ScannerState state) {
  return Json::object({{"state", name(state)}, {"text", words(state)}});
}

Json difference_json(const Difference& difference) {
  const Count& count = difference.count;
  return Json::object({{"sku", count.sku},
                       {"name", difference.name},
                       {"counted", count.counted},
                       {"book", count.book},
                       {"difference", count.counted - count.book},
                       {"reason", count.reason}});
}

}  // namespace wumei::terminal
