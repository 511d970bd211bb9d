#include "till_station.hpp"

#include <wumei/base/text.hpp>

#include <algorithm>
#include <array>
#include <charconv>

/// Who stands at a leased till, and which sale a slip is of.
namespace wumei::terminal {
namespace {

constexpr int wrong_answers = 3;

/// Family names of two characters: of a masked name only the first one is known.
constexpr std::array<std::string_view, 18> double_names{
    "欧阳", "司马", "上官", "诸葛", "司徒", "东方", "独孤", "南宫", "夏侯",
    "皇甫", "尉迟", "公孙", "慕容", "令狐", "长孙", "宇文", "端木", "百里"};

std::string subject_of(const HouseholdId& household) { return "household/" + household.text(); }

Lockout lockout_of(const TillDesk& desk) {
  TillFile& file = desk.file;
  const LeasedTill& till = desk.till;
  return Lockout({.read = [&file](std::string_view subject) { return file.tries(subject); },
                  .write = [&file](std::string_view subject,
                                   const Tries& tries) { file.put_tries(subject, tries); },
                  .now = [&till] { return till.now(); },
                  .seconds = TillClerks::lock_seconds});
}

Question question_of(const LeasedHousehold& household) {
  if (household.phone_end.size() == 2) return Question::phone;
  return household.head.empty() ? Question::none : Question::family;
}

bool is_family(const std::string& answer, const std::string& masked) {
  const std::string first = masked.substr(0, masked.find('*'));
  if (first.empty()) return false;
  const bool pair = std::find(double_names.begin(), double_names.end(), answer) !=
                    double_names.end();
  return answer == first || (pair && answer.starts_with(first));
}

bool is_right(const LeasedHousehold& household, const std::string& typed) {
  const std::string answer = to_nfc(half_width(std::string(trim(typed))));
  switch (question_of(household)) {
    case Question::none: return true;
    case Question::phone: return answer == household.phone_end;
    case Question::family: return is_family(answer, household.head);
  }
  return false;
}

std::int64_t number_of(std::string_view text) {
  std::int64_t number = -1;
  const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), number);
  return failure == std::errc() && end == text.data() + text.size() ? number : -1;
}

}  // namespace

Customer customer_of(const TillDesk& desk, const LeasedHousehold& household) {
  const TillShop shop = shop_of(desk.file);
  Customer customer;
  customer.household = household.household;
  customer.head = household.head;
  customer.group = household.group;
  customer.people = household.people;
  customer.village = shop.village;
  customer.village_name = shop.village_name;
  customer.card = household.card;
  customer.question = question_of(household);
  customer.tries_left =
      lockout_of(desk).tries_left(subject_of(household.household), wrong_answers);
  return customer;
}

void begin_visit(TillDesk& desk, const Identification& identification) {
  const std::string code = identification.card.empty() ? identification.household.text()
                                                       : identification.card.text();
  const LeasedHousehold household = desk.till.find(code);
  if (household.household != identification.household) {
    throw Stop("lease.household", {{"card", code}});
  }
  const Lockout lockout = lockout_of(desk);
  const std::string subject = subject_of(household.household);
  const Lockout::Rule rule{"identity", wrong_answers};
  lockout.check(subject, rule);
  if (!is_right(household, identification.answer)) lockout.wrong(subject, rule);
  const std::string proxy = to_nfc(std::string(trim(identification.proxy)));
  if (identification.receiver == programme::Receiver::proxy && proxy.empty()) {
    throw bad_input({"", 0, 0, "proxy"}, "", "the name of who collects it");
  }
  lockout.right(subject);
  desk.till.begin(code, identification.receiver, proxy);
}

TillRecord record_of(const TillDesk& desk, const std::string& code) {
  std::string typed = half_width(std::string(trim(code)));
  for (char& letter : typed) {
    if (letter >= 'A' && letter <= 'Z') letter = static_cast<char>(letter - 'A' + 'a');
    if (letter == '/') letter = '-';
  }
  const std::size_t last = typed.rfind('-');
  std::optional<TillRecord> found =
      desk.file.record(last == std::string::npos ? typed : typed.substr(last + 1));
  if (!found && last != std::string::npos) {
    const std::size_t before = typed.substr(0, last).rfind('-');
    const std::size_t begin = before == std::string::npos ? 0 : before + 1;
    found = desk.file.record(number_of(typed.substr(begin, last - begin)),
                             number_of(typed.substr(last + 1)));
  }
  if (found) return std::move(*found);
  throw Error(Errc::not_found, "no sale " + code + " at this till", {{"id", code}});
}

}  // namespace wumei::terminal
