// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "Freshness/Freshness.h"
#include "Freshness/Calls.h"
#include "Freshness/FunctionAnalysis.h"
#include "clang/AST/ASTContext.h"

using namespace clang;

namespace immortal::freshness {

class Analysis::Implementation {
public:
  Implementation(ASTContext &Context, const Options &Opts)
      : Context(Context), Opts(Opts),
        Calls(Context, Opts.Rows ? *Opts.Rows : BuiltIn,
              {Opts.MinimumPython, Opts.MaximumPython}) {}

  Verdict judge(const FunctionDecl &Function, const Expr &Call,
                const Expr &Object) {
    auto &Known = Functions[&Function];
    if (!Known)
      Known = std::make_unique<FunctionAnalysis>(Context, Calls, Function);
    return Known->judge(Call, Object, Opts);
  }

private:
  ASTContext &Context;
  const Options Opts;
  const capi::Model BuiltIn;
  CallModel Calls;
  llvm::DenseMap<const FunctionDecl *, std::unique_ptr<FunctionAnalysis>>
      Functions;
};

Analysis::Analysis(ASTContext &Context, const Options &Opts)
    : Impl(std::make_unique<Implementation>(Context, Opts)) {}
Analysis::~Analysis() = default;

Verdict Analysis::judge(const FunctionDecl &Function, const Expr &Call,
                        const Expr &Object) {
  const FunctionDecl *Definition = nullptr;
  if (!Function.hasBody(Definition))
    return {};
  return Impl->judge(*Definition, Call, Object);
}

} // namespace immortal::freshness
