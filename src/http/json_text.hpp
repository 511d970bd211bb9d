#pragma once

#include <wumei/base/amount.hpp>
#include <wumei/base/date.hpp>
#include <wumei/base/id.hpp>
#include <wumei/base/json.hpp>

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace wumei::http {

/// A JSON value on its way to a client, as text. Unlike `json::Value`, which is for entries, it
/// knows null; amounts, dates and ids are strings.
class Json {
 public:
  Json(std::nullptr_t) : text_("null") {}
  Json(bool flag) : text_(flag ? "true" : "false") {}
  Json(int number) : text_(std::to_string(number)) {}
  Json(std::int64_t number) : text_(std::to_string(number)) {}
  Json(std::string_view text) { json::write_text(text_, text); }
  Json(const std::string& text) : Json(std::string_view(text)) {}
  Json(const char* text) : Json(std::string_view(text)) {}
  Json(Date date) : Json(date.text()) {}
  template <class Tag, int Scale>
  Json(Amount<Tag, Scale> amount) : Json(amount.text()) {}
  template <class Tag>
  Json(const Id<Tag>& id) : Json(id.text()) {}

  using Members = std::initializer_list<std::pair<std::string_view, Json>>;
  [[nodiscard]] static Json object(Members members) {
    Json whole(nullptr);
    whole.text_ = "{}";
    for (const auto& [name, value] : members) whole.add(name, value);
    return whole;
  }
  /// Text that is JSON already.
  [[nodiscard]] static Json of_text(std::string text) {
    Json whole(nullptr);
    whole.text_ = std::move(text);
    return whole;
  }
  [[nodiscard]] static Json array() {
    Json whole(nullptr);
    whole.text_ = "[]";
    return whole;
  }
  /// What `make` makes of each item.
  template <class Items, class Make>
  [[nodiscard]] static Json array(const Items& items, Make make) {
    Json whole = array();
    for (const auto& item : items) whole.add(make(item));
    return whole;
  }

  /// Adds a member to an object.
  Json& add(std::string_view name, const Json& value) {
    return insert(Json(name).text_ + ":" + value.text_, '}');
  }
  /// Adds a member that there may not be.
  template <class Value>
  Json& add_known(std::string_view name, const std::optional<Value>& value) {
    return value ? add(name, Json(*value)) : *this;
  }
  /// Adds an item to an array.
  Json& add(const Json& item) { return insert(item.text_, ']'); }

  [[nodiscard]] const std::string& text() const { return text_; }

 private:
  Json& insert(const std::string& part, char end) {
    text_.back() = ',';
    if (text_.size() == 2) text_.pop_back();
    text_ += part;
    text_ += end;
    return *this;
  }

  std::string text_;
};

}  // namespace wumei::http
