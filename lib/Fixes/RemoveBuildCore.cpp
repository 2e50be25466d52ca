// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "Fixes/RemoveBuildCore.h"
#include "CAPI/BuildCore.h"
#include "Source/InternalHeaders.h"
#include "llvm/ADT/BitVector.h"

using namespace immortal::source;

namespace immortal::fixes {

namespace {
/// Chooses directives to remove, then turns them into lines.
class Remover {
public:
  Remover(const LexedFile &File, llvm::function_ref<bool(unsigned)> IsSkipped)
      : File(File), IsSkipped(IsSkipped), Conditionals(File.conditionals()),
        Chosen(File.Directives.size()), Shells(File.Directives.size()) {}

  LineRemoval run() {
    choose(/*Workarounds=*/true);
    if (usesWorkaround()) {
      Chosen.reset();
      Shells.reset();
      choose(/*Workarounds=*/false);
    }
    refuseTests();
    refuseSkipped();
    refuseSharedLines();
    if (Result.Obstacles.empty())
      addLines();
    return std::move(Result);
  }

private:
  void choose(bool Workarounds) {
    for (unsigned I = 0; I < File.Directives.size(); ++I) {
      const Directive &D = File.Directives[I];
      const bool Names =
          D.Kind == DirectiveKind::Define || D.Kind == DirectiveKind::Undef;
      if ((Names && capi::isBuildCoreMacro(D.Name)) ||
          (D.Kind == DirectiveKind::Include && isInternalHeaderName(D.Name)) ||
          (Workarounds && D.Kind == DirectiveKind::Undef &&
           capi::isBuildCoreWorkaround(D.Name)))
        Chosen.set(I);
    }
    // Inner conditionals first, so that the outer ones see them empty.
    for (auto C = Conditionals.rbegin(); C != Conditionals.rend(); ++C)
      if (isEmptied(*C)) {
        for (unsigned Branch : C->Branches)
          Shells.set(Branch);
        Shells.set(C->End);
        Chosen |= Shells;
      }
  }

  /// Whether \p C holds chosen directives and nothing else.
  bool isEmptied(const Conditional &C) const {
    if (C.End == C.Branches.front() + C.Branches.size())
      return false;
    for (unsigned I = C.Branches.front() + 1; I <= C.End; ++I) {
      const bool IsOwn = I == C.End || llvm::is_contained(C.Branches, I);
      if (File.Directives[I].CodeBefore || (!IsOwn && !Chosen[I]))
        return false;
    }
    return true;
  }

  /// The directive that \p Offset lies in; the number of directives if none.
  unsigned directiveAt(unsigned Offset) const {
    unsigned I = 0;
    while (I < File.Directives.size() &&
           (Offset < File.Directives[I].Hash ||
            Offset >= File.Directives[I].LinesEnd))
      ++I;
    return I;
  }

  bool isRemoved(unsigned Offset) const {
    const unsigned I = directiveAt(Offset);
    return I < Chosen.size() && Chosen[I];
  }

  bool usesWorkaround() const {
    return llvm::any_of(File.Words, [&](const Word &W) {
      return capi::isBuildCoreWorkaround(W.Text) && !isRemoved(W.Offset);
    });
  }

  /// Code that asks for the macro changes with it.
  void refuseTests() {
    for (const Word &W : File.Words)
      if (capi::isBuildCoreMacro(W.Text) && !isRemoved(W.Offset))
        Result.Obstacles.push_back(
            {W.Offset, "'" + W.Text.str() + "' is asked for here"});
  }

  /// What the preprocessor skipped is the business of another configuration,
  /// unless the macro's own guard is why.
  void refuseSkipped() {
    for (unsigned I : Chosen.set_bits()) {
      const Directive &D = File.Directives[I];
      if (Shells[I] || !IsSkipped(D.Hash) || isInOwnGuard(I))
        continue;
      Result.Obstacles.push_back(
          {D.Hash, "another configuration has '" + D.Text.str() + "' here"});
    }
  }

  bool isInOwnGuard(unsigned I) const {
    const Conditional *Innermost = nullptr;
    for (const Conditional &C : Conditionals)
      if (C.Branches.front() < I && I < C.End)
        Innermost = &C;
    if (!Innermost || !Shells[Innermost->End])
      return false;
    const Directive &If = File.Directives[Innermost->Branches.front()];
    return If.mentionsBuildCore() && !IsSkipped(If.Hash);
  }

  void refuseSharedLines() {
    for (unsigned I : Chosen.set_bits())
      if (!File.Directives[I].OwnsItsLines)
        Result.Obstacles.push_back(
            {File.Directives[I].Hash, "this directive shares its line"});
  }

  void addLines() {
    for (unsigned I : Chosen.set_bits()) {
      const Directive &D = File.Directives[I];
      if (!Result.Lines.empty() && Result.Lines.back().second == D.LinesBegin)
        Result.Lines.back().second = D.LinesEnd;
      else
        Result.Lines.push_back({D.LinesBegin, D.LinesEnd});
    }
    // Two blank lines that become neighbours are one too many.
    for (auto &[Begin, End] : Result.Lines) {
      const llvm::StringRef Before =
          File.text().slice(firstLineBegin(File.text()), Begin);
      const size_t NextBreak = File.text().find('\n', End);
      const bool BlankAfter = NextBreak != llvm::StringRef::npos &&
                              File.text().slice(End, NextBreak).trim().empty();
      if (BlankAfter && isBlankEnd(Before))
        End = NextBreak + 1;
    }
  }

  /// Whether the last line of \p Text is blank, or there is none.
  static bool isBlankEnd(llvm::StringRef Text) {
    if (Text.empty())
      return true;
    const llvm::StringRef Lines = Text.drop_back();
    return Lines.substr(Lines.rfind('\n') + 1).trim().empty();
  }

  const LexedFile &File;
  llvm::function_ref<bool(unsigned)> IsSkipped;
  const std::vector<Conditional> Conditionals;
  llvm::BitVector Chosen;
  /// The chosen directives of emptied conditionals.
  llvm::BitVector Shells;
  LineRemoval Result;
};
} // namespace

LineRemoval removeBuildCore(const LexedFile &File,
                            llvm::function_ref<bool(unsigned)> IsSkipped) {
  return Remover(File, IsSkipped).run();
}

} // namespace immortal::fixes
