#include "ending.hpp"

#include <wumei/base/assert.hpp>
#include <wumei/base/text.hpp>

namespace wumei::cli {

Ending ending_of(const std::exception_ptr& thrown, const Catalogue& texts) {
  try {
    std::rethrow_exception(thrown);
  } catch (const Told& told) {
    return told.ending();
  } catch (const Usage& usage) {
    return {ExitCode::usage, "usage", usage.what(), {}};
  } catch (const Refused& refused) {
    const Refusal& refusal = refused.refusal();
    return {exit_code(refusal.code), std::string(name(refusal.code)), texts.sentence(refusal),
            refusal.facts};
  } catch (const Verdict& verdict) {
    return {verdict.exit(), "verdict", verdict.what(), {}};
  } catch (const Error& error) {
    return {exit_code(error.code()), std::string(name(error.code())), texts.sentence(error),
            error.facts()};
  } catch (const InvariantViolation& fault) {
    return {ExitCode::internal,
            "internal",
            texts.tr("errc.internal") + ": " + texts.said(fault.what()),
            {}};
  } catch (const std::exception& fault) {
    return {ExitCode::storage, "io", texts.tr("errc.io") + ": " + texts.said(fault.what()), {}};
  }
}

std::string sayable(const std::string& text) {
  if (is_utf8(text)) return to_nfc(text);
  std::string ascii;
  for (const char c : text) ascii += static_cast<unsigned char>(c) < 0x80 ? c : '?';
  return ascii;
}

}  // namespace wumei::cli
