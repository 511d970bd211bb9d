#pragma once

#include "book.hpp"
#include "step.hpp"

#include <optional>
#include <set>

/// What a log says, in plain maps.
namespace naive {

/// Amount and lot under an account; lot "" where there is none.
using Moves = std::map<std::pair<std::string, std::string>, Num>;

struct Account {
  std::map<std::string, Num> lots;  ///< none at zero
  Num last = -1;                    ///< newest entry that touched it
  [[nodiscard]] Num balance() const;
  [[nodiscard]] Num lot(const std::string& name) const;
};

struct Entry {
  std::string kind;
  std::string officer;
  std::string device;
  std::string key;
  std::string content;     ///< what was asked, for a look at the same key again
  Day effective = 0;
  Day recorded = 0;
  Moves moves;
  Fields in;
  std::map<std::string, Num> out;
  std::vector<Num> list;   ///< entries it names
  std::string code;        ///< of a claim that was refused
  bool reversed = false;
};

/// What an entry shall say, before it has a place.
struct Draft {
  std::string kind;
  Moves moves = {};
  std::map<std::string, Num> out = {};
  std::vector<Num> list = {};
  std::string shown = {};  ///< of `out`, what a comparison looks at
  std::string code = {};   ///< of a claim that was refused
};

/// Either a draft or the code of a refusal. `!` marks an error instead.
struct Decided {
  std::string code = {};
  Draft draft = {};
};

struct Outcome {
  std::string code = {};  ///< "" when it was accepted
  bool replayed = false;
  Num first = -1;
  std::string kind = {};
  std::string shown = {};
  bool operator==(const Outcome&) const = default;
};

/// A command as a device holds it: it says the same whenever it is sent.
struct Command {
  std::string op;
  Fields in;
  std::string officer;
  std::string device;
  std::string key;
  std::string kind;
  std::string content;
  std::optional<Day> effective = {};
  std::optional<Num> late = {};
};

struct Officer {
  std::set<std::string> roles;
  std::set<std::string> villages;  ///< none: all
  bool active = true;
  Num seq = 0;
  Num last_act = 0;
};

struct HouseholdFacts {
  std::string status = "resident";
  std::string passbook;
  Num people = 3;
  Num seq = 0;
};

struct Household {
  std::string village;
  HouseholdFacts facts;
  std::string card;
  std::vector<HouseholdFacts> earlier = {};
};

struct Claim {
  std::string household;
  std::string rule;
  Day on = 0;
  Num quantity = 1000;
  std::string evidence;
  std::string person;
  Num steps = 0;
  std::vector<std::string> officers = {};
};

struct Answer {
  std::string state;  ///< settled, refused, withdrawn, reversed
  Num seq = 0;
};

struct Earning {
  std::string household;
  std::string village;
  std::string rule;
  std::string person;
  Day on = 0;
  Num points = 0;
  Num book = 0;
  int year = 0;
  std::vector<std::string> officers = {};
};

struct Grant {
  Num seq = 0;
  std::string rule;
  std::string person;
  Day on = 0;
  Num points = 0;
};

struct Notice {
  std::string village;
  Day until = 0;
  std::string officer;
  std::set<Num> waiting = {};
  Num confirmed = 0;
};

struct Objection {
  Num entry = 0;
  std::string notice;
  std::string filer;
  bool open = true;
  std::string verdict = {};
};

struct Goods {
  Num price = 0;
  Num limit = 0;
};

struct PriceList {
  std::string name;
  Num version = 0;
  Day from = 0;
  Num minimum = 0;
  std::map<std::string, Goods> goods = {};
};

struct StockLot {
  Num seq = 0;
  Num line = 0;
  std::string shop;
  std::string sku;
  std::string fund;
  std::string donor;
  std::string restriction;
  Num pieces = 0;
  Num cost = 0;
  Day best_before = 0;
};

/// What may be lent to tills.
struct Terms {
  Num share = 60;
  Num household = 10000;
  Num till = 200000;
  Num records = 200;
  Num hours = 72;
  Num redemption = 5000;
  [[nodiscard]] bool off() const;
};

struct Lease {
  Num seq = 0;
  Num prices = 0;
  long long issued = 0;  ///< minutes, as is `stop`
  long long stop = 0;
  Num records = 0;
  Num redemption = 0;
  std::string state = "open";  ///< or closed, forced
  std::set<Num> counters = {};
  std::string recalled = {};
  std::vector<Num> added = {};  ///< entries that lent more
};

struct Till {
  std::string shop;
  std::vector<Lease> leases = {};  ///< numbers 1, 2, 3, ...
  bool quarantined = false;
};

/// A redemption at a merchant.
struct Sale {
  Day on = 0;
  std::string household;
  std::string card;
  std::map<std::string, std::pair<Num, Num>> lines = {};  ///< goods: pieces, fen
  std::set<std::string> claimed = {};                     ///< goods that are on a sheet
};

struct MerchantMonth {
  std::string prepared;
  Num payable = 0;
  Num settle = -1;
  std::string approved = {};
  Num pay = -1;
};

struct Merchant {
  std::set<std::string> villages = {};
  std::string fund = {};
  Num rate = 0;
  Day from = 0;
  Day until = 0;
  std::map<std::string, Sale> sales = {};
  std::map<std::string, MerchantMonth> months = {};
};

struct WriteOff {
  std::string household;
  Num points = 0;
  std::string officer;
};

/// One file of rows: entries `first` to `first + entries - 1`.
struct Import {
  std::string file;
  Num first = 0;
  Num entries = 0;
};

struct Release {
  std::string account;
  Day from = 0;
  Num amount = 0;
  Num budget = 0;
};

/// Everything the log says.
struct Facts {
  long long last_recorded = 0;
  std::vector<Entry> log = {};
  std::map<std::string, Account> accounts = {};
  std::map<std::string, Num> keys = {};
  std::map<int, Num> seq_of = {};  ///< first entry a step led to
  std::map<std::string, std::string> villages = {};
  std::map<std::string, Officer> officers = {};
  std::map<std::string, Household> households = {};
  std::map<std::string, std::string> cards = {};
  std::set<std::string> stopped = {};
  std::map<std::string, std::string> passbooks = {};
  std::set<std::string> openings = {};
  std::set<std::string> donors = {};
  std::map<std::string, std::string> shops = {};
  std::vector<Book> books = {};
  Day sheet_from = 0;  ///< 0 while none is published
  std::map<std::string, std::vector<Num>> visits = {};  ///< scored ones of the whole sheet
  std::map<Num, Claim> claims = {};
  std::map<Num, Answer> answers = {};
  std::map<Num, Earning> earnings = {};
  std::map<Num, Earning> set_aside = {};
  std::map<std::string, std::vector<Grant>> grants = {};
  std::map<std::string, std::vector<Num>> refused = {};
  std::map<std::string, Num> refusals = {};
  std::map<std::string, Num> trims = {};
  std::map<std::string, Notice> notices = {};
  std::map<Num, std::string> notice_of = {};
  std::map<Num, Objection> objections = {};
  std::map<Num, Num> open_objections = {};
  std::map<Num, PriceList> lists = {};
  std::map<std::string, StockLot> stock = {};
  std::map<std::string, Num> taken = {};  ///< `household/sku/2026-04`
  Terms terms = {};
  std::map<std::string, std::string> merged = {};  ///< household and what it became part of
  std::map<std::string, Till> tills = {};
  std::map<std::string, std::string> leased = {};  ///< household in an open lease, and its till
  std::map<std::string, Merchant> merchants = {};
  std::map<Num, WriteOff> write_offs = {};  ///< by the proposal
  std::vector<Release> releases = {};
  std::map<Num, Import> imports = {};  ///< by the entry that closes each
  std::map<Num, Day> late = {};
  std::set<Num> erased = {};
  std::optional<Day> closed_through = {};
  Day last_day_close = 0;
};

}  // namespace naive
