// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#ifndef IMMORTAL_TIDY_CHECKS_IMMORTALIZATIONREPORT_H
#define IMMORTAL_TIDY_CHECKS_IMMORTALIZATIONREPORT_H

#include "ImmortalizationEdits.h"
#include "PrivateSites.h"
#include "Source/NameUses.h"
#include "Source/SkippedRanges.h"
#include "UnitAnalysis.h"
#include "llvm/ADT/DenseSet.h"
#include "llvm/ADT/MapVector.h"

namespace immortal::tidy {

/// What the report of cpython-internal-immortalization depends on besides the
/// code.
struct ReportOptions {
  /// The header that a fix includes; empty for none.
  std::string CompatHeader;
  fixes::OnRefusal Style = fixes::OnRefusal::Auto;
  JudgeOptions Judging;
};

/// What to do instead, given the verdict on the object, as the end of a
/// message.
std::string remedyFor(const capi::PrivateFunction &Row,
                      const freshness::Verdict &V);

/// Turns what was seen in one translation unit into findings.
class ImmortalizationReport {
public:
  struct Findings;

  /// The uses that are spelled in one place: more than one if it lies in a
  /// macro, a template, or a file that is included more than once.
  using UseGroup = ImmortalizationEdits::UseGroup;
  using UsesByPlace = llvm::MapVector<clang::SourceLocation, UseGroup>;

  /// The findings in the order of their places. Checks that run together share
  /// them, as they do the \p Unit.
  static std::shared_ptr<const Findings>
  of(std::shared_ptr<UnitAnalysis> Unit, clang::Preprocessor &PP,
     const source::SkippedRanges &Skipped, const ReportOptions &Options);

private:
  ImmortalizationReport(UnitAnalysis &Unit, clang::Preprocessor &PP,
                        const source::SkippedRanges &Skipped,
                        const ReportOptions &Options);
  std::vector<Finding> run();

  // ImmortalizationReport.cpp: private functions.
  void reportFunctions(llvm::ArrayRef<FunctionUse> Uses,
                       llvm::ArrayRef<FunctionUse> Dependents);
  void reportHandWritten(const clang::FunctionDecl &Own,
                         const capi::PrivateFunction &Row,
                         const UsesByPlace &Uses);
  void reportUse(clang::SourceLocation Loc, const capi::PrivateFunction &Row,
                 const UseGroup &Group);
  freshness::Verdict judge(const UseGroup &Group);
  /// Where \p Loc was spelled, in the first inclusion of the file: what is
  /// edited there is edited for all of them.
  clang::SourceLocation placeOf(clang::SourceLocation Loc) const;
  /// The edits that call the public function, where the object is created if
  /// the call comes too late; empty if that is not known to be right.
  fixes::Edits rewrite(clang::SourceLocation Loc,
                       const capi::PrivateFunction &Row, const UseGroup &Group,
                       const freshness::Verdict &V);
  /// Says so, if only the style of the fix is in the way of one.
  void noteMissingPath(Finding &F, const fixes::Edits &BestEffort) const;
  void addGuardNotes(Finding &F, const source::NameUse *Use) const;
  /// The oldest Python for which the code of \p F may be compiled, by the
  /// conditions around what it edits.
  std::optional<capi::Version> oldestPythonAt(const Finding &F) const;
  const source::NameUse *useAt(clang::SourceLocation Loc) const;

  // CountReport.cpp: stores into reference counts.
  void reportCounts(llvm::ArrayRef<CountUse> Uses);
  /// \p Group: the stores that are spelled in one place.
  void reportCount(llvm::ArrayRef<const CountUse *> Group,
                   llvm::ArrayRef<CountUse> All);
  bool isImmortalHere(const source::CountWrite &Write) const;
  /// Adds notes on what is stored with a local count; returns whether that is
  /// all that must be.
  bool addCompanions(Finding &F, const CountUse &Use,
                     llvm::ArrayRef<CountUse> All) const;

  // GeneratedReport.cpp: one finding for each file that a program wrote.
  void collapseGenerated();

  // UnseenReport.cpp: what only the lexer sees.
  void reportUnseen();
  bool isUnseen(const source::NameUse &Use) const;
  /// Whether the headers in use have dropped the name, so that the compiler
  /// made nothing of this code.
  bool isGone(const source::NameUse &Use) const;

  clang::ASTContext &Context;
  clang::Preprocessor &PP;
  const clang::SourceManager &SM;
  const source::SkippedRanges &Skipped;
  const source::UserCode &Code;
  ImmortalizationEdits Edits;
  const fixes::OnRefusal Style;
  freshness::Analysis &Freshness;
  const freshness::CallModel &Model;
  std::vector<source::NameUse> NameUses;
  /// The places that the syntax tree accounts for, reported or not.
  llvm::DenseSet<clang::SourceLocation> Explained;
  /// The user's own definitions of private functions; what they do inside is
  /// their finding.
  llvm::DenseSet<const clang::FunctionDecl *> Reimplemented;
  std::vector<Finding> Reported;
};

struct ImmortalizationReport::Findings {
  /// What they were made for.
  std::shared_ptr<UnitAnalysis> Unit;
  ReportOptions Options;
  std::vector<Finding> All;
};

} // namespace immortal::tidy

#endif
