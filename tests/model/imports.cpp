#include "run.hpp"

#include <wumei/programme/batch.hpp>
#include <wumei/programme/control_commands.hpp>

namespace sim {

using namespace wumei;

namespace {

naive::Outcome imported(programme::Programme& book, const naive::Step& step,
                        const std::vector<programme::ImportRow>& rows) {
  const programme::Actor actor{OfficerId(step.text("as")), DeviceId("pc")};
  const std::string file = step.text("file");
  const programme::ImportOptions options{.dry_run = step.has("dry"),
                                         .skip_refused = step.has("skip")};
  try {
    const auto receipt = programme::import_rows(book, actor, {file, "sim", file}, rows, options);
    if (!receipt) return {.code = std::string(name(receipt.refusal().code))};
    if (receipt->seen_before) return {.shown = "seen before"};
    std::string text = "known=" + std::to_string(receipt->known) +
                       " added=" + std::to_string(receipt->added);
    for (const auto& [place, refusal] : receipt->refused) {
      text += " " + std::string(name(refusal.code));
    }
    return {.first = receipt->record, .shown = text};
  } catch (const Error& error) {
    return {.code = "!" + std::string(name(error.code()))};
  }
}

naive::Outcome taken_back(programme::Programme& book, const naive::Step& step,
                          ledger::Seq record) {
  const programme::Actor actor{OfficerId(step.text("as")), DeviceId("pc")};
  const auto done = programme::reverse_import(book, actor, {record, "导入有误"});
  return {.code = done ? "" : std::string(name(done.refusal().code))};
}

std::string text_of(const naive::Outcome& outcome) {
  return outcome.code + " " + outcome.shown + " as entry " + std::to_string(outcome.first);
}

}  // namespace

/// A file of what devices hold, or one that was brought taken back.
std::string Run::import(const naive::Step& step) {
  if (model_.in_batch()) return "";
  naive::Outcome ledger;
  naive::Outcome model;
  if (step.op == "unimport") {
    const auto record = model_.facts.seq_of.find(static_cast<int>(step.number("of")));
    if (record == model_.facts.seq_of.end()) return "";
    ledger = taken_back(world_.book(), step, record->second);
    model = model_.reverse_import(step);
  } else {
    std::vector<programme::ImportRow> rows;
    std::vector<naive::Command> naive;
    for (const std::string& of : naive::split(step.text("of"), ',')) {
      const auto held = held_.find(std::stoi(of));
      if (held == held_.end()) continue;
      naive.push_back(held->second.naive);
      rows.push_back({held->second.real, {"f.csv", static_cast<std::int64_t>(rows.size()), 0, ""}});
    }
    ledger = imported(world_.book(), step, rows);
    model = model_.import_rows(step, naive);
  }
  ++seen_[step.op + (model.code.empty() ? "" : " " + model.code)];
  if (ledger == model) return "";
  return "the ledger answers " + text_of(ledger) + ", the model " + text_of(model);
}

}  // namespace sim
