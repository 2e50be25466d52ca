// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#ifndef IMMORTAL_TIDY_FRESHNESS_CALLS_H
#define IMMORTAL_TIDY_FRESHNESS_CALLS_H

#include "CAPI/Functions.h"
#include "CAPI/ModelFile.h"
#include "clang/AST/Expr.h"
#include "llvm/ADT/DenseMap.h"
#include <memory>

namespace immortal::freshness {

class Callers;
class Owners;
class Summaries;
class TypeObjects;
class UserDeclarations;

/// Whether a call makes an argument immortal.
enum class Immortalizes : uint8_t {
  No,
  /// Refuses objects that are not unique.
  IfUnique,
  /// The private call.
  Always,
};

/// What one call does.
struct CallEffects {
  /// Whether the tables, a model file or a summary know the callee. If not, all
  /// the rest says nothing.
  bool IsKnown = false;
  capi::ReturnInfo Returns;
  /// By argument.
  llvm::SmallVector<capi::Effect, 4> Arguments;
  Immortalizes Immortal = Immortalizes::No;
  unsigned ImmortalArgument = 0;
  /// Which argument Returns::FirstArgument and
  /// Returns::NewReferenceToFirstArgument mean.
  unsigned ReturnedArgument = 0;
  /// What is stored through arguments with Effect::OutNew, if it is more than
  /// that says.
  llvm::SmallVector<std::pair<unsigned, capi::ReturnInfo>, 1> Outs;
  /// No code runs that is not known.
  bool IsQuiet = false;
  /// Found by analysing the callee.
  bool IsSummary = false;
  /// Failure::Negative is -1, and success is 0.
  bool ReturnsZeroOrMinusOne = false;
  /// A container may lose objects that it kept.
  bool Removes = false;
  /// What Effect::Initializes makes may be of a type that is refused.
  bool MayInitializeRefused = false;

  capi::Effect on(unsigned Index) const {
    return IsKnown && Index < Arguments.size() ? Arguments[Index]
                                               : capi::Effect::Unknown;
  }
};

/// Whether a call that does that to its arguments runs no code that is not
/// known.
bool isQuiet(const CallEffects &Effects);

/// Knows calls: by the tables, the user's model files, and the callee's body.
class CallModel {
public:
  CallModel(clang::ASTContext &Context, const capi::Model &Rows,
            capi::VersionRange When);
  ~CallModel();

  const CallEffects &describe(const clang::CallExpr &Call) const;

  /// Whether a user's row speaks of \p Callee, which has an identifier.
  bool isDescribed(const clang::FunctionDecl &Callee) const;

  /// Whether argument \p Index is a variable's address, or an array, that the
  /// callee does not know any more when it returns.
  bool leavesAlone(const clang::CallExpr &Call, unsigned Index) const;

  capi::VersionRange versions() const { return When; }

  /// What to go through to find something in the users' code.
  UserDeclarations &declarations() const { return *Searched; }
  Callers &callers() const { return *Uses; }
  const Owners &owners() const { return *AllOwners; }

  /// What the body of \p Callee says; nullptr if nothing is known.
  const CallEffects *summaryOf(const clang::FunctionDecl &Callee) const;

private:
  CallEffects compute(const clang::CallExpr &Call) const;
  CallEffects computeUnannotated(const clang::CallExpr &Call) const;
  CallEffects fromRow(const clang::CallExpr &Call,
                      const capi::Function &Row) const;
  void applyFormat(const clang::CallExpr &Call, const capi::Function &Row,
                   CallEffects &To) const;
  capi::KnownArgument known(const clang::CallExpr &Call, unsigned Index) const;

  const clang::ASTContext &Context;
  const capi::Model &Rows;
  capi::VersionRange When;
  std::unique_ptr<Summaries> Bodies;
  std::unique_ptr<UserDeclarations> Searched;
  std::unique_ptr<Callers> Uses;
  std::unique_ptr<Owners> AllOwners;
  std::unique_ptr<TypeObjects> Types;
  mutable llvm::DenseMap<const clang::CallExpr *, std::unique_ptr<CallEffects>>
      Known;
};

/// The name under which a model file speaks of \p Function alone: in C++ the
/// symbol of the linker, which tells overloads apart. Empty for operators and
/// the like.
std::string symbolOf(const clang::FunctionDecl &Function);

/// Whether a pointer of that type, or the pointer \p Argument, leads to
/// variables that hold objects, and not to an object.
bool pointsToVariables(clang::QualType Type);
bool pointsToVariables(const clang::Expr *Argument);

} // namespace immortal::freshness

#endif
