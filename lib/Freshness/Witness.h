// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#ifndef IMMORTAL_TIDY_FRESHNESS_WITNESS_H
#define IMMORTAL_TIDY_FRESHNESS_WITNESS_H

#include "Freshness/Freshness.h"
#include "Freshness/Propagation.h"

namespace immortal::freshness {

/// The verdict for a call on one of \p Values in \p At, with the path that
/// explains it.
Verdict makeVerdict(const FunctionFacts &Facts, const Propagation &Fixpoint,
                    const FlowState &At, llvm::ArrayRef<Source> Values,
                    const Options &Opts);

} // namespace immortal::freshness

#endif
