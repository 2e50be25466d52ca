// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "Project/VendoredHeader.h"
#include "Project/Paths.h"
#include "llvm/Support/FileSystem.h"

namespace immortal::project {

static constexpr char Text[] =
#include "PyImmortal.inc"
    ;

std::optional<Change> vendoredHeader(llvm::StringRef Folder) {
  Change New;
  New.File = realPath(Folder) + "/" + VendoredHeaderName.str();
  if (llvm::sys::fs::exists(New.File))
    return std::nullopt;
  New.After = Text;
  New.IsNew = true;
  return New;
}

} // namespace immortal::project
