// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "Source/HiddenUses.h"
#include "CAPI/BuildCore.h"
#include "CAPI/PrivateNames.h"
#include "CAPI/Replacements.h"
#include "Source/GlobalNames.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/Decl.h"

using namespace clang;

namespace immortal::source {

namespace {
/// Decides on names without their context.
class NameJudge {
public:
  NameJudge(ASTContext &Context, const InternalHeaders &Headers,
            LexedFiles &Files)
      : Context(Context), Headers(Headers) {
    for (const Decl *D : Headers.declarations(Context))
      Fields.add(*D, Headers);
    for (FileID File : Headers.userFiles())
      for (const Word &W : Files.get(File).Words)
        if (!W.IsMember)
          UsersWords.insert(W.Text);
  }

  bool isInternalField(llvm::StringRef Name) const {
    return Fields.Internal.contains(Name) ||
           (Headers.kept() && Headers.kept()->Fields.Internal.contains(Name));
  }

  /// Whether \p W can only mean something public or the user's own.
  bool isHarmless(const Word &W) const {
    return W.IsMember ? isHarmlessMember(W) : isHarmlessName(W.Text);
  }

private:
  bool isOtherField(llvm::StringRef Name) const {
    return Fields.Other.contains(Name) ||
           (Headers.kept() && Headers.kept()->Fields.Other.contains(Name));
  }

  /// A member that nothing here declares may be a field of another Python's
  /// internal struct; one that is called is a method.
  bool isHarmlessMember(const Word &W) const {
    if (isInternalField(W.Text))
      return false;
    return W.IsCalled || isOtherField(W.Text) || UsersWords.contains(W.Text) ||
           capi::findCountField(W.Text);
  }

  bool isHarmlessName(llvm::StringRef Name) const {
    if (const auto How = Headers.dependenceOfMacro(Name))
      return How == Dependence::None;
    const auto Found =
        globalDeclarations(Name, Context, Headers.preprocessor());
    for (const NamedDecl *D : Found)
      if (Headers.dependenceOf(*D) != Dependence::None)
        return false;
    if (!Found.empty() || !capi::looksInternal(Name))
      return true;
    // Immortal counts are macros of public headers in the versions that have
    // them; so are a few functions.
    if (capi::findPrivateCount(Name))
      return true;
    const auto Rows = capi::replacementsFor(Name);
    return !Rows.empty() && Rows.front()->PublicUntil == capi::Newest;
  }

  ASTContext &Context;
  const InternalHeaders &Headers;
  FieldNames Fields;
  llvm::StringSet<> UsersWords;
};
} // namespace

static bool isHidden(const LexedFile &File, const Word &W,
                     const InternalHeaders &Headers, const SkippedCode &Skipped,
                     const InternalUses &Uses, const NameJudge &Judge) {
  if (capi::isBuildCoreMacro(W.Text) || capi::isBuildCoreWorkaround(W.Text))
    return false;
  if (Skipped.contains(File, W.Offset))
    return !Judge.isHarmless(W);
  // What is not skipped is in the syntax tree, except what only a macro says.
  return W.Place == WordPlace::MacroBody && W.IsMember &&
         Judge.isInternalField(W.Text) &&
         !Uses.SeenMembers.contains(
             Headers.usersPlace(File.location(W.Offset)));
}

std::optional<HiddenUse> firstHiddenUse(ASTContext &Context,
                                        const InternalHeaders &Headers,
                                        LexedFiles &Files,
                                        const SkippedCode &Skipped,
                                        const InternalUses &Uses) {
  const NameJudge Judge(Context, Headers, Files);
  for (FileID ID : Headers.userFiles()) {
    const LexedFile &File = Files.get(ID);
    for (const Word &W : File.Words)
      if (isHidden(File, W, Headers, Skipped, Uses, Judge))
        return HiddenUse{File.location(W.Offset), W.Text.str()};
    for (const Directive &D : File.Directives)
      if (D.Kind == DirectiveKind::Include && isInternalHeaderName(D.Name) &&
          Skipped.contains(File, D.Hash))
        return HiddenUse{File.location(D.NameOffset), D.Name.str()};
  }
  for (const auto &[Name, Loc] : Uses.DependentMembers)
    if (Judge.isInternalField(Name))
      return HiddenUse{Loc, Name.str()};
  return std::nullopt;
}

} // namespace immortal::source
