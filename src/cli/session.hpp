#pragma once

#include "app.hpp"

#include <wumei/audit/signer.hpp>
#include <wumei/programme/command.hpp>

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace wumei::programme {
class Programme;
}

namespace wumei::cli {

enum class Access : std::uint8_t {
  read = 1,
  write = 2,
  restored = 3,  ///< write to a copy that may be older than the head file says
  serve = 4,     ///< write for whoever signs in later: nobody is authenticated here
  script = 5,    ///< the same by a rehearsal's clock that stands: the same commands, the same bytes
};

/// What to do when one command of several is refused.
enum class OnRefusal : std::uint8_t {
  stop = 1,  ///< undo all of them, throw Refused
  skip = 2,  ///< go on; the refusal is reported
};

struct Batch {
  std::int64_t entries = 0;  ///< added
  std::vector<programme::Receipt> receipts;  ///< of the accepted commands, in order
  std::vector<std::pair<std::size_t, Refusal>> refused;  ///< index of the command
};

/// An open ledger for the length of one verb. Writing takes the writer's lock and
/// authenticates --as with --pin; with --dry-run everything is decided and then undone. For a guest
/// of a hub it is the hub's ledger, and his token has proven who he is. A session that is lent to
/// the context is used instead of opening the file again, and whoever it has authenticated is not
/// asked twice.
class Session {
 public:
  Session(Context& context, Access access);
  ~Session();
  Session(const Session&) = delete;
  Session& operator=(const Session&) = delete;

  [[nodiscard]] Context& context() const { return context_; }
  [[nodiscard]] programme::Programme& programme();
  [[nodiscard]] const programme::State& state() const;
  /// The authenticated officer at this device. Not with Access::read or Access::serve.
  [[nodiscard]] programme::Actor actor() const;
  [[nodiscard]] Date today() const;
  /// --effective, else today.
  [[nodiscard]] Date effective() const;
  [[nodiscard]] bool dry_run() const { return context_.options.dry_run; }

  /// Gives the command the accounting date of --effective and the late approval of --late, where
  /// they are given. Throws Errc::bad_input naming the option.
  void date(programme::Command& command) const;
  /// Gives a guest's command the key that his request carries, unless it has one of its own.
  void name(programme::Command& command) const;

  /// Dates, decides and writes one command. Prints "done" or "would be done" with seq and kind.
  /// Throws Refused.
  programme::Receipt submit(programme::Command command);

  /// Several commands, durable together; shows progress and stops on Ctrl-C with nothing written.
  Batch submit_all(std::vector<programme::Command> commands, OnRefusal on_refusal);

  /// Saves a snapshot now and notes its digest in the head file.
  void save_snapshot();

 private:
  void open(Access access);
  void set_clock(Access access);
  void authenticate();
  void report(const programme::Receipt& receipt);
  struct Parts;
  Context& context_;
  /// Null in a hub, where the ledger is open already; shared with the sessions it is lent to.
  std::shared_ptr<Parts> parts_;
  programme::Programme* programme_ = nullptr;
  programme::Actor actor_;
};

/// `--now`: a full instant, or a date with or without a time at that offset; a bare date means
/// `bare`, a time of day. Throws Errc::bad_input naming --now.
[[nodiscard]] Instant parse_now(const std::string& text, int offset_minutes,
                                std::string_view bare = "T12:00");

/// The signer of --key, opened.
[[nodiscard]] std::unique_ptr<audit::Signer> open_signer(const Context& context);
/// The same. Throws Errc::conflict unless it is the one in use for the ledger.
[[nodiscard]] std::unique_ptr<audit::Signer> open_signer(Session& session);
/// Signs a checkpoint over everything written so far, stores it and returns the note. All three
/// are defined beside the verb `checkpoint`.
[[nodiscard]] std::string sign_head(Session& session, audit::Signer& signer);

/// A line on stderr for work over two seconds, on a terminal only and not with --quiet.
class Progress {
 public:
  Progress(const Context& context, std::string what, std::int64_t total);
  ~Progress();
  void at(std::int64_t done);

 private:
  struct Line;
  std::unique_ptr<Line> line_;
};

}  // namespace wumei::cli
