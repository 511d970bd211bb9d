#pragma once

#include <boost/serialization/library_version_type.hpp>
#include <boost/serialization/version.hpp>

#include <wumei/scoring/deeds.hpp>

#include <boost/archive/archive_exception.hpp>
#include <boost/serialization/map.hpp>
#include <boost/serialization/string.hpp>
#include <boost/serialization/vector.hpp>

// Included only by the snapshot of `programme`: nobody else needs the archives.
namespace wumei::scoring {

template <class Archive>
void serialize(Archive& archive, Evidence& evidence, unsigned /*version*/) {
  archive& evidence.kind& evidence.ref;
}

template <class Archive>
void serialize(Archive& archive, Claim& claim, unsigned /*version*/) {
  archive& claim.seq& claim.household& claim.rule& claim.on& claim.person& claim.quantity;
  archive& claim.evidence& claim.by& claim.steps& claim.officers;
}

template <class Archive>
void serialize(Archive& archive, Earning& earning, unsigned /*version*/) {
  archive& earning.seq& earning.household& earning.village& earning.rule& earning.on;
  archive& earning.person& earning.points& earning.rules& earning.year& earning.officers;
}

template <class Archive>
void serialize(Archive& archive, CapSubject& subject, unsigned /*version*/) {
  archive& subject.rule& subject.person;
}

struct CapSubjectsArchive {
  template <class Archive>
  static void run(Archive& archive, CapSubjects& subjects) {
    archive& subjects.all_;
    if constexpr (Archive::is_loading::value) {
      subjects.numbers_.clear();
      for (std::uint32_t i = 0; i < subjects.all_.size(); ++i) {
        subjects.numbers_.emplace(subjects.all_[i], i);
      }
    }
  }
};

template <class Archive>
void serialize(Archive& archive, CapSubjects& subjects, unsigned /*version*/) {
  CapSubjectsArchive::run(archive, subjects);
}

template <class Archive>
void serialize(Archive& archive, WholeInspection& visit, unsigned /*version*/) {
  archive& visit.seq& visit.on& visit.sheet& visit.total& visit.dimensions;
}

template <class Archive>
void serialize(Archive& archive, Deeds& deeds, unsigned /*version*/) {
  archive& deeds.claims& deeds.answers& deeds.refused& deeds.earnings;
  archive& deeds.set_aside& deeds.subjects& deeds.grants;
  archive& deeds.inspections;
  archive& deeds.refusals& deeds.trims& deeds.outcomes;
  if constexpr (Archive::is_loading::value) {
    for (const auto& [household, grants] : deeds.grants) {
      for (const Grant& grant : grants) {
        if (grant.subject < deeds.subjects.size()) continue;
        throw boost::archive::archive_exception(
            boost::archive::archive_exception::input_stream_error);
      }
    }
  }
}

}  // namespace wumei::scoring
