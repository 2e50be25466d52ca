// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#ifndef IMMORTAL_TIDY_CHECKS_IMMORTALCALLS_H
#define IMMORTAL_TIDY_CHECKS_IMMORTALCALLS_H

#include "CAPI/Immortalizers.h"
#include "Source/SkippedRanges.h"
#include "UnitAnalysis.h"
#include "clang/AST/Expr.h"
#include <deque>

namespace immortal::tidy {

/// One place in the user's code that makes an object immortal, by a public or
/// a private function, or by a function of the user's around one.
struct ImmortalCall {
  const capi::Immortalizer *Row = nullptr;
  const clang::CallExpr *Call = nullptr;
  const clang::Expr *Object = nullptr;
  /// Which argument \c Object is.
  unsigned Argument = 0;
  /// A function of the user's that is defined elsewhere: an annotation or a
  /// model file says that it makes the object immortal, and not what else.
  bool IsDescribed = false;
  /// The body of code that the call is in, a lambda's too.
  const clang::FunctionDecl *Function = nullptr;
  /// Where the file says so: the expansion, if a macro calls.
  clang::SourceLocation Loc;
  /// What the file spells there: the function, or the user's macro.
  llvm::StringRef Name;
  /// The file spells a call of the function itself, so it can be edited.
  bool IsPlain = false;
  /// The same place once more, in other instances of a template.
  llvm::SmallVector<
      std::pair<const clang::CallExpr *, const clang::FunctionDecl *>, 1>
      Instances;
  /// The call of a function of the user's: what it does with its parameter, and
  /// what is known about the object that is passed.
  const ImmortalCall *Within = nullptr;
  const freshness::Verdict *Passed = nullptr;

  const clang::Expr &object() const { return *Object; }

  /// The user's own function is called, which may do more than that, and whose
  /// result may say something else.
  bool isOfUsers() const { return Within || IsDescribed; }
};

/// The calls of one translation unit that make objects immortal, and what is
/// known about their objects. Checks that run together share one.
class ImmortalCalls {
public:
  /// The calls of \p Context. Where no file of the user's spells a word that
  /// immortalizes, nothing is looked at.
  static std::shared_ptr<ImmortalCalls>
  of(std::shared_ptr<UnitAnalysis> Unit, clang::Preprocessor &PP,
     const source::SkippedRanges &Skipped);

  /// In the order of the syntax tree.
  llvm::ArrayRef<ImmortalCall> calls() const { return Calls; }

  /// The calls of the user's own functions that make a parameter immortal
  /// whenever they are called, with an object that they did not make.
  const std::deque<ImmortalCall> &callsOfWrappers();

  /// The verdict on the object of \p Call, one of calls() or callsOfWrappers();
  /// unknown if it is not the same in all instances of a template.
  const freshness::Verdict &judge(const ImmortalCall &Call);

  clang::ASTContext &context() const { return Unit->Context; }
  clang::Preprocessor &preprocessor() const { return PP; }
  const source::UserCode &code() const { return Unit->Code; }

  /// What other calls do, by the same rows as the verdicts.
  const freshness::CallModel &model() const { return Unit->Model; }

  /// The oldest Python for which the code must keep working.
  capi::Version oldestPython() const;

private:
  class Collector;

  ImmortalCalls(std::shared_ptr<UnitAnalysis> Unit, clang::Preprocessor &PP,
                const source::SkippedRanges &Skipped);
  freshness::Verdict computeVerdict(const ImmortalCall &Call);
  void addCallers(const ImmortalCall &Of);

  const std::shared_ptr<UnitAnalysis> Unit;
  clang::Preprocessor &PP;
  std::vector<ImmortalCall> Calls;
  llvm::DenseMap<const clang::CallExpr *, std::unique_ptr<freshness::Verdict>>
      Verdicts;
  std::optional<std::deque<ImmortalCall>> Wrapped;
};

} // namespace immortal::tidy

#endif
