#pragma once

#include "journal.hpp"
#include "lockout.hpp"

#include <http/failure.hpp>
#include <wumei/base/decision.hpp>
#include <wumei/programme/find.hpp>
#include <wumei/programme/programme.hpp>
#include <wumei/publish/receipt.hpp>
#include <wumei/publish/statement.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace wumei::terminal {

/// Why the counter cannot go on: a refusal of the ledger by its name, or one of its own codes
/// (`pin.wrong`, `identity.wrong`, ...), with the facts a clerk needs. The ledger is as before.
using http::Stop;

[[nodiscard]] bool same_lines(const std::vector<market::BasketLine>& a,
                              const std::vector<market::BasketLine>& b);

/// Ten base-32 characters that only who has the secret can make of `what`: nine of an HMAC and a
/// check character.
[[nodiscard]] std::string proof_code(const std::string& secret, const std::string& what);

/// What is left of a sale when some of its goods come back. Throws Errc::bad_input for goods that
/// it does not have, or for more of them.
[[nodiscard]] std::vector<market::BasketLine> without(std::vector<market::BasketLine> lines,
                                                      const std::vector<market::BasketLine>& back);

/// What the shop may set.
struct Settings {
  ShopId shop;
  int wrong_pins = 5;            ///< then the clerk is locked
  int wrong_answers = 3;         ///< then the household's identity question is locked
  std::int64_t lock_seconds = 600;
};

/// Who stands behind the counter: an officer whose PIN was right.
struct Clerk {
  OfficerId officer;
  std::string name;
  std::int64_t locked_seconds = 0;  ///< until a PIN is tried again
};

/// What the clerk asks to know whom he serves. Nothing is asked where nothing is known.
enum class Question : std::uint8_t { none = 1, phone = 2, family = 3 };

/// A household as the counter may show it: the head's name is masked.
struct Customer {
  HouseholdId household;
  std::string head;
  std::string group;
  std::int64_t people = 0;
  VillageId village;
  std::string village_name;
  CardId card;  ///< the card that was shown; empty for none
  Question question = Question::none;
  std::int64_t tries_left = 0;
};

/// What is asked when a household comes to take goods.
struct Identification {
  HouseholdId household = {};
  CardId card = {};
  std::string answer = {};  ///< the phone's last two digits, or the family name
  programme::Receiver receiver = programme::Receiver::self;
  std::string proxy = {};   ///< name of a proxy, and of no one else
};

/// How many more pieces a household may take this month.
struct Limit {
  Sku sku;
  Quantity left;
  Date resets;
};

struct CartLine {
  market::BasketLine asked;
  std::string name;
  std::string unit;
  Points price;
  Points points;
  std::optional<Refusal> problem;  ///< why this line could not be handed over
};

struct Cart {
  std::vector<CartLine> lines;
  Points points;
  Points after;                    ///< spendable points that would be left; below zero if short
  std::vector<Refusal> problems;   ///< of the whole cart
  /// Whether the sale would be accepted as things stand.
  [[nodiscard]] bool ready() const;
};

/// The household at the counter.
struct Visit {
  Draft draft;
  Customer customer;
  publish::Statement account;   ///< balances, lots and what waits; no lines
  ledger::Seq prices = ledger::no_seq;
  std::vector<Limit> limits;
  Cart cart;
};

struct ShelfGoods {
  market::Goods goods;
  Quantity on_shelf;                      ///< sellable to everyone today
  std::vector<std::string> restrictions;  ///< whom the other pieces are kept for
  Date best_before = market::keeps;       ///< of the piece that would be sold first
};

/// The shelf as the price list of today names it.
struct PricedShelf {
  const market::PriceList* list = nullptr;
  std::vector<ShelfGoods> goods;  ///< by SKU
};

/// A sale with all that its slip says.
struct SoldSlip {
  Sale sale;
  publish::RedemptionSlip slip;
  std::string clerk_name;
  std::string code;                       ///< `K7Q2-M9XA-4T`, see Counter::proof_code
  std::string number = {};  ///< of a sale under a lease, as a code to scan; "" beside a ledger
};

struct Return {
  std::string id = {};                           ///< of the sale
  std::vector<market::BasketLine> lines = {};    ///< what comes back
  std::vector<market::BasketLine> instead = {};  ///< goods of no more points taken in exchange
  std::string reason = {};
  std::optional<OfficerId> supervisor = {};  ///< authenticated by the caller; needed after the day
};

struct Returned {
  SoldSlip sale;                    ///< now returned
  std::optional<SoldSlip> kept;     ///< what the household keeps, on a slip of its own
};

struct Difference {
  Count count;
  std::string name;
};

struct ClosedDay {
  std::vector<Difference> differences;
  ledger::Seq count = ledger::no_seq;  ///< of the ledger's `stock.count`; none for an empty shelf
  ledger::Seq seq = ledger::no_seq;  ///< of the ledger's `day.close`; none when it stays open
};

struct DayClose {
  Date day;
  std::int64_t sales = 0;
  Points points;
  std::int64_t returns = 0;
  std::vector<Sale> unresolved;
  std::vector<market::Goods> to_count;  ///< blind: without what the ledger says
  bool closed = false;
};

/// The flows of one counter over a ledger that it alone writes. Works with no network: the ledger
/// is the village's own. Not thread-safe. Everything throws Stop for a "no", and Error for bad
/// input and disks (`Errc::io` when full: nothing was debited).
///
/// A sale is debited on disk first, then handed over, then ticked. Whatever ends the process
/// between two of these steps, `unresolved` asks for the missing answer at the next start.
class Counter {
 public:
  /// Looks through what the journal left open: a sale the ledger has becomes `debited`, one it
  /// does not have goes back to its draft. Throws Stop `shop.unknown`.
  Counter(programme::Programme& programme, Journal& journal, Settings settings);
  Counter(const Counter&) = delete;
  Counter& operator=(const Counter&) = delete;

  [[nodiscard]] const market::Shop& shop() const;
  [[nodiscard]] const programme::Programme& programme() const { return programme_; }
  [[nodiscard]] const Settings& settings() const { return settings_; }
  /// False when the machine's clock stands before the last entry: then nothing can be sold.
  [[nodiscard]] bool clock_ok() const;

  /// Keepers of the shop's village who are in office and have a PIN, by number.
  [[nodiscard]] std::vector<Clerk> clerks() const;
  /// `pin.wrong` (tries_left), `pin.locked` (wait_seconds), `role.missing`. Wrong PINs are counted
  /// on disk, so that a restart does not help who guesses.
  [[nodiscard]] Clerk sign_in(const OfficerId& officer, std::string_view pin);
  /// A second person who confirms: any officer of the village but the clerk (`role.four_eyes`).
  [[nodiscard]] OfficerId second(const OfficerId& clerk, const OfficerId& officer,
                                 std::string_view pin);

  /// What was scanned or typed: a card, a passbook or a household number, in that order.
  /// `card.unknown`, `card.stopped`, `household.inactive`, `household.unknown`.
  [[nodiscard]] Customer find(std::string_view code) const;
  /// Households of the shop's village by name, number or group, masked; at most `most` of them and
  /// one more when there are more.
  [[nodiscard]] std::vector<Customer> search(const std::string& words, std::size_t most) const;

  /// Starts the visit. `identity.wrong` (tries_left), `identity.locked` (wait_seconds),
  /// `unresolved` while an earlier sale waits for its answer, `visit.open` while another household
  /// stands at the counter, `clock.wrong`.
  void begin_visit(const Identification& identification, const OfficerId& clerk);
  /// The household at the counter; nothing when there is none.
  [[nodiscard]] std::optional<Visit> visit() const;
  /// The draft goes; `visit.none` when there is none.
  void end_visit();

  [[nodiscard]] PricedShelf shelf() const;
  /// Prices the lines against list, shelf, limits and balance, and keeps them. A quantity below one
  /// throws Errc::bad_input.
  Cart put_cart(std::vector<market::BasketLine> lines);

  /// Debits the cart. The same id and goods again give the same sale and debit nothing;
  /// `id.conflict` for other goods, `prices.stale` when `prices` is not the list in force.
  SoldSlip confirm(const std::string& id, const std::vector<market::BasketLine>& lines,
                   ledger::Seq prices, const OfficerId& clerk);
  /// The goods were given. Again: the same answer.
  SoldSlip handed_over(const std::string& id);
  /// They were not: points and goods go back. Again: the same answer. `state.wrong` once ticked.
  SoldSlip not_handed_over(const std::string& id, const std::string& reason,
                           const OfficerId& clerk);

  /// Sales nobody has answered for yet, oldest first.
  [[nodiscard]] std::vector<Sale> unresolved();
  /// Sales of one day, newest first.
  [[nodiscard]] std::vector<Sale> sales(Date day) const;
  /// Throws Errc::not_found.
  [[nodiscard]] SoldSlip sold(const std::string& id) const;
  /// Counts a printed slip; the number of copies so far, this one included.
  std::int64_t count_copy(const std::string& id);

  /// Takes goods back, whole or by line, to the lots they came from: the sale is reversed and what
  /// the household keeps, with what it takes instead, is sold again in the same step, priced as on
  /// the day of the sale. `supervisor.needed` after that day, `exchange.more` when the new goods
  /// cost more than those that came back, `state.wrong` for a sale that is not done.
  Returned take_return(const Return& asked, const OfficerId& clerk);

  [[nodiscard]] DayClose day();
  /// Books the count as `stock.count`, which puts the ledger's stock right, and closes the till's
  /// day, and that of the ledger if one of the two may close it (on a ledger of several villages
  /// that is for the township). `unresolved`; `count.reason` with the goods whose difference has no
  /// fitting reason; `role.four_eyes`; `role.missing` for a second person who may not witness;
  /// `duplicate` when the till's day is closed. What is cut half-way is finished by the next start.
  ClosedDay close_day(const std::vector<Count>& counts, const OfficerId& clerk,
                      const OfficerId& second);

  /// Goods in, before a second person. Returns the entry.
  ledger::Seq take_in(programme::Receiving receiving, const OfficerId& clerk);

  /// Of the sale's number, household, points and entry.
  [[nodiscard]] std::string proof_code(const Sale& sale, Points points) const;

 private:
  /// Asks the ledger what became of sales that were asked for or debited.
  void recover();
  [[nodiscard]] programme::Actor actor(const OfficerId& officer) const;
  [[nodiscard]] Customer customer(const people::Household& household, const CardId& card) const;
  [[nodiscard]] programme::Redemption redemption(const Sale& sale) const;
  [[nodiscard]] Cart priced(const HouseholdId& household,
                            const std::vector<market::BasketLine>& lines) const;
  [[nodiscard]] std::vector<Limit> limits(const HouseholdId& household) const;
  void check_pin(const OfficerId& officer, std::string_view pin);
  /// `day.close` by whichever of the two may write it.
  [[nodiscard]] ledger::Seq close_ledger(Date day, const OfficerId& clerk,
                                         const OfficerId& second);
  ClosedDay finish_close(const Closing& closing);
  /// A close that was cut is brought to its end.
  void finish_pending_close();
  [[nodiscard]] Sale known_sale(const std::string& id) const;
  /// The sale as the ledger has it by now: an entry may have been reversed elsewhere.
  [[nodiscard]] Sale as_it_stands(Sale sale) const;
  [[nodiscard]] Points points_of(const Sale& sale) const;
  [[nodiscard]] SoldSlip slip_of(const Sale& sale) const;
  void refuse_while_unresolved();
  /// Reverses `sale` and sells `kept` in one step; the entry of the latter.
  ledger::Seq exchange(const Sale& sale, const Sale& kept, const Return& asked,
                       const OfficerId& clerk);

  programme::Programme& programme_;
  Journal& journal_;
  Settings settings_;
  Lockout lockout_;
};

}  // namespace wumei::terminal
