#pragma once

#include <wumei/base/date.hpp>
#include <wumei/base/id.hpp>
#include <wumei/ledger/entry.hpp>
#include <wumei/programme/market_commands.hpp>

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// The counter of a love supermarket: what stands between a clerk and the ledger.
namespace wumei::terminal {

/// Base 32 without the letters that are read as digits (Crockford's).
inline constexpr std::string_view code_letters = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// How far a sale has come. Numbers are stored.
enum class Stage : std::uint8_t {
  asked = 1,       ///< about to be debited: whether it was, the ledger knows
  debited = 2,     ///< the points are gone; nobody has said whether the goods were given
  done = 3,        ///< the goods are with the household
  taken_back = 4,  ///< nothing was given, and points and goods are back
  returned = 5,    ///< goods came back later; a sale of what was kept may follow it
};

/// A sale as the till knows it. What was taken and for how many points stands in the ledger.
struct Sale {
  std::string id = {};        ///< the slip number
  Stage stage = Stage::asked;
  ledger::Seq seq = ledger::no_seq;  ///< its `redeem.confirm`, once debited
  Date on = {};
  HouseholdId household = {};
  CardId card = {};           ///< empty for a passbook or a number
  OfficerId clerk = {};
  programme::Receiver receiver = programme::Receiver::self;
  std::string proxy = {};     ///< who collects it; private, so it stays out of the ledger
  ledger::Seq prices = ledger::no_seq;  ///< the list that priced it
  std::vector<market::BasketLine> lines = {};
  bool kept = false;     ///< what a household kept of an earlier sale: the goods are there already
  std::string before = {};    ///< that earlier sale; "" for none
  std::int64_t copies = 0;  ///< slips printed
};

/// The household at the counter and the goods it asked for so far.
struct Draft {
  std::string id = {};  ///< the slip number its sale will get
  HouseholdId household = {};
  CardId card = {};     ///< empty for a passbook or a number
  programme::Receiver receiver = programme::Receiver::self;
  std::string proxy = {};
  OfficerId clerk = {};
  std::vector<market::BasketLine> lines = {};
};

/// Wrong answers in a row: of a PIN or of an identity question.
struct Tries {
  std::int64_t wrong = 0;
  Instant last;
};

/// One blind count at the close of a day.
struct Count {
  Date day;
  Sku sku;
  Quantity book;
  Quantity counted;
  std::string reason;  ///< why they differ, see `programme::CountReason`; "" when they do not
};

/// A close of a day that has begun: what was counted, by whom, and before whom.
struct Closing {
  Date day;
  OfficerId clerk;
  OfficerId second;
  std::vector<Count> counts;
};

/// What the till itself must not forget, in a SQLite file of its own. Each change is on disk
/// when its call returns. Another file than the ledger, so that nothing private of a day at the
/// counter enters the log, and a lost journal costs no point: the ledger has every debit.
class Journal {
 public:
  /// Opens or creates it, a new one for its user alone where the file system knows users. Throws
  /// Errc::busy while another terminal holds it, Errc::bad_input for another kind of file,
  /// Errc::unsupported for one of a newer version, Errc::io.
  explicit Journal(const std::filesystem::path& file);
  ~Journal();
  Journal(const Journal&) = delete;
  Journal& operator=(const Journal&) = delete;

  /// Four base-32 characters drawn when the file was made: they begin every slip number, so that
  /// a till whose journal was lost never repeats one.
  [[nodiscard]] const std::string& till() const;
  /// 32 secret bytes drawn when the file was made: proof codes are made of them.
  [[nodiscard]] const std::string& secret() const;

  /// `7KQ2-000123`: a number no call ever returns again.
  [[nodiscard]] std::string next_slip();

  [[nodiscard]] std::optional<Draft> draft() const;
  void put_draft(const Draft& draft);
  void drop_draft();

  [[nodiscard]] std::optional<Sale> sale(std::string_view id) const;
  /// The sale whose `redeem.confirm` that entry is.
  [[nodiscard]] std::optional<Sale> sale_of(ledger::Seq seq) const;
  /// Sales of one day, newest first.
  [[nodiscard]] std::vector<Sale> sales(Date day) const;
  /// Those that wait for an answer: asked or debited; oldest first.
  [[nodiscard]] std::vector<Sale> unresolved() const;
  /// Keeps the sale, in place of what was known of its id. `drop` ends the draft in the same step.
  void put_sale(const Sale& sale, bool drop = false);
  /// Forgets a sale that never reached the ledger.
  void forget_sale(std::string_view id);

  [[nodiscard]] Tries tries(std::string_view subject) const;
  void put_tries(std::string_view subject, const Tries& tries);

  /// Keeps a count before the ledger gets it, in place of one that never came to its end.
  void begin_close(const Closing& closing);
  /// The close that has begun and not ended.
  [[nodiscard]] std::optional<Closing> closing() const;
  /// Forgets it: the ledger did not take the count.
  void drop_closing();
  /// Closes the till's day with its counts; false when it was closed before: nothing changes. A
  /// close that had begun has ended.
  bool close(Date day, const std::vector<Count>& counts);
  [[nodiscard]] bool is_closed(Date day) const;
  [[nodiscard]] std::vector<Count> counts(Date day) const;

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

}  // namespace wumei::terminal
