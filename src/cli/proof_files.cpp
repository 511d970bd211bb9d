#include "proof_files.hpp"

#include "audit_files.hpp"
#include "session.hpp"

#include <wumei/audit/qr.hpp>
#include <wumei/base/clock.hpp>
#include <wumei/publish/qr_symbol.hpp>

#include <algorithm>
#include <iostream>
#include <iterator>

namespace wumei::cli {

namespace {

constexpr int china_minutes = 480;

}  // namespace

std::string read_shown(const Context& context, const std::string& file) {
  const bool typed = file == "-" && context.guest == nullptr;
  std::string text = typed ? std::string(std::istreambuf_iterator<char>(std::cin), {})
                           : context.file(file);
  if (!audit::is_qr_payload(text)) return text;
  // A space is of the alphabet; the end of a line is what a scanner adds.
  text.erase(text.find_last_not_of("\r\n") + 1);
  return audit::from_qr_payload(text);
}

Option qr_option() {
  return one_of(optional("qr", "FORM",
                         {"改为二维码：svg 图、text 终端图、payload 码内文字",
                          "as a QR code: drawn as svg or text, or its payload"}),
                {"svg", "text", "payload"});
}

std::string as_shown(const Context& context, const Arguments& arguments, const std::string& text,
                     Shown what) {
  if (!arguments.has("qr")) return text;
  const std::string payload = audit::to_qr_payload(text);
  const std::string form = arguments.text("qr");
  if (form == "payload") return payload + "\n";
  const auto symbol = publish::QrSymbol::of(
      payload, what == Shown::note ? publish::QrLevel::medium : publish::QrLevel::low);
  if (form == "text") return publish::qr_text(symbol);
  const std::string_view title = what == Shown::proof  ? "qr.proof"
                                 : what == Shown::note ? "qr.note"
                                                       : "qr.exchange";
  return publish::qr_svg(symbol, context.tr(title));
}

std::vector<Option> policy_options() {
  Option policy = optional_file("policy", "FILE",
                                {"信任策略：认哪些账本、须有哪些见证（tlog-policy）",
                                 "whom to believe, and which witnesses it takes (tlog-policy)"});
  return {policy, flag("require-witness", {"没有足够见证即不通过",
                                           "without enough witnesses the check fails"})};
}

audit::Policy read_policy(const Context& context, const Arguments& arguments) {
  const std::string file = arguments.text("policy");
  return audit::parse_policy(context.file(file), file);
}

audit::Policy given_policy(const Context& context, const Arguments& arguments) {
  if (context.options.key.empty() && !arguments.has("policy")) {
    throw Usage(context.tr("usage.proof_key"));
  }
  if (arguments.flag("require-witness") && !arguments.has("policy")) {
    throw Usage(context.tr("usage.witness_policy"));
  }
  audit::Policy policy;
  if (arguments.has("policy")) policy = read_policy(context, arguments);
  if (context.options.key.empty()) return policy;
  const auto key = audit::VerifierKey::parse(verifier_key(context, context.options.key));
  const auto& logs = policy.logs;
  const bool listed = std::any_of(logs.begin(), logs.end(),
                                  [&](const audit::PolicyLog& log) { return log.key == key; });
  if (!logs.empty() && !listed) {
    throw Error(Errc::bad_input, "the policy does not list the key " + key.text());
  }
  policy.logs = {{key, {}}};
  return policy;
}

std::string china_time(Instant at) { return at.text(china_minutes) + " +08:00"; }

audit::CosignatureTimes cosignature_times(const Context& context) {
  constexpr std::int64_t day = 24 * 3'600'000;
  const Instant now = context.options.now.empty() ? SystemClock().now()
                                                  : parse_now(context.options.now, china_minutes);
  return {.latest = Instant::from_millis(now.millis() + day)};
}

void print_witnesses(Context& context, const audit::NoteCheck& note) {
  Table table{"witnesses", {{"witness"}, {"seen_at"}}, {}};
  for (const audit::Sighting& sighting : note.seen) {
    table.rows.push_back({sighting.witness, china_time(sighting.at)});
  }
  if (context.out.json() || !table.rows.empty()) context.out.table(table);
  for (const audit::Sighting& sighting : note.untimely) {
    context.out.tr("policy.untimely", {{"witness", sighting.witness},
                                       {"at", china_time(sighting.at)}});
  }
}

}  // namespace wumei::cli
