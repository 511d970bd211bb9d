#include "catalogue.hpp"

/// The library speaks English; what it says is said again in the reader's language.
namespace wumei::cli {
namespace {

/// What was found, in quotes; more than one word may be the library's and not the user's.
std::string found_text(const std::string& found, const Catalogue& texts) {
  if (found.empty()) return texts.tr("bad.nothing");
  const bool words = found.find(' ') != found.npos;
  return texts.tr("bad.quoted", {{"found", words ? texts.said(found) : found}});
}

/// A fact as the reader of the error knows it.
std::string readable(const Fact& fact, const Catalogue& texts) {
  if (fact.name == "expected") return texts.said(fact.value);
  if (fact.name == "found") return found_text(fact.value, texts);
  if (fact.name != "field") return fact.value;
  return fact.value == "head" ? texts.tr("bad.head") : texts.heading(fact.value);
}

/// The library's message without the place that its facts name as well.
std::string without_place(std::string_view message, const Error& error) {
  const auto cut = [&](const std::string& front) {
    if (message.starts_with(front)) message.remove_prefix(front.size());
  };
  if (!error.fact("line").empty()) cut(error.fact("file") + ":" + error.fact("line") + ": ");
  if (!error.fact("field").empty()) cut(error.fact("field") + ": ");
  return std::string(message);
}

/// The text that says what was found, where, and what was expected.
std::string_view shape_of(const Error& error) {
  const auto has = [&](std::string_view fact) { return !error.fact(fact).empty(); };
  if (!has("expected")) {
    if (has("line") && has("file")) return has("field") ? "bad.at_field" : "bad.at";
    return has("field") ? "bad.of_field" : "";
  }
  if (error.fact("expected") == "TOML") return "bad.toml";
  if (has("line"))
    return !has("field") ? "bad.line" : has("column") ? "bad.place_column" : "bad.place";
  if (has("file")) return has("field") ? "bad.file_field" : "";
  return has("field") ? "bad.field" : "bad.plain";
}

}  // namespace

std::string Catalogue::sentence(const Error& error) const {
  std::string kind = tr("errc." + std::string(name(error.code())));
  if (error.code() == Errc::cancelled) return kind;
  const bool chinese = language_ == Language::zh;
  kind += chinese ? "：" : ": ";
  const std::string_view shape = shape_of(error);
  if (shape.empty()) return kind + said(error.what());
  Facts facts = error.facts();
  for (Fact& fact : facts) fact.value = readable(fact, *this);
  facts.push_back({"what", said(without_place(error.what(), error))});
  if (shape == "bad.toml") facts.push_back({"message", said(error.fact("found"))});
  kind += tr(shape, facts);
  // What the parser of TOML says may be no phrase here: its own words help whoever is asked.
  if (chinese && shape == "bad.toml") kind += "（" + error.fact("found") + "）";
  return kind;
}

}  // namespace wumei::cli
