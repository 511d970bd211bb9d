#include "table.hpp"

namespace wumei::python {
namespace {

/// The text behind `"name":"` in canonical JSON: quotes inside of texts are escaped there, so the
/// pattern stands for the member and nothing else.
std::string_view member_text(std::string_view data, std::string_view pattern) {
  const std::size_t at = data.find(pattern);
  if (at == data.npos) return {};
  const std::size_t from = at + pattern.size();
  return data.substr(from, data.find('"', from) - from);
}

/// Whose entry it is: the village of its first account that has one, else what its facts name.
std::int32_t village_of(const ledger::Entry& entry, const Places& places) {
  for (const ledger::Leg& leg : entry.legs) {
    const std::int32_t account = places.account(leg.account);
    if (account >= 0 && places.codes(account).village >= 0) return places.codes(account).village;
  }
  const std::int32_t named = places.village(member_text(entry.data, "\"village\":\""));
  if (named >= 0) return named;
  const std::int32_t home =
      places.village_of_household(member_text(entry.data, "\"household\":\""));
  if (home >= 0) return home;
  const std::int32_t fund = places.village(member_text(entry.data, "\"fund\":\""));
  if (fund >= 0) return fund;
  return places.village_of_shop(member_text(entry.data, "\"shop\":\""));
}

void read_entry(const Seen& seen, Rows& rows) {
  const ledger::Entry& entry = seen.entry;
  const std::int32_t village = village_of(entry, seen.places);
  if (!seen.sieve.has_village(village)) return;
  const std::string_view officer = entry.officer();
  const std::size_t at = std::min(officer.size() + 1, entry.actor.size());
  const auto key = ledger::parse_key(entry.key);
  rows.integer(entry.seq).instant(entry.recorded).date(entry.effective).word(entry.kind);
  rows.word(officer).word(entry.actor.substr(at)).word(village, seen.places.villages());
  rows.text(entry.key).text(key ? key->command : entry.key).seqs(entry.refs);
  rows.integer(std::ssize(entry.legs)).text(entry.data).flag(!entry.detail.empty()).end();
}

void read_legs(const Seen& seen, Rows& rows) {
  const ledger::Entry& entry = seen.entry;
  const Places& places = seen.places;
  for (const ledger::Leg& leg : entry.legs) {
    const std::int32_t account = places.account(leg.account);
    if (account < 0) continue;  // written after this moment: cannot be in its range
    const AccountCodes& codes = places.codes(account);
    if (!seen.sieve.has_village(codes.village)) continue;
    rows.integer(entry.seq).instant(entry.recorded).date(entry.effective).word(entry.kind);
    rows.word(account, places.accounts()).word(codes.holder, places.holders());
    rows.word(codes.purpose, places.purposes()).word(codes.detail, places.details());
    rows.word(codes.village, places.villages()).word(codes.unit, places.units()).text(leg.lot);
    if (codes.pieces) {
      rows.pieces(leg.amount).pieces(leg.balance);
    } else {
      rows.hundredths(leg.amount).hundredths(leg.balance);
    }
    rows.seq(leg.previous).end();
  }
}

const Fields entry_fields = {
    {"seq", Type::integer, false, "place in the log, from 0"},
    {"recorded", Type::instant, false, "when it was written"},
    {"effective", Type::date, false, "accounting date"},
    {"kind", Type::word, false, "what it is: claim.settle, redeem.confirm, ..."},
    {"officer", Type::word, false, "who wrote it"},
    {"device", Type::word, true, "on which machine"},
    {"village", Type::word, true, "whose it is, where it is of one"},
    {"key", Type::text, false, "idempotency key"},
    {"command", Type::text, false, "the key without #i/n: what the entries of one command share"},
    {"refs", Type::seqs, false, "entries it acts on"},
    {"legs", Type::integer, false, "how many legs it has"},
    {"data", Type::text, false, "its facts, JSON: {\"in\": ..., \"out\": ...}"},
    {"has_detail", Type::flag, false, "whether it commits to a private detail"},
};

const Fields leg_fields = {
    {"seq", Type::integer, false, "the entry"},
    {"recorded", Type::instant, false, "when the entry was written"},
    {"effective", Type::date, false, "accounting date"},
    {"kind", Type::word, false, "kind of the entry"},
    {"account", Type::word, false, "holder:purpose or holder:purpose/detail"},
    {"holder", Type::word, false, "h/0301017, f/V03, s/03-1, ..."},
    {"purpose", Type::word, false, "issued, pending, spendable, ..."},
    {"detail", Type::word, true, "year, goods or household behind the slash"},
    {"village", Type::word, true, "of the holder"},
    {"unit", Type::word, false, "points, honour, yuan, or the goods"},
    {"lot", Type::text, true, "expiry date, earning entry or delivery"},
    {"amount", Type::decimal, false, "what the leg moves"},
    {"balance", Type::decimal, false, "of the account after it"},
    {"previous", Type::integer, true, "latest earlier entry on the account"},
};

}  // namespace

std::vector<Definition> log_tables() {
  return {{.name = "entries", .about = "every entry of the log", .fields = entry_fields,
           .read = read_entry},
          {.name = "legs", .about = "every movement: one row a leg", .fields = leg_fields,
           .read = read_legs}};
}

}  // namespace wumei::python
