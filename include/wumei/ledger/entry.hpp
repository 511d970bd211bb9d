#pragma once

#include <wumei/base/date.hpp>
#include <wumei/base/json.hpp>

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

/// The entry: the only thing wumei stores. Its bytes (the leaf) are one JSON array
///     ["wumei/entry/1", seq, recorded, effective, kind, actor, key, refs, legs, data, detail]
/// in the one spelling of `wumei/base/json.hpp`, at most 65,535 bytes. The hash of an entry is
/// always taken over the stored bytes.
namespace wumei::ledger {

using Seq = std::int64_t;
inline constexpr Seq no_seq = -1;
inline constexpr std::size_t leaf_max = 65'535;

/// One movement as stored. The views point into the leaf it was decoded from.
struct Leg {
  std::string_view account;
  std::string_view lot;
  std::int64_t amount = 0;    ///< smallest units; never zero
  std::int64_t balance = 0;   ///< of the account over all lots, after this leg
  Seq previous = no_seq;      ///< latest earlier entry that touched the account
};

/// A decoded entry; every view points into `leaf`, which must outlive it.
struct Entry {
  std::string_view leaf;
  Seq seq = 0;
  Instant recorded;
  Date effective;
  std::string_view kind;
  std::string_view actor;   ///< `officer@device`
  std::string_view key;
  std::vector<Seq> refs;
  std::vector<Leg> legs;
  std::string_view data;    ///< canonical JSON text of `{"in": ..., "out": ...}`
  std::string_view detail;  ///< commitment to the private detail, or ""

  /// The actor's part before the `@`.
  [[nodiscard]] std::string_view officer() const { return actor.substr(0, actor.find('@')); }
};

/// Decodes a leaf into `entry`, reusing its vectors. Checks the envelope byte by byte; `data` is
/// delimited but not parsed (see `parse_data`). Throws Errc::corrupt, naming the offset, and
/// Errc::unsupported for an entry of another version of the format.
void decode(std::string_view leaf, Entry& entry);
[[nodiscard]] Entry decode(std::string_view leaf);
/// The same with the legs of those accounts alone, in the order of `accounts`: an entry that
/// confirms a month of a village has hundreds, of which a household's history wants one or two.
/// The other legs are passed over unread, so this is for entries of a log that was replayed.
void decode(std::string_view leaf, std::span<const std::string_view> accounts, Entry& entry);

/// `entry.data` parsed and proven canonical. Throws Errc::corrupt.
[[nodiscard]] json::Value parse_data(const Entry& entry);
[[nodiscard]] json::Value parse_data(const Entry& entry, json::Parser& parser);
/// The same into a value whose memory is used again.
void parse_data(const Entry& entry, json::Parser& parser, json::Value& into);

/// What a key says: the n entries of one command share `command` and end in `#1/n` to `#n/n`, with
/// n from 2 to 999,999,999. `#` stands nowhere else; a key without it is that of a command of one
/// entry.
struct KeyPart {
  std::string_view command;
  std::int64_t part = 1;
  std::int64_t parts = 1;
  bool operator==(const KeyPart&) const = default;
};
/// Nothing for what is no key: empty, over 64 characters, with `#` elsewhere or i above n.
[[nodiscard]] std::optional<KeyPart> parse_key(std::string_view key);
[[nodiscard]] std::string spell_key(const KeyPart& part);

/// A movement still to be posted.
struct Move {
  std::string account;
  std::string lot;
  std::int64_t amount = 0;
};

/// An entry as a decision proposes it: what happened, not yet where it stands in the log.
struct Draft {
  std::string kind;
  std::vector<Seq> refs = {};
  std::vector<Move> moves = {};    ///< at most one per (account, lot); none of zero
  json::Value in = {};             ///< facts as given
  json::Value out = {};            ///< facts as decided
  std::string detail = {};         ///< private text (names, free text); "" for none
  std::vector<Seq> erase = {};     ///< earlier entries whose private detail goes with this one
};

/// Adds `amount` to the move of (account, lot), making it if needed and dropping it at zero.
void add_move(std::vector<Move>& moves, std::string account, std::string lot,
              std::int64_t amount);

/// The place of an entry in the log, as `encode` needs it.
struct Position {
  Seq seq = 0;
  Instant recorded;
  Date effective;
  std::string_view actor;
  std::string_view key;
  std::string_view commitment;
};

/// Bytes of the entry. Throws Errc::bad_input when a field cannot be stored (a key over 64
/// ASCII characters, text not in NFC) and Errc::overflow beyond `leaf_max` bytes.
[[nodiscard]] std::string encode(const Position& position, const Draft& draft,
                                 std::span<const Leg> legs);
/// The same into `out`, for the capacity it has.
void encode(const Position& position, const Draft& draft, std::span<const Leg> legs,
            std::string& out);

/// Base64url HMAC-SHA-256 of `detail` under `salt`, padded to a multiple of 64 bytes so that its
/// length says little.
[[nodiscard]] std::string commitment(std::string_view salt, std::string_view detail);

}  // namespace wumei::ledger

#ifndef WUMEI_COMPILED
#include <wumei/ledger/impl/entry.ipp>
#endif
