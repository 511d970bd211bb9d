#pragma once

#include <wumei/config.hpp>
#include <wumei/programme/impl/notice_commands.ipp>

#include <array>

namespace wumei::programme {
namespace detail {

WUMEI_INLINE std::vector<ledger::Seq> seqs_of(const json::Value& list) {
  std::vector<ledger::Seq> seqs;
  for (const json::Value& seq : list.items()) seqs.push_back(seq.integer());
  return seqs;
}

WUMEI_INLINE void fold_notice_open(State& state, const Record& record) {
  notice::Notice notice;
  notice.id = NoticeId(record.in.at("notice").text());
  notice.scope = notice::parse_scope(record.in.at("scope").text());
  notice.village = VillageId(record.in.at("village").text());
  notice.posted = record.entry.effective;
  notice.until = Date::parse(record.out.at("until").text());
  notice.officer = OfficerId(record.entry.officer());
  notice.seq = record.entry.seq;
  for (const ledger::Seq seq : seqs_of(record.out.at("entries"))) notice.waiting.insert(seq);
  notice.entries = static_cast<std::int64_t>(notice.waiting.size());
  notice::post(state.notices, notice);
}

WUMEI_INLINE void fold_objection(State& state, const Record& record) {
  notice::Objection objection;
  objection.seq = record.entry.seq;
  objection.entry = record.out.at("entry").integer();
  objection.notice = NoticeId(record.out.at("notice").text());
  objection.filed = day_of(record.in);
  objection.filer = OfficerId(record.entry.officer());
  notice::file(state.notices, objection);
}

WUMEI_INLINE void fold_verdict(State& state, const Record& record) {
  const ledger::Seq entry = record.out.at("entry").integer();
  const Points after = Points::of_units(record.out.at("after").integer());
  notice::decide(state.notices, record.out.at("objection").integer(),
                 notice::parse_verdict(record.in.at("verdict").text()));
  if (after.is_zero()) {
    scoring::set_aside(state.deeds, entry);
  } else {
    scoring::amend(state.deeds, entry, after);
  }
}

WUMEI_INLINE Refusal standing(const Record& original, std::string_view by, ledger::Seq which) {
  return {RefusalCode::not_reversible, {{"seq", std::to_string(original.entry.seq)},
                                        {std::string(by), std::to_string(which)}}};
}

/// A verdict is taken back while its notice is not confirmed, nobody has objected again and what
/// it left waits as it left it.
WUMEI_INLINE std::optional<Refusal> may_reverse_verdict(const State& state,
                                                        const Record& original) {
  const ledger::Seq entry = original.out.at("entry").integer();
  const ledger::Seq objection = original.out.at("objection").integer();
  const notice::Objection& known = state.notices.objections.at(objection);
  const notice::Notice& posted = state.notices.notices.at(known.notice);
  if (posted.confirmed > original.entry.seq) {
    return standing(original, "confirmed", posted.confirmed);
  }
  for (auto later = state.notices.objections.upper_bound(objection);
       later != state.notices.objections.end(); ++later) {
    if (later->second.entry == entry) return standing(original, "objection", later->first);
  }
  const bool void_now = original.out.at("after").integer() == 0;
  const auto& holds = void_now ? state.deeds.set_aside : state.deeds.earnings;
  if (holds.contains(entry) && !state.book.is_reversed(entry)) return std::nullopt;
  return standing(original, "entry", entry);
}

WUMEI_INLINE void reverse_verdict(State& state, const Record& original) {
  const ledger::Seq entry = original.out.at("entry").integer();
  notice::reopen(state.notices, original.out.at("objection").integer());
  if (original.out.at("after").integer() == 0) {
    scoring::put_back(state.deeds, entry);
  } else {
    scoring::amend(state.deeds, entry, Points::of_units(original.out.at("before").integer()));
  }
}

/// An objection is taken back until it is decided; a wrong one is filed again with its own day.
WUMEI_INLINE std::optional<Refusal> may_reverse_objection(const State& state,
                                                          const Record& original) {
  const auto known = state.notices.objections.find(original.entry.seq);
  const bool open = known != state.notices.objections.end() && known->second.open;
  if (open) return std::nullopt;
  return standing(original, "entry", original.out.at("entry").integer());
}

WUMEI_INLINE void reverse_objection(State& state, const Record& original) {
  notice::unfile(state.notices, original.entry.seq);
}

/// Nobody takes an objection to his own points off the table, nor the verdict on it.
WUMEI_INLINE std::vector<OfficerId> objected_hands(const State& state, const Record& original) {
  const ledger::Seq entry = original.out.at("entry").integer();
  for (const auto* earnings : {&state.deeds.earnings, &state.deeds.set_aside}) {
    const auto found = earnings->find(entry);
    if (found != earnings->end()) return found->second.officers;
  }
  return {};
}

WUMEI_INLINE void fold_confirm(State& state, const Record& record) {
  state.notices.notices.at(NoticeId(record.in.at("notice").text())).confirmed = record.entry.seq;
  for (const ledger::Seq seq : seqs_of(record.out.at("earnings"))) {
    scoring::settle_earning(state.deeds, seq);
    notice::release(state.notices, seq);
  }
}

/// Laws 7 and 10: only what was earned in that village and is in no other notice is posted, by who
/// may.
WUMEI_INLINE std::optional<ledger::Violation> check_notice_open(const State& before,
                                                                const Record& record) {
  const std::string& village = record.in.at("village").text();
  const std::int64_t days = record.in.at("days").integer();
  const Context context = context_of(before, record.entry);
  if (auto broken = unlawful_actor(
          record, lacks_roles(before, context, posting_roles, VillageId(village)))) {
    return broken;
  }
  if (days < notice_days(before, context.today) || days > 3660) {
    return broken(10, record, "its window is not as long as the rule book says");
  }
  const Date until = notice::window_end(record.entry.effective, static_cast<int>(days),
                                        notice::Counting::days);
  if (record.out.at("until").text() != until.text()) {
    return broken(10, record, "its window ends on " + until.text());
  }
  for (const ledger::Seq seq : seqs_of(record.out.at("entries"))) {
    const auto earning = before.deeds.earnings.find(seq);
    if (earning == before.deeds.earnings.end() || earning->second.village.text() != village) {
      return broken(10, record, "entry " + std::to_string(seq) + " does not wait there");
    }
    if (before.notices.notice_of.contains(seq)) {
      return broken(10, record, "entry " + std::to_string(seq) + " is in another notice");
    }
  }
  return std::nullopt;
}

WUMEI_INLINE std::optional<ledger::Violation> check_objection(const State& before,
                                                              const Record& record) {
  return decided_anew(before, record, objection_of(record.in), &decide_objection, 10);
}

/// Laws 7 and 10: decided by someone without a hand in it, and only the difference goes back.
WUMEI_INLINE std::optional<ledger::Violation> check_verdict(const State& before,
                                                            const Record& record) {
  return decided_anew(before, record, verdict_of(record.in), &decide_verdict, 10);
}

/// Laws 7 and 10: by someone without a hand in it, after the window, exactly what waited.
WUMEI_INLINE std::optional<ledger::Violation> check_confirm(const State& before,
                                                            const Record& record) {
  const NoticeId id(record.in.at("notice").text());
  const auto free = notice::confirmable(before.notices, id, record.entry.effective);
  if (!free) return broken(10, record, std::string(name(free.refusal().code)));
  const std::vector<ledger::Seq> seqs = seqs_of(record.out.at("earnings"));
  for (const ledger::Seq seq : seqs) {
    if (!std::binary_search(free->begin(), free->end(), seq)) {
      return broken(10, record, "entry " + std::to_string(seq) + " may not be confirmed");
    }
  }
  const notice::Notice& notice = before.notices.notices.at(id);
  if (auto broken = unlawful_actor(
          record, lacks_roles(before, context_of(before, record.entry), confirming_roles,
                              notice.village))) {
    return broken;
  }
  const OfficerId officer(record.entry.officer());
  if (may_not_confirm(before, officer, notice, seqs)) {
    return broken(7, record, officer.text() + " had a hand in it");
  }
  Confirmation confirmation(before, record.entry.effective);
  const ledger::Draft expected = confirm_draft(before, confirmation, notice, seqs);
  if (expected.out != record.out || !legs_are(record.entry, expected.moves)) {
    return broken(10, record, "its legs are not what waited");
  }
  return std::nullopt;
}

inline constexpr std::array notice_kind_table{
    Kind{"notice.open", fold_notice_open, check_notice_open, nullptr},
    Kind{"notice.object", fold_objection, check_objection, reverse_objection,
         may_reverse_objection, "", objected_hands},
    Kind{"notice.decide", fold_verdict, check_verdict, reverse_verdict, may_reverse_verdict, "",
         objected_hands},
    Kind{"notice.confirm", fold_confirm, check_confirm, nullptr},
};

}  // namespace detail

WUMEI_INLINE std::span<const Kind> notice_kinds() { return detail::notice_kind_table; }

}  // namespace wumei::programme
