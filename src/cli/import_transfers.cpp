#include "csv.hpp"
#include "verbs.hpp"

#include <wumei/programme/batch.hpp>
#include <wumei/programme/transfer_commands.hpp>

/// Plain transfers of honour, under heads in Chinese or in English.
namespace wumei::cli {
namespace {

using programme::ImportFile;
using programme::ImportRow;

struct TransferHeads {
  std::string key, date, from, to, amount;
};
const TransferHeads chinese{"编号", "日期", "转出账户", "转入账户", "数量"};
const TransferHeads english{"key", "date", "from", "to", "amount"};

/// The heads the file has: English ones when its first line says "from".
const TransferHeads& heads_of(const ImportFile& file) {
  const std::string_view bytes = file.bytes;
  return bytes.substr(0, bytes.find('\n')).find("from") == std::string_view::npos ? chinese
                                                                                  : english;
}

std::string account(const Row& row, const std::string& head) {
  const std::string& text = row.needed(head);
  try {
    if (programme::takes_transfers(text)) return text;
  } catch (const Error&) {
    // Said below, at the cell.
  }
  throw row.error(head, "an account of honour, as h/0301017:honour or f/V03:honour_given");
}

std::vector<ImportRow> read_transfers(Session& session, const ImportFile& file) {
  const TransferHeads& heads = heads_of(file);
  const auto csv = read_csv(
      file.name, file.bytes,
      {.required = {heads.key, heads.date, heads.from, heads.to, heads.amount},
       .optional = {},
       .key = {heads.key}});
  std::vector<ImportRow> rows;
  rows.reserve(csv->rows().size());
  for (const Row& row : csv->rows()) {
    const programme::Transfer transfer{account(row, heads.from), account(row, heads.to),
                                       row.amount<Honour>(heads.amount)};
    if (transfer.to == transfer.from) throw row.error(heads.to, "another account");
    if (transfer.amount <= Honour()) throw row.error(heads.amount, "an amount above zero");
    programme::Command command = programme::transfer_command(session.actor(), transfer);
    const Date on = row.date(heads.date);
    command.effective = on;
    command.key = on.text() + "/transfer/" + row.needed(heads.key);
    rows.push_back({std::move(command), row.place()});
  }
  return rows;
}

}  // namespace

void add_import_transfers(ImportRegistry& registry) {
  registry.push_back({.name = "transfers",
                      .help = {"荣誉积分的转账", "plain transfers of honour"},
                      .read = read_transfers});
}

}  // namespace wumei::cli
