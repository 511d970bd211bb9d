#include "lockout.hpp"

#include <http/failure.hpp>

#include <algorithm>

namespace wumei::terminal {

using http::Stop;

std::int64_t Lockout::seconds_left(std::string_view subject, int most) const {
  const Tries tries = parts_.read(subject);
  if (tries.wrong < most) return 0;
  const std::int64_t passed = (parts_.now().millis() - tries.last.millis()) / 1000;
  return std::max<std::int64_t>(0, parts_.seconds - std::max<std::int64_t>(0, passed));
}

std::int64_t Lockout::tries_left(std::string_view subject, int most) const {
  const Tries tries = parts_.read(subject);
  return most - (tries.wrong >= most ? 0 : tries.wrong);
}

void Lockout::check(std::string_view subject, const Rule& rule) const {
  const std::int64_t wait = seconds_left(subject, rule.most);
  if (wait == 0) return;
  throw Stop(std::string(rule.code) + ".locked", {{"wait_seconds", std::to_string(wait)}});
}

void Lockout::wrong(std::string_view subject, const Rule& rule) const {
  Tries tries = parts_.read(subject);
  // A lock that has run out starts the count anew.
  tries.wrong = tries.wrong >= rule.most ? 1 : tries.wrong + 1;
  tries.last = parts_.now();
  parts_.write(subject, tries);
  check(subject, rule);
  throw Stop(std::string(rule.code) + ".wrong",
             {{"tries_left", std::to_string(rule.most - tries.wrong)}});
}

void Lockout::right(std::string_view subject) const {
  if (parts_.read(subject).wrong != 0) parts_.write(subject, {});
}

}  // namespace wumei::terminal
