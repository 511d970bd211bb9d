#pragma once

#include "facts.hpp"

#include <memory>

/// The rules of a township in maps and loops, written from the manual. Slow, plain, and without a
/// line of the ledger: what both say alike was not made alike by one mistake. Where several
/// refusals would be right, the manual is silent and the order is the ledger's.
namespace naive {

/// A mistake to find, so that the simulation is known to find one.
enum class Defect {
  none,
  forgets_times,
  forgets_points,
  newest_first,
  forgets_limit,
  confirms_early,
  recalls_early
};

/// What a decision knows of who asks and when.
struct Asked {
  const Command& command;
  Day today = 0;
  Day effective = 0;
  Num next = 0;

  [[nodiscard]] const std::string& officer() const { return command.officer; }
  [[nodiscard]] std::string text(const std::string& name) const;
  [[nodiscard]] Num number(const std::string& name) const;
  [[nodiscard]] Day day(const std::string& name) const { return parse_day(text(name)); }
};

class Model {
 public:
  explicit Model(Defect defect = Defect::none) : defect_(defect) {}

  long long now = 0;  ///< minutes on the wall
  Facts facts;

  /// Entry 0 and 1: the founder is there with every role.
  void found(const std::string& founder, const std::set<std::string>& roles);

  /// The command a step asks for; nothing when it names a step that led to nothing.
  [[nodiscard]] std::optional<Command> build(const Step& step) const;
  Outcome send(const Command& command, int step);

  /// Rows of a file in one step, or none of them; and all of them taken back.
  Outcome import_rows(const Step& step, const std::vector<Command>& rows);
  Outcome reverse_import(const Step& step);

  void begin();
  void commit() { before_batch_.reset(); }
  void abandon();
  [[nodiscard]] bool in_batch() const { return before_batch_ != nullptr; }
  [[nodiscard]] const Facts& before_batch() const { return *before_batch_; }

  [[nodiscard]] Day today() const;
  [[nodiscard]] Num balance(const std::string& account) const;
  [[nodiscard]] const Account& account(const std::string& name) const;
  [[nodiscard]] const Book* book_on(Day day) const;
  [[nodiscard]] const PriceList* list_on(Day day, Num* seq) const;
  [[nodiscard]] Num spendable_on(const std::string& household, Day day) const;
  [[nodiscard]] Num released(const std::string& account, Day by, Num without) const;
  [[nodiscard]] std::map<std::string, Num> totals(const std::string& village) const;
  [[nodiscard]] std::string village_of(const std::string& account) const;
  /// `V01 1 0101002 model`: places of the homes visited in that time, by the marks of the latest
  /// visit. `tickets` are those of the draw.
  [[nodiscard]] std::vector<std::string> ranking(Day from, Day until,
                                                 const std::map<std::string, std::string>& tickets)
      const;
  [[nodiscard]] bool may_check_next(const std::string& officer, const Claim& claim) const;
  [[nodiscard]] Num leasable(const std::string& household) const;
  [[nodiscard]] Num addable(const std::string& till, const Lease& known,
                            const std::string& household) const;
  /// When an entry would be recorded, in minutes.
  [[nodiscard]] long long moment() const;
  /// The step a claim waits for, as `panel:approve`; "" for none.
  [[nodiscard]] std::string next_step(const Claim& claim) const;

 private:
  using Decide = Decided (Model::*)(const Asked&) const;
  using Fold = void (Model::*)(const Asked&, Num);
  struct Row {
    Decide decide;
    Fold fold;
  };
  [[nodiscard]] static const std::map<std::string, Row>& table();

  [[nodiscard]] std::optional<Outcome> known(const Command& command) const;
  [[nodiscard]] bool says_the_same(const Command& command, const Entry& entry) const;
  Num write(const Asked& asked, const Draft& draft);
  void post(const Moves& moves, Num seq);

  // Who may.
  [[nodiscard]] std::string unknown(const std::string& officer) const;
  [[nodiscard]] std::string lacks(const std::string& officer, const std::string& roles,
                                  const std::string& village) const;
  [[nodiscard]] std::string lacks_for(const std::string& officer, const std::string& roles,
                                      const std::string& household) const;
  [[nodiscard]] std::string inactive(const std::string& household) const;
  [[nodiscard]] std::string open_business(const std::string& household) const;
  [[nodiscard]] bool breaks_bounds(const Moves& moves, Day effective) const;

  // The register.
  [[nodiscard]] Decided village(const Asked& asked) const;
  [[nodiscard]] Decided appoint(const Asked& asked) const;
  [[nodiscard]] Decided dismiss(const Asked& asked) const;
  [[nodiscard]] Decided donor(const Asked& asked) const;
  [[nodiscard]] Decided household(const Asked& asked) const;
  [[nodiscard]] Decided change(const Asked& asked) const;
  [[nodiscard]] Decided card(const Asked& asked) const;
  [[nodiscard]] Decided opening(const Asked& asked) const;
  [[nodiscard]] std::string may_move(const Asked& asked) const;
  [[nodiscard]] Decided split_household(const Asked& asked) const;
  [[nodiscard]] Decided merge_households(const Asked& asked) const;
  void fold_village(const Asked& asked, Num seq);
  void fold_appoint(const Asked& asked, Num seq);
  void fold_dismiss(const Asked& asked, Num seq);
  void fold_donor(const Asked& asked, Num seq);
  void fold_household(const Asked& asked, Num seq);
  void fold_change(const Asked& asked, Num seq);
  void fold_card(const Asked& asked, Num seq);
  void fold_opening(const Asked& asked, Num seq);
  void fold_merge(const Asked& asked, Num seq);
  void give_passbook(const std::string& household, const std::string& passbook);

  // Control.
  [[nodiscard]] Decided rules(const Asked& asked) const;
  [[nodiscard]] Decided budget(const Asked& asked) const;
  [[nodiscard]] Decided close_period(const Asked& asked) const;
  [[nodiscard]] Decided late(const Asked& asked) const;
  [[nodiscard]] Decided erase(const Asked& asked) const;
  void fold_erase(const Asked& asked, Num seq);
  [[nodiscard]] Decided close_day(const Asked& asked) const;
  [[nodiscard]] Decided expire(const Asked& asked) const;
  [[nodiscard]] Decided sheet(const Asked& asked) const;
  void fold_sheet(const Asked& asked, Num seq);
  void fold_rules(const Asked& asked, Num seq);
  void fold_budget(const Asked& asked, Num seq);
  void fold_close_period(const Asked& asked, Num seq);
  void fold_late(const Asked& asked, Num seq);
  void fold_close_day(const Asked& asked, Num seq);
  void fold_nothing(const Asked& asked, Num seq);

  // Claims.
  [[nodiscard]] Decided claim(const Asked& asked) const;
  [[nodiscard]] Decided check(const Asked& asked) const;
  [[nodiscard]] Decided withdraw(const Asked& asked) const;
  [[nodiscard]] Decided answer(const Asked& asked, Num claim) const;
  [[nodiscard]] Decided visit(const Asked& asked) const;
  [[nodiscard]] std::string may_visit(const Asked& asked) const;
  void fold_visit(const Asked& asked, Num seq);
  /// Moves what a deed earns to where it waits, or says that the fund has not enough.
  [[nodiscard]] std::string issue(const Asked& asked, const std::string& household, Num points,
                                  Moves& moves) const;
  [[nodiscard]] std::string may_check(const std::string& officer, const Claim& claim,
                                      bool* last) const;
  void fold_claim(const Asked& asked, Num seq);
  void fold_check(const Asked& asked, Num seq);
  void fold_withdraw(const Asked& asked, Num seq);
  std::vector<std::string> close_claim(Num claim, const std::string& officer, const Answer& how);
  void amend(Num earning, Num points);
  void grant(Num seq, const Earning& earning);
  [[nodiscard]] Num granted(const std::string& household, Num seq) const;

  // What the rule book gives.
  struct Evaluated {
    std::string code = {};
    Num points = 0;
    std::string trims = {};
    std::map<std::string, Num> trimmed = {};
    Num book = 0;
  };
  [[nodiscard]] Evaluated evaluate(const Claim& claim) const;
  void limit(Evaluated& left, const Rule& rule, const Book& book, const Claim& claim) const;
  [[nodiscard]] Num count_grants(const Claim& claim, const std::string& rule,
                                 const std::string& per, bool points) const;

  // Notices.
  [[nodiscard]] Decided post_notice(const Asked& asked) const;
  [[nodiscard]] Decided object(const Asked& asked) const;
  [[nodiscard]] Decided decide(const Asked& asked) const;
  [[nodiscard]] Decided confirm(const Asked& asked) const;
  [[nodiscard]] Num subject(const Asked& asked, bool objected) const;
  [[nodiscard]] std::string may_answer(const std::string& officer, Num entry) const;
  void fold_notice(const Asked& asked, Num seq);
  void fold_object(const Asked& asked, Num seq);
  void fold_decide(const Asked& asked, Num seq);
  void fold_confirm(const Asked& asked, Num seq);
  void release(Num entry);
  void confirm_one(Num earning, Day effective, Moves& moves) const;

  // The market.
  [[nodiscard]] Decided shop(const Asked& asked) const;
  [[nodiscard]] Decided prices(const Asked& asked) const;
  [[nodiscard]] Decided deposit(const Asked& asked) const;
  [[nodiscard]] Decided receive(const Asked& asked) const;
  [[nodiscard]] Decided redeem(const Asked& asked) const;
  [[nodiscard]] std::string receive_refusal(const Asked& asked, const std::string& fund) const;
  [[nodiscard]] std::string may_redeem(const Asked& asked) const;
  [[nodiscard]] std::string may_show(const Asked& asked) const;
  [[nodiscard]] std::string basket(const Asked& asked, const PriceList& list, Num* points) const;
  /// What the basket costs on its day, by the list it was shown; the household must have that much.
  [[nodiscard]] std::string may_pay(const Asked& asked, Num* points) const;
  [[nodiscard]] std::string pick(const Asked& asked, Moves& moves) const;
  void fold_shop(const Asked& asked, Num seq);
  void fold_prices(const Asked& asked, Num seq);
  void fold_receive(const Asked& asked, Num seq);
  void fold_redeem(const Asked& asked, Num seq);
  void take(const Entry& redemption, Num sign);

  // Counts and transfers.
  [[nodiscard]] std::string stock_refusal(const Asked& asked, const std::string& mine,
                                          const std::string& second, const std::string& roles,
                                          const std::string& theirs) const;
  [[nodiscard]] bool listed(const std::string& sku) const;
  [[nodiscard]] std::string newest_lot(const std::string& shop, const std::string& sku) const;
  [[nodiscard]] Decided count(const Asked& asked) const;
  [[nodiscard]] Decided transfer(const Asked& asked) const;

  // Leases.
  [[nodiscard]] const Lease* lease(const std::string& till, Num number) const;
  Lease& lease_of(const Asked& asked);
  [[nodiscard]] Decided terms(const Asked& asked) const;
  [[nodiscard]] std::string may_lend(const Asked& asked) const;
  [[nodiscard]] Decided lend(const Asked& asked) const;
  [[nodiscard]] Decided lend_more(const Asked& asked) const;
  void to_escrow(const Asked& asked, const std::string& household, Num points,
                 Moves& moves) const;
  [[nodiscard]] Num hand_out(const Asked& asked, const std::string& shop, Day on,
                             Moves& moves) const;
  [[nodiscard]] Num take_escrow(const Asked& asked, const Lease& lease, Num points,
                                Moves& moves) const;
  [[nodiscard]] std::vector<std::string> flags(const Asked& asked, const Lease& lease,
                                               Num points) const;
  [[nodiscard]] Decided offline(const Asked& asked) const;
  [[nodiscard]] Decided give_back(const Asked& asked, const std::string& kind) const;
  [[nodiscard]] std::string may_end(const Asked& asked, const std::string& roles) const;
  [[nodiscard]] Decided report(const Asked& asked) const;
  [[nodiscard]] Decided recall(const Asked& asked) const;
  [[nodiscard]] Decided force(const Asked& asked) const;
  void end_lease(const Asked& asked, const std::string& state);
  void fold_terms(const Asked& asked, Num seq);
  void fold_lend(const Asked& asked, Num seq);
  void fold_lend_more(const Asked& asked, Num seq);
  void fold_offline(const Asked& asked, Num seq);
  void fold_report(const Asked& asked, Num seq);
  void fold_recall(const Asked& asked, Num seq);
  void fold_force(const Asked& asked, Num seq);

  // Merchants, and who settles suspense.
  [[nodiscard]] Decided merchant(const Asked& asked) const;
  [[nodiscard]] std::string may_sell(const Asked& asked) const;
  [[nodiscard]] Decided sell(const Asked& asked) const;
  [[nodiscard]] Decided match(const Asked& asked) const;
  [[nodiscard]] std::string month_refusal(const Asked& asked) const;
  [[nodiscard]] Decided settle(const Asked& asked) const;
  [[nodiscard]] Decided pay(const Asked& asked) const;
  [[nodiscard]] Decided repay(const Asked& asked) const;
  [[nodiscard]] Decided propose(const Asked& asked) const;
  [[nodiscard]] Decided waive(const Asked& asked) const;
  void pay_points(const std::string& household, Num points, Day on, Moves& moves) const;
  void mark(const Entry& sheet, bool is_on);
  void fold_merchant(const Asked& asked, Num seq);
  void fold_sell(const Asked& asked, Num seq);
  void fold_match(const Asked& asked, Num seq);
  void fold_settle(const Asked& asked, Num seq);
  void fold_pay(const Asked& asked, Num seq);
  void fold_propose(const Asked& asked, Num seq);
  void fold_waive(const Asked& asked, Num seq);
  [[nodiscard]] std::string may_undo_settled(const Entry& entry, Num seq) const;
  void undo_settled(const Entry& entry, Num seq);

  // Imports.
  [[nodiscard]] std::string key_after_reversals(const std::string& key) const;
  Num record_import(const Step& step, Num first, std::size_t times);
  std::string reverse_rows(const Step& step, const Import& known);

  // Reversals.
  [[nodiscard]] Decided reverse(const Asked& asked) const;
  [[nodiscard]] std::string may_reverse(const Asked& asked, Num seq) const;
  [[nodiscard]] std::string may_undo(const Entry& entry, Num seq) const;
  [[nodiscard]] std::string may_undo_people(const Entry& entry, Num seq) const;
  [[nodiscard]] std::string may_undo_deed(const Entry& entry, Num seq) const;
  [[nodiscard]] std::string may_undo_verdict(const Entry& entry, Num seq) const;
  [[nodiscard]] bool uncovered_without(Num budget) const;
  [[nodiscard]] Moves taken_back(const Entry& entry) const;
  void fold_reverse(const Asked& asked, Num seq);
  void undo(const Entry& entry, Num seq);
  void undo_people(const Entry& entry, Num seq);
  void undo_deed(const Entry& entry, Num seq);
  void undo_verdict(const Entry& entry);

  Defect defect_;
  std::shared_ptr<const Facts> before_batch_;
};

}  // namespace naive
