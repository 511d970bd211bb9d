#include "pipeline.hpp"
#include "temporary_folder.hpp"

#include <catch.hpp>
#include <wumei/audit/cosignature.hpp>
#include <wumei/audit/witness.hpp>

namespace wumei::audit {
namespace {

/// The eight leaves of the Certificate Transparency tests.
HashReader eight_leaves() {
  return {[](int, std::int64_t) -> std::optional<std::string> { return std::nullopt; },
          [](std::int64_t index) {
            static const std::vector<std::string> leaves{
                "", from_hex("00"), from_hex("10"), from_hex("2021"), from_hex("3031"),
                from_hex("40414243"), from_hex("5051525354555657"),
                from_hex("606162636465666768696a6b6c6d6e6f")};
            return leaves.at(static_cast<std::size_t>(index));
          }};
}

std::string vector_file(const std::string& name) {
  return testing::contents(std::string(WUMEI_SOURCE_DIR) + "/tests/vectors/" + name);
}

TEST_CASE("the request and the answer of the vectors come out", "[audit]") {
  const WitnessRequest request = make_request(eight_leaves(), testing::pipeline_note(), 6);
  const auto witness = signer_from_seed("wumei.example/township", testing::witness_seed);
  const NoteSignature line = cosign(*witness, parse_note(request.note).text,
                                    Instant::from_millis(testing::cosigned_at));

  CHECK(write_request(request) == vector_file("pipeline.request"));
  CHECK(parse_request(vector_file("pipeline.request")) == request);
  CHECK(signature_lines(std::vector{line}) == vector_file("pipeline.answer"));
}

TEST_CASE("a witness that knows six of eight leaves cosigns the vector's request", "[audit]") {
  const auto log = signer_from_seed("wumei.example/village", testing::log_seed);
  const std::string text = checkpoint_text({"wumei.example/village",
                                            {6, root_at(eight_leaves(), 6)}});
  const std::string six =
      format_note({text, {{log->key().name(), log->key().id(), log->sign(text)}}});
  const std::vector<WitnessedNote> remembered{{checkpoint_of(six), six}};
  const WitnessRequest request = parse_request(vector_file("pipeline.request"));

  CHECK(judge_request(remembered, request, false).verdict == WitnessVerdict::cosign);
}

}  // namespace
}  // namespace wumei::audit
