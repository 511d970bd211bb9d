#pragma once

#include "catalogue.hpp"
#include "exit_code.hpp"
#include "printer.hpp"

#include <wumei/base/decision.hpp>
#include <wumei/base/id.hpp>

#include <filesystem>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>

namespace wumei::cli {

class Session;

/// The global options; every verb takes them, before or after its name.
struct Options {
  std::string ledger;           ///< -L, WUMEI_LEDGER
  std::string head;             ///< default `<ledger>.head`
  std::string key;              ///< default `<ledger>.key`; see `audit::open_signer`
  std::string as;               ///< --as, WUMEI_AS: the officer
  std::string pin;              ///< --pin, WUMEI_PIN
  std::string device;           ///< default `cli`
  std::string passphrase_file;  ///< else WUMEI_PASSPHRASE, else asked on the terminal
  std::optional<std::string> passphrase = {};  ///< of a caller in this process: nobody is asked
  std::string hub;              ///< --hub, WUMEI_HUB: where commands go instead of a ledger file
  std::string token;            ///< WUMEI_TOKEN: opens that hub
  std::string hub_ca;           ///< certificates to trust there; "" for the machine's own
  std::string language;
  std::string now;              ///< rehearsal ledgers only
  std::string effective;        ///< accounting date, default today
  std::string late;             ///< entry that approves it in a closed period
  bool json = false;
  bool dry_run = false;
  bool quiet = false;
};

struct Guest;

/// What a verb gets besides its own arguments. Lives for the whole run.
struct Context {
  Options options;
  const Catalogue& texts;
  Printer& out;
  Guest* guest = nullptr;  ///< for whom it runs in a hub; null where it was typed
  /// A session of this process that has the ledger open already and lends it; it outlives the verb.
  Session* lent = nullptr;

  [[nodiscard]] std::string tr(std::string_view key, const Facts& facts = {}) const {
    return texts.tr(key, facts);
  }
  /// The officer of --as; throws Usage when there is none.
  [[nodiscard]] OfficerId officer() const;
  /// Throws Usage when no ledger was named.
  [[nodiscard]] std::filesystem::path ledger_path() const;
  [[nodiscard]] std::filesystem::path head_path() const;
  /// Name of the signer: --key, or the key file beside the ledger.
  [[nodiscard]] std::string key_name() const;
  /// The key file; throws Errc::unsupported when --key names another kind of signer.
  [[nodiscard]] std::filesystem::path key_path() const;
  /// Whether the passphrase can be had without asking: then what can be signed is signed at once.
  [[nodiscard]] bool has_passphrase() const;
  /// From --passphrase-file, WUMEI_PASSPHRASE or the terminal; asked for twice when `fresh`. A hub
  /// asks nobody: Errc::not_found for a guest where it has none.
  [[nodiscard]] std::string passphrase(bool fresh = false) const;

  // The files of whoever gave the command: a verb that may run in a hub knows no others.
  /// As `read_file`; for a guest what came along under that very name.
  [[nodiscard]] std::string file(const std::string& name) const;
  [[nodiscard]] bool has_file(const std::string& name) const;
  /// As `write_file`; for a guest it goes back with the answer.
  void put_file(const std::string& name, std::string_view bytes) const;
};

/// The command line itself is wrong: exit 2.
class Usage : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// The rules said no and the verb has nothing else to do: carries the refusal to the edge.
class Refused : public std::runtime_error {
 public:
  explicit Refused(Refusal refusal)
      : std::runtime_error(std::string(name(refusal.code))), refusal_(std::move(refusal)) {}
  [[nodiscard]] const Refusal& refusal() const { return refusal_; }

 private:
  Refusal refusal_;
};

/// A verb that ran to its end with bad news (verify, check-proof): its message, its exit code.
class Verdict : public std::runtime_error {
 public:
  Verdict(ExitCode exit, const std::string& message)
      : std::runtime_error(message), exit_(exit) {}
  [[nodiscard]] ExitCode exit() const { return exit_; }

 private:
  ExitCode exit_;
};

/// The value, or a throw of `Refused`.
template <class T>
[[nodiscard]] T need(Decision<T> decision) {
  if (!decision) throw Refused(decision.refusal());
  return std::move(decision).value();
}

/// Whole file; throws Errc::not_found or Errc::io naming it.
[[nodiscard]] std::string read_file(const std::filesystem::path& path);
/// Replaces the file in one step, through a temporary one beside it. Throws Errc::io.
void write_file(const std::filesystem::path& path, std::string_view bytes);

/// One line from the terminal, typed without being shown.
[[nodiscard]] std::string ask_hidden(const std::string& question);

/// From now on Ctrl-C only sets a mark; a second one ends the process.
void watch_interrupts();
/// True once Ctrl-C was pressed. Long loops ask; `stop_if_interrupted` throws Errc::cancelled.
[[nodiscard]] bool interrupted();
void stop_if_interrupted();

}  // namespace wumei::cli
