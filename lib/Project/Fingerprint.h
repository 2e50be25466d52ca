// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#ifndef IMMORTAL_TIDY_PROJECT_FINGERPRINT_H
#define IMMORTAL_TIDY_PROJECT_FINGERPRINT_H

#include "Project/Migration.h"

namespace immortal::project {

/// What names each finding from one revision to the next, in the order of
/// \c Migration::Findings: 32 hexadecimal digits, all different. It is made of
/// the check, the file, the line without its blanks, and how many such lines
/// come before it in the file, so lines may be added and removed elsewhere, and
/// messages may be worded anew.
std::vector<std::string> fingerprints(const Migration &M);

} // namespace immortal::project

#endif
