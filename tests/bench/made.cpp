#include "made.hpp"

#include <wumei/audit/head_file.hpp>
#include <wumei/audit/tree.hpp>
#include <wumei/programme/claim_commands.hpp>
#include <wumei/programme/control_commands.hpp>
#include <wumei/programme/inspection_commands.hpp>
#include <wumei/programme/notice_commands.hpp>
#include <wumei/programme/people_commands.hpp>
#include <wumei/programme/rules_commands.hpp>
#include <wumei/programme/snapshot.hpp>

#include <array>
#include <chrono>
#include <cstdio>
#include <fstream>
#include <iterator>

namespace wumei::bench {
namespace {

/// Goes up when what is made changes.
constexpr int made_version = 2;
constexpr std::int64_t batch = 8'000;

std::string padded(int number, std::size_t width) {
  const std::string digits = std::to_string(number);
  return std::string(width - std::min(width, digits.size()), '0') + digits;
}

VillageId village_id(int village) { return VillageId("V" + padded(village, 3)); }

std::string example(const std::string& name) {
  std::ifstream file(std::string(WUMEI_SOURCE_DIR) + "/examples/data/" + name, std::ios::binary);
  if (!file) throw Error(Errc::not_found, "there is no examples/data/" + name);
  return {std::istreambuf_iterator<char>(file), {}};
}

/// Rules whose claims one officer writes down and another approves.
constexpr std::array<const char*, 6> claimed_rules{"VOL01", "ENV06", "VOL03",
                                                   "GOV05", "ENV07", "CIV04"};
constexpr std::array<const char*, 6> shown_by{"E3", "log", "E3", "E3", "E5", "E3"};

class SchemeMaker {
 public:
  SchemeMaker(const std::filesystem::path& file, const Scheme& scheme)
      : scheme_(scheme), store_(file, store::Access::create), clock_(Instant()), ids_(7) {
    at(Date::of(2026, 4, 1));
    programme::Founding founding;
    founding.charter.origin = "wumei.example/" + scheme.name + "/e1";
    founding.charter.programme = scheme.name;
    founding.charter.title = scheme.name;
    founding.founder = posts_;
    founding.founder_detail = "{}";
    programme_.emplace(programme::Programme::create(store_, clock_, ids_, founding));
  }

  /// Digest of the snapshot.
  [[nodiscard]] std::string run() {
    register_all();
    for (int month = 0; month < scheme_.months; ++month) {
      const Date first = Date::of(2026 + (3 + month) / 12, (3 + month) % 12 + 1, 1);
      at(first.plus_days(19));
      deeds(first, month < scheme_.months_claimed ? scheme_.claims : 0);
      const std::string tag = first.text().substr(0, 7);
      notices(tag);
      at(first.plus_days(25));
      confirmations(tag);
    }
    flush();
    return programme_->save_snapshot();
  }

 private:
  void at(Date day) {
    clock_.set(Instant::from_millis(std::int64_t{day.days()} * 86'400'000 + 4 * 3'600'000));
    day_ = day;
  }

  ledger::Seq accept(const programme::Command& command) {
    if (!programme_->in_batch()) programme_->begin();
    const auto outcome = programme_->submit(command);
    if (!outcome) {
      throw InvariantViolation(command.kind + ": " + std::string(name(outcome.refusal().code)));
    }
    if (++in_batch_ >= batch) flush();
    return outcome->first;
  }

  void flush() {
    if (programme_->in_batch()) static_cast<void>(programme_->commit());
    in_batch_ = 0;
  }

  template <class Visit>
  void for_each_household(Visit visit) {
    for (int village = 1; village <= scheme_.villages; ++village) {
      for (int number = 1; number <= scheme_.households; ++number) visit(village, number);
    }
  }

  void register_all() {
    for (const programme::Actor* officer : {&writes_, &checks_, &confirms_}) {
      accept(programme::appointment_command(
          posts_, {officer->officer, people::all_roles(), {}, "某某", ""}));
    }
    accept(programme::rules_command(posts_, {example("rulebook.toml"), "rulebook.toml"}));
    accept(programme::sheet_command(posts_, {example("sheet.toml"), "sheet.toml"}));
    for (int village = 1; village <= scheme_.villages; ++village) {
      const VillageId id = village_id(village);
      accept(programme::village_command(posts_, {id, "村" + std::to_string(village)}));
      for (const int year : {2026, 2027}) {
        accept(programme::budget_command(
            posts_, {id, year, year == 2026 ? 4 : 1, 12, Points::parse("200000"), "1"}));
      }
      for (int grid = 0; grid * 50 < scheme_.households; ++grid) {
        accept(programme::grid_command(posts_, {grid_id(village, grid * 50), id, {}}));
      }
    }
    for_each_household([this](int village, int number) { register_household(village, number); });
  }

  static GridId grid_id(int village, int number) {
    return GridId(village_id(village).text() + "-G" + std::to_string(number / 50 + 1));
  }

  void register_household(int village, int number) {
    programme::HouseholdRegistration asked;
    asked.household = scheme_household(village, number);
    asked.village = village_id(village);
    asked.group = std::to_string(number % 8 + 1) + "组";
    asked.grid = grid_id(village, number - 1);
    asked.people = number % 5 + 1;
    asked.passbook = "P" + asked.household.text();
    asked.card = CardId("C" + asked.household.text());
    asked.head = "张三";
    accept(programme::household_command(posts_, asked));
    programme::Command money;
    money.actor = posts_;
    money.kind = "ledger.transfer";
    money.key = "0/money/" + asked.household.text();
    money.decide = [asked](const programme::State&,
                           const programme::Context&) -> Decision<programme::Drafts> {
      programme::Drafts drafts(1);
      drafts[0].kind = "ledger.transfer";
      ledger::add_move(drafts[0].moves, "f/" + asked.village.text() + ":topup", "", -20'00);
      ledger::add_move(drafts[0].moves, "h/" + asked.household.text() + ":cash", "", 20'00);
      return drafts;
    };
    accept(money);
  }

  void deeds(Date month, int claims) {
    for_each_household([&](int village, int number) { inspect(village, number); });
    for (int claim = 0; claim < claims; ++claim) {
      for_each_household([&](int village, int number) {
        const auto kind = static_cast<std::size_t>(claim + number + month.month());
        pass_claim({scheme_household(village, number),
                    RuleId(claimed_rules[kind % claimed_rules.size()]), month.plus_days(claim),
                    Measure::parse("1"), "", {{shown_by[kind % shown_by.size()], "1"}}});
      });
    }
  }

  void inspect(int village, int number) {
    programme::InspectionRecord visit;
    visit.household = scheme_household(village, number);
    visit.on = day_;
    visit.judge = checks_.officer;
    const bool clean = number % 3 != 0;
    for (const int mark : {600, 600, 500, 400, 400, 600, 500, 400}) {
      visit.marks.push_back(Score::of_units(clean ? mark - 50 : mark));
    }
    accept(programme::inspection_command(writes_, visit));
  }

  void pass_claim(const programme::ClaimRecord& claim) {
    const ledger::Seq seq = accept(programme::claim_command(writes_, claim));
    accept(programme::check_command(programme_->state(), checks_, {seq}, ""));
  }

  void notices(const std::string& month) {
    for (int village = 1; village <= scheme_.villages; ++village) {
      const VillageId id = village_id(village);
      accept(programme::notice_open_command(
          posts_, {NoticeId("N-" + month + "-" + id.text()), id, day_, 3}));
    }
  }

  void confirmations(const std::string& month) {
    for (int village = 1; village <= scheme_.villages; ++village) {
      accept(programme::confirm_command(
          confirms_, NoticeId("N-" + month + "-" + village_id(village).text())));
    }
  }

  Scheme scheme_;
  store::SqliteStore store_;
  FixedClock clock_;
  CountedIds ids_;
  std::optional<programme::Programme> programme_;
  std::int64_t in_batch_ = 0;
  Date day_;
  const programme::Actor posts_{OfficerId("T01"), DeviceId("pc")};
  const programme::Actor writes_{OfficerId("T02"), DeviceId("pc")};
  const programme::Actor checks_{OfficerId("T03"), DeviceId("pc")};
  const programme::Actor confirms_{OfficerId("T04"), DeviceId("pc")};
};

std::filesystem::path marker(const std::filesystem::path& file) {
  return file.string() + ".made";
}

/// Whether the file was made whole by this version of the bench and of the entry.
bool usable(const std::filesystem::path& file) {
  std::ifstream mark(marker(file));
  int version = 0;
  if (!(mark >> version) || version != made_version || !std::filesystem::exists(file)) return false;
  try {
    store::SqliteStore store(file, store::Access::read);
    static_cast<void>(ledger::decode(store.leaf({}, 0)));
    return true;
  } catch (const Error&) {
    return false;
  }
}

template <class Make>
void make_file(const std::filesystem::path& file, Make make) {
  std::filesystem::create_directories(file.parent_path());
  for (const char* suffix : {"", "-wal", "-shm", ".lock", ".head", ".made"}) {
    std::filesystem::remove(file.string() + suffix);
  }
  std::fprintf(stderr, "making %s, once\n", file.c_str());
  const auto start = std::chrono::steady_clock::now();
  make();
  const std::chrono::duration<double> spent = std::chrono::steady_clock::now() - start;
  std::ofstream(marker(file)) << made_version << "\n" << spent.count() << " s\n";
  std::fprintf(stderr, "made %s in %.0f s, %.0f MB\n", file.c_str(), spent.count(),
               static_cast<double>(std::filesystem::file_size(file)) / 1e6);
}

void trust(const std::filesystem::path& file, const std::string& digest) {
  audit::HeadFile(file.string() + ".head").trust_snapshot(digest);
}

/// A snapshot that another build laid out otherwise is written anew.
void renew_snapshot(const std::filesystem::path& file) {
  {
    store::SqliteStore store(file, store::Access::read);
    const auto snapshot = store.snapshot({});
    programme::State state;
    audit::Tree tree;
    const std::string trusted = trusted_snapshot(file);
    if (snapshot && !trusted.empty() &&
        programme::load_snapshot(*snapshot, trusted, {state, tree})) {
      return;
    }
  }
  Opened opened(file, store::Access::write);
  opened.open({});
  trust(file, opened.programme->save_snapshot());
}

}  // namespace

HouseholdId scheme_household(int village, int number) {
  return HouseholdId(padded(village, 3) + padded(number, 5));
}

std::string trusted_snapshot(const std::filesystem::path& ledger) {
  return audit::HeadFile(ledger.string() + ".head").trusted_snapshot();
}

std::filesystem::path made_scheme(const std::filesystem::path& folder, const Scheme& scheme) {
  const std::filesystem::path file = folder / (scheme.name + ".wumei");
  if (!usable(file)) {
    make_file(file, [&] { trust(file, SchemeMaker(file, scheme).run()); });
  }
  renew_snapshot(file);
  return file;
}

std::filesystem::path made_log(const std::filesystem::path& folder, std::int64_t entries) {
  const std::filesystem::path file = folder / ("log-" + std::to_string(entries) + ".wumei");
  if (usable(file)) return file;
  make_file(file, [&] {
    store::SqliteStore store(file, store::Access::create);
    const std::int64_t fence = store.become_writer({});
    audit::Tree tree;
    const json::Value nothing = json::Value::object({});
    const ledger::Draft draft{.kind = "k", .in = nothing, .out = nothing};
    for (std::int64_t seq = 0; seq < entries;) {
      store::Append addition;
      const std::int64_t from = seq;
      for (; seq < std::min(from + 4 * batch, entries); ++seq) {
        const std::string key = std::to_string(1'000'000'000 + seq);
        std::string leaf = ledger::encode(
            {seq, Instant::from_millis(seq), Date::of(2026, 4, 1), "a@b", key, ""}, draft, {});
        tree.append(leaf);
        addition.entries.push_back({seq, key, std::move(leaf)});
      }
      addition.hashes = [&tree] { return store::take_hashes(tree); };
      store.append({}, from, fence, addition);
    }
  });
  return file;
}

}  // namespace wumei::bench
