#include "run.hpp"

#include <wumei/programme/group_writer.hpp>

namespace sim {

using namespace wumei;

namespace {

std::string outcome_text(const naive::Outcome& outcome) {
  if (!outcome.code.empty()) return outcome.code;
  return (outcome.replayed ? "known as entry " : "entry ") + std::to_string(outcome.first) + " " +
         outcome.kind + " " + outcome.shown;
}

std::string differ(const naive::Outcome& ledger, const naive::Outcome& model) {
  if (ledger == model) return "";
  return "the ledger answers " + outcome_text(ledger) + ", the model " + outcome_text(model);
}

}  // namespace

Run::Run(const naive::Step& world, naive::Defect defect)
    : model_(defect), world_(world.text("store") == "disk") {
  model_.now = naive::parse_minutes("2026-04-01T09:00");
  std::set<std::string> roles;
  for (const people::Role role : people::all_roles()) roles.insert(std::string(people::name(role)));
  model_.found("o-head", roles);
  for (const naive::Step& step : prelude(world)) {
    if (std::string found = apply(step); !found.empty()) {
      throw std::logic_error("the prelude fails at " + naive::print(step) + ": " + found);
    }
  }
}

std::string Run::apply(const naive::Step& next) {
  try {
    if (std::string found = step(next); !found.empty()) return found;
    if (std::string found = difference(world_.book(), model_); !found.empty()) return found;
    return next.id % 16 == 0 ? report_difference(world_.book(), model_) : "";
  } catch (const std::exception& error) {
    return std::string("it throws: ") + error.what();
  }
}

std::string Run::step(const naive::Step& next) {
  if (next.op == "clock") {
    model_.now = naive::parse_minutes(next.text("to"));
    world_.clock.set(Instant::parse(next.text("to") + ":00+08:00"));
    return "";
  }
  if (next.op == "begin" || next.op == "commit" || next.op == "abandon") return batch(next);
  if (next.op == "crash") return crash(next);
  if (next.op == "power") power_ = next;
  if (next.op == "trouble") trouble_ = next;
  if (next.op == "power" || next.op == "trouble") return "";
  if (next.op == "snapshot") {
    if (!model_.in_batch()) world_.save_snapshot();
    return "";
  }
  if (next.op == "check-all") return model_.in_batch() ? "" : check_all();
  if (next.op == "send") return send(next, static_cast<int>(next.number("of")));
  if (next.op == "group") return send_group(next);
  if (next.op == "import" || next.op == "unimport") return import(next);
  return command(next);
}

std::string Run::command(const naive::Step& step) {
  const std::optional<naive::Command> built = model_.build(step);
  if (!built) return "";
  held_.insert_or_assign(step.id, Held{*built, command_of(*built, world_.book())});
  return step.has("hold") ? "" : send(step, step.id);
}

naive::Outcome Run::expect(const Held& held, int step) {
  naive::Outcome outcome = model_.send(held.naive, step);
  const std::string how = !outcome.code.empty() ? " " + outcome.code
                          : outcome.replayed    ? " again"
                                                : "";
  ++seen_[held.naive.op + how];
  if (!outcome.replayed && outcome.shown.starts_with("code=")) ++seen_["answer " + outcome.shown];
  const std::size_t flags = outcome.shown.find("flags=");
  if (flags != std::string::npos) {
    for (const std::string& flag : naive::split(outcome.shown.substr(flags + 6), ',')) {
      ++seen_["flag " + flag];
    }
  }
  if (outcome.shown.find("trims=c") != std::string::npos) ++seen_["answer trimmed"];
  return outcome;
}

/// One command, with whatever befalls the machine meanwhile.
std::string Run::send(const naive::Step& step, int of) {
  const auto held = held_.find(of);
  if (held == held_.end()) return "";
  static_cast<void>(step);
  if (model_.in_batch() || (!power_ && !trouble_)) {
    const naive::Outcome model = expect(held->second, of);
    return differ(submit(world_.book(), held->second.real), model);
  }
  const naive::Facts before = model_.facts;
  if (trouble_) {
    const auto kind = trouble_->text("kind") == "full" ? test::Trouble::full
                                                       : test::Trouble::write_error;
    world_.break_disk(kind, trouble_->number("at"));
    trouble_.reset();
    const naive::Outcome ledger = submit(world_.book(), held->second.real);
    static_cast<void>(world_.mend_disk());
    if (ledger.code == "!io") {
      ++seen_["trouble"];
      return crash({0, "crash", {{"how", "trouble"}}});
    }
    return differ(ledger, expect(held->second, of));
  }
  world_.plan({power_->number("at"), survivors(power_->text("survivors"))});
  const naive::Outcome model = expect(held->second, of);
  std::string found = differ(submit(world_.book(), held->second.real), model);
  return found.empty() ? after_power(before) : found;
}

/// What was written before the cut is there, and what was being written wholly or not at all.
std::string Run::after_power(const naive::Facts& before) {
  power_.reset();
  const bool acknowledged = world_.cut();
  const auto size = static_cast<std::size_t>(world_.book().size());
  const bool written = before.log.size() != model_.facts.log.size();
  const bool kept = size == model_.facts.log.size();
  ++seen_[acknowledged ? "power after"
          : !written   ? "power idle"
          : kept       ? "power kept"
                       : "power lost"];
  if (kept) return check_all();
  if (acknowledged || size != before.log.size()) {
    return "after the power cut there are " + std::to_string(size) + " entries of " +
           std::to_string(before.log.size()) + " to " + std::to_string(model_.facts.log.size());
  }
  model_.facts = before;
  return check_all();
}

std::string Run::send_group(const naive::Step& step) {
  std::vector<programme::Command> commands;
  std::vector<naive::Outcome> expected;
  if (model_.in_batch()) return "";
  for (const std::string& of : naive::split(step.text("of"), ',')) {
    const auto held = held_.find(std::stoi(of));
    if (held == held_.end()) continue;
    commands.push_back(held->second.real);
    expected.push_back(expect(held->second, held->first));
    // A command that throws takes the whole group with it; such ones are sent alone.
    if (expected.back().code.starts_with("!")) return "";
  }
  if (commands.empty()) return "";
  ++seen_["group"];
  try {
    programme::GroupWriter writer(world_.book());
    const auto outcomes = writer.submit_all(commands);
    for (std::size_t i = 0; i < outcomes.size(); ++i) {
      std::string found = differ(outcome_of(outcomes[i]), expected[i]);
      if (!found.empty()) return found;
    }
  } catch (const std::exception& error) {
    return std::string("a group throws ") + error.what();
  }
  return "";
}

std::string Run::batch(const naive::Step& step) {
  if (step.op == "begin") {
    if (model_.in_batch()) return "";
    model_.begin();
    world_.book().begin();
    return "";
  }
  if (!model_.in_batch()) return "";
  if (step.op == "abandon") {
    ++seen_["abandon"];
    model_.abandon();
    world_.book().abandon();
    return "";
  }
  if (!power_) {
    static_cast<void>(world_.book().commit());
    model_.commit();
    return "";
  }
  const naive::Facts before = model_.before_batch();
  world_.plan({power_->number("at"), survivors(power_->text("survivors"))});
  static_cast<void>(world_.book().commit());
  model_.commit();
  return after_power(before);
}

/// The process is gone; what was not committed with it.
std::string Run::crash(const naive::Step& step) {
  ++seen_[model_.in_batch() ? "crash in a batch" : "crash " + step.text("how")];
  model_.abandon();
  world_.reopen(step.text("how") == "snapshot");
  return check_all();
}

std::string Run::check_all() {
  if (std::string found = difference(world_.book(), model_); !found.empty()) return found;
  if (std::string found = report_difference(world_.book(), model_); !found.empty()) return found;
  if (std::string found = key_difference(world_.book(), model_); !found.empty()) return found;
  return world_.verified();
}

std::string Run::finish() {
  model_.abandon();
  if (world_.book().in_batch()) world_.book().abandon();
  if (std::string found = check_all(); !found.empty()) return found;
  if (world_.live_digest() == world_.replayed_digest()) return "";
  return "the state that was lived differs from the one replayed";
}

std::optional<Failure> play(const naive::Step& world, const naive::Trace& steps,
                            naive::Defect defect) {
  Run run(world, defect);
  for (std::size_t i = 0; i < steps.size(); ++i) {
    std::string found = run.apply(steps[i]);
    if (found.empty()) continue;
    const naive::Trace played(steps.begin(), steps.begin() + static_cast<std::ptrdiff_t>(i) + 1);
    return Failure{played, found};
  }
  std::string found = run.finish();
  if (found.empty()) return std::nullopt;
  return Failure{steps, found};
}

}  // namespace sim
