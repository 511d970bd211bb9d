#pragma once

#include <wumei/config.hpp>
#include <wumei/programme/programme.hpp>

#include <exception>

// A file of its own: the commands that open a batch are defined before the engine that they drive.
namespace wumei::programme::detail {

/// Undoes a half-folded batch when the scope is left by a throw. An error of the undoing itself is
/// swallowed here: the programme then stays closed for writing, and the next command says so.
class Rollback {
 public:
  explicit Rollback(Programme& programme) : programme_(&programme) {}
  Rollback(const Rollback&) = delete;
  Rollback& operator=(const Rollback&) = delete;
  ~Rollback() {
    if (programme_ == nullptr) return;
    try {
      programme_->abandon();
    } catch (const std::exception&) {
    }
  }
  void release() { programme_ = nullptr; }

 private:
  Programme* programme_;
};

/// Leaves no batch open behind a throw.
class OpenBatch {
 public:
  explicit OpenBatch(Programme& programme, Inserting how = Inserting::at_commit)
      : programme_(programme) {
    programme_.begin(how);
  }
  OpenBatch(const OpenBatch&) = delete;
  OpenBatch& operator=(const OpenBatch&) = delete;
  ~OpenBatch() {
    if (!programme_.in_batch()) return;
    const Rollback undo(programme_);
  }

 private:
  Programme& programme_;
};

}  // namespace wumei::programme::detail
