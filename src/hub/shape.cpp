#include "shape.hpp"

#include <wumei/audit/checkpoint.hpp>
#include <wumei/ledger/entry.hpp>

#include <charconv>

namespace wumei::hub {
namespace {

std::optional<std::int64_t> whole_number(std::string_view text) {
  std::int64_t number = 0;
  const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), number);
  const bool whole = fault == std::errc() && end == text.data() + text.size();
  return whole ? std::optional(number) : std::nullopt;
}

Json text_of(std::string_view text) { return Json(text); }

Json lots_json(const publish::Statement& statement) {
  return Json::array(statement.lots, [](const publish::ExpiringLot& lot) {
    return Json::object({{"points", lot.points}, {"expires", lot.expires}});
  });
}

Json balance_json(const publish::Statement& statement) {
  return Json::object({{"spendable", statement.spendable},
                       {"leased", statement.leased},
                       {"pending", statement.pending},
                       {"arrears", -statement.arrears},
                       {"honour", statement.honour},
                       {"lots", lots_json(statement)}});
}

std::optional<Json> checkpoint_json(const std::string& note) {
  if (note.empty()) return std::nullopt;
  return Json::object({{"size", audit::checkpoint_of(note).head.size}, {"note", note}});
}

Json answer_json(const programme::Programme& programme, ledger::Seq seq) {
  const std::string leaf = programme.leaf(seq);
  const ledger::Entry entry = ledger::decode(leaf);
  const json::Value out = ledger::parse_data(entry).at("out");
  Json answer = Json::object({{"entry", seq},
                              {"kind", entry.kind},
                              {"out", Json::of_text(json::write(out))}});
  const notice::Board& board = programme.state().notices;
  const auto posted = board.notice_of.find(seq);
  if (posted == board.notice_of.end()) return answer;
  return answer.add("notice", posted->second)
      .add("until", board.notices.at(posted->second).until);
}

}  // namespace

Json ledger_json(Ledger& ledger) {
  return ledger.writer.read([&](const programme::Programme& programme) {
    const programme::Charter& charter = programme.state().charter;
    const publish::LogHead head = publish::log_head(programme);
    return Json::object({{"ledger", ledger.name},
                         {"title", charter.title},
                         {"origin", head.origin},
                         {"key", head.key},
                         {"rehearsal", charter.rehearsal},
                         {"offset_minutes", charter.offset_minutes},
                         {"today", programme.today()},
                         {"size", head.size},
                         {"root", head.root}})
        .add_known("checkpoint", checkpoint_json(head.checkpoint));
  });
}

Json household_json(const programme::Programme& programme, const programme::HouseholdMatch& found,
                    bool full) {
  const people::Household& household = found.household;
  const publish::Statement account = publish::gather_statement(
      programme,
      {.household = household.id, .day = programme.today(), .masked = true, .lines_max = 0});
  Json shown = Json::object(
      {{"household", household.id},
       {"village", household.village},
       {"group", household.group},
       {"grid", household.grid},
       {"grid_worker", people::chain(programme.state().people, household).grid_worker},
       {"status", people::name(household.status)},
       {"people", household.people},
       {"card", household.card},
       {"passbook", household.passbook},
       {"head", full ? found.head.name : account.head},
       {"balance", balance_json(account)}});
  if (full) shown.add("phone", found.head.phone);
  return shown;
}

Json statement_json(const publish::Statement& statement) {
  const auto waiting = [](const publish::WaitingLine& line) {
    return Json::object({{"entry", line.seq},
                         {"on", line.on},
                         {"what", line.what},
                         {"points", line.points},
                         {"disputed", line.disputed}})
        .add_known("until", line.posted ? std::optional(line.until) : std::nullopt);
  };
  const auto moved = [](const publish::StatementLine& line) {
    return Json::object({{"entry", line.seq},
                         {"on", line.on},
                         {"what", line.what},
                         {"why", line.why},
                         {"pending", line.pending},
                         {"spendable", line.spendable}});
  };
  const auto refused = [](const publish::RefusedLine& line) {
    return Json::object(
        {{"entry", line.seq}, {"on", line.on}, {"what", line.what}, {"why", line.why}});
  };
  return Json::object({{"household", statement.household},
                       {"head", statement.head},
                       {"village", statement.village},
                       {"group", statement.group},
                       {"day", statement.day},
                       {"size", statement.log.size},
                       {"balance", balance_json(statement)},
                       {"waiting", Json::array(statement.waiting, waiting)},
                       {"lines", Json::array(statement.lines, moved)},
                       {"more", statement.more},
                       {"refused", Json::array(statement.refused, refused)}});
}

Json claim_json(const programme::Programme& programme, ledger::Seq seq) {
  const scoring::Deeds& deeds = programme.state().deeds;
  const scoring::ClaimState where = scoring::claim_state(deeds, seq);
  const std::string leaf = programme.leaf(seq);
  const ledger::Entry record = ledger::decode(leaf);
  const json::Value in = ledger::parse_data(record).at("in");
  const auto evidence = [](const json::Value& shown) {
    return Json::object({{"kind", shown.at("kind").text()}, {"ref", shown.at("ref").text()}});
  };
  const auto open = deeds.claims.find(seq);
  const auto answered = deeds.answers.find(seq);
  Json shown = Json::object(
      {{"claim", seq},
       {"household", in.at("household").text()},
       {"rule", in.at("rule").text()},
       {"on", in.at("on").text()},
       {"quantity", Measure::of_units(in.at("quantity").integer())},
       {"person", in.at("person").text()},
       {"by", in.at("by").text()},
       {"recorder", record.officer()},
       {"evidence", Json::array(in.at("evidence").items(), evidence)},
       {"state", name(where)}});
  if (open != deeds.claims.end()) shown.add("step", open->second.steps + 1);
  if (answered) shown.add("answer", answer_json(programme, answered->seq));
  return shown;
}

Json notice_json(const programme::State& state, const notice::Notice& notice) {
  std::int64_t objections = 0;
  for (const ledger::Seq entry : notice.waiting) {
    objections += state.notices.open_objections.contains(entry) ? 1 : 0;
  }
  return Json::object({{"notice", notice.id},
                       {"scope", name(notice.scope)},
                       {"village", notice.village},
                       {"posted", notice.posted},
                       {"until", notice.until},
                       {"entries", notice.entries},
                       {"waiting", static_cast<std::int64_t>(notice.waiting.size())},
                       {"objections", objections}});
}

Json whole_notice_json(const programme::State& state, const notice::Notice& notice) {
  Json lines = Json::array();
  for (const ledger::Seq entry : notice.waiting) {
    const auto found = state.deeds.earnings.find(entry);
    if (found == state.deeds.earnings.end()) continue;
    const scoring::Earning& earning = found->second;
    const auto objection = state.notices.open_objections.find(entry);
    Json line = Json::object({{"entry", entry},
                              {"household", earning.household},
                              {"rule", earning.rule},
                              {"on", earning.on},
                              {"points", earning.points}});
    if (objection != state.notices.open_objections.end()) line.add("objection", objection->second);
    lines.add(line);
  }
  return notice_json(state, notice).add("lines", lines);
}

Json entry_json(std::string_view leaf, bool with_leaf) {
  const ledger::Entry entry = ledger::decode(leaf);
  const std::size_t at = entry.actor.find('@');
  const auto leg = [](const ledger::Leg& moved) {
    return Json::object({{"account", moved.account},
                         {"lot", moved.lot},
                         {"amount", moved.amount},
                         {"balance", moved.balance}});
  };
  Json shown = Json::object({{"seq", entry.seq},
                             {"recorded", utc(entry.recorded)},
                             {"effective", entry.effective},
                             {"kind", entry.kind},
                             {"officer", entry.officer()},
                             {"device", at == entry.actor.npos ? "" : entry.actor.substr(at + 1)},
                             {"key", entry.key},
                             {"refs", Json::array(entry.refs, [](ledger::Seq ref) {
                                return Json(ref);
                              })},
                             {"legs", Json::array(entry.legs, leg)},
                             {"data", Json::of_text(std::string(entry.data))},
                             {"commitment", entry.detail}});
  if (with_leaf) shown.add("leaf", text_of(leaf));
  return shown;
}

Json slip_json(const publish::RedemptionSlip& slip, bool reversed) {
  const auto line = [](const publish::ReceiptLine& sold) {
    return Json::object({{"name", sold.goods},
                         {"unit", sold.unit},
                         {"quantity", sold.quantity},
                         {"price", sold.price},
                         {"points", sold.points}});
  };
  return Json::object({{"entry", slip.seq},
                       {"shop", slip.shop},
                       {"slip", slip.slip},
                       {"on", slip.on},
                       {"recorded", slip.recorded},
                       {"household", slip.household},
                       {"head", slip.head},
                       {"lines", Json::array(slip.lines, line)},
                       {"points", slip.points},
                       {"before", slip.before},
                       {"after", slip.after},
                       {"reversed", reversed},
                       {"covered", slip.covered}});
}

Json prices_json(const market::PriceList& list) {
  const auto goods = [](const auto& item) {
    const market::Goods& sold = item.second;
    return Json::object({{"sku", sold.sku},
                         {"name", sold.name},
                         {"unit", sold.unit},
                         {"price", sold.price},
                         {"monthly_limit", sold.monthly_limit}});
  };
  return Json::object({{"prices", list.seq},
                       {"list", list.list},
                       {"version", list.version},
                       {"from", list.from},
                       {"minimum", list.minimum},
                       {"goods", Json::array(list.goods, goods)}});
}

std::string utc(Instant at) {
  std::string text = at.text(0) + "Z";
  text[text.find(' ')] = 'T';
  return text;
}

std::int64_t number_of(const http::Request& request, std::string_view name,
                       const Bounds& bounds) {
  const auto text = request.parameter(name);
  if (!text) return bounds.otherwise;
  const auto number = whole_number(*text);
  if (number && *number >= bounds.least && *number <= bounds.most) return *number;
  throw bad_input({"", 0, 0, std::string(name)}, *text,
                  "a number from " + std::to_string(bounds.least) + " to " +
                      std::to_string(bounds.most));
}

bool flag_of(const http::Request& request, std::string_view name) {
  const std::string text = request.parameter(name).value_or("false");
  if (text == "true" || text == "false") return text == "true";
  throw bad_input({"", 0, 0, std::string(name)}, text, "true or false");
}

ledger::Seq seq_of(const std::string& part) {
  const auto number = whole_number(part);
  if (number && *number >= 0 && *number <= exact_max) return *number;
  throw Error(Errc::not_found, "there is no entry " + part, {{"seq", part}});
}

publish::Language language_of(const http::Request& request) {
  const std::string text = request.parameter("lang").value_or("zh");
  if (text != "zh" && text != "en") throw bad_input({"", 0, 0, "lang"}, text, "zh or en");
  return text == "zh" ? publish::Language::zh : publish::Language::en;
}

}  // namespace wumei::hub
