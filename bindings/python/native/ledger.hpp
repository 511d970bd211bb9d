#pragma once

#include "monthly.hpp"
#include "places.hpp"

#include <session.hpp>
#include <wumei/programme/batch.hpp>
#include <wumei/programme/programme.hpp>

#include <atomic>
#include <filesystem>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

/// A ledger that Python has open. Nothing here knows Python: whoever calls has let go of its lock.
namespace wumei::python {

/// The texts of both languages; made once.
[[nodiscard]] const cli::Catalogue& texts(cli::Language language);
[[nodiscard]] cli::Language language_named(const std::string& name);

struct Opening {
  std::filesystem::path file;
  bool write = false;
  std::string head = {};        ///< "" for the file beside the ledger
  std::string key = {};         ///< the signer; "" for the key file beside the ledger
  std::optional<std::string> passphrase = {};
  std::string now = {};         ///< of a rehearsal
};

/// What a verb of the command line is given, and what it says: its JSON document.
struct Call {
  std::vector<std::string> verb = {};                        ///< `award`, `open`
  std::map<std::string, std::vector<std::string>> options = {};
  std::map<std::string, std::string> globals = {};           ///< effective, late, now, dry_run
  std::string language = "en";
  bool as_text = false;  ///< what people would read, instead of JSON
};

/// How a verb ended with bad news: `verify`, `check-proof`.
struct Answer {
  std::string document;
  int exit = 0;          ///< 0, or the exit code of a verdict
};

/// A file of rows, and how to take it.
struct Import {
  programme::ImportFile file;
  programme::ImportOptions options;
  std::string effective;  ///< accounting date of every row, as --effective; "" for its own
  std::string late;       ///< as --late
};

/// Thread-safe: one call at a time.
class Ledger {
 public:
  explicit Ledger(Opening opening);
  ~Ledger();
  Ledger(const Ledger&) = delete;
  Ledger& operator=(const Ledger&) = delete;

  [[nodiscard]] const std::filesystem::path& file() const { return opening_.file; }
  [[nodiscard]] const Opening& opening() const { return opening_; }
  [[nodiscard]] bool writes() const { return opening_.write; }

  /// Calls `look(const Programme&)` while nobody writes.
  template <class Look>
  auto look(Look&& look) {
    const std::lock_guard<std::recursive_mutex> alone(mutex_);
    return look(static_cast<const programme::Programme&>(open_session().programme()));
  }
  /// The same for who may change it.
  template <class Change>
  auto change(Change&& change) {
    const std::lock_guard<std::recursive_mutex> alone(mutex_);
    return change(open_session());
  }

  [[nodiscard]] SharedPlaces places();
  /// Calls `visit(key, sum)` for the monthly sums of all that `places` knows.
  template <class Visit>
  void each_month(const Places& places, Visit visit) {
    const std::lock_guard<std::mutex> alone(monthly_mutex_);
    bring_up(monthly_, *this, places, 2);
    for (const auto& [key, sum] : monthly_.sums) visit(key, sum);
  }

  /// Reads what others have written since.
  void refresh();
  /// Lets go of the file; everything but this then throws.
  void close();
  [[nodiscard]] bool closed() const { return closed_; }

  /// Whoever proves by PIN who he is may act; `officer@device` names him from then on.
  [[nodiscard]] std::string sign_in(const std::string& officer, const std::string& pin,
                                    const std::string& device);
  /// Runs a verb; as the one of that name when it is not "".
  [[nodiscard]] Answer run(const Call& call, const std::string& actor);
  /// A file of rows, or its bytes, in one durable step. Throws cli::Refused.
  [[nodiscard]] programme::ImportReceipt import(const std::string& actor, const Import& asked);
  /// Several commands become durable together.
  void begin();
  [[nodiscard]] std::int64_t commit();
  void abandon();

 private:
  struct Parts;
  struct Officer;
  [[nodiscard]] cli::Session& open_session();
  [[nodiscard]] cli::Session& session_of(const std::string& actor);
  static void lend(cli::Session& officer, cli::Context& context);
  void open();
  void save_snapshot() noexcept;

  Opening opening_;
  std::recursive_mutex mutex_;
  std::unique_ptr<Parts> parts_;
  std::map<std::string, std::unique_ptr<Officer>> officers_;
  SharedPlaces places_;
  std::int64_t unsaved_ = 0;  ///< entries imported since the last snapshot
  std::mutex monthly_mutex_;
  Monthly monthly_;
  std::atomic<bool> closed_{false};
};

/// A verb that needs no open ledger: `init`, `verify`, `check-proof`.
[[nodiscard]] Answer run_verb(const Opening& opening, const Call& call,
                              const std::string& officer, const std::string& pin);

/// The verbs that can be called, as `award open`.
[[nodiscard]] std::vector<std::string> verb_names();

}  // namespace wumei::python
