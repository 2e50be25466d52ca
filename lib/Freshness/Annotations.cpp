// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "Freshness/Annotations.h"
#include "CAPI/Words.h"
#include "clang/AST/Attr.h"
#include "clang/AST/ExprCXX.h"
#include "clang/AST/RecursiveASTVisitor.h"

using namespace clang;
using immortal::capi::Annotated;
using immortal::capi::Annotation;

namespace immortal::freshness {

/// What our annotation says behind the prefix; std::nullopt if it is not ours.
static std::optional<llvm::StringRef> wordOf(const AnnotateAttr &Attribute) {
  llvm::StringRef Text = Attribute.getAnnotation();
  if (!Text.consume_front(capi::AnnotationPrefix))
    return std::nullopt;
  return Text;
}

/// Calls \p Do for each annotation of ours that is written well.
static void forEachAnnotation(const Decl &D, Annotated On,
                              llvm::function_ref<void(Annotation)> Do) {
  for (const auto *Attribute : D.specific_attrs<AnnotateAttr>())
    if (const auto Word = wordOf(*Attribute))
      if (const auto Known = capi::parseAnnotation(*Word, On))
        Do(*Known);
}

/// What the annotations of \p Callee say about its result.
static bool applyToResult(const FunctionDecl &Callee, CallEffects &To) {
  bool SaysReturns = false, SaysFails = false;
  forEachAnnotation(Callee, Annotated::Function, [&](Annotation Says) {
    if (const auto *What = std::get_if<capi::Returns>(&Says)) {
      To.Returns.What = *What;
      To.ReturnedArgument = 0;
      SaysReturns = true;
    } else if (const auto *Fails = std::get_if<capi::Failure>(&Says)) {
      To.Returns.Fails = *Fails;
      SaysFails = true;
    }
  });
  // Who does not say that it never fails may return NULL.
  if (SaysReturns && Callee.getReturnType()->isPointerType()) {
    To.Returns.Type = capi::TypeKey::Any;
    if (!SaysFails)
      To.Returns.Fails = capi::Failure::Null;
  }
  forEachAnnotation(Callee, Annotated::Function, [&](Annotation Says) {
    if (const auto *Type = std::get_if<capi::TypeKey>(&Says)) {
      To.Returns.Type = *Type;
      SaysReturns = true;
    }
  });
  return SaysReturns || SaysFails;
}

bool applyAnnotations(const CallExpr &Call, CallEffects &To) {
  const FunctionDecl *Callee = Call.getDirectCallee();
  // The arguments of an operator are not those of its parameters.
  if (!Callee || isa<CXXOperatorCallExpr>(Call))
    return false;
  // Later declarations inherit annotations.
  Callee = Callee->getMostRecentDecl();
  CallEffects Said = To;
  if (!To.IsKnown)
    Said = CallEffects();
  Said.Arguments.resize(Call.getNumArgs(), capi::Effect::Unknown);
  bool SaysAny = applyToResult(*Callee, Said);
  bool SaysAll = SaysAny || !Call.getType()->isPointerType();
  bool SaysAnyArgument = false;
  for (unsigned I = 0; I < Call.getNumArgs(); ++I) {
    bool SaysThis = false;
    if (I < Callee->getNumParams())
      forEachAnnotation(*Callee->getParamDecl(I), Annotated::Parameter,
                        [&](Annotation Says) {
                          Said.Arguments[I] = std::get<capi::Effect>(Says);
                          SaysThis = true;
                        });
    SaysAnyArgument |= SaysThis;
    SaysAll &= SaysThis || !Call.getArg(I)->getType()->isPointerType();
  }
  if (!SaysAny && !SaysAnyArgument)
    return false;
  Said.IsKnown = true;
  Said.IsQuiet = SaysAnyArgument && SaysAll && isQuiet(Said);
  if (To.IsKnown && !SaysAnyArgument)
    Said.IsQuiet = To.IsQuiet;
  To = std::move(Said);
  return true;
}

namespace {
/// Looks at all functions and parameters.
class AnnotationFinder : public RecursiveASTVisitor<AnnotationFinder> {
public:
  bool VisitFunctionDecl(FunctionDecl *Function) {
    look(*Function, Annotated::Function);
    for (const ParmVarDecl *Parameter : Function->parameters())
      look(*Parameter, Annotated::Parameter);
    return true;
  }

  std::vector<WrongAnnotation> Found;

private:
  void look(const Decl &D, Annotated On) {
    for (const auto *Attribute : D.specific_attrs<AnnotateAttr>()) {
      const auto Word = wordOf(*Attribute);
      if (!Word || Attribute->isInherited() || capi::parseAnnotation(*Word, On))
        continue;
      const bool IsFunction = On == Annotated::Function;
      Found.push_back({Attribute->getLocation(),
                       ("unknown word '" + *Word + "' at " +
                        (IsFunction ? "a function" : "a parameter") +
                        "; write one of " + capi::annotationWords(On))
                           .str()});
    }
  }
};
} // namespace

std::vector<WrongAnnotation> findWrongAnnotations(Decl &In) {
  AnnotationFinder Finder;
  Finder.TraverseDecl(&In);
  return std::move(Finder.Found);
}

} // namespace immortal::freshness
