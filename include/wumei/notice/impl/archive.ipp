#pragma once

#include <boost/serialization/library_version_type.hpp>
#include <boost/serialization/version.hpp>

#include <wumei/notice/board.hpp>

#include <boost/serialization/map.hpp>
#include <boost/serialization/set.hpp>
#include <boost/serialization/string.hpp>

// Included only by the snapshot of `programme`: nobody else needs the archives.
namespace wumei::notice {

template <class Archive>
void serialize(Archive& archive, Notice& notice, unsigned /*version*/) {
  archive& notice.id& notice.scope& notice.village& notice.posted& notice.until& notice.officer;
  archive& notice.seq& notice.entries& notice.waiting& notice.confirmed;
}

template <class Archive>
void serialize(Archive& archive, Objection& objection, unsigned /*version*/) {
  archive& objection.seq& objection.entry& objection.notice& objection.filed& objection.filer;
  archive& objection.open& objection.verdict;
}

template <class Archive>
void serialize(Archive& archive, Board& board, unsigned /*version*/) {
  archive& board.notices& board.notice_of& board.objections& board.open_objections;
}

}  // namespace wumei::notice
