#pragma once

#include <wumei/base/json.hpp>

#include <cstdint>
#include <string>
#include <string_view>

namespace wumei::http {

/// The members of a JSON object that a client sent. What is missing or of another type throws
/// Errc::bad_input naming the member.
class Asked {
 public:
  /// The object must outlive it.
  explicit Asked(const json::Value& object);

  [[nodiscard]] bool has(std::string_view name) const { return object_->find(name) != nullptr; }
  [[nodiscard]] const std::string& text(std::string_view name) const;
  /// "" when it is missing.
  [[nodiscard]] std::string text_or_none(std::string_view name) const;
  [[nodiscard]] std::int64_t integer(std::string_view name) const;
  [[nodiscard]] bool flag(std::string_view name) const;
  [[nodiscard]] const json::Array& items(std::string_view name) const;
  [[nodiscard]] Asked object(std::string_view name) const;

 private:
  [[nodiscard]] const json::Value& member(std::string_view name) const;
  const json::Value* object_;
};

}  // namespace wumei::http
