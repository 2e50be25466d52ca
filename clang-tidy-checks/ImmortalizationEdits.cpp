// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "ImmortalizationEdits.h"
#include "CAPI/ObjectTag.h"
#include "Fixes/CompatHeader.h"
#include "Source/ResultUse.h"
#include "clang/AST/ASTContext.h"
#include "clang/Lex/Lexer.h"
#include "clang/Lex/Preprocessor.h"

using namespace clang;

namespace immortal::tidy {

/// The include guards of headers that declare the public names for older
/// Pythons.
static constexpr llvm::StringLiteral CompatGuards[] = {
#define VENDORED_HEADER(Name, Guard) Guard,
#include "CAPI/KnownFiles.def"
};

ImmortalizationEdits::ImmortalizationEdits(
    ASTContext &Context, Preprocessor &PP, const source::UserCode &Code,
    std::string CompatHeader, std::optional<capi::Version> MinimumPython)
    : Context(Context), PP(PP), SM(Context.getSourceManager()), Code(Code),
      CompatHeader(std::move(CompatHeader)), MinimumPython(MinimumPython) {}

capi::Version ImmortalizationEdits::oldestPython() const {
  return std::min(MinimumPython.value_or(capi::Newest), Code.pythonVersion());
}

bool ImmortalizationEdits::isInMacroBody(SourceLocation Use) const {
  return Use.isMacroID() && Code.isUsers(Use) && !SM.isMacroArgExpansion(Use);
}

bool ImmortalizationEdits::needsCast(const Expr &Argument) const {
  // 3.12's own macro around the function casts what it is given.
  const Expr *Written = Argument.IgnoreParenImpCasts();
  bool CastByPython = false;
  while (const auto *Cast = dyn_cast<ExplicitCastExpr>(Written)) {
    if (Code.isUsers(Cast->getBeginLoc()))
      break;
    CastByPython = true;
    Written = Cast->getSubExpr()->IgnoreParenImpCasts();
  }
  // C++ has converted by itself, or not compiled.
  if (Context.getLangOpts().CPlusPlus && !CastByPython)
    return false;
  const RecordDecl *Pointee =
      Written->getType()->getPointeeType().isNull()
          ? nullptr
          : Written->getType()->getPointeeType()->getAsRecordDecl();
  return !Pointee || Pointee->getName() != capi::ObjectTag;
}

std::optional<fixes::CallRewrite>
ImmortalizationEdits::rewriteOf(SourceLocation Loc,
                                const capi::PrivateFunction &Row,
                                const UseGroup &Group) const {
  fixes::CallRewrite Rewrite;
  Rewrite.OldName = Row.Name;
  Rewrite.NewName = Row.Public;
  for (const FunctionUse *Use : Group) {
    if (!Use->Call || Use->Call->getNumArgs() != 1 || Row.Public.empty())
      return std::nullopt;
    // A macro in a header has expansions that nobody here sees.
    if (isInMacroBody(Use->Loc) && !SM.isInMainFile(Loc))
      return std::nullopt;
    // Somebody declared it with a result of its own and may look at it.
    if (Row.Role == capi::PrivateRole::MakesImmortal &&
        !Use->Call->getType()->isVoidType())
      return std::nullopt;
    Rewrite.CastArgument |= needsCast(*Use->Call->getArg(0));
  }
  return Rewrite;
}

std::optional<ImmortalizationEdits::NewResult>
ImmortalizationEdits::resultOf(const Expr &Call, const FunctionDecl *Function,
                               const Expr &Object, const fixes::CallText &Text,
                               fixes::OnRefusal Style,
                               const IfStmt *MovedBehind) const {
  const auto BestEffort = [] { return NewResult{"(void)", std::nullopt}; };
  // Only what is proven is rewritten.
  if (fixes::isBestEffort(Style, /*IsFresh=*/true))
    return BestEffort();
  const auto *Old = dyn_cast<CallExpr>(&Call);
  if (!Old || !Function)
    return std::nullopt;
  const auto Use = source::useOfResult(*Old, *Function, Context);
  if (Use.How == source::ResultUse::Ignored)
    return BestEffort();
  if (Use.How != source::ResultUse::Discarded || !Use.Block)
    return std::nullopt;
  auto Path = fixes::pathOnRefusal(
      {{*Use.Statement, *Use.Block, *Function, fixes::variableIn(Object),
        /*OwnsObject=*/true, MovedBehind},
       Text,
       Object,
       /*Test=*/"",
       oldestPython()},
      Style, Context);
  if (!Path)
    return std::nullopt;
  return NewResult{Path->Before, std::move(Path)};
}

fixes::Edits ImmortalizationEdits::renameCalls(SourceLocation Loc,
                                               const capi::PrivateFunction &Row,
                                               const UseGroup &Group,
                                               fixes::OnRefusal Style) const {
  auto Rewrite = rewriteOf(Loc, Row, Group);
  const auto Text = fixes::callTextAt(Loc, Row.Name, SM, Context.getLangOpts());
  if (!Rewrite || !Text)
    return {};
  std::optional<NewResult> Result;
  if (Row.Role == capi::PrivateRole::MakesImmortal) {
    const FunctionUse &First = *Group.front();
    Result = resultOf(*First.Call, First.Function, *First.Call->getArg(0),
                      *Text, Style, nullptr);
    if (!Result || (Result->Path && Group.size() > 1))
      return {};
    Rewrite->Before = Result->Before;
  }
  auto Renamed = fixes::rewriteCall(Loc, *Rewrite, SM, Context.getLangOpts())
                     .value_or(fixes::Edits());
  if (!Renamed.empty() && Result && Result->Path)
    Renamed.push_back(FixItHint::CreateReplacement(
        CharSourceRange::getCharRange(Text->Whole.getEnd(), Result->Path->End),
        Result->Path->Behind));
  return Renamed;
}

std::string ImmortalizationEdits::movedCall(SourceLocation Loc,
                                            const FunctionUse &Use,
                                            const IfStmt &Test,
                                            fixes::OnRefusal Style) const {
  auto Rewrite = rewriteOf(Loc, *Use.Row, {&Use});
  const auto Text =
      fixes::callTextAt(Loc, Use.Row->Name, SM, Context.getLangOpts());
  if (!Rewrite || !Text || Text->Arguments.size() != 1)
    return "";
  const auto Result = resultOf(*Use.Call, Use.Function, *Use.Call->getArg(0),
                               *Text, Style, &Test);
  if (!Result)
    return "";
  Rewrite->Before = Result->Before;
  return fixes::newCallText(*Rewrite,
                            Lexer::getSourceText(Text->Arguments[0], SM,
                                                 Context.getLangOpts())) +
         (Result->Path ? Result->Path->Behind : ";");
}

fixes::Edits ImmortalizationEdits::replaceStore(SourceLocation Loc,
                                                const CountUse &Use,
                                                fixes::OnRefusal Style) const {
  const source::CountWrite &Write = Use.Write;
  if (!Write.Object || Write.Part || isInMacroBody(Write.NameLoc))
    return {};
  const auto Call =
      fixes::callTextAt(Loc, Write.Name, SM, Context.getLangOpts());
  if (!Call || Call->Arguments.size() != 2)
    return {};
  const auto Result = resultOf(*Write.Whole, Use.Function, *Write.Object, *Call,
                               Style, nullptr);
  if (!Result)
    return {};
  const fixes::CallRewrite New = {Write.Name, capi::publicImmortalizer().Public,
                                  needsCast(*Write.Object), Result->Before};
  const llvm::StringRef Object =
      Lexer::getSourceText(Call->Arguments[0], SM, Context.getLangOpts());
  CharSourceRange Range = Call->Whole;
  if (Result->Path)
    Range.setEnd(Result->Path->End);
  return {FixItHint::CreateReplacement(
      Range, fixes::newCallText(New, Object) +
                 (Result->Path ? Result->Path->Behind : ""))};
}

bool ImmortalizationEdits::isDeclared(const capi::PrivateFunction &Row,
                                      capi::Version Oldest) const {
  if (Oldest >= Row.Since)
    return true;
  return llvm::any_of(CompatGuards, [&](llvm::StringRef Guard) {
    return PP.isMacroDefined(Guard);
  });
}

void ImmortalizationEdits::complete(Finding &F,
                                    std::optional<capi::Version> Guarded) {
  if (F.Fix.empty() || !F.Public)
    return;
  const auto Drop = [&](const llvm::Twine &Why) {
    F.Fix.clear();
    F.Notes.push_back({F.Loc, ("not rewritten: " + Why).str()});
  };
  if (Context.getDiagnostics().hasUncompilableErrorOccurred())
    return Drop("the file has errors");
  // The headers in use are one version of those that the code says it is for;
  // what the user says about that comes first.
  const capi::Version Oldest =
      MinimumPython ? oldestPython()
                    : std::min(oldestPython(), Guarded.value_or(capi::Newest));
  if (isDeclared(*F.Public, Oldest))
    return;
  const std::string New =
      ("'" + F.Public->Public + "' is new in " +
       capi::toString(F.Public->Since) + ", and nothing declares it for " +
       capi::toString(Oldest & 0xFFFF0000))
          .str();
  if (CompatHeader.empty() ||
      F.Public->Role != capi::PrivateRole::MakesImmortal)
    return Drop(New);

  llvm::SmallVector<FixItHint, 2> Includes;
  for (const FixItHint &Edit : F.Fix) {
    const FileID File = SM.getFileID(Edit.RemoveRange.getBegin());
    if (Included.contains(File) ||
        llvm::any_of(Includes, [&](const FixItHint &Hint) {
          return SM.getFileID(Hint.RemoveRange.getBegin()) == File;
        }))
      continue;
    auto Include =
        fixes::includeBehindPython(CompatHeader, File, Code.patchLevel(), SM);
    if (!Include)
      return Drop(New +
                  "; this file does not include Python.h itself, so "
                  "include '" +
                  CompatHeader + "' by hand");
    Includes.push_back(*Include);
  }
  for (const FixItHint &Include : Includes) {
    Included.insert(SM.getFileID(Include.RemoveRange.getBegin()));
    F.Fix.push_back(Include);
  }
}

bool hasNoLint(SourceLocation Loc, const SourceManager &SM) {
  const auto [File, Offset] = SM.getDecomposedLoc(Loc);
  const llvm::StringRef Buffer = SM.getBufferData(File);
  const llvm::StringRef Before = Buffer.take_front(Offset);
  const size_t Begin = Before.rfind('\n') + 1;
  const llvm::StringRef Line = Buffer.substr(Begin).split('\n').first;
  const llvm::StringRef Previous =
      Before.take_front(Begin).rtrim().rsplit('\n').second;
  return Line.contains("NOLINT") || Previous.contains("NOLINTNEXTLINE") ||
         Before.count("NOLINTBEGIN") > Before.count("NOLINTEND");
}

} // namespace immortal::tidy
