#include "pipeline.hpp"

#include <catch.hpp>
#include <wumei/audit/policy.hpp>

#include <map>

namespace wumei::audit {
namespace {

using testing::cosigned_at;
using testing::log_key;
using testing::pipeline_note;
using testing::pipeline_policy;
using testing::witness_key;

/// A made-up key, told apart by its last byte.
std::string key_of(const std::string& name, char number, KeyType type = KeyType::cosignature) {
  return VerifierKey::of(name, type, std::string(31, 'k') + number).text();
}

/// Six witnesses in two groups of three, as in the example of C2SP.
std::string two_groups() {
  std::string text = std::string("# towns\nlog ") + log_key + " https://log.example/\n\n";
  for (int i = 1; i <= 6; ++i) {
    const std::string name = (i <= 3 ? "X" : "Y") + std::to_string(i);
    const std::string key = key_of("w.example/" + name, static_cast<char>(i));
    text += "\t witness " + name + "\t" + key + "  \n";
  }
  return text +
         "group X-witnesses 2 X1 X2 X3\ngroup Y-witnesses any Y4 Y5 Y6\n"
         "group X-and-Y all X-witnesses Y-witnesses\n  # the rule\nquorum X-and-Y\n";
}

/// The line that the refusal of this policy names; 0 when it is not refused as bad input.
std::string refused_line(const std::string& text) {
  try {
    static_cast<void>(parse_policy(text, "towns.policy"));
  } catch (const Error& error) {
    INFO(error.what());
    CHECK(error.code() == Errc::bad_input);
    CHECK(error.fact("file") == "towns.policy");
    CHECK(std::string(error.what()).starts_with("towns.policy:"));
    return error.fact("line");
  }
  return "0";
}

TEST_CASE("every mistake in a policy is refused with its line", "[audit]") {
  const std::string head = pipeline_policy();  // three lines
  const std::string w1 = "witness a " + key_of("a", 1) + "\n";
  const std::map<std::string, std::string> bad{
      {head + "hello\n", "4"},
      {head + "Log " + key_of("a", 1, KeyType::ed25519) + "\n", "4"},
      {head + "log\n", "4"},
      {head + "log " + key_of("a", 1, KeyType::ed25519) + " url more\n", "4"},
      {head + "log " + key_of("a", 1) + "\n", "4"},
      {head + "log a+00000000+AQ==\n", "4"},
      {head + "witness a\n", "4"},
      {head + "witness a " + key_of("a", 1) + " url more\n", "4"},
      {head + "witness a " + key_of("a", 1, KeyType::ed25519) + "\n", "4"},
      {head + "witness none " + key_of("a", 1) + "\n", "4"},
      {head + "witness township " + key_of("a", 1) + "\n", "4"},
      {head + w1 + "witness b " + key_of("b", 1) + "\n", "5"},
      {head + "log " + log_key + "\n", "4"},
      {head + "witness a " +
           VerifierKey::of("a", KeyType::cosignature, VerifierKey::parse(log_key).key()).text() +
           "\n", "4"},
      {head + w1 + "group g any\n", "5"},
      {head + w1 + "group g some a\n", "5"},
      {head + w1 + "group g 0 a\n", "5"},
      {head + w1 + "group g 01 a\n", "5"},
      {head + w1 + "group g 2 a\n", "5"},
      {head + w1 + "group g 99999999999999999999 a\n", "5"},
      {head + w1 + "group g -1 a\n", "5"},
      {head + w1 + "group g any a a\n", "5"},
      {head + w1 + "group a any a\n", "5"},
      {head + w1 + "group g any g\n", "5"},
      {head + w1 + "group g any none\n", "5"},
      {head + w1 + "group g any b\nwitness b " + key_of("b", 2) + "\n", "5"},
      {head + w1 + "group g any a\ngroup h any a\n", "6"},
      {head + "quorum township\n", "4"},
      {std::string("log ") + log_key + "\nquorum township\n", "2"},
      {std::string("log ") + log_key + "\nquorum\n", "2"},
      {std::string("log ") + log_key + "\nquorum none none\n", "2"},
      {std::string("log ") + log_key + "\n", "1"},
      {"quorum none\nlog " + std::string(log_key), "2"},
      {head + "# a bell: \a\n", "4"},
      {"quorum none\r\n", "1"},
  };

  for (const auto& [text, line] : bad) {
    INFO(text);
    CHECK(refused_line(text) == line);
  }
  CHECK_ERROR(parse_policy(""), Errc::bad_input);
  CHECK_ERROR(parse_policy("# \xff\nquorum none\n"), Errc::bad_input);
  CHECK_ERROR(parse_policy(std::string(64 * 1024, '\n') + "quorum none\n"), Errc::bad_input);
}

TEST_CASE("a key type that cannot be checked makes the policy unsupported", "[audit]") {
  const std::string key = "a+00000000+" + to_base64(std::string(33, '\6'));

  CHECK_ERROR(parse_policy("witness a " + key + "\nquorum a\n"), Errc::unsupported);
}

TEST_CASE("a policy is read with its groups, its blanks and its comments", "[audit]") {
  const Policy policy = parse_policy(two_groups());

  REQUIRE(policy.logs.size() == 1);
  CHECK(policy.logs[0].url == "https://log.example/");
  REQUIRE(policy.witnesses.size() == 6);
  CHECK(policy.witnesses[3].name == "Y4");
  CHECK(policy.witnesses[3].url.empty());
  CHECK(policy.groups == std::vector<PolicyGroup>{{"X-witnesses", 2, {"X1", "X2", "X3"}},
                                                  {"Y-witnesses", 1, {"Y4", "Y5", "Y6"}},
                                                  {"X-and-Y", 2, {"X-witnesses", "Y-witnesses"}}});
  CHECK(policy.quorum == "X-and-Y");
  CHECK(parse_policy("quorum none\n") == Policy{});
}

TEST_CASE("the quorum counts as the groups say", "[audit]") {
  const Policy policy = parse_policy(two_groups());

  CHECK_FALSE(meets_quorum(policy, {}));
  CHECK_FALSE(meets_quorum(policy, {"X1", "X2", "X3"}));
  CHECK_FALSE(meets_quorum(policy, {"X1", "Y4", "Y5", "Y6"}));
  CHECK_FALSE(meets_quorum(policy, {"X1", "X1", "Y4"}));
  CHECK_FALSE(meets_quorum(policy, {"X-and-Y"}));
  CHECK_FALSE(meets_quorum(policy, {"X-witnesses", "Y-witnesses"}));
  CHECK(meets_quorum(policy, {"X1", "X3", "Y6"}));
  CHECK_FALSE(meets_quorum(Policy{}, {"none"}));
}

TEST_CASE("the pipeline's note is witnessed under its policy", "[audit]") {
  const NoteCheck check = check_note(parse_policy(pipeline_policy()), pipeline_note());

  CHECK(check.is == Witnessing::witnessed);
  CHECK(check.checkpoint.head.size == 8);
  CHECK(check.log_key == log_key);
  CHECK(check.seen == std::vector<Sighting>{
                          {"township", witness_key, Instant::from_millis(cosigned_at)}});
  CHECK(name(check.is) == "witnessed");
}

TEST_CASE("a note without the witness, or seen by it too late, is unwitnessed", "[audit]") {
  const Policy policy = parse_policy(pipeline_policy());
  Note bare = parse_note(pipeline_note());
  bare.signatures.pop_back();
  const Instant before = Instant::from_millis(cosigned_at - 1);

  const NoteCheck absent = check_note(policy, format_note(bare));
  const NoteCheck late = check_note(policy, pipeline_note(), {.latest = before});
  const NoteCheck nobody = check_note(policy_of(VerifierKey::parse(log_key)), pipeline_note());

  CHECK(absent.is == Witnessing::unwitnessed);
  CHECK(absent.seen.empty());
  CHECK(late.is == Witnessing::unwitnessed);
  REQUIRE(late.untimely.size() == 1);
  CHECK(late.untimely[0].witness == "township");
  CHECK(nobody.is == Witnessing::unwitnessed);
  CHECK(name(nobody.is) == "unwitnessed");
}

TEST_CASE("a wrong signature of a known key rejects the note, unknown keys do not", "[audit]") {
  const Policy policy = parse_policy(pipeline_policy());
  const Policy log_only = policy_of(VerifierKey::parse(log_key));
  Note wrong_witness = parse_note(pipeline_note());
  wrong_witness.signatures[1].bytes[20] ^= 1;
  Note wrong_log = parse_note(pipeline_note());
  wrong_log.signatures[0].bytes[20] ^= 1;
  Note without_log = parse_note(pipeline_note());
  without_log.signatures.erase(without_log.signatures.begin());
  Note both = parse_note(pipeline_note());  // a right line beside a wrong one
  both.signatures.push_back(wrong_log.signatures[0]);

  CHECK_ERROR(check_note(policy, format_note(wrong_witness)), Errc::unauthorised);
  CHECK_ERROR(check_note(policy, format_note(wrong_log)), Errc::unauthorised);
  CHECK_ERROR(check_note(policy, format_note(without_log)), Errc::unauthorised);
  CHECK_ERROR(check_note(policy, format_note(both)), Errc::unauthorised);
  CHECK(check_note(log_only, format_note(wrong_witness)).is == Witnessing::unwitnessed);
}

TEST_CASE("a note of a log that the policy does not know is not judged", "[audit]") {
  const Policy other = policy_of(
      VerifierKey::parse(key_of("wumei.example/elsewhere", 1, KeyType::ed25519)));

  CHECK_ERROR(check_note(other, pipeline_note()), Errc::not_found);
  CHECK_ERROR(check_note(parse_policy("quorum none\n"), pipeline_note()), Errc::not_found);
  CHECK_ERROR(check_note(other, "hello\n"), Errc::bad_input);
}

TEST_CASE("any of the keys listed for a log may have signed", "[audit]") {
  Policy policy = parse_policy(pipeline_policy());
  const std::string other = key_of("wumei.example/village", 1, KeyType::ed25519);
  policy.logs.insert(policy.logs.begin(), {VerifierKey::parse(other), {}});

  CHECK(check_note(policy, pipeline_note()).log_key == log_key);
}

}  // namespace
}  // namespace wumei::audit
