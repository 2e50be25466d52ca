// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "Source/BuildCoreUse.h"
#include "CAPI/BuildCore.h"
#include "clang/Lex/Preprocessor.h"
#include "clang/Lex/PreprocessorOptions.h"

using namespace clang;

namespace immortal::source {

bool mayUseBuildCore(Preprocessor &PP) {
  // Internal headers stop with an error without the macro, so that its table
  // entry tells almost always; the main file's text tells of the error.
  const SourceManager &SM = PP.getSourceManager();
  return llvm::any_of(capi::buildCoreMacros(),
                      [&](llvm::StringRef Macro) {
                        return PP.getLocalMacroDirectiveHistory(
                            PP.getIdentifierInfo(Macro));
                      }) ||
         SM.getBufferData(SM.getMainFileID()).contains("pycore_");
}

/// The -D option that defined \p Macro.
static std::string flagOf(Preprocessor &PP, llvm::StringRef Macro) {
  for (const auto &[Text, IsUndef] : PP.getPreprocessorOpts().Macros)
    if (!IsUndef && llvm::StringRef(Text).split('=').first == Macro)
      return "-D" + Text;
  return ("-D" + Macro).str();
}

static void addDefinitions(Preprocessor &PP, const InternalHeaders &Headers,
                           llvm::StringRef Macro, BuildCoreUse &Use) {
  const SourceManager &SM = PP.getSourceManager();
  const MacroInfo *Python = Headers.lastDefinition("PY_VERSION_HEX");
  const MacroDirective *Next = nullptr;
  for (const MacroDirective *MD =
           PP.getLocalMacroDirectiveHistory(PP.getIdentifierInfo(Macro));
       MD; MD = MD->getPrevious()) {
    const MacroDirective *After = std::exchange(Next, MD);
    const auto *Definition = llvm::dyn_cast<DefMacroDirective>(MD);
    if (!Definition)
      continue;
    const SourceLocation Loc = Definition->getInfo()->getDefinitionLoc();
    const bool FromCommandLine =
        Loc.isValid() && SM.isWrittenInCommandLineFile(Loc);
    const SourceLocation Place =
        Loc.isValid() ? Headers.usersPlace(Loc) : SourceLocation();
    if (!FromCommandLine && Place.isInvalid())
      continue;
    Use.Definitions.push_back(
        {Macro.str(), Place, FromCommandLine ? flagOf(PP, Macro) : "",
         llvm::isa_and_nonnull<UndefMacroDirective>(After) &&
             Headers.isCPython(After->getLocation())});
    if (!Python ||
        SM.isBeforeInTranslationUnit(Loc, Python->getDefinitionLoc()))
      Use.ReachesPublicHeaders = true;
  }
}

BuildCoreUse buildCoreUseOf(Preprocessor &PP, const InternalHeaders &Headers,
                            LexedFiles &Files, const SkippedCode &Skipped) {
  const SourceManager &SM = PP.getSourceManager();
  BuildCoreUse Use;
  for (llvm::StringRef Macro : capi::buildCoreMacros())
    addDefinitions(PP, Headers, Macro, Use);
  for (FileID ID : Headers.userFiles()) {
    const LexedFile &File = Files.get(ID);
    for (const Directive &D : File.Directives)
      if (D.Kind == DirectiveKind::Include && isInternalHeaderName(D.Name) &&
          !Skipped.contains(File, D.Hash))
        Use.Includes.push_back({D.Name.str(), File.location(D.NameOffset)});
  }
  llvm::sort(Use.Definitions, [&](const auto &A, const auto &B) {
    if (A.Loc.isInvalid() || B.Loc.isInvalid())
      return std::make_pair(A.Loc.isValid(), A.Macro) <
             std::make_pair(B.Loc.isValid(), B.Macro);
    return SM.isBeforeInTranslationUnit(A.Loc, B.Loc);
  });
  llvm::sort(Use.Includes, [&](const auto &A, const auto &B) {
    return SM.isBeforeInTranslationUnit(A.Loc, B.Loc);
  });
  return Use;
}

} // namespace immortal::source
