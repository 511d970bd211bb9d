#pragma once

#include <wumei/awards/ranking.hpp>
#include <wumei/base/amount.hpp>
#include <wumei/base/date.hpp>
#include <wumei/base/id.hpp>

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

/// Award rounds (评选): announced, vetoes taken, ranked, publicised, confirmed.
namespace wumei::awards {

/// Position of an entry in the log, as `ledger::Seq`.
using Seq = std::int64_t;

enum class RoundState : std::uint8_t {
  announced = 1,   ///< 启动: vetoes may be filed; also after an objection was upheld
  ranked = 2,      ///< 已排序
  publicised = 3,  ///< 公示中: objections may be filed; granted once the window is over
  confirmed = 4,   ///< 已确认: closed for good
};

/// A fact that shuts a household out of the round (一票否决), by the entry that says so.
struct Veto {
  std::string reason;  ///< code of a veto of the rule book, or `objection`
  Seq seq = 0;
  bool operator==(const Veto&) const = default;
};

/// A household with a level, and the entry that granted its points; 0 while there is none.
struct Winner {
  VillageId village;
  rules::Level level = rules::Level::qualified;
  std::int64_t rank = 0;  ///< within the village
  Score total;
  Seq granted = 0;
  Points points;
  bool operator==(const Winner&) const = default;
};

/// Said against the ranking during the window, about one household.
struct Protest {
  HouseholdId household;
  OfficerId filer;
  bool open = true;
  bool upheld = false;
  bool operator==(const Protest&) const = default;
};

struct Round {
  RoundId id;
  RoundState state = RoundState::announced;
  Seq seq = 0;            ///< entry that opened it
  Date opened;            ///< picks the rule book and the sheet
  Date from;              ///< inspections from this day
  Date until;             ///< to this one count
  Seq rules = 0;          ///< entry that published the rule book it is ranked by
  Seq sheet = 0;          ///< entry that published the sheet whose dimensions break ties
  std::string seed;
  std::map<HouseholdId, Veto> vetoes;
  std::map<HouseholdId, Winner> winners;  ///< of the latest ranking
  std::int64_t candidates = 0;
  OfficerId ranker;       ///< who ranked: does not grant
  Seq ranking = 0;        ///< first entry of the latest ranking
  Date posted;
  Date notice_until;      ///< last day for objections
  std::map<Seq, Protest> protests;  ///< by the entry that filed them
  bool operator==(const Round&) const = default;
};

/// Every round of a programme: a fold over the log.
struct Rounds {
  std::map<RoundId, Round> rounds;
};

/// The round, or nullptr; valid until the rounds change.
[[nodiscard]] const Round* find_round(const Rounds& rounds, const RoundId& id);

// What may happen next; nothing when it may. Who may act is asked elsewhere.

/// duplicate for a round that exists.
[[nodiscard]] std::optional<Refusal> may_open(const Rounds& rounds, const RoundId& id);
/// round_unknown; wrong_state unless announced or ranked; duplicate for a second veto.
[[nodiscard]] std::optional<Refusal> may_veto(const Rounds& rounds, const RoundId& id,
                                              const HouseholdId& household);
/// round_unknown; wrong_state once publicised; not_yet_valid before the scoring window is over.
[[nodiscard]] std::optional<Refusal> may_rank(const Rounds& rounds, const RoundId& id, Date on);
/// round_unknown; wrong_state unless ranked.
[[nodiscard]] std::optional<Refusal> may_publish(const Rounds& rounds, const RoundId& id);
/// round_unknown; wrong_state unless publicised; objection_late after the window.
[[nodiscard]] std::optional<Refusal> may_protest(const Rounds& rounds, const RoundId& id, Date on);
/// round_unknown; wrong_state for a protest that does not exist or is decided; four_eyes for who
/// filed it or ranked.
[[nodiscard]] std::optional<Refusal> may_answer(const Rounds& rounds, const RoundId& id,
                                                Seq protest, const OfficerId& officer);
/// round_unknown; wrong_state unless publicised; notice_running until the window is over;
/// objection_open while a protest is undecided; four_eyes for who ranked.
[[nodiscard]] std::optional<Refusal> may_grant(const Rounds& rounds, const RoundId& id,
                                               const OfficerId& officer, Date on);

/// Name as stored: `publicised`.
[[nodiscard]] std::string_view name(RoundState state);

}  // namespace wumei::awards

#ifndef WUMEI_COMPILED
#include <wumei/awards/impl/rounds.ipp>
#endif
