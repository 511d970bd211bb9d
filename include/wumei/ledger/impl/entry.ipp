#pragma once

#include <wumei/base/amount.hpp>
#include <wumei/base/digest.hpp>
#include <wumei/config.hpp>
#include <wumei/ledger/entry.hpp>
#include <wumei/ledger/impl/entry_writer.ipp>

#include <algorithm>
#include <charconv>
#include <functional>
#include <optional>

namespace wumei::ledger {
namespace detail {

inline constexpr std::string_view format_name = "wumei/entry/1";
inline constexpr std::string_view leaf_family = "[\"wumei/entry/";
inline constexpr std::size_t key_max = 64;

/// Walks the envelope from left to right; every step says what it expects and where it is.
class Reader {
 public:
  explicit Reader(std::string_view leaf)
      : first_(leaf.data()), at_(leaf.data()), last_(leaf.data() + leaf.size()) {}

  void expect(std::string_view text) {
    if (!take(text)) fail(text);
  }

  void expect(char c) {
    if (!take(c)) fail(std::string_view(&c, 1));
  }

  [[nodiscard]] bool take(char c) {
    if (at_ == last_ || *at_ != c) return false;
    ++at_;
    return true;
  }

  [[nodiscard]] bool take(std::string_view text) {
    if (!std::string_view(at_, left()).starts_with(text)) return false;
    at_ += text.size();
    return true;
  }

  /// Up to 16 digits, as 2^53 - 1 has: a longer number meets the comma that is expected next.
  [[nodiscard, gnu::always_inline]] std::int64_t integer() {
    const char* start = at_;
    const bool negative = take('-');
    const char* digits = at_;
    const char* end = digits;
    std::int64_t value = 0;
    while (end != last_ && end - digits < 16 && *end >= '0' && *end <= '9') {
      value = value * 10 + (*end++ - '0');
    }
    const bool number = end != digits && value <= exact_max;
    const bool spelled_once = number && (*digits != '0' || (end - digits == 1 && !negative));
    if (!spelled_once) {
      at_ = start;
      fail("an integer");
    }
    at_ = end;
    return negative ? -value : value;
  }

  [[nodiscard, gnu::always_inline]] std::string_view text() {
    expect('"');
    const char* start = at_;
    const char* end = start;  // a local one stays in a register
    while (end != last_ && plain(*end)) ++end;
    at_ = end;
    expect('"');
    return {start, static_cast<std::size_t>(end - start)};
  }

  [[nodiscard]] Date date() {
    const std::string_view day = text();
    try {
      return Date::parse(day);
    } catch (const Error&) {
      fail("a date");
    }
  }

  void go_to(std::size_t at) { at_ = first_ + at; }

  [[nodiscard]] std::size_t at() const { return static_cast<std::size_t>(at_ - first_); }

  [[noreturn]] void fail(std::string_view expected) const {
    throw Error(Errc::corrupt,
                "entry bytes: expected " + std::string(expected) + " at offset " +
                    std::to_string(at()),
                {{"offset", std::to_string(at())}});
  }

 private:
  [[nodiscard]] std::size_t left() const { return static_cast<std::size_t>(last_ - at_); }

  const char* first_;
  const char* at_;
  const char* last_;
};

/// Other versions of the format are whole, but not this program's to judge.
WUMEI_INLINE void read_tag(Reader& reader, std::string_view leaf) {
  if (reader.take(leaf_tag)) return;
  const std::string_view rest = leaf.substr(std::min(leaf.size(), leaf_family.size()));
  const auto digits = std::min(rest.size(), rest.find_first_not_of("0123456789"));
  const bool other = leaf.starts_with(leaf_family) && digits > 0 &&
                     rest.substr(digits).starts_with("\",");
  if (!other) return reader.expect(leaf_tag);
  const std::string number(rest.substr(0, digits));
  throw Error(Errc::unsupported,
              "the entry has the format wumei/entry/" + number + ", this program reads " +
                  std::string(format_name) + " only: " +
                  (number == "0" ? "it was written before the format was settled; read it with "
                                   "the wumei that wrote it, and found a new ledger"
                                 : "use a newer wumei"),
              {{"format", "wumei/entry/" + number}, {"reads", std::string(format_name)}});
}

WUMEI_INLINE void read_refs(Reader& reader, std::vector<Seq>& refs) {
  refs.clear();
  reader.expect('[');
  if (reader.take(']')) return;
  do {
    refs.push_back(reader.integer());
  } while (reader.take(','));
  reader.expect(']');
}

/// In line: a call for each leg would cost verify a thirtieth of its time.
[[gnu::always_inline]] inline Leg read_leg(Reader& reader) {
  Leg leg;
  reader.expect('[');
  leg.account = reader.text();
  reader.expect(',');
  leg.lot = reader.text();
  reader.expect(',');
  leg.amount = reader.integer();
  reader.expect(',');
  leg.balance = reader.integer();
  reader.expect(',');
  leg.previous = reader.integer();
  reader.expect(']');
  return leg;
}

WUMEI_INLINE void read_legs(Reader& reader, std::vector<Leg>& legs) {
  legs.clear();
  reader.expect('[');
  if (reader.take(']')) return;
  do {
    legs.push_back(read_leg(reader));
  } while (reader.take(','));
  reader.expect(']');
}

/// The legs of one account stand side by side: legs are sorted by account and lot.
WUMEI_INLINE void read_legs_of(Reader& reader, std::string_view leaf,
                               std::span<const std::string_view> accounts,
                               std::vector<Leg>& legs) {
  legs.clear();
  const std::size_t first = reader.at();
  // No text of a leg holds a quote, so this stands nowhere inside the legs.
  const std::size_t last = leaf.find("],{\"in\":", first);
  if (last == std::string_view::npos) reader.fail("an object and a commitment");
  const std::string_view all = leaf.substr(first, last - first);
  for (const std::string_view account : accounts) {
    const std::string start = "[\"" + std::string(account) + "\",";
    const std::boyer_moore_horspool_searcher sought(start.begin(), start.end());
    const auto found = std::search(all.begin(), all.end(), sought);
    reader.go_to(first + static_cast<std::size_t>(found - all.begin()));
    while (leaf.substr(reader.at()).starts_with(start)) {
      legs.push_back(read_leg(reader));
      if (!reader.take(',')) break;
    }
  }
  reader.go_to(last + 1);
}

/// `data` and `detail` are read from the end: the commitment holds no quote, so its opening quote
/// is the last but one of the leaf.
WUMEI_INLINE void read_tail(const Reader& reader, std::string_view leaf, Entry& entry) {
  if (!leaf.ends_with("\"]")) reader.fail("\"] at the end");
  const std::string_view head = leaf.substr(0, leaf.size() - 2);
  const std::size_t quote = head.rfind('"');
  entry.detail = head.substr(quote + 1);
  const bool placed = quote != std::string_view::npos && quote > reader.at() + 2 &&
                      head[quote - 1] == ',' && head[quote - 2] == '}' && leaf[reader.at()] == '{';
  if (!placed) reader.fail("an object and a commitment");
  entry.data = leaf.substr(reader.at(), quote - 1 - reader.at());
  const bool commitment = entry.detail.empty() || entry.detail.size() == 43;
  if (!commitment || !std::all_of(entry.detail.begin(), entry.detail.end(), plain)) {
    reader.fail("a commitment of 43 characters");
  }
}

/// One to nine digits, the first one not 0.
WUMEI_INLINE bool read_count(std::string_view digits, std::int64_t& into) {
  if (digits.empty() || digits.size() > 9 || digits.front() == '0') return false;
  const auto [end, error] = std::from_chars(digits.begin(), digits.end(), into);
  return error == std::errc() && end == digits.end() && into > 0;
}

}  // namespace detail

namespace detail {

/// Everything before the legs.
WUMEI_INLINE void read_head(Reader& reader, std::string_view leaf, Entry& entry) {
  if (leaf.size() > leaf_max) reader.fail("at most 65535 bytes");
  entry.leaf = leaf;
  read_tag(reader, leaf);
  entry.seq = reader.integer();
  reader.expect(',');
  entry.recorded = Instant::from_millis(reader.integer());
  reader.expect(',');
  entry.effective = reader.date();
  reader.expect(',');
  entry.kind = reader.text();
  reader.expect(',');
  entry.actor = reader.text();
  reader.expect(',');
  entry.key = reader.text();
  if (!parse_key(entry.key)) reader.fail("a key");
  reader.expect(',');
  read_refs(reader, entry.refs);
  reader.expect(',');
}

}  // namespace detail

WUMEI_INLINE void decode(std::string_view leaf, Entry& entry) {
  detail::Reader reader(leaf);
  detail::read_head(reader, leaf, entry);
  detail::read_legs(reader, entry.legs);
  reader.expect(',');
  detail::read_tail(reader, leaf, entry);
}

WUMEI_INLINE void decode(std::string_view leaf, std::span<const std::string_view> accounts,
                         Entry& entry) {
  detail::Reader reader(leaf);
  detail::read_head(reader, leaf, entry);
  detail::read_legs_of(reader, leaf, accounts, entry.legs);
  reader.expect(',');
  detail::read_tail(reader, leaf, entry);
}

WUMEI_INLINE Entry decode(std::string_view leaf) {
  Entry entry;
  decode(leaf, entry);
  return entry;
}

WUMEI_INLINE json::Value parse_data(const Entry& entry) {
  json::Parser parser;
  return parse_data(entry, parser);
}

WUMEI_INLINE json::Value parse_data(const Entry& entry, json::Parser& parser) {
  json::Value data;
  parse_data(entry, parser, data);
  return data;
}

WUMEI_INLINE void parse_data(const Entry& entry, json::Parser& parser, json::Value& into) {
  try {
    parser.parse_into(into, entry.data);
    const json::Object& members = into.members();
    const bool shaped = members.size() == 2 && members[0].first == "in" &&
                        members[1].first == "out" && members[0].second.is_object() &&
                        members[1].second.is_object();
    if (!shaped) throw Error(Errc::corrupt, "data is not {\"in\":{...},\"out\":{...}}");
  } catch (const Error& error) {
    throw Error(Errc::corrupt, "entry " + std::to_string(entry.seq) + ": " + error.what(),
                {{"seq", std::to_string(entry.seq)}});
  }
}

WUMEI_INLINE std::optional<KeyPart> parse_key(std::string_view key) {
  if (key.empty() || key.size() > detail::key_max) return std::nullopt;
  const std::size_t hash = key.find('#');
  if (hash == std::string_view::npos) return KeyPart{key};
  const std::size_t slash = std::min(key.find('/', hash), key.size() - 1);
  KeyPart found{key.substr(0, hash)};
  const bool valid = hash > 0 &&
                     detail::read_count(key.substr(hash + 1, slash - hash - 1), found.part) &&
                     detail::read_count(key.substr(slash + 1), found.parts) &&
                     found.parts > 1 && found.part <= found.parts;
  return valid ? std::optional(found) : std::nullopt;
}

WUMEI_INLINE std::string spell_key(const KeyPart& part) {
  std::string key(part.command);
  if (part.parts == 1) return key;
  return key + "#" + std::to_string(part.part) + "/" + std::to_string(part.parts);
}

WUMEI_INLINE void add_move(std::vector<Move>& moves, std::string account, std::string lot,
                           std::int64_t amount) {
  const auto same = std::find_if(moves.begin(), moves.end(), [&](const Move& move) {
    return move.account == account && move.lot == lot;
  });
  if (same == moves.end()) {
    if (amount != 0) moves.push_back({std::move(account), std::move(lot), amount});
    return;
  }
  if (__builtin_add_overflow(same->amount, amount, &same->amount)) {
    wumei::detail::amount_overflow();
  }
  if (same->amount == 0) moves.erase(same);
}

WUMEI_INLINE std::string encode(const Position& position, const Draft& draft,
                                std::span<const Leg> legs) {
  std::string out;
  encode(position, draft, legs, out);
  return std::string(out);  // without the spare room: a batch keeps thousands
}

WUMEI_INLINE void encode(const Position& position, const Draft& draft, std::span<const Leg> legs,
                         std::string& out) {
  if (position.key.empty() || position.key.size() > detail::key_max) {
    throw Error(Errc::bad_input, "a key has 1 to 64 characters, this one " +
                                     std::to_string(position.key.size()) + ": " +
                                     std::string(position.key) +
                                     ". Shorten the ids or numbers it is made of.");
  }
  out.resize(detail::envelope_most(position, draft, legs));
  detail::Writer writer(out.data());
  writer.put(detail::leaf_tag);
  writer.put_integer(position.seq);
  writer.put(',');
  writer.put_integer(position.recorded.millis());
  writer.put(',');
  writer.put_text(position.effective.text());
  writer.put(',');
  writer.put_text(draft.kind);
  writer.put(',');
  writer.put_text(position.actor);
  writer.put(',');
  writer.put_text(position.key);
  writer.put(',');
  detail::put_refs(writer, draft.refs);
  detail::put_legs(writer, legs);
  out.resize(static_cast<std::size_t>(writer.at() - out.data()));
  out += "{\"in\":";
  json::write_to(out, draft.in);
  out += ",\"out\":";
  json::write_to(out, draft.out);
  out += "},\"";
  out += position.commitment;
  out += "\"]";
  if (out.size() > leaf_max) {
    throw Error(Errc::overflow, "an entry of " + std::to_string(out.size()) +
                                    " bytes; the most is 65535. Split it into several.");
  }
}

WUMEI_INLINE std::string commitment(std::string_view salt, std::string_view detail) {
  std::string padded = "wumei/detail/1\n";
  padded += detail;
  padded.append(64 - padded.size() % 64, '\0');
  return to_base64url(hmac_sha256(salt, padded).bytes());
}

}  // namespace wumei::ledger
