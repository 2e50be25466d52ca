// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// clangd compiles the includes at the beginning of a file once, and then loads
// them. What the preprocessor meets there is told to nobody who loads them, so
// it is kept when they are compiled.

#include "Source/SkippedRanges.h"
#include "clang/Basic/Diagnostic.h"
#include "clang/Basic/SourceManager.h"
#include "clang/Basic/Version.h"
#include "clang/Frontend/CompilerInstance.h"
#include "clang/Frontend/PrecompiledPreamble.h"
#include "clang/Lex/Preprocessor.h"
#include "clang/Serialization/PCHContainerOperations.h"

using namespace clang;

namespace {
/// clangd's callbacks, with ours beside them.
class KeepingCallbacks : public PreambleCallbacks {
public:
  explicit KeepingCallbacks(PreambleCallbacks &Next) : Next(Next) {}

  void BeforeExecute(CompilerInstance &CI) override {
    Met = immortal::source::SkippedRanges::of(CI.getPreprocessor());
    Next.BeforeExecute(CI);
  }
  void AfterExecute(CompilerInstance &CI) override {
    Met->keepAsPreamble(CI.getPreprocessor(), CI.getASTContext());
    Next.AfterExecute(CI);
  }
  void AfterPCHEmitted(ASTWriter &Writer) override {
    Next.AfterPCHEmitted(Writer);
  }
  void HandleTopLevelDecl(DeclGroupRef DG) override {
    Next.HandleTopLevelDecl(DG);
  }
  std::unique_ptr<PPCallbacks> createPPCallbacks() override {
    return Next.createPPCallbacks();
  }
  CommentHandler *getCommentHandler() override {
    return Next.getCommentHandler();
  }
  bool shouldSkipFunctionBody(Decl *D) override {
    return Next.shouldSkipFunctionBody(D);
  }

private:
  PreambleCallbacks &Next;
  std::shared_ptr<immortal::source::SkippedRanges> Met;
};
} // namespace

#if CLANG_VERSION_MAJOR < 21
using DiagnosticsArgument = DiagnosticsEngine &;
#else
using DiagnosticsArgument = llvm::IntrusiveRefCntPtr<DiagnosticsEngine>;
#endif
using FileSystem = llvm::IntrusiveRefCntPtr<llvm::vfs::FileSystem>;
using Containers = std::shared_ptr<PCHContainerOperations>;

llvm::ErrorOr<PrecompiledPreamble>
realBuild(const CompilerInvocation &Invocation,
          const llvm::MemoryBuffer *MainFile, PreambleBounds Bounds,
          DiagnosticsArgument Diagnostics, FileSystem Files, Containers PCH,
          bool InMemory, llvm::StringRef StoragePath,
          PreambleCallbacks &Callbacks) asm("__real_" IMMORTAL_CLANGD_PREAMBLE);
llvm::ErrorOr<PrecompiledPreamble>
build(const CompilerInvocation &Invocation, const llvm::MemoryBuffer *MainFile,
      PreambleBounds Bounds, DiagnosticsArgument Diagnostics, FileSystem Files,
      Containers PCH, bool InMemory, llvm::StringRef StoragePath,
      PreambleCallbacks &Callbacks) asm("__wrap_" IMMORTAL_CLANGD_PREAMBLE);

/// PrecompiledPreamble::Build, with callbacks that keep what they are told.
llvm::ErrorOr<PrecompiledPreamble>
build(const CompilerInvocation &Invocation, const llvm::MemoryBuffer *MainFile,
      PreambleBounds Bounds, DiagnosticsArgument Diagnostics, FileSystem Files,
      Containers PCH, bool InMemory, llvm::StringRef StoragePath,
      PreambleCallbacks &Callbacks) {
  KeepingCallbacks Keeping(Callbacks);
  return realBuild(Invocation, MainFile, Bounds,
                   std::forward<DiagnosticsArgument>(Diagnostics),
                   std::move(Files), std::move(PCH), InMemory, StoragePath,
                   Keeping);
}
