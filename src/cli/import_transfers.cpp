#include "csv.hpp"
#include "verbs.hpp"

#include <wumei/ledger/name_index.hpp>
#include <wumei/programme/batch.hpp>
#include <wumei/programme/transfer_commands.hpp>

#include <iterator>
#include <memory>

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

/// A row as it was read and checked: a few bytes each, so that a long file is not held as commands.
struct TransferRow {
  std::string key;
  std::int64_t line = 0;
  std::uint32_t from = 0;  ///< numbers of accounts
  std::uint32_t to = 0;
  Honour amount;
  Date on;
};

class Transfers {
 public:
  Transfers(const ImportFile& file, const TransferHeads& heads) : file_(file.name), heads_(heads) {}

  void take(const Row& row) {
    TransferRow taken{row.needed(heads_.key), row.line(), account(row, heads_.from),
                      account(row, heads_.to), row.amount<Honour>(heads_.amount), date(row)};
    if (taken.to == taken.from) throw row.error(heads_.to, "another account");
    if (taken.amount <= Honour()) throw row.error(heads_.amount, "an amount above zero");
    rows_.push_back(std::move(taken));
  }

  [[nodiscard]] std::int64_t size() const { return std::ssize(rows_); }

  [[nodiscard]] ImportRow row(const programme::Actor& actor, std::size_t number) const {
    const TransferRow& taken = rows_[number];
    programme::Command command = programme::transfer_command(
        actor, {std::string(accounts_.name(taken.from)), std::string(accounts_.name(taken.to)),
                taken.amount});
    command.effective = taken.on;
    command.key = taken.on.text() + "/transfer/" + taken.key;
    return {std::move(command), {file_, taken.line, 0, ""}};
  }

 private:
  std::uint32_t account(const Row& row, const std::string& head) {
    const std::string& text = row.needed(head);
    const std::uint32_t known = accounts_.find(text);
    if (known != ledger::NameIndex::none) return known;
    try {
      if (programme::takes_transfers(text)) return accounts_.add(text);
    } catch (const Error&) {
      // Said below, at the cell.
    }
    throw row.error(head, "an account of honour, as h/0301017:honour or f/V03:honour_given");
  }

  /// Most rows are of the day of the row before.
  Date date(const Row& row) {
    if (rows_.empty() || row.text(heads_.date) != day_) {
      read_ = row.date(heads_.date);
      day_ = row.text(heads_.date);
    }
    return read_;
  }

  std::string file_;
  const TransferHeads& heads_;
  ledger::NameIndex accounts_;
  std::vector<TransferRow> rows_;
  std::string day_;
  Date read_;
};

programme::ImportRows read_transfers(Session& session, const ImportFile& file) {
  const TransferHeads& heads = heads_of(file);
  const auto read = std::make_shared<Transfers>(file, heads);
  each_row(file.name, file.bytes,
           {.required = {heads.key, heads.date, heads.from, heads.to, heads.amount},
            .optional = {},
            .key = {heads.key}},
           [&](const Row& row) { read->take(row); });
  return {read->size(), [read, actor = session.actor()](std::int64_t number) {
            return read->row(actor, static_cast<std::size_t>(number));
          }};
}

}  // namespace

void add_import_transfers(ImportRegistry& registry) {
  registry.push_back({.name = "transfers",
                      .help = {"荣誉积分的转账", "plain transfers of honour"},
                      .read = read_transfers});
}

}  // namespace wumei::cli
