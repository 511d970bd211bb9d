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

std::int64_t Arguments::integer(std::string_view name) const {
  return amount<Quantity>(name).units();
}

void Arguments::put(std::string name, std::vector<std::string> values) {
  values_[std::move(name)] = std::move(values);
}

Error Arguments::named(std::string_view name, const Error& error) {
  if (!error.fact("expected").empty()) {
    return bad_input({"", 0, 0, std::string(name)}, error.fact("found"), error.fact("expected"));
  }
  Facts facts = error.facts();
  facts.push_back({"field", std::string(name)});
  return Error(error.code(), std::string(name) + ": " + error.what(), std::move(facts));
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
