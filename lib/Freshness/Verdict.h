// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#ifndef IMMORTAL_TIDY_FRESHNESS_VERDICT_H
#define IMMORTAL_TIDY_FRESHNESS_VERDICT_H

#include "CAPI/Reasons.h"
#include "CAPI/Types.h"
#include "clang/Basic/SourceLocation.h"
#include "llvm/ADT/SmallVector.h"
#include <string>
#include <vector>

namespace clang {
class CallExpr;
class Expr;
class FunctionDecl;
class IfStmt;
class ParmVarDecl;
class Stmt;
} // namespace clang

namespace immortal::freshness {

/// How sure the analysis is about a call that makes an object immortal; the
/// three fix classes of docs/design.md.
enum class Certainty : uint8_t {
  /// On every path the object is fresh, unique and of an allowed type: the
  /// public call returns 1.
  Proven,
  /// Neither proven nor refuted: the public call may refuse.
  Unknown,
  /// The public call is known to refuse, or must not be made.
  Never,
};

/// One step of the path that explains a verdict; shown as a note.
struct WitnessStep {
  clang::SourceLocation Loc;
  std::string Text;
};

struct CallerVerdict;

/// What is known about the object at one immortalizing call.
struct Verdict {
  Certainty How = Certainty::Unknown;
  /// Meaningless if \c How is \c Proven.
  capi::Reason Why = capi::Reason::Unknown;
  /// From creation to the call, in order.
  llvm::SmallVector<WitnessStep, 4> Witness;

  /// The call that created the object, if it is the only one that may have;
  /// otherwise nullptr.
  const clang::Expr *Creation = nullptr;
  /// What kind of object it is, if all that it may be are of one.
  capi::TypeKey Type = capi::TypeKey::Any;
  /// The first statement after which the object is not unique any more, or
  /// known to others; nullptr if there is none.
  const clang::Stmt *Loss = nullptr;

  /// The parameter that the object is, if it is nothing else. It is for the
  /// callers then to say what it is.
  const clang::ParmVarDecl *Parameter = nullptr;
  /// The verdicts for the calls of the function in this translation unit, if
  /// \c Parameter is set and the function itself does nothing to the object
  /// that speaks against it.
  std::vector<CallerVerdict> Callers;

  /// The statement that tests the new object for NULL and leaves, right behind
  /// its creation: directly behind it, the call would be proven. What can move
  /// there is the statement of the same block that the call is part of, an
  /// `if` around it included. nullptr if there is no such place, or the call is
  /// proven where it is.
  const clang::IfStmt *MoveBehind = nullptr;
  /// Between there and the call the function may be left: on these ways the
  /// moved call would make the object immortal and the call as it is does not.
  bool LeavesBetween = false;
};

/// The verdict for one call of a function that makes its parameter immortal.
struct CallerVerdict {
  const clang::FunctionDecl *Caller;
  const clang::CallExpr *Call;
  /// The argument for the parameter.
  const clang::Expr *Object;
  Verdict Result;
};

} // namespace immortal::freshness

#endif
