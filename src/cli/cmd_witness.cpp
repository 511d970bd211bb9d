#include "audit_files.hpp"
#include "proof_files.hpp"
#include "verbs.hpp"
#include "witness_files.hpp"

#include <wumei/audit/signer.hpp>
#include <wumei/audit/witness.hpp>
#include <wumei/store/log_reader.hpp>

#include <algorithm>
#include <map>

/// Witnessing: the log's side asks and takes the answer, the witness's side (`witness_files.cpp`)
/// checks, remembers and cosigns.
namespace wumei::cli {
namespace {

void show_key(Context& context, const Arguments& /*arguments*/) {
  const audit::VerifierKey key = audit::read_public_key(witness_key_path(context));
  context.out.fact("verifier_key",
                   audit::VerifierKey::of(key.name(), audit::KeyType::cosignature, key.key())
                       .text());
}

bool is_cosigned(const std::string& text) {
  const audit::Note note = audit::parse_note(text);
  const std::string origin = audit::parse_checkpoint(note.text).origin;
  return std::any_of(note.signatures.begin(), note.signatures.end(), [&](const auto& signature) {
    return audit::log_name(signature.name) != audit::log_name(origin);
  });
}

/// What the witness knows, as far as this ledger can tell: the newest head that came back cosigned.
std::int64_t newest_cosigned(const std::vector<store::StoredCheckpoint>& checkpoints) {
  const auto found = std::find_if(checkpoints.rbegin(), checkpoints.rend(),
                                  [](const auto& stored) { return is_cosigned(stored.note); });
  return found == checkpoints.rend() ? 0 : found->size;
}

void request(Context& context, const Arguments& arguments) {
  store::SqliteStore store(context.ledger_path(), store::Access::read);
  const auto checkpoints = store.checkpoints(only_programme);
  if (checkpoints.empty()) throw Error(Errc::not_found, context.tr("checkpoint.none"));
  const std::int64_t since =
      arguments.has("since") ? arguments.integer("since") : newest_cosigned(checkpoints);
  const audit::WitnessRequest made = audit::make_request(
      store::hash_reader(store, only_programme), checkpoints.back().note, since);
  const std::string shown =
      as_shown(context, arguments, audit::write_request(made), Shown::exchange);
  if (!arguments.has("out")) {
    context.out.raw(shown);
    return;
  }
  if (!context.options.dry_run) write_file(arguments.text("out"), shown);
  context.out.fact("file", arguments.text("out"));
  context.out.fact("since", since);
  context.out.fact("size", checkpoints.back().size);
  if (context.options.dry_run) {
    context.out.tr("page.dry_run", {{"file", arguments.text("out")}});
  }
}

/// Signature lines, also those of a whole note. Throws Verdict for the size that a witness answers
/// when the request was from another one.
std::vector<audit::NoteSignature> answered_lines(const Context& context, const std::string& text) {
  const bool size = !text.empty() && text.find_first_not_of("0123456789\n") == std::string::npos;
  if (size) {
    throw Verdict(ExitCode::could_not_check,
                  context.tr("witness.knows", {{"size", text.substr(0, text.find('\n'))}}));
  }
  const bool lines = text.starts_with("\u2014 ");
  return lines ? audit::parse_signature_lines(text) : audit::parse_note(text).signatures;
}

/// The lines to add at each size. Throws Errc::bad_input when a note would carry over 16.
std::map<std::int64_t, std::vector<std::string>> lines_to_add(
    const std::vector<store::StoredCheckpoint>& checkpoints,
    const std::vector<audit::TakenCosignature>& taken) {
  std::map<std::int64_t, std::vector<std::string>> added;
  std::map<std::int64_t, audit::Note> notes;
  for (const auto& stored : checkpoints) notes[stored.size] = audit::parse_note(stored.note);
  for (const audit::TakenCosignature& one : taken) {
    if (one.known) continue;
    audit::Note& note = notes.at(one.size);
    note = audit::with_signatures(note, std::vector{one.line});
    added[one.size].push_back(audit::signature_lines(std::vector{one.line}));
  }
  return added;
}

void print_taken(Context& context, const std::vector<audit::TakenCosignature>& taken) {
  Table table{"cosignatures", {{"witness"}, {"size", Align::right}, {"seen_at"}, {"state"}}, {}};
  for (const audit::TakenCosignature& one : taken) {
    const std::string state = one.known ? "known" : "added";
    table.rows.push_back({one.by.witness, one.size, china_time(one.by.at),
                          Cell(context.tr("witness." + state), json::Value(state))});
  }
  context.out.table(table);
}

void accept(Context& context, const Arguments& arguments) {
  if (!arguments.has("policy")) throw Usage(context.tr("usage.witness_accept_policy"));
  const audit::Policy policy = read_policy(context, arguments);
  const auto lines = answered_lines(context, read_shown(context, arguments.text("file")));
  const bool dry_run = context.options.dry_run;
  store::SqliteStore store(context.ledger_path(),
                           dry_run ? store::Access::read : store::Access::write);
  if (!dry_run) static_cast<void>(store.become_writer(only_programme));
  const auto checkpoints = store.checkpoints(only_programme);
  std::vector<std::string> notes;
  for (const auto& stored : checkpoints) notes.push_back(stored.note);
  std::vector<audit::TakenCosignature> taken;
  try {
    taken = audit::take_cosignatures(policy, notes, lines, cosignature_times(context));
  } catch (const Error& error) {
    if (error.code() != Errc::unauthorised) throw;
    throw Verdict(ExitCode::verification_failed, context.texts.said(error.what()));
  }
  for (const auto& [size, added] : lines_to_add(checkpoints, taken)) {
    if (!dry_run) store.add_cosignatures(only_programme, size, added);
  }
  print_taken(context, taken);
  if (dry_run) context.out.tr("witness.accept_dry_run");
}

void show(Context& context, const Arguments& arguments) {
  Table table{"logs",
              {{"origin"}, {"size", Align::right}, {"root"}, {"remembered_notes", Align::right},
               {"evidence_kept", Align::right}},
              {}};
  for (const auto& folder : audit::witnessed_logs(memory_path(context, arguments))) {
    const auto notes = audit::read_witnessed(folder);
    if (notes.empty()) continue;
    const audit::Checkpoint& newest = notes.back().checkpoint;
    const audit::WitnessMemory memory(folder.parent_path(), newest.origin);
    table.rows.push_back({newest.origin, newest.head.size, to_base64(newest.head.root.bytes()),
                          static_cast<std::int64_t>(notes.size()),
                          static_cast<std::int64_t>(memory.evidence().size())});
  }
  context.out.table(table);
}

Verb request_verb() {
  return {.name = "request",
          .help = {"写出见证请求：最近的凭据和一致性证明",
                   "Write a request: the newest checkpoint and a consistency proof"},
          .example = "wumei -L zhen.wumei witness request --out request.txt",
          .options = {optional("since", "SIZE",
                               {"见证人已见过的笔数，默认为最近一次联署的凭据",
                                "entries the witness knows; default those last cosigned"}),
                      qr_option(), optional("out", "FILE", {"写入文件", "write it to a file"})},
          .run = request};
}

Verb accept_verb() {
  Option policy = optional_file("policy", "FILE", {"信任策略：认哪些见证人（tlog-policy）",
                                                   "a tlog-policy that names the witnesses"});
  return {.name = "accept",
          .help = {"收下见证人的联署，随凭据保存", "Take a witness's answer and keep it"},
          .example = "wumei -L zhen.wumei witness accept answer.txt --policy zhen.policy",
          .options = {positional_file("file", "FILE",
                                      {"联署、带联署的凭据或码，- 为标准输入",
                                       "the answer, a cosigned note or a code; - for stdin"}),
                      policy},
          .run = accept};
}

}  // namespace

void add_witness(Verbs& verbs) {
  verbs.push_back({.name = "witness",
                   .help = {"为另一本账作见证，或请人见证本账",
                            "Witness another ledger, or have this one witnessed"},
                   .verbs = {{.name = "key",
                              .help = {"打印见证公钥，写入对方的信任策略",
                                       "Print the witness's verifier key for policies"},
                              .example = "wumei --key county.key witness key",
                              .run = show_key},
                             cosign_verb(),
                             {.name = "show",
                              .help = {"列出见证过的账本", "List the logs that are remembered"},
                              .example = "wumei --key county.key witness show",
                              .options = {memory_option()},
                              .run = show},
                             request_verb(), accept_verb()}});
}

}  // namespace wumei::cli
