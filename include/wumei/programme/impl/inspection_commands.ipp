#pragma once

#include <wumei/config.hpp>
#include <wumei/programme/impl/earning.ipp>
#include <wumei/programme/inspection_commands.hpp>
#include <wumei/programme/roles.hpp>

namespace wumei::programme {
namespace detail {

inline constexpr std::string_view inspection_event = "inspection.scored";

WUMEI_INLINE json::Value inspection_in(const InspectionRecord& inspection) {
  json::Array marks;
  for (const Score mark : inspection.marks) marks.push_back(mark.units());
  return json::Value::object({{"household", inspection.household.text()},
                              {"on", inspection.on.text()},
                              {"part", name(inspection.part)},
                              {"judge", inspection.judge.text()},
                              {"status", name(inspection.status)},
                              {"marks", std::move(marks)}});
}

/// The facts of a recorded visit again, as the decision took them.
WUMEI_INLINE InspectionRecord inspection_of(const json::Value& in) {
  InspectionRecord inspection;
  inspection.household = HouseholdId(in.at("household").text());
  inspection.on = day_of(in);
  inspection.part = rules::parse_part(in.at("part").text());
  inspection.judge = OfficerId(in.at("judge").text());
  inspection.status = scoring::parse_outcome(in.at("status").text());
  for (const json::Value& mark : in.at("marks").items()) {
    inspection.marks.push_back(Score::of_units(mark.integer()));
  }
  return inspection;
}

/// The outside part's score: what the monthly rules look at on either kind of visit.
WUMEI_INLINE Score outside_score(const rules::ScoreSheet& sheet,
                                 const InspectionRecord& inspection) {
  const std::vector<const rules::SheetItem*> items = scoring::items_of(sheet, inspection.part);
  std::vector<Score> outside;
  for (std::size_t i = 0; i < items.size(); ++i) {
    if (looks_at(rules::Part::outside, *items[i])) outside.push_back(inspection.marks[i]);
  }
  return scoring::score_marks(sheet, rules::Part::outside, outside).total;
}

/// `out` of a visit, key by key, and its legs.
struct InspectionResult {
  json::Value out;
  std::vector<ledger::Move> moves;
};

/// What the visit earns, appended to `result`. A refusal of the rules is a reason, not an answer:
/// the visit took place.
WUMEI_INLINE void add_inspection_points(const State& state, const EarningPlace& place,
                                        const rules::Deed& deed, InspectionResult& result) {
  const rules::PublishedBook* published = state.rules.book_on(deed.on);
  const rules::Rule* rule =
      published == nullptr
          ? nullptr
          : published->book.best_for_event(inspection_event, deed.quantity, deed.on);
  rules::Deed known = deed;
  if (rule != nullptr) known.rule = rule->id;
  const Decision<EarningDraft> earned =
      rule == nullptr ? Decision<EarningDraft>(Refusal{RefusalCode::below_first_tier, {}})
                      : earn(state, place, known);
  result.out.add("rule", known.rule.text());
  if (earned) {
    result.out.add("points", earned->points.units());
    result.out.add("trims", earned->trims);
    result.moves = earned->moves;
  } else {
    const Points missed =
        rule == nullptr ? Points() : points_before_caps(*rule, deed.quantity);
    result.out.add("points", 0);
    result.out.add("trims", json::Array{trim_json(earned.refusal().code, missed)});
  }
  result.out.add("rules", published == nullptr ? ledger::no_seq : published->seq);
}

/// Scores the visit and evaluates the rules. Writer and verifier call the same.
WUMEI_INLINE InspectionResult inspection_result(const State& state, const EarningPlace& place,
                                                const InspectionRecord& inspection) {
  const rules::PublishedSheet& sheet = *state.rules.sheet_on(inspection.on);
  InspectionResult result;
  result.out.add("sheet", sheet.seq);
  if (inspection.status != scoring::Outcome::scored) {
    if (!inspection.marks.empty()) {
      throw bad_input({{}, 0, 0, "marks"}, "marks of a visit that is " +
                                               std::string(name(inspection.status)), "none");
    }
    result.out.add("points", 0);
    result.out.add("trims", json::Array{});
    return result;
  }
  const scoring::SheetScore score =
      scoring::score_marks(sheet.sheet, inspection.part, inspection.marks);
  json::Array percents;
  for (const scoring::DimensionScore& dimension : score.dimensions) {
    percents.push_back(dimension.percent.units());
  }
  const Score outside = outside_score(sheet.sheet, inspection);
  result.out.add("score", score.total.units());
  result.out.add("outside", outside.units());
  result.out.add("dimensions", std::move(percents));
  rules::Deed deed;
  deed.household = inspection.household;
  deed.on = inspection.on;
  deed.quantity = Measure::of_units(outside.units() * 10);
  deed.evidence = {"sheet"};
  add_inspection_points(state, place, deed, result);
  return result;
}

WUMEI_INLINE std::optional<Refusal> inspection_unusable(const State& state,
                                                        const Context& context,
                                                        const InspectionRecord& inspection) {
  const std::initializer_list<people::Role> may{
      people::Role::grid_worker, people::Role::panel, people::Role::women, people::Role::village,
      people::Role::township};
  const auto household = state.people.household(inspection.household);
  if (!household || household->status == people::Status::closed) {
    return people::inactive(state.people, inspection.household);
  }
  if (inspection.on > context.today) {
    return Refusal{RefusalCode::date_in_future, {{"on", inspection.on.text()}}};
  }
  if (auto refusal = lacks_roles(state, context, may, household->village)) return refusal;
  Context judge = context;
  judge.actor.officer = inspection.judge;
  if (auto refusal = lacks_roles(state, judge, may, household->village)) return refusal;
  if (state.rules.sheet_on(inspection.on) == nullptr) {
    return Refusal{RefusalCode::rule_not_in_force, {{"on", inspection.on.text()}}};
  }
  return std::nullopt;
}

}  // namespace detail

WUMEI_INLINE Decision<Drafts> decide_inspection(const State& state, const Context& context,
                                                const InspectionRecord& inspection) {
  if (auto refusal = detail::inspection_unusable(state, context, inspection)) return *refusal;
  detail::InspectionResult result =
      detail::inspection_result(state, {context.effective, context.next}, inspection);
  ledger::Draft draft;
  draft.kind = "inspection.record";
  draft.in = detail::inspection_in(inspection);
  draft.out = std::move(result.out);
  draft.moves = std::move(result.moves);
  return Drafts{std::move(draft)};
}

WUMEI_INLINE Command inspection_command(Actor actor, InspectionRecord inspection) {
  Command command;
  command.actor = std::move(actor);
  command.kind = "inspection.record";
  command.key = inspection.on.text() + "/insp/" + inspection.household.text() + "/" +
                std::string(name(inspection.part));
  command.in = detail::inspection_in(inspection);
  command.decide = [inspection = std::move(inspection)](const State& state,
                                                        const Context& context) {
    return decide_inspection(state, context, inspection);
  };
  return command;
}

}  // namespace wumei::programme
