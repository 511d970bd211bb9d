#pragma once

#include <wumei/audit/witness.hpp>
#include <wumei/base/error.hpp>
#include <wumei/config.hpp>

#include <algorithm>

// Whether a witness may cosign: pure, from what it remembers and what it is shown.
namespace wumei::audit {

namespace detail {

/// What the log was called when it had that many entries.
WUMEI_INLINE const std::string& origin_of_size(const ShownLog& shown, std::int64_t size) {
  const std::string* origin = &shown.origin;
  for (const EpochStep& step : shown.steps) {
    if (step.seq + 1 <= size) origin = &step.origin_new;
  }
  return *origin;
}

WUMEI_INLINE bool is_older(const Checkpoint& shown, const Checkpoint& newest) {
  const std::int64_t epoch = epoch_number(shown.origin);
  const std::int64_t newest_epoch = epoch_number(newest.origin);
  return epoch < newest_epoch || (epoch == newest_epoch && shown.head.size < newest.head.size);
}

WUMEI_INLINE std::string of_size(const Checkpoint& checkpoint) {
  return "the checkpoint of size " + std::to_string(checkpoint.head.size) + " of " +
         checkpoint.origin;
}

/// Answers about one head, with the newest one remembered.
class WitnessJudge {
 public:
  WitnessJudge(std::span<const WitnessedNote> remembered, std::string note, bool first)
      : remembered_(remembered), note_(std::move(note)), shown_(checkpoint_of(note_)),
        first_(first) {}

  WitnessDecision judge(const ShownLog& log) {
    if (shown_.head.size == 0) return answer(WitnessVerdict::could_not_check, empty_words());
    if (remembered_.empty()) return judge_first(true);
    if (const auto twin = same_size_other_root()) return contradiction(*twin);
    if (const WitnessedNote* kept = newest_that_stays(log)) {
      const std::optional<bool> leads = leads_to_shown(log.hashes, kept->checkpoint.head);
      if (!leads) return answer(WitnessVerdict::could_not_check, changed_words());
      if (!*leads) return contradiction(*kept);
    }
    const WitnessedNote& newest = remembered_.back();
    if (is_older(shown_, newest.checkpoint)) return answer(WitnessVerdict::stale, stale_words());
    if (shown_ == newest.checkpoint) return answer(WitnessVerdict::again, "");
    const bool stays = newest.checkpoint.head.size <= shown_.head.size && stays_in(log, newest);
    if (stays || names(log, newest.checkpoint)) return answer(WitnessVerdict::cosign, "");
    return contradiction(newest, "the new epoch " + shown_.origin + " has lost entries of " +
                                     of_size(newest.checkpoint) +
                                     ", which was cosigned, and does not say so");
  }

  WitnessDecision judge(const WitnessRequest& request) {
    if (shown_.head.size == 0) return answer(WitnessVerdict::could_not_check, empty_words());
    if (remembered_.empty()) return judge_first(request.old_size == 0 && request.path.empty());
    if (const auto twin = same_size_other_root()) return contradiction(*twin);
    const WitnessedNote& newest = remembered_.back();
    const Checkpoint& known = newest.checkpoint;
    if (epoch_number(shown_.origin) > epoch_number(known.origin)) {
      return answer(WitnessVerdict::could_not_check,
                    "a new epoch is accepted only with the entries at hand");
    }
    if (is_older(shown_, known)) return answer(WitnessVerdict::stale, stale_words());
    if (request.old_size != known.head.size) {
      return answer(WitnessVerdict::could_not_check, size_words(request));
    }
    if (verify_consistency(known.head, shown_.head, request.path)) {
      return answer(shown_ == known ? WitnessVerdict::again : WitnessVerdict::cosign, "");
    }
    WitnessDecision decision =
        answer(WitnessVerdict::failed, "the proof does not lead from " + of_size(known) +
                                           ", which was cosigned, to that of size " +
                                           std::to_string(shown_.head.size));
    decision.evidence = {newest.note, note_};
    return decision;
  }

 private:
  [[nodiscard]] WitnessDecision answer(WitnessVerdict verdict, std::string message) const {
    const std::int64_t known = remembered_.empty() ? 0 : remembered_.back().checkpoint.head.size;
    return {verdict, std::move(message), known, {}};
  }

  [[nodiscard]] WitnessDecision contradiction(const WitnessedNote& kept,
                                              std::string message = {}) const {
    if (message.empty()) {
      message = "two signed checkpoints, of sizes " + std::to_string(kept.checkpoint.head.size) +
                " and " + std::to_string(shown_.head.size) +
                ", cannot both be true: keep both, they are proof";
    }
    WitnessDecision decision = answer(WitnessVerdict::equivocation, std::move(message));
    decision.evidence = {kept.note, note_};
    return decision;
  }

  [[nodiscard]] WitnessDecision judge_first(bool whole) const {
    if (first_ && whole) return answer(WitnessVerdict::cosign, "");
    if (first_) {
      return answer(WitnessVerdict::could_not_check,
                    "nothing is remembered of " + shown_.origin + ": the request must say old 0");
    }
    return answer(WitnessVerdict::could_not_check,
                  "nothing is remembered of " + shown_.origin +
                      ": say --first if this witness has never seen it, and never otherwise");
  }

  [[nodiscard]] std::optional<WitnessedNote> same_size_other_root() const {
    for (const WitnessedNote& kept : remembered_) {
      const bool same_size = kept.checkpoint.origin == shown_.origin &&
                             kept.checkpoint.head.size == shown_.head.size;
      if (same_size && kept.checkpoint.head.root != shown_.head.root) return kept;
    }
    return std::nullopt;
  }

  /// Whether the epochs of the log shown have kept what was cosigned.
  [[nodiscard]] static bool stays_in(const ShownLog& log, const WitnessedNote& kept) {
    return origin_of_size(log, kept.checkpoint.head.size) == kept.checkpoint.origin;
  }

  /// The largest head that must be a prefix of the one shown; those below it are prefixes of it.
  [[nodiscard]] const WitnessedNote* newest_that_stays(const ShownLog& log) const {
    const WitnessedNote* newest = nullptr;
    for (const WitnessedNote& kept : remembered_) {
      const std::int64_t size = kept.checkpoint.head.size;
      if (size > shown_.head.size || !stays_in(log, kept)) continue;
      if (newest == nullptr || size > newest->checkpoint.head.size) newest = &kept;
    }
    return newest;
  }

  /// Nothing when the hashes are not those of the head shown: then they prove nothing.
  [[nodiscard]] std::optional<bool> leads_to_shown(const HashReader& hashes,
                                                   const TreeHead& older) const {
    const auto path = consistency_proof(hashes, older.size, shown_.head.size);
    if (verify_consistency(older, shown_.head, path)) return true;
    if (root_at(hashes, shown_.head.size) == shown_.head.root) return false;
    return std::nullopt;
  }

  /// Whether the epoch after the newest head remembered says that this head was there.
  [[nodiscard]] static bool names(const ShownLog& log, const Checkpoint& newest) {
    const auto step = std::find_if(log.steps.begin(), log.steps.end(), [&](const EpochStep& one) {
      return epoch_number(one.origin_new) > epoch_number(newest.origin);
    });
    return step != log.steps.end() &&
           (step->witnessed_head == newest.head || step->signed_head == newest.head);
  }

  [[nodiscard]] std::string stale_words() const {
    return of_size(shown_) + " is older than " + of_size(remembered_.back().checkpoint) +
           ", which was cosigned: was an old copy brought back?";
  }

  [[nodiscard]] std::string size_words(const WitnessRequest& request) const {
    const std::int64_t known = remembered_.back().checkpoint.head.size;
    return "the request proves from " + std::to_string(request.old_size) +
           " entries, this witness knows " + std::to_string(known) +
           ": ask again with that --since";
  }

  static std::string empty_words() { return "an empty log is not cosigned"; }
  static std::string changed_words() { return "the log was changed while it was read"; }

  std::span<const WitnessedNote> remembered_;
  std::string note_;
  Checkpoint shown_;
  bool first_;
};

}  // namespace detail

WUMEI_INLINE std::string_view name(WitnessVerdict verdict) {
  switch (verdict) {
    case WitnessVerdict::cosign: return "cosigned";
    case WitnessVerdict::again: return "cosigned_again";
    case WitnessVerdict::stale: return "stale";
    case WitnessVerdict::could_not_check: return "could_not_check";
    case WitnessVerdict::failed: return "failed";
    case WitnessVerdict::equivocation: return "equivocation";
  }
  return "";
}

WUMEI_INLINE WitnessDecision judge_log(std::span<const WitnessedNote> remembered,
                                       const ShownLog& shown, bool first) {
  return detail::WitnessJudge(remembered, shown.note, first).judge(shown);
}

WUMEI_INLINE WitnessDecision judge_request(std::span<const WitnessedNote> remembered,
                                           const WitnessRequest& request, bool first) {
  return detail::WitnessJudge(remembered, request.note, first).judge(request);
}

}  // namespace wumei::audit
