#pragma once

#include "catalogue.hpp"
#include "session.hpp"

#include <functional>
#include <map>
#include <string>
#include <vector>

namespace wumei::programme {
struct ImportFile;
struct ImportRows;
}  // namespace wumei::programme

namespace wumei::cli {

/// One KIND of `wumei import KIND FILE`: reads the file's bytes into one command per fact. It
/// writes nothing itself: the verb hands the rows to `programme::import_rows` as one all-or-none
/// batch, with --dry-run, progress and Ctrl-C.
struct ImportKind {
  std::string name;
  Bilingual help = {};
  std::function<programme::ImportRows(Session& session, const programme::ImportFile& file)> read;
};

/// The rows, each with the date of --effective and the approval of --late where those are given.
[[nodiscard]] programme::ImportRows dated(const Session& session, programme::ImportRows rows);

using ImportRegistry = std::vector<ImportKind>;

}  // namespace wumei::cli
