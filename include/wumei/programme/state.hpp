#pragma once

#include <wumei/awards/rounds.hpp>
#include <wumei/base/date.hpp>
#include <wumei/base/digest.hpp>
#include <wumei/ledger/book.hpp>
#include <wumei/market/leases.hpp>
#include <wumei/market/market.hpp>
#include <wumei/market/merchants.hpp>
#include <wumei/notice/board.hpp>
#include <wumei/people/registry.hpp>
#include <wumei/rules/shelf.hpp>
#include <wumei/scoring/deeds.hpp>

#include <map>
#include <string>

namespace wumei::programme {

/// What entry 0 fixes for the life of the log.
struct Charter {
  std::string origin;     ///< name of the log in checkpoints, ends in the epoch: `.../e1`
  std::string programme;  ///< `guanqiao`
  std::string title;      ///< shown on pages: `官桥镇`
  int offset_minutes = 480;
  std::string log_key;    ///< C2SP verifier key of the log signer
  bool rehearsal = false; ///< times come from `--now`, not from the machine's clock
  int close_day = 25;     ///< accounts close on this day of the month

  template <class Archive>
  void serialize(Archive& archive, unsigned /*version*/) {
    archive& origin& programme& title& offset_minutes& log_key& rehearsal& close_day;
  }
};

/// One imported file: the entries `first` to `first + entries - 1` came from it.
struct Import {
  std::string file;
  std::string digest;
  std::string kind;
  ledger::Seq first = 0;
  std::int64_t entries = 0;

  template <class Archive>
  void serialize(Archive& archive, unsigned /*version*/) {
    archive& file& digest& kind& first& entries;
  }
};

/// The newest checkpoint of another log that this one keeps.
struct Anchor {
  std::int64_t size = 0;
  Digest root;
  std::string note;     ///< digest of the document
  ledger::Seq seq = 0;  ///< the `anchor.record`

  template <class Archive>
  void serialize(Archive& archive, unsigned /*version*/) {
    archive& size& root& note& seq;
  }
};

/// Everything that follows from the log: a fold over its entries and nothing else.
struct State {
  Charter charter;
  ledger::Book book;
  people::Registry people;
  rules::Shelf rules;
  scoring::Deeds deeds;
  notice::Board notices;
  awards::Rounds awards;
  market::Market market;
  market::Leases leases;
  market::Merchants merchants;
  Date last_day_close;                    ///< business day of the latest `day.close`
  ledger::Seq last_close = ledger::no_seq;  ///< that entry
  std::map<ledger::Seq, Import> imports;  ///< by the seq of their `import.record`
  /// Entries whose private detail is gone, and the `detail.erase` that says so.
  std::map<ledger::Seq, ledger::Seq> erased;
  std::map<std::string, Anchor> anchors;  ///< by origin

  template <class Archive>
  void serialize(Archive& archive, unsigned /*version*/) {
    archive& charter& book& people& rules& deeds& notices& awards& market& last_day_close& imports;
    archive& last_close& erased& anchors& leases& merchants;
  }
};

}  // namespace wumei::programme
