#include "shape.hpp"

#include <wumei/audit/checkpoint.hpp>
#include <wumei/audit/key_rotation.hpp>
#include <wumei/audit/proof.hpp>
#include <wumei/base/text.hpp>
#include <wumei/store/log_reader.hpp>

#include <algorithm>

/// The log itself: its head, its entries as they come, and proofs that they are in it.
namespace wumei::hub {
namespace {

constexpr std::int64_t entries_most = 1'000;
constexpr std::size_t page_bytes = 4'000'000;  ///< of leaves; a page ends there, however many more
constexpr std::int64_t wait_most = 30;         ///< seconds

http::Response head(const Call& call) { return json_response(ledger_json(call.ledger)); }

std::string newest_note(const programme::Programme& programme) {
  const auto newest = programme.store().newest_checkpoint(programme.id());
  return newest ? newest->note : std::string();
}

http::Response checkpoint(const Call& call) {
  const std::string note = call.ledger.writer.read(newest_note);
  if (note.empty()) throw Stop("not_found");
  return {200, "text/plain; charset=utf-8", note};
}

/// Signs everything written so far. Nobody writes meanwhile.
http::Response sign(const Call& call) {
  if (auto no = not_in_office(call.ledger, call.token.officer)) return failed(failure(*no));
  if (!call.ledger.sign) throw Stop("key.absent");
  const std::string note = call.ledger.writer.read(
      [&](const programme::Programme&) { return call.ledger.sign(); });
  return {201, "text/plain; charset=utf-8", note};
}

/// How the log came to its key: every change, oldest first, with both signatures. Whoever knew one
/// of the keys can go on from there.
http::Response keys(const Call& call) {
  return json_response(call.ledger.writer.read([](const programme::Programme& programme) {
    const programme::Charter& charter = programme.state().charter;
    std::vector<Json> changes;
    for (std::string key = charter.log_key; !key.empty();) {
      const std::string id = to_hex(audit::VerifierKey::parse(key).id());
      const std::optional<ledger::Seq> seq = programme.find("key/" + id);
      if (!seq) break;
      const std::string leaf = programme.leaf(*seq);
      const json::Value facts = ledger::parse_data(ledger::decode(leaf)).at("in");
      changes.push_back(
          Json::object({{"entry", *seq}, {"facts", Json::of_text(json::write(facts))}}));
      key = facts.at("old_key").text();
    }
    std::reverse(changes.begin(), changes.end());
    const auto same = [](const Json& change) { return change; };
    return Json::object({{"origin", charter.origin},
                         {"key", charter.log_key},
                         {"changes", Json::array(changes, same)}});
  }));
}

/// A page of the log after a cursor.
struct Page {
  std::vector<std::string> leaves;
  std::int64_t size = 0;
};

Page page_of(const programme::Programme& programme, ledger::Seq after, std::int64_t limit) {
  Page page;
  page.size = programme.size();
  const ledger::Seq until = std::min(page.size, after + 1 + limit);
  std::size_t bytes = 0;
  if (after + 1 >= until) return page;
  programme.store().read(programme.id(), after + 1, until,
                         [&](ledger::Seq, std::string_view leaf) {
                           page.leaves.emplace_back(leaf);
                           bytes += leaf.size();
                           return bytes < page_bytes;
                         });
  return page;
}

/// Pages of the log, and its news: with `wait` an empty page is answered only after so many
/// seconds, or as soon as there is an entry. Shaped once nobody else waits for the ledger.
http::Response entries(const Call& call) {
  const http::Request& request = call.request;
  const ledger::Seq after = number_of(request, "after", {-1, exact_max, -1});
  const std::int64_t limit = number_of(request, "limit", {1, entries_most, 100});
  const std::chrono::milliseconds wait(1'000 * number_of(request, "wait", {0, wait_most, 0}));
  const bool leaves = flag_of(request, "leaves");
  const Page page = call.ledger.writer.read([&](const programme::Programme& programme) {
    return page_of(programme, after, limit);
  });
  const Json shown = Json::array(
      page.leaves, [&](const std::string& leaf) { return entry_json(leaf, leaves); });
  http::Response response =
      json_response(Json::object({{"entries", shown},
                                  {"next", after + std::ssize(page.leaves)},
                                  {"size", page.size}}));
  if (page.leaves.empty() && request.waited < wait) response.later = wait - request.waited;
  return response;
}

http::Response entry(const Call& call) {
  const ledger::Seq seq = seq_of(call.parts[1]);
  return json_response(entry_json(
      call.ledger.writer.read([&](const programme::Programme& programme) {
        if (seq >= programme.size()) throw Stop("not_found", {{"entry", call.parts[1]}});
        return programme.leaf(seq);
      }),
      true));
}

/// Against the newest signed head, which is what a stranger can check.
http::Response proof(const Call& call) {
  const ledger::Seq seq = seq_of(call.parts[1]);
  return json_response(call.ledger.writer.read([&](const programme::Programme& programme) {
    if (seq >= programme.size()) throw Stop("not_found", {{"entry", call.parts[1]}});
    const std::string note = newest_note(programme);
    const audit::TreeHead signed_head =
        note.empty() ? audit::TreeHead() : audit::checkpoint_of(note).head;
    if (signed_head.size <= seq) throw Stop("checkpoint.none", {{"entry", call.parts[1]}});
    const audit::HashReader hashes = store::hash_reader(programme.store(), programme.id());
    const audit::ProofFile file{programme.leaf(seq), seq,
                                audit::inclusion_proof(hashes, seq, signed_head.size), note};
    const auto hash = [](const Digest& digest) { return Json(to_hex(digest.bytes())); };
    return Json::object({{"entry", seq},
                         {"size", signed_head.size},
                         {"root", to_hex(signed_head.root.bytes())},
                         {"path", Json::array(file.path, hash)},
                         {"checkpoint", note},
                         {"proof", audit::write_proof(file)}});
  }));
}

/// The documents that entries name by digest, in its order: rule books, price lists, notes.
http::Response documents(const Call& call) {
  const std::string after = call.request.parameter("after").value_or("");
  Json shown = Json::array();
  std::string next = after;
  bool more = false;
  std::size_t bytes = 0;
  call.ledger.writer.read([&](const programme::Programme& programme) {
    programme.store().read_documents(
        programme.id(), [&](const store::StoredDocument& document) {
          if (document.digest <= after) return;
          more = more || bytes >= page_bytes;
          if (more) return;
          bytes += document.body.size();
          next = document.digest;
          const bool text = is_utf8(document.body);
          shown.add(Json::object(
              {{"digest", document.digest},
               {text ? "text" : "base64", text ? document.body : to_base64(document.body)}}));
        });
  });
  return json_response(Json::object({{"documents", shown}, {"next", next}, {"more", more}}));
}

constexpr Work works[] = {
    {"GET", "/v1/ledgers/*", Right::look, head},
    {"GET", "/v1/ledgers/*/checkpoint", Right::look, checkpoint},
    {"POST", "/v1/ledgers/*/checkpoint", Right::close, sign},
    {"GET", "/v1/ledgers/*/keys", Right::look, keys},
    {"GET", "/v1/ledgers/*/documents", Right::look, documents},
    {"GET", "/v1/ledgers/*/entries", Right::look, entries},
    {"GET", "/v1/ledgers/*/entries/*", Right::look, entry},
    {"GET", "/v1/ledgers/*/entries/*/proof", Right::look, proof},
};

}  // namespace

std::span<const Work> log_works() { return works; }

}  // namespace wumei::hub
