#include "counter.hpp"

#include <wumei/base/json.hpp>
#include <wumei/base/text.hpp>
#include <wumei/programme/roles.hpp>

#include <algorithm>

namespace wumei::terminal {
namespace {

std::string pin_subject(const OfficerId& officer) { return "pin/" + officer.text(); }
std::string answer_subject(const HouseholdId& household) { return "household/" + household.text(); }

bool has_pin(const programme::Programme& programme, const people::Officer& officer) {
  const std::string body = programme.detail(officer.seq);
  if (body.empty()) return false;
  const json::Value detail = json::parse(body);
  const json::Value* hash = detail.find("pin");
  return hash != nullptr && !hash->text().empty();
}

Question question_for(const programme::Person& head) {
  if (head.phone.size() >= 2) return Question::phone;
  return head.name.empty() ? Question::none : Question::family;
}

/// The first characters of the name: one, or two for the compound family names. Never all of it.
bool is_family_name(const std::string& answer, const std::string& name) {
  std::size_t characters = 0;
  for (const char c : answer) {
    if ((static_cast<unsigned char>(c) & 0xc0U) != 0x80U) ++characters;
  }
  return characters >= 1 && characters <= 2 && answer.size() < name.size() &&
         name.starts_with(answer);
}

bool is_right(const Identification& identification, const programme::Person& head) {
  const std::string answer = to_nfc(half_width(std::string(trim(identification.answer))));
  switch (question_for(head)) {
    case Question::none: return true;
    case Question::phone: return answer.size() == 2 && head.phone.ends_with(answer);
    case Question::family: return is_family_name(answer, head.name);
  }
  return false;
}

}  // namespace

Counter::Counter(programme::Programme& programme, Journal& journal, Settings settings)
    : programme_(programme),
      journal_(journal),
      settings_(std::move(settings)),
      lockout_({.read = [this](std::string_view subject) { return journal_.tries(subject); },
                .write = [this](std::string_view subject,
                                const Tries& tries) { journal_.put_tries(subject, tries); },
                .now = [this] { return programme_.now(); },
                .seconds = settings_.lock_seconds}) {
  if (programme_.state().market.shop(settings_.shop) == nullptr) {
    throw Stop(Refusal{RefusalCode::shop_unknown, {{"shop", settings_.shop.text()}}});
  }
  recover();
  finish_pending_close();
}

void Counter::recover() {
  for (Sale sale : journal_.unresolved()) {
    if (sale.stage == Stage::debited) {
      sale = as_it_stands(std::move(sale));
      if (sale.stage != Stage::debited) journal_.put_sale(sale);
      continue;
    }
    const programme::Command debit =
        programme::redemption_command(actor(sale.clerk), redemption(sale));
    const std::optional<ledger::Seq> seq = programme_.find(debit.key);
    if (!seq) {
      journal_.forget_sale(sale.id);
      continue;
    }
    sale.seq = *seq;
    sale.stage = sale.kept ? Stage::done : Stage::debited;
    const std::optional<Draft> draft = journal_.draft();
    journal_.put_sale(sale, draft && draft->id == sale.id);
  }
}

std::vector<Sale> Counter::unresolved() {
  recover();
  return journal_.unresolved();
}

const market::Shop& Counter::shop() const {
  return *programme_.state().market.shop(settings_.shop);
}

bool Counter::clock_ok() const {
  return programme_.now() >= programme_.state().book.last_recorded();
}

programme::Actor Counter::actor(const OfficerId& officer) const {
  return {officer, DeviceId("till-" + journal_.till())};
}

std::vector<Clerk> Counter::clerks() const {
  std::vector<Clerk> clerks;
  for (const auto& [id, officer] : programme_.state().people.officers) {
    if (!officer.holds(people::Role::keeper, shop().village)) continue;
    if (!has_pin(programme_, officer)) continue;
    clerks.push_back({id, programme::officer_name(programme_, id),
                      lockout_.seconds_left(pin_subject(id), settings_.wrong_pins)});
  }
  return clerks;
}

void Counter::check_pin(const OfficerId& officer, std::string_view pin) {
  const std::string subject = pin_subject(officer);
  lockout_.check(subject, {"pin", settings_.wrong_pins});
  try {
    programme::authenticate(programme_, officer, pin);
  } catch (const Error& error) {
    if (error.code() != Errc::unauthorised) throw;
    // Only officers are counted: numbers made up by whoever types would fill the journal.
    if (programme_.state().people.officer(officer) == nullptr) throw Stop("pin.wrong");
    lockout_.wrong(subject, {"pin", settings_.wrong_pins});
  }
  lockout_.right(subject);
}

Clerk Counter::sign_in(const OfficerId& officer, std::string_view pin) {
  check_pin(officer, pin);
  if (!programme_.state().people.officer(officer)->holds(people::Role::keeper, shop().village)) {
    throw Stop(Refusal{RefusalCode::role_missing,
                       {{"officer", officer.text()},
                        {"role", std::string(people::name(people::Role::keeper))}}});
  }
  return {officer, programme::officer_name(programme_, officer)};
}

OfficerId Counter::second(const OfficerId& clerk, const OfficerId& officer, std::string_view pin) {
  if (officer == clerk) {
    throw Stop(Refusal{RefusalCode::four_eyes, {{"officer", officer.text()}}});
  }
  check_pin(officer, pin);
  const people::Officer& known = *programme_.state().people.officer(officer);
  const bool here = std::any_of(
      known.roles.begin(), known.roles.end(),
      [&](people::Role role) { return known.holds(role, shop().village); });
  if (here) return officer;
  throw Stop(Refusal{RefusalCode::role_missing, {{"officer", officer.text()}}});
}

Customer Counter::customer(const people::Household& household, const CardId& card) const {
  const programme::Person head = programme::head_of(programme_, household.id);
  const people::Village* village = programme_.state().people.village(household.village);
  Customer customer;
  customer.household = household.id;
  customer.head = head.name.empty() ? "" : mask_name(head.name);
  customer.group = household.group;
  customer.people = household.people;
  customer.village = household.village;
  customer.village_name = village == nullptr ? household.village.text() : village->name;
  customer.card = card;
  customer.question = question_for(head);
  customer.tries_left =
      lockout_.tries_left(answer_subject(household.id), settings_.wrong_answers);
  return customer;
}

Customer Counter::find(std::string_view code) const {
  const people::Registry& registry = programme_.state().people;
  const auto known = people::present_code(registry, code);
  if (!known) throw Stop(known.refusal());
  return customer(*registry.household(known->household), known->card);
}

std::vector<Customer> Counter::search(const std::string& words, std::size_t most) const {
  programme::HouseholdQuery query;
  query.any = to_nfc(std::string(trim(words)));
  query.village = shop().village;
  std::vector<Customer> found;
  if (query.any.empty()) return found;
  for (const auto& match : programme::find_households(programme_, query, {})) {
    if (found.size() > most) break;
    found.push_back(customer(match.household, {}));
  }
  return found;
}

void Counter::refuse_while_unresolved() {
  finish_pending_close();  // what is sold after a count must not be booked before it
  const std::vector<Sale> open = unresolved();
  if (!open.empty()) throw Stop("unresolved", {{"id", open.front().id}});
}

void Counter::begin_visit(const Identification& identification, const OfficerId& clerk) {
  if (!clock_ok()) {
    const int offset = programme_.state().charter.offset_minutes;
    throw Stop("clock.wrong", {{"last", programme_.state().book.last_recorded().text(offset)}});
  }
  refuse_while_unresolved();
  const std::optional<Draft> open = journal_.draft();
  if (open && open->household != identification.household) {
    throw Stop("visit.open", {{"household", open->household.text()}});
  }
  const people::Registry& registry = programme_.state().people;
  if (auto refusal = people::inactive(registry, identification.household)) throw Stop(*refusal);
  const std::string subject = answer_subject(identification.household);
  const Lockout::Rule rule{"identity", settings_.wrong_answers};
  lockout_.check(subject, rule);
  const programme::Person head = programme::head_of(programme_, identification.household);
  if (!is_right(identification, head)) lockout_.wrong(subject, rule);
  if (identification.receiver == programme::Receiver::proxy && trim(identification.proxy).empty()) {
    throw bad_input({"", 0, 0, "proxy"}, "", "the name of who collects it");
  }
  lockout_.right(subject);
  Draft draft = open.value_or(Draft());
  if (!open) draft.id = journal_.next_slip();
  draft.household = identification.household;
  draft.card = identification.card;
  draft.receiver = identification.receiver;
  draft.proxy = identification.receiver == programme::Receiver::proxy
                    ? to_nfc(std::string(trim(identification.proxy)))
                    : "";
  draft.clerk = clerk;
  journal_.put_draft(draft);
}

std::optional<Visit> Counter::visit() const {
  const std::optional<Draft> draft = journal_.draft();
  if (!draft) return std::nullopt;
  Visit visit;
  visit.draft = *draft;
  visit.customer = customer(*programme_.state().people.household(draft->household), draft->card);
  visit.account = publish::gather_statement(
      programme_, {.household = draft->household, .day = programme_.today(), .masked = true,
                   .lines_max = 0});
  const market::PriceList* list = programme_.state().market.list_on(programme_.today());
  if (list != nullptr) visit.prices = list->seq;
  visit.limits = limits(draft->household);
  visit.cart = priced(draft->household, draft->lines);
  return visit;
}

void Counter::end_visit() {
  if (!journal_.draft()) throw Stop("visit.none");
  journal_.drop_draft();
}

}  // namespace wumei::terminal
