#pragma once

#include <wumei/base/decision.hpp>
#include <wumei/base/id.hpp>
#include <wumei/programme/state.hpp>

#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace wumei::programme {

/// Who does it and on which machine. Stored as `officer@device`.
struct Actor {
  OfficerId officer;
  DeviceId device;
};

/// What a decision may know besides the state. A decision never asks the clock itself.
struct Context {
  Instant now;
  Date today;       ///< civil date of `now` at the programme's offset
  Date effective;   ///< accounting date the entries will carry
  Actor actor;
  ledger::Seq next = 0;  ///< seq the first of the drafts will get
  std::string chance;    ///< 32 random bytes for a command that draws them, else ""
  std::optional<ledger::Seq> late = {};  ///< approval of `effective` that the entries will cite
};

using Drafts = std::vector<ledger::Draft>;

/// One thing an officer asks for. `in` is what was asked: the first draft must carry the same
/// value, and a retry with the same key is recognised by it.
struct Command {
  Actor actor;
  std::string kind;                    ///< kind of the first entry if accepted
  std::string key;                     ///< idempotency key; "" takes a fresh one
  std::optional<Date> effective = {};  ///< accounting date; today when not given
  /// Approval of that date although its period is closed; every entry cites it.
  std::optional<ledger::Seq> late = {};
  json::Value in = {};
  std::string detail = {};             ///< private text of the first entry
  /// Wants `Context::chance`, which the private detail of its entry then keeps: a retry draws other
  /// bytes and is known by `in` alone.
  bool draws = false;
  /// What a machine reports, whoever brings it: a retry may come from another officer or device.
  bool by_anyone = false;
  std::vector<std::string> documents = {};  ///< public documents to keep, cited by digest in `in`
  /// Pure: the same state and context give the same drafts. A refusal that must be kept (of a
  /// claim) is a draft of kind `claim.refuse`; any other is returned as the Refusal.
  std::function<Decision<Drafts>(const State&, const Context&)> decide;
};

/// What came of a command: the entries written, or found written by an earlier try.
struct Receipt {
  ledger::Seq first = 0;
  std::int64_t count = 0;
  bool replayed = false;     ///< the key was known and the content the same: nothing was added
  std::string kind;          ///< kind of the first entry
  json::Value out;           ///< `data.out` of the first entry
};

}  // namespace wumei::programme
