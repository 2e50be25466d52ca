// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "ImmortalizeNotFreshCheck.h"
#include "ImmortalizeTypeCheck.h"
#include "ImmortalizeUnboundedCheck.h"
#include "ImmortalizeUncheckedCheck.h"
#include "InternalImmortalizationCheck.h"
#include "PyBuildCoreCheck.h"
#include "clang/Basic/Version.h"
#include "llvm/Support/raw_ostream.h"
#include <clang-tidy/ClangTidy.h>
#include <clang-tidy/ClangTidyModule.h>
#if CLANG_VERSION_MAJOR < 22
#include <clang-tidy/ClangTidyModuleRegistry.h>
#endif

namespace immortal::tidy {

namespace {
class CPythonModule : public clang::tidy::ClangTidyModule {
public:
  void
  addCheckFactories(clang::tidy::ClangTidyCheckFactories &Factories) override {
    Factories.registerCheck<ImmortalizeNotFreshCheck>(
        ImmortalizeNotFreshCheck::CheckName);
    Factories.registerCheck<ImmortalizeTypeCheck>("cpython-immortalize-type");
    Factories.registerCheck<ImmortalizeUnboundedCheck>(
        "cpython-immortalize-unbounded");
    Factories.registerCheck<ImmortalizeUncheckedCheck>(
        "cpython-immortalize-unchecked");
    Factories.registerCheck<InternalImmortalizationCheck>(
        InternalImmortalizationCheck::CheckName);
    Factories.registerCheck<PyBuildCoreCheck>("cpython-py-build-core");
  }
};

/// Registers the module unless the clang that loads it is another version than
/// the one it was built with: lazy binding would then crash or report nothing.
struct Registration {
  Registration() {
    const std::string Running = clang::getClangFullVersion();
    const llvm::StringRef Built = IMMORTAL_TIDY_CLANG_VERSION;
    if (!llvm::StringRef(Running).contains(("version " + Built + ".").str())) {
      llvm::errs() << "immortal-tidy " << IMMORTAL_TIDY_VERSION
                   << ": this module was built for clang-tidy " << Built
                   << " and cannot be loaded into " << Running
                   << "; its checks are off\n";
      return;
    }
    static clang::tidy::ClangTidyModuleRegistry::Add<CPythonModule> Add(
        "cpython-module", "Checks for immortal objects in CPython extensions.");
  }
};
} // namespace

static const Registration Registered;

} // namespace immortal::tidy
