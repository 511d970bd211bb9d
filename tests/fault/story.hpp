#pragma once

#include <wumei/audit/head_file.hpp>
#include <wumei/audit/verify.hpp>
#include <wumei/base/clock.hpp>
#include <wumei/programme/programme.hpp>
#include <wumei/store/sqlite_store.hpp>

#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

/// A short real programme: founding, imports, claims, a notice, redemptions, two closed days with
/// signed heads. The same steps always make the same bytes, also when one is tried again.
namespace wumei::test {

inline const store::ProgrammeId story_programme = "test";

/// Keys and salts that depend on the step alone.
class StepIds final : public IdSource {
 public:
  void begin(std::size_t step) { ids_ = CountedIds(step); }
  [[nodiscard]] std::string next_key(Instant now) override { return ids_.next_key(now); }
  [[nodiscard]] std::string salt() override { return ids_.salt(); }

 private:
  CountedIds ids_{0};
};

/// An open ledger and who sits before it. `Access::create` founds it.
class Desk {
 public:
  Desk(const std::filesystem::path& file, store::Access access);

  std::filesystem::path file;
  store::SqliteStore store;
  FixedClock clock;
  StepIds ids;
  audit::HeadFile head;
  std::optional<programme::Programme> book;

  /// Submits and demands acceptance.
  void accept(programme::Command command);
  void import(const std::string& kind, std::vector<programme::Command> commands);
  void sign();
};

struct Step {
  std::string_view day;
  std::function<void(Desk&)> run;
  bool opens = false;  ///< the ledger is closed and opened before it
};

/// Step 0 is the founding.
[[nodiscard]] const std::vector<Step>& story();

/// Does steps `from` to `until - 1`, calling `done(step, desk)` after each.
void tell(const std::filesystem::path& file, std::size_t from, std::size_t until,
          const std::function<void(std::size_t, Desk&)>& done = {});

/// One step at an open desk.
void take(Desk& desk, std::size_t step);

/// Every entry with its key, every detail, document and checkpoint.
[[nodiscard]] std::string contents(store::SqliteStore& store);

[[nodiscard]] audit::Finding verified(store::SqliteStore& store);

}  // namespace wumei::test
