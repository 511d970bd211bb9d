#pragma once

#include <wumei/audit/impl/files.ipp>
#include <wumei/audit/impl/head_file.ipp>
#include <wumei/audit/witness.hpp>
#include <wumei/base/error.hpp>
#include <wumei/config.hpp>

#include <algorithm>
#include <cctype>
#include <tuple>

#include <sys/file.h>

// What a witness remembers, and what a log and its witness send each other.
namespace wumei::audit {

namespace detail {

inline constexpr std::string_view request_words = "the request";

/// A folder name that people recognise and that no two logs share.
WUMEI_INLINE std::string memory_name(std::string_view log) {
  std::string name;
  for (const char c : log.substr(0, 60)) {
    const bool plain = std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '.' || c == '-';
    name += plain ? c : '_';
  }
  return name + "-" + to_hex(sha256(log).bytes().substr(0, 4));
}

WUMEI_INLINE std::string head_name(const Checkpoint& checkpoint) {
  return "e" + std::to_string(epoch_number(checkpoint.origin)) + "-" +
         std::to_string(checkpoint.head.size);
}

WUMEI_INLINE std::vector<std::filesystem::path> notes_in(const std::filesystem::path& folder) {
  std::vector<std::filesystem::path> files;
  std::error_code missing;
  for (const auto& file : std::filesystem::directory_iterator(folder, missing)) {
    if (file.path().extension() == ".note") files.push_back(file.path());
  }
  const bool absent = missing == std::errc::no_such_file_or_directory;
  if (missing && !absent) throw Error(Errc::io, folder.string() + ": " + missing.message());
  std::sort(files.begin(), files.end());
  return files;
}

WUMEI_INLINE std::string note_in(const std::filesystem::path& file) {
  std::optional<std::string> note = read_whole(file);
  if (!note) throw Error(Errc::io, file.string() + ": cannot be read");
  return std::move(*note);
}

/// A file of the memory, which must be what its name says.
WUMEI_INLINE WitnessedNote witnessed_in(const std::filesystem::path& file) {
  std::string note = note_in(file);
  const auto damaged = [&](const std::string& why) {
    return Error(Errc::corrupt, "the memory of the witness is damaged: " + file.string() + ": " +
                                    why);
  };
  try {
    Checkpoint checkpoint = checkpoint_of(note);
    if (head_name(checkpoint) == file.stem()) return {std::move(checkpoint), std::move(note)};
  } catch (const Error& error) {
    throw damaged(error.what());
  }
  throw damaged("it is not the note that its name says");
}

WUMEI_INLINE std::string old_line(std::string_view& rest) {
  const std::string_view line = take_line(rest, request_words, "proof");
  if (!line.starts_with("old ")) {
    throw Error(Errc::bad_input, "not a request to a witness: its first line must be \"old N\"");
  }
  return std::string(line.substr(4));
}

WUMEI_INLINE TreeHead head_at(const json::Value& in, const std::string& which) {
  const std::int64_t size = in.at(which + "_size").integer();
  if (size == 0) return {};
  return {size, Digest::from_bytes(from_base64(in.at(which + "_root").text()))};
}

/// The witness of the policy whose key a line names.
WUMEI_INLINE const PolicyWitness* witness_of(const Policy& policy, const NoteSignature& line) {
  const auto& all = policy.witnesses;
  const auto found = std::find_if(all.begin(), all.end(), [&](const PolicyWitness& witness) {
    return witness.key.name() == line.name && witness.key.id() == line.id;
  });
  return found == all.end() ? nullptr : &*found;
}

/// What one line of a known witness says of one of the notes, the newest first.
WUMEI_INLINE TakenCosignature take_line_of(const PolicyWitness& witness, const NoteSignature& line,
                                           std::span<const std::string> notes,
                                           const CosignatureTimes& times) {
  for (auto note = notes.rbegin(); note != notes.rend(); ++note) {
    const Note parsed = parse_note(*note);
    const CosignatureCheck check = check_cosignature({parsed.text, {line}}, witness.key, times);
    if (check.is == Cosigned::wrong || check.is == Cosigned::absent) continue;
    if (check.is == Cosigned::untimely) {
      throw Error(Errc::unauthorised, "the cosignature of " + witness.name +
                                          " is of no time that counts: compare the clocks");
    }
    const bool known = check_cosignature(parsed, witness.key, times).is == Cosigned::yes;
    return {parse_checkpoint(parsed.text).head.size, line,
            {witness.name, witness.key.text(), check.at}, known};
  }
  throw Error(Errc::unauthorised, "the cosignature of " + witness.name +
                                      " is of no checkpoint of this ledger, or wrong");
}

}  // namespace detail

WUMEI_INLINE WitnessMemory::WitnessMemory(const std::filesystem::path& folder,
                                          std::string_view origin)
    : folder_(folder / detail::memory_name(log_name(origin))) {}

WUMEI_INLINE WitnessMemory::Lock::~Lock() { ::close(opened_); }

WUMEI_INLINE std::unique_ptr<WitnessMemory::Lock> WitnessMemory::lock() const {
  std::error_code failed;
  if (std::filesystem::create_directories(folder_, failed)) {
    detail::sync_name(folder_);
    detail::sync_name(folder_.parent_path());
  }
  const std::string file = (folder_ / "lock").string();
  const int opened = ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (opened < 0) throw Error(Errc::io, file + ": " + std::strerror(errno));
  auto lock = std::make_unique<Lock>(opened);
  if (::flock(opened, LOCK_EX | LOCK_NB) != 0) {
    throw Error(Errc::busy, "another process uses the memory of this witness, " + file);
  }
  return lock;
}

WUMEI_INLINE std::vector<WitnessedNote> WitnessMemory::notes() const {
  return read_witnessed(folder_);
}

WUMEI_INLINE std::vector<std::string> WitnessMemory::evidence() const {
  std::vector<std::string> notes;
  for (const auto& file : detail::notes_in(folder_ / "evidence")) {
    notes.push_back(detail::note_in(file));
  }
  return notes;
}

WUMEI_INLINE void WitnessMemory::remember(const std::string& note) const {
  const Checkpoint checkpoint = checkpoint_of(note);
  const std::filesystem::path file = folder_ / (detail::head_name(checkpoint) + ".note");
  if (!std::filesystem::exists(file)) {
    detail::replace_file(file, note);
    return;
  }
  if (detail::witnessed_in(file).checkpoint != checkpoint) {
    throw Error(Errc::conflict, "another root was cosigned at size " +
                                    std::to_string(checkpoint.head.size));
  }
  // It may have been left by a process that died before it was durable.
  detail::sync_path(file);
  detail::sync_name(file);
}

WUMEI_INLINE std::filesystem::path WitnessMemory::keep_evidence(const std::string& note) const {
  const std::filesystem::path folder = folder_ / "evidence";
  std::error_code failed;
  if (std::filesystem::create_directories(folder, failed)) detail::sync_name(folder);
  std::filesystem::path file =
      folder / (detail::head_name(checkpoint_of(note)) + "-" +
                to_hex(sha256(note).bytes().substr(0, 4)) + ".note");
  if (!std::filesystem::exists(file)) detail::replace_file(file, note);
  return file;
}

WUMEI_INLINE std::vector<std::filesystem::path> witnessed_logs(
    const std::filesystem::path& folder) {
  std::vector<std::filesystem::path> logs;
  std::error_code missing;
  for (const auto& log : std::filesystem::directory_iterator(folder, missing)) {
    if (log.is_directory()) logs.push_back(log.path());
  }
  std::sort(logs.begin(), logs.end());
  return logs;
}

WUMEI_INLINE std::vector<WitnessedNote> read_witnessed(const std::filesystem::path& log_folder) {
  std::vector<WitnessedNote> notes;
  for (const auto& file : detail::notes_in(log_folder)) {
    notes.push_back(detail::witnessed_in(file));
  }
  std::sort(notes.begin(), notes.end(), [](const WitnessedNote& a, const WitnessedNote& b) {
    return std::tuple(epoch_number(a.checkpoint.origin), a.checkpoint.head.size) <
           std::tuple(epoch_number(b.checkpoint.origin), b.checkpoint.head.size);
  });
  return notes;
}

WUMEI_INLINE void WitnessReplay::apply(const ledger::Entry& entry, const json::Value& data) {
  const json::Value& in = data.at("in");
  if (entry.seq == 0) origin_ = in.at("origin").text();
  if (entry.kind == "epoch.open") {
    steps_.push_back({entry.seq, in.at("origin_old").text(), in.at("origin_new").text(),
                      detail::head_at(in, "signed"), detail::head_at(in, "witnessed")});
  }
  laws_.apply(entry, data);
}

WUMEI_INLINE std::string write_request(const WitnessRequest& request) {
  std::string text = "old " + std::to_string(request.old_size) + "\n";
  for (const Digest& hash : request.path) text += to_base64(hash.bytes()) + "\n";
  return text + "\n" + request.note;
}

WUMEI_INLINE bool is_request(std::string_view text) { return text.starts_with("old "); }

WUMEI_INLINE WitnessRequest parse_request(std::string_view text) {
  WitnessRequest request;
  request.old_size = parse_log_number(detail::old_line(text));
  request.path = detail::take_path(text, detail::request_words, "checkpoint");
  request.note = text;
  const std::int64_t size = checkpoint_of(request.note).head.size;
  if (request.old_size > size) {
    throw Error(Errc::bad_input, "the request says old " + std::to_string(request.old_size) +
                                     ", but its checkpoint has only " + std::to_string(size));
  }
  return request;
}

WUMEI_INLINE WitnessRequest make_request(const HashReader& log, const std::string& note,
                                         std::int64_t old_size) {
  Note parsed = parse_note(note);
  const Checkpoint checkpoint = parse_checkpoint(parsed.text);
  if (old_size < 0) throw Error(Errc::bad_input, "no witness knows fewer than 0 entries");
  if (old_size > checkpoint.head.size) {
    throw Error(Errc::bad_input, "a witness that knows " + std::to_string(old_size) +
                                     " entries has seen more than the checkpoint of size " +
                                     std::to_string(checkpoint.head.size) + " holds");
  }
  std::erase_if(parsed.signatures, [&](const NoteSignature& signature) {
    return log_name(signature.name) != log_name(checkpoint.origin);
  });
  WitnessRequest request{old_size, {}, format_note(parsed)};
  if (old_size > 0) request.path = consistency_proof(log, old_size, checkpoint.head.size);
  return request;
}

WUMEI_INLINE std::vector<TakenCosignature> take_cosignatures(const Policy& policy,
                                                             std::span<const std::string> notes,
                                                             std::span<const NoteSignature> lines,
                                                             const CosignatureTimes& times) {
  std::vector<TakenCosignature> taken;
  for (const NoteSignature& line : lines) {
    const PolicyWitness* witness = detail::witness_of(policy, line);
    if (witness != nullptr) taken.push_back(detail::take_line_of(*witness, line, notes, times));
  }
  if (!taken.empty()) return taken;
  throw Error(Errc::unauthorised, "no line is of a witness of the policy");
}

}  // namespace wumei::audit
