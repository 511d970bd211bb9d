#include "fuzz.hpp"

#include <wumei/audit/proof.hpp>
#include <wumei/audit/verify.hpp>
#include <wumei/base/json.hpp>
#include <wumei/ledger/entry.hpp>
#include <wumei/programme/verify.hpp>

/// Entries, their JSON, and a whole log.
namespace wumei::fuzz {

void json_text(std::string_view input) {
  const json::Value value = json::parse_lenient(input);
  const std::string spelled = must("read, but cannot be written",
                                   [&] { return json::write(value); });
  demand(must("written, but cannot be read", [&] { return json::parse(spelled); }) == value,
         "reads back as another value");
  if (json::parse(input) == value) demand(spelled == input, "two spellings of one value");
}

/// Decoding, then encoding gives the same bytes.
void entry(std::string_view input) {
  const ledger::Entry entry = ledger::decode(input);
  const json::Value data = ledger::parse_data(entry);
  const ledger::Draft draft{.kind = std::string(entry.kind),
                            .refs = entry.refs,
                            .in = data.at("in"),
                            .out = data.at("out")};
  const ledger::Position position{entry.seq,   entry.recorded, entry.effective,
                                  entry.actor, entry.key,      entry.detail};
  const std::string again = must("decoded, but cannot be encoded", [&] {
    return ledger::encode(position, draft, entry.legs);
  });
  demand(again == input, "decodes, and encodes to other bytes");
  const ledger::KeyPart part = ledger::parse_key(entry.key).value();
  demand(ledger::spell_key(part) == entry.key, "two spellings of one key");
}

namespace {

std::vector<std::string> lines_of(std::string_view text) {
  std::vector<std::string> lines;
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    lines.emplace_back(text.substr(0, end));
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  }
  return lines;
}

audit::LogReader reader_of(const std::vector<std::string>& leaves) {
  audit::LogReader log;
  log.size = static_cast<std::int64_t>(leaves.size());
  log.read = [&leaves](ledger::Seq from, ledger::Seq until, const audit::LogReader::Visit& visit) {
    for (ledger::Seq seq = from; seq < until; ++seq) {
      if (!visit({seq, std::nullopt, leaves.at(static_cast<std::size_t>(seq))})) return;
    }
  };
  log.leaf = [&leaves](ledger::Seq seq) { return leaves.at(static_cast<std::size_t>(seq)); };
  log.tile = [](int, std::int64_t) { return std::nullopt; };
  log.checkpoints = [](const auto&) {};
  return log;
}

/// The tiles that no store kept: made of the leaves, so that no other fault hides the laws.
class OwnTiles {
 public:
  explicit OwnTiles(const std::vector<std::string>& leaves) {
    audit::Tree tree;
    for (const std::string& leaf : leaves) tree.append(leaf);
    tiles_ = tree.take_complete_tiles();
    for (audit::Tile& tile : tree.edge_tiles()) tiles_.push_back(std::move(tile));
  }
  [[nodiscard]] std::optional<std::string> find(int level, std::int64_t n) const {
    for (const audit::Tile& tile : tiles_) {
      if (tile.level == level && tile.n == n) return tile.hashes;
    }
    return std::nullopt;
  }

 private:
  std::vector<audit::Tile> tiles_;
};

}  // namespace

/// A whole log, an entry a line: whatever it says, the verifier ends with a finding about it, and
/// what it passes is every line of it.
void verify(std::string_view input) {
  const std::vector<std::string> leaves = lines_of(input);
  const OwnTiles tiles(leaves);
  audit::LogReader log = reader_of(leaves);
  log.tile = [&tiles](int level, std::int64_t n) { return tiles.find(level, n); };
  programme::ProgrammeReplay replay;
  const audit::Finding finding = must("a log made the verifier throw", [&] {
    return audit::verify(log, replay, {});
  });
  if (finding.verdict != audit::Verdict::verified) {
    throw Error(Errc::corrupt, finding.message);
  }
  demand(finding.entries == log.size && log.size > 0, "not every entry was checked");
}

}  // namespace wumei::fuzz
