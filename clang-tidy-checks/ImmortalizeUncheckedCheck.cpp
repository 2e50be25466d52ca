// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "ImmortalizeUncheckedCheck.h"
#include "CAPI/ObjectTag.h"
#include "Freshness/Places.h"
#include "clang/AST/ASTContext.h"
#include "clang/Lex/Lexer.h"
#include "clang/Lex/Preprocessor.h"

using namespace clang;
using immortal::capi::Answer;
using immortal::capi::Reason;
using immortal::fixes::OnRefusal;
using immortal::freshness::Certainty;
using immortal::freshness::Verdict;
using immortal::source::ResultUse;

namespace immortal::tidy {

ImmortalizeUncheckedCheck::ImmortalizeUncheckedCheck(
    llvm::StringRef Name, clang::tidy::ClangTidyContext *Context)
    : ContractCheck(Name, Context),
      Style(onRefusalFrom(Options, Name, [this](const llvm::Twine &Wrong) {
        reportOption(Wrong);
      })) {}

void ImmortalizeUncheckedCheck::storeOptions(
    clang::tidy::ClangTidyOptions::OptionMap &Opts) {
  ContractCheck::storeOptions(Opts);
  Options.store(Opts, OnRefusalOption, nameOf(Style));
}

/// How code tells there whether an object is immortal; empty if it cannot.
static llvm::StringRef immortalityTest(const ImmortalCalls &Calls) {
  for (const capi::ImmortalityTest &Test : capi::immortalityTests())
    if (Calls.oldestPython() >= Test.First ||
        (!Test.Guard.empty() &&
         Calls.preprocessor().isMacroDefined(Test.Guard)))
      return Test.Name;
  return {};
}

static bool testsImmortality(const Stmt &S) {
  const auto *Call = dyn_cast<CallExpr>(&S);
  const FunctionDecl *Callee = Call ? Call->getDirectCallee() : nullptr;
  return (Callee && Callee->getIdentifier() &&
          capi::testsImmortality(Callee->getName())) ||
         llvm::any_of(S.children(), [](const Stmt *Child) {
           return Child && testsImmortality(*Child);
         });
}

/// Whether \p Creation calls a type of the user's: an instance is as good as
/// new, unless the type itself makes its instances immortal.
static bool makesOwnInstance(const ImmortalCalls &Calls, const Expr *Creation) {
  const auto *Call = dyn_cast_or_null<CallExpr>(Creation);
  if (!Call || Call->getNumArgs() == 0)
    return false;
  const Expr *Type = freshness::stripPointerCasts(Call->getArg(0));
  const RecordDecl *Record =
      Type->getType()->isPointerType()
          ? Type->getType()->getPointeeType()->getAsRecordDecl()
          : nullptr;
  if (!Record || Record->getName() != capi::TypeTag)
    return false;
  const auto *Address = dyn_cast<UnaryOperator>(Type);
  const auto *Name = dyn_cast<DeclRefExpr>(
      (Address ? Address->getSubExpr() : Type)->IgnoreParenCasts());
  return !Name || !Calls.code().isCPython(Name->getDecl()->getLocation());
}

/// Whether the object may have been immortal before the call, by what is known
/// about where it comes from.
static bool mayBeImmortal(const ImmortalCalls &Calls, const Verdict &V) {
  if (V.How == Certainty::Proven)
    return false;
  return V.Why == Reason::AlreadyImmortal ||
         (V.Why == Reason::MaybeShared && !makesOwnInstance(Calls, V.Creation));
}

/// 0 is taken for failure: what is wrong with that; empty if nothing is.
static std::string wrongTest(ImmortalCalls &Calls, const ImmortalCall &Call,
                             const ResultUse &Use) {
  const ASTContext &Context = Calls.context();
  const std::string Name = ("'" + Call.Name + "'").str();
  const auto Fails = [&](bool Value) {
    const Stmt *Branch = Use.branch(Value);
    return Branch && ((isa<Expr>(Branch) &&
                       source::isFailureValue(*cast<Expr>(Branch), Context)) ||
                      source::isFailureBranch(*Branch, Context));
  };
  const source::TruthByResult &Truth = Use.Truth;
  if (Call.Row->Returns == Answer::Made) {
    if (Truth.Zero == Truth.Positive)
      return Fails(!Truth.Zero)
                 ? "the result of " + Name +
                       " is never negative: 0 says that it refused"
                 : "";
  } else if (Truth.Zero != Truth.Negative) {
    return Fails(Truth.Zero) ? "0 from " + Name +
                                   " says that the object was immortal before; "
                                   "it refused if the result is negative"
                             : "";
  }
  const bool IsImmortalOnly = Truth.Zero == Truth.Positive;
  if (IsImmortalOnly || !Fails(Truth.Zero) ||
      !mayBeImmortal(Calls, Calls.judge(Call)) ||
      testsImmortality(*Call.Function->getBody()))
    return "";
  return "0 from " + Name +
         " is taken for failure, but the object may have been immortal before; "
         "ask whether it is immortal, too";
}

/// The edit that asks once more whether the object is immortal now.
static fixes::Edits askAgain(ImmortalCalls &Calls, const ImmortalCall &Call,
                             const ResultUse &Use) {
  const ASTContext &Context = Calls.context();
  const SourceManager &SM = Context.getSourceManager();
  const llvm::StringRef Test = immortalityTest(Calls);
  const std::string Object = fixes::repeatableText(Call.object(), Context);
  const CharSourceRange Range = Lexer::makeFileCharRange(
      CharSourceRange::getTokenRange(Use.Test->getSourceRange()), SM,
      Context.getLangOpts());
  if (Call.Row->Returns != Answer::Made || !Call.IsPlain || Test.empty() ||
      Object.empty() || Range.isInvalid() || !isa<IfStmt>(Use.Owner) ||
      Use.Truth.Zero == Use.Truth.Positive)
    return {};
  const llvm::StringRef Old =
      Lexer::getSourceText(Range, SM, Context.getLangOpts());
  const std::string Asked = (Test + "(" + Object + ")").str();
  std::string New = Use.Truth.Zero ? (Old + " && !" + Asked).str()
                                   : (Old + " || " + Asked).str();
  const auto *If = cast<IfStmt>(Use.Owner);
  if (If->getCond()->IgnoreParenImpCasts() != Use.Test->IgnoreParenImpCasts())
    New = "(" + New + ")";
  return {FixItHint::CreateReplacement(Range, New)};
}

/// The edit that says that the result does not matter.
static Alternative ignoreResult(const ImmortalCalls &Calls,
                                const ImmortalCall &Call) {
  const SourceManager &SM = Calls.context().getSourceManager();
  const LangOptions &LangOpts = Calls.context().getLangOpts();
  const auto Text = fixes::callTextAt(Call.Loc, Call.Name, SM, LangOpts);
  if (!Text)
    return {};
  return {
      "accept that it may refuse: cast the result to void",
      {FixItHint::CreateReplacement(
          Text->Name,
          ("(void)" + Lexer::getSourceText(Text->Name, SM, LangOpts)).str())}};
}

Alternative
ImmortalizeUncheckedCheck::leaveOnRefusal(ImmortalCalls &Calls,
                                          const ImmortalCall &Call,
                                          const ResultUse &Use) const {
  const ASTContext &Context = Calls.context();
  const SourceManager &SM = Context.getSourceManager();
  const Verdict &V = Calls.judge(Call);
  const bool IsFresh = V.How == Certainty::Proven;
  const llvm::StringRef Test = IsFresh ? "" : immortalityTest(Calls);
  const auto Text =
      fixes::callTextAt(Call.Loc, Call.Name, SM, Context.getLangOpts());
  if (!Use.Block || Call.Row->Returns != Answer::Made || !Text ||
      (!IsFresh && Test.empty()))
    return {};

  const fixes::RefusableCall Refusable = {
      {*Use.Statement, *Use.Block, *Call.Function,
       fixes::variableIn(Call.object()),
       IsFresh || V.Why == Reason::MaybeShared},
      *Text,
      Call.object(),
      Test,
      Calls.oldestPython()};
  const auto Path = fixes::pathOnRefusal(Refusable, Style, Context);
  if (!Path)
    return {};
  return {"fail when it refuses: " + Path->Last,
          {FixItHint::CreateReplacement(
              CharSourceRange::getCharRange(Text->Whole.getBegin(), Path->End),
              (Path->Before +
               Lexer::getSourceText(Text->Whole, SM, Context.getLangOpts()) +
               Path->Behind)
                  .str())}};
}

void ImmortalizeUncheckedCheck::handleDiscarded(Finding &F,
                                                ImmortalCalls &Calls,
                                                const ImmortalCall &Call,
                                                const ResultUse &Use) const {
  const Verdict &V = Calls.judge(Call);
  // Where the call is known to refuse, handling that is not what helps.
  if (!Call.IsPlain || V.How == Certainty::Never)
    return;
  const bool IsFresh = V.How == Certainty::Proven;
  const bool IsBestEffort = fixes::isBestEffort(Style, IsFresh);
  const auto Handle = [&](bool ByIgnoring) {
    return ByIgnoring ? ignoreResult(Calls, Call)
                      : leaveOnRefusal(Calls, Call, Use);
  };
  Alternative Chosen = Handle(IsBestEffort);
  F.Fix = std::move(Chosen.Fix);
  if (Style != OnRefusal::Auto || F.Fix.empty())
    return;
  if (Alternative Other = Handle(!IsBestEffort); !Other.Fix.empty()) {
    F.FixName = std::move(Chosen.Name);
    F.Alternatives.push_back(std::move(Other));
  }
}

std::optional<Finding>
ImmortalizeUncheckedCheck::examine(ImmortalCalls &Calls,
                                   const ImmortalCall &Call) {
  // What the result of a user's own function says is not known.
  if (Call.Row->Returns == Answer::Nothing || Call.isOfUsers())
    return std::nullopt;
  const ResultUse Use =
      source::useOfResult(*Call.Call, *Call.Function, Calls.context());
  Finding F;
  F.Loc = Call.Loc;
  if (Use.How == ResultUse::Tested) {
    F.Text = wrongTest(Calls, Call, Use);
    if (F.Text.empty())
      return std::nullopt;
    if (mayBeImmortal(Calls, Calls.judge(Call))) {
      F.Notes = Calls.judge(Call).Witness;
      F.Fix = askAgain(Calls, Call, Use);
    }
    return F;
  }
  const Verdict &V = Calls.judge(Call);
  // Then 0 is all that it can say.
  const bool IsKnown =
      V.How == Certainty::Never && V.Why == Reason::AlreadyImmortal && !V.Loss;
  if (IsKnown)
    return std::nullopt;
  if (Use.How == ResultUse::Discarded) {
    F.Text = ("the result of '" + Call.Name +
              "' is discarded, so that nobody notices when it refuses; "
              "handle it, or cast it to void for best effort")
                 .str();
    handleDiscarded(F, Calls, Call, Use);
    return F;
  }
  if (Use.How == ResultUse::StoredOnly) {
    F.Text = ("the result of '" + Call.Name + "' is stored in '" +
              Use.Variable->getName() +
              "' and never looked at, so that nobody notices when it refuses")
                 .str();
    return F;
  }
  return std::nullopt;
}

} // namespace immortal::tidy
