#pragma once

#include <wumei/audit/proof.hpp>
#include <wumei/audit/verify.hpp>
#include <wumei/ledger/book.hpp>
#include <wumei/ledger/entry.hpp>

#include <cstdio>
#include <map>
#include <string>
#include <vector>

namespace wumei::testing {

inline constexpr const char* log_origin = "wumei.example/village/e1";
inline constexpr const char* log_key =
    "wumei.example/village+65a333ae+AddamAGCsQq31Uv+08lkBzoO4XLz2qYjJa8CGmj3B1Ea";
/// RFC 8032 test 1: the private half of `log_key`.
inline const std::string log_seed =
    from_hex("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60");

/// A small sound log in memory: entry 0, then points brought from an older scheme, one entry a
/// household, every fifth with a private detail.
struct SampleLog {
  std::vector<std::string> leaves;
  std::vector<std::string> keys;
  std::map<std::int64_t, std::pair<std::string, std::string>> details;  ///< seq: salt, body
  std::map<std::pair<int, std::int64_t>, std::string> tiles;
  std::map<std::int64_t, std::string> checkpoints;
  std::map<std::string, std::string> documents;
  ledger::Book book;
  audit::Tree tree;

  void add(const std::string& key, ledger::Draft draft, std::int64_t recorded = 0) {
    const auto seq = static_cast<std::int64_t>(leaves.size());
    const Instant now =
        Instant::from_millis(1'775'000'000'000 + (recorded == 0 ? seq : recorded));
    std::string commitment;
    if (!draft.detail.empty()) {
      const std::string salt(32, static_cast<char>(seq % 100));
      details[seq] = {salt, draft.detail};
      commitment = ledger::commitment(salt, draft.detail);
    }
    const ledger::Position position{seq, now, now.date(480), "o-lin@pc1", key, commitment};
    put(key, ledger::encode(position, draft, book.legs_for(draft.moves)));
  }

  /// Adds bytes as they are; folds them only if the book would.
  void put(const std::string& key, const std::string& leaf) {
    leaves.push_back(leaf);
    keys.push_back(key);
    const ledger::Entry entry = ledger::decode(leaves.back());
    if (!book.check(entry)) book.apply(entry);
    tree.append(leaf);
    for (audit::Tile& tile : tree.take_complete_tiles()) {
      tiles[{tile.level, tile.n}] = std::move(tile.hashes);
    }
  }

  void open() {
    add("open", {.kind = "log.open",
                 .in = json::Value::object(
                     {{"origin", log_origin}, {"offset", 480}, {"log_key", log_key}}),
                 .out = json::Value(json::Object{})});
  }

  /// `count` households get 1.00 point each.
  void grow(int count) {
    for (int i = 0; i < count; ++i) {
      char household[16];
      std::snprintf(household, sizeof household, "01%05d", static_cast<int>(leaves.size()) % 400);
      ledger::Draft draft{.kind = "opening.balance",
                          .in = json::Value::object({{"household", household}}),
                          .out = json::Value(json::Object{})};
      ledger::add_move(draft.moves, "f/V01:opening", "", -100);
      ledger::add_move(draft.moves, std::string("h/") + household + ":spendable", "2027-12-31",
                       100);
      if (leaves.size() % 5 == 0) draft.detail = "{\"note\":\"private\"}";
      char key[16];
      std::snprintf(key, sizeof key, "k%08zu", leaves.size());
      add(key, draft);
    }
  }

  [[nodiscard]] audit::HashReader hashes() const {
    return {[this](int level, std::int64_t n) -> std::optional<std::string> {
              const auto found = tiles.find({level, n});
              if (found == tiles.end()) return std::nullopt;
              return found->second;
            },
            [this](std::int64_t index) { return leaves.at(static_cast<std::size_t>(index)); }};
  }

  [[nodiscard]] audit::LogReader reader() const {
    audit::LogReader log;
    log.size = static_cast<std::int64_t>(leaves.size());
    log.read = [this](std::int64_t from, std::int64_t until, const audit::LogReader::Visit& visit) {
      const std::int64_t end = std::min(until, static_cast<std::int64_t>(leaves.size()));
      for (std::int64_t seq = from; seq < end; ++seq) {
        const auto at = static_cast<std::size_t>(seq);
        std::optional<std::string_view> key;
        if (at < keys.size()) key = keys[at];
        if (!visit({seq, key, leaves.at(at)})) return;
      }
    };
    log.leaf = hashes().leaf;
    log.tile = hashes().tile;
    log.checkpoints = [this](const auto& visit) {
      for (const auto& [size, note] : checkpoints) visit(size, note);
    };
    log.documents = [this](const auto& visit) {
      for (const auto& [name, body] : documents) visit(name, body);
    };
    log.details = [this](const auto& visit) {
      for (const auto& [seq, kept] : details) visit(seq, kept.first, kept.second);
    };
    return log;
  }

  [[nodiscard]] audit::Checkpoint checkpoint() const {
    return {log_origin, {tree.size(), tree.root()}};
  }
};

/// A log of so many entries, the first of which opens it.
inline SampleLog log_of(int entries) {
  SampleLog log;
  log.open();
  log.grow(entries - 1);
  return log;
}

}  // namespace wumei::testing
