#pragma once

#include "counter.hpp"
#include "escpos.hpp"
#include "pictures.hpp"
#include "printer.hpp"
#include "scans.hpp"

#include <http/json_text.hpp>
#include <http/router.hpp>

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>

namespace wumei::terminal {

using http::Json;

/// One request of a clerk who is signed in.
struct Call {
  const http::Request& request;
  const http::Router::Parts& parts;
  const OfficerId& clerk;
};

/// What a clerk can ask for, by method and path.
struct Service {
  std::string_view method;
  std::string_view pattern;
  std::function<http::Response(const Call& call)> run;
};

/// What stands behind the page: a counter beside a ledger, or a leased till. All that its functions
/// use outlives the API.
struct Station {
  std::function<std::vector<Clerk>()> clerks;
  std::function<Clerk(const OfficerId& officer, const std::string& pin)> sign_in;
  /// How the shop stands; sales and visit only for a clerk.
  std::function<Json(bool clerk)> state;
  std::vector<Service> services;
  Printer& printer;
  std::filesystem::path disk;  ///< a file on the disk that must have room
  /// Time that only grows: sessions end by it, whatever the clock on the wall does.
  std::function<std::chrono::milliseconds()> uptime;
};

/// What stands on one counter. All of it outlives the API.
struct Desk {
  Counter& counter;
  Journal& journal;
  Printer& printer;
  std::filesystem::path ledger;  ///< whose disk must have room
  /// Time that only grows: sessions end by it, whatever the clock on the wall does.
  std::function<std::chrono::milliseconds()> uptime;
  /// Signs the head of the ledger and returns the note; empty where no key is at hand.
  std::function<std::string()> sign = {};
  Roll roll = Roll::mm80;
  publish::Language language = publish::Language::zh;  ///< of slips
  Pictures pictures = {};                              ///< of goods
};

/// The note over a closed day; "" where it cannot be signed: the day is closed all the same.
[[nodiscard]] std::string signed_note(const Desk& desk);
[[nodiscard]] Station station_of(Desk desk);

/// The page and what it asks for: JSON in, the counter's flows, JSON out. One session at a time,
/// which ends by sign-out, by three minutes without work, by another sign-in or with the process.
/// Looking (`GET /api/state`, `GET /api/visit`) and listening to the scanner (`/api/scans`) are no
/// work: the page does them by itself.
class Api {
 public:
  static constexpr std::chrono::milliseconds idle{180'000};
  /// A page that waits for a scan is answered after so long in any case: less than it has patience.
  static constexpr std::chrono::milliseconds scans_wait{10'000};

  explicit Api(Station station);
  explicit Api(Desk desk) : Api(station_of(std::move(desk))) {}

  /// `port` is the server's own: what names another Host or Origin is refused.
  [[nodiscard]] http::Response answer(const http::Request& request, std::uint16_t port);
  /// What the server says by itself, in the shape of the API.
  [[nodiscard]] static http::Response refusal(int status);
  /// Where a scanner that this program reads puts its codes. While a clerk is signed in they are
  /// for a page of that session, and while nobody is for the page that tries the scanner.
  [[nodiscard]] Scans& scans() { return scans_; }

 private:
  struct Session {
    std::string id;
    std::string csrf;
    Clerk clerk;
    std::chrono::milliseconds worked{};
  };
  [[nodiscard]] http::Response routed(const http::Request& request);
  [[nodiscard]] http::Response state(const http::Request& request);
  [[nodiscard]] http::Response sign_in(const http::Request& request);
  [[nodiscard]] http::Response sign_out();
  [[nodiscard]] http::Response listen(const http::Request& request);
  [[nodiscard]] http::Response scanned(const http::Request& request);
  /// Whose scans the request may have: the session's id, or "" while nobody is signed in.
  [[nodiscard]] std::string listening(const http::Request& request);
  /// The session the request belongs to; nullptr for none.
  [[nodiscard]] Session* session(const http::Request& request);
  [[nodiscard]] PrinterState printer_state();
  [[nodiscard]] Json clerk_json() const;  ///< of the session there is

  Station station_;
  http::Router open_;    ///< asked without a session
  http::Router closed_;  ///< for a clerk
  std::optional<Session> session_;
  Scans scans_;
  bool disk_failed_ = false;
  PrinterState printer_state_ = PrinterState::none;
  std::optional<std::chrono::milliseconds> printer_asked_;
};

}  // namespace wumei::terminal
