// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#ifndef IMMORTAL_TIDY_MIGRATE_REPORTS_H
#define IMMORTAL_TIDY_MIGRATE_REPORTS_H

#include "Project/Migration.h"
#include "llvm/Support/CommandLine.h"

namespace immortal::migrate {

enum class Colors : uint8_t { Auto, Always, Never };

/// Which reports are written, and where to; an empty name is none, "-" standard
/// output.
struct ReportOptions {
  std::string Sarif, Json, Html, CodeQuality;
  std::string Baseline, WriteBaseline;
  Colors Color = Colors::Auto;
};

/// The part of the command line that is about reports.
class ReportFlags {
public:
  ReportFlags();

  llvm::Expected<ReportOptions> parsed() const;

  llvm::cl::OptionCategory Category;

private:
  using File = llvm::cl::opt<std::string>;
  File Sarif, Json, Html, CodeQuality, Baseline, WriteBaseline;
  llvm::cl::opt<Colors> Color;
};

/// Compares \p Result with the baseline, writes all reports, and returns what
/// the program exits with. A report that cannot be written does not keep the
/// others from being written.
int report(const ReportOptions &Options, project::Migration &Result);

} // namespace immortal::migrate

#endif
