#include "ledger.hpp"

#include "verb_call.hpp"

#include <verbs.hpp>

#include <sstream>

namespace wumei::python {

const cli::Catalogue& texts(cli::Language language) {
  static const std::vector<cli::TextTable> tables = cli::all_texts();
  static const cli::Catalogue chinese(cli::Language::zh, tables);
  static const cli::Catalogue english(cli::Language::en, tables);
  return language == cli::Language::zh ? chinese : english;
}

cli::Language language_named(const std::string& name) {
  if (name == "zh") return cli::Language::zh;
  if (name == "en") return cli::Language::en;
  throw bad_input({"", 0, 0, "lang"}, name, "zh or en");
}

/// A context and what it writes to, which must stay where they are as long as a session lives.
struct Desk {
  Desk(const Opening& opening, const cli::Catalogue& words)
      : out(said, words, true), context{options_of(opening), words, out} {}

  static cli::Options options_of(const Opening& opening) {
    cli::Options options;
    options.ledger = opening.file.string();
    options.head = opening.head;
    options.key = opening.key;
    options.passphrase = opening.passphrase ? opening.passphrase : std::string();
    options.now = opening.now;
    options.device = "py";
    options.json = true;
    options.quiet = true;
    return options;
  }

  std::ostringstream said;
  cli::Printer out;
  cli::Context context;
};

struct Ledger::Parts {
  explicit Parts(const Opening& opening)
      : desk(opening, texts(cli::Language::en)),
        session(desk.context, opening.write ? cli::Access::script : cli::Access::read) {}
  Desk desk;
  cli::Session session;
};

Ledger::Ledger(Opening opening) : opening_(std::move(opening)) { open(); }

Ledger::~Ledger() { close(); }

void Ledger::open() { parts_ = std::make_unique<Parts>(opening_); }

cli::Session& Ledger::open_session() {
  if (parts_) return parts_->session;
  throw Error(Errc::bad_input, "the book is closed", {{"file", opening_.file.string()}});
}

SharedPlaces Ledger::places() {
  const std::lock_guard<std::recursive_mutex> alone(mutex_);
  const programme::State& state = open_session().state();
  if (!places_ || places_->entries() != state.book.size()) {
    places_ = std::make_shared<const Places>(state);
  }
  return places_;
}

void Ledger::refresh() {
  const std::lock_guard<std::recursive_mutex> alone(mutex_);
  static_cast<void>(open_session());
  if (!opening_.write) open();
}

/// Only spares the next opening a replay: what it cannot write is no fault of what was asked.
void Ledger::save_snapshot() noexcept {
  if (unsaved_ <= programme::Programme::worth_a_snapshot) return;
  if (parts_->session.programme().in_batch()) return;
  try {
    parts_->session.save_snapshot();
    unsaved_ = 0;
  } catch (const std::exception&) {
    return;
  }
}

void Ledger::close() {
  const std::lock_guard<std::recursive_mutex> alone(mutex_);
  if (parts_) save_snapshot();
  officers_.clear();
  parts_.reset();
  places_.reset();
  closed_ = true;
}

/// A session of one officer, with the context it needs to live.
struct Ledger::Officer {
  Officer(const Opening& opening, cli::Session& lender, const programme::Actor& who,
          const std::string& pin)
      : desk(opening, texts(cli::Language::en)) {
    desk.context.lent = &lender;
    desk.context.options.as = who.officer.text();
    desk.context.options.pin = pin;
    desk.context.options.device = who.device.text();
    desk.context.options.now.clear();
    session.emplace(desk.context, cli::Access::write);
  }
  Desk desk;
  std::optional<cli::Session> session;
};

std::string Ledger::sign_in(const std::string& officer, const std::string& pin,
                            const std::string& device) {
  const std::lock_guard<std::recursive_mutex> alone(mutex_);
  if (!opening_.write) {
    throw Error(Errc::bad_input, "the book was opened for reading: open it with write=True",
                {{"file", opening_.file.string()}});
  }
  const programme::Actor who{OfficerId(officer), DeviceId(device)};
  auto signed_in = std::make_unique<Officer>(opening_, open_session(), who, pin);
  const std::string name = officer + "@" + device;
  officers_[name] = std::move(signed_in);
  return name;
}

cli::Session& Ledger::session_of(const std::string& actor) {
  static_cast<void>(open_session());
  const auto found = officers_.find(actor);
  if (found != officers_.end()) return *found->second->session;
  throw Error(Errc::unauthorised, actor + " has not signed in", {{"officer", actor}});
}

/// What the context does is that officer's, who need not say his PIN again.
void Ledger::lend(cli::Session& officer, cli::Context& context) {
  const cli::Options& of_officer = officer.context().options;
  context.lent = &officer;
  context.options.now.clear();
  context.options.as = of_officer.as;
  context.options.pin = of_officer.pin;
  context.options.device = of_officer.device;
}

Answer Ledger::run(const Call& call, const std::string& actor) {
  const std::lock_guard<std::recursive_mutex> alone(mutex_);
  Desk desk(opening_, texts(language_named(call.language)));
  desk.context.options.now.clear();
  desk.context.lent = &open_session();
  if (!actor.empty()) lend(session_of(actor), desk.context);
  return call_verb(call, desk.context, desk.said);
}

programme::ImportReceipt Ledger::import(const std::string& actor, const Import& asked) {
  const std::lock_guard<std::recursive_mutex> alone(mutex_);
  Desk desk(opening_, texts(cli::Language::en));
  lend(session_of(actor), desk.context);
  desk.context.options.effective = asked.effective;
  desk.context.options.late = asked.late;
  cli::Session session(desk.context, cli::Access::write);
  const programme::ImportFile& file = asked.file;
  for (const cli::ImportKind& kind : cli::all_imports()) {
    if (kind.name != file.kind) continue;
    const programme::ImportRows rows = cli::dated(session, kind.read(session, file));
    auto receipt = cli::need(programme::import_rows(session.programme(), session.actor(), file,
                                                    rows, asked.options));
    if (!asked.options.dry_run) unsaved_ += receipt.added;
    // One file after the other costs no snapshot each: a log is saved when it has grown by a part.
    if (unsaved_ >= session.programme().size() / 8) save_snapshot();
    return receipt;
  }
  throw bad_input({"", 0, 0, "kind"}, file.kind, "a kind of file, as households or claims");
}

void Ledger::begin() {
  change([](cli::Session& session) { session.programme().begin(); });
}

std::int64_t Ledger::commit() {
  return change([](cli::Session& session) { return session.programme().commit(); });
}

void Ledger::abandon() {
  change([](cli::Session& session) { session.programme().abandon(); });
}

Answer run_verb(const Opening& opening, const Call& call, const std::string& officer,
                const std::string& pin) {
  Desk desk(opening, texts(language_named(call.language)));
  desk.context.options.as = officer;
  desk.context.options.pin = pin;
  return call_verb(call, desk.context, desk.said);
}

}  // namespace wumei::python
