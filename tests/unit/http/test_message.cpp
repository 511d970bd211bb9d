#include <catch.hpp>

#include <http/guard.hpp>
#include <http/message.hpp>
#include <http/router.hpp>

namespace {

using namespace wumei::http;

Request with_headers(Fields headers) {
  Request request;
  request.headers = std::move(headers);
  return request;
}

Request asking(const std::string& method, const std::string& path) {
  Request request;
  request.method = method;
  request.path = path;
  return request;
}

}  // namespace

TEST_CASE("a target is decoded once, path and query apart") {
  Request request;
  REQUIRE(read_target("/%E5%BC%A0%2520?q=%E5%BC%A0+b%2B&empty=&bare&q=2", request));
  CHECK(request.path == "/张%20");
  CHECK(request.query == Fields{{"q", "张 b+"}, {"empty", ""}, {"bare", ""}, {"q", "2"}});
  CHECK(request.parameter("q") == "张 b+");
  CHECK(request.parameter("bare") == "");
  CHECK(request.parameter("none") == std::nullopt);
  REQUIRE(read_target("/", request));
  CHECK(request.path == "/");
  CHECK(request.query.empty());
  REQUIRE(read_target("/a..b/...?x=..", request));
  CHECK(request.path == "/a..b/...");
}

TEST_CASE("a header is found in any case, and two of one name are one value") {
  const Request request = with_headers({{"HOST", "a"}, {"X-B", "1"}, {"host", "b"}, {"X-C", ""}});
  CHECK(request.header("Host") == "a, b");
  CHECK(request.header("x-b") == "1");
  CHECK(request.header("x").empty());
  CHECK(with_headers({{"Host", ""}, {"Host", "b"}}).header("Host") == ", b");
}

TEST_CASE("a cookie is found among others by its whole name") {
  const Request request = with_headers({{"Cookie", "atill=1; till=2;till=3 ; x"}});
  CHECK(request.cookie("till") == "2");
  CHECK(request.cookie("x").empty());
  CHECK(request.cookie("ill").empty());
}

TEST_CASE("only a Host that names this machine and the port is ours") {
  const auto ours = [](const std::string& host, std::uint16_t port = 8080) {
    return names_loopback(with_headers({{"Host", host}}), port);
  };
  CHECK(ours("127.0.0.1:8080"));
  CHECK(ours("localhost:8080"));
  CHECK(ours("localhost", 80));
  CHECK_FALSE(ours("localhost"));
  CHECK_FALSE(ours("localhost:8081"));
  CHECK_FALSE(ours("evil.example:8080"));
  CHECK_FALSE(ours("127.0.0.1:8080.evil.example"));
  CHECK_FALSE(ours(""));
  CHECK_FALSE(
      names_loopback(with_headers({{"Host", "localhost:8080"}, {"Host", "localhost:8080"}}), 8080));
}

TEST_CASE("a request of a page from elsewhere is not of one origin") {
  const auto same = [](const std::string& origin) {
    return is_same_origin(with_headers({{"Host", "localhost:8080"}, {"Origin", origin}}));
  };
  CHECK(same("http://localhost:8080"));
  CHECK(is_same_origin(with_headers({{"Host", "localhost:8080"}})));
  CHECK_FALSE(same("http://127.0.0.1:8080"));
  CHECK_FALSE(same("https://localhost:8080"));
  CHECK_FALSE(same("http://localhost"));
  CHECK_FALSE(same("null"));
  CHECK_FALSE(same("http://evil.example"));
}

TEST_CASE("a page of ours may load nothing from elsewhere") {
  const Request answer = with_headers(security_headers());
  CHECK(answer.header("Content-Security-Policy").starts_with("default-src 'none'; "));
  CHECK(answer.header("X-Content-Type-Options") == "nosniff");
  CHECK(answer.header("Referrer-Policy") == "no-referrer");
}

TEST_CASE("a route is found by method and path, and a star is one part") {
  Router router;
  const auto route = [](std::string text) {
    return [text = std::move(text)](const Request&, const Router::Parts& parts) {
      return Response{200, "", text + (parts.empty() ? "" : " " + parts[0])};
    };
  };
  router.on("GET", "/", route("home"));
  router.on("GET", "/a/list", route("list"));
  router.on("GET", "/a/*", route("one"));
  router.on("POST", "/a/*", route("change"));
  router.on("POST", "/a/*/done", route("done"));
  const auto answer = [&](const std::string& method, const std::string& path) -> std::string {
    const Request request = asking(method, path);
    const Router::Match match = router.find(request);
    return match.route == nullptr ? match.allowed : (*match.route)(request, match.parts).body;
  };
  CHECK(answer("GET", "/") == "home");
  CHECK(answer("GET", "/a/list") == "list");
  CHECK(answer("GET", "/a/7") == "one 7");
  CHECK(answer("POST", "/a/7") == "change 7");
  CHECK(answer("POST", "/a/7/done") == "done 7");
  CHECK(answer("DELETE", "/a/7") == "GET, HEAD, POST");
  CHECK(answer("GET", "/a/7/done") == "POST");
  for (const char* path : {"/b", "/a", "/a/", "/a//done", "/a/7/", "/a/7/8", "//", "/a/7/done/"}) {
    INFO(path);
    CHECK(answer("GET", path).empty());
    CHECK(answer("PUT", path).empty());
  }
}
