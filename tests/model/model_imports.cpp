#include "model.hpp"

namespace naive {

/// A row that was taken back and is brought again is a new fact: `key~2`.
std::string Model::key_after_reversals(const std::string& key) const {
  std::string next = key;
  for (int nth = 2;; ++nth) {
    const auto found = facts.keys.find(next);
    if (found == facts.keys.end()) return next;
    if (!facts.log[static_cast<std::size_t>(found->second)].reversed) return next;
    next = key + "~" + std::to_string(nth);
  }
}

Num Model::record_import(const Step& step, Num first, std::size_t times) {
  const Command closing{"import", step.fields, step.text("as"), "pc",
                        "import/" + step.text("file") + "/" + std::to_string(times),
                        "import.record", ""};
  Asked asked{closing, today(), today(), static_cast<Num>(facts.log.size())};
  const Num seq = write(asked, {.kind = "import.record"});
  facts.imports[seq] = {step.text("file"), first, seq - first};
  facts.seq_of[step.id] = seq;
  return seq;
}

Outcome Model::import_rows(const Step& step, const std::vector<Command>& rows) {
  std::size_t times = 0;
  bool stands = false;
  for (const auto& [record, known] : facts.imports) {
    if (known.file != step.text("file")) continue;
    ++times;
    stands = false;
    for (Num seq = known.first; seq < known.first + known.entries; ++seq) {
      stands = stands || !facts.log[static_cast<std::size_t>(seq)].reversed;
    }
  }
  if (stands) return {.shown = "seen before"};
  const auto first = static_cast<Num>(facts.log.size());
  begin();
  std::string refused;
  int known = 0;
  for (const Command& row : rows) {
    Command renamed = row;
    renamed.key = key_after_reversals(row.key);
    const Outcome outcome = send(renamed, 0);
    known += outcome.replayed ? 1 : 0;
    if (outcome.code.empty()) continue;
    if (!step.has("skip") || outcome.code.starts_with("!")) {
      abandon();
      return {.code = outcome.code};
    }
    refused += " " + outcome.code;
  }
  Num record = -1;
  if (static_cast<Num>(facts.log.size()) > first) {
    if (std::string no = unknown(step.text("as")); !no.empty()) {
      abandon();
      return {.code = no};
    }
    // A day that the township has closed takes no record of a file either.
    if (facts.closed_through && today() <= *facts.closed_through) {
      abandon();
      return {.code = "period.closed"};
    }
    record = record_import(step, first, times);
  }
  const Num added = static_cast<Num>(facts.log.size()) - first;
  if (step.has("dry")) {
    abandon();
  } else {
    commit();
  }
  return {.first = record,
          .shown = "known=" + std::to_string(known) + " added=" + std::to_string(added) + refused};
}

std::string Model::reverse_rows(const Step& step, const Import& known) {
  int reversed = 0;
  for (Num seq = known.first + known.entries - 1; seq >= known.first; --seq) {
    if (facts.log[static_cast<std::size_t>(seq)].reversed) continue;
    const std::string number = std::to_string(seq);
    const Command command{"reverse", {{"seq", number}}, step.text("as"), "pc", "taken/" + number,
                          "entry.reverse", "taken back " + number};
    const Outcome outcome = send(command, 0);
    if (!outcome.code.empty()) return outcome.code;
    ++reversed;
  }
  return reversed == 0 ? "nothing" : "";
}

Outcome Model::reverse_import(const Step& step) {
  const Num record = facts.seq_of.at(static_cast<int>(step.number("of")));
  const Import known = facts.imports.at(record);
  begin();
  std::string no = reverse_rows(step, known);
  if (no.empty()) {
    commit();
  } else {
    abandon();
  }
  return {.code = no};
}

}  // namespace naive
