// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#ifndef IMMORTAL_TIDY_FRESHNESS_FACTBUILDER_H
#define IMMORTAL_TIDY_FRESHNESS_FACTBUILDER_H

#include "Freshness/Calls.h"
#include "Freshness/Exposure.h"
#include "Freshness/Facts.h"
#include "Freshness/Outcomes.h"
#include "Freshness/Owners.h"
#include "Freshness/Places.h"
#include "clang/Analysis/CFG.h"

namespace immortal::freshness {

/// Makes the facts of one function: one walk over its CFG.
class FactBuilder {
public:
  /// \p OfOwner: for what a member does to its owner, which nobody else sees
  /// meanwhile.
  FactBuilder(const clang::ASTContext &Context, const CallModel &Calls,
              const clang::FunctionDecl &Function, const Exposure &Exposed,
              bool OfOwner);

  void build(const clang::CFG &Graph);

  /// The values that the pointer \p E may have where it is evaluated.
  Value valueOf(const clang::Expr *E);

  /// The same for a pointer to the object \p LValue.
  Value addressOf(const clang::Expr *LValue);

  const FunctionFacts &facts() const { return Result; }
  const Places &places() const { return AllPlaces; }

private:
  // FactBuilder.cpp
  void collectPlaces(const clang::CFG &Graph);
  void collectPlaces(const clang::VarDecl &Var);
  void addParameters();
  void addParameter(PlaceID Place, Origin From);
  void visitElement(const clang::CFGElement &Element);
  void visitStatement(const clang::Stmt &S);
  void visitDeclaration(const clang::VarDecl &Var, const clang::Stmt &Where);
  void escapeOwner(const clang::Expr *LValue, const clang::Stmt &Where);
  void escapeIfCounted(const clang::Expr *LValue, const clang::Stmt &Where);
  void visitOperator(const clang::BinaryOperator &S);
  void visitOther(const clang::Stmt &S);
  void visitLoad(const clang::CastExpr &Load);
  void visitAsm(const clang::AsmStmt &S);
  void initialize(PlaceID To, clang::QualType Type, const clang::Expr *Init,
                  const clang::Stmt &Where);
  /// Calls \p Do for what an initializer writes one by one.
  void forEachPart(
      PlaceID To, clang::QualType Type, const clang::Expr *Init,
      llvm::function_ref<void(PlaceID, clang::QualType, const clang::Expr *)>
          Do);
  /// What an initializer holds goes where nobody looks.
  void escapeAll(const clang::Expr *Init, const clang::Stmt &Where);
  void assign(const clang::Expr *To, const clang::Expr *From,
              const clang::Stmt &Where);
  void assign(PlaceID To, const Value &From, const clang::Stmt &Where);
  void assignUnknown(const clang::Expr *To, const clang::Stmt &Where);
  void escape(const clang::Expr *E, const clang::Stmt &Where);
  /// \return the fact; nullptr if nothing can happen to these values.
  Fact *apply(Event What, const Value &To, const clang::Stmt &Where,
              uint32_t Place = Fact::NoPlace);
  void runCode(const clang::Stmt &Where);
  Fact &emit(Fact::Kind How, const Value &Values, const clang::Stmt &Where);

  // Values.cpp
  void addValues(const clang::Expr *E, Value &To, unsigned Depth);
  void addAddress(const clang::Expr *LValue, Value &To);
  bool addChoices(const clang::Expr *E, Value &To, unsigned Depth);
  void addOwner(const clang::Expr *E, Value &To, unsigned Depth);
  void addCall(const clang::CallExpr *Call, Value &To, unsigned Depth);
  void addReturned(const clang::CallExpr *Call, Value &To, unsigned Depth);
  OriginID originOf(const void *Key, const clang::Expr *Where, StateSet First,
                    capi::TypeKey Type);
  std::optional<StateSet> lentState(const clang::Expr *LValue) const;
  bool isArgumentOfMethod(const clang::Expr *LValue) const;
  OriginID globalOrigin(const clang::Expr *Where, const clang::Expr *LValue,
                        const capi::ReturnInfo &Known);

  // CallFacts.cpp
  void visitCall(const clang::CallExpr &Call);
  bool runMethods(const clang::CallExpr &Call, const CallEffects &Effects);
  void applyEffect(const clang::CallExpr &Call, unsigned Index,
                   capi::Effect What);
  uint16_t edgeOfSuccess(const clang::CallExpr &Call) const;
  void noteContainers(const clang::CallExpr &Call, const CallEffects &Effects,
                      const Value &Returned);
  void applyToVariable(const clang::CallExpr &Call, unsigned Index,
                       PlaceID Variable, capi::Effect What);

  // OwnerFacts.cpp
  /// A pointer or an owner that a call gets.
  struct OwnerArgument {
    std::optional<PlaceID> Place;
    Value Held;
  };
  void addOwners();
  OwnerArgument ownerArgument(const clang::Expr *E);
  void visitConstruct(const clang::CXXConstructExpr &Construct);
  bool visitOwnerCall(const clang::CallExpr &Call);
  void applyOwner(const OwnerEffects &Effects,
                  llvm::ArrayRef<OwnerArgument> Slots,
                  const clang::Expr &Whole);
  static bool areApart(const OwnerEffects &Effects,
                       llvm::ArrayRef<OwnerArgument> Slots);
  llvm::SmallVector<Value, 3> holdBefore(const OwnerEffects &Effects,
                                         llvm::ArrayRef<OwnerArgument> Slots,
                                         const clang::Expr &Whole);
  void visitEnd(const clang::CFGElement &Element);
  void visitInitializer(const clang::CXXCtorInitializer &Initializer);
  void endOwner(const clang::CXXRecordDecl &Class, PlaceID Place,
                const clang::Stmt &Where);
  void escapeBelow(PlaceID Place, const clang::Stmt &Where);

  // Conditions.cpp
  void visitCondition(const clang::CFGBlock &Block);
  void assume(const clang::Expr *E, bool Truth, unsigned Edge);
  void assumeComparison(const clang::BinaryOperator *E, bool Truth,
                        unsigned Edge);
  bool assumeOwner(const clang::CallExpr *E, bool Truth, unsigned Edge);
  bool areDifferentOwners(const clang::Expr *A, const clang::Expr *B);
  void addCondition(Condition::Kind How, const Value &Of, unsigned Edge);

  const clang::ASTContext &Context;
  const CallModel &Calls;
  const clang::FunctionDecl &Function;
  const Exposure &Exposed;
  const Owners &AllOwners;
  const bool OfOwner;
  Places AllPlaces;
  FunctionFacts Result;
  BlockFacts *Current = nullptr;
  std::optional<Outcomes> Results;
  Outcomes::Tested Tested;
  /// By call, by variable, or by the expression that takes an address.
  llvm::DenseMap<const void *, OriginID> Origins;
  /// Initialiser lists whose values go to the places of a variable, and arrays
  /// of which only an element is used.
  llvm::DenseSet<const clang::Stmt *> Distributed;
};

/// What is true of an object when a call returns it.
StateSet stateOf(capi::Returns What);

} // namespace immortal::freshness

#endif
