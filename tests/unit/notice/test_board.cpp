#include <catch.hpp>

#include <wumei/notice/board.hpp>

using namespace wumei;
using namespace wumei::notice;

namespace {

const NoticeId posted_id("N-1");
const OfficerId filer("o-filer");
const OfficerId judge("o-judge");

/// Entries 5, 6, 7 posted on 1 April, open to objection through 4 April.
Board board() {
  Board board;
  Notice notice;
  notice.id = posted_id;
  notice.village = VillageId("V03");
  notice.posted = Date::of(2026, 4, 1);
  notice.until = Date::of(2026, 4, 4);
  notice.officer = OfficerId("o-poster");
  notice.seq = 8;
  notice.entries = 3;
  notice.waiting = {5, 6, 7};
  post(board, notice);
  return board;
}

Objection objection(Seq seq, Seq entry) {
  Objection objection;
  objection.seq = seq;
  objection.entry = entry;
  objection.notice = posted_id;
  objection.filed = Date::of(2026, 4, 2);
  objection.filer = filer;
  return objection;
}

RefusalCode code(const std::optional<Refusal>& refusal) {
  REQUIRE(refusal);
  return refusal->code;
}

const Date last_day = Date::of(2026, 4, 4);
const Date day_after = Date::of(2026, 4, 5);

}  // namespace

TEST_CASE("the day of posting does not count", "[notice]") {
  const Date friday = Date::of(2026, 4, 3);

  CHECK(window_end(friday, 3, Counting::days) == Date::of(2026, 4, 6));
  CHECK(window_end(friday, 5, Counting::working_days) == Date::of(2026, 4, 10));
  CHECK(window_end(friday, 0, Counting::days) == friday);
}

TEST_CASE("a notice id is used once", "[notice]") {
  CHECK(code(may_post(board(), posted_id)) == RefusalCode::duplicate);
  CHECK_FALSE(may_post(board(), NoticeId("N-2")));
}

TEST_CASE("a second part joins the notice", "[notice]") {
  Board parts = board();
  Notice more = parts.notices.at(posted_id);
  more.waiting = {9};
  more.entries = 1;

  post(parts, more);

  CHECK(parts.notices.at(posted_id).waiting == std::set<Seq>{5, 6, 7, 9});
  CHECK(parts.notices.at(posted_id).entries == 4);
  CHECK(parts.notice_of.at(9) == posted_id);
}

TEST_CASE("what is in no notice cannot be objected to", "[notice]") {
  CHECK(code(may_object(board(), 4, last_day)) == RefusalCode::wrong_state);
}

TEST_CASE("an objection after the window is late", "[notice]") {
  CHECK_FALSE(may_object(board(), 5, last_day));
  CHECK(code(may_object(board(), 5, day_after)) == RefusalCode::objection_late);
}

TEST_CASE("one objection is open against an entry at a time", "[notice]") {
  Board open = board();
  file(open, objection(9, 5));

  CHECK(code(may_object(open, 5, last_day)) == RefusalCode::objection_open);
  CHECK_FALSE(may_object(open, 6, last_day));

  decide(open, 9, Verdict::dismissed);
  CHECK_FALSE(may_object(open, 5, last_day));
}

TEST_CASE("an objection is decided once, by someone without a hand in it", "[notice]") {
  Board open = board();
  file(open, objection(9, 5));
  const std::vector<OfficerId> actors{OfficerId("o-recorder")};

  CHECK(code(may_decide(open, 8, judge, actors)) == RefusalCode::wrong_state);
  CHECK(code(may_decide(open, 9, filer, actors)) == RefusalCode::four_eyes);
  CHECK(code(may_decide(open, 9, actors.front(), actors)) == RefusalCode::four_eyes);
  CHECK_FALSE(may_decide(open, 9, judge, actors));

  decide(open, 9, Verdict::dismissed);
  CHECK(code(may_decide(open, 9, judge, actors)) == RefusalCode::wrong_state);
}

TEST_CASE("nothing is confirmed before its window is over", "[notice]") {
  CHECK(confirmable(board(), posted_id, last_day).refusal().code == RefusalCode::notice_running);
  CHECK(*confirmable(board(), posted_id, day_after) == std::vector<Seq>{5, 6, 7});
}

TEST_CASE("an unknown notice cannot be confirmed", "[notice]") {
  CHECK(confirmable(board(), NoticeId("N-9"), day_after).refusal().code ==
        RefusalCode::wrong_state);
}

TEST_CASE("an open objection holds up its own entry only", "[notice]") {
  Board open = board();
  file(open, objection(9, 6));

  CHECK(*confirmable(open, posted_id, day_after) == std::vector<Seq>{5, 7});
}

TEST_CASE("when every entry left is objected to, nothing can be confirmed", "[notice]") {
  Board open = board();
  file(open, objection(9, 6));
  release(open, 5);
  release(open, 7);

  CHECK(confirmable(open, posted_id, day_after).refusal().code == RefusalCode::objection_open);
}

TEST_CASE("an upheld objection takes its entry off the board", "[notice]") {
  Board open = board();
  file(open, objection(9, 6));

  decide(open, 9, Verdict::upheld);

  CHECK(*confirmable(open, posted_id, day_after) == std::vector<Seq>{5, 7});
  CHECK_FALSE(open.notice_of.contains(6));
  CHECK(open.objections.at(9).verdict == Verdict::upheld);
}

TEST_CASE("a notice whose entries are all confirmed is finished", "[notice]") {
  Board done = board();
  for (const Seq entry : {5, 6, 7}) release(done, entry);

  CHECK(confirmable(done, posted_id, day_after).refusal().code == RefusalCode::wrong_state);
  CHECK(open_notices(done, Scope::points, {}).empty());
  CHECK(code(may_post(done, posted_id)) == RefusalCode::duplicate);
}

TEST_CASE("releasing an entry closes the objection against it", "[notice]") {
  Board open = board();
  file(open, objection(9, 5));

  release(open, 5);
  release(open, 5);

  CHECK_FALSE(open.objections.at(9).open);
  CHECK(open.open_objections.empty());
}

TEST_CASE("a verdict that is reopened puts the objection and its entry back", "[notice]") {
  for (const Verdict verdict : {Verdict::upheld, Verdict::dismissed, Verdict::amended}) {
    Board open = board();
    file(open, objection(9, 5));
    const Board before = open;
    decide(open, 9, verdict);

    reopen(open, 9);

    CHECK(open.notices == before.notices);
    CHECK(open.notice_of == before.notice_of);
    CHECK(open.objections == before.objections);
    CHECK(open.open_objections == before.open_objections);
    CHECK_THROWS_AS(reopen(open, 9), InvariantViolation);
  }
}

TEST_CASE("an objection that is taken back leaves nothing", "[notice]") {
  Board open = board();
  file(open, objection(9, 5));

  unfile(open, 9);

  CHECK(open.objections.empty());
  CHECK_FALSE(may_object(open, 5, last_day));
  CHECK_THROWS_AS(unfile(open, 9), InvariantViolation);
}

TEST_CASE("open notices are found by scope and village", "[notice]") {
  CHECK(open_notices(board(), Scope::points, VillageId("V03")) ==
        std::vector<NoticeId>{posted_id});
  CHECK(open_notices(board(), Scope::points, VillageId("V04")).empty());
  CHECK(open_notices(board(), Scope::award, {}).empty());
}

TEST_CASE("a step out of turn is a bug, not an outcome", "[notice]") {
  Board open = board();
  CHECK_THROWS_AS(file(open, objection(9, 4)), InvariantViolation);
  CHECK_THROWS_AS(decide(open, 9, Verdict::upheld), InvariantViolation);
}

TEST_CASE("stored names of a notice are read back", "[notice]") {
  for (const Verdict verdict : {Verdict::dismissed, Verdict::upheld, Verdict::amended}) {
    CHECK(parse_verdict(name(verdict)) == verdict);
  }
  for (const Scope scope : {Scope::points, Scope::award, Scope::settlement}) {
    CHECK(parse_scope(name(scope)) == scope);
  }
  for (const Ground ground : {Ground::not_done, Ground::amount, Ground::other}) {
    CHECK(parse_ground(name(ground)) == ground);
  }
  CHECK(parse_verdict("更正") == Verdict::amended);
  CHECK_ERROR(parse_verdict("算了"), Errc::bad_input);
  CHECK_ERROR(parse_scope("goods"), Errc::bad_input);
  CHECK_ERROR(parse_ground("嫉妒"), Errc::bad_input);
}
