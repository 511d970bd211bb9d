#pragma once

#include <boost/serialization/library_version_type.hpp>
#include <boost/serialization/version.hpp>

#include <boost/serialization/string.hpp>
#include <boost/serialization/vector.hpp>

#include <wumei/rules/shelf.hpp>

namespace wumei::rules {

// A snapshot keeps the text of a book and reads it again: one spelling of a book, and reading one
// takes a few milliseconds.

template <class Archive>
void serialize(Archive& archive, PublishedBook& published, unsigned /*version*/) {
  archive& published.seq& published.from& published.until& published.digest& published.text;
  if constexpr (Archive::is_loading::value) {
    published.book = parse_book(published.text, published.digest);
  }
}

template <class Archive>
void serialize(Archive& archive, PublishedSheet& published, unsigned /*version*/) {
  archive& published.seq& published.from& published.digest& published.text;
  if constexpr (Archive::is_loading::value) {
    published.sheet = parse_sheet(published.text, published.digest);
  }
}

template <class Archive>
void serialize(Archive& archive, Shelf& shelf, unsigned /*version*/) {
  archive& shelf.books& shelf.sheets;
}

}  // namespace wumei::rules
