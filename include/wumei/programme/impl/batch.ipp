#pragma once

#include <wumei/config.hpp>
#include <wumei/programme/batch.hpp>
#include <wumei/programme/impl/natural_key.ipp>
#include <wumei/programme/impl/programme.ipp>
#include <wumei/programme/roles.hpp>

namespace wumei::programme {
namespace detail {

/// The latest import of these bytes, and whether all it wrote has been taken back since.
struct EarlierImport {
  ledger::Seq record = ledger::no_seq;
  std::int64_t times = 0;
  bool stands = false;
};

WUMEI_INLINE EarlierImport earlier_import(const State& state, const std::string& digest,
                                          const std::string& kind) {
  EarlierImport earlier;
  for (const auto& [record, known] : state.imports) {
    if (known.digest != digest) continue;
    ++earlier.times;
    // The same sheet may be read as another kind, for what else stands on it.
    if (known.kind != kind) continue;
    earlier.record = record;
    earlier.stands = false;
    for (ledger::Seq seq = known.first; seq < known.first + known.entries; ++seq) {
      earlier.stands = earlier.stands || !state.book.is_reversed(seq);
    }
  }
  return earlier;
}

WUMEI_INLINE std::string import_key(const std::string& digest, std::int64_t earlier) {
  return nth_key("import/" + digest.substr(7, 48), earlier + 1);
}

WUMEI_INLINE Command import_command(const Actor& actor, const ImportFile& file,
                                    const std::string& digest, ledger::Seq first) {
  Command command;
  command.actor = actor;
  command.kind = "import.record";
  command.in = json::Value::object({{"file", file.name}, {"digest", digest}, {"kind", file.kind}});
  command.decide = [in = command.in, first](const State& state,
                                            const Context& context) -> Decision<Drafts> {
    if (auto refusal = unknown_officer(state, context.actor.officer)) return *refusal;
    const json::Value out =
        json::Value::object({{"first", first}, {"entries", context.next - first}});
    return Drafts{{.kind = "import.record", .in = in, .out = out}};
  };
  return command;
}

WUMEI_INLINE Refusal with_place(Refusal refusal, const Place& place) {
  refusal.facts.push_back({"file", place.file});
  refusal.facts.push_back({"line", std::to_string(place.line)});
  return refusal;
}

/// What a rule finds wrong with a row is said at its line, as the reader of the file would.
WUMEI_INLINE Error error_at(const Error& error, const Place& place) {
  if (!error.fact("line").empty() || error.code() != Errc::bad_input) return error;
  Facts facts{{"file", place.file}, {"line", std::to_string(place.line)}};
  facts.insert(facts.end(), error.facts().begin(), error.facts().end());
  return Error(error.code(),
               place.file + ":" + std::to_string(place.line) + ": " + error.what(),
               std::move(facts));
}

/// Submits every row; the first refusal that is not to be skipped.
WUMEI_INLINE std::optional<Refusal> submit_rows(Programme& programme, const ImportRows& rows,
                                                const ImportOptions& options,
                                                ImportReceipt& receipt) {
  for (; receipt.rows < rows.count; ++receipt.rows) {
    if (options.progress) options.progress(receipt.rows, rows.count);
    ImportRow row = rows.row(receipt.rows);
    Command& command = row.command;
    command.key = key_after_reversals(programme, command.key);
    const Decision<Receipt> outcome = [&] {
      try {
        return programme.submit(command);
      } catch (const Error& error) {
        throw error_at(error, row.place);
      }
    }();
    if (!outcome) {
      const Refusal refusal = with_place(outcome.refusal(), row.place);
      if (!options.skip_refused) return refusal;
      receipt.refused.emplace_back(row.place, refusal);
    } else if (outcome->replayed) {
      ++receipt.known;
    } else {
      ++receipt.kinds[outcome->kind];
    }
  }
  return std::nullopt;
}

}  // namespace detail

WUMEI_INLINE ImportRows::ImportRows(std::vector<ImportRow> rows)
    : count(std::ssize(rows)),
      // Shared because a function must be one that can be copied.
      row([kept = std::make_shared<std::vector<ImportRow>>(std::move(rows))](std::int64_t number) {
        return std::move((*kept)[static_cast<std::size_t>(number)]);
      }) {}

WUMEI_INLINE Decision<ImportReceipt> import_rows(Programme& programme, const Actor& actor,
                                                 const ImportFile& file, const ImportRows& rows,
                                                 const ImportOptions& options) {
  const std::string digest = document_name(file.bytes);
  ImportReceipt receipt;
  const detail::EarlierImport earlier =
      detail::earlier_import(programme.state(), digest, file.kind);
  if (earlier.stands) {
    receipt.seen_before = true;
    receipt.record = earlier.record;
    return receipt;
  }
  const ledger::Seq first = programme.size();
  const OpenBatch batch(
      programme, options.dry_run ? Inserting::at_commit : Inserting::beside);
  if (auto refusal = detail::submit_rows(programme, rows, options, receipt)) return *refusal;
  const bool anything = programme.size() > first;
  if (anything) {
    Command closing = detail::import_command(actor, file, digest, first);
    closing.key = detail::import_key(digest, earlier.times);
    const Decision<Receipt> record = programme.submit(closing);
    if (!record) return record.refusal();
    receipt.record = record->first;
  }
  receipt.added = programme.size() - first;
  if (options.dry_run) {
    programme.abandon();
  } else {
    static_cast<void>(programme.commit());
  }
  return receipt;
}

}  // namespace wumei::programme
