#pragma once

#include "deeds_fixture.hpp"

#include <wumei/audit/tree.hpp>
#include <wumei/programme/verify.hpp>

#include <functional>
#include <string>
#include <utility>
#include <vector>

namespace wumei::test {

/// One entry written behind the engine's back by somebody who holds the file and knows the format:
/// seq, balances, pointers, hashes and tiles are right unless said otherwise.
struct Forged {
  programme::Actor actor = Township::officer("township");
  ledger::Draft draft = {};
  std::string key = "zz-forged";
  std::string column = key;                     ///< the key it is filed under
  std::int64_t recorded_later = 0;              ///< milliseconds after the clock
  std::int64_t seq_later = 0;
  std::optional<Date> effective = {};
  std::function<void(std::vector<ledger::Leg>&)> spoil = {};
};

/// The log of a township with forged entries at its end, as `verify` reads it.
class ForgedLog {
 public:
  explicit ForgedLog(DeedsTownship& town) : town_(town) {
    town.store.read("test", 0, town.store.size("test"), [&](Seq, std::string_view leaf) {
      put(std::string(leaf), std::string(ledger::decode(leaf).key));
      return true;
    });
  }

  ForgedLog& add(Forged forged) {
    const ledger::Book& book = town_.state().book;
    std::vector<ledger::Leg> legs = book.legs_for(forged.draft.moves);
    if (forged.spoil) forged.spoil(legs);
    const std::string actor = forged.actor.officer.text() + "@unit";
    const Instant now = Instant::from_millis(town_.book->now().millis() + forged.recorded_later);
    const ledger::Position position{book.size() + forged.seq_later, now,
                                    forged.effective.value_or(town_.book->today()), actor,
                                    forged.key, ""};
    put(ledger::encode(position, forged.draft, legs), forged.column);
    return *this;
  }

  [[nodiscard]] audit::Finding verified() {
    programme::ProgrammeReplay replay;
    return audit::verify(reader(), replay, {});
  }

 private:
  void put(std::string leaf, std::string key) {
    tree_.append(leaf);
    leaves_.push_back(std::move(leaf));
    keys_.push_back(std::move(key));
    for (audit::Tile& tile : tree_.take_complete_tiles()) tiles_.push_back(std::move(tile));
  }

  [[nodiscard]] audit::LogReader reader() {
    audit::LogReader log;
    log.size = static_cast<std::int64_t>(leaves_.size());
    log.read = [this](Seq from, Seq until, const audit::LogReader::Visit& visit) {
      for (Seq seq = from; seq < until; ++seq) {
        const auto at = static_cast<std::size_t>(seq);
        if (!visit({seq, keys_[at], leaves_[at]})) return;
      }
    };
    log.leaf = [this](Seq seq) { return leaves_.at(static_cast<std::size_t>(seq)); };
    for (audit::Tile& tile : tree_.edge_tiles()) tiles_.push_back(std::move(tile));
    log.tile = [this](int level, std::int64_t n) -> std::optional<std::string> {
      for (const audit::Tile& tile : tiles_) {
        if (tile.level == level && tile.n == n) return tile.hashes;
      }
      return std::nullopt;
    };
    log.checkpoints = [](const auto&) {};  // documents and details are not kept
    return log;
  }

  DeedsTownship& town_;
  audit::Tree tree_;
  std::vector<std::string> leaves_;
  std::vector<std::string> keys_;
  std::vector<audit::Tile> tiles_;
};

/// The law `verify` says the forged entry breaks, provided that it names that very entry.
inline int law_of(DeedsTownship& town, Forged forged) {
  const audit::Finding finding = ForgedLog(town).add(std::move(forged)).verified();
  INFO(finding.message);
  CHECK(finding.verdict == audit::Verdict::failed);
  CHECK(finding.seq == town.book->size());
  return finding.law;
}

inline json::Value facts(std::initializer_list<std::pair<const char*, json::Value>> members) {
  json::Object object;
  for (const auto& [name, value] : members) object.emplace_back(name, value);
  return json::Value(std::move(object));
}

}  // namespace wumei::test
