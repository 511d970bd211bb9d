#include "session.hpp"

#include <unistd.h>

#include <chrono>
#include <cstdlib>
#include <iostream>

namespace wumei::cli {

struct Progress::Line {
  using Steady = std::chrono::steady_clock;
  std::string what;
  std::int64_t total = 0;
  Steady::time_point next = Steady::now() + std::chrono::seconds(2);
  bool shown = false;
};

Progress::Progress(const Context& context, std::string what, std::int64_t total) {
  const char* terminal = std::getenv("TERM");
  const bool dumb = terminal == nullptr || std::string_view(terminal) == "dumb";
  if (context.options.quiet || dumb || isatty(STDERR_FILENO) == 0) return;
  line_ = std::make_unique<Line>();
  line_->what = std::move(what);
  line_->total = total;
}

Progress::~Progress() {
  if (line_ && line_->shown) std::cerr << "\r\033[K" << std::flush;
}

void Progress::at(std::int64_t done) {
  if (!line_ || Line::Steady::now() < line_->next) return;
  line_->next = Line::Steady::now() + std::chrono::milliseconds(200);
  line_->shown = true;
  std::cerr << "\r\033[K" << line_->what << ' ' << done;
  if (line_->total > 0) {
    std::cerr << " / " << line_->total << "  " << done * 100 / line_->total << '%';
  }
  std::cerr << std::flush;
}

}  // namespace wumei::cli
