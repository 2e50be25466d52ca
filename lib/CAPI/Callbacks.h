// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#ifndef IMMORTAL_TIDY_CAPI_CALLBACKS_H
#define IMMORTAL_TIDY_CAPI_CALLBACKS_H

#include "llvm/ADT/StringRef.h"

namespace immortal::capi {

/// Whether the interpreter calls the functions in structs called \p Name with
/// borrowed arguments (Callbacks.def).
bool isCallbackRecord(llvm::StringRef Name);

/// Whether what is called through that field of PyTypeObject, or that number of
/// PyType_Slot, gets an object just made.
bool getsNewSelf(llvm::StringRef Field);
bool getsNewSelf(int64_t Slot);

} // namespace immortal::capi

#endif
