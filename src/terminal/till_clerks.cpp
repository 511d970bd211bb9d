#include "till_clerks.hpp"

#include <http/client.hpp>
#include <wumei/base/digest.hpp>
#include <wumei/base/json.hpp>
#include <wumei/people/pin.hpp>

#include <algorithm>

namespace wumei::terminal {
namespace {

std::string subject_of(const OfficerId& officer) { return "pin/" + officer.text(); }

/// The number of seconds in the facts of an answer; a minute where there is none.
std::int64_t wait_of(const HubAnswer& answer) {
  try {
    const json::Value body = json::parse_lenient(answer.body);
    return std::stoll(body.at("facts").at("wait_seconds").text());
  } catch (const std::exception&) {
    return 60;
  }
}

const TillOfficer* officer_of(const TillShop& shop, const OfficerId& officer) {
  const auto known = std::find_if(shop.officers.begin(), shop.officers.end(),
                                  [&](const auto& each) { return each.officer == officer; });
  return known == shop.officers.end() ? nullptr : &*known;
}

}  // namespace

TillShop shop_of(const TillFile& file) {
  TillShop shop;
  const std::string text = file.post().people;
  if (text.empty()) {
    const std::optional<TillName> name = file.name();
    if (name) shop.name = name->shop.text();
    return shop;
  }
  const json::Value told = json::parse_lenient(text);
  shop.name = told.at("name").text();
  shop.village = VillageId(told.at("village").at("id").text());
  shop.village_name = told.at("village").at("name").text();
  shop.township = told.at("township").text();
  for (const json::Value& item : told.at("officers").items()) {
    shop.officers.push_back({OfficerId(item.at("officer").text()), item.at("name").text(),
                             item.at("entry").integer(), item.at("keeper").flag(),
                             item.at("witness").flag()});
  }
  return shop;
}

TillClerks::TillClerks(TillFile& file, std::function<Instant()> now, AskHub ask)
    : file_(file),
      lockout_({.read = [&file](std::string_view subject) { return file.tries(subject); },
                .write = [&file](std::string_view subject,
                                 const Tries& tries) { file.put_tries(subject, tries); },
                .now = std::move(now),
                .seconds = lock_seconds}),
      ask_(std::move(ask)) {}

std::vector<Clerk> TillClerks::clerks() const {
  std::vector<Clerk> clerks;
  for (const TillOfficer& known : shop_of(file_).officers) {
    if (!known.keeper) continue;
    clerks.push_back({known.officer, known.name,
                      lockout_.seconds_left(subject_of(known.officer), wrong_pins)});
  }
  return clerks;
}

bool TillClerks::confirmed(const OfficerId& officer, std::string_view pin) const {
  const TillName name = *file_.name();
  HubAnswer answer;
  try {
    answer = ask_({"POST",
                   "/v1/ledgers/" + http::escaped(name.ledger) + "/shops/" +
                       http::escaped(name.shop.text()) + "/officers/" +
                       http::escaped(officer.text()) + "/pin",
                   json::write(json::Value::object({{"pin", std::string(pin)}}))});
  } catch (const Error& error) {
    if (error.code() != Errc::io) throw;
    throw Stop("pin.first");
  }
  if (answer.status == 423) {
    throw Stop("pin.locked", {{"wait_seconds", std::to_string(wait_of(answer))}});
  }
  if (answer.status == 429 || answer.status >= 500) throw Stop("pin.first");
  if (answer.status == 401) {
    const bool of_pin = answer.body.find("\"pin.wrong\"") != std::string::npos;
    if (of_pin) return false;
  }
  if (answer.status >= 400) throw refused_by_hub(answer);
  return true;
}

TillOfficer TillClerks::checked(const OfficerId& officer, std::string_view pin) {
  const TillShop shop = shop_of(file_);
  const TillOfficer* known = officer_of(shop, officer);
  // Numbers made up by whoever types would fill the journal: they are not counted.
  if (known == nullptr) throw Stop("pin.wrong");
  const std::string subject = subject_of(officer);
  const Lockout::Rule rule{"pin", wrong_pins};
  lockout_.check(subject, rule);
  if (!people::is_pin(pin)) lockout_.wrong(subject, rule);
  const std::optional<KeptPin> kept = file_.pin(officer);
  if (kept && kept->entry == known->entry) {
    if (!people::pin_matches(pin, kept->hash)) lockout_.wrong(subject, rule);
  } else {
    if (!confirmed(officer, pin)) lockout_.wrong(subject, rule);
    file_.put_pin(officer, {known->entry, people::hash_pin(pin, random_bytes(16))});
  }
  lockout_.right(subject);
  return *known;
}

Clerk TillClerks::sign_in(const OfficerId& officer, std::string_view pin) {
  const TillOfficer known = checked(officer, pin);
  if (known.keeper) return {officer, known.name};
  throw Stop(Refusal{RefusalCode::role_missing,
                     {{"officer", officer.text()},
                      {"role", std::string(people::name(people::Role::keeper))}}});
}

OfficerId TillClerks::second(const OfficerId& clerk, const OfficerId& officer,
                             std::string_view pin) {
  if (officer == clerk) throw Stop(Refusal{RefusalCode::four_eyes, {{"officer", officer.text()}}});
  static_cast<void>(checked(officer, pin));
  return officer;
}

}  // namespace wumei::terminal
