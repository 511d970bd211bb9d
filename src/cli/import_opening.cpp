#include "csv.hpp"
#include "verbs.hpp"

#include <wumei/programme/batch.hpp>
#include <wumei/programme/opening_commands.hpp>
#include <wumei/programme/programme.hpp>

/// What households hold under the scheme that was there before the ledger.
namespace wumei::cli {
namespace {

using programme::ImportFile;
using programme::ImportRow;
using programme::OpeningBalance;

/// The accounting date of the row's key: for a paper that is in the ledger already the date it was
/// brought over on, so that the row is known on any later day.
Date key_date(Session& session, const OpeningBalance& asked) {
  const auto& openings = session.state().people.openings;
  const auto known = openings.find(asked.household.text() + "/" + asked.document);
  if (known == openings.end()) return session.effective();
  const std::string leaf = session.programme().leaf(known->second);
  return ledger::decode(leaf).effective;
}

template <class Amount>
Amount not_negative(const Row& row, std::string_view head) {
  const Amount amount = row.empty(head) ? Amount() : row.amount<Amount>(head);
  if (amount < Amount()) throw row.error(head, "a number not below zero");
  return amount;
}

std::vector<ImportRow> read_openings(Session& session, const ImportFile& file) {
  const auto csv = read_csv(
      file.name, file.bytes,
      {.required = {"户编号", "可用积分", "荣誉积分", "有效期至", "凭证号"},
       .optional = {},
       .key = {"户编号", "凭证号"}});
  std::vector<ImportRow> rows;
  for (const Row& row : csv->rows()) {
    OpeningBalance opening;
    opening.household = row.id<HouseholdId>("户编号");
    opening.points = not_negative<Points>(row, "可用积分");
    opening.honour = not_negative<Honour>(row, "荣誉积分");
    opening.expires = row.date("有效期至");
    opening.document = row.needed("凭证号");
    const Date brought_over = key_date(session, opening);
    if (opening.expires < brought_over && !opening.points.is_zero()) {
      throw row.error("有效期至", "a day not before " + brought_over.text() +
                                      ", the day it is brought over");
    }
    programme::Command command = programme::opening_command(session.actor(), opening);
    command.key = programme::opening_key(opening, brought_over);
    rows.push_back({std::move(command), row.place()});
  }
  return rows;
}

}  // namespace

void add_import_opening(ImportRegistry& registry) {
  registry.push_back({.name = "opening",
                      .help = {"原有积分和荣誉积分", "points and honour of an earlier scheme"},
                      .read = read_openings});
}

}  // namespace wumei::cli
