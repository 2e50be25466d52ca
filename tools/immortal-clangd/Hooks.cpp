// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Where clangd asks for something and gets our answer. The linker's --wrap
// (CMakeLists.txt) sends clangd's own calls of these functions here; a symbol
// that an LLVM does not have any more is an error when linking.

#include "DocumentationLinks.h"
#include "UnitCheck.h"
#include "llvm/ADT/STLFunctionalExtras.h"
#include <clang-tidy/ClangTidyOptions.h>
#include <cstdio>
#include <memory>
#include <optional>

using clang::tidy::ClangTidyOptions;
using immortal::tidy::NamesFixesOption;

namespace clang::clangd {

/// Stands for clangd's index; only ever a null pointer here.
class SymbolIndex {
public:
  virtual ~SymbolIndex() = default;
};

namespace remote {
/// A clangd without gRPC has no client for a remote index either.
std::unique_ptr<SymbolIndex> getClient(llvm::StringRef, llvm::StringRef) {
  return nullptr;
}
} // namespace remote

/// Stands for clangd's class, which is only passed on.
class Transport {
public:
  virtual ~Transport() = default;
};

} // namespace clang::clangd

using Provider = llvm::function_ref<void(ClangTidyOptions &, llvm::StringRef)>;

static constexpr llvm::StringLiteral OurPrefix = "cpython-";

std::optional<bool>
realIsFast(llvm::StringRef Check) asm("__real_" IMMORTAL_CLANGD_IS_FAST);
std::optional<bool>
isFast(llvm::StringRef Check) asm("__wrap_" IMMORTAL_CLANGD_IS_FAST);

/// Whether a check may run while somebody types. clangd's table holds LLVM's
/// own checks, and what is not in it never runs; test/bench/lsp measures ours.
std::optional<bool> isFast(llvm::StringRef Check) {
  return Check.starts_with(OurPrefix) ? true : realIsFast(Check);
}

ClangTidyOptions
realOptions(Provider,
            llvm::StringRef File) asm("__real_" IMMORTAL_CLANGD_OPTIONS);
ClangTidyOptions
options(Provider, llvm::StringRef File) asm("__wrap_" IMMORTAL_CLANGD_OPTIONS);

/// Puts our checks in front of what .clang-tidy, .clangd or clangd's own
/// default say, so that all of them can take checks away again.
/// Fixes get names there.
ClangTidyOptions options(Provider From, llvm::StringRef File) {
  ClangTidyOptions Options = realOptions(From, File);
  // --clang-tidy=0 gives no provider.
  if (From) {
    Options.Checks =
        (OurPrefix + "*," + Options.Checks.value_or(std::string())).str();
    Options.CheckOptions[NamesFixesOption] = "true";
  }
  return Options;
}

using TransportPointer = std::unique_ptr<clang::clangd::Transport>;

TransportPointer
realTransport(std::FILE *In, llvm::raw_ostream &Out,
              llvm::raw_ostream *InMirror, bool Pretty,
              int Style) asm("__real_" IMMORTAL_CLANGD_TRANSPORT);
TransportPointer transport(std::FILE *In, llvm::raw_ostream &Out,
                           llvm::raw_ostream *InMirror, bool Pretty,
                           int Style) asm("__wrap_" IMMORTAL_CLANGD_TRANSPORT);

/// Corrects the documentation links in all that clangd says.
TransportPointer transport(std::FILE *In, llvm::raw_ostream &Out,
                           llvm::raw_ostream *InMirror, bool Pretty,
                           int Style) {
  static immortal::DocumentationLinks Corrected(Out, Pretty);
  return realTransport(In, Corrected, InMirror, Pretty, Style);
}
