#pragma once

#include <wumei/base/assert.hpp>
#include <wumei/config.hpp>
#include <wumei/programme/impl/notice_confirm.ipp>
#include <wumei/programme/notice_commands.hpp>
#include <wumei/programme/roles.hpp>

#include <algorithm>
#include <tuple>

namespace wumei::programme {
namespace detail {

WUMEI_INLINE json::Value notice_open_in(const NoticeOpen& notice) {
  return json::Value::object({{"notice", notice.notice.text()},
                              {"scope", name(notice::Scope::points)},
                              {"village", notice.village.text()},
                              {"through", notice.through.text()},
                              {"days", notice.days}});
}

WUMEI_INLINE json::Value objection_in(const NoticeObject& objection) {
  return json::Value::object({{"entry", objection.subject.entry},
                              {"household", objection.subject.household.text()},
                              {"rule", objection.subject.rule.text()},
                              {"on", objection.on.text()},
                              {"ground", name(objection.ground)}});
}

WUMEI_INLINE json::Value verdict_in(const NoticeDecide& verdict) {
  return json::Value::object({{"entry", verdict.subject.entry},
                              {"household", verdict.subject.household.text()},
                              {"rule", verdict.subject.rule.text()},
                              {"on", verdict.on.text()},
                              {"verdict", name(verdict.verdict)},
                              {"points", verdict.points.units()},
                              {"by", verdict.by.text()}});
}

WUMEI_INLINE Subject subject_in(const json::Value& in) {
  Subject subject{in.at("entry").integer(), {}, {}};
  const std::string& household = in.at("household").text();
  const std::string& rule = in.at("rule").text();
  if (!household.empty()) subject.household = HouseholdId(household);
  if (!rule.empty()) subject.rule = RuleId(rule);
  return subject;
}

/// The facts of an objection again, as the decision took them.
WUMEI_INLINE NoticeObject objection_of(const json::Value& in) {
  return {subject_in(in), Date::parse(in.at("on").text()),
          notice::parse_ground(in.at("ground").text())};
}

/// The facts of a verdict again, as the decision took them.
WUMEI_INLINE NoticeDecide verdict_of(const json::Value& in) {
  NoticeDecide verdict;
  verdict.subject = subject_in(in);
  verdict.on = Date::parse(in.at("on").text());
  verdict.verdict = notice::parse_verdict(in.at("verdict").text());
  verdict.points = Points::of_units(in.at("points").integer());
  verdict.by = OfficerId(in.at("by").text());
  return verdict;
}

WUMEI_INLINE const scoring::Earning* earning_in_notice(const State& state, ledger::Seq seq) {
  const auto found = state.deeds.earnings.find(seq);
  const bool posted = found != state.deeds.earnings.end() && state.notices.notice_of.contains(seq);
  return posted ? &found->second : nullptr;
}

/// The earning in notice that is meant, or nullptr. `objected` asks for one with an open objection.
/// Only the household's own are looked at: a verifier asks for every objection there ever was.
WUMEI_INLINE const scoring::Earning* subject_of(const State& state, const Subject& subject, Date on,
                                                bool objected) {
  if (subject.entry != ledger::no_seq) return earning_in_notice(state, subject.entry);
  const scoring::Earning* latest = nullptr;
  for (const scoring::Grant& grant : scoring::grants_of(state.deeds, subject.household)) {
    if (grant.on > on || state.deeds.subjects[grant.subject].rule != subject.rule) continue;
    const scoring::Earning* earning = earning_in_notice(state, grant.seq);
    const bool meant = earning != nullptr &&
                       state.notices.open_objections.contains(grant.seq) == objected;
    if (!meant) continue;
    const bool later = latest == nullptr ||
                       std::tie(earning->on, earning->seq) > std::tie(latest->on, latest->seq);
    if (later) latest = earning;
  }
  return latest;
}

WUMEI_INLINE Refusal no_subject(const Subject& subject) {
  return {RefusalCode::wrong_state, {{"entry", std::to_string(subject.entry)},
                                     {"household", subject.household.text()},
                                     {"rule", subject.rule.text()}}};
}

/// The earnings of a village that are in no notice yet.
WUMEI_INLINE std::vector<ledger::Seq> unposted(const State& state, const NoticeOpen& notice) {
  std::vector<ledger::Seq> seqs =
      scoring::earnings_of(state.deeds, notice.village, notice.through);
  std::erase_if(seqs,
                [&](ledger::Seq seq) { return state.notices.notice_of.contains(seq); });
  return seqs;
}

inline constexpr std::initializer_list<people::Role> posting_roles{people::Role::village,
                                                                   people::Role::township};
inline constexpr std::initializer_list<people::Role> confirming_roles{
    people::Role::village, people::Role::supervisor, people::Role::township};

/// What keeps a notice from being posted.
WUMEI_INLINE std::optional<Refusal> may_not_post(const State& state, const Context& context,
                                                 const NoticeOpen& notice) {
  if (auto refusal = lacks_roles(state, context, posting_roles, notice.village)) return refusal;
  if (auto refusal = notice::may_post(state.notices, notice.notice)) return refusal;
  if (notice.through > context.today) {
    return Refusal{RefusalCode::date_in_future, {{"through", notice.through.text()}}};
  }
  const std::int64_t least = notice_days(state, context.today);
  if (notice.days >= least) return std::nullopt;
  return Refusal{RefusalCode::below_minimum, {{"days", std::to_string(notice.days)},
                                              {"minimum", std::to_string(least)}}};
}

/// An amendment leaves something, in the same direction, and less than there was.
WUMEI_INLINE std::optional<Refusal> unfit_amendment(const scoring::Earning& earning,
                                                    Points points) {
  const Facts facts{{"points", points.text()}, {"of", earning.points.text()}};
  const bool deduction = earning.points < Points();
  if (points.is_zero() || (points < Points()) != deduction) {
    return Refusal{RefusalCode::below_minimum, facts};
  }
  const bool smaller = deduction ? points > earning.points : points < earning.points;
  if (!smaller) return Refusal{RefusalCode::not_enough_points, facts};
  return std::nullopt;
}

/// What is left of the earning after the verdict.
WUMEI_INLINE Points points_left(const scoring::Earning& earning, notice::Verdict verdict,
                                Points amended) {
  switch (verdict) {
    case notice::Verdict::dismissed: return earning.points;
    case notice::Verdict::upheld: return Points();
    case notice::Verdict::amended: return amended;
  }
  WUMEI_ASSERT(false);
  return {};
}

/// Who may answer objections: never the village's own committee, which issued the points.
inline constexpr std::initializer_list<people::Role> answering_roles{people::Role::supervisor,
                                                                     people::Role::township};

/// Why this officer may not answer the objection: the role, or a hand in what it is against.
WUMEI_INLINE std::optional<Refusal> may_not_answer(const State& state, const Context& context,
                                                   const OfficerId& officer,
                                                   const scoring::Earning& earning) {
  Context answering = context;
  answering.actor.officer = officer;
  if (auto no = lacks_roles(state, answering, answering_roles, earning.village)) return no;
  const ledger::Seq objection = state.notices.open_objections.at(earning.seq);
  return notice::may_decide(state.notices, objection, officer, earning.officers);
}

/// Law 7. A decision that was made on paper names who made it; whoever types it in signs for it
/// and answers with the same right, or one person could decide anything in another's name.
WUMEI_INLINE std::optional<Refusal> may_not_decide(const State& state, const Context& context,
                                                   const NoticeDecide& verdict,
                                                   const scoring::Earning& earning) {
  if (!state.notices.open_objections.contains(earning.seq)) return no_subject(verdict.subject);
  if (auto no = may_not_answer(state, context, context.actor.officer, earning)) return no;
  if (auto no = may_not_answer(state, context, verdict.by, earning)) return no;
  if (verdict.verdict != notice::Verdict::amended) return std::nullopt;
  return unfit_amendment(earning, verdict.points);
}

}  // namespace detail

WUMEI_INLINE std::int64_t notice_days(const State& state, Date on) {
  const rules::PublishedBook* published = state.rules.book_on(on);
  if (published == nullptr) return 0;
  return std::max(published->book.notice_days, published->book.objection_days);
}

WUMEI_INLINE Decision<Drafts> decide_notice_open(const State& state, const Context& context,
                                                 const NoticeOpen& notice) {
  if (auto refusal = detail::may_not_post(state, context, notice)) return *refusal;
  const std::vector<ledger::Seq> seqs = detail::unposted(state, notice);
  if (seqs.empty()) {
    return Refusal{RefusalCode::nothing_to_do, {{"village", notice.village.text()}}};
  }
  const Date until = notice::window_end(context.effective, static_cast<int>(notice.days),
                                        notice::Counting::days);
  Drafts drafts;
  for (std::size_t from = 0; from < seqs.size(); from += notice_part_max) {
    const std::size_t end = std::min(seqs.size(), from + notice_part_max);
    json::Array entries;
    for (std::size_t i = from; i < end; ++i) entries.push_back(seqs[i]);
    ledger::Draft draft;
    draft.kind = "notice.open";
    draft.in = detail::notice_open_in(notice);
    draft.out = json::Value::object({{"until", until.text()}, {"entries", std::move(entries)}});
    drafts.push_back(std::move(draft));
  }
  return drafts;
}

WUMEI_INLINE Decision<Drafts> decide_objection(const State& state, const Context& context,
                                               const NoticeObject& objection) {
  if (objection.on > context.today) {
    return Refusal{RefusalCode::date_in_future, {{"on", objection.on.text()}}};
  }
  const scoring::Earning* earning =
      detail::subject_of(state, objection.subject, objection.on, false);
  if (earning == nullptr) return detail::no_subject(objection.subject);
  if (auto refusal = lacks_role_for(
          state, context,
          {people::Role::grid_worker, people::Role::group_leader, people::Role::village,
           people::Role::supervisor, people::Role::township},
          earning->household)) {
    return *refusal;
  }
  if (auto refusal = notice::may_object(state.notices, earning->seq, objection.on)) {
    return *refusal;
  }
  ledger::Draft draft;
  draft.kind = "notice.object";
  draft.refs = {earning->seq};
  draft.in = detail::objection_in(objection);
  draft.out = json::Value::object({{"entry", earning->seq},
                                   {"notice", state.notices.notice_of.at(earning->seq).text()}});
  return Drafts{std::move(draft)};
}

WUMEI_INLINE Decision<Drafts> decide_verdict(const State& state, const Context& context,
                                             const NoticeDecide& verdict) {
  const scoring::Earning* earning = detail::subject_of(state, verdict.subject, verdict.on, true);
  if (earning == nullptr) return detail::no_subject(verdict.subject);
  if (auto refusal = detail::may_not_decide(state, context, verdict, *earning)) return *refusal;
  const Points left = detail::points_left(*earning, verdict.verdict, verdict.points);
  const ledger::Seq objection = state.notices.open_objections.at(earning->seq);
  ledger::Draft draft;
  draft.kind = "notice.decide";
  draft.refs = {objection, earning->seq};
  draft.in = detail::verdict_in(verdict);
  draft.out = json::Value::object({{"objection", objection},
                                   {"entry", earning->seq},
                                   {"before", earning->points.units()},
                                   {"after", left.units()}});
  draft.moves = detail::returned_moves(*earning, earning->points - left);
  return Drafts{std::move(draft)};
}

WUMEI_INLINE Decision<Drafts> decide_confirm(const State& state, const Context& context,
                                             const NoticeId& notice) {
  const Decision<std::vector<ledger::Seq>> free =
      notice::confirmable(state.notices, notice, context.effective);
  if (!free) return free.refusal();
  const notice::Notice& posted = state.notices.notices.at(notice);
  if (auto refusal = lacks_roles(state, context, detail::confirming_roles, posted.village)) {
    return *refusal;
  }
  if (auto refusal =
          detail::may_not_confirm(state, context.actor.officer, posted, *free)) {
    return *refusal;
  }
  detail::Confirmation confirmation(state, context.effective);
  const std::span<const ledger::Seq> all(*free);
  Drafts drafts;
  for (std::size_t from = 0; from < all.size(); from += confirm_max) {
    const std::size_t count = std::min(confirm_max, all.size() - from);
    drafts.push_back(
        detail::confirm_draft(state, confirmation, posted, all.subspan(from, count)));
  }
  return drafts;
}

WUMEI_INLINE Command notice_open_command(Actor actor, NoticeOpen notice) {
  Command command;
  command.actor = std::move(actor);
  command.kind = "notice.open";
  command.in = detail::notice_open_in(notice);
  command.decide = [notice = std::move(notice)](const State& state, const Context& context) {
    return decide_notice_open(state, context, notice);
  };
  return command;
}

WUMEI_INLINE Command objection_command(Actor actor, NoticeObject objection, std::string words) {
  Command command;
  command.actor = std::move(actor);
  command.kind = "notice.object";
  command.in = detail::objection_in(objection);
  command.detail = words;
  command.decide = [objection = std::move(objection), words = std::move(words)](
                       const State& state, const Context& context) -> Decision<Drafts> {
    Decision<Drafts> decided = decide_objection(state, context, objection);
    if (!decided) return decided;
    Drafts drafts = *decided;
    drafts.front().detail = words;
    return drafts;
  };
  return command;
}

WUMEI_INLINE Command verdict_command(Actor actor, NoticeDecide verdict, std::string words) {
  Command command;
  command.actor = std::move(actor);
  command.kind = "notice.decide";
  if (verdict.by.empty()) verdict.by = command.actor.officer;
  command.in = detail::verdict_in(verdict);
  command.detail = words;
  command.decide = [verdict = std::move(verdict), words = std::move(words)](
                       const State& state, const Context& context) -> Decision<Drafts> {
    Decision<Drafts> decided = decide_verdict(state, context, verdict);
    if (!decided) return decided;
    Drafts drafts = *decided;
    drafts.front().detail = words;
    return drafts;
  };
  return command;
}

WUMEI_INLINE Command confirm_command(Actor actor, NoticeId notice) {
  Command command;
  command.actor = std::move(actor);
  command.kind = "notice.confirm";
  command.in = json::Value::object({{"notice", notice.text()}});
  command.decide = [notice = std::move(notice)](const State& state, const Context& context) {
    return decide_confirm(state, context, notice);
  };
  return command;
}

}  // namespace wumei::programme
