#include "story.hpp"

#include <example_text.hpp>

#include <wumei/audit/signer.hpp>
#include <wumei/programme/batch.hpp>
#include <wumei/programme/claim_commands.hpp>
#include <wumei/programme/control_commands.hpp>
#include <wumei/programme/inspection_commands.hpp>
#include <wumei/programme/market_commands.hpp>
#include <wumei/programme/notice_commands.hpp>
#include <wumei/programme/opening_commands.hpp>
#include <wumei/programme/people_commands.hpp>
#include <wumei/programme/rules_commands.hpp>
#include <wumei/programme/verify.hpp>
#include <wumei/store/log_reader.hpp>

#include <utility>

#include <sqlite3.h>

namespace wumei::test {

namespace {

using programme::Actor;
using programme::Command;

const Actor head{OfficerId("o-head"), DeviceId("unit")};
const VillageId village("V03");
const ShopId shop("03-1");
// With a visit to most of them enough for the log's first complete tile, and for a notice that
// takes two entries to confirm.
constexpr int households = 140;
constexpr int visits = 105;

std::unique_ptr<audit::Signer> signer() {
  return audit::signer_from_seed("wumei.example/test", std::string(32, 's'));
}

Instant noon(std::string_view day) {
  return Instant::parse(std::string(day) + "T12:00:00+08:00");
}

Actor officer(const std::string& role) { return {OfficerId("o-" + role), DeviceId("unit")}; }

HouseholdId household(int number) {
  const std::string digits = std::to_string(number);
  return HouseholdId("0301" + std::string(3 - digits.size(), '0') + digits);
}

programme::Founding founding() {
  programme::Founding asked;
  asked.charter.origin = "wumei.example/test/e1";
  asked.charter.programme = story_programme;
  asked.charter.title = "官桥镇";
  asked.charter.rehearsal = true;
  asked.charter.log_key = signer()->key().text();
  asked.founder = head;
  asked.founder_detail = "{\"name\":\"王站长\",\"pin\":\"\"}";
  return asked;
}

void people(Desk& desk) {
  std::vector<Command> rows{programme::village_command(head, {village, "柳河村"})};
  for (const people::Role role : people::all_roles()) {
    programme::Appointment appointment;
    appointment.officer = OfficerId("o-" + std::string(people::name(role)));
    appointment.roles = {role};
    appointment.name = "某某";
    rows.push_back(programme::appointment_command(head, appointment));
  }
  rows.push_back(
      programme::grid_command(head, {GridId("V03-G1"), village, OfficerId("o-grid-worker")}));
  desk.import("people", std::move(rows));
}

void register_households(Desk& desk) {
  std::vector<Command> rows;
  for (int number = 1; number <= households; ++number) {
    programme::HouseholdRegistration asked;
    asked.household = household(number);
    asked.village = village;
    asked.group = "01";
    asked.grid = GridId("V03-G1");
    asked.people = 3;
    asked.passbook = "P" + std::to_string(number);
    asked.head = "张三";
    rows.push_back(programme::household_command(head, asked));
  }
  desk.import("households", std::move(rows));
}

void goods(Desk& desk) {
  const market::Goods rice{Sku("G04"), "大米", "袋", Points::parse("3"), Yuan::parse("1"),
                           Quantity::of_units(9)};
  desk.accept(programme::prices_command(
      officer("township"), {"goods", 1, desk.book->today(), Points::parse("5"), {rice}, "商品\n"}));
}

void receive(Desk& desk) {
  programme::Receiving asked;
  asked.shop = shop;
  asked.donor = DonorId("D001");
  asked.delivery = "DN-1";
  asked.on = desk.book->today();
  asked.witness = OfficerId("o-shop-supervisor");
  asked.lines = {{Sku("G04"), Quantity::of_units(20), Yuan::parse("2.4")}};
  desk.accept(programme::receiving_command(officer("keeper"), asked));
}

void redeem(Desk& desk, int number, const std::string& slip) {
  programme::Redemption asked;
  asked.shop = shop;
  asked.slip = slip;
  asked.household = household(number);
  asked.on = desk.book->today();
  asked.prices = desk.book->state().market.lists.rbegin()->first;
  asked.lines = {{Sku("G04"), Quantity::of_units(2), {}}};
  desk.accept(programme::redemption_command(officer("keeper"), asked));
}

/// Hours of voluntary work.
Command claim(int number, std::string_view hours) {
  programme::ClaimRecord asked;
  asked.household = household(number);
  asked.rule = RuleId("VOL01");
  asked.on = Date::of(2026, 4, 8);
  asked.quantity = Measure::parse(hours);
  asked.evidence = {{"E3", "0412"}};
  return programme::claim_command(officer("grid-worker"), asked);
}

void approve(Desk& desk) {
  const Actor leader = officer("group-leader");
  const programme::State& state = desk.book->state();
  std::vector<Command> checks;
  for (const ledger::Seq seq : programme::claims_waiting(state, leader.officer, {})) {
    checks.push_back(programme::check_command(state, leader, {seq, true}, "当面核实"));
  }
  desk.import("checks", std::move(checks));
}

void visit(Desk& desk) {
  std::vector<Command> rows;
  for (int number = 1; number <= visits; ++number) {
    programme::InspectionRecord asked;
    asked.household = household(number);
    asked.on = desk.book->today();
    asked.judge = officer("grid-worker").officer;
    const rules::ScoreSheet& sheet = desk.book->state().rules.sheet_on(asked.on)->sheet;
    for (const rules::SheetItem* item : scoring::items_of(sheet, asked.part)) {
      asked.marks.push_back(item->max);
    }
    rows.push_back(programme::inspection_command(officer("grid-worker"), asked));
  }
  desk.import("visits", std::move(rows));
}

/// As the automatic one of a busy day: the next write begins the write-ahead log anew.
void checkpoint_wal(Desk& desk) {
  sqlite3* handle = nullptr;
  sqlite3_open_v2(desk.file.c_str(), &handle, SQLITE_OPEN_READWRITE, nullptr);
  sqlite3_exec(handle, "PRAGMA wal_checkpoint(RESTART)", nullptr, nullptr, nullptr);
  sqlite3_close(handle);
}

std::vector<Step> the_first_days() {
  const auto submit = [](auto make) { return [make](Desk& desk) { desk.accept(make(desk)); }; };
  return {
      {"2026-04-01", [](Desk&) {}},
      {"2026-04-01", people},
      {"2026-04-01", submit([](Desk&) {
         return programme::rules_command(
             head, {example_text("rulebook.toml"), "rulebook.toml", Date()});
       })},
      {"2026-04-01", submit([](Desk&) {
         return programme::sheet_command(head, {example_text("sheet.toml"), "sheet.toml", Date()});
       })},
      {"2026-04-01", submit([](Desk&) {
         return programme::budget_command(
             head, {village, 2026, 4, 12, Points::parse("1000"), "官政〔2026〕9号"});
       }), true},
      {"2026-04-01", register_households},
      {"2026-04-02", submit([](Desk&) {
         return programme::donor_command(
             head, {DonorId("D001"), "县水利局", people::DonorKind::assistance_unit});
       }), true},
      {"2026-04-02", submit([](Desk&) {
         return programme::shop_command(officer("township"), {shop, village, "柳河爱心超市"});
       })},
      {"2026-04-02", goods},
      {"2026-04-02", submit([](Desk&) {
         return programme::opening_command(
             officer("township"),
             {household(1), Points::parse("40"), Honour(), Date::of(2027, 12, 31), "2025年台账"});
       })},
  };
}

std::vector<Step> the_later_days() {
  const auto submit = [](auto make) { return [make](Desk& desk) { desk.accept(make(desk)); }; };
  return {
      {"2026-04-08", receive, true},
      {"2026-04-08", checkpoint_wal},
      {"2026-04-08", submit([](Desk&) { return claim(1, "2"); })},
      {"2026-04-08", [](Desk& desk) { desk.import("claims", {claim(2, "3"), claim(3, "8")}); }},
      {"2026-04-09", approve, true},
      {"2026-04-09", visit},
      {"2026-04-20", submit([](Desk& desk) {
         return programme::notice_open_command(
             officer("village"), {NoticeId("N-1"), village, desk.book->today(), 3});
       }), true},
      {"2026-04-24", submit([](Desk&) {
         return programme::confirm_command(officer("supervisor"), NoticeId("N-1"));
       }), true},
      {"2026-04-24", [](Desk& desk) { redeem(desk, 3, "0001"); }},
      {"2026-04-24", submit([](Desk&) {
         return programme::close_day_command(officer("township"), Date::of(2026, 4, 24));
       })},
      {"2026-04-24", [](Desk& desk) { desk.sign(); }},
      {"2026-04-24", [](Desk& desk) { desk.head.trust_snapshot(desk.book->save_snapshot()); }},
      {"2026-04-25", [](Desk& desk) { redeem(desk, 1, "0002"); }, true},
      {"2026-04-25", submit([](Desk&) {
         return programme::close_day_command(officer("township"), Date::of(2026, 4, 25));
       })},
      {"2026-04-25", [](Desk& desk) { desk.sign(); }},
      {"2026-04-25", [](Desk& desk) { desk.head.trust_snapshot(desk.book->save_snapshot()); }},
  };
}

}  // namespace

Desk::Desk(const std::filesystem::path& path, store::Access access)
    : file(path), store(path, access), clock(noon(story().front().day)),
      head(path.string() + ".head") {
  if (access == store::Access::create) {
    book.emplace(programme::Programme::create(store, clock, ids, founding()));
  } else {
    book.emplace(programme::Programme::open(store, clock, ids,
                                            {.programme = story_programme,
                                             .snapshot_digest = head.trusted_snapshot(),
                                             .write = access == store::Access::write}));
  }
}

void Desk::accept(Command command) {
  if (command.key.empty()) command.key = ids.next_key(clock.now());
  const Decision<programme::Receipt> outcome = book->submit(command);
  if (!outcome) {
    throw InvariantViolation("refused: " + std::string(name(outcome.refusal().code)));
  }
}

void Desk::import(const std::string& kind, std::vector<Command> commands) {
  std::vector<programme::ImportRow> rows;
  for (Command& command : commands) {
    if (command.key.empty()) command.key = kind + "/" + ids.next_key(clock.now());
    rows.push_back({std::move(command), {kind, static_cast<std::int64_t>(rows.size()) + 2, 0, ""}});
  }
  const auto receipt = programme::import_rows(*book, wumei::test::head,
                                              {kind + ".csv", kind, "bytes of " + kind}, rows);
  if (!receipt) {
    throw InvariantViolation("refused: " + std::string(name(receipt.refusal().code)));
  }
}

void Desk::sign() {
  const auto key = signer();
  const audit::Checkpoint checkpoint{founding().charter.origin, {book->size(), book->root()}};
  static_cast<void>(store::sign_and_keep(store, story_programme, head, *key, checkpoint));
}

const std::vector<Step>& story() {
  static const std::vector<Step> steps = [] {
    std::vector<Step> all = the_first_days();
    for (Step& step : the_later_days()) all.push_back(std::move(step));
    return all;
  }();
  return steps;
}

void take(Desk& desk, std::size_t step) {
  desk.clock.set(noon(story()[step].day));
  desk.ids.begin(step);
  story()[step].run(desk);
}

void tell(const std::filesystem::path& file, std::size_t from, std::size_t until,
          const std::function<void(std::size_t, Desk&)>& done) {
  std::optional<Desk> desk;
  for (std::size_t step = from; step < until; ++step) {
    if (!desk || story()[step].opens) {
      desk.reset();
      desk.emplace(file, step == 0 ? store::Access::create : store::Access::write);
    }
    take(*desk, step);
    if (done) done(step, *desk);
  }
}

std::string contents(store::SqliteStore& store) {
  std::string all;
  store.read_rows(0, store.size(story_programme), [&](const audit::StoredRow& row) {
    all.append(row.key.value_or("")).append(" ").append(row.leaf).append("\n");
    return true;
  });
  store.read_details(story_programme, [&](const store::StoredDetail& detail) {
    all += std::to_string(detail.seq) + to_hex(detail.salt) + detail.body + "\n";
  });
  store.read_documents(story_programme, [&](const store::StoredDocument& document) {
    all += document.digest + document.body + "\n";
  });
  for (const store::StoredCheckpoint& checkpoint : store.checkpoints(story_programme)) {
    all += std::to_string(checkpoint.size) + checkpoint.note + "\n";
  }
  return all;
}

audit::Finding verified(store::SqliteStore& store) {
  programme::ProgrammeReplay replay;
  return audit::verify(store::log_reader(store, story_programme), replay, {});
}

}  // namespace wumei::test
