#include "api_fixture.hpp"

#include <fstream>

/// Pictures of goods, from the folder to the page.
namespace {

using wumei::Errc;
using wumei::Sku;
using wumei::terminal::Api;
using wumei::terminal::Desk;
using wumei::terminal::Pictures;
using wumei::test::has;
using wumei::test::Shop;
namespace http = wumei::http;
namespace fs = std::filesystem;

const std::string jpeg = "\xff\xd8\xff\xe0 a photograph";
const std::string png = "\x89PNG\r\n\x1a\n a drawing";
const std::string webp = std::string("RIFF\x10\0\0\0WEBPVP8 ", 16);

/// A shop with a folder of pictures.
struct Pictured : Shop {
  Pictured() : folder(till.folder / "pictures") {
    fs::create_directory(folder);
    api_with = std::make_unique<Api>(Desk{.counter = *till.counter,
                                          .journal = *till.journal,
                                          .printer = printer,
                                          .ledger = till.folder,
                                          .uptime = [this] { return up; },
                                          .pictures = Pictures(folder)});
  }
  void put(const std::string& name, const std::string& bytes) const {
    std::ofstream(folder / name, std::ios::binary) << bytes;
  }
  http::Response get(const std::string& target, const std::string& tag = "") {
    http::Request asked = request("GET", target);
    if (!tag.empty()) asked.headers.emplace_back("If-None-Match", tag);
    return api_with->answer(asked, port);
  }
  void come_in() {
    const http::Request asked =
        request("POST", "/api/session", R"({"officer":"o-kp","pin":"111111"})");
    const http::Response answer = api_with->answer(asked, port);
    REQUIRE(answer.status == 200);
    const std::string& set = answer.headers.front().second;
    cookie = set.substr(0, set.find(';'));
  }
  [[nodiscard]] std::string type_of(const std::string& sku) const {
    const auto picture = Pictures(folder).read(Sku(sku));
    return picture ? std::string(picture->content_type) : "";
  }

  fs::path folder;
  std::unique_ptr<Api> api_with;
};

}  // namespace

TEST_CASE("a picture is served to a clerk, for goods of the catalogue") {
  Pictured shop;
  shop.put("G04.jpg", jpeg);
  shop.put("G99.jpg", jpeg);
  shop.put("secret.jpg", jpeg);
  CHECK(shop.get("/api/pictures/G04").status == 401);
  shop.come_in();
  const http::Response picture = shop.get("/api/pictures/G04?v=1");
  CHECK(picture.status == 200);
  CHECK(picture.content_type == "image/jpeg");
  CHECK(picture.body == jpeg);
  CHECK(shop.get("/api/pictures/G17").status == 404);
  CHECK(shop.get("/api/pictures/G99").status == 404);
  CHECK(shop.get("/api/pictures/secret").status == 404);
  CHECK(shop.get("/api/pictures/...").status == 404);
  CHECK(shop.get("/api/pictures/a%20b").status == 400);
}

TEST_CASE("a picture that the page has is not sent again until it changes") {
  Pictured shop;
  shop.put("G04.png", png);
  shop.come_in();
  const std::string tag = shop.get("/api/pictures/G04").headers.front().second;
  const http::Response same = shop.get("/api/pictures/G04", tag);
  CHECK(same.status == 304);
  CHECK(same.body.empty());
  const std::string listed = shop.get("/api/goods").body;
  CHECK(has(listed, R"("sku":"G04")"));
  CHECK(has(listed, R"("picture":")" + tag.substr(1, tag.size() - 2) + "\""));
  CHECK(has(listed, R"("picture":"")"));
  shop.put("G04.png", png + " that is another one");
  CHECK(shop.get("/api/pictures/G04", tag).status == 200);
}

TEST_CASE("looking at pictures is no work") {
  Pictured shop;
  shop.put("G04.jpg", jpeg);
  shop.come_in();
  shop.up += Api::idle - std::chrono::milliseconds(1);
  CHECK(shop.get("/api/pictures/G04").status == 200);
  shop.up += std::chrono::milliseconds(1);
  CHECK(shop.get("/api/pictures/G04").status == 401);
}

TEST_CASE("what a picture is says its content, whatever its name") {
  Pictured shop;
  shop.put("A1.jpg", png);
  shop.put("A2.jpeg", jpeg);
  shop.put("A3.webp", webp);
  CHECK(shop.type_of("A1") == "image/png");
  CHECK(shop.type_of("A2") == "image/jpeg");
  CHECK(shop.type_of("A3") == "image/webp");
}

TEST_CASE("what is no picture, too large, a link or of another kind is not served") {
  Pictured shop;
  shop.put("A1.jpg", "<script>alert(1)</script>");
  shop.put("A2.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"/>");
  shop.put("A3.png", png + std::string(Pictures::bytes_most, ' '));
  shop.put("A4.png", "");
  shop.put("elsewhere", png);
  fs::create_symlink(shop.folder / "elsewhere", shop.folder / "A5.png");
  fs::create_directory(shop.folder / "A6.png");
  shop.put("A8.webp", "RIFF");
  for (const char* sku : {"A1", "A2", "A3", "A4", "A5", "A6", "A7", "A8"}) {
    CAPTURE(sku);
    CHECK(shop.type_of(sku).empty());
    CHECK(Pictures(shop.folder).tag(Sku(sku)).empty());
  }
  shop.put("A1.png", png);  // the next ending is tried
  CHECK(shop.type_of("A1") == "image/png");
  CHECK_FALSE(Pictures(shop.folder).tag(Sku("A1")).empty());
}

TEST_CASE("a folder of pictures that is not there is refused at the start") {
  const Pictured shop;
  CHECK_ERROR(Pictures(shop.folder / "none"), Errc::not_found);
  CHECK(Pictures().tag(Sku("G04")).empty());
  CHECK_FALSE(Pictures().read(Sku("G04")));
}
