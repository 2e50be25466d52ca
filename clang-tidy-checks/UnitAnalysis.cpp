// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "UnitAnalysis.h"
#include "clang/AST/ASTContext.h"

using namespace clang;

namespace immortal::tidy {

const capi::Model &UnitAnalysis::rows() const {
  static const capi::Model None;
  return Options.Rows ? *Options.Rows : None;
}

UnitAnalysis::UnitAnalysis(ASTContext &Context, Preprocessor &PP,
                           const JudgeOptions &Options)
    : Context(Context), Options(Options), Code(Context.getSourceManager(), PP),
      Model(Context, rows(),
            {Options.MinimumPython.value_or(Code.pythonVersion()),
             capi::NewestKnown}),
      Freshness(Context, this->Options.forAnalysis(Code)) {}

std::shared_ptr<UnitAnalysis> UnitAnalysis::of(ASTContext &Context,
                                               Preprocessor &PP,
                                               const JudgeOptions &Options) {
  // clangd has a thread for each syntax tree.
  static thread_local std::weak_ptr<UnitAnalysis> Last;
  std::shared_ptr<UnitAnalysis> Result = Last.lock();
  if (!Result || &Result->Context != &Context ||
      !(Result->Options == Options)) {
    Result = std::make_shared<UnitAnalysis>(Context, PP, Options);
    Last = Result;
  }
  return Result;
}

} // namespace immortal::tidy
