#include "read_log.hpp"

#include "shape.hpp"

#include <wumei/base/json.hpp>
#include <wumei/base/text.hpp>

namespace wumei::hub {
namespace {

std::string digest_of(const std::string& line) { return to_hex(sha256(line).bytes()); }

}  // namespace

ReadLog::ReadLog(const std::filesystem::path& ledger) : lines_(ledger.string() + ".reads") {
  const std::vector<std::string> lines = lines_.read();
  if (!lines.empty()) previous_ = digest_of(lines.back());
}

void ReadLog::add(const Reading& reading) {
  const std::lock_guard<std::mutex> lock(mutex_);
  const std::string line =
      json::write(json::Value::object({{"at", utc(reading.at)},
                                       {"officer", reading.officer.text()},
                                       {"device", reading.device.text()},
                                       {"token", reading.token},
                                       {"what", to_nfc(reading.what)},
                                       {"previous", previous_}}));
  lines_.append(line);
  previous_ = digest_of(line);
}

}  // namespace wumei::hub
