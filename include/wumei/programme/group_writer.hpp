#pragma once

#include <wumei/programme/programme.hpp>

#include <atomic>
#include <exception>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <utility>
#include <vector>

namespace wumei::programme {

/// What became of a command for which nobody waits.
struct Settled {
  std::exception_ptr thrown = {};  ///< by the command or by the commit
  std::optional<Decision<Receipt>> decision = {};

  /// As if one had waited: the decision, or the throw.
  [[nodiscard]] Decision<Receipt> take() &&;
};

/// Lets many threads write one ledger. Whoever finds nobody at work leads: takes everything that
/// waits, decides it in the order it came, commits once, and answers each caller with its own
/// outcome. While one group goes to disk the next one gathers, so nothing ever lingers for company.
///
/// What comes of the commands is what a single thread would get that submits them in some order:
/// the order of the log. A refusal, too, is answered only after the commit, since it may rest on
/// entries of the same group.
class GroupWriter {
 public:
  /// Runs the work it is given, soon and once, on a thread that may be busy for as long as a commit
  /// takes. What it runs in the order it came gathers in one group. When it throws, the work is
  /// done by whoever would have handed it over.
  using Elsewhere = std::function<void(std::function<void()> work)>;

  /// `programme` is this object's alone as long as it lives. A group whose first command nobody
  /// waits for is led `elsewhere`.
  explicit GroupWriter(Programme& programme, Elsewhere elsewhere = {})
      : programme_(programme), elsewhere_(std::move(elsewhere)) {}
  GroupWriter(const GroupWriter&) = delete;
  GroupWriter& operator=(const GroupWriter&) = delete;

  /// As `Programme::submit`, from any thread; durable when it returns. What a command throws, its
  /// caller gets and nobody else; when the commit fails, every caller of the group gets that error
  /// and nothing of the group is in the log.
  [[nodiscard]] Decision<Receipt> submit(const Command& command);

  /// Several commands of one caller in one group, in order. Each has its own outcome: a refusal
  /// of one leaves the others. What one of them throws is thrown, and then none of them is in the
  /// log.
  [[nodiscard]] std::vector<Decision<Receipt>> submit_all(std::span<const Command> commands);

  using Then = std::function<void(Settled settled)>;
  /// As `submit` for one who does not wait: `then` is called once, when the command is durable or
  /// refused, from whichever thread led its group, and must not throw. Only where there is an
  /// `Elsewhere`.
  void submit_then(Command command, Then then);

  /// Calls `look(const Programme&)` while no group is under way, so what it sees is durable. Other
  /// callers wait meanwhile: keep it short, and never submit from within.
  template <class Look>
  auto read(Look&& look) {
    const std::lock_guard<std::mutex> still(programme_mutex_);
    return look(static_cast<const Programme&>(programme_));
  }

  /// Calls `work(Programme&)` while nobody else has the programme: for what is more than a list of
  /// commands. It commits by itself; a batch that it leaves open is undone. Whoever submits
  /// meanwhile waits and is written with all others who waited.
  template <class Work>
  auto alone(Work&& work) {
    const std::lock_guard<std::mutex> still(programme_mutex_);
    const detail::Undo whole(programme_);
    return work(programme_);
  }

 private:
  /// Waits in the queue, is told to lead the next group, or has been answered.
  enum class Place : int { waiting = 0, leading = 1, answered = 2 };

  struct Request {
    std::span<const Command> commands;
    std::vector<Decision<Receipt>> outcomes = {};
    std::exception_ptr error = {};
    std::atomic<Place> place{Place::waiting};
    std::optional<Command> own = {};  ///< of one for whom nobody waits, as is `then`
    Then then = {};
  };
  using Group = std::vector<Request*>;

  void queue(Request& request);
  void serve(Request& request);
  void lead();
  [[nodiscard]] bool handed_over();
  void answer(const Group& group);
  void commit_together(const Group& group);
  [[nodiscard]] bool decide(const Group& group);

  Programme& programme_;
  Elsewhere elsewhere_;
  std::mutex programme_mutex_;  ///< held by the leader while a group is decided and committed
  std::mutex queue_mutex_;
  Group queue_;
  bool led_ = false;            ///< somebody leads or was told to
  std::atomic<int> turn_{0};    ///< rises when requests were answered: one wake for all
};

}  // namespace wumei::programme

#ifndef WUMEI_COMPILED
#include <wumei/programme/impl/group_writer.ipp>
#endif
