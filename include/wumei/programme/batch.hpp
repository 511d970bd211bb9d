#pragma once

#include <wumei/programme/programme.hpp>

#include <functional>
#include <map>
#include <string>
#include <utility>
#include <vector>

/// A file of facts becomes entries in one durable step, or not at all.
namespace wumei::programme {

/// One row of the file as a command with a natural key, and where it stands.
struct ImportRow {
  Command command;
  Place place;
};

/// The rows of a file, each asked for once and in order: a long file need not be held as commands.
struct ImportRows {
  ImportRows(std::int64_t rows, std::function<ImportRow(std::int64_t number)> make)
      : count(rows), row(std::move(make)) {}
  ImportRows(std::vector<ImportRow> rows);

  std::int64_t count = 0;
  std::function<ImportRow(std::int64_t number)> row;  ///< from 0
};

struct ImportFile {
  std::string name;   ///< file name without folders
  std::string kind;   ///< `households`, `inspections`, ...
  std::string bytes;  ///< content; its digest recognises a second run
};

struct ImportOptions {
  bool dry_run = false;
  bool skip_refused = false;  ///< list refused rows and go on, instead of writing nothing
  /// Called before each row; may throw Errc::cancelled, which undoes everything.
  std::function<void(std::int64_t done, std::int64_t total)> progress = {};
};

struct ImportReceipt {
  bool seen_before = false;  ///< this very content was imported already: nothing was added
  std::int64_t rows = 0;
  std::int64_t known = 0;    ///< rows whose facts were in the ledger already
  std::int64_t added = 0;    ///< entries written, with the import's own record
  ledger::Seq record = ledger::no_seq;        ///< the import's id, for `reverse --batch`
  std::map<std::string, std::int64_t> kinds;  ///< first entries written, by kind
  std::vector<std::pair<Place, Refusal>> refused;  ///< only with `skip_refused`
};

/// Submits the rows in order as one batch, each under its `key_after_reversals`, and closes it with
/// an `import.record`. A refused row
/// undoes everything and is returned with the facts `file` and `line`, unless `skip_refused`. Until
/// it returns the programme and its store belong to it: a long file is inserted by a second thread.
[[nodiscard]] Decision<ImportReceipt> import_rows(Programme& programme, const Actor& actor,
                                                  const ImportFile& file,
                                                  const ImportRows& rows,
                                                  const ImportOptions& options = {});

}  // namespace wumei::programme

#ifndef WUMEI_COMPILED
#include <wumei/programme/impl/batch.ipp>
#endif
