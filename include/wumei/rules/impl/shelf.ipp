#pragma once

#include <wumei/config.hpp>
#include <wumei/rules/shelf.hpp>

#include <algorithm>

namespace wumei::rules {

WUMEI_INLINE const PublishedBook* Shelf::book_on(Date deed) const {
  const auto found = std::find_if(books.rbegin(), books.rend(), [&](const PublishedBook& book) {
    return book.from <= deed && deed < book.until;
  });
  return found == books.rend() ? nullptr : &*found;
}

WUMEI_INLINE const PublishedSheet* Shelf::sheet_on(Date date) const {
  const auto found = std::find_if(sheets.rbegin(), sheets.rend(),
                                  [&](const PublishedSheet& sheet) { return sheet.from <= date; });
  return found == sheets.rend() ? nullptr : &*found;
}

WUMEI_INLINE const PublishedBook* Shelf::book_at(std::int64_t seq) const {
  const auto found = std::find_if(books.begin(), books.end(),
                                  [&](const PublishedBook& book) { return book.seq == seq; });
  return found == books.end() ? nullptr : &*found;
}

WUMEI_INLINE const PublishedSheet* Shelf::sheet_at(std::int64_t seq) const {
  const auto found = std::find_if(sheets.begin(), sheets.end(),
                                  [&](const PublishedSheet& sheet) { return sheet.seq == seq; });
  return found == sheets.end() ? nullptr : &*found;
}

WUMEI_INLINE const PublishedBook* Shelf::book_version(std::int64_t version) const {
  for (auto book = books.rbegin(); book != books.rend(); ++book) {
    if (book->book.id == books.back().book.id && book->book.version == version) return &*book;
  }
  return nullptr;
}

}  // namespace wumei::rules
