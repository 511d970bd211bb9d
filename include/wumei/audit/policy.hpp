#pragma once

#include <wumei/audit/checkpoint.hpp>
#include <wumei/audit/cosignature.hpp>

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

/// C2SP tlog-policy: which logs a verifier knows, which witnesses, and how many of them must have
/// cosigned a checkpoint. One line each, items apart by spaces or tabs, `#` begins a comment line:
///
///     log VKEY [URL]
///     witness NAME VKEY [URL]
///     group NAME all|any|K MEMBER...
///     quorum NAME|none
///
/// Members and the quorum name what stands above them; a name is defined once and is a member
/// once; exactly one quorum; no public key twice. Supported: Ed25519 logs (type 0x01) and
/// witnesses (type 0x04). Stricter than C2SP: UTF-8 only, the last line ends in a newline, at most
/// 64 KiB, and no key is both a log's and a witness's, since a log does not watch itself.
namespace wumei::audit {

struct PolicyLog {
  VerifierKey key;
  std::string url;  ///< "" when not given
  bool operator==(const PolicyLog&) const = default;
};
struct PolicyWitness {
  std::string name;  ///< within the policy; the key has a name of its own
  VerifierKey key;
  std::string url;
  bool operator==(const PolicyWitness&) const = default;
};
struct PolicyGroup {
  std::string name;
  std::size_t threshold = 1;         ///< 1 to the number of members
  std::vector<std::string> members;  ///< witnesses and groups defined before
  bool operator==(const PolicyGroup&) const = default;
};

struct Policy {
  std::vector<PolicyLog> logs = {};
  std::vector<PolicyWitness> witnesses = {};
  std::vector<PolicyGroup> groups = {};
  std::string quorum = "none";  ///< a witness, a group, or `none`
  bool operator==(const Policy&) const = default;
};

/// Throws Errc::bad_input naming file, line, what was found and what was expected, and
/// Errc::unsupported for a key type that wumei cannot check.
[[nodiscard]] Policy parse_policy(std::string_view text, const std::string& file = {});

/// A policy that knows one log and asks for no witness: what `--key` alone means.
[[nodiscard]] Policy policy_of(const VerifierKey& log_key);

/// True when these witnesses (names within the policy) make up the quorum. The quorum `none` is
/// never met: nobody saw anything.
[[nodiscard]] bool meets_quorum(const Policy& policy, const std::vector<std::string>& witnesses);

enum class Witnessing : std::uint8_t { witnessed = 1, unwitnessed = 2 };
[[nodiscard]] std::string_view name(Witnessing witnessing);

struct Sighting {
  std::string witness;  ///< its name within the policy
  std::string key;      ///< its verifier key
  Instant at;
  bool operator==(const Sighting&) const = default;
};

/// A note whose log signature and known cosignatures all hold.
struct NoteCheck {
  Witnessing is = Witnessing::unwitnessed;
  Checkpoint checkpoint;
  std::string log_key;                ///< the verifier key that signed
  std::vector<Sighting> seen;         ///< cosignatures that count, in order of the policy
  std::vector<Sighting> untimely;     ///< valid, but not of a time that counts
};

/// Holds a signed note against a policy, in this order: the note is read strictly; its origin is
/// that of a log of the policy (epochs do not count, see `log_name`); every signature under a known
/// log key holds and there is one; every cosignature under a known witness's key holds; enough
/// witnesses for the quorum have cosigned at a time that counts. Signatures of unknown keys are
/// ignored.
///
/// Throws Errc::bad_input for what is not a signed checkpoint, Errc::not_found when the policy has
/// no log of this origin, Errc::unauthorised when the log's signature is absent or any signature
/// of a known key is wrong.
[[nodiscard]] NoteCheck check_note(const Policy& policy, std::string_view note,
                                   const CosignatureTimes& times = {});

}  // namespace wumei::audit

#ifndef WUMEI_COMPILED
#include <wumei/audit/impl/policy.ipp>
#endif
