#pragma once

#include <wumei/base/assert.hpp>
#include <wumei/config.hpp>
#include <wumei/programme/group_writer.hpp>

#include <exception>
#include <utility>

namespace wumei::programme {

WUMEI_INLINE Decision<Receipt> Settled::take() && {
  if (thrown) std::rethrow_exception(thrown);
  return *std::move(decision);
}

WUMEI_INLINE Decision<Receipt> GroupWriter::submit(const Command& command) {
  return std::move(submit_all({&command, 1}).front());
}

WUMEI_INLINE std::vector<Decision<Receipt>> GroupWriter::submit_all(
    std::span<const Command> commands) {
  Request request{.commands = commands};
  serve(request);
  if (request.error) std::rethrow_exception(request.error);
  return std::move(request.outcomes);
}

WUMEI_INLINE void GroupWriter::submit_then(Command command, Then then) {
  WUMEI_ASSERT(elsewhere_ && then);
  auto request = std::make_unique<Request>();
  request->own = std::move(command);
  request->commands = {&*request->own, 1};
  request->then = std::move(then);
  queue(*request.release());  // `answer` takes it back
}

WUMEI_INLINE void GroupWriter::queue(Request& request) {
  const bool waits = !request.then;
  {
    const std::lock_guard<std::mutex> lock(queue_mutex_);
    queue_.push_back(&request);
    if (std::exchange(led_, true)) return;
    if (waits) request.place = Place::leading;
  }
  if (!waits && !handed_over()) lead();
}

WUMEI_INLINE void GroupWriter::serve(Request& request) {
  queue(request);
  for (;;) {
    // The turn is read before the place: an answer in between has then changed the turn.
    const int turn = turn_.load();
    const Place place = request.place.load();
    if (place == Place::answered) return;
    if (place == Place::leading) return lead();
    turn_.wait(turn);
  }
}

/// Whether somebody elsewhere leads the next group. Whoever cannot hand over leads it himself:
/// else nobody would, ever again.
WUMEI_INLINE bool GroupWriter::handed_over() {
  try {
    elsewhere_([this] { lead(); });
  } catch (const std::exception&) {
    return false;
  }
  return true;
}

/// Serves the group that has gathered, then hands over to the first of the next one.
WUMEI_INLINE void GroupWriter::lead() {
  for (bool again = true; again;) {
    Group group;
    {
      const std::lock_guard<std::mutex> still(programme_mutex_);
      {
        const std::lock_guard<std::mutex> lock(queue_mutex_);
        group.swap(queue_);
      }
      commit_together(group);
    }
    bool left = false;  // the next group to nobody who waits
    {
      const std::lock_guard<std::mutex> lock(queue_mutex_);
      led_ = !queue_.empty();
      left = led_ && queue_.front()->then;
      if (led_ && !left) queue_.front()->place = Place::leading;
    }
    again = left && !handed_over();
    answer(group);
  }
}

/// An answered request may be gone with its caller's stack. Those for whom nobody waits are told
/// last: whoever leads next is at work meanwhile.
WUMEI_INLINE void GroupWriter::answer(const Group& group) {
  std::vector<std::unique_ptr<Request>> left;
  for (Request* request : group) {
    if (request->then) {
      left.emplace_back(request);
    } else {
      request->place = Place::answered;
    }
  }
  ++turn_;
  turn_.notify_all();
  for (const auto& request : left) {
    Settled settled{.thrown = request->error};
    if (!settled.thrown) settled.decision = std::move(request->outcomes.front());
    request->then(std::move(settled));
  }
}

/// What fails while the group is decided fails for its caller alone; what fails at the commit fails
/// for everyone who is not answered yet.
WUMEI_INLINE void GroupWriter::commit_together(const Group& group) {
  try {
    for (bool whole = false; !whole;) {
      OpenBatch batch(programme_);
      whole = decide(group);
      if (whole) static_cast<void>(programme_.commit());
    }
  } catch (...) {
    for (Request* request : group) {
      if (!request->error) request->error = std::current_exception();
    }
  }
}

/// False when a request that threw left something in the batch: it has its error now, and the
/// others are to be decided again without it.
WUMEI_INLINE bool GroupWriter::decide(const Group& group) {
  for (Request* request : group) {
    if (request->error) continue;
    request->outcomes.clear();
    const std::int64_t before = programme_.size();
    try {
      for (const Command& command : request->commands) {
        request->outcomes.push_back(programme_.submit(command));
      }
    } catch (...) {
      request->error = std::current_exception();
      // A command that fails before it writes, as most do, leaves the batch as it was.
      if (!programme_.in_batch() || programme_.size() != before) return false;
    }
  }
  return true;
}

}  // namespace wumei::programme
