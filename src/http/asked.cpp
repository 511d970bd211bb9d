#include "asked.hpp"

namespace wumei::http {
namespace {

Error wrong(std::string_view name, std::string_view expected) {
  return bad_input({"", 0, 0, std::string(name)}, "", expected);
}

}  // namespace

Asked::Asked(const json::Value& object) : object_(&object) {
  if (!object.is_object()) throw wrong("", "a JSON object");
}

const json::Value& Asked::member(std::string_view name) const {
  const json::Value* value = object_->find(name);
  if (value == nullptr) throw wrong(name, "a value");
  return *value;
}

const std::string& Asked::text(std::string_view name) const {
  const json::Value& value = member(name);
  if (!value.is_text()) throw wrong(name, "text");
  return value.text();
}

std::string Asked::text_or_none(std::string_view name) const { return has(name) ? text(name) : ""; }

std::int64_t Asked::integer(std::string_view name) const {
  const json::Value& value = member(name);
  if (!value.is_integer()) throw wrong(name, "a whole number");
  return value.integer();
}

bool Asked::flag(std::string_view name) const {
  const json::Value& value = member(name);
  if (!value.is_flag()) throw wrong(name, "true or false");
  return value.flag();
}

const json::Array& Asked::items(std::string_view name) const {
  const json::Value& value = member(name);
  if (!value.is_array()) throw wrong(name, "a list");
  return value.items();
}

Asked Asked::object(std::string_view name) const { return Asked(member(name)); }

}  // namespace wumei::http
