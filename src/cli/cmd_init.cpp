#include "session.hpp"
#include "verbs.hpp"

#include <wumei/audit/head_file.hpp>
#include <wumei/audit/signer.hpp>
#include <wumei/base/clock.hpp>
#include <wumei/base/digest.hpp>
#include <wumei/base/text.hpp>
#include <wumei/people/pin.hpp>
#include <wumei/programme/people_commands.hpp>
#include <wumei/programme/programme.hpp>
#include <wumei/store/sqlite_store.hpp>

namespace wumei::cli {
namespace {

/// A rehearsal begins when it is told to; anything else begins now.
Instant start(const Context& context, bool rehearsal) {
  if (!rehearsal) return SystemClock().now();
  const std::string& given = context.options.now;
  if (given.empty()) throw Usage(context.tr("usage.init_now"));
  return parse_now(given, programme::Charter{}.offset_minutes, "T00:00");
}

void refuse_existing(const std::filesystem::path& file) {
  if (!std::filesystem::exists(file)) return;
  throw Error(Errc::conflict, file.string() + " exists; init never overwrites",
              {{"file", file.string()}});
}

/// The key outlives epochs: its name is the origin without the last `/e1`.
std::string key_name(const std::string& origin) { return origin.substr(0, origin.rfind("/e")); }

programme::Charter read_charter(const Arguments& arguments) {
  programme::Charter charter;
  charter.programme = arguments.text("programme");
  charter.title = to_nfc(arguments.text("title"));
  const std::string origin = arguments.text("origin");
  charter.origin = origin.empty() ? "wumei.local/" + charter.programme + "/e1" : origin;
  if (!charter.origin.ends_with("/e1")) {
    throw bad_input({"", 0, 0, "--origin"}, charter.origin, "a name that ends in /e1");
  }
  charter.rehearsal = arguments.flag("rehearsal");
  if (arguments.has("close-day")) {
    charter.close_day = static_cast<int>(arguments.integer("close-day"));
  }
  if (charter.close_day < 1 || charter.close_day > 28) {
    throw arguments.wrong("close-day", "1 to 28");
  }
  return charter;
}

programme::Founding found(const Context& context, const Arguments& arguments,
                          programme::Charter charter) {
  programme::Founding founding;
  founding.charter = std::move(charter);
  founding.founder = {context.officer(),
                      DeviceId(context.options.device.empty() ? "cli" : context.options.device)};
  const std::string salt = programme::pin_salt(founding.charter, founding.founder.officer);
  const std::string name = arguments.has("name") ? to_nfc(arguments.text("name")) : "";
  founding.founder_detail =
      programme::officer_detail(name, people::hash_pin(context.options.pin, salt));
  return founding;
}

/// A rehearsal's ids are counted, so that the same commands make the same bytes.
void write_ledger(const Context& context, const programme::Founding& founding, Instant now) {
  FixedClock clock(now);
  RandomIds random_ids;
  CountedIds counted_ids(0);
  IdSource& ids = founding.charter.rehearsal ? static_cast<IdSource&>(counted_ids) : random_ids;
  store::SqliteStore store(context.ledger_path(), store::Access::create);
  static_cast<void>(programme::Programme::create(store, clock, ids, founding));
}

/// Half a founding would block the next try, once the disk has room again.
void clear_away(const Context& context, const Error& error) {
  std::error_code ignored;
  std::filesystem::remove(context.key_path(), ignored);
  if (error.code() == Errc::conflict || error.code() == Errc::busy) return;  // not our ledger
  for (const char* part : {"", "-journal", "-wal", "-shm", ".lock"}) {
    std::filesystem::remove(context.ledger_path().string() + part, ignored);
  }
}

void init(Context& context, const Arguments& arguments) {
  programme::Charter charter = read_charter(arguments);
  const Instant now = start(context, charter.rehearsal);
  for (const auto& file : {context.ledger_path(), context.key_path(), context.head_path()}) {
    refuse_existing(file);
  }
  programme::Founding founding = found(context, arguments, std::move(charter));
  const std::string ledger = context.ledger_path().string();
  context.out.set("dry_run", json::Value(context.options.dry_run));
  if (context.options.dry_run) {
    context.out.tr("init.would", {{"file", ledger}});
    return;
  }
  const auto key = audit::create_key_file(context.key_path(), key_name(founding.charter.origin),
                                          context.passphrase(true));
  founding.charter.log_key = key.text();
  try {
    write_ledger(context, founding, now);
  } catch (const Error& error) {
    clear_away(context, error);
    throw;
  }
  context.out.tr("init.done", {{"file", ledger}, {"origin", founding.charter.origin}});
  context.out.tr("init.key", {{"file", context.key_path().string()}});
  if (founding.charter.rehearsal) context.out.tr("init.rehearsal");
  context.out.set("ledger", json::Value(ledger));
  context.out.set("origin", json::Value(founding.charter.origin));
  context.out.set("log_key", json::Value(founding.charter.log_key));
}

}  // namespace

void add_init(Verbs& verbs) {
  verbs.push_back(
      {.name = "init",
       .help = {"新建账本、密钥和第一位人员", "Found a ledger with its key and first officer"},
       .example = "wumei -L guanqiao.wumei init --title 官桥镇 --programme guanqiao "
                  "--as o-lin --pin 482913",
       .options = {required("title", "TEXT", {"页面上的名称", "name shown on pages"}),
                   required("programme", "ID", {"项目代号", "short id of the programme"}),
                   optional("origin", "NAME", {"日志名，以 /e1 结尾", "log name, ends in /e1"}),
                   optional("name", "TEXT", {"第一位人员的姓名", "name of the first officer"}),
                   optional("close-day", "DAY", {"每月结账日（25）", "accounts close on (25)"}),
                   flag("rehearsal", {"演练账本：时间由 --now 给出",
                                      "a rehearsal: --now gives the time"})},
       .run = init});
}

}  // namespace wumei::cli
