#pragma once

#include <wumei/config.hpp>
#include <wumei/programme/impl/key_tops.ipp>
#include <wumei/programme/programme.hpp>

// What came of a command whose key is in the log already.
namespace wumei::programme {
namespace detail {

WUMEI_INLINE std::string spell_actor(const Actor& actor) {
  return actor.officer.text() + "@" + actor.device.text();
}

WUMEI_INLINE Refusal refuse(RefusalCode code, Facts facts) { return {code, std::move(facts)}; }

/// A claim that the rules refuse is written as `claim.refuse`, so a retry finds that kind.
WUMEI_INLINE bool same_kind(std::string_view asked, std::string_view stored) {
  return asked == stored || (asked.starts_with("claim.") && stored == "claim.refuse");
}

}  // namespace detail

/// A key above the largest cannot exist, so keys that grow with time cost no look-up. The keys
/// of the first entries sort behind every date and are left out of that. A file brings its days
/// along, and its keys grow within each.
WUMEI_INLINE std::optional<ledger::Seq> Programme::find(const std::string& key) const {
  if (key.empty()) return std::nullopt;
  if (key > largest_key_ && !key.starts_with(store::founding_key)) return std::nullopt;
  const auto largest = [this](std::string_view prefix) {
    return settled_store().largest_key_under(id_, prefix);
  };
  if (tops_ && tops_->is_above(key, largest)) return std::nullopt;
  if (const auto pending = find_pending(key)) return pending;
  store::Store& store = settled_store();
  const std::optional<ledger::Seq> stored = store.find_key(id_, key);
  return stored ? stored : store.find_first_part(id_, key);
}

WUMEI_INLINE std::optional<ledger::Seq> Programme::find_pending(const std::string& key) const {
  for (; indexed_ < pending_.entries.size(); ++indexed_) {
    const store::StoredEntry& entry = pending_.entries[indexed_];
    const ledger::KeyPart part = ledger::parse_key(entry.key).value();
    if (part.part == 1) pending_keys_.emplace(part.command, entry.seq);
  }
  const auto pending = pending_keys_.find(key);
  return pending == pending_keys_.end() ? std::nullopt : std::optional(pending->second);
}

/// What was said privately is the same, or was drawn, or was erased and nobody can tell any more.
WUMEI_INLINE bool Programme::says_as_before(const Command& command, ledger::Seq seq) const {
  return command.draws || state_->erased.contains(seq) || detail(seq) == command.detail;
}

/// What else a command asks otherwise than the entry under its key: the officer only when that is
/// all, so that a row which somebody else brought before is told from one that was changed.
WUMEI_INLINE std::string_view Programme::other_terms(const Command& command,
                                                     const ledger::Entry& entry) {
  if (!detail::same_kind(command.kind, entry.kind)) return "kind";
  if (command.effective && *command.effective != entry.effective) return "effective";
  if (command.by_anyone) return "";
  if (entry.officer() != command.actor.officer.text()) return "officer";
  return entry.actor == detail::spell_actor(command.actor) ? "" : "device";
}

/// The stored receipt when the key is known and asks the same, the conflict when it asks something
/// else, nothing for a new key.
WUMEI_INLINE std::optional<Decision<Receipt>> Programme::replay(const Command& command) const {
  const std::optional<ledger::Seq> seq = find(command.key);
  if (!seq) return std::nullopt;
  const std::string bytes = leaf(*seq);
  const ledger::Entry entry = ledger::decode(bytes);
  const json::Value data = ledger::parse_data(entry);
  const std::string_view differs = data.at("in") != command.in        ? "facts"
                                   : !says_as_before(command, *seq) ? "detail"
                                                                    : other_terms(command, entry);
  if (!differs.empty()) {
    return Decision<Receipt>(detail::refuse(
        RefusalCode::key_conflict,
        {{"key", command.key},
         {"seq", std::to_string(*seq)},
         {"differs", std::string(differs)},
         {"by", std::string(entry.officer())},
         {"recorded", entry.recorded.date(state_->charter.offset_minutes).text()}}));
  }
  Receipt receipt;
  receipt.first = *seq;
  receipt.count = ledger::parse_key(entry.key).value().parts;
  receipt.replayed = true;
  receipt.kind = entry.kind;
  receipt.out = data.at("out");
  return Decision<Receipt>(std::move(receipt));
}

}  // namespace wumei::programme
