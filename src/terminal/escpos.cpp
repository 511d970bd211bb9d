#include "escpos.hpp"

#include "blind_count.hpp"

#include <wumei/audit/qr.hpp>
#include <wumei/base/digest.hpp>
#include <wumei/base/error.hpp>
#include <wumei/base/text.hpp>
#include <wumei/publish/qr_symbol.hpp>

#include <memory>
#include <vector>

#include <iconv.h>

namespace wumei::terminal {
namespace {

using publish::Language;
using publish::pick;
using publish::plain;

constexpr std::string_view reset = "\x1b@";
constexpr std::string_view chinese_mode = "\x1c&";
constexpr std::string_view left = {"\x1b" "a" "\0", 3};
constexpr std::string_view centre = "\x1b" "a" "\x01";
constexpr std::string_view double_size = "\x1d" "!" "\x11";
constexpr std::string_view double_chinese = "\x1cW\x01";
constexpr std::string_view normal_size = {"\x1d" "!" "\0", 3};
constexpr std::string_view normal_chinese = {"\x1cW\0", 3};
constexpr std::string_view feed_and_cut = {"\x1d" "V" "B" "\0", 4};

std::size_t character_bytes(char first) {
  const auto byte = static_cast<unsigned char>(first);
  return byte < 0x80 ? 1 : byte < 0xe0 ? 2 : byte < 0xf0 ? 3 : 4;
}

/// The text cut into pieces no wider than `columns`.
std::vector<std::string> wrapped(std::string_view text, std::size_t columns) {
  std::vector<std::string> lines(1);
  std::size_t width = 0;
  while (!text.empty()) {
    const std::string_view next = text.substr(0, character_bytes(text.front()));
    text.remove_prefix(next.size());
    const std::size_t wide = display_width(next);
    if (width + wide > columns) {
      lines.emplace_back();
      width = 0;
    }
    lines.back() += next;
    width += wide;
  }
  return lines;
}

/// A raster image (GS v 0): rows of dots, each padded to whole bytes.
std::string raster(const publish::QrSymbol& symbol, int scale) {
  const int width = symbol.width() * scale;
  const int row_bytes = (width + 7) / 8;
  std::string image = {"\x1dv0\0", 4};
  for (const int number : {row_bytes, width}) {
    image += static_cast<char>(number & 0xff);
    image += static_cast<char>(number >> 8);
  }
  for (int y = 0; y < width; ++y) {
    std::string row(static_cast<std::size_t>(row_bytes), '\0');
    for (int x = 0; x < width; ++x) {
      if (!symbol.is_dark(x / scale, y / scale)) continue;
      char& byte = row[static_cast<std::size_t>(x / 8)];
      byte = static_cast<char>(static_cast<unsigned char>(byte) | (0x80U >> (x % 8)));
    }
    image += row;
  }
  return image;
}

std::string quantity_and_price(const publish::ReceiptLine& line) {
  return line.quantity.text() + line.unit + " x " + plain(line.price);
}

void checkpoint_code(Ticket& ticket, const publish::LogHead& log, Language language) {
  if (log.checkpoint.empty()) return;
  ticket.centred(pick(language, "签名凭据（扫码核验）", "Signed checkpoint"));
  ticket.code(audit::to_qr_payload(log.checkpoint));
}

}  // namespace

std::string to_gb18030(std::string_view text) {
  if (!is_utf8(text)) throw bad_input({}, text, "text in UTF-8");
  const auto close = [](void* converter) { iconv_close(static_cast<iconv_t>(converter)); };
  const std::unique_ptr<void, decltype(close)> converter(iconv_open("GB18030", "UTF-8"), close);
  std::string from(text);
  std::string out(text.size() * 4 + 4, '\0');
  char* read = from.data();
  char* write = out.data();
  std::size_t to_read = from.size();
  std::size_t room = out.size();
  if (::iconv(converter.get(), &read, &to_read, &write, &room) == static_cast<std::size_t>(-1)) {
    throw bad_input({}, text, "text that GB18030 can hold");
  }
  out.resize(out.size() - room);
  return out;
}

Ticket::Ticket(Roll roll) : roll_(roll), bytes_(std::string(reset) + std::string(chinese_mode)) {}

Ticket& Ticket::line(std::string_view text) {
  for (const std::string& part : wrapped(text, columns())) bytes_ += to_gb18030(part) + '\n';
  return *this;
}

Ticket& Ticket::centred(std::string_view text) {
  bytes_ += centre;
  line(text);
  bytes_ += left;
  return *this;
}

Ticket& Ticket::large(std::string_view text) {
  bytes_ += centre;
  bytes_ += double_size;
  bytes_ += double_chinese;
  for (const std::string& part : wrapped(text, columns() / 2)) bytes_ += to_gb18030(part) + '\n';
  bytes_ += normal_chinese;
  bytes_ += normal_size;
  bytes_ += left;
  return *this;
}

Ticket& Ticket::pair(std::string_view left_text, std::string_view right_text) {
  const std::size_t used = display_width(left_text) + display_width(right_text);
  if (used < columns()) {
    return line(std::string(left_text) + std::string(columns() - used, ' ') +
                std::string(right_text));
  }
  line(left_text);
  const std::size_t width = display_width(right_text);
  const std::size_t indent = width < columns() ? columns() - width : 0;
  return line(std::string(indent, ' ') + std::string(right_text));
}

Ticket& Ticket::rule() { return line(std::string(columns(), '-')); }

Ticket& Ticket::code(std::string_view text) {
  const auto symbol = publish::QrSymbol::of(text, publish::QrLevel::medium);
  for (const int scale : {4, 3}) {
    if ((symbol.width() + 2 * publish::quiet_zone) * scale > dots()) continue;
    bytes_ += centre;
    bytes_ += '\n';
    bytes_ += raster(symbol, scale);
    bytes_ += '\n';
    bytes_ += left;
    break;
  }
  return *this;
}

std::string Ticket::finish() && {
  bytes_ += "\n\n";
  bytes_ += feed_and_cut;
  return std::move(bytes_);
}

std::string sale_ticket(const SoldSlip& sold, Roll roll, Language language, std::int64_t copy) {
  const publish::RedemptionSlip& slip = sold.slip;
  const std::string colon = pick(language, "：", ": ");
  const auto said = [&](std::string_view zh, std::string_view en, const std::string& value) {
    return pick(language, zh, en) + colon + value;
  };
  Ticket ticket(roll);
  ticket.large(slip.shop);
  ticket.centred(slip.township + pick(language, " 积分兑换小票", ": points redeemed"));
  if (copy > 1) {
    ticket.centred(pick(language, "** 补打 第", "** Copy no. ") + std::to_string(copy) +
                   pick(language, "张 **", " **"));
  }
  ticket.line(said("户", "Household", slip.household.text() + " " + slip.head));
  if (!sold.sale.proxy.empty()) ticket.line(said("代领人", "Collected by", sold.sale.proxy));
  ticket.line(said("店员", "Clerk", sold.clerk_name.empty() ? sold.sale.clerk.text()
                                                            : sold.clerk_name));
  ticket.line(said("时间", "Time", slip.recorded));
  ticket.line(said("小票号", "Slip", slip.slip));
  ticket.line(said("账本序号", "Entry", std::to_string(slip.seq)));
  ticket.rule();
  for (const publish::ReceiptLine& line : slip.lines) {
    ticket.pair(line.goods + " " + quantity_and_price(line), plain(line.points));
  }
  ticket.rule();
  ticket.pair(pick(language, "合计积分", "Points"), plain(slip.points));
  ticket.pair(pick(language, "剩余可用积分", "Points left"), plain(slip.after));
  if (!slip.next_expiring.is_zero()) {
    ticket.line(said("最先到期", "Next to expire",
                     plain(slip.next_expiring) + pick(language, " 分，用到 ", " by ") +
                         publish::long_date(slip.next_expiry, language)));
  }
  ticket.rule();
  ticket.centred(pick(language, "兑换码", "Proof code"));
  ticket.large(sold.code);
  checkpoint_code(ticket, slip.log, language);
  ticket.line(pick(language, "对小票有疑问，请当日告诉店长。",
                   "Is something wrong? Tell the keeper today."));
  return std::move(ticket).finish();
}

std::string day_ticket(const programme::Programme& programme, const DayClose& day,
                       const ClosedDay& closed, Roll roll, Language language) {
  const publish::LogHead head = publish::log_head(programme);
  Ticket ticket(roll);
  ticket.large(pick(language, "日结单", "Close of day"));
  ticket.centred(publish::long_date(day.day, language));
  ticket.rule();
  ticket.pair(pick(language, "兑换笔数", "Sales"), std::to_string(day.sales));
  ticket.pair(pick(language, "兑换积分", "Points"), plain(day.points));
  ticket.pair(pick(language, "退货笔数", "Returns"), std::to_string(day.returns));
  for (const Difference& difference : closed.differences) {
    const Count& count = difference.count;
    ticket.pair(difference.name + " " + (count.counted - count.book).text(),
                reason_words(programme::count_reason(count.reason), language));
  }
  ticket.rule();
  ticket.line(pick(language, "账本共 ", "Entries in the ledger: ") + std::to_string(head.size) +
              pick(language, " 笔，指纹：", ", fingerprint:"));
  ticket.line(head.root);
  if (closed.seq == ledger::no_seq) {
    ticket.line(pick(language, "全镇账本由镇里日结。", "The township closes the ledger's day."));
  }
  checkpoint_code(ticket, head, language);
  return std::move(ticket).finish();
}

}  // namespace wumei::terminal
