// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// FunctionAnalysis: whether the call would be proven directly behind the NULL
// test of the object's creation.

#include "Freshness/FunctionAnalysis.h"
#include "Freshness/Witness.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/ParentMapContext.h"
#include "clang/AST/StmtCXX.h"

using namespace clang;

namespace immortal::freshness {

namespace {
/// A statement of a block, by its number.
struct Spot {
  const CompoundStmt *Block = nullptr;
  unsigned Index = 0;

  const Stmt *next() const {
    return Index + 1 < Block->size() ? Block->body_begin()[Index + 1] : nullptr;
  }
};
} // namespace

/// The innermost statement in a block that \p S is part of; std::nullopt also
/// if that is a loop, which may run \p S again.
static std::optional<Spot> spotOf(const Stmt *S, ASTContext &Context) {
  for (;;) {
    if (isa<WhileStmt, DoStmt, ForStmt, CXXForRangeStmt>(S))
      return std::nullopt;
    const auto Parents = Context.getParents(*S);
    if (Parents.size() != 1)
      return std::nullopt;
    const auto *Parent = Parents[0].get<Stmt>();
    if (!Parent) {
      // The initialiser of a variable.
      const auto *Var = Parents[0].get<VarDecl>();
      const auto Outer = Var ? Context.getParents(*Var) : Parents;
      Parent = Var && Outer.size() == 1 ? Outer[0].get<Stmt>() : nullptr;
    }
    if (!Parent)
      return std::nullopt;
    if (const auto *Block = dyn_cast<CompoundStmt>(Parent)) {
      const auto *const At = llvm::find(Block->body(), S);
      return Spot{Block, static_cast<unsigned>(At - Block->body_begin())};
    }
    S = Parent;
  }
}

/// Whether control never comes out at the end of \p S.
static bool alwaysLeaves(const Stmt *S) {
  if (const auto *Block = dyn_cast<CompoundStmt>(S))
    return !Block->body_empty() && alwaysLeaves(Block->body_back());
  if (const auto *Call = dyn_cast<CallExpr>(S)) {
    const FunctionDecl *Callee = Call->getDirectCallee();
    return Callee && Callee->isNoReturn();
  }
  return isa<ReturnStmt, GotoStmt, BreakStmt, ContinueStmt, CXXThrowExpr>(S);
}

/// Whether control may leave \p S other than at its end.
static bool mayLeave(const Stmt *S) {
  if (isa<ReturnStmt, GotoStmt, BreakStmt, ContinueStmt, CXXThrowExpr>(S))
    return true;
  return llvm::any_of(S->children(), [](const Stmt *Child) {
    return Child && mayLeave(Child);
  });
}

/// Whether control may come into \p S other than at its start.
static bool mayEnter(const Stmt *S) {
  if (isa<LabelStmt, SwitchCase>(S))
    return true;
  return llvm::any_of(S->children(), [](const Stmt *Child) {
    return Child && mayEnter(Child);
  });
}

/// The first expression of \p S that the CFG evaluates.
static const FunctionFacts::Point *firstPoint(const Stmt *S,
                                              const FunctionFacts &Facts) {
  const FunctionFacts::Point *First = nullptr;
  for (const Stmt *Child : S->children())
    if (Child)
      if (const auto *Point = firstPoint(Child, Facts))
        return Point;
  const auto Found = Facts.Points.find(S);
  return Found == Facts.Points.end() ? First : &Found->second;
}

void FunctionAnalysis::findMove(const Expr &Call, const Propagation &Fixpoint,
                                llvm::ArrayRef<Source> Values,
                                const Options &Opts, Verdict &To) const {
  if (!To.Creation || !To.Loss || Values.size() != 1 ||
      Values[0].What != Source::InPlace)
    return;
  const auto Created = spotOf(To.Creation, Context);
  const auto Called = spotOf(&Call, Context);
  if (!Created || !Called || Created->Block != Called->Block ||
      Called->Index < Created->Index + 2)
    return;
  // Creation and test in one statement, or one after the other.
  const auto IsTest = [](const Stmt *S) {
    const auto *If = dyn_cast_or_null<IfStmt>(S);
    return If && !If->getElse() && alwaysLeaves(If->getThen()) ? If : nullptr;
  };
  Spot Behind = *Created;
  const IfStmt *Test = IsTest(Created->Block->body_begin()[Created->Index]);
  if (!Test) {
    Test = IsTest(Created->next());
    ++Behind.Index;
  }
  if (!Test || Behind.Index + 1 >= Called->Index)
    return;
  const auto *Point = firstPoint(Behind.next(), facts());
  const auto State = Point ? Fixpoint.before(*Point) : std::nullopt;
  if (!State || makeVerdict(facts(), Fixpoint, *State, Values, Opts).How !=
                    Certainty::Proven)
    return;
  for (unsigned I = Behind.Index + 1; I < Called->Index; ++I) {
    const Stmt *Between = Called->Block->body_begin()[I];
    if (mayEnter(Between))
      return;
    To.LeavesBetween |= mayLeave(Between);
  }
  To.MoveBehind = Test;
}

} // namespace immortal::freshness
