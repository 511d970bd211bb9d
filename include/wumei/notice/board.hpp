#pragma once

#include <wumei/base/date.hpp>
#include <wumei/base/decision.hpp>
#include <wumei/base/id.hpp>

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <span>
#include <string_view>
#include <vector>

/// Public notice (公示): posted, open to objection for a window, decided by someone else, and
/// only then in force. One state machine for points, awards and settlements: it knows entries by
/// their seq and nothing of what they say.
namespace wumei::notice {

/// Position of an entry in the log, as `ledger::Seq`.
using Seq = std::int64_t;

enum class Scope : std::uint8_t { points = 1, award = 2, settlement = 3 };

/// How the days of a window are counted; the day of posting never counts.
enum class Counting : std::uint8_t { days = 1, working_days = 2 };

/// What an objection says is wrong; the words themselves are private.
enum class Ground : std::uint8_t {
  not_done = 1,   ///< 未做: the deed was not done, or not by this household
  amount = 2,     ///< 分值: the figure is wrong
  other = 3,      ///< 其他
};

/// What became of an objection.
enum class Verdict : std::uint8_t {
  dismissed = 1,  ///< 维持: the entry stands
  upheld = 2,     ///< 撤销: the entry is void
  amended = 3,    ///< 更正: the entry is cut down to a stated amount
};

/// Last day on which an objection may be filed; what was posted takes force the day after.
[[nodiscard]] Date window_end(Date posted, int count, Counting counting);

/// One posted list. `waiting` are its entries that are neither confirmed nor void.
struct Notice {
  NoticeId id;
  Scope scope = Scope::points;
  VillageId village;
  Date posted;
  Date until;              ///< last day for objections
  OfficerId officer;       ///< who posted it
  Seq seq = 0;             ///< entry of its first part
  std::int64_t entries = 0;
  std::set<Seq> waiting;
  Seq confirmed = 0;       ///< entry that confirmed it last; 0 while nothing of it is in force
  bool operator==(const Notice&) const = default;
};

/// Said by someone against one entry in notice. The text is private detail of entry `seq`.
struct Objection {
  Seq seq = 0;             ///< entry that filed it
  Seq entry = 0;           ///< what it is against
  NoticeId notice;
  Date filed;
  OfficerId filer;         ///< officer who wrote it down
  bool open = true;
  Verdict verdict = Verdict::dismissed;  ///< meaningless while open
  bool operator==(const Objection&) const = default;
};

/// Every notice, objection and decision of a programme: a fold over the log.
struct Board {
  std::map<NoticeId, Notice> notices;
  std::map<Seq, NoticeId> notice_of;        ///< entries that wait in a notice
  std::map<Seq, Objection> objections;      ///< by the entry that filed them
  std::map<Seq, Seq> open_objections;       ///< entry objected to -> objection; one at a time
};

// What may happen next. Each answers from the board alone; who may act is asked elsewhere.

/// duplicate when the notice id was used before.
[[nodiscard]] std::optional<Refusal> may_post(const Board& board, const NoticeId& id);

/// wrong_state when the entry waits in no notice, objection_late after the window, objection_open
/// while an earlier objection against the same entry is undecided.
[[nodiscard]] std::optional<Refusal> may_object(const Board& board, Seq entry, Date on);

/// wrong_state for an objection that does not exist or is decided; four_eyes when `officer` filed
/// it or is one of `actors`, those who made the entry it is against.
[[nodiscard]] std::optional<Refusal> may_decide(const Board& board, Seq objection,
                                                const OfficerId& officer,
                                                std::span<const OfficerId> actors);

/// The entries of the notice that may take force on `on`, in order: those without an open
/// objection. wrong_state for an unknown or finished notice, notice_running until the window is
/// over, objection_open when every entry left has an open objection.
[[nodiscard]] Decision<std::vector<Seq>> confirmable(const Board& board, const NoticeId& id,
                                                     Date on);

// What happened. The caller has asked above; a call out of turn throws InvariantViolation.

/// Posts a notice, or a further part of one: its entries join those already waiting.
void post(Board& board, const Notice& notice);
void file(Board& board, const Objection& objection);
/// Closes the objection. An upheld one takes its entry off the board.
void decide(Board& board, Seq objection, Verdict verdict);
/// Opens the objection again: its verdict was reversed. An upheld one brings its entry back.
void reopen(Board& board, Seq objection);
/// Forgets an open objection: it was reversed.
void unfile(Board& board, Seq objection);
/// Takes an entry off the board: confirmed, withdrawn or reversed. No effect when it is not on it.
void release(Board& board, Seq entry);

/// Notices of a village that still have entries waiting, by id; all villages for an empty id.
[[nodiscard]] std::vector<NoticeId> open_notices(const Board& board, Scope scope,
                                                 const VillageId& village);

// Names as stored. The parsers throw Errc::bad_input; `parse_verdict` also takes 维持, 撤销 and
// 更正.
[[nodiscard]] std::string_view name(Scope scope);
[[nodiscard]] Scope parse_scope(std::string_view text);
[[nodiscard]] std::string_view name(Verdict verdict);
[[nodiscard]] Verdict parse_verdict(std::string_view text);
[[nodiscard]] std::string_view name(Ground ground);
[[nodiscard]] Ground parse_ground(std::string_view text);

}  // namespace wumei::notice

#ifndef WUMEI_COMPILED
#include <wumei/notice/impl/board.ipp>
#endif
