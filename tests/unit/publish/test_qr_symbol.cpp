#include <catch.hpp>
#include <wumei/audit/checkpoint.hpp>
#include <wumei/audit/cosignature.hpp>
#include <wumei/audit/qr.hpp>
#include <wumei/ledger/entry.hpp>
#include <wumei/publish/html.hpp>
#include <wumei/publish/qr_symbol.hpp>

#include <algorithm>

namespace wumei::publish {
namespace {

constexpr std::int64_t ten_million = 10'000'000;

/// An entry of 400 bytes as a till writes it, with a commitment.
std::string till_entry(ledger::Seq seq) {
  const Instant now = Instant::parse("2026-06-30T10:12:00+08:00");
  const std::string commitment = to_base64url(sha256("commitment").bytes());
  ledger::Draft draft{.kind = "redeem.confirm", .refs = {9'101'877}};
  const std::vector<ledger::Leg> legs{
      {"h/V010042:spendable", "2027-12-31", -1'250, 30'275, 9'101'877},
      {"s/S01:redeemed", "", 1'250, 8'812'500, 9'123'440}};
  std::string slip = "2026-06-30/0412";
  std::string leaf;
  do {
    draft.in = json::Value::object(
        {{"household", "V010042"}, {"on", "2026-06-30"}, {"shop", "S01"}, {"slip", slip}});
    draft.out = json::Value::object({{"points", 1'250}});
    leaf = ledger::encode({seq, now, now.date(480), "o-chen@till3", "S01-till3-000412",
                           commitment}, draft, legs);
    slip += std::to_string(leaf.size() % 10);
  } while (leaf.size() < 400);
  return leaf;
}

/// A proof of 24 hashes, signed by the log and cosigned by township and county, whose names are in
/// one domain. Its hashes are chained digests: as hard to deflate as real ones.
std::string proof_among_ten_million() {
  audit::ProofFile proof;
  proof.index = ten_million / 2;
  proof.leaf = till_entry(proof.index);
  Digest last = sha256(proof.leaf);
  for (int i = 0; i < 24; ++i) proof.path.push_back(last = sha256(last.bytes()));
  const std::string text = audit::checkpoint_text(
      {"guanqiao.example/village/e1", {ten_million, sha256(last.bytes())}});
  const auto log = audit::signer_from_seed("guanqiao.example/village", std::string(32, 'l'));
  audit::Note note{text, {{log->key().name(), log->key().id(), log->sign(text)}}};
  for (const char* name : {"guanqiao.example/township", "guanqiao.example/county"}) {
    const auto witness = audit::signer_from_seed(name, sha256(name).bytes());
    note.signatures.push_back(
        audit::cosign(*witness, text, Instant::parse("2026-06-30T20:00:00+08:00")));
  }
  proof.checkpoint = audit::format_note(note);
  return audit::write_proof(proof);
}

TEST_CASE("what a code cannot hold is refused", "[publish]") {
  CHECK_ERROR(QrSymbol::of("", QrLevel::low), Errc::bad_input);
  CHECK_ERROR(QrSymbol::of("wumei", QrLevel::low), Errc::bad_input);
  CHECK_ERROR(QrSymbol::of("WUMEI\n", QrLevel::low), Errc::bad_input);
  CHECK_ERROR(QrSymbol::of(std::string(4'297, 'A'), QrLevel::low), Errc::bad_input);
  CHECK_ERROR(QrSymbol::of(std::string(3'392, 'A'), QrLevel::medium), Errc::bad_input);
}

TEST_CASE("a code is the smallest that holds its text", "[publish]") {
  CHECK(QrSymbol::of("A", QrLevel::low).version() == 1);
  CHECK(QrSymbol::of(std::string(25, 'A'), QrLevel::low).version() == 1);
  CHECK(QrSymbol::of(std::string(26, 'A'), QrLevel::low).version() == 2);
  CHECK(QrSymbol::of(std::string(2'369, 'A'), QrLevel::low).version() == 29);
  CHECK(QrSymbol::of(std::string(2'370, 'A'), QrLevel::low).version() == 30);
  CHECK(QrSymbol::of(std::string(4'296, 'A'), QrLevel::low).version() == 40);
  CHECK(QrSymbol::of("A", QrLevel::low).width() == 21);
}

TEST_CASE("a code has its three finder patterns and is light outside", "[publish]") {
  const QrSymbol symbol = QrSymbol::of("WUMEI1:", QrLevel::medium);
  const int last = symbol.width() - 1;
  const auto finder = [&](int left, int top) {
    for (int y = 0; y < 7; ++y) {
      for (int x = 0; x < 7; ++x) {
        const int ring = std::max(std::abs(x - 3), std::abs(y - 3));
        if (symbol.is_dark(left + x, top + y) != (ring != 2)) return false;
      }
    }
    return true;
  };

  CHECK(finder(0, 0));
  CHECK(finder(last - 6, 0));
  CHECK(finder(0, last - 6));
  CHECK_FALSE(finder(last - 6, last - 6));
  CHECK_FALSE(symbol.is_dark(-1, 0));
  CHECK_FALSE(symbol.is_dark(0, symbol.width()));
}

TEST_CASE("the drawing has every dark module once and a quiet zone of four", "[publish]") {
  const QrSymbol symbol = QrSymbol::of("WUMEI1:ABC", QrLevel::medium);
  int dark = 0;
  for (int y = 0; y < 21; ++y) {
    for (int x = 0; x < 21; ++x) dark += symbol.is_dark(x, y) ? 1 : 0;
  }

  const std::string svg = qr_svg(symbol, "a <label>");

  CHECK(svg.find("viewBox=\"0 0 29 29\"") != std::string::npos);
  CHECK(svg.find("width=\"14.5mm\"") != std::string::npos);
  CHECK(svg.find("aria-label=\"a &lt;label&gt;\"") != std::string::npos);
  CHECK(svg.find("d=\"M4 4h7v1h-7z") != std::string::npos);
  int drawn = 0;
  for (std::size_t at = svg.find('h', svg.find("d=\"")); at != std::string::npos;
       at = svg.find('h', at + 1)) {
    if (svg[at + 1] != '-') drawn += std::stoi(svg.substr(at + 1));
  }
  CHECK(drawn == dark);
  const std::string text = qr_text(symbol);
  CHECK(std::count(text.begin(), text.end(), '\n') == 15);
  CHECK(text.starts_with("\u2588\u2588\u2588\u2588\u2588"));
}

TEST_CASE("a proof among ten million entries fits a code on 80 mm paper", "[publish]") {
  const std::string proof = proof_among_ten_million();
  REQUIRE(audit::parse_proof(proof).leaf.size() == 400);

  const std::string payload = audit::to_qr_payload(proof);
  const QrSymbol symbol = QrSymbol::of(payload, QrLevel::low);

  WARN("a proof of an entry of 400 bytes among ten million, cosigned twice: " << proof.size()
       << " bytes of text, " << payload.size() << " characters, a code of version "
       << symbol.version() << "-L");
  CHECK(symbol.version() <= 29);
  CHECK((symbol.width() + 2 * quiet_zone) * 4 <= 576);  // dots of an 80 mm printer
  CHECK(audit::from_qr_payload(payload) == proof);
}

TEST_CASE("a paper shows its note as text and as a code", "[publish]") {
  const std::string proof = proof_among_ten_million();
  const std::string note = audit::parse_proof(proof).checkpoint;

  const std::string html = note_block(note, Language::en);

  CHECK(html.find(escape_html(note)) != std::string::npos);
  CHECK(html.find(qr_svg(QrSymbol::of(audit::to_qr_payload(note), QrLevel::medium),
                         "The signed checkpoint as a QR code")) != std::string::npos);
  CHECK(note_block("", Language::en).empty());
}

}  // namespace
}  // namespace wumei::publish
