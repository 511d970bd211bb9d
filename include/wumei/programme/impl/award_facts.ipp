#pragma once

#include <wumei/config.hpp>
#include <wumei/programme/award_commands.hpp>

/// `data.in` of award entries, written and read back in one place. Key order is the schema.
namespace wumei::programme {
namespace detail {

WUMEI_INLINE json::Value award_opening_in(const AwardOpening& opening) {
  return json::Value::object({{"round", opening.round.text()},
                              {"from", opening.from.text()},
                              {"until", opening.until.text()},
                              {"seed", opening.seed},
                              {"on", opening.on.text()}});
}
WUMEI_INLINE AwardOpening award_opening_from(const json::Value& in) {
  return {RoundId(in.at("round").text()), Date::parse(in.at("from").text()),
          Date::parse(in.at("until").text()), in.at("seed").text(),
          Date::parse(in.at("on").text())};
}

WUMEI_INLINE json::Value award_veto_in(const AwardVeto& veto) {
  return json::Value::object({{"round", veto.round.text()},
                              {"household", veto.household.text()},
                              {"reason", veto.reason},
                              {"on", veto.on.text()}});
}
WUMEI_INLINE AwardVeto award_veto_from(const json::Value& in) {
  return {RoundId(in.at("round").text()), HouseholdId(in.at("household").text()),
          in.at("reason").text(), Date::parse(in.at("on").text()), ""};
}

/// Ranking, notice and closing ask for nothing but the round and the day.
WUMEI_INLINE json::Value award_round_in(const RoundId& round, Date on) {
  return json::Value::object({{"round", round.text()}, {"on", on.text()}});
}
WUMEI_INLINE RoundId award_round_of(const json::Value& in) {
  return RoundId(in.at("round").text());
}
WUMEI_INLINE Date award_day_of(const json::Value& in) { return Date::parse(in.at("on").text()); }

WUMEI_INLINE json::Value award_objection_in(const AwardObjection& objection) {
  return json::Value::object({{"round", objection.round.text()},
                              {"household", objection.household.text()},
                              {"on", objection.on.text()}});
}

WUMEI_INLINE AwardObjection award_objection_from(const json::Value& in) {
  return {award_round_of(in), HouseholdId(in.at("household").text()), award_day_of(in), ""};
}

WUMEI_INLINE json::Value award_answer_in(const AwardAnswer& answer) {
  return json::Value::object({{"round", answer.round.text()},
                              {"objection", answer.objection},
                              {"verdict", answer.upheld ? "upheld" : "dismissed"},
                              {"on", answer.on.text()}});
}
WUMEI_INLINE AwardAnswer award_answer_from(const json::Value& in) {
  return {award_round_of(in), in.at("objection").integer(),
          in.at("verdict").text() == "upheld", award_day_of(in)};
}

WUMEI_INLINE json::Value award_grant_in(const AwardGrant& grant) {
  return json::Value::object({{"round", grant.round.text()},
                              {"household", grant.household.text()},
                              {"level", rules::name(grant.level)},
                              {"on", grant.on.text()}});
}
WUMEI_INLINE AwardGrant award_grant_from(const json::Value& in) {
  return {award_round_of(in), HouseholdId(in.at("household").text()),
          rules::parse_level(in.at("level").text()), award_day_of(in)};
}

/// `[household, total, rank, level, reason]`; level and reason are "" for none.
WUMEI_INLINE json::Value placing_out(const awards::Placing& placing) {
  const std::string_view level = placing.level ? rules::name(*placing.level) : "";
  const std::string_view reason = placing.held_back ? name(*placing.held_back) : "";
  return json::Array{placing.household.text(), placing.total.units(), placing.rank, level, reason};
}
WUMEI_INLINE awards::Placing placing_from(const VillageId& village, const json::Value& row) {
  const json::Array& cells = row.items();
  if (cells.size() != 5) throw Error(Errc::corrupt, "a placing does not have five cells");
  awards::Placing placing{HouseholdId(cells[0].text()), village,
                          Score::of_units(cells[1].integer()), cells[2].integer()};
  if (!cells[3].text().empty()) placing.level = rules::parse_level(cells[3].text());
  if (!cells[4].text().empty()) placing.held_back = refusal_code(cells[4].text());
  return placing;
}

}  // namespace detail

WUMEI_INLINE std::vector<awards::Placing> placings_in(const json::Value& out) {
  const VillageId village(out.at("village").text());
  std::vector<awards::Placing> placings;
  for (const json::Value& row : out.at("results").items()) {
    placings.push_back(detail::placing_from(village, row));
  }
  return placings;
}

}  // namespace wumei::programme
