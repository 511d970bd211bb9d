#include "verb.hpp"

namespace wumei::cli {

std::string Arguments::text(std::string_view name) const {
  const auto found = values_.find(name);
  return found == values_.end() || found->second.empty() ? std::string() : found->second.front();
}

std::vector<std::string> Arguments::list(std::string_view name) const {
  const auto found = values_.find(name);
  return found == values_.end() ? std::vector<std::string>() : found->second;
}

Date Arguments::date(std::string_view name) const {
  return reading(name, [&] { return Date::parse_lenient(text(name)); });
}

/// The month is said to be wrong, not the date it would begin with.
Period Arguments::month(std::string_view name, int close_day) const {
  try {
    return accounting_month(text(name), close_day);
  } catch (const Error&) {
    throw wrong(name, "a month as 2026-04");
  }
}

std::int64_t Arguments::integer(std::string_view name) const {
  return amount<Quantity>(name).units();
}

void Arguments::put(std::string name, std::string typed, std::vector<std::string> values) {
  typed_[name] = std::move(typed);
  values_[std::move(name)] = std::move(values);
}

std::string Arguments::typed(std::string_view name) const {
  const auto found = typed_.find(name);
  return found == typed_.end() ? "--" + std::string(name) : found->second;
}

Error Arguments::wrong(std::string_view name, std::string_view expected) const {
  return bad_input({"", 0, 0, typed(name)}, text(name), expected);
}

Error Arguments::named(std::string_view name, const Error& error) const {
  if (!error.fact("expected").empty()) {
    return bad_input({"", 0, 0, typed(name)}, error.fact("found"), error.fact("expected"));
  }
  Facts facts = error.facts();
  facts.push_back({"field", typed(name)});
  return Error(error.code(), typed(name) + ": " + error.what(), std::move(facts));
}

std::string typed(const Option& option) {
  switch (option.shape) {
    case Shape::positional:
    case Shape::positional_list:
    case Shape::positional_optional: return option.value;
    case Shape::required:
    case Shape::optional:
    case Shape::many:
    case Shape::flag: return "--" + option.name;
  }
  return option.name;
}

Option positional(std::string name, std::string value, Bilingual help) {
  return {Shape::positional, std::move(name), std::move(value), help};
}

Option positional_file(std::string name, std::string value, Bilingual help) {
  return {Shape::positional, std::move(name), std::move(value), help, {}, Hint::file};
}

Option required(std::string name, std::string value, Bilingual help) {
  return {Shape::required, std::move(name), std::move(value), help};
}

Option optional(std::string name, std::string value, Bilingual help) {
  return {Shape::optional, std::move(name), std::move(value), help};
}

Option optional_file(std::string name, std::string value, Bilingual help) {
  return {Shape::optional, std::move(name), std::move(value), help, {}, Hint::file};
}

Option optional_output(std::string name, std::string value, Bilingual help) {
  return {Shape::optional, std::move(name), std::move(value), help, {}, Hint::output};
}

Option many(std::string name, std::string value, Bilingual help) {
  return {Shape::many, std::move(name), std::move(value), help};
}

Option flag(std::string name, Bilingual help) { return {Shape::flag, std::move(name), "", help}; }

Option one_of(Option option, std::vector<std::string> choices) {
  option.choices = std::move(choices);
  option.hint = Hint::choice;
  return option;
}

}  // namespace wumei::cli
