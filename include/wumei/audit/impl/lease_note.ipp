#pragma once

#include <wumei/audit/checkpoint.hpp>
#include <wumei/audit/lease_note.hpp>
#include <wumei/base/date.hpp>
#include <wumei/base/error.hpp>
#include <wumei/base/id.hpp>
#include <wumei/config.hpp>

#include <utility>

namespace wumei::audit {
namespace detail {

inline constexpr std::string_view lease_tag = "wumei/lease@v1";

WUMEI_INLINE Error not_a_lease(const std::string& why) {
  return Error(Errc::bad_input, "not a lease of a till: " + why);
}

/// Takes the lines of a lease off its text, one after the other.
class LeaseLines {
 public:
  explicit LeaseLines(std::string_view text) : text_(text) {}

  [[nodiscard]] bool more() const { return !text_.empty(); }

  [[nodiscard]] std::string_view next() {
    const std::size_t end = text_.find('\n');
    if (end == std::string_view::npos) throw not_a_lease("a line is missing or cut short");
    const std::string_view line = text_.substr(0, end);
    text_.remove_prefix(end + 1);
    return line;
  }

  /// Whether the next line is the one of that name.
  [[nodiscard]] bool at(std::string_view name) const {
    return text_.starts_with(name) && text_.substr(name.size()).starts_with(' ');
  }

  /// What stands behind `name` and a space.
  [[nodiscard]] std::string_view next(std::string_view name) {
    std::string_view line = next();
    if (!line.starts_with(name) || line.size() <= name.size() || line[name.size()] != ' ') {
      throw not_a_lease("expected a line " + std::string(name));
    }
    line.remove_prefix(name.size() + 1);
    return line;
  }

 private:
  std::string_view text_;
};

[[nodiscard]] WUMEI_INLINE std::vector<std::string_view> lease_words(std::string_view line) {
  std::vector<std::string_view> words;
  while (true) {
    const std::size_t space = line.find(' ');
    words.push_back(line.substr(0, space));
    if (space == std::string_view::npos) return words;
    line.remove_prefix(space + 1);
  }
}

WUMEI_INLINE Digest lease_hash(std::string_view text) {
  return Digest::from_bytes(from_base64(text));
}

/// `17 BASE64`
WUMEI_INLINE LeaseEntry lease_entry(std::string_view line) {
  const std::vector<std::string_view> words = lease_words(line);
  if (words.size() != 2) throw not_a_lease("an entry is a number and a hash");
  return {parse_log_number(words[0]), lease_hash(words[1])};
}

/// `0301001 3000 2026-04-09=2000 2027-12-31=1000`
WUMEI_INLINE LeasedHousehold leased_household(std::string_view line) {
  const std::vector<std::string_view> words = lease_words(line);
  if (words.size() < 3) throw not_a_lease("a household without points or lots");
  LeasedHousehold leased{HouseholdId(words[0]).text(), parse_log_number(words[1]), {}};
  std::int64_t sum = 0;
  for (std::size_t i = 2; i < words.size(); ++i) {
    const std::size_t equals = words[i].find('=');
    if (equals == std::string_view::npos) throw not_a_lease("a lot without its points");
    ledger::Lot lot{Date::parse(words[i].substr(0, equals)).text(),
                    parse_log_number(words[i].substr(equals + 1))};
    const bool in_order = leased.lots.empty() || leased.lots.back().name < lot.name;
    if (lot.amount == 0 || !in_order) throw not_a_lease("a lot of nothing, or out of order");
    if (__builtin_add_overflow(sum, lot.amount, &sum)) throw not_a_lease("more than there can be");
    leased.lots.push_back(std::move(lot));
  }
  if (sum != leased.points) throw not_a_lease("lots that do not sum to the points");
  return leased;
}

WUMEI_INLINE void check_lease_document(const LeaseDocument& lease) {
  if (lease.number < 1 || lease.stop < lease.issued || lease.households.empty()) {
    throw not_a_lease("no number, no household, or an end before its issue");
  }
  if ((lease.number == 1) != !lease.previous) throw not_a_lease("not the first has one before it");
  if (lease.added && lease.added->seq <= lease.entry) {
    throw not_a_lease("points that were added before its issue");
  }
  for (std::size_t i = 1; i < lease.households.size(); ++i) {
    if (lease.households[i - 1].household < lease.households[i].household) continue;
    throw not_a_lease("households out of order, or one twice");
  }
}

}  // namespace detail

WUMEI_INLINE std::string lease_text(const LeaseDocument& lease) {
  std::string text = std::string(detail::lease_tag) + "\norigin " + lease.origin + "\nentry " +
                     std::to_string(lease.entry) + " " + to_base64(lease.hash.bytes()) +
                     "\ntill " + lease.till + "\nshop " + lease.shop + "\nnumber " +
                     std::to_string(lease.number) + "\nprices " + std::to_string(lease.prices) +
                     "\nissued " + std::to_string(lease.issued) + "\nstop " +
                     std::to_string(lease.stop) + "\nrecords " + std::to_string(lease.records) +
                     "\nredemption " + std::to_string(lease.redemption) + "\nprevious " +
                     (lease.previous ? to_base64(lease.previous->bytes()) : "none") + "\n";
  if (lease.added) {
    text += "added " + std::to_string(lease.added->seq) + " " +
            to_base64(lease.added->hash.bytes()) + "\n";
  }
  for (const LeasedHousehold& leased : lease.households) {
    text += "household " + leased.household + " " + std::to_string(leased.points);
    for (const ledger::Lot& lot : leased.lots) {
      text += " " + lot.name + "=" + std::to_string(lot.amount);
    }
    text += "\n";
  }
  return text;
}

WUMEI_INLINE LeaseDocument parse_lease(std::string_view text) {
  detail::LeaseLines lines(text);
  if (lines.next() != detail::lease_tag) {
    throw detail::not_a_lease("it does not begin with " + std::string(detail::lease_tag));
  }
  LeaseDocument lease;
  lease.origin = lines.next("origin");
  const LeaseEntry issue = detail::lease_entry(lines.next("entry"));
  lease.entry = issue.seq;
  lease.hash = issue.hash;
  lease.till = TillId(lines.next("till")).text();
  lease.shop = ShopId(lines.next("shop")).text();
  for (const auto& [name, number] :
       {std::pair{"number", &lease.number}, std::pair{"prices", &lease.prices},
        std::pair{"issued", &lease.issued}, std::pair{"stop", &lease.stop},
        std::pair{"records", &lease.records}, std::pair{"redemption", &lease.redemption}}) {
    *number = parse_log_number(lines.next(name));
  }
  const std::string_view previous = lines.next("previous");
  if (previous != "none") lease.previous = detail::lease_hash(previous);
  if (lines.at("added")) lease.added = detail::lease_entry(lines.next("added"));
  while (lines.more()) {
    lease.households.push_back(detail::leased_household(lines.next("household")));
  }
  detail::check_lease_document(lease);
  if (lease_text(lease) != text) throw detail::not_a_lease("it is not in its one spelling");
  return lease;
}

WUMEI_INLINE std::string sign_lease(const LeaseDocument& lease, Signer& signer) {
  Note note;
  note.text = lease_text(lease);
  note.signatures = {{signer.key().name(), signer.key().id(), signer.sign(note.text)}};
  return format_note(note);
}

WUMEI_INLINE LeaseDocument open_lease(std::string_view note, const VerifierKey& log_key) {
  const Note parsed = parse_note(note);
  LeaseDocument lease = parse_lease(parsed.text);
  if (log_name(lease.origin) != log_name(log_key.name())) {
    throw Error(Errc::bad_input,
                "the lease is of " + lease.origin + ", the key of " + log_key.name());
  }
  if (is_signed_by(parsed, log_key) == Signed::yes) return lease;
  throw Error(Errc::unauthorised, "lease " + std::to_string(lease.number) + " of till " +
                                      lease.till + " is not signed by " + log_key.text());
}

WUMEI_INLINE void check_grows(const LeaseDocument& before, const LeaseDocument& next) {
  const bool same = before.till == next.till && before.number == next.number &&
                    before.entry == next.entry && before.hash == next.hash &&
                    log_name(before.origin) == log_name(next.origin);
  const std::int64_t known = before.added ? before.added->seq : 0;
  if (same && (next.added ? next.added->seq : 0) >= known) return;
  throw Error(Errc::conflict, "lease " + std::to_string(next.number) + " of till " + next.till +
                                  " is not the one that the till has");
}

WUMEI_INLINE void check_follows(const LeaseDocument& before, const LeaseDocument& next) {
  const bool follows = log_name(before.origin) == log_name(next.origin) &&
                       before.till == next.till && next.number == before.number + 1 &&
                       next.previous == before.hash && next.entry > before.entry;
  if (follows) return;
  throw Error(Errc::conflict, "lease " + std::to_string(next.number) + " of till " + next.till +
                                  " does not follow lease " + std::to_string(before.number) +
                                  " of till " + before.till);
}

}  // namespace wumei::audit
