#pragma once

#include <wumei/awards/rounds.hpp>
#include <wumei/config.hpp>

namespace wumei::awards {
namespace detail {

WUMEI_INLINE Refusal unknown_round(const RoundId& id) {
  return {RefusalCode::round_unknown, {{"round", id.text()}}};
}

WUMEI_INLINE Refusal wrong_round_state(const Round& round) {
  return {RefusalCode::wrong_state,
          {{"round", round.id.text()}, {"state", std::string(name(round.state))}}};
}

}  // namespace detail

WUMEI_INLINE const Round* find_round(const Rounds& rounds, const RoundId& id) {
  const auto found = rounds.rounds.find(id);
  return found == rounds.rounds.end() ? nullptr : &found->second;
}

WUMEI_INLINE std::optional<Refusal> may_open(const Rounds& rounds, const RoundId& id) {
  if (find_round(rounds, id) == nullptr) return std::nullopt;
  return Refusal{RefusalCode::duplicate, {{"round", id.text()}}};
}

WUMEI_INLINE std::optional<Refusal> may_veto(const Rounds& rounds, const RoundId& id,
                                             const HouseholdId& household) {
  const Round* round = find_round(rounds, id);
  if (round == nullptr) return detail::unknown_round(id);
  if (round->state != RoundState::announced && round->state != RoundState::ranked) {
    return detail::wrong_round_state(*round);
  }
  if (!round->vetoes.contains(household)) return std::nullopt;
  return Refusal{RefusalCode::duplicate,
                 {{"round", id.text()}, {"household", household.text()}}};
}

WUMEI_INLINE std::optional<Refusal> may_rank(const Rounds& rounds, const RoundId& id, Date on) {
  const Round* round = find_round(rounds, id);
  if (round == nullptr) return detail::unknown_round(id);
  if (round->state != RoundState::announced && round->state != RoundState::ranked) {
    return detail::wrong_round_state(*round);
  }
  if (on >= round->until) return std::nullopt;
  return Refusal{RefusalCode::not_yet_valid,
                 {{"round", id.text()}, {"until", round->until.text()}, {"on", on.text()}}};
}

WUMEI_INLINE std::optional<Refusal> may_publish(const Rounds& rounds, const RoundId& id) {
  const Round* round = find_round(rounds, id);
  if (round == nullptr) return detail::unknown_round(id);
  if (round->state != RoundState::ranked) return detail::wrong_round_state(*round);
  return std::nullopt;
}

WUMEI_INLINE std::optional<Refusal> may_protest(const Rounds& rounds, const RoundId& id,
                                                Date on) {
  const Round* round = find_round(rounds, id);
  if (round == nullptr) return detail::unknown_round(id);
  if (round->state != RoundState::publicised) return detail::wrong_round_state(*round);
  if (on <= round->notice_until) return std::nullopt;
  return Refusal{RefusalCode::objection_late,
                 {{"round", id.text()}, {"until", round->notice_until.text()}}};
}

WUMEI_INLINE std::optional<Refusal> may_answer(const Rounds& rounds, const RoundId& id,
                                               Seq protest, const OfficerId& officer) {
  const Round* round = find_round(rounds, id);
  if (round == nullptr) return detail::unknown_round(id);
  const auto found = round->protests.find(protest);
  if (found == round->protests.end() || !found->second.open) {
    return Refusal{RefusalCode::wrong_state,
                   {{"round", id.text()}, {"objection", std::to_string(protest)}}};
  }
  if (officer == found->second.filer || officer == round->ranker) {
    return Refusal{RefusalCode::four_eyes, {{"officer", officer.text()}}};
  }
  return std::nullopt;
}

WUMEI_INLINE std::optional<Refusal> may_grant(const Rounds& rounds, const RoundId& id,
                                              const OfficerId& officer, Date on) {
  const Round* round = find_round(rounds, id);
  if (round == nullptr) return detail::unknown_round(id);
  if (round->state != RoundState::publicised) return detail::wrong_round_state(*round);
  if (on <= round->notice_until) {
    return Refusal{RefusalCode::notice_running,
                   {{"round", id.text()}, {"until", round->notice_until.text()}}};
  }
  for (const auto& [seq, protest] : round->protests) {
    if (protest.open) {
      return Refusal{RefusalCode::objection_open,
                     {{"round", id.text()}, {"objection", std::to_string(seq)}}};
    }
  }
  if (officer == round->ranker) {
    return Refusal{RefusalCode::four_eyes, {{"officer", officer.text()}}};
  }
  return std::nullopt;
}

WUMEI_INLINE std::string_view name(RoundState state) {
  switch (state) {
    case RoundState::announced: return "announced";
    case RoundState::ranked: return "ranked";
    case RoundState::publicised: return "publicised";
    case RoundState::confirmed: return "confirmed";
  }
  throw InvariantViolation("a round state without a name");
}

}  // namespace wumei::awards
