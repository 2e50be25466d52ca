// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "FreshnessHarness.h"
#include "CAPI/PrivateNames.h"
#include "clang/AST/RecursiveASTVisitor.h"
#include "clang/Tooling/Tooling.h"
#include "llvm/Support/JSON.h"
#include "llvm/Support/MemoryBuffer.h"

using namespace clang;

namespace immortal::freshness::testing {

std::optional<Headers> findHeaders(llvm::StringRef Name) {
  auto File = llvm::MemoryBuffer::getFile(IMMORTAL_TIDY_PYTHONS);
  if (!File)
    return std::nullopt;
  auto Parsed = llvm::json::parse((*File)->getBuffer());
  if (!Parsed) {
    llvm::consumeError(Parsed.takeError());
    return std::nullopt;
  }
  for (const llvm::json::Value &Entry :
       *Parsed->getAsObject()->getArray("pythons")) {
    const llvm::json::Object &Python = *Entry.getAsObject();
    if (Python.getString("name") != Name)
      continue;
    Headers Result{Name.str(), {}};
    for (const llvm::json::Value &Folder : *Python.getArray("include"))
      Result.Arguments.push_back("-I" + Folder.getAsString()->str());
    for (const llvm::json::Value &Define : *Python.getArray("defines"))
      Result.Arguments.push_back("-D" + Define.getAsString()->str());
    return Result;
  }
  return std::nullopt;
}

std::unique_ptr<ASTUnit> parse(const Headers &Python, testing::Language In,
                               llvm::StringRef Code, bool AllowErrors) {
  std::vector<std::string> Arguments = Python.Arguments;
  const bool IsC = In == testing::Language::C;
  Arguments.push_back(IsC ? "-std=gnu11" : "-std=gnu++17");
  Arguments.push_back("-w");
  if (!IsC)
    Arguments.push_back("-fcxx-exceptions");
  Arguments.push_back("-resource-dir");
  Arguments.push_back(IMMORTAL_TIDY_RESOURCES);
  auto AST = tooling::buildASTFromCodeWithArgs(
      "#include <Python.h>\n" + Code.str(), Arguments,
      IsC ? "case.c" : "case.cpp", "freshness-test");
  if (!AST || (!AllowErrors && AST->getDiagnostics().hasErrorOccurred())) {
    ADD_FAILURE() << "does not compile for " << Python.Name;
    return nullptr;
  }
  return AST;
}

namespace {
/// Finds the function of that name with a body, and the calls in it that make
/// objects immortal.
class Finder : public RecursiveASTVisitor<Finder> {
public:
  explicit Finder(llvm::StringRef Name) : Name(Name) {}

  bool shouldVisitTemplateInstantiations() const { return true; }
  bool shouldVisitLambdaBody() const { return false; }

  bool TraverseFunctionDecl(FunctionDecl *D) { return enter(D); }
  bool TraverseCXXMethodDecl(CXXMethodDecl *D) { return enter(D); }
  bool TraverseCXXConstructorDecl(CXXConstructorDecl *D) { return enter(D); }

  bool VisitCallExpr(CallExpr *Call) {
    const FunctionDecl *Callee = Call->getDirectCallee();
    if (!Callee || !Callee->getIdentifier() || Call->getNumArgs() != 1)
      return true;
    for (const capi::PrivateFunction &Row : capi::privateFunctions())
      if (Row.Role == capi::PrivateRole::MakesImmortal &&
          (Row.Name == Callee->getName() || Row.Public == Callee->getName())) {
        Calls.push_back(Call);
        break;
      }
    return true;
  }

  llvm::StringRef Name;
  const FunctionDecl *Function = nullptr;
  std::vector<const CallExpr *> Calls;

private:
  bool enter(FunctionDecl *D) {
    if (!D->getIdentifier() || D->getName() != Name || !D->hasBody() ||
        D->isDependentContext())
      return true;
    Function = D->getDefinition();
    return TraverseStmt(D->getBody());
  }
};
} // namespace

static Finder find(ASTUnit &AST, llvm::StringRef Name) {
  Finder Result(Name);
  // Not Python.h, which is most of it.
  const SourceManager &SM = AST.getSourceManager();
  for (Decl *D : AST.getASTContext().getTranslationUnitDecl()->decls())
    if (SM.isInMainFile(SM.getExpansionLoc(D->getLocation())))
      Result.TraverseDecl(D);
  EXPECT_FALSE(Result.Calls.empty()) << "no call in " << Name.str();
  return Result;
}

static std::string toString(const Verdict &V) {
  switch (V.How) {
  case Certainty::Proven:
    return "proven";
  case Certainty::Unknown:
    return "unknown: " + capi::wordOf(V.Why).str();
  case Certainty::Never:
    return "never: " + capi::wordOf(V.Why).str();
  }
  return "";
}

std::string verdicts(ASTUnit &AST, Analysis &Judge, llvm::StringRef Name) {
  const Finder Found = find(AST, Name);
  std::string Result;
  for (const CallExpr *Call : Found.Calls) {
    if (!Result.empty())
      Result += "; ";
    Result += toString(Judge.judge(*Found.Function, *Call, *Call->getArg(0)));
  }
  return Result;
}

Verdict onlyVerdict(ASTUnit &AST, Analysis &Judge, llvm::StringRef Name) {
  const Finder Found = find(AST, Name);
  EXPECT_EQ(Found.Calls.size(), 1u);
  if (Found.Calls.empty())
    return {};
  return Judge.judge(*Found.Function, *Found.Calls[0],
                     *Found.Calls[0]->getArg(0));
}

} // namespace immortal::freshness::testing
