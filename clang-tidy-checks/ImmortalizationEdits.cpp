// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "ImmortalizationEdits.h"
#include "CAPI/ObjectTag.h"
#include "Fixes/CompatHeader.h"
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

fixes::Edits ImmortalizationEdits::renameCalls(SourceLocation Loc,
                                               const capi::PrivateFunction &Row,
                                               const UseGroup &Group) const {
  fixes::CallRewrite Rewrite;
  Rewrite.OldName = Row.Name;
  Rewrite.NewName = Row.Public;
  Rewrite.DiscardResult = Row.Role == capi::PrivateRole::MakesImmortal;
  for (const FunctionUse *Use : Group) {
    if (!Use->Call || Use->Call->getNumArgs() != 1 || Row.Public.empty())
      return {};
    // A macro in a header has expansions that nobody here sees.
    if (isInMacroBody(Use->Loc) && !SM.isInMainFile(Loc))
      return {};
    // Somebody declared it with a result of its own and may look at it.
    if (Rewrite.DiscardResult && !Use->Call->getType()->isVoidType())
      return {};
    Rewrite.CastArgument |= needsCast(*Use->Call->getArg(0));
  }
  return fixes::rewriteCall(Loc, Rewrite, SM, Context.getLangOpts())
      .value_or(fixes::Edits());
}

fixes::Edits ImmortalizationEdits::replaceStore(SourceLocation Loc,
                                                const CountUse &Use) const {
  const source::CountWrite &Write = Use.Write;
  if (!Write.Object || Write.Part || isInMacroBody(Write.NameLoc))
    return {};
  const auto Call =
      fixes::callTextAt(Loc, Write.Name, SM, Context.getLangOpts());
  if (!Call || Call->Arguments.size() != 2)
    return {};
  return {fixes::replaceByCall(
      Call->Whole, capi::publicImmortalizer().Public,
      Lexer::getSourceText(Call->Arguments[0], SM, Context.getLangOpts()),
      needsCast(*Write.Object))};
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
