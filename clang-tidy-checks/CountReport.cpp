// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// cpython-internal-immortalization: stores into reference counts.

#include "CAPI/ReferenceCount.h"
#include "ImmortalizationReport.h"
#include "clang/AST/ASTContext.h"
#include "llvm/ADT/FoldingSet.h"
#include "llvm/ADT/MapVector.h"
#include "llvm/ADT/StringExtras.h"

using namespace clang;

namespace immortal::tidy {

using capi::FieldPart;
using freshness::Certainty;
using freshness::Verdict;
using source::CountWrite;

/// The value as the message names it.
static std::string valueOf(const CountWrite &Write) {
  if (!Write.CountName.empty())
    return ("'" + Write.CountName + "'").str();
  return "0x" + llvm::utohexstr(Write.Constant.value_or(0), /*LowerCase=*/true);
}

/// What the value does, on the versions and builds that have its name and
/// field.
static std::string effectOf(const CountWrite &Write, bool IsComplete) {
  if (!Write.Constant)
    return "is not the same on all versions and builds";
  capi::CountScope Scope;
  Scope.IsComplete = IsComplete;
  if (const capi::PrivateCount *Name =
          capi::findPrivateCount(Write.CountName)) {
    Scope.First = Name->First;
    Scope.Last = Name->Last;
  }
  if (Write.Part)
    Scope.Kind = *Write.Part == FieldPart::LocalCount
                     ? capi::Build::FreeThreaded
                     : capi::Build::GIL;
  // The local count is 32 bits wide.
  return capi::describeCount(Write.Part == FieldPart::LocalCount
                                 ? *Write.Constant & UINT32_MAX
                                 : *Write.Constant,
                             Scope);
}

/// What is wrong with the store. What to do instead follows.
static std::string textOf(const CountWrite &Write, bool IsComplete) {
  return "setting a reference count by '" + Write.Name.str() +
         "' is a private way to immortalize: " + valueOf(Write) + " " +
         effectOf(Write, IsComplete);
}

static bool isSameObject(const Expr *A, const Expr *B,
                         const ASTContext &Context) {
  if (!A || !B)
    return false;
  llvm::FoldingSetNodeID IDs[2];
  A->IgnoreParenCasts()->Profile(IDs[0], Context, /*Canonical=*/true);
  B->IgnoreParenCasts()->Profile(IDs[1], Context, /*Canonical=*/true);
  return IDs[0] == IDs[1];
}

bool ImmortalizationReport::addCompanions(Finding &F, const CountUse &Use,
                                          llvm::ArrayRef<CountUse> All) const {
  if (Use.Write.Part != FieldPart::LocalCount)
    return false;
  // An initializer that names the local count sets all other fields, too.
  if (!Use.Write.Object)
    return true;
  llvm::SmallVector<std::string, 2> Missing;
  for (const capi::CountField &Field : capi::countFields())
    if (Field.Part == FieldPart::Required)
      Missing.push_back(("'" + Field.Name + "'").str());
  for (const CountUse &Other : All) {
    const std::string Name = ("'" + Other.Write.Name + "'").str();
    if (Other.Function != Use.Function || !llvm::is_contained(Missing, Name) ||
        !isSameObject(Other.Write.Object, Use.Write.Object, Context))
      continue;
    Missing.erase(llvm::find(Missing, Name));
    F.Notes.push_back(
        {Code.userLocation(Other.Write.NameLoc), Name + " is stored here"});
  }
  if (!Missing.empty())
    F.Notes.push_back({F.Loc, llvm::join(Missing, " and ") +
                                  (Missing.size() > 1 ? " are left as they were"
                                                      : " is left as it was")});
  return Missing.empty();
}

bool ImmortalizationReport::isImmortalHere(const CountWrite &Write) const {
  return Write.Constant &&
         capi::meaningOfCount(*Write.Constant, Code.pythonVersion(),
                              Code.isFreeThreaded() ? capi::Build::FreeThreaded
                                                    : capi::Build::GIL) ==
             capi::CountMeaning::Immortal;
}

/// The first verdict that forbids to edit, if there is one.
static Verdict judgeAll(llvm::ArrayRef<const CountUse *> Group,
                        freshness::Analysis &Freshness) {
  Verdict Result;
  for (const CountUse *Use : Group) {
    if (!Use->Function || !Use->Write.Object)
      return {};
    Result =
        Freshness.judge(*Use->Function, *Use->Write.Whole, *Use->Write.Object);
    if (Result.How != Certainty::Proven)
      break;
  }
  return Result;
}

void ImmortalizationReport::reportCount(llvm::ArrayRef<const CountUse *> Group,
                                        llvm::ArrayRef<CountUse> All) {
  const CountUse &Use = *Group.front();
  const SourceLocation Loc = Code.userLocation(Use.Write.NameLoc);
  Finding F;
  F.Loc = Loc;
  Finding Companions;
  Companions.Loc = Loc;
  F.Text = textOf(Use.Write, addCompanions(Companions, Use, All));
  if (!Use.Write.Object) {
    F.Text += "; use 'PyObject_HEAD_INIT', which is immortal from 3.13 on";
  } else {
    const Verdict V = judgeAll(Group, Freshness);
    F.Text += "; " + remedyFor(capi::publicImmortalizer(), V);
    F.Notes = V.Witness;
    F.Public = &capi::publicImmortalizer();
    if (V.How == Certainty::Proven) {
      if (llvm::all_of(Group, [&](const CountUse *One) {
            return isImmortalHere(One->Write);
          })) {
        F.Fix = Edits.replaceStore(Loc, Use, Style);
        noteMissingPath(F,
                        Edits.replaceStore(Loc, Use, fixes::OnRefusal::Void));
      } else
        F.Notes.push_back({Loc, "not rewritten: the object is mortal with this "
                                "Python, and would not be any more"});
    }
  }
  llvm::append_range(F.Notes, Companions.Notes);
  addGuardNotes(F, useAt(Loc));
  Reported.push_back(std::move(F));
}

void ImmortalizationReport::reportCounts(llvm::ArrayRef<CountUse> Uses) {
  llvm::MapVector<SourceLocation, llvm::SmallVector<const CountUse *, 1>>
      ByPlace;
  for (const CountUse &Use : Uses) {
    const SourceLocation Loc = Code.userLocation(Use.Write.NameLoc);
    Explained.insert(Loc);
    Explained.insert(placeOf(Loc));
    Explained.insert(placeOf(Use.Write.Value->getExprLoc()));
    if (!Use.Write.immortalizes() || !Code.isUsers(Loc) ||
        (Use.Function && Reimplemented.contains(Use.Function)))
      continue;
    // PyObject_HEAD_INIT is the right way: its braces are CPython's.
    if (const auto *Braces = dyn_cast<InitListExpr>(Use.Write.Whole);
        Braces && !Code.isUsers(Braces->getLBraceLoc()))
      continue;
    ByPlace[placeOf(Loc)].push_back(&Use);
  }
  for (const auto &[Place, Group] : ByPlace)
    reportCount(Group, Uses);
}

} // namespace immortal::tidy
