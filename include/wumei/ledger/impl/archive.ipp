#pragma once

// Boost 1.74: these two first, or the container headers do not compile.
#include <boost/serialization/library_version_type.hpp>
#include <boost/serialization/version.hpp>

#include <wumei/ledger/book.hpp>

#include <boost/archive/archive_exception.hpp>
#include <boost/serialization/map.hpp>
#include <boost/serialization/set.hpp>
#include <boost/serialization/string.hpp>
#include <boost/serialization/vector.hpp>

namespace wumei::ledger {

/// The one friend through which a snapshot reads and writes a Book.
struct BookArchive {
  template <class Archive>
  static void run(Archive& archive, Book& book) {
    archive& book.size_& book.last_recorded_& book.slots_& book.releases_& book.issues_;
    archive& book.reversed_& book.reversals_& book.late_approvals_& book.offset_minutes_;
    bool closed = book.closed_through_.has_value();
    Date through = book.closed_through_.value_or(Date());
    archive& closed& through;
    if (closed) book.closed_through_ = through;
    index(archive, book);
  }

  template <class Archive>
  static void slot(Archive& archive, Book::Slot& slot) {
    std::string lots(slot.lots.packed());
    archive& slot.balance& slot.last_and_purpose& lots;
    if constexpr (Archive::is_loading::value) slot.lots = Lots::unpack(lots);
  }

  template <class Archive>
  static void release(Archive& archive, Book::Release& release) {
    archive& release.from& release.amount& release.budget;
  }

 private:
  /// Account names by number, a line each.
  template <class Archive>
  static void index(Archive& archive, Book& book) {
    std::string names;
    if constexpr (Archive::is_saving::value) {
      for (std::uint32_t slot = 0; slot < book.accounts_.size(); ++slot) {
        names.append(book.accounts_.name(slot)).append("\n");
      }
    }
    archive& names;
    if constexpr (Archive::is_loading::value) {
      book.accounts_ = {};
      book.accounts_.reserve(book.slots_.size(), names.size());
      for (std::string_view rest = names; !rest.empty();) {
        const std::size_t end = rest.find('\n');
        if (end == std::string_view::npos) damaged();
        book.accounts_.add(rest.substr(0, end));
        rest.remove_prefix(end + 1);
      }
      if (book.accounts_.size() != book.slots_.size()) damaged();
    }
  }

  [[noreturn]] static void damaged() {
    throw boost::archive::archive_exception(boost::archive::archive_exception::input_stream_error);
  }

 public:
  using Slot = Book::Slot;
  using Release = Book::Release;
};

template <class Archive>
void serialize(Archive& archive, BookArchive::Slot& slot, unsigned /*version*/) {
  BookArchive::slot(archive, slot);
}
template <class Archive>
void serialize(Archive& archive, BookArchive::Release& release, unsigned /*version*/) {
  BookArchive::release(archive, release);
}
template <class Archive>
void serialize(Archive& archive, Book& book, unsigned /*version*/) {
  BookArchive::run(archive, book);
}

}  // namespace wumei::ledger
