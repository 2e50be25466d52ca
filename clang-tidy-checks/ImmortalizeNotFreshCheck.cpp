// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "ImmortalizeNotFreshCheck.h"
#include "CAPI/Words.h"
#include "Freshness/Annotations.h"
#include "InternalImmortalizationCheck.h"
#include "LateCalls.h"
#include "clang/AST/ASTContext.h"
#include "clang/Lex/Lexer.h"

using namespace clang;
using immortal::capi::Reason;
using immortal::freshness::Certainty;
using immortal::freshness::Verdict;

namespace immortal::tidy {

ImmortalizeNotFreshCheck::ImmortalizeNotFreshCheck(
    llvm::StringRef Name, clang::tidy::ClangTidyContext *Context)
    : ContractCheck(Name, Context),
      ReportUnknown(
          choiceOf(Options.get("ReportUnknown", "false"), {"false", "true"},
                   "false", Name + ".ReportUnknown",
                   [this](const llvm::Twine &Wrong) { reportOption(Wrong); }) ==
          1),
      RewritesPrivate(
          Context->isCheckEnabled(InternalImmortalizationCheck::CheckName)) {}

void ImmortalizeNotFreshCheck::storeOptions(
    clang::tidy::ClangTidyOptions::OptionMap &Opts) {
  ContractCheck::storeOptions(Opts);
  Options.store(Opts, "ReportUnknown", ReportUnknown);
}

fixes::Edits ImmortalizeNotFreshCheck::moveUp(const ImmortalCalls &Calls,
                                              const ImmortalCall &Call,
                                              const Verdict &V) const {
  // That check moves and renames in one step.
  if (Call.Row->IsPrivate && RewritesPrivate)
    return {};
  const ASTContext &Context = Calls.context();
  return tidy::moveUp(
      Call, V, Calls.model(), Calls.context(),
      [&](const fixes::CallText &Text) {
        return ((Call.Row->Returns == capi::Answer::Nothing ? "" : "(void)") +
                Lexer::getSourceText(Text.Whole, Context.getSourceManager(),
                                     Context.getLangOpts()) +
                ";")
            .str();
      });
}

std::optional<Finding>
ImmortalizeNotFreshCheck::examine(ImmortalCalls &Calls,
                                  const ImmortalCall &Call) {
  const Verdict &V = Calls.judge(Call);
  Finding F;
  F.Loc = Call.Loc;
  F.Notes = V.Witness;
  const std::string Name = ("'" + Call.Name + "'").str();
  // A parameter is for the callers to answer for, if they are there.
  if (V.How == Certainty::Unknown && ReportUnknown && V.Callers.empty()) {
    F.Text = Name + UnknownPhrase.str() + capi::textOf(V.Why).str();
    return F;
  }
  const capi::FreshnessReason *Why = capi::findFreshnessReason(V.Why);
  if (V.How != Certainty::Never || !Why)
    return std::nullopt;
  // A function of the user's may ask whether it is, and do more than that.
  if (V.Why == Reason::AlreadyImmortal && Call.isOfUsers())
    return std::nullopt;
  // What is wrong from the start is cpython-immortalize-type's.
  if (!V.Loss &&
      (V.Why == Reason::AlreadyImmortal ||
       V.Why == capi::refusalWhenFreeThreaded(V.Type, capi::NewestKnown)))
    return std::nullopt;
  F.Text = ("the object is not newly created and uniquely referenced here: " +
            capi::textOf(V.Why) + "; " + Why->Advice)
               .str();
  if (Why->MayBeAccepted && !Call.Row->IsPrivate)
    F.Notes.push_back(
        {Call.Loc, Name + " may accept it all the same: it looks at the "
                          "reference count only"});
  F.Fix = moveUp(Calls, Call, V);
  return F;
}

std::vector<Finding>
ImmortalizeNotFreshCheck::examineUnit(ImmortalCalls &Calls,
                                      const source::SkippedRanges &Skipped) {
  ASTContext &Context = Calls.context();
  const SourceManager &SM = Context.getSourceManager();
  const auto MayAnnotate = [&](FileID File) {
    return Calls.code().ownerOf(File) == source::Owner::User &&
           SM.getBufferData(File).contains(capi::AnnotationPrefix);
  };
  std::vector<Finding> Findings;
  if (!Calls.code().pythonVersion() ||
      llvm::none_of(Skipped.files(), MayAnnotate))
    return Findings;
  for (Decl *D : Calls.code().declarations(Context))
    for (const freshness::WrongAnnotation &Wrong :
         freshness::findWrongAnnotations(*D))
      Findings.push_back(
          {SM.getFileLoc(Wrong.Loc), Wrong.Text, {}, {}, nullptr, {}, ""});
  return Findings;
}

} // namespace immortal::tidy
