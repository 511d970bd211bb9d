#pragma once

#include "app.hpp"
#include "verb.hpp"

#include <wumei/audit/policy.hpp>

#include <string>
#include <string_view>
#include <vector>

/// What the verbs share that hand proofs and notes out, or take them in: as text, or as a code.
namespace wumei::cli {

/// A file, or standard input for `-`. A scanned code becomes the text it stands for.
[[nodiscard]] std::string read_shown(const Context& context, const std::string& file);

/// `--qr svg|text|payload`.
[[nodiscard]] Option qr_option();
/// The text itself, or as a code when `--qr` asks for one. A proof needs all the room a code has, a
/// note is meant to survive a crease; what goes to a witness and back is read off a screen.
enum class Shown : std::uint8_t { proof = 1, note = 2, exchange = 3 };
[[nodiscard]] std::string as_shown(const Context& context, const Arguments& arguments,
                                   const std::string& text, Shown what);

/// `--policy FILE` and `--require-witness`.
[[nodiscard]] std::vector<Option> policy_options();
/// The policy of `--policy`, which was given.
[[nodiscard]] audit::Policy read_policy(const Context& context, const Arguments& arguments);
/// The policy of `--policy` and `--key`: a key given is the only log believed, and must stand in
/// the policy if that names logs. Throws Usage when there is neither.
[[nodiscard]] audit::Policy given_policy(const Context& context, const Arguments& arguments);
/// When a witness saw a head, in China's time: `2026-04-30 09:00:00 +08:00`.
[[nodiscard]] std::string china_time(Instant at);
/// No witness has seen what is a day ahead of this machine.
[[nodiscard]] audit::CosignatureTimes cosignature_times(const Context& context);

/// The witnesses that saw a head, and when.
void print_witnesses(Context& context, const audit::NoteCheck& note);

}  // namespace wumei::cli
