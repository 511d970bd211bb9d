#include "temporary_folder.hpp"

#include <catch.hpp>
#include <wumei/audit/national.hpp>
#include <wumei/base/error.hpp>

#include <fstream>

namespace wumei::audit {
namespace {

using testing::TemporaryFolder;

constexpr std::string_view passphrase = "a long passphrase";
constexpr std::string_view origin = "wumei.example/village/e1";

/// The eight leaves of the Certificate Transparency tests.
const std::vector<std::string>& leaves() {
  static const std::vector<std::string> all = [] {
    std::vector<std::string> made;
    for (const auto* hex : {"", "00", "10", "2021", "3031", "40414243", "5051525354555657",
                            "606162636465666768696a6b6c6d6e6f"}) {
      made.push_back(from_hex(hex));
    }
    return made;
  }();
  return all;
}

LeafWalk walk(std::vector<std::string> log) {
  return [log = std::move(log)](const std::function<void(std::string_view)>& visit) {
    for (const std::string& leaf : log) visit(leaf);
  };
}

LeafWalk first(std::size_t count) {
  return walk({leaves().begin(), leaves().begin() + static_cast<std::ptrdiff_t>(count)});
}

Digest root_of(std::size_t count) {
  Sm3Tree tree;
  for (std::size_t i = 0; i < count; ++i) tree.append(leaves()[i]);
  return tree.root();
}

Sm2Key published_key() {
  return Sm2Key::of("GB/T32918.5",
                    from_hex("0409f9df311e5421a150dd7d161e4bc5c672179fad1833fc076bb08ff356f35020"
                             "ccea490ce26775a52dc6ea718cc1aa600aed05fbf35e084a6632f6072da9ad13"));
}

const std::string published_signature =
    "f5a03b0648d2c4630eeac513e1bb81a15944da3827d5b74143ac7eaceee720b3"
    "b1b6aa29df212fd8763182bc0d421ca1bb9038fd1f7f42d4840b69c485bbc1aa";

TEST_CASE("SM3 agrees with GB/T 32905", "[audit]") {
  std::string repeated;
  for (int i = 0; i < 16; ++i) repeated += "abcd";
  CHECK(to_hex(sm3("abc").bytes()) ==
        "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0");
  CHECK(to_hex(sm3(repeated).bytes()) ==
        "debe9ff92275b8a138604889c18e5a4d6fdb70e5387e5765293dcba39c0c5732");
  CHECK(to_hex(sm3("").bytes()) ==
        "1ab21d8355cfa17f8e61194831e81a8f22bec8c728fefb747ed035eb5082aa2b");
}

TEST_CASE("the SM3 tree has the shape of RFC 6962", "[audit]") {
  CHECK(to_hex(root_of(0).bytes()) ==
        "1ab21d8355cfa17f8e61194831e81a8f22bec8c728fefb747ed035eb5082aa2b");
  CHECK(to_hex(root_of(1).bytes()) ==
        "2daef60e7a0b8f5e024c81cd2ab3109f2b4f155cf83adeb2ae5532f74a157fdf");
  CHECK(to_hex(root_of(3).bytes()) ==
        "209ec96a210d662a964772680e8544d18cab7b88ffec3e00962220349b56ea56");
  CHECK(to_hex(root_of(8).bytes()) ==
        "bc48ba7a709184b5f2a631e1adeb8dc2a0d4c018c1d6cc89b5664fe154c93b38");
}

TEST_CASE("SM2 accepts the signature of GB/T 32918.5 and no other", "[audit]") {
  const std::string signature = from_hex(published_signature);
  CHECK(verify_sm2(published_key(), "message digest", signature));
  CHECK_FALSE(verify_sm2(published_key(), "message digest.", signature));
  CHECK_FALSE(verify_sm2(published_key(), "message digest", signature.substr(1)));
  CHECK_FALSE(verify_sm2(published_key(), "message digest", std::string(64, '\0')));
  std::string changed = signature;
  changed[63] ^= 1;
  CHECK_FALSE(verify_sm2(published_key(), "message digest", changed));
}

TEST_CASE("an SM2 verifier key reads back and every change of it is refused", "[audit]") {
  const Sm2Key key = published_key();
  CHECK(Sm2Key::parse(key.text()) == key);
  CHECK_THROWS_AS(Sm2Key::parse("name+00000000"), Error);
  CHECK_THROWS_AS(Sm2Key::parse("other" + key.text()), Error);  // the id is of the other name
  CHECK_THROWS_AS(Sm2Key::of("a b", key.point()), Error);
  CHECK_THROWS_AS(Sm2Key::of("name", key.point().substr(0, 33)), Error);
  std::string off_curve = key.point();
  off_curve[64] ^= 1;
  CHECK_THROWS_AS(Sm2Key::of("name", off_curve), Error);
}

TEST_CASE("an SM2 key file opens with its passphrase only", "[audit]") {
  const TemporaryFolder folder;
  const Sm2Key key = create_sm2_key_file(folder / "sm2.key", "wumei.example/village", passphrase);
  CHECK(read_sm2_public_key(folder / "sm2.key") == key);
  const auto signer = open_sm2_key_file(folder / "sm2.key", passphrase);
  CHECK(verify_sm2(key, "text", signer->sign("text")));
  CHECK_THROWS_AS(open_sm2_key_file(folder / "sm2.key", "another passphrase"), Error);
  CHECK_THROWS_AS(create_sm2_key_file(folder / "sm2.key", "name", passphrase), Error);
  CHECK_THROWS_AS(create_sm2_key_file(folder / "short.key", "name", "short"), Error);
  // The two kinds of key file cannot be taken for each other.
  CHECK_THROWS_AS(read_public_key(folder / "sm2.key"), Error);
}

TEST_CASE("a national checkpoint is held against the log", "[audit]") {
  const TemporaryFolder folder;
  const Sm2Key key = create_sm2_key_file(folder / "sm2.key", "wumei.example/village", passphrase);
  const auto signer = open_sm2_key_file(folder / "sm2.key", passphrase);
  const std::string note =
      sign_national(HeadFile(folder / "sm3.head"), *signer, first(5), origin);

  const Checkpoint checked = check_national(note, key, first(8), origin);
  CHECK(checked.origin == "wumei.example/village/e1/sm3");
  CHECK(checked.head == TreeHead{5, root_of(5)});

  const auto code = [&](const std::string& given, const Sm2Key& by, const LeafWalk& log) {
    try {
      check_national(given, by, log, origin);
    } catch (const Error& error) {
      return error.code();
    }
    FAIL("was accepted");
    return Errc::io;
  };
  CHECK(code(note, key, first(4)) == Errc::conflict);
  std::vector<std::string> edited = leaves();
  edited[2] = "edited";
  CHECK(code(note, key, walk(edited)) == Errc::conflict);
  CHECK(code(note, published_key(), first(8)) == Errc::unauthorised);
  std::string restated = note;
  restated.replace(restated.find("\n5\n"), 3, "\n6\n");
  CHECK(code(restated, key, first(8)) == Errc::unauthorised);
  CHECK_THROWS_AS(check_national(note, key, first(8), "wumei.example/other/e1"), Error);
}

TEST_CASE("no second national head is signed that contradicts the first", "[audit]") {
  const TemporaryFolder folder;
  static_cast<void>(create_sm2_key_file(folder / "sm2.key", "wumei.example/village", passphrase));
  const auto signer = open_sm2_key_file(folder / "sm2.key", passphrase);
  const HeadFile head(folder / "sm3.head");
  CHECK_THROWS_AS(sign_national(head, *signer, walk({}), origin), Error);
  static_cast<void>(sign_national(head, *signer, first(5), origin));

  CHECK_THROWS_AS(sign_national(head, *signer, first(4), origin), Error);
  std::vector<std::string> edited = leaves();
  edited[2] = "edited";
  CHECK_THROWS_AS(sign_national(head, *signer, walk(edited), origin), Error);
  CHECK(head.read()->head == TreeHead{5, root_of(5)});
  static_cast<void>(sign_national(head, *signer, first(8), origin));
  CHECK(head.read()->head == TreeHead{8, root_of(8)});
}

}  // namespace
}  // namespace wumei::audit
