#pragma once

#include "server.hpp"

#include <boost/beast/http/message.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>

/// Between what Beast reads and writes and what handlers see. For this folder only: whoever
/// includes it waits for Beast to compile.
namespace wumei::http {

using Parser = boost::beast::http::request_parser<boost::beast::http::string_body>;
using Answer = boost::beast::http::response<boost::beast::http::string_body>;

/// The status that says why bytes are no request; 0 when there is nobody left to tell.
[[nodiscard]] int status_of(const boost::beast::error_code& failure);
/// What the headers alone refuse; 0 when they are well.
[[nodiscard]] int status_of(const Parser& parser);
[[nodiscard]] bool expects_continue(const Parser& parser);

/// The headers as the handler gets them; false for a target that `read_target` refuses. What
/// trails a chunked body never becomes a header.
[[nodiscard]] bool read_head(const Parser& parser, Request& request);

/// The server's answer of that status, by `Options::refusal` or without it.
[[nodiscard]] Response refusal(const Options& options, int status);
/// The handler's answer, or what stands in for it.
[[nodiscard]] Response answer(const Options& options, const Request& request);
[[nodiscard]] Answer on_wire(const Options& options, Response response, bool keep_alive);

}  // namespace wumei::http
