// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "Project/Progress.h"
#include "llvm/Support/FormatVariadic.h"
#include <cmath>

namespace immortal::project {

using std::chrono::milliseconds;

/// How often a terminal gets news.
static constexpr milliseconds BarInterval(100);
/// How many files make a stage that is long enough for lines in a log.
static constexpr size_t LongStage = 100;

ProgressStyle progressStyleFor(const llvm::raw_fd_ostream &Out, bool IsQuiet) {
  if (IsQuiet)
    return ProgressStyle::None;
  return const_cast<llvm::raw_fd_ostream &>(Out).is_displayed()
             ? ProgressStyle::Bar
             : ProgressStyle::Lines;
}

std::string Progress::describe(llvm::StringRef Verb, size_t Done, size_t Total,
                               milliseconds Elapsed) {
  std::string Text = llvm::formatv("{0} {1} of {2}", Verb, Done, Total);
  if (!Done || Elapsed.count() <= 0)
    return Text;
  const double Rate =
      1000.0 * static_cast<double>(Done) / static_cast<double>(Elapsed.count());
  Text += llvm::formatv(", {0:f1} a second", Rate);
  if (Done < Total)
    Text += llvm::formatv(
        ", {0} s left", std::lround(static_cast<double>(Total - Done) / Rate));
  return Text;
}

void Progress::begin(llvm::StringRef Verb, size_t Total) {
  const std::lock_guard<std::mutex> Guard(Lock);
  this->Verb = Verb.str();
  this->Total = Total;
  Done = 0;
  Begin = Shown = Clock::now();
}

void Progress::drawBar(Clock::time_point Now) {
  Shown = Now;
  const std::string Text = describe(
      Verb, Done, Total, std::chrono::duration_cast<milliseconds>(Now - Begin));
  // A shorter text leaves the end of a longer one.
  Out << "\r" << Text << std::string(Width - std::min(Width, Text.size()), ' ');
  Width = Text.size();
  Out.flush();
}

void Progress::step() {
  const std::lock_guard<std::mutex> Guard(Lock);
  ++Done;
  if (Style == ProgressStyle::Bar) {
    const Clock::time_point Now = Clock::now();
    if (Now - Shown >= BarInterval)
      drawBar(Now);
  } else if (Style == ProgressStyle::Lines && Total >= LongStage &&
             Done * 4 / Total != (Done - 1) * 4 / Total) {
    Out << Verb << " " << Done << " of " << Total << "\n";
  }
}

void Progress::end() {
  const std::lock_guard<std::mutex> Guard(Lock);
  if (Style != ProgressStyle::Bar || !Width)
    return;
  Out << "\r" << std::string(Width, ' ') << "\r";
  Out.flush();
  Width = 0;
}

} // namespace immortal::project
