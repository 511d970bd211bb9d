#pragma once

#include <wumei/rules/rule_book.hpp>
#include <wumei/rules/score_sheet.hpp>

#include <cstdint>
#include <string>
#include <vector>

namespace wumei::rules {

/// A rule book as entry `seq` published it.
struct PublishedBook {
  std::int64_t seq = 0;
  Date from;           ///< never before the day it was published
  Date until;          ///< exclusive
  std::string digest;  ///< `sha256:...` of the text
  std::string text;
  RuleBook book;
};

/// A score sheet as entry `seq` published it.
struct PublishedSheet {
  std::int64_t seq = 0;
  Date from;
  std::string digest;
  std::string text;
  ScoreSheet sheet;
};

/// Every published rule book and score sheet, in the order of the log. A later one takes the place
/// of an earlier one from its own first day; deeds of earlier days keep the earlier one.
struct Shelf {
  std::vector<PublishedBook> books;
  std::vector<PublishedSheet> sheets;

  /// The book for deeds of that day; nullptr when none is valid. Valid until the shelf changes.
  [[nodiscard]] const PublishedBook* book_on(Date deed) const;
  [[nodiscard]] const PublishedSheet* sheet_on(Date date) const;
  /// What entry `seq` published, or nullptr.
  [[nodiscard]] const PublishedBook* book_at(std::int64_t seq) const;
  [[nodiscard]] const PublishedSheet* sheet_at(std::int64_t seq) const;
  /// By version number of the id that was published last; nullptr for none.
  [[nodiscard]] const PublishedBook* book_version(std::int64_t version) const;
};

}  // namespace wumei::rules

#ifndef WUMEI_COMPILED
#include <wumei/rules/impl/shelf.ipp>
#endif
