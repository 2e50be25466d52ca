// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "RefusalOption.h"

using clang::tidy::ClangTidyCheck;

namespace immortal::tidy {

/// In the order of the enumeration.
static constexpr llvm::StringRef Styles[] = {"auto", "void", "goto", "return",
                                             "error"};

fixes::OnRefusal onRefusalFrom(const ClangTidyCheck::OptionsView &View,
                               llvm::StringRef Name, OnWrongOption Report) {
  return static_cast<fixes::OnRefusal>(
      choiceOf(View.getLocalOrGlobal(OnRefusalOption, Styles[0]), Styles,
               Styles[0], Name + "." + OnRefusalOption, Report));
}

llvm::StringRef nameOf(fixes::OnRefusal Style) {
  return Styles[static_cast<size_t>(Style)];
}

} // namespace immortal::tidy
