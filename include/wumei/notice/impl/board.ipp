#pragma once

#include <wumei/base/assert.hpp>
#include <wumei/config.hpp>
#include <wumei/notice/board.hpp>

#include <algorithm>
#include <string>

namespace wumei::notice {
namespace detail {

WUMEI_INLINE Refusal wrong_state(std::string_view what, const std::string& which) {
  return {RefusalCode::wrong_state, {{std::string(what), which}}};
}

WUMEI_INLINE bool awaits(const Notice& notice) { return !notice.waiting.empty(); }

}  // namespace detail

WUMEI_INLINE Date window_end(Date posted, int count, Counting counting) {
  switch (counting) {
    case Counting::days: return posted.plus_days(count);
    case Counting::working_days: return plus_working_days(posted, count);
  }
  WUMEI_ASSERT(false);
  return posted;
}

WUMEI_INLINE std::optional<Refusal> may_post(const Board& board, const NoticeId& id) {
  if (!board.notices.contains(id)) return std::nullopt;
  return Refusal{RefusalCode::duplicate, {{"notice", id.text()}}};
}

WUMEI_INLINE std::optional<Refusal> may_object(const Board& board, Seq entry, Date on) {
  const auto posted = board.notice_of.find(entry);
  if (posted == board.notice_of.end()) return detail::wrong_state("entry", std::to_string(entry));
  const Notice& notice = board.notices.at(posted->second);
  if (on > notice.until) {
    return Refusal{RefusalCode::objection_late,
                   {{"notice", notice.id.text()}, {"until", notice.until.text()}}};
  }
  if (const auto open = board.open_objections.find(entry); open != board.open_objections.end()) {
    return Refusal{RefusalCode::objection_open, {{"objection", std::to_string(open->second)}}};
  }
  return std::nullopt;
}

WUMEI_INLINE std::optional<Refusal> may_decide(const Board& board, Seq objection,
                                               const OfficerId& officer,
                                               std::span<const OfficerId> actors) {
  const auto found = board.objections.find(objection);
  if (found == board.objections.end() || !found->second.open) {
    return detail::wrong_state("objection", std::to_string(objection));
  }
  const bool had_a_hand = std::find(actors.begin(), actors.end(), officer) != actors.end();
  if (had_a_hand || found->second.filer == officer) {
    return Refusal{RefusalCode::four_eyes, {{"officer", officer.text()}}};
  }
  return std::nullopt;
}

WUMEI_INLINE Decision<std::vector<Seq>> confirmable(const Board& board, const NoticeId& id,
                                                    Date on) {
  const auto found = board.notices.find(id);
  if (found == board.notices.end() || !detail::awaits(found->second)) {
    return detail::wrong_state("notice", id.text());
  }
  const Notice& notice = found->second;
  if (on <= notice.until) {
    return Refusal{RefusalCode::notice_running,
                   {{"notice", id.text()}, {"until", notice.until.text()}}};
  }
  std::vector<Seq> free;
  for (const Seq entry : notice.waiting) {
    if (!board.open_objections.contains(entry)) free.push_back(entry);
  }
  if (free.empty()) {
    const Seq objection = board.open_objections.at(*notice.waiting.begin());
    return Refusal{RefusalCode::objection_open, {{"objection", std::to_string(objection)}}};
  }
  return free;
}

WUMEI_INLINE void post(Board& board, const Notice& notice) {
  const auto [place, fresh] = board.notices.emplace(notice.id, notice);
  Notice& posted = place->second;
  if (!fresh) {
    WUMEI_ASSERT(posted.until == notice.until);
    posted.entries += notice.entries;
    posted.waiting.insert(notice.waiting.begin(), notice.waiting.end());
  }
  for (const Seq entry : notice.waiting) board.notice_of.emplace(entry, notice.id);
}

WUMEI_INLINE void file(Board& board, const Objection& objection) {
  WUMEI_ASSERT(objection.open);
  WUMEI_ASSERT(board.notice_of.contains(objection.entry));
  WUMEI_ASSERT(!board.open_objections.contains(objection.entry));
  board.objections.emplace(objection.seq, objection);
  board.open_objections.emplace(objection.entry, objection.seq);
}

WUMEI_INLINE void decide(Board& board, Seq objection, Verdict verdict) {
  const auto found = board.objections.find(objection);
  WUMEI_ASSERT(found != board.objections.end());
  WUMEI_ASSERT(found->second.open);
  found->second.open = false;
  found->second.verdict = verdict;
  board.open_objections.erase(found->second.entry);
  if (verdict == Verdict::upheld) release(board, found->second.entry);
}

WUMEI_INLINE void reopen(Board& board, Seq objection) {
  const auto found = board.objections.find(objection);
  WUMEI_ASSERT(found != board.objections.end());
  WUMEI_ASSERT(!found->second.open);
  Objection& known = found->second;
  if (known.verdict == Verdict::upheld) {
    board.notice_of.emplace(known.entry, known.notice);
    board.notices.at(known.notice).waiting.insert(known.entry);
  }
  known.open = true;
  known.verdict = Verdict::dismissed;
  board.open_objections.emplace(known.entry, objection);
}

WUMEI_INLINE void unfile(Board& board, Seq objection) {
  const auto found = board.objections.find(objection);
  WUMEI_ASSERT(found != board.objections.end());
  WUMEI_ASSERT(found->second.open);
  board.open_objections.erase(found->second.entry);
  board.objections.erase(found);
}

WUMEI_INLINE void release(Board& board, Seq entry) {
  const auto posted = board.notice_of.find(entry);
  if (posted == board.notice_of.end()) return;
  board.notices.at(posted->second).waiting.erase(entry);
  board.notice_of.erase(posted);
  if (const auto open = board.open_objections.find(entry); open != board.open_objections.end()) {
    board.objections.at(open->second).open = false;
    board.open_objections.erase(open);
  }
}

WUMEI_INLINE std::vector<NoticeId> open_notices(const Board& board, Scope scope,
                                                const VillageId& village) {
  std::vector<NoticeId> found;
  for (const auto& [id, notice] : board.notices) {
    const bool here = village.empty() || notice.village == village;
    if (here && notice.scope == scope && detail::awaits(notice)) found.push_back(id);
  }
  return found;
}

WUMEI_INLINE std::string_view name(Scope scope) {
  switch (scope) {
    case Scope::points: return "points";
    case Scope::award: return "award";
    case Scope::settlement: return "settlement";
  }
  WUMEI_ASSERT(false);
  return {};
}

WUMEI_INLINE Scope parse_scope(std::string_view text) {
  if (text == "points") return Scope::points;
  if (text == "award") return Scope::award;
  if (text == "settlement") return Scope::settlement;
  throw bad_input({}, text, "points, award or settlement");
}

WUMEI_INLINE std::string_view name(Verdict verdict) {
  switch (verdict) {
    case Verdict::dismissed: return "dismissed";
    case Verdict::upheld: return "upheld";
    case Verdict::amended: return "amended";
  }
  WUMEI_ASSERT(false);
  return {};
}

WUMEI_INLINE Verdict parse_verdict(std::string_view text) {
  if (text == "dismissed" || text == "维持") return Verdict::dismissed;
  if (text == "upheld" || text == "撤销") return Verdict::upheld;
  if (text == "amended" || text == "更正") return Verdict::amended;
  throw bad_input({}, text, "dismissed, upheld or amended (维持, 撤销, 更正)");
}

WUMEI_INLINE std::string_view name(Ground ground) {
  switch (ground) {
    case Ground::not_done: return "not-done";
    case Ground::amount: return "amount";
    case Ground::other: return "other";
  }
  WUMEI_ASSERT(false);
  return {};
}

WUMEI_INLINE Ground parse_ground(std::string_view text) {
  if (text == "not-done" || text == "未做") return Ground::not_done;
  if (text == "amount" || text == "分值") return Ground::amount;
  if (text == "other" || text == "其他") return Ground::other;
  throw bad_input({}, text, "not-done, amount or other (未做, 分值, 其他)");
}

}  // namespace wumei::notice
