#include "session.hpp"

#include "guest.hpp"
#include "key_rotation.hpp"

#include <wumei/audit/head_file.hpp>
#include <wumei/base/clock.hpp>
#include <wumei/programme/find.hpp>
#include <wumei/programme/programme.hpp>
#include <wumei/store/sqlite_store.hpp>

#include <charconv>
#include <chrono>
#include <optional>

namespace wumei::cli {

namespace {

const store::ProgrammeId only_log;  // a ledger file holds one log

std::string trusted_snapshot(const Context& context) {
  return audit::HeadFile(context.head_path()).trusted_snapshot();
}

/// A rehearsal's clock behind a counter: it goes on from where it was put, or nobody could wait out
/// a lock.
class RunningClock final : public Clock {
 public:
  void set(Instant instant) {
    start_ = instant;
    set_at_ = std::chrono::steady_clock::now();
  }
  [[nodiscard]] Instant now() override {
    const auto passed = std::chrono::duration_cast<std::chrono::milliseconds>(
        std::chrono::steady_clock::now() - set_at_);
    return Instant::from_millis(start_.millis() + passed.count());
  }

 private:
  Instant start_;
  std::chrono::steady_clock::time_point set_at_ = std::chrono::steady_clock::now();
};

/// A ledger shorter than the head that was signed here is an old copy: what is written to it now
/// could never be signed.
void refuse_old_copy(const Context& context, const std::string& origin, std::int64_t size) {
  const auto head = audit::HeadFile(context.head_path()).read();
  if (!head || head->origin != origin || head->head.size <= size) return;
  throw Verdict(ExitCode::stale,
                context.tr("session.old_copy", {{"entries", std::to_string(size)},
                                                {"size", std::to_string(head->head.size)},
                                                {"file", context.head_path().string()}}));
}

}  // namespace

Instant parse_now(const std::string& text, int offset_minutes, std::string_view bare) {
  std::string full = text;
  if (full.size() == 10) full += bare;
  const bool has_offset = full.ends_with('Z') || full.find_last_of("+-") > 10;
  try {
    if (has_offset) return Instant::parse(full);
    const Instant as_utc = Instant::parse(full + "Z");
    return Instant::from_millis(as_utc.millis() - std::int64_t{offset_minutes} * 60'000);
  } catch (const Error&) {
    throw bad_input({"", 0, 0, "--now"}, text, "a time as 2026-04-08 or 2026-04-08T09:30");
  }
}

struct Session::Parts {
  Parts(const Context& context, Access access)
      : store(context.ledger_path(),
              access == Access::read ? store::Access::read : store::Access::write) {}

  void set_clock(Instant instant) {
    fixed_clock.set(instant);
    running_clock.set(instant);
  }

  store::SqliteStore store;
  SystemClock machine_clock;
  FixedClock fixed_clock{Instant()};
  RunningClock running_clock;
  RandomIds random_ids;
  std::optional<CountedIds> counted_ids;
  std::optional<programme::Programme> programme;
};

Session::Session(Context& context, Access access)
    : context_(context),
      parts_(context.guest != nullptr  ? nullptr
             : context.lent != nullptr ? context.lent->parts_
                                       : std::make_shared<Parts>(context, access)) {
  if (context.guest != nullptr) {
    programme_ = &context.guest->programme;
    actor_ = context.guest->actor;
    return;
  }
  if (context.lent == nullptr) {
    parts_->counted_ids.emplace(static_cast<std::uint64_t>(parts_->store.size(only_log)));
    open(access);
  } else {
    programme_ = context.lent->programme_;
  }
  set_clock(access);
  if (access == Access::write || access == Access::restored) authenticate();
}

Session::~Session() = default;

/// A rehearsal's time stands where `--now` or its last entry puts it and its keys are counted, so
/// the same commands make the same bytes; a real ledger takes both from the machine.
void Session::open(Access access) {
  const std::string snapshot = trusted_snapshot(context_);
  const std::string first = parts_->store.size(only_log) == 0
                                ? ""
                                : parts_->store.leaf(only_log, 0);
  if (first.empty()) {
    throw Error(Errc::corrupt, context_.options.ledger + " holds no entries: it was never founded");
  }
  const json::Value in = ledger::parse_data(ledger::decode(first)).at("in");
  const bool rehearsal = in.at("rehearsal").flag();
  if (!context_.options.now.empty() && !rehearsal) throw Usage(context_.tr("usage.now_real"));
  Clock& clock = !rehearsal ? static_cast<Clock&>(parts_->machine_clock)
                 : access == Access::serve ? static_cast<Clock&>(parts_->running_clock)
                                           : static_cast<Clock&>(parts_->fixed_clock);
  IdSource& ids = rehearsal ? static_cast<IdSource&>(*parts_->counted_ids) : parts_->random_ids;
  parts_->programme.emplace(programme::Programme::open(
      parts_->store, clock, ids, {only_log, snapshot, access != Access::read}));
  programme_ = &*parts_->programme;
  if (access != Access::read && access != Access::restored) {
    finish_rotation(context_, state().charter.log_key);
    refuse_old_copy(context_, state().charter.origin, programme_->size());
  }
  parts_->set_clock(state().book.last_recorded());
}

void Session::set_clock(Access access) {
  if (context_.options.now.empty()) return;
  if (!state().charter.rehearsal) throw Usage(context_.tr("usage.now_real"));
  const Instant last = state().book.last_recorded();
  const int offset = state().charter.offset_minutes;
  const Instant asked = parse_now(context_.options.now, offset);
  if (access != Access::read && asked < last) {
    throw bad_input({"", 0, 0, "--now"}, asked.text(offset),
                    "a time not before the last entry, " + last.text(offset));
  }
  parts_->set_clock(asked);
}

void Session::authenticate() {
  const Options& options = context_.options;
  actor_ = {context_.officer(),
            DeviceId(options.device.empty() ? "cli" : std::string_view(options.device))};
  const bool known = context_.lent != nullptr && context_.lent->actor_.officer == actor_.officer;
  if (!known) programme::authenticate(*programme_, actor_.officer, options.pin);
}

programme::Programme& Session::programme() { return *programme_; }

const programme::State& Session::state() const { return programme_->state(); }

programme::Actor Session::actor() const {
  WUMEI_ASSERT(!actor_.officer.empty());
  return actor_;
}

Date Session::today() const { return programme_->today(); }

Date Session::effective() const {
  const std::string& given = context_.options.effective;
  if (given.empty()) return today();
  try {
    return Date::parse_lenient(given);
  } catch (const Error&) {
    throw bad_input({"", 0, 0, "--effective"}, given, "a date as 2026-04-08");
  }
}

void Session::date(programme::Command& command) const {
  if (!context_.options.effective.empty()) command.effective = effective();
  const std::string& late = context_.options.late;
  if (late.empty()) return;
  ledger::Seq seq = 0;
  const auto [end, fault] = std::from_chars(late.data(), late.data() + late.size(), seq);
  if (fault != std::errc() || end != late.data() + late.size() || seq < 0) {
    throw bad_input({"", 0, 0, "--late"}, late, "the number of an entry");
  }
  command.late = seq;
}

void Session::name(programme::Command& command) const {
  Guest* guest = context_.guest;
  if (guest == nullptr || dry_run() || !command.key.empty()) return;
  command.key = guest->key(++guest->keys);
}

programme::Receipt Session::submit(programme::Command command) {
  date(command);
  name(command);
  std::optional<programme::OpenBatch> undone;
  if (dry_run()) undone.emplace(*programme_);
  const programme::Receipt receipt = need(programme_->submit(command));
  undone.reset();
  report(receipt);
  return receipt;
}

void Session::report(const programme::Receipt& receipt) {
  const char* key = receipt.replayed ? "done.known" : dry_run() ? "done.dry_run" : "done.entry";
  const std::string seq = std::to_string(receipt.first);
  context_.out.tr(key, {{"seq", seq}, {"kind", receipt.kind}});
  context_.out.set("dry_run", json::Value(dry_run()));
  context_.out.set("seq", json::Value(receipt.first));
  context_.out.set("kind", json::Value(receipt.kind));
  context_.out.set("added", json::Value(receipt.replayed || dry_run() ? 0 : receipt.count));
  context_.out.set("out", receipt.out);
}

Batch Session::submit_all(std::vector<programme::Command> commands, OnRefusal on_refusal) {
  Batch batch;
  const std::int64_t before = programme_->size();
  Progress progress(context_, context_.tr("progress.commands"),
                    static_cast<std::int64_t>(commands.size()));
  const programme::OpenBatch open(*programme_);
  for (std::size_t i = 0; i < commands.size(); ++i) {
    stop_if_interrupted();
    progress.at(static_cast<std::int64_t>(i));
    date(commands[i]);
    name(commands[i]);
    Decision<programme::Receipt> decision = programme_->submit(commands[i]);
    if (decision) {
      batch.receipts.push_back(std::move(decision).value());
    } else if (on_refusal == OnRefusal::skip) {
      batch.refused.emplace_back(i, decision.refusal());
    } else {
      throw Refused(decision.refusal());
    }
  }
  batch.entries = programme_->size() - before;
  if (dry_run()) {
    programme_->abandon();
    context_.out.tr("done.batch_dry_run", {{"entries", std::to_string(batch.entries)}});
  } else {
    batch.entries = programme_->commit();
    context_.out.tr("done.batch", {{"entries", std::to_string(batch.entries)}});
    if (batch.entries > programme::Programme::worth_a_snapshot) save_snapshot();
  }
  context_.out.set("dry_run", json::Value(dry_run()));
  context_.out.set("entries", json::Value(batch.entries));
  return batch;
}

void Session::save_snapshot() {
  const std::string digest = programme_->save_snapshot();
  audit::HeadFile(context_.head_path()).trust_snapshot(digest);
}

}  // namespace wumei::cli
