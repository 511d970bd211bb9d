#include "counter_fixture.hpp"

#include <terminal/escpos.hpp>

#include <wumei/audit/qr.hpp>

using wumei::Errc;
using wumei::OfficerId;
using wumei::publish::Language;
using wumei::terminal::Roll;
using wumei::terminal::Ticket;
using wumei::terminal::to_gb18030;
using wumei::test::Till;

namespace {

bool prints(const std::string& ticket, std::string_view text) {
  return ticket.find(to_gb18030(text)) != std::string::npos;
}

/// Text lines of a ticket, without the commands between them; images are left out.
std::vector<std::string> text_lines(const std::string& ticket) {
  std::vector<std::string> lines(1);
  for (std::size_t i = 0; i < ticket.size(); ++i) {
    const char c = ticket[i];
    if (c == '\x1b') {
      i += ticket[i + 1] == '@' ? 1 : 2;
    } else if (c == '\x1c') {
      i += ticket[i + 1] == '&' ? 1 : 2;
    } else if (c == '\x1d' && ticket[i + 1] == 'v') {
      const auto number = [&](std::size_t at) {
        return static_cast<unsigned char>(ticket[at]) +
               256U * static_cast<unsigned char>(ticket[at + 1]);
      };
      i += 7 + number(i + 4) * number(i + 6);
    } else if (c == '\x1d') {
      i += ticket[i + 1] == 'V' ? 3 : 2;
    } else if (c == '\n') {
      lines.emplace_back();
    } else {
      lines.back() += c;
    }
  }
  return lines;
}

}  // namespace

TEST_CASE("Chinese text goes out in GB18030") {
  CHECK(to_gb18030("积分 12") == "\xbb\xfd\xb7\xd6 12");
  CHECK(to_gb18030("𠮷") == "\x95\x34\xb2\x35");  // outside the basic plane: four bytes
  CHECK_ERROR(to_gb18030("\xff"), Errc::bad_input);
}

TEST_CASE("A line is cut where the paper ends, a Chinese character being two columns") {
  const auto lines =
      text_lines(std::move(Ticket(Roll::mm58).line("一二三四五六七八九十一二三四五六七")).finish());
  CHECK(lines[0] == to_gb18030("一二三四五六七八九十一二三四五六"));
  CHECK(lines[1] == to_gb18030("七"));
}

TEST_CASE("Left and right stand on one line, or on two") {
  Ticket ticket(Roll::mm58);
  ticket.pair("毛巾 2条 x 3", "6").pair(std::string(31, 'a'), "12");
  const auto narrow = text_lines(std::move(ticket).finish());
  CHECK(narrow[0] == to_gb18030("毛巾 2条 x 3") + std::string(19, ' ') + "6");
  CHECK(narrow[1] == std::string(31, 'a'));
  CHECK(narrow[2] == std::string(30, ' ') + "12");
}

TEST_CASE("No line of a slip is wider than its paper") {
  Till till;
  const auto sold = till.counter->sold(till.done({Till::line("G04", 4)}));
  for (const auto& [roll, columns] : {std::pair(Roll::mm80, 48U), std::pair(Roll::mm58, 32U)}) {
    for (const Language language : {Language::zh, Language::en}) {
      for (const std::string& line :
           text_lines(wumei::terminal::sale_ticket(sold, roll, language, 1))) {
        CHECK(line.size() <= columns);  // two bytes for two columns
      }
    }
  }
}

TEST_CASE("A slip names shop, household, goods, what is left and its proof code") {
  Till till;
  const auto sold = till.counter->sold(till.done({Till::line("G04", 4)}));
  const std::string ticket =
      wumei::terminal::sale_ticket(sold, Roll::mm80, Language::zh, 1);
  for (const char* text : {"柳河爱心超市", "官桥镇", "0301009 欧*国", "李梅", "商品G04 4件 x 3"}) {
    CAPTURE(text);
    CHECK(prints(ticket, text));
  }
  CHECK(prints(ticket, sold.code));
  CHECK(prints(ticket, "剩余可用积分"));
  CHECK_FALSE(prints(ticket, "欧阳建国"));
  CHECK_FALSE(prints(ticket, "补打"));
}

TEST_CASE("A second copy says that it is one") {
  Till till;
  const auto sold = till.counter->sold(till.done({Till::line("G04", 4)}));
  CHECK(prints(wumei::terminal::sale_ticket(sold, Roll::mm58, Language::zh, 2), "补打 第2张"));
  CHECK(prints(wumei::terminal::sale_ticket(sold, Roll::mm58, Language::en, 2), "Copy no. 2"));
}

TEST_CASE("A code is an image that fits the paper") {
  const std::string payload(250, 'A');
  const std::string wide = std::move(Ticket(Roll::mm80).code(payload)).finish();
  const std::size_t at = wide.find("\x1dv0");
  REQUIRE(at != std::string::npos);
  const auto width = static_cast<unsigned char>(wide[at + 4]) * 8;
  CHECK(width <= 576);
  const std::string too_much(2'000, 'A');
  CHECK(std::move(Ticket(Roll::mm58).code(too_much)).finish().find("\x1dv0") == std::string::npos);
  CHECK_ERROR(Ticket(Roll::mm58).code("lower"), Errc::bad_input);
}

TEST_CASE("The proof code of a sale is this till's own and checks itself") {
  Till till;
  const auto sold = till.counter->sold(till.done({Till::line("G04", 4)}));
  REQUIRE(sold.code.size() == 12);
  constexpr std::string_view letters = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
  std::size_t sum = 0;
  std::size_t place = 0;
  for (const char c : sold.code.substr(0, 11)) {
    if (c != '-') sum += ++place * letters.find(c);
  }
  CHECK(sold.code.back() == letters[sum % 32]);
  CHECK(till.counter->proof_code(sold.sale, wumei::Points::parse("13")) != sold.code);
}

TEST_CASE("The slip of a closed day has the counts that differ and the ledger's fingerprint") {
  Till till;
  const std::vector<wumei::terminal::Count> counts{
      {{}, wumei::Sku("G04"), {}, Till::pieces(19), "damaged"},
      {{}, wumei::Sku("G17"), {}, Till::pieces(10), ""}};
  const auto closed = till.counter->close_day(counts, till.clerk, OfficerId("o-sv"));
  const std::string ticket = wumei::terminal::day_ticket(*till.book, till.counter->day(), closed,
                                                         Roll::mm58, Language::zh);
  CHECK(prints(ticket, "商品G04 -1"));
  CHECK(prints(ticket, "损坏"));
  CHECK(prints(ticket, wumei::to_hex(till.book->root().bytes()).substr(0, 32)));
  CHECK(prints(ticket, "全镇账本由镇里日结"));
}
