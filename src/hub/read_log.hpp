#pragma once

#include "line_file.hpp"

#include <wumei/base/date.hpp>
#include <wumei/base/digest.hpp>
#include <wumei/base/id.hpp>

#include <mutex>
#include <string>

namespace wumei::hub {

/// Who saw what private detail.
struct Reading {
  Instant at;
  OfficerId officer;
  DeviceId device;
  std::string token;
  std::string what;  ///< `household 0301017`
};

/// Every look at private detail: `LEDGER.reads` beside the ledger, a JSON object a line with the
/// digest of the line before, so that a line taken out shows. A file and not entries: who asked
/// about whom is private too, and the log goes to witnesses; and a look must not wait for a commit
/// nor make everybody's ledger longer. Thread-safe; the hub alone writes it.
class ReadLog {
 public:
  explicit ReadLog(const std::filesystem::path& ledger);

  /// On disk when it returns: what could not be written down is not shown. Throws Errc::io.
  void add(const Reading& reading);

 private:
  LineFile lines_;
  std::mutex mutex_;
  std::string previous_;  ///< digest of the last line, in hex; "" before the first
};

}  // namespace wumei::hub
