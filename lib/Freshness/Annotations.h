// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#ifndef IMMORTAL_TIDY_FRESHNESS_ANNOTATIONS_H
#define IMMORTAL_TIDY_FRESHNESS_ANNOTATIONS_H

#include "Freshness/Calls.h"
#include "clang/AST/Decl.h"
#include <string>
#include <vector>

namespace immortal::freshness {

/// Puts what the annotations annotate("immortal::WORD") of the callee and its
/// parameters say over what is known about \p Call (docs/models.md). What has
/// no annotation stays as it is.
/// \return whether there are any.
bool applyAnnotations(const clang::CallExpr &Call, CallEffects &To);

/// An annotation of ours that says nothing, and a message.
struct WrongAnnotation {
  clang::SourceLocation Loc;
  std::string Text;
};

/// Those in \p In and everything inside it.
std::vector<WrongAnnotation> findWrongAnnotations(clang::Decl &In);

} // namespace immortal::freshness

#endif
