#include "monthly_cache.hpp"

#include <app.hpp>

#include <wumei/audit/proof.hpp>
#include <wumei/base/digest.hpp>
#include <wumei/base/json.hpp>
#include <wumei/store/log_reader.hpp>

#include <algorithm>
#include <cstdlib>
#include <fstream>

#include <unistd.h>

namespace wumei::python {
namespace {

constexpr std::string_view format = "wumei/monthly@v1";

/// The user's own folder; empty where there is none.
std::filesystem::path folder() {
  const char* caches = std::getenv("XDG_CACHE_HOME");
  if (caches != nullptr && *caches == '/') return std::filesystem::path(caches) / "wumei";
  const char* home = std::getenv("HOME");
  if (home == nullptr || *home != '/') return {};
  return std::filesystem::path(home) / ".cache" / "wumei";
}

/// Called after the log's first entry, which tells one log from another.
std::filesystem::path file_of(store::Store& store) {
  const std::filesystem::path where = folder();
  if (where.empty()) return {};
  return where / (to_hex(sha256(store.leaf({}, 0)).bytes()).substr(0, 32) + ".monthly");
}

std::string root_of(store::Store& store, std::int64_t entries) {
  return to_hex(audit::root_at(store::hash_reader(store, {}), entries).bytes());
}

/// A sum of many amounts may be larger than any of them.
std::string text_of(__int128 amount) {
  const bool below = amount < 0;
  std::string digits;
  do {
    const int digit = static_cast<int>(amount % 10);
    digits += static_cast<char>('0' + std::abs(digit));
    amount /= 10;
  } while (amount != 0);
  if (below) digits += '-';
  std::reverse(digits.begin(), digits.end());
  return digits;
}

__int128 amount_of(const std::string& text) {
  const bool below = text.starts_with('-');
  __int128 amount = 0;
  for (const char c : text.substr(below ? 1 : 0)) {
    if (c < '0' || c > '9') throw Error(Errc::corrupt, "a sum that is no number");
    amount = amount * 10 + (c - '0');
  }
  return below ? -amount : amount;
}

json::Value row_of(const MonthlyKey& key, const MonthlySum& sum) {
  return json::Array{std::int64_t{key.month}, key.village, key.purpose, key.unit, key.kind,
                     text_of(sum.amount), sum.legs};
}

void take_row(const json::Array& row, Monthly& monthly) {
  const MonthlyKey key{static_cast<std::int32_t>(row.at(0).integer()), row.at(1).text(),
                       row.at(2).text(), row.at(3).text(), row.at(4).text()};
  monthly.sums[key] = {amount_of(row.at(5).text()), row.at(6).integer()};
}

Monthly read(store::Store& store, std::int64_t most) {
  const json::Value kept = json::parse(cli::read_file(file_of(store)));
  Monthly monthly;
  monthly.entries = kept.at("entries").integer();
  const bool fits = kept.at("format").text() == format && monthly.entries > 0 &&
                    monthly.entries <= most &&
                    kept.at("root").text() == root_of(store, monthly.entries);
  if (!fits) return {};
  for (const json::Value& row : kept.at("rows").items()) take_row(row.items(), monthly);
  return monthly;
}

/// Another process that keeps its own meanwhile replaces the file as a whole, as this one does.
void write(const std::filesystem::path& file, const std::string& bytes) {
  const std::filesystem::path beside = file.string() + "." + std::to_string(::getpid());
  std::filesystem::create_directories(file.parent_path());
  std::ofstream out(beside, std::ios::binary);
  out << bytes;
  out.close();
  if (out) std::filesystem::rename(beside, file);
  std::error_code gone;
  std::filesystem::remove(beside, gone);
}

}  // namespace

Monthly kept_monthly(store::Store& store, std::int64_t most) {
  try {
    return read(store, most);
  } catch (const std::exception&) {
    return {};
  }
}

void keep_monthly(store::Store& store, const Monthly& monthly) {
  try {
    json::Array rows;
    for (const auto& [key, sum] : monthly.sums) rows.push_back(row_of(key, sum));
    const std::filesystem::path file = file_of(store);
    if (file.empty()) return;
    write(file, json::write(json::Value::object({{"format", std::string(format)},
                                                 {"entries", monthly.entries},
                                                 {"root", root_of(store, monthly.entries)},
                                                 {"rows", std::move(rows)}})));
  } catch (const std::exception&) {
    return;
  }
}

}  // namespace wumei::python
