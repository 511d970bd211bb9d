#pragma once

#include <wumei/awards/rounds.hpp>

#include <boost/serialization/library_version_type.hpp>
#include <boost/serialization/version.hpp>

#include <boost/serialization/map.hpp>
#include <boost/serialization/string.hpp>

namespace wumei::awards {

template <class Archive>
void serialize(Archive& archive, Veto& veto, unsigned /*version*/) {
  archive& veto.reason& veto.seq;
}

template <class Archive>
void serialize(Archive& archive, Winner& winner, unsigned /*version*/) {
  archive& winner.village& winner.level& winner.rank& winner.total& winner.granted;
  archive& winner.points;
}

template <class Archive>
void serialize(Archive& archive, Protest& protest, unsigned /*version*/) {
  archive& protest.household& protest.filer& protest.open& protest.upheld;
}

template <class Archive>
void serialize(Archive& archive, Round& round, unsigned /*version*/) {
  archive& round.id& round.state& round.seq& round.opened& round.from& round.until& round.rules;
  archive& round.sheet& round.seed& round.vetoes& round.winners& round.candidates& round.ranker;
  archive& round.ranking& round.posted& round.notice_until& round.protests;
}

template <class Archive>
void serialize(Archive& archive, Rounds& rounds, unsigned /*version*/) {
  archive& rounds.rounds;
}

}  // namespace wumei::awards
