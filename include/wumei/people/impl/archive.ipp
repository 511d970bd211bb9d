#pragma once

#include <boost/serialization/library_version_type.hpp>
#include <boost/serialization/version.hpp>

#include <wumei/people/registry.hpp>

#include <boost/serialization/map.hpp>
#include <boost/serialization/set.hpp>
#include <boost/serialization/string.hpp>
#include <boost/serialization/vector.hpp>

// Included only by the snapshot of `programme`: nobody else needs the archives.
namespace wumei::people {

template <class Archive>
void serialize(Archive& archive, Village& village, unsigned /*version*/) {
  archive& village.id& village.name;
}

template <class Archive>
void serialize(Archive& archive, GridTerm& term, unsigned /*version*/) {
  archive& term.officer& term.seq;
}

template <class Archive>
void serialize(Archive& archive, Grid& grid, unsigned /*version*/) {
  archive& grid.id& grid.village& grid.officer& grid.seq& grid.earlier;
}

template <class Archive>
void serialize(Archive& archive, Officer& officer, unsigned /*version*/) {
  archive& officer.id& officer.roles& officer.villages& officer.active& officer.seq;
  archive& officer.last_act;
}

template <class Archive>
void serialize(Archive& archive, Donor& donor, unsigned /*version*/) {
  archive& donor.id& donor.name& donor.kind& donor.seq;
}

template <class Archive>
void serialize(Archive& archive, Registry& registry, unsigned /*version*/) {
  archive& registry.villages& registry.grids& registry.households& registry.officers;
  archive& registry.donors& registry.cards& registry.stopped_cards& registry.passbooks;
  archive& registry.openings& registry.merged;
}

}  // namespace wumei::people
