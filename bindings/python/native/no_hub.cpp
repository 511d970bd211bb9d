#include <remote.hpp>

/// The verbs know how to ask a hub; here they are never told to.
namespace wumei::cli {
namespace {

[[noreturn]] void no_hub() {
  throw Error(Errc::unsupported, "the Python package opens ledgers, not hubs");
}

}  // namespace

Remote::Remote(Context& context) : context_(context) { no_hub(); }
json::Value Remote::head() const { no_hub(); }
json::Value Remote::get(const std::string& /*path*/, const http::Fields& /*query*/) const {
  no_hub();
}

}  // namespace wumei::cli
