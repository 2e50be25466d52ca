// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#ifndef IMMORTAL_TIDY_CAPI_OBJECTTAG_H
#define IMMORTAL_TIDY_CAPI_OBJECTTAG_H

#include "llvm/ADT/StringRef.h"

namespace immortal::capi {

/// The tag of the struct PyObject (object.h, all versions).
inline constexpr llvm::StringLiteral ObjectTag = "_object";
/// The same of PyTypeObject.
inline constexpr llvm::StringLiteral TypeTag = "_typeobject";

} // namespace immortal::capi

#endif
