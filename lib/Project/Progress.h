// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#ifndef IMMORTAL_TIDY_PROJECT_PROGRESS_H
#define IMMORTAL_TIDY_PROJECT_PROGRESS_H

#include "llvm/ADT/StringRef.h"
#include "llvm/Support/raw_ostream.h"
#include <chrono>
#include <mutex>
#include <string>

namespace immortal::project {

/// How a run shows that it goes on.
enum class ProgressStyle : uint8_t {
  None,
  /// A line at each quarter of a long stage: the same ones in every run.
  Lines,
  /// One line that is written again and again, and is gone at the end.
  Bar
};

/// A bar if \p Out is a terminal, else lines; nothing if \p IsQuiet.
ProgressStyle progressStyleFor(const llvm::raw_fd_ostream &Out, bool IsQuiet);

/// Tells how much of a run is done: count, rate, and the time that is left.
class Progress {
public:
  using Clock = std::chrono::steady_clock;

  Progress(llvm::raw_ostream &Out, ProgressStyle Style)
      : Out(Out), Style(Style) {}

  /// Begins a stage: \p Verb is what happens to the \p Total files.
  void begin(llvm::StringRef Verb, size_t Total);
  /// One more file is done; may be called from several threads.
  void step();
  /// Ends the stage.
  void end();

  /// The text of the bar: "analyse 12 of 345, 4.0 a second, 83 s left".
  static std::string describe(llvm::StringRef Verb, size_t Done, size_t Total,
                              std::chrono::milliseconds Elapsed);

private:
  void drawBar(Clock::time_point Now);

  llvm::raw_ostream &Out;
  const ProgressStyle Style;
  std::mutex Lock;
  std::string Verb;
  size_t Done = 0, Total = 0, Width = 0;
  Clock::time_point Begin, Shown;
};

} // namespace immortal::project

#endif
